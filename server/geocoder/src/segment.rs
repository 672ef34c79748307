//! A part of the index that never changes: streets, localities, accesses, and how they are found.
//!
//! An index is one large segment, the base, and a small one, the delta, which holds what changed
//! since. Positions of streets, localities and accesses count through both: those of the delta go on
//! where the base ends. Words and names are numbered by each segment for itself.

use std::ops::Range;

use civico_domain::identity::IstatCode;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AddressId, LifecycleStage, LocalityId, ThoroughfareId};

use crate::compact::{Point, index, position};
use crate::kinds::Kind;
use crate::names::Names;
use crate::near::Tree;
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
    /// Positions in `streets`, by identifier.
    pub(crate) streets_by_id: Vec<u32>,
    /// By identifier.
    pub(crate) localities: Vec<Locality>,
    /// By street, kind, number and what follows it.
    pub(crate) accesses: Vec<Access>,
    /// What follows the number proper.
    pub(crate) suffixes: Vec<Suffix>,
    pub(crate) postcodes: Vec<Box<str>>,
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

/// How an access is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AccessKind {
    House,
    Kilometric,
    Unnumbered,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Access {
    pub(crate) id: AddressId,
    pub(crate) point: Point,
    /// Number proper, metres, or the number it comes after.
    pub(crate) number: u32,
    pub(crate) suffix: u32,
    pub(crate) street: u32,
    pub(crate) postcode: u16,
    pub(crate) kind: AccessKind,
    pub(crate) stage: LifecycleStage,
}

/// Exponent, specificity and extension of a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Suffix {
    /// As it is compared.
    pub(crate) key: Box<str>,
    pub(crate) exponent: Option<String>,
    pub(crate) specificity: Option<String>,
    pub(crate) extension: Option<String>,
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

    pub(crate) fn locality(&self, at: u32) -> &Locality {
        &self.localities[index(at - self.start.locality)]
    }

    pub(crate) fn access(&self, at: u32) -> &Access {
        &self.accesses[index(at - self.start.access)]
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

    /// Lists the accesses of a street of this segment.
    pub(crate) fn own_accesses(&self, street: &Street) -> &[Access] {
        let all = street.own_accesses();
        &self.accesses[index(all.start - self.start.access)..index(all.end - self.start.access)]
    }

    pub(crate) fn postcode(&self, access: &Access) -> Option<&str> {
        self.postcodes.get(usize::from(access.postcode)).map(AsRef::as_ref).filter(|text| !text.is_empty())
    }

    pub(crate) fn suffix(&self, access: &Access) -> &Suffix {
        &self.suffixes[index(access.suffix)]
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
