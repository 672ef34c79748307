//! What the index holds, in compact form.

use std::collections::HashMap;
use std::ops::Range;

use civico_domain::identity::IstatCode;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AddressId, HouseNumber, LifecycleStage, LocalityId, Locator, ThoroughfareId};

use crate::compact::{Point, index, position};
use crate::gazetteer::Gazetteer;
use crate::kinds::Kind;
use crate::names::Names;
use crate::near::Tree;
use crate::vocabulary::Vocabulary;

/// The addresses of the register at one register number, ready to be searched.
///
/// It never changes; [`IndexBuilder`](crate::IndexBuilder) makes it.
#[derive(Debug)]
pub struct Index {
    pub(crate) seq: i64,
    /// By ISTAT's code.
    pub(crate) municipalities: Vec<Municipality>,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) names: Names,
    /// By comune.
    pub(crate) streets: Vec<Street>,
    pub(crate) localities: Vec<Locality>,
    /// By street, then as [`Access::order`] says.
    pub(crate) accesses: Vec<Access>,
    /// What follows the number proper.
    pub(crate) suffixes: Vec<Suffix>,
    pub(crate) postcodes: Vec<Box<str>>,
    /// Postcode, the comuni with addresses in it.
    pub(crate) postcode_municipalities: HashMap<Box<str>, Vec<u32>>,
    pub(crate) tree: Tree,
    pub(crate) orphans: usize,
}

#[derive(Debug)]
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

impl Index {
    /// Returns the register number at which it was built.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Returns how many streets it holds.
    pub fn thoroughfare_count(&self) -> usize {
        self.streets.len()
    }

    /// Returns how many addresses it holds.
    pub fn address_count(&self) -> usize {
        self.accesses.len()
    }

    /// Returns how many addresses were left out because their street was not among the entries.
    pub fn orphan_count(&self) -> usize {
        self.orphans
    }

    pub(crate) fn municipality(&self, at: u32) -> &Municipality {
        &self.municipalities[index(at)]
    }

    pub(crate) fn street(&self, at: u32) -> &Street {
        &self.streets[index(at)]
    }

    pub(crate) fn locality(&self, at: u32) -> &Locality {
        &self.localities[index(at)]
    }

    pub(crate) fn access(&self, at: u32) -> &Access {
        &self.accesses[index(at)]
    }

    pub(crate) fn suffix(&self, access: &Access) -> &Suffix {
        &self.suffixes[index(access.suffix)]
    }

    pub(crate) fn postcode(&self, access: &Access) -> Option<&str> {
        self.postcodes.get(usize::from(access.postcode)).map(AsRef::as_ref).filter(|text| !text.is_empty())
    }

    /// Writes an access as on its plate.
    pub(crate) fn plate(&self, access: &Access) -> String {
        let locator = match access.kind {
            AccessKind::House => {
                let suffix = self.suffix(access).clone();
                Locator::Number(HouseNumber {
                    number: access.number,
                    exponent: suffix.exponent,
                    specificity: suffix.specificity,
                    extension: suffix.extension,
                })
            }
            AccessKind::Kilometric => Locator::Kilometric { metres: access.number },
            AccessKind::Unnumbered => Locator::Unnumbered { after: None, after_metres: None, sequence: 0 },
        };
        locator.to_string()
    }

    /// Finds the accesses of a street with this kind and number.
    pub(crate) fn numbered(&self, street: &Street, kind: AccessKind, number: u32) -> Range<u32> {
        let all = street.own_accesses();
        let slice = &self.accesses[index(all.start)..index(all.end)];
        let start = slice.partition_point(|access| (access.kind, access.number) < (kind, number));
        let count = slice[start..].partition_point(|access| (access.kind, access.number) == (kind, number));
        all.start + position(start)..all.start + position(start + count)
    }
}

impl Street {
    /// Returns where its accesses are.
    pub(crate) fn own_accesses(&self) -> Range<u32> {
        self.accesses.0..self.accesses.1
    }
}
