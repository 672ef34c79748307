//! What streets break, apart from how their names are written.

use super::facts::StreetFacts;
use super::violation::{Defect, Verdict};
use crate::toponymy::command::Command;

pub(super) fn not_unique(facts: &StreetFacts<'_>) -> Verdict {
    among(facts.namesakes)
}

pub(super) fn folded_not_unique(facts: &StreetFacts<'_>) -> Verdict {
    facts.folded_namesakes.map_or(Verdict::Unknown, among)
}

fn among(namesakes: u32) -> Verdict {
    Verdict::of((namesakes > 0).then(|| Defect::count(namesakes as usize)))
}

/// The same name goes on across the boundary: one such street may be declared the twin.
pub(super) fn same_name_across_boundary(facts: &StreetFacts<'_>) -> Verdict {
    let Some(others) = facts.across_boundary else { return Verdict::Unknown };
    let thoroughfare = facts.street.id;
    let fix = match others {
        [] => return Verdict::Holds,
        [twin] => Some(Command::DeclareTwin { thoroughfare, twin: *twin, holds: true }),
        _ => None,
    };
    Verdict::of(Some(Defect { fix, ..Defect::count(others.len()) }))
}

pub(super) fn without_numbers(facts: &StreetFacts<'_>) -> Verdict {
    Verdict::broken_if(facts.addresses == 0)
}

pub(super) fn missing_in_source(facts: &StreetFacts<'_>) -> Verdict {
    Verdict::broken_if(facts.street.missing_in_source)
}
