//! What addresses break.

use super::facts::AddressFacts;
use super::violation::{Defect, Verdict};
use crate::toponymy::arc::is_in_ranges;
use crate::toponymy::excerpt::is_active;
use crate::toponymy::house_number::{HouseNumber, Locator};

/// Farther outside the comune than this a position is doubtful, in metres.
const OUTSIDE_M: f64 = 10.0;
/// Farther outside than this it is wrong, in metres: the distance at which open checks of ANNCSU
/// count a point as outside, and at which the register asks for a reason.
const FAR_OUTSIDE_M: f64 = 110.0;
/// More addresses than this on one point stand for a place nobody measured.
const MOST_ON_A_POINT: u32 = 10;
/// Farther from its street than this a number is likely to be of another one, in metres.
const FAR_FROM_STREET_M: f64 = 150.0;
/// Longest exponent and specificity (ANNCSU, Aggiornamento accessi: `esponente`, `specificita`).
const LONGEST_EXPONENT: usize = 15;
const LONGEST_SPECIFICITY: usize = 5;

pub(super) fn street_ended(facts: &AddressFacts<'_>) -> Verdict {
    Verdict::broken_if(!is_active(facts.street_stage))
}

/// The parts of a number as ANNCSU takes them: short enough, exponent in capitals.
pub(super) fn number_form(facts: &AddressFacts<'_>) -> Verdict {
    let Locator::Number(number) = &facts.address.locator else { return Verdict::Unknown };
    Verdict::of((!is_well_formed(number)).then(|| Defect::text(&number.to_string())))
}

fn is_well_formed(number: &HouseNumber) -> bool {
    let fits = |part: &Option<String>, longest| {
        part.as_deref()
            .is_none_or(|part| (1..=longest).contains(&part.chars().count()) && part.trim() == part)
    };
    let is_upper = number.exponent.as_deref().is_none_or(|part| part.to_uppercase() == part);
    number.number > 0
        && is_upper
        && fits(&number.exponent, LONGEST_EXPONENT)
        && fits(&number.specificity, LONGEST_SPECIFICITY)
}

pub(super) fn position_missing(facts: &AddressFacts<'_>) -> Verdict {
    Verdict::broken_if(facts.address.positions.is_empty())
}

pub(super) fn method_missing(facts: &AddressFacts<'_>) -> Verdict {
    let default = facts.address.positions.first();
    default.map_or(Verdict::Unknown, |position| Verdict::broken_if(position.method.is_none()))
}

/// Outside by little; of what is far outside the next rule speaks.
pub(super) fn position_outside(facts: &AddressFacts<'_>) -> Verdict {
    match facts.outside_m {
        Some(metres) if metres <= FAR_OUTSIDE_M => too_far(metres, OUTSIDE_M),
        _ => Verdict::Unknown,
    }
}

pub(super) fn position_far_outside(facts: &AddressFacts<'_>) -> Verdict {
    facts.outside_m.map_or(Verdict::Unknown, |metres| too_far(metres, FAR_OUTSIDE_M))
}

pub(super) fn position_stacked(facts: &AddressFacts<'_>) -> Verdict {
    if facts.address.positions.is_empty() {
        return Verdict::Unknown;
    }
    let is_stacked = facts.stacked > MOST_ON_A_POINT;
    Verdict::of(is_stacked.then(|| Defect::count(facts.stacked as usize)))
}

pub(super) fn far_from_street(facts: &AddressFacts<'_>) -> Verdict {
    facts.from_street_m.map_or(Verdict::Unknown, |metres| too_far(metres, FAR_FROM_STREET_M))
}

/// The ranges of the street's stretches say nothing of the number.
pub(super) fn outside_ranges(facts: &AddressFacts<'_>) -> Verdict {
    let is_in = is_in_ranges(facts.arcs, &facts.address.locator);
    is_in.map_or(Verdict::Unknown, |is_in| Verdict::broken_if(!is_in))
}

fn too_far(metres: f64, most: f64) -> Verdict {
    Verdict::of((metres > most).then(|| Defect::metres(metres)))
}
