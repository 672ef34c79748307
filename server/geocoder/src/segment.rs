//! A part of the index that never changes: streets, localities, accesses, and how they are found.
//!
//! An index is one large segment, the base, and a small one, the delta, which holds what changed
//! since. Positions of streets, localities and accesses count through both: those of the delta go on
//! where the base ends. Words and names are numbered by each segment for itself.

use std::ops::Range;

use civico_domain::identity::IstatCode;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AnncsuThoroughfareId, LifecycleStage, LocalityId, ThoroughfareId};

use crate::accesses::{Access, AccessKind, Accesses};
use crate::anncsu::Digits;
use crate::compact::{Point, index, position};
use crate::course::Course;
use crate::kinds::Kind;
use crate::names::Names;
use crate::near::Tree;
use crate::sparse::Sparse;
use crate::vocabulary::Vocabulary;

/// Where a segment begins to count.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Start {
    pub(crate) street: u32,
    pub(crate) locality: u32,
    pub(crate) access: u32,
    pub(crate) name: u32,
}

/// What was read at one register number.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    pub(crate) start: Start,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) names: Names,
    /// By comune, name and identifier.
    pub(crate) streets: Vec<Street>,
    /// ANNCSU's numbers of the streets.
    pub(crate) anncsu: Sparse<Digits>,
    /// Where the streets run, as far as it is known.
    pub(crate) courses: Sparse<Course>,
    /// Positions in `streets`, by identifier.
    pub(crate) streets_by_id: Vec<u32>,
    /// By identifier.
    pub(crate) localities: Vec<Locality>,
    pub(crate) accesses: Accesses,
    /// Where the accesses of each street end, as `accesses` counts.
    pub(crate) access_ends: Vec<u32>,
    pub(crate) tree: Tree,
    /// Addresses whose street never came.
    pub(crate) orphans: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Municipality {
    pub(crate) istat_code: IstatCode,
    pub(crate) name: Box<str>,
    pub(crate) point: Point,
    pub(crate) bounds: Option<Bounds>,
    pub(crate) addresses: u32,
}

#[derive(Debug)]
pub(crate) struct Street {
    pub(crate) id: ThoroughfareId,
    pub(crate) municipality: u32,
    /// DUG as the register writes it.
    pub(crate) kind_text: Box<str>,
    /// None when the table lacks the DUG.
    pub(crate) kind: Option<Kind>,
    pub(crate) name: Box<str>,
    pub(crate) stage: LifecycleStage,
    pub(crate) point: Point,
    /// Half the diagonal of the box around its addresses, in metres.
    pub(crate) radius_m: u32,
    pub(crate) accesses: (u32, u32),
}

#[derive(Debug)]
pub(crate) struct Locality {
    pub(crate) id: LocalityId,
    pub(crate) municipality: u32,
    pub(crate) kind: Option<Kind>,
    pub(crate) name: Box<str>,
    pub(crate) point: Point,
}

impl Segment {
    /// Returns where a segment begins to count that comes after this one.
    pub(crate) fn end(&self) -> Start {
        Start {
            street: self.start.street + position(self.streets.len()),
            locality: self.start.locality + position(self.localities.len()),
            access: self.start.access + position(self.accesses.len()),
            name: self.start.name + self.names.len(),
        }
    }

    pub(crate) fn street(&self, at: u32) -> &Street {
        &self.streets[index(at - self.start.street)]
    }

    /// Returns ANNCSU's number of a street.
    pub(crate) fn anncsu(&self, at: u32) -> Option<AnncsuThoroughfareId> {
        self.anncsu.get(index(at - self.start.street)).and_then(|digits| digits.read())
    }

    /// Returns where a street runs.
    pub(crate) fn course(&self, at: u32) -> Option<&Course> {
        self.courses.get(index(at - self.start.street))
    }

    pub(crate) fn locality(&self, at: u32) -> &Locality {
        &self.localities[index(at - self.start.locality)]
    }

    pub(crate) fn access(&self, at: u32) -> Access<'_> {
        self.accesses.at(index(at - self.start.access))
    }

    /// Finds the street of an access.
    pub(crate) fn street_of_access(&self, at: u32) -> u32 {
        let own = at - self.start.access;
        self.start.street + position(self.access_ends.partition_point(|end| *end <= own))
    }

    /// Finds the position of a street.
    pub(crate) fn find_street(&self, id: ThoroughfareId) -> Option<u32> {
        let id_at = |at: &u32| self.streets[index(*at)].id;
        let found = self.streets_by_id.binary_search_by_key(&id, id_at).ok()?;
        Some(self.start.street + self.streets_by_id[found])
    }

    /// Finds the position of a locality.
    pub(crate) fn find_locality(&self, id: LocalityId) -> Option<u32> {
        let found = self.localities.binary_search_by_key(&id, |locality| locality.id).ok()?;
        Some(self.start.locality + position(found))
    }

    /// Finds the accesses of a street of this segment with this kind and number.
    pub(crate) fn numbered(&self, street: &Street, kind: AccessKind, number: u32) -> Range<u32> {
        let all = street.own_accesses();
        let own = index(all.start - self.start.access)..index(all.end - self.start.access);
        let found = self.accesses.numbered(own, kind, number);
        self.start.access + position(found.start)..self.start.access + position(found.end)
    }
}

impl Street {
    /// Returns where its accesses are.
    pub(crate) fn own_accesses(&self) -> Range<u32> {
        self.accesses.0..self.accesses.1
    }

    /// Returns how many accesses it has.
    pub(crate) fn address_count(&self) -> u32 {
        self.accesses.1 - self.accesses.0
    }
}
