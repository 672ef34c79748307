//! The index: what never changes, and what changed since.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::AnncsuThoroughfareId;

use crate::accesses::{Access, AccessKind};
use crate::changes::Changes;
use crate::compact::{index, position};
use crate::course::Course;
use crate::entry::LonLat;
use crate::gazetteer::Gazetteer;
use crate::names::Target;
use crate::place::Place;
use crate::segment::{Locality, Municipality, Segment, Street};
use crate::tally::Tally;

/// The addresses of the register at one register number, ready to be searched.
///
/// It never changes: [`IndexBuilder`](crate::IndexBuilder) makes one of the whole register, and
/// [`Index::updated`] the next one from what changed, which answers as one built anew would.
#[derive(Debug)]
pub struct Index {
    pub(crate) seq: i64,
    /// By ISTAT's code.
    pub(crate) municipalities: Vec<Municipality>,
    pub(crate) gazetteer: Arc<Gazetteer>,
    pub(crate) base: Arc<Base>,
    /// What changed since the base was built; empty at first.
    pub(crate) delta: Segment,
    pub(crate) changes: Changes,
    pub(crate) replaced: Replaced,
    /// Postcode, the comuni with addresses in it.
    pub(crate) postcode_municipalities: HashMap<Box<str>, Vec<u32>>,
}

/// The whole register as it was when the index was last built.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) segment: Segment,
    pub(crate) tally: Tally,
}

/// What of the base holds no more.
#[derive(Debug, Default)]
pub(crate) struct Replaced {
    pub(crate) streets: HashSet<u32>,
    pub(crate) localities: HashSet<u32>,
    /// Words that only their names had.
    pub(crate) words: HashSet<u32>,
    /// For each street of the delta, and each locality, before which of the base it belongs.
    pub(crate) street_ranks: Vec<u32>,
    pub(crate) locality_ranks: Vec<u32>,
}

/// Where a place comes among others: the same whether it stands in the base or in the delta.
pub(crate) type Rank = (u8, u32, bool, u32);

impl Index {
    /// Begins with a whole register.
    pub(crate) fn new(
        seq: i64,
        mut municipalities: Vec<Municipality>,
        gazetteer: Gazetteer,
        segment: Segment,
    ) -> Self {
        let tally = Tally::of(&segment, segment.streets.iter());
        count_addresses(&mut municipalities, &tally);
        Self {
            seq,
            municipalities,
            gazetteer: Arc::new(gazetteer),
            delta: Segment { start: segment.end(), ..Segment::default() },
            changes: Changes::default(),
            replaced: Replaced::default(),
            postcode_municipalities: tally.municipalities_by_postcode(),
            base: Arc::new(Base { segment, tally }),
        }
    }

    /// Returns the register number up to which it was read.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Returns how many streets it holds.
    pub fn thoroughfare_count(&self) -> usize {
        self.base.segment.streets.len() - self.replaced.streets.len() + self.delta.streets.len()
    }

    /// Returns how many addresses it holds.
    pub fn address_count(&self) -> usize {
        self.municipalities.iter().map(|municipality| index(municipality.addresses)).sum()
    }

    /// Returns how many addresses were left out because their street was not among the entries.
    pub fn orphan_count(&self) -> usize {
        self.base.segment.orphans + self.delta.orphans
    }

    /// Returns how many addresses stand in the delta: when they are many, it is time to build anew.
    pub fn delta_address_count(&self) -> usize {
        self.delta.accesses.len()
    }

    /// Returns the name of a comune by its ISTAT code.
    pub fn municipality_name(&self, istat_code: &str) -> Option<&str> {
        let found = self.municipalities.iter().find(|comune| comune.istat_code.as_str() == istat_code);
        found.map(|comune| comune.name.as_ref())
    }

    /// The base and the delta, which may be empty.
    pub(crate) fn segments(&self) -> [&Segment; 2] {
        [&self.base.segment, &self.delta]
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }

    pub(crate) fn municipality(&self, at: u32) -> &Municipality {
        &self.municipalities[index(at)]
    }

    pub(crate) fn street(&self, at: u32) -> &Street {
        self.with_street(at).street(at)
    }

    /// Returns ANNCSU's number of a street.
    pub(crate) fn anncsu(&self, at: u32) -> Option<AnncsuThoroughfareId> {
        self.with_street(at).anncsu(at)
    }

    /// Returns where a street runs.
    pub(crate) fn course(&self, at: u32) -> Option<&Course> {
        self.with_street(at).course(at)
    }

    pub(crate) fn locality(&self, at: u32) -> &Locality {
        let segment = if at < self.delta.start.locality { &self.base.segment } else { &self.delta };
        segment.locality(at)
    }

    pub(crate) fn access(&self, at: u32) -> Access<'_> {
        self.with_access(at).access(at)
    }

    /// Finds the street of an access.
    pub(crate) fn street_of_access(&self, at: u32) -> u32 {
        self.with_access(at).street_of_access(at)
    }

    /// The segment with an access.
    fn with_access(&self, at: u32) -> &Segment {
        if at < self.delta.start.access { &self.base.segment } else { &self.delta }
    }

    /// The segment with a street.
    fn with_street(&self, at: u32) -> &Segment {
        if at < self.delta.start.street { &self.base.segment } else { &self.delta }
    }

    /// Finds the accesses of a street with this kind and number.
    pub(crate) fn numbered(&self, street: &Street, kind: AccessKind, number: u32) -> Range<u32> {
        self.with_access(street.own_accesses().start).numbered(street, kind, number)
    }

    /// Tells whether a name of the register has this word.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let [base, delta] = self.segments();
        base.vocabulary.find(word).is_some_and(|word| !self.replaced.words.contains(&word))
            || delta.vocabulary.find(word).is_some()
    }

    /// Tells whether the delta has this street or locality of the base anew.
    pub(crate) fn is_replaced(&self, target: Target) -> bool {
        match target {
            Target::Street(at) => self.replaced.streets.contains(&at),
            Target::Locality(at) => self.replaced.localities.contains(&at),
        }
    }

    /// Returns how many addresses the comune and the street have: of equals the bigger comes first.
    pub(crate) fn evidence(&self, target: Target) -> (u32, u32) {
        let (municipality, own) = match target {
            Target::Street(at) => (self.street(at).municipality, self.street(at).address_count()),
            Target::Locality(at) => (self.locality(at).municipality, 0),
        };
        (self.municipality(municipality).addresses, own)
    }

    /// Returns the place of a street or a locality in an index without a delta.
    pub(crate) fn rank_of_target(&self, target: Target) -> Rank {
        match target {
            Target::Street(at) => self.rank_of_street(0, at, at),
            Target::Locality(at) => {
                let ranks = &self.replaced.locality_ranks;
                let (before, is_base) = rank(at, self.delta.start.locality, ranks);
                (1, before, is_base, at)
            }
        }
    }

    /// Returns the place of a hit among others, as the only order that ties are broken by.
    pub(crate) fn rank(&self, place: Place) -> Rank {
        match place {
            Place::Access(at) => self.rank_of_street(0, self.street_of_access(at), at),
            Place::Between(at) => self.rank_of_street(1, at, at),
            Place::Street(at) => self.rank_of_street(2, at, at),
            Place::Locality(at) => {
                let (_, before, is_base, at) = self.rank_of_target(Target::Locality(at));
                (3, before, is_base, at)
            }
            Place::Municipality(at) => (4, at, true, at),
        }
    }

    fn rank_of_street(&self, kind: u8, street: u32, last: u32) -> Rank {
        let (before, is_base) = rank(street, self.delta.start.street, &self.replaced.street_ranks);
        (kind, before, is_base, last)
    }

    /// Lists the places around a point with the squares of their distances in metres, nearest first, up
    /// to about this distance in metres.
    pub(crate) fn around(
        &self,
        point: LonLat,
        max_distance_m: f64,
    ) -> impl Iterator<Item = (f32, Place)> + '_ {
        let [base, delta] = self.segments();
        let of_base = base.tree.around(point, max_distance_m);
        let mut of_base = of_base.filter(|(_, place)| !self.stands_on_replaced(*place)).peekable();
        let mut of_delta = delta.tree.around(point, max_distance_m).peekable();
        std::iter::from_fn(move || {
            let delta_first = match (of_base.peek(), of_delta.peek()) {
                (Some((base, _)), Some((delta, _))) => delta < base,
                (None, _) => true,
                (_, None) => false,
            };
            if delta_first { of_delta.next() } else { of_base.next() }
        })
    }

    fn stands_on_replaced(&self, place: Place) -> bool {
        match place {
            _ if self.is_fresh() => false,
            Place::Access(at) => self.replaced.streets.contains(&self.street_of_access(at)),
            Place::Street(at) | Place::Between(at) => self.replaced.streets.contains(&at),
            Place::Locality(at) => self.replaced.localities.contains(&at),
            Place::Municipality(_) => false,
        }
    }
}

/// A thing of the base stands after those of the delta that belong before it.
fn rank(at: u32, base_end: u32, ranks: &[u32]) -> (u32, bool) {
    match at.checked_sub(base_end) {
        None => (at, true),
        Some(of_delta) => (ranks[index(of_delta)], false),
    }
}

pub(crate) fn find_municipality(municipalities: &[Municipality], code: &IstatCode) -> Option<u32> {
    municipalities.binary_search_by(|municipality| municipality.istat_code.cmp(code)).ok().map(position)
}

pub(crate) fn count_addresses(municipalities: &mut [Municipality], tally: &Tally) {
    for (municipality, at) in municipalities.iter_mut().zip(0..) {
        municipality.addresses = tally.addresses(at);
    }
}
