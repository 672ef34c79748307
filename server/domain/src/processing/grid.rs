//! Grids in which persons are counted.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Arguments;

/// A grid whose cells never move.
///
/// An installation counts persons in one of them: cells of two grids do not fit into each other, and the
/// difference of two counts would tell of the few between their edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FixedGrid {
    /// Hexagons from the origin of the installation's reference system, by the metres between opposite
    /// sides.
    Metric(u32),
    /// Cells of H3, by their resolution.
    H3(u8),
}

/// A text names no such grid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a grid of persons is metric-500, metric-1000, metric-2000, metric-5000, h3-5, h3-6, h3-7 or h3-8")]
pub struct FixedGridError;

impl FixedGrid {
    /// All of them: from 0.22 km² to 21.7 km² in metres, from 0.74 km² to 253 km² of H3.
    pub const ALL: [Self; 8] = [
        Self::Metric(500),
        Self::Metric(1_000),
        Self::Metric(2_000),
        Self::Metric(5_000),
        Self::H3(5),
        Self::H3(6),
        Self::H3(7),
        Self::H3(8),
    ];

    /// Finds the one that the arguments of a process name by `grid`, `width` and `resolution`.
    pub fn of(arguments: &Arguments) -> Option<Self> {
        let is_h3 = arguments.choice("grid") == Some("h3");
        let is_meant = |grid: &Self| match *grid {
            Self::Metric(width_m) => {
                let width = arguments.number("width").filter(|_| !is_h3);
                width.is_some_and(|width| width.total_cmp(&f64::from(width_m)).is_eq())
            }
            Self::H3(resolution) => is_h3 && arguments.integer("resolution") == Some(i64::from(resolution)),
        };
        Self::ALL.into_iter().find(is_meant)
    }
}

impl FromStr for FixedGrid {
    type Err = FixedGridError;

    fn from_str(text: &str) -> Result<Self, FixedGridError> {
        Self::ALL.into_iter().find(|grid| grid.to_string() == text).ok_or(FixedGridError)
    }
}

impl TryFrom<String> for FixedGrid {
    type Error = FixedGridError;

    fn try_from(text: String) -> Result<Self, FixedGridError> {
        text.parse()
    }
}

impl From<FixedGrid> for String {
    fn from(grid: FixedGrid) -> Self {
        grid.to_string()
    }
}

impl std::fmt::Display for FixedGrid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Metric(width_m) => write!(f, "metric-{width_m}"),
            Self::H3(resolution) => write!(f, "h3-{resolution}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grid_is_read_as_it_is_written() {
        for grid in FixedGrid::ALL {
            assert_eq!(grid.to_string().parse(), Ok(grid));
            assert!(FixedGridError.to_string().contains(&grid.to_string()));
        }
        for text in ["metric-499", "h3-15", "500", ""] {
            assert_eq!(text.parse::<FixedGrid>(), Err(FixedGridError));
        }
    }
}
