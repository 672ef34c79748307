//! Who is a neighbour, as a process is told.

use civico_domain::notice::Notice;

use super::job::Job;
use crate::hotspots::Neighbours;
use crate::nearest::nearest_others;
use crate::number::real;
use crate::{Error, Points, Positive};

/// The distance of neighbours when none is given: the mean of those to the eighth nearest.
const USUAL_NEIGHBOURS: usize = 8;

/// Who is a neighbour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Neighbourhood {
    /// All within a distance.
    Band(Positive),
    /// The k nearest.
    Nearest(usize),
}

impl Neighbourhood {
    pub(super) fn of(points: Points<'_>, job: &mut Job<'_>) -> Result<Self, Error> {
        if job.choice("neighbours") == "nearest" {
            return Ok(Self::Nearest(job.count("k")?));
        }
        if let Some(distance_m) = job.optional_number("distance") {
            return Ok(Self::Band(Positive::new("distance", distance_m)?));
        }
        let found = nearest_others(points, USUAL_NEIGHBOURS, job.limits, job.progress)?;
        let count = points.coords().len();
        let farthest = (0..count).filter_map(|at| found.of(at).last()).map(|last| last.distance_m);
        let mean_m = farthest.sum::<f64>() / real(count);
        job.notices.push(Notice::new("process-notice-distance").with("metres", format!("{mean_m:.1}")));
        // Nought where all lie at a few places only.
        Ok(Self::Band(Positive::new("distance", mean_m)?))
    }

    /// Lists the neighbours of each point.
    pub(super) fn neighbours(self, points: Points<'_>, job: &Job<'_>) -> Result<Neighbours, Error> {
        match self {
            Self::Band(band) => Neighbours::within(points, band, job.limits, job.progress),
            Self::Nearest(k) => Neighbours::nearest(points, k, job.limits, job.progress),
        }
    }
}
