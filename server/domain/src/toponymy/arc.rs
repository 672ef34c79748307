//! Stretches of streets with the numbers on their sides (archi, elementi stradali).

use serde::{Deserialize, Serialize};

use super::house_number::Locator;
use super::refusal::Refusal;

/// Stretches of a street at most, and vertices of all its lines: no street has as many.
const MOST_ARCS: usize = 500;
const MOST_VERTICES: usize = 20_000;
/// The greatest number that a range may have, as ANNCSU takes it (Aggiornamento accessi: `numero`).
const GREATEST_NUMBER: u32 = 99_999;

/// A stretch of a street (arco) with the numbers on its sides, seen along its line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreetArc {
    /// Its line in the installation's reference system, EWKB in hexadecimal digits.
    pub line: String,
    /// Numbers on the left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<NumberRange>,
    /// Numbers on the right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<NumberRange>,
}

impl StreetArc {
    /// Returns the ranges of its two sides, where they are known.
    pub fn ranges(&self) -> impl Iterator<Item = NumberRange> {
        [self.left, self.right].into_iter().flatten()
    }
}

/// House numbers from one to another. Where both are of one parity it speaks of that parity only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The least.
    pub from: u32,
    /// The greatest.
    pub to: u32,
}

impl NumberRange {
    /// Tells whether a number is in the range.
    pub fn holds(self, number: u32) -> bool {
        let is_between = (self.from..=self.to).contains(&number);
        is_between && (self.from % 2 != self.to % 2 || number % 2 == self.from % 2)
    }

    /// Tells whether a number is in both ranges.
    pub fn overlaps(self, other: Self) -> bool {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        // Of two neighbours one has the parity that is asked for, if any has.
        (from..=to).take(2).any(|number| self.holds(number) && other.holds(number))
    }

    fn is_right(self) -> bool {
        1 <= self.from && self.from <= self.to && self.to <= GREATEST_NUMBER
    }
}

impl std::fmt::Display for NumberRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// Tells whether the ranges of a street say where a number is; `None` where it has no ranges, or the
/// address no number of that kind.
pub(super) fn is_in_ranges(arcs: &[StreetArc], locator: &Locator) -> Option<bool> {
    let Locator::Number(number) = locator else { return None };
    let mut ranges = arcs.iter().flat_map(StreetArc::ranges).peekable();
    ranges.peek()?;
    Some(ranges.any(|range| range.holds(number.number)))
}

/// A line as GeoJSON has it (RFC 7946, 3.1.4): positions in degrees of longitude and latitude.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum NewLine {
    /// One line.
    LineString {
        /// Its positions.
        coordinates: Vec<[f64; 2]>,
    },
}

impl NewLine {
    /// Returns its positions.
    pub fn coordinates(&self) -> &[[f64; 2]] {
        let Self::LineString { coordinates } = self;
        coordinates
    }
}

/// A stretch of a street as somebody tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewArc {
    /// Its line.
    pub line: NewLine,
    /// Numbers on the left of the line.
    #[serde(default)]
    pub left: Option<NumberRange>,
    /// Numbers on its right.
    #[serde(default)]
    pub right: Option<NumberRange>,
}

/// Refuses stretches that are none.
///
/// # Errors
/// They are too many, a line has less than two positions or one that is nowhere, or a range is
/// backwards.
pub fn check_arcs(arcs: &[NewArc]) -> Result<(), Refusal> {
    let vertices: usize = arcs.iter().map(|arc| arc.line.coordinates().len()).sum();
    if arcs.len() > MOST_ARCS || vertices > MOST_VERTICES {
        return Err(Refusal::WrongList);
    }
    // Beyond the reach of any projection of ours is on no comune's ground.
    let is_somewhere = |[lon, lat]: &[f64; 2]| lon.abs() <= 180.0 && lat.abs() <= 80.0;
    for arc in arcs {
        let positions = arc.line.coordinates();
        let has_length = positions.iter().any(|position| Some(position) != positions.first());
        if !has_length || !positions.iter().all(is_somewhere) {
            return Err(Refusal::WrongField { field: "line" });
        }
        if [arc.left, arc.right].into_iter().flatten().any(|range| !range.is_right()) {
            return Err(Refusal::WrongField { field: "range" });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: u32, to: u32) -> NumberRange {
        NumberRange { from, to }
    }

    fn arc(coordinates: &[[f64; 2]], left: Option<NumberRange>) -> NewArc {
        let line = NewLine::LineString { coordinates: coordinates.to_vec() };
        NewArc { line, left, right: None }
    }

    #[test]
    fn a_range_of_one_parity_holds_that_parity_only() {
        assert!(range(1, 9).holds(5) && !range(1, 9).holds(4) && !range(1, 9).holds(11));
        assert!(range(1, 10).holds(4) && range(1, 10).holds(5));
    }

    #[test]
    fn ranges_overlap_where_they_share_a_number() {
        assert!(range(1, 9).overlaps(range(9, 21)));
        assert!(!range(1, 9).overlaps(range(2, 8)));
        assert!(range(1, 10).overlaps(range(8, 8)));
        assert!(!range(1, 9).overlaps(range(11, 21)));
    }

    #[test]
    fn what_is_no_stretch_is_refused() {
        let line = [[9.1, 45.5], [9.2, 45.5]];
        assert_eq!(check_arcs(&[arc(&line, Some(range(1, 9)))]), Ok(()));
        let wrong_line = Err(Refusal::WrongField { field: "line" });
        for line in [&[][..], &[[9.1, 45.5]], &[[9.1, 45.5], [9.1, 45.5]], &[[9.1, 45.5], [9.1, f64::NAN]]] {
            assert_eq!(check_arcs(&[arc(line, None)]), wrong_line, "{line:?}");
        }
        for wrong in [range(9, 1), range(0, 4), range(2, 100_000)] {
            assert_eq!(check_arcs(&[arc(&line, Some(wrong))]), Err(Refusal::WrongField { field: "range" }));
        }
        assert_eq!(check_arcs(&vec![arc(&line, None); 501]), Err(Refusal::WrongList));
    }
}
