//! The accesses of a segment, 32 bytes each: one table for each thing asked of them, so that what is
//! searched stands close together.

use std::collections::HashMap;
use std::ops::Range;

use civico_domain::toponymy::{
    AddressId, AnncsuAccessId, Certification, HouseNumber, LifecycleStage, Locator,
};

use crate::anncsu::Digits;
use crate::compact::{Point, index, position};
use crate::sparse::Sparse;

/// How an access is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AccessKind {
    House,
    Kilometric,
    Unnumbered,
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

/// An access before it is put into its tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawAccess {
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

/// What is known of few accesses.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    pub(crate) anncsu: Option<Digits>,
    /// Position in the table of certifications.
    pub(crate) certification: Option<u16>,
}

/// What accesses are tied to by position, each once.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) suffixes: Vec<Suffix>,
    pub(crate) postcodes: Vec<Box<str>>,
    pub(crate) certifications: Vec<Certification>,
}

/// What many accesses have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Common {
    suffix: u32,
    postcode: u16,
    certification: Option<u16>,
    stage: LifecycleStage,
}

/// Accesses by street, kind, number and what follows it.
#[derive(Debug, Default)]
pub(crate) struct Accesses {
    keys: Vec<Key>,
    points: Vec<Point>,
    ids: Vec<AddressId>,
    /// Positions in `common`.
    details: Vec<u32>,
    common: Vec<Common>,
    shared: Shared,
    anncsu: Sparse<Digits>,
}

/// Kind and number in the order of the accesses of a street: the kind in the two highest bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key(u32);

impl Key {
    const NUMBER_BITS: u32 = 30;
    /// No street is as long, in metres, and no house has such a number: what is more counts as this.
    const MOST: u32 = (1 << Self::NUMBER_BITS) - 1;

    fn new(kind: AccessKind, number: u32) -> Self {
        let kind = match kind {
            AccessKind::House => 0,
            AccessKind::Kilometric => 1,
            AccessKind::Unnumbered => 2,
        };
        Self(kind << Self::NUMBER_BITS | number.min(Self::MOST))
    }

    fn kind(self) -> AccessKind {
        match self.0 >> Self::NUMBER_BITS {
            0 => AccessKind::House,
            1 => AccessKind::Kilometric,
            _ => AccessKind::Unnumbered,
        }
    }

    fn number(self) -> u32 {
        self.0 & Self::MOST
    }
}

impl Accesses {
    /// Takes accesses in their order, and what is known of few of them.
    pub(crate) fn build(raw: &[RawAccess], known: &HashMap<AddressId, Known>, shared: Shared) -> Self {
        let of = |access: &RawAccess| known.get(&access.id).copied().unwrap_or_default();
        let mut positions: HashMap<Common, u32> = HashMap::new();
        let mut common: Vec<Common> = Vec::new();
        let details = raw.iter().map(|access| {
            let detail = Common {
                suffix: access.suffix,
                postcode: access.postcode,
                certification: of(access).certification,
                stage: access.stage,
            };
            *positions.entry(detail).or_insert_with(|| {
                common.push(detail);
                position(common.len() - 1)
            })
        });
        Self {
            details: details.collect(),
            keys: raw.iter().map(|access| Key::new(access.kind, access.number)).collect(),
            points: raw.iter().map(|access| access.point).collect(),
            ids: raw.iter().map(|access| access.id).collect(),
            anncsu: Sparse::build(raw.iter().map(|access| of(access).anncsu)),
            common,
            shared,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns the one at a position of this table.
    pub(crate) fn at(&self, at: usize) -> Access<'_> {
        Access { of: self, at }
    }

    /// Finds those of a kind and number among the accesses of one street.
    pub(crate) fn numbered(&self, street: Range<usize>, kind: AccessKind, number: u32) -> Range<usize> {
        let key = Key::new(kind, number);
        let own = &self.keys[street.clone()];
        let before = own.partition_point(|other| *other < key);
        let count = own[before..].iter().take_while(|other| **other == key).count();
        street.start + before..street.start + before + count
    }
}

/// One access.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access<'i> {
    of: &'i Accesses,
    at: usize,
}

impl<'i> Access<'i> {
    pub(crate) fn id(self) -> AddressId {
        self.of.ids[self.at]
    }

    pub(crate) fn point(self) -> Point {
        self.of.points[self.at]
    }

    pub(crate) fn kind(self) -> AccessKind {
        self.of.keys[self.at].kind()
    }

    /// Number proper, metres, or the number it comes after.
    pub(crate) fn number(self) -> u32 {
        self.of.keys[self.at].number()
    }

    fn common(self) -> Common {
        self.of.common[index(self.of.details[self.at])]
    }

    pub(crate) fn stage(self) -> LifecycleStage {
        self.common().stage
    }

    pub(crate) fn suffix(self) -> &'i Suffix {
        &self.of.shared.suffixes[index(self.common().suffix)]
    }

    pub(crate) fn postcode(self) -> Option<&'i str> {
        let text = self.of.shared.postcodes.get(usize::from(self.common().postcode))?.as_ref();
        Some(text).filter(|text| !text.is_empty())
    }

    /// Returns ANNCSU's number of it.
    pub(crate) fn anncsu(self) -> Option<AnncsuAccessId> {
        self.of.anncsu.get(self.at).and_then(|digits| digits.read())
    }

    /// Returns what certifies it; none when nothing does.
    pub(crate) fn certification(self) -> Option<Certification> {
        let at = self.common().certification?;
        self.of.shared.certifications.get(usize::from(at)).copied()
    }

    /// Writes it as on its plate.
    pub(crate) fn plate(self) -> String {
        let locator = match self.kind() {
            AccessKind::House => {
                let suffix = self.suffix();
                if *suffix == Suffix::default() {
                    return self.number().to_string();
                }
                Locator::Number(HouseNumber {
                    number: self.number(),
                    exponent: suffix.exponent.clone(),
                    specificity: suffix.specificity.clone(),
                    extension: suffix.extension.clone(),
                })
            }
            AccessKind::Kilometric => Locator::Kilometric { metres: self.number() },
            AccessKind::Unnumbered => Locator::Unnumbered { after: None, after_metres: None, sequence: 0 },
        };
        locator.to_string()
    }
}
