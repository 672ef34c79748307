//! Rules as data: what the register holds to be wrong, why, and what could be done about it.
//!
//! A [`Rule`] is a row of [`RULES`]. An [`Inspection`] holds facts against all rules that speak of
//! them, says what breaks which, and counts, so that a score can be given. Pure: distances are
//! measured elsewhere and come as facts; what is not known is not judged. A fix is only offered.

mod address;
mod catalogue;
mod facts;
mod inspection;
mod locality;
mod numbering;
mod quality;
mod rule;
mod street;
mod violation;
mod writing;

#[cfg(test)]
mod tests;

pub use catalogue::{RULES, find_rule};
pub use facts::{AddressFacts, NumberAlong, StreetFacts};
pub use inspection::Inspection;
pub use quality::{Quality, municipality_score};
pub use rule::{About, Need, Rule, Severity};
pub use violation::Violation;
pub use writing::{folded_name, standard_form};
