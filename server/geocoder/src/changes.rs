//! What changed in the register since the base of an index was built.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use civico_domain::toponymy::{LocalityId, ThoroughfareId};

use crate::builder::IndexBuilder;
use crate::compact::{Point, position};
use crate::entry::{AddressEntry, LocalityEntry, MunicipalityEntry, ThoroughfareEntry};
use crate::index::{Base, Index, Replaced, count_addresses, find_municipality};
use crate::names::Target;
use crate::segment::{Municipality, Segment};
use crate::tally::Tally;

/// The streets and localities that changed, as they are now.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// Streets that changed, or on which addresses did; one without an entry is gone.
    pub touched: Vec<ThoroughfareId>,
    /// Those of them that there are.
    pub thoroughfares: Vec<ThoroughfareEntry>,
    /// All addresses of the touched streets, the unchanged too.
    pub addresses: Vec<AddressEntry>,
    /// Localities that changed.
    pub localities: Vec<LocalityEntry>,
    /// Comuni whose point and box are where their addresses are.
    pub municipalities: Vec<MunicipalityEntry>,
}

/// Everything that changed, by identifier.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    streets: BTreeMap<ThoroughfareId, Arc<Changed>>,
    localities: BTreeMap<LocalityId, Arc<LocalityEntry>>,
}

/// A street with all its addresses, as it is now.
#[derive(Debug, Default)]
struct Changed {
    entry: Option<ThoroughfareEntry>,
    addresses: Vec<AddressEntry>,
}

impl Index {
    /// Returns the index as it is after an update; `seq` is the register number of the update.
    ///
    /// It answers as one built anew would. None when comuni changed: then the index has to be built
    /// anew. The work grows with all that changed since that was last done
    /// ([`Index::delta_address_count`]), not with the register.
    pub fn updated(&self, update: Update, seq: i64) -> Option<Self> {
        let mut municipalities = self.municipalities.clone();
        for entry in &update.municipalities {
            place(&mut municipalities, entry)?;
        }
        let mut changes = self.changes.clone();
        changes.take(update, &municipalities)?;
        let delta = changes.segment(&self.base, &municipalities);
        let replaced = changes.replaced(&self.base.segment, &delta);
        let tally = tally(&self.base, &delta, &replaced);
        count_addresses(&mut municipalities, &tally);
        Some(Self {
            seq,
            municipalities,
            gazetteer: self.gazetteer.clone(),
            base: self.base.clone(),
            delta,
            changes,
            replaced,
            postcode_municipalities: tally.municipalities_by_postcode(),
        })
    }
}

/// Moves a comune; none when it is unknown or has another name.
fn place(municipalities: &mut [Municipality], entry: &MunicipalityEntry) -> Option<()> {
    let at = find_municipality(municipalities, &entry.istat_code)?;
    let known = municipalities.get_mut(usize::try_from(at).ok()?)?;
    known.point = Point::new(entry.point);
    known.bounds = entry.bounds;
    (*known.name == *entry.name).then_some(())
}

fn tally(base: &Base, delta: &Segment, replaced: &Replaced) -> Tally {
    let mut tally = base.tally.clone();
    let gone = replaced.streets.iter().map(|at| base.segment.street(*at));
    tally.take_away(Tally::of(&base.segment, gone));
    tally.add(Tally::of(delta, delta.streets.iter()));
    tally
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.streets.is_empty() && self.localities.is_empty()
    }

    /// Takes an update; none when one of its comuni is unknown.
    fn take(&mut self, update: Update, municipalities: &[Municipality]) -> Option<()> {
        let mut streets: HashMap<ThoroughfareId, Changed> =
            update.touched.into_iter().map(|id| (id, Changed::default())).collect();
        for entry in update.thoroughfares {
            find_municipality(municipalities, &entry.municipality)?;
            let id = entry.id;
            streets.entry(id).or_default().entry = Some(entry);
        }
        for entry in update.addresses {
            streets.entry(entry.thoroughfare).or_default().addresses.push(entry);
        }
        for entry in update.localities {
            find_municipality(municipalities, &entry.municipality)?;
            self.localities.insert(entry.id, Arc::new(entry));
        }
        self.streets.extend(streets.into_iter().map(|(id, changed)| (id, Arc::new(changed))));
        Some(())
    }

    fn segment(&self, base: &Base, municipalities: &[Municipality]) -> Segment {
        let mut builder = IndexBuilder::new();
        for changed in self.streets.values() {
            if let Some(entry) = &changed.entry {
                builder.push_thoroughfare(entry.clone());
            }
            for address in &changed.addresses {
                builder.push_address(address.clone());
            }
        }
        for entry in self.localities.values() {
            builder.push_locality(LocalityEntry::clone(entry));
        }
        builder.segment(municipalities, base.segment.end(), Some(base.segment.tree.origin()))
    }

    fn replaced(&self, base: &Segment, delta: &Segment) -> Replaced {
        let streets: HashSet<u32> = self.streets.keys().filter_map(|id| base.find_street(*id)).collect();
        let localities = self.localities.keys().filter_map(|id| base.find_locality(*id)).collect();
        Replaced {
            words: lost_words(base, &streets, &localities),
            streets,
            localities,
            street_ranks: delta.streets.iter().map(|street| base.rank_of_street(street)).collect(),
            locality_ranks: delta.localities.iter().map(|locality| base.rank_of_locality(locality)).collect(),
        }
    }
}

/// The words of the base that only replaced names have.
fn lost_words(base: &Segment, streets: &HashSet<u32>, localities: &HashSet<u32>) -> HashSet<u32> {
    let streets = streets.iter().map(|at| (base.street(*at).municipality, Target::Street(*at)));
    let localities = localities.iter().map(|at| (base.locality(*at).municipality, Target::Locality(*at)));
    let mut lost: HashMap<u32, usize> = HashMap::new();
    for (municipality, target) in streets.chain(localities) {
        for name in base.names.of_target(municipality, target) {
            for term in base.names.terms(name) {
                *lost.entry(term.token).or_default() += 1;
            }
        }
    }
    lost.retain(|word, count| base.names.count(*word) == *count);
    lost.into_keys().collect()
}

impl Segment {
    /// Returns before which street of this segment another belongs.
    fn rank_of_street(&self, other: &crate::segment::Street) -> u32 {
        let key = (other.municipality, &other.name, other.id);
        position(self.streets.partition_point(|own| (own.municipality, &own.name, own.id) < key))
    }

    /// Returns before which locality of this segment another belongs.
    fn rank_of_locality(&self, other: &crate::segment::Locality) -> u32 {
        position(self.localities.partition_point(|own| own.id < other.id))
    }
}
