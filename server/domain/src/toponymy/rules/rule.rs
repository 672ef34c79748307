//! What a rule is.

use serde::Serialize;

use super::facts::{AddressFacts, NumberAlong, StreetFacts};
use super::numbering::Judgement;
use super::violation::{Defect, Verdict};
use crate::notice::Notice;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// How much it matters that a rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Law forbids it, ANNCSU does not take it, or it cannot be true.
    Error,
    /// It is not written or placed as it should be.
    Warning,
    /// Worth a look.
    Info,
}

impl Severity {
    /// Returns how much a rule counts in the score of a comune.
    pub fn weight(self) -> f64 {
        match self {
            Self::Error => 10.0,
            Self::Warning => 3.0,
            Self::Info => 1.0,
        }
    }
}

/// What kind of thing a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Streets.
    Street,
    /// Addresses.
    Address,
}

/// What has to be known for a rule to be evaluated, beside the thing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Nothing.
    Nothing,
    /// The position of the address.
    Position,
    /// The territory of the comune.
    Boundary,
    /// The course of the street.
    Course,
    /// The numbers on the sides of its stretches.
    Ranges,
}

/// A rule of the register.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Rule {
    /// Identifier, kebab-case.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it speaks of.
    pub about: About,
    /// What has to be known.
    pub needs: Need,
    /// The law or standard and its clause, or the practice that it follows.
    pub source: &'static str,
    #[serde(skip)]
    pub(super) check: Check,
}

impl Rule {
    /// Returns the explanation: what it asks for and why.
    pub fn explanation(&self) -> Notice {
        Notice::new(&format!("rule-{}", self.id))
    }
}

/// How a rule is checked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// By the name alone; `None` where the rule holds.
    Writing(fn(&ThoroughfareName) -> Option<Defect>),
    /// By what is known of a street.
    Street(fn(&StreetFacts<'_>) -> Verdict),
    /// By what is known of an address.
    Address(fn(&AddressFacts<'_>) -> Verdict),
    /// By the numbers along a street.
    Numbering(fn(&[NumberAlong]) -> Judgement),
}
