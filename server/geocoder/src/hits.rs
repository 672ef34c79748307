//! Places found so far, each with its penalties, and their order.

use std::collections::HashMap;

use crate::answer::Level;
use crate::compact::Point;
use crate::fault::FaultKind;
use crate::index::Index;

/// What was found, by position in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    Access(u32),
    /// A number that the register lacks, on a street.
    Between(u32),
    Street(u32),
    Locality(u32),
    Municipality(u32),
}

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
    /// Number to show, when it is not the access's own.
    pub(crate) number: Option<String>,
    /// Addresses of the comune and of the street: the bigger comes first among equals.
    pub(crate) evidence: (u32, u32),
}

impl Hit {
    pub(crate) fn penalty(&self) -> u32 {
        self.faults.iter().map(|(_, thousandths)| u32::from(*thousandths)).sum()
    }

    /// Returns the score in thousandths.
    pub(crate) fn score(&self) -> u32 {
        1000_u32.saturating_sub(self.penalty())
    }
}

/// The hits, one per place: the best.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    hits: Vec<Hit>,
    by_place: HashMap<Place, usize>,
}

impl Hits {
    pub(crate) fn add(&mut self, hit: Hit) {
        let at = *self.by_place.entry(hit.place).or_insert(self.hits.len());
        match self.hits.get_mut(at) {
            Some(known) if known.penalty() > hit.penalty() => *known = hit,
            Some(_) => {}
            None => self.hits.push(hit),
        }
    }

    /// Returns the best score so far, in thousandths.
    pub(crate) fn best(&self) -> u32 {
        self.hits.iter().map(Hit::score).max().unwrap_or(0)
    }

    /// Returns the hits as they came.
    pub(crate) fn into_hits(self) -> Vec<Hit> {
        self.hits
    }

    /// Returns the hits, best first; `distance` decides among equals, then the bigger evidence.
    pub(crate) fn ranked(self, index: &Index, distance_m: impl Fn(&Hit) -> u32) -> Vec<Hit> {
        let mut hits = self.hits;
        hits.retain(|hit| hit.score() > 0);
        hits.sort_by_cached_key(|hit| {
            let evidence = (u32::MAX - hit.evidence.0, u32::MAX - hit.evidence.1);
            (hit.penalty(), hit.level, distance_m(hit), evidence, index.rank(hit.place))
        });
        hits
    }
}
