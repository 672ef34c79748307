//! Places found so far, each with its penalties, and their order.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::answer::{Level, Method};
use crate::compact::Point;
use crate::fault::FaultKind;
use crate::index::Index;
use crate::place::Place;

/// A penalty in thousandths of the score.
pub(crate) type Penalty = (FaultKind, u16);

/// A place with the reasons against it.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) place: Place,
    pub(crate) level: Level,
    pub(crate) faults: Vec<Penalty>,
    pub(crate) point: Point,
    pub(crate) uncertainty_m: Option<u32>,
    /// By what a point between two numbers was found.
    pub(crate) method: Option<Method>,
    /// Number to show, when it is not the access's own.
    pub(crate) number: Option<String>,
    /// Addresses of the comune and of the street: the bigger comes first among equals.
    pub(crate) evidence: (u32, u32),
}

impl Hit {
    pub(crate) fn penalty(&self) -> u32 {
        self.faults.iter().map(|(_, thousandths)| u32::from(*thousandths)).sum()
    }

    pub(crate) fn merit(&self) -> Merit {
        (self.penalty(), self.level, Reverse(self.evidence))
    }

    /// Returns the score in thousandths.
    pub(crate) fn score(&self) -> u32 {
        1000_u32.saturating_sub(self.penalty())
    }
}

/// What hits are ordered by when no point decides: penalty, level, the smaller evidence last.
pub(crate) type Merit = (u32, Level, Reverse<(u32, u32)>);

/// The hits, one per place: the best.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    all: Vec<Hit>,
    by_place: FxHashMap<Place, usize>,
    /// How many are wanted; all when none is said.
    wanted: Option<usize>,
    /// The merit of the last one that is wanted, once there are as many.
    last: Option<Merit>,
}

impl Hits {
    /// Begins to look for the best so many, by merit alone.
    pub(crate) fn wanting(wanted: usize) -> Self {
        Self { wanted: Some(wanted), ..Self::default() }
    }

    pub(crate) fn add(&mut self, hit: Hit) {
        let at = *self.by_place.entry(hit.place).or_insert(self.all.len());
        match self.all.get_mut(at) {
            Some(known) if known.penalty() > hit.penalty() => *known = hit,
            Some(_) => return,
            None => self.all.push(hit),
        }
        if let Some(wanted) = self.wanted.filter(|wanted| self.all.len() >= *wanted) {
            let mut merits: Vec<Merit> = self.all.iter().map(Hit::merit).collect();
            self.last = wanted.checked_sub(1).map(|last| *merits.select_nth_unstable(last).1);
        }
    }

    /// Tells whether a hit of this merit, or a lesser one, comes after all that are wanted.
    pub(crate) fn are_better_than(&self, merit: Merit) -> bool {
        self.last.is_some_and(|last| last < merit)
    }

    /// Returns the best score so far, in thousandths.
    pub(crate) fn best(&self) -> u32 {
        self.all.iter().map(Hit::score).max().unwrap_or(0)
    }

    /// Returns the hits as they came.
    pub(crate) fn into_hits(self) -> Vec<Hit> {
        self.all
    }

    /// Returns the hits, best first; `distance` decides among equals, then the bigger evidence.
    pub(crate) fn ranked(self, index: &Index, distance_m: impl Fn(&Hit) -> u32) -> Vec<Hit> {
        let mut hits = self.all;
        hits.retain(|hit| hit.score() > 0);
        hits.sort_by_cached_key(|hit| {
            let evidence = (u32::MAX - hit.evidence.0, u32::MAX - hit.evidence.1);
            (hit.penalty(), hit.level, distance_m(hit), evidence, index.rank(hit.place))
        });
        hits
    }
}
