//! Streets as they are given, and how one goes along them.

use geo::LineString;

use crate::Positive;

/// A street, or a part of one, as a line.
#[derive(Debug, Clone, Copy)]
pub struct Street<'a> {
    /// Where it runs; a line without length is left out.
    pub line: &'a LineString,
    /// Which way it is open to vehicles.
    pub direction: Direction,
}

/// Which way a street may be driven; `Forward` is the way its line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Either way.
    Both,
    /// A one-way street, as drawn.
    Forward,
    /// A one-way street, against its line.
    Backward,
}

/// What a way costs, and where it may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Travel {
    /// Metres; any street either way.
    Shortest,
    /// Seconds on foot; any street either way.
    Walking {
        /// Metres in a second.
        m_per_s: Positive,
    },
    /// Seconds on a bicycle; one-way streets their way only.
    Cycling {
        /// Metres in a second.
        m_per_s: Positive,
    },
}

impl Travel {
    /// Walks 1.25 metres in a second, 4.5 km/h: between the 4 feet in a second of the Highway Capacity
    /// Manual (2010, chapter 17) and what healthy adults do (Bohannon, Andrews, Normal walking
    /// speed, Physiotherapy 97 (2011), 182).
    pub const WALKING: Self = Self::Walking { m_per_s: Positive::constant(1.25) };
    /// Cycles 15 km/h. This is a choice, not a finding: a quiet ride with stops at crossings.
    pub const CYCLING: Self = Self::Cycling { m_per_s: Positive::constant(15.0 / 3.6) };

    /// What a metre costs.
    pub(super) fn per_m(self) -> f64 {
        match self {
            Self::Shortest => 1.0,
            Self::Walking { m_per_s } | Self::Cycling { m_per_s } => 1.0 / m_per_s.get(),
        }
    }

    /// Tells whether an edge may be gone along, or against, its line.
    pub(super) fn may_go(self, direction: Direction, is_forward: bool) -> bool {
        match (self, direction) {
            (Self::Shortest | Self::Walking { .. }, _) | (_, Direction::Both) => true,
            (Self::Cycling { .. }, Direction::Forward) => is_forward,
            (Self::Cycling { .. }, Direction::Backward) => !is_forward,
        }
    }
}
