//! Builds an index from entries that come in any order.

use std::collections::HashMap;

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{AddressId, AnncsuAccessId, Certification, Locator, ThoroughfareId};

use crate::accesses::{AccessKind, Known, RawAccess, Suffix};
use crate::anncsu::Digits;
use crate::compact::{Point, position};
use crate::entry::{AddressEntry, LocalityEntry, MunicipalityEntry, ThoroughfareEntry};
use crate::house_number::suffix_key;

/// Takes entries in any order, each identifier once, and makes an [`Index`](crate::Index).
#[derive(Debug, Default)]
pub struct IndexBuilder {
    pub(crate) municipalities: HashMap<IstatCode, MunicipalityEntry>,
    pub(crate) localities: Vec<LocalityEntry>,
    /// By slot: the entry of a street may come after its addresses.
    pub(crate) streets: Vec<Option<ThoroughfareEntry>>,
    slots: HashMap<ThoroughfareId, u32>,
    /// With the slot of the street.
    pub(crate) accesses: Vec<RawAccess>,
    pub(crate) suffixes: Vec<Suffix>,
    suffix_ids: HashMap<Suffix, u32>,
    pub(crate) postcodes: Vec<Box<str>>,
    postcode_ids: HashMap<Box<str>, u16>,
    /// What few accesses have.
    pub(crate) known: HashMap<AddressId, Known>,
    /// What certifies accesses; each once.
    pub(crate) certifications: Vec<Certification>,
    certification_ids: HashMap<Certification, u16>,
}

impl IndexBuilder {
    /// Begins with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a comune.
    pub fn push_municipality(&mut self, entry: MunicipalityEntry) {
        self.municipalities.insert(entry.istat_code.clone(), entry);
    }

    /// Takes a named place.
    pub fn push_locality(&mut self, entry: LocalityEntry) {
        self.localities.push(entry);
    }

    /// Takes a street.
    pub fn push_thoroughfare(&mut self, entry: ThoroughfareEntry) {
        let slot = self.slot(entry.id);
        if let Some(place) = usize::try_from(slot).ok().and_then(|at| self.streets.get_mut(at)) {
            *place = Some(entry);
        }
    }

    /// Takes an address; it is left out of the index when its street never comes.
    pub fn push_address(&mut self, entry: AddressEntry) {
        let street = self.slot(entry.thoroughfare);
        let (kind, number, suffix) = self.read_locator(entry.locator);
        let postcode = self.postcode(entry.postcode.unwrap_or_default());
        self.remember(entry.id, entry.anncsu_id.as_ref(), entry.certification);
        self.accesses.push(RawAccess {
            id: entry.id,
            point: entry.point.map_or(Point::NONE, Point::new),
            number,
            suffix,
            street,
            postcode,
            kind,
            stage: entry.stage,
        });
    }

    fn remember(&mut self, id: AddressId, anncsu: Option<&AnncsuAccessId>, by: Option<Certification>) {
        let anncsu = anncsu.and_then(|number| Digits::of(number.as_str()));
        let certification = by.and_then(|by| self.certification(by));
        if anncsu.is_some() || certification.is_some() {
            self.known.insert(id, Known { anncsu, certification });
        }
    }

    /// Numbers what certifies: days on site, and few combinations. None where there are too many.
    fn certification(&mut self, by: Certification) -> Option<u16> {
        let next = u16::try_from(self.certifications.len()).ok()?;
        let id = *self.certification_ids.entry(by).or_insert(next);
        if id == next {
            self.certifications.push(by);
        }
        Some(id)
    }

    fn slot(&mut self, id: ThoroughfareId) -> u32 {
        let next = position(self.streets.len());
        let slot = *self.slots.entry(id).or_insert(next);
        if slot == next {
            self.streets.push(None);
        }
        slot
    }

    fn read_locator(&mut self, locator: Locator) -> (AccessKind, u32, u32) {
        match locator {
            Locator::Number(number) => {
                let parts = [&number.exponent, &number.specificity, &number.extension];
                let key = suffix_key(&parts.map(Option::as_deref));
                let suffix = Suffix {
                    key: key.into(),
                    exponent: number.exponent,
                    specificity: number.specificity,
                    extension: number.extension,
                };
                (AccessKind::House, number.number, self.suffix(suffix))
            }
            Locator::Kilometric { metres } => {
                (AccessKind::Kilometric, metres, self.suffix(Suffix::default()))
            }
            Locator::Unnumbered { after, .. } => {
                (AccessKind::Unnumbered, after.unwrap_or(0), self.suffix(Suffix::default()))
            }
        }
    }

    fn suffix(&mut self, suffix: Suffix) -> u32 {
        let next = position(self.suffixes.len());
        let id = *self.suffix_ids.entry(suffix.clone()).or_insert(next);
        if id == next {
            self.suffixes.push(suffix);
        }
        id
    }

    /// Numbers a postcode; Italy has fewer than five thousand.
    fn postcode(&mut self, text: String) -> u16 {
        let next = u16::try_from(self.postcodes.len()).unwrap_or(u16::MAX);
        let text: Box<str> = text.into();
        let id = *self.postcode_ids.entry(text.clone()).or_insert(next);
        if id == next {
            self.postcodes.push(text);
        }
        id
    }
}
