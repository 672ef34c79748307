//! What streets break, apart from how their names are written.

use super::facts::StreetFacts;
use super::violation::{Defect, Verdict};
use crate::toponymy::arc::{NumberRange, StreetArc};
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

/// A number that is on two stretches is nowhere.
pub(super) fn ranges_overlap(facts: &StreetFacts<'_>) -> Verdict {
    let ranges: Vec<NumberRange> = facts.street.arcs.iter().flat_map(StreetArc::ranges).collect();
    if ranges.is_empty() {
        return Verdict::Unknown;
    }
    let pairs = ranges.iter().enumerate();
    let overlaps = pairs.flat_map(|(place, one)| ranges[..place].iter().map(move |other| (other, one)));
    let found =
        overlaps.filter(|(other, one)| one.overlaps(**other)).map(|(other, one)| format!("{other}, {one}"));
    Verdict::of(found.reduce(|all, one| format!("{all}; {one}")).map(|found| Defect::text(&found)))
}

pub(super) fn missing_in_source(facts: &StreetFacts<'_>) -> Verdict {
    Verdict::broken_if(facts.street.missing_in_source)
}
