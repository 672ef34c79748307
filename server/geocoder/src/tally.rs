//! How many addresses there are, by comune and by postcode.

use std::collections::{BTreeMap, HashMap};

use crate::segment::{Segment, Street};

/// Counts of addresses; two can be added and taken apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    addresses: HashMap<u32, u32>,
    /// By postcode and comune.
    postcodes: BTreeMap<(Box<str>, u32), u32>,
}

impl Tally {
    /// Counts those of some streets of a segment.
    pub(crate) fn of<'a>(segment: &Segment, streets: impl Iterator<Item = &'a Street>) -> Self {
        let mut tally = Self::default();
        for street in streets {
            *tally.addresses.entry(street.municipality).or_default() += street.address_count();
            for access in street.own_accesses() {
                if let Some(postcode) = segment.access(access).postcode() {
                    *tally.postcodes.entry((postcode.into(), street.municipality)).or_default() += 1;
                }
            }
        }
        tally
    }

    /// Adds what another counted.
    pub(crate) fn add(&mut self, other: Self) {
        for (municipality, count) in other.addresses {
            *self.addresses.entry(municipality).or_default() += count;
        }
        for (postcode, count) in other.postcodes {
            *self.postcodes.entry(postcode).or_default() += count;
        }
    }

    /// Takes away what another counted, which was counted here too.
    pub(crate) fn take_away(&mut self, other: Self) {
        for (municipality, count) in other.addresses {
            self.addresses.entry(municipality).and_modify(|sum| *sum -= count);
        }
        for (postcode, count) in other.postcodes {
            self.postcodes.entry(postcode).and_modify(|sum| *sum -= count);
        }
        self.postcodes.retain(|_, sum| *sum > 0);
    }

    /// Returns how many addresses a comune has.
    pub(crate) fn addresses(&self, municipality: u32) -> u32 {
        self.addresses.get(&municipality).copied().unwrap_or(0)
    }

    /// Lists the comuni with addresses of each postcode.
    pub(crate) fn municipalities_by_postcode(&self) -> HashMap<Box<str>, Vec<u32>> {
        let mut found: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (postcode, municipality) in self.postcodes.keys() {
            found.entry(postcode.clone()).or_default().push(*municipality);
        }
        found
    }
}
