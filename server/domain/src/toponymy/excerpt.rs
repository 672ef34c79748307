//! The part of the register that a decision looks at.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::address::{Address, AddressId};
use super::event::{Event, Subject};
use super::house_number::Locator;
use super::lifecycle::LifecycleStage;
use super::municipality::{Locality, LocalityId, Municipality};
use super::refusal::Refusal;
use super::thoroughfare::{Thoroughfare, ThoroughfareId};
use crate::identity::IstatCode;

/// A thing as the register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<T> {
    /// The thing.
    pub thing: T,
    /// From which day on it is so; `None` where nobody knows since when.
    pub since: Option<Date>,
    /// The act that made it so.
    pub act: Uuid,
}

/// Streets and addresses with all that a decision about them depends on: the streets that it names
/// with all their addresses, and the streets of the same comune with the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    municipalities: BTreeMap<IstatCode, Known<Municipality>>,
    localities: BTreeMap<LocalityId, Known<Locality>>,
    thoroughfares: BTreeMap<ThoroughfareId, Known<Thoroughfare>>,
    addresses: BTreeMap<AddressId, Known<Address>>,
}

impl Excerpt {
    /// Adds a thing, or replaces it.
    pub fn put(&mut self, subject: Subject, since: Option<Date>, act: Uuid) {
        match subject {
            Subject::Municipality(thing) => {
                self.municipalities.insert(thing.istat_code.clone(), Known { thing, since, act });
            }
            Subject::Thoroughfare(thing) => {
                self.thoroughfares.insert(thing.id, Known { thing: *thing, since, act });
            }
            Subject::Address(thing) => {
                self.addresses.insert(thing.id, Known { thing: *thing, since, act });
            }
            Subject::Locality(thing) => {
                self.localities.insert(thing.id, Known { thing, since, act });
            }
        }
    }

    /// Brings the excerpt to what an event says.
    pub fn apply(&mut self, event: &Event, act: Uuid) {
        self.put(event.after.clone(), event.valid_from, act);
    }

    /// Returns a comune.
    ///
    /// # Errors
    /// It is not here.
    pub fn municipality(&self, code: &IstatCode) -> Result<&Known<Municipality>, Refusal> {
        self.municipalities.get(code).ok_or(Refusal::NoSuchSubject)
    }

    /// Returns all named places.
    pub fn localities(&self) -> impl Iterator<Item = &Known<Locality>> {
        self.localities.values()
    }

    /// Returns a street.
    ///
    /// # Errors
    /// It is not here.
    pub fn thoroughfare(&self, id: ThoroughfareId) -> Result<&Known<Thoroughfare>, Refusal> {
        self.thoroughfares.get(&id).ok_or(Refusal::NoSuchSubject)
    }

    /// Returns an address.
    ///
    /// # Errors
    /// It is not here.
    pub fn address(&self, id: AddressId) -> Result<&Known<Address>, Refusal> {
        self.addresses.get(&id).ok_or(Refusal::NoSuchSubject)
    }

    /// Returns a named place.
    ///
    /// # Errors
    /// It is not here.
    pub fn locality(&self, id: LocalityId) -> Result<&Known<Locality>, Refusal> {
        self.localities.get(&id).ok_or(Refusal::NoSuchSubject)
    }

    /// Returns the streets of a named place that are proposed or in force.
    pub fn active_thoroughfares(&self, place: LocalityId) -> impl Iterator<Item = &Known<Thoroughfare>> {
        let in_place = move |known: &&Known<Thoroughfare>| {
            known.thing.locality == Some(place) && is_active(known.thing.stage)
        };
        self.thoroughfares.values().filter(in_place)
    }

    /// Returns all streets.
    pub fn thoroughfares(&self) -> impl Iterator<Item = &Known<Thoroughfare>> {
        self.thoroughfares.values()
    }

    /// Returns all addresses.
    pub fn addresses(&self) -> impl Iterator<Item = &Known<Address>> {
        self.addresses.values()
    }

    /// Returns the addresses of a street that are proposed or in force.
    pub fn active_addresses(&self, street: ThoroughfareId) -> impl Iterator<Item = &Known<Address>> {
        let of_street =
            move |known: &&Known<Address>| known.thing.thoroughfare == street && is_active(known.thing.stage);
        self.addresses.values().filter(of_street)
    }

    /// Returns a thing as it is, whatever it is, and since when.
    pub fn find(&self, subject: &Subject) -> Option<(Subject, Option<Date>)> {
        match subject {
            Subject::Municipality(thing) => (self.municipalities.get(&thing.istat_code))
                .map(|known| (Subject::Municipality(known.thing.clone()), known.since)),
            Subject::Thoroughfare(thing) => (self.thoroughfares.get(&thing.id))
                .map(|known| (Subject::Thoroughfare(Box::new(known.thing.clone())), known.since)),
            Subject::Address(thing) => (self.addresses.get(&thing.id))
                .map(|known| (Subject::Address(Box::new(known.thing.clone())), known.since)),
            Subject::Locality(thing) => (self.localities.get(&thing.id))
                .map(|known| (Subject::Locality(known.thing.clone()), known.since)),
        }
    }

    /// Tells whether another active street of the comune and locality has the name of this one.
    pub(super) fn has_namesake(&self, of: &Thoroughfare) -> bool {
        let name = of.name.to_string().to_uppercase();
        self.thoroughfares.values().map(|known| &known.thing).any(|other| {
            other.id != of.id
                && other.municipality == of.municipality
                && other.locality == of.locality
                && is_active(other.stage)
                && other.name.to_string().to_uppercase() == name
        })
    }

    /// Tells whether another active place of the comune has the name of this one.
    pub(super) fn has_twin_place(&self, of: &Locality) -> bool {
        self.localities.values().map(|known| &known.thing).any(|other| {
            other.id != of.id
                && other.municipality == of.municipality
                && is_active(other.stage)
                && other.name.to_uppercase() == of.name.to_uppercase()
        })
    }

    /// Tells whether another active address of the street has this number.
    pub(super) fn is_taken(
        &self,
        locator: &Locator,
        street: ThoroughfareId,
        by_other_than: AddressId,
    ) -> bool {
        self.active_addresses(street)
            .any(|known| known.thing.id != by_other_than && known.thing.locator.is_same(locator))
    }
}

/// Proposed or in force: what holds its name and its number.
pub(super) fn is_active(stage: LifecycleStage) -> bool {
    matches!(stage, LifecycleStage::Proposed | LifecycleStage::Current)
}
