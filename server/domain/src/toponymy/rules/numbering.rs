//! The numbers of a street along its course: even and odd, and one after the other.
//!
//! On streets numbers grow from one end, odd ones on one side and even ones on the other (ISTAT,
//! Istruzioni per l'ordinamento ecografico); squares count round. So a side is only judged where
//! nearly all of its numbers keep to the rule, and those that do not are the odd ones out.

use super::facts::NumberAlong;
use super::violation::Defect;
use crate::toponymy::address::AddressId;

/// Fewer numbers on a side than this show no rule.
const LEAST_NUMBERS: usize = 5;
/// The share of a side that has to agree for the rest to be wrong, in per cent.
const PARITY_PERCENT: usize = 90;
const ORDER_PERCENT: usize = 80;
/// A number this near to where it belongs is in order: doors are not measured at the kerb.
const ORDER_TOLERANCE_M: f64 = 25.0;

/// What a rule says of the numbers of a street.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    /// How many of them could be judged.
    pub(super) checked: usize,
    /// Those that break the rule.
    pub(super) broken: Vec<(AddressId, Defect)>,
}

/// Finds the even numbers on the odd side, and the odd ones on the even side.
pub(super) fn parity(numbers: &[NumberAlong]) -> Judgement {
    by_side(numbers, |side| {
        let even = side.iter().filter(|door| door.number % 2 == 0).count();
        let majority = even.max(side.len() - even);
        if side.len() < LEAST_NUMBERS || majority * 100 < side.len() * PARITY_PERCENT {
            return Judgement::default();
        }
        let rest = u32::from(even == majority);
        let wrong = side.iter().filter(|door| door.number % 2 == rest);
        let broken = wrong.map(|door| (door.address, Defect::text(&door.number.to_string()))).collect();
        Judgement { checked: side.len(), broken }
    })
}

/// Finds the numbers that stand far from where the others of their side would have them.
pub(super) fn order(numbers: &[NumberAlong]) -> Judgement {
    by_side(numbers, |side| {
        let mut rising = side.to_vec();
        rising.sort_by(|a, b| a.along_m.total_cmp(&b.along_m).then(a.number.cmp(&b.number)));
        let mut falling = side.to_vec();
        falling.sort_by(|a, b| b.along_m.total_cmp(&a.along_m).then(a.number.cmp(&b.number)));
        let one = (longest_rising(&rising), rising);
        let other = (longest_rising(&falling), falling);
        let (kept, doors) = if one.0.len() >= other.0.len() { one } else { other };
        if doors.len() < LEAST_NUMBERS || kept.len() * 100 < doors.len() * ORDER_PERCENT {
            return Judgement::default();
        }
        let in_order: Vec<NumberAlong> = kept.iter().map(|at| doors[*at]).collect();
        let astray = doors.iter().map(|door| (door, metres_astray(*door, &in_order)));
        let far = astray.filter(|(_, metres)| *metres > ORDER_TOLERANCE_M);
        let broken = far.map(|(door, metres)| (door.address, Defect::metres(metres))).collect();
        Judgement { checked: doors.len(), broken }
    })
}

fn by_side(numbers: &[NumberAlong], judge: impl Fn(&[NumberAlong]) -> Judgement) -> Judgement {
    let known = numbers.iter().filter(|door| door.along_m.is_finite()).copied();
    let (left, right): (Vec<_>, Vec<_>) = known.partition(|door| door.is_left);
    let (mut all, right) = (judge(&left), judge(&right));
    all.checked += right.checked;
    all.broken.extend(right.broken);
    all
}

/// The places of a longest run of numbers that never falls (patience sorting).
fn longest_rising(doors: &[NumberAlong]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(doors.len());
    for (at, door) in doors.iter().enumerate() {
        let pile = ends.partition_point(|end| doors[*end].number <= door.number);
        before.push(pile.checked_sub(1).map(|under| ends[under]));
        if pile == ends.len() {
            ends.push(at);
        } else {
            ends[pile] = at;
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    run.reverse();
    run
}

/// How far a door is from between the lower and the higher numbers that are in order, in metres
/// along the course, whichever way that runs.
fn metres_astray(door: NumberAlong, in_order: &[NumberAlong]) -> f64 {
    let lower = in_order.iter().rev().find(|other| other.number < door.number);
    let higher = in_order.iter().find(|other| other.number > door.number);
    let runs_back = match (in_order.first(), in_order.last()) {
        (Some(first), Some(last)) => last.along_m < first.along_m,
        _ => false,
    };
    let sign = if runs_back { -1.0 } else { 1.0 };
    let too_early = lower.map_or(0.0, |other| (other.along_m - door.along_m) * sign);
    let too_late = higher.map_or(0.0, |other| (door.along_m - other.along_m) * sign);
    too_early.max(too_late).max(0.0)
}
