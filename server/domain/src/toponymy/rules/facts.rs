//! What is known of a thing when it is held against the rules.

use crate::toponymy::address::{Address, AddressId};
use crate::toponymy::arc::StreetArc;
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::thoroughfare::{Thoroughfare, ThoroughfareId};

/// A street and what was found out about it.
#[derive(Debug, Clone, Copy)]
pub struct StreetFacts<'a> {
    /// The street.
    pub street: &'a Thoroughfare,
    /// Name of its locality, where it has one.
    pub locality_name: Option<&'a str>,
    /// Other active streets of the comune and locality with the same name, whatever the case.
    pub namesakes: u32,
    /// Other active streets of the comune and locality that only [`super::folded_name`] makes the
    /// same; `None` where nobody looked.
    pub folded_namesakes: Option<u32>,
    /// Active streets of the same name across the boundary and near it that are no declared twins;
    /// `None` where the boundary or the course is not known.
    pub across_boundary: Option<&'a [ThoroughfareId]>,
    /// Active addresses on it.
    pub addresses: u32,
}

/// An address and what was measured of it, at its default position.
#[derive(Debug, Clone, Copy)]
pub struct AddressFacts<'a> {
    /// The address.
    pub address: &'a Address,
    /// Stage of its street.
    pub street_stage: LifecycleStage,
    /// Stretches of its street.
    pub arcs: &'a [StreetArc],
    /// Metres outside the comune, 0 inside; `None` where boundary or position are not known.
    pub outside_m: Option<f64>,
    /// Active addresses at the very same point, this one among them.
    pub stacked: u32,
    /// Metres from the course of the street; `None` where course or position are not known.
    pub from_street_m: Option<f64>,
}

/// A house number, projected on the course of its street.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberAlong {
    /// The address.
    pub address: AddressId,
    /// The number proper, without exponent.
    pub number: u32,
    /// Metres from the beginning of the course.
    pub along_m: f64,
    /// On which side of the course it is, seen from its beginning.
    pub is_left: bool,
}
