//! Whether a score keeps its word: of the answers with a score of 0.95, 95 % are right.
//!
//! A model is fitted by hand, `CIVICO_ACCURACY_FIT=1` printing the knots for `server/geocoder/model`,
//! on every other address; here it is measured on those between them.

use civico_domain::toponymy::LifecycleStage;
use civico_geocoder::{Candidate, Level, PlaceId, Query, geocode};

use crate::case::{Case, Key, Set, Truth};
use crate::perturbed::{self, Perturbed};
use crate::register::Register;
use crate::score::distance_m;

/// Right within this distance, in metres.
const RIGHT_M: f64 = 25.0;
/// Bins of the calibration error.
const BINS: usize = 10;
/// Sets whose positions are exact enough to tell right from wrong.
const SETS: &[&str] = &[
    "electoral, all states",
    "electoral, not in the register",
    "messy, labelled",
    "OpenStreetMap, Municipio 5",
];
/// Fewest answers behind a knot.
const FEWEST: f64 = 100.0;

/// An answer, and whether it was right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observed {
    pub(crate) similarity: f64,
    pub(crate) score: f64,
    pub(crate) is_ambiguous: bool,
    pub(crate) is_right: bool,
    pub(crate) level: Level,
}

/// Asks for the addresses: those that a model is fitted on, and those it is measured on.
pub(crate) fn observe(sets: &[Set], register: &Register, lacking: &Register) -> [Vec<Observed>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    let mut nth = 0;
    let mut keep = |seen: Option<Observed>| {
        halves[nth % 2].extend(seen);
        nth += 1;
    };
    for set in sets.iter().filter(|set| SETS.contains(&set.name)) {
        for case in &set.cases {
            keep(of_case(case, set, register));
        }
    }
    for perturbed in perturbed::all(lacking) {
        keep(of_perturbed(&perturbed, lacking));
    }
    halves
}

fn of_case(case: &Case, set: &Set, register: &Register) -> Option<Observed> {
    let mut query = case.text.query();
    if set.all_states {
        use LifecycleStage::{Current, Proposed, Retired};
        query.stages = [Current, Proposed, Retired].into_iter().collect();
    }
    let answer = geocode(&query, &register.index);
    let best = answer.best()?;
    let is_right = match &case.truth {
        Truth::Access(keys) => keys.iter().any(|key| is_meant(best, key, register)),
        Truth::Point(at, street) => {
            let is_on_street = street.as_deref() == street_of(best, register);
            match best.level {
                Level::Municipality | Level::Locality => false,
                Level::Street | Level::NearestNumber => is_on_street,
                _ => best.point.is_some_and(|point| distance_m(*at, point) <= RIGHT_M),
            }
        }
        // Which of the others is right is not known.
        Truth::Absent if best.level == Level::HouseNumber => false,
        Truth::Absent | Truth::Nothing | Truth::Street(_) | Truth::Municipality(_) => return None,
    };
    Some(observed(best, is_right))
}

fn of_perturbed(perturbed: &Perturbed, register: &Register) -> Option<Observed> {
    let answer = geocode(&Query::free(perturbed.text.as_str()), &register.index);
    let best = answer.best()?;
    Some(observed(best, is_meant(best, &perturbed.key, register)))
}

fn observed(best: &Candidate, is_right: bool) -> Observed {
    Observed {
        similarity: best.similarity,
        score: best.score,
        is_ambiguous: best.ambiguous,
        is_right,
        level: best.level,
    }
}

/// Tells whether an answer is right at the level that it claims: the access within 25 m; a number that
/// the register lacks, and what is said to be near it, on its street.
fn is_meant(best: &Candidate, key: &Key, register: &Register) -> bool {
    let is_on_street = street_of(best, register) == Some(key.0.as_str());
    let known = register.addresses.get(key).map(Vec::as_slice).unwrap_or_default();
    let is_near = known.iter().any(|known| {
        best.id == Some(PlaceId::Address(known.id))
            || best.point.is_some_and(|point| distance_m(known.point, point) <= RIGHT_M)
    });
    match best.level {
        Level::WithoutExponent if known.is_empty() => is_on_street && has_number_of(best, &key.1),
        Level::Interpolated if known.is_empty() => {
            // It has no identifier: its label is the street's.
            let street = register.streets.iter().find(|street| street.code == key.0);
            street.is_some_and(|street| {
                street.names.iter().any(|name| best.street.as_deref() == Some(name.as_str()))
            })
        }
        Level::HouseNumber | Level::WithoutExponent | Level::Interpolated => is_near,
        Level::NearestNumber | Level::Street => is_on_street,
        Level::Locality | Level::Municipality | Level::None => false,
    }
}

fn has_number_of(best: &Candidate, number: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    best.number.as_deref().is_some_and(|found| digits(found) == digits(number))
}

fn street_of<'r>(best: &Candidate, register: &'r Register) -> Option<&'r str> {
    best.id.as_ref().and_then(|id| register.street_of(id))
}

/// The expected calibration error over bins of equal width, with a line for each bin (Naeini, Cooper and
/// Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, 2015).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "counts, and a bin from 0 to 9"
)]
pub(crate) fn error(observed: &[Observed]) -> (f64, Vec<String>) {
    let mut error = 0.0;
    let mut lines = Vec::new();
    for bin in 0..BINS {
        let is_in = |one: &&Observed| ((one.score * BINS as f64) as usize).min(BINS - 1) == bin;
        let own: Vec<&Observed> = observed.iter().filter(is_in).collect();
        let count = own.len() as f64;
        if own.is_empty() {
            continue;
        }
        let promised = own.iter().map(|one| one.score).sum::<f64>() / count;
        let kept = own.iter().filter(|one| one.is_right).count() as f64 / count;
        error += (promised - kept).abs() * count / observed.len() as f64;
        lines.push(format!(
            "| {:.1} | {} | {promised:.3} | {kept:.3} |",
            bin as f64 / BINS as f64,
            own.len()
        ));
    }
    (error, lines)
}

/// Fits a model, and returns its knots as the lines of its file.
pub(crate) fn fit(observed: &[Observed]) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in ["access", "near", "street"] {
        for (curve, is_ambiguous) in [("alone", false), ("ambiguous", true)] {
            let is_own = |one: &&Observed| one.is_ambiguous == is_ambiguous && kind_of(one.level) == kind;
            for (similarity, score) in fit_curve(observed.iter().filter(is_own).collect()) {
                lines.push(format!("{kind},{curve},{similarity},{score}"));
            }
        }
    }
    lines
}

fn kind_of(level: Level) -> &'static str {
    match level {
        Level::HouseNumber => "access",
        Level::WithoutExponent | Level::Interpolated | Level::NearestNumber => "near",
        Level::Street | Level::Locality | Level::Municipality | Level::None => "street",
    }
}

/// Fits one curve by pooling adjacent violators: similarity and share that was right, both in
/// thousandths, in the middle of each pool.
fn fit_curve(mut own: Vec<&Observed>) -> Vec<(u16, u16)> {
    own.sort_by(|a, b| a.similarity.total_cmp(&b.similarity));
    let mut pools: Vec<Pool> = Vec::new();
    for one in own {
        let alone = Pool { count: 1.0, right: f64::from(u8::from(one.is_right)), similarity: one.similarity };
        match pools.last_mut() {
            Some(last)
                if last.count < FEWEST || (last.similarity / last.count - one.similarity).abs() < 1e-9 =>
            {
                last.join(&alone);
            }
            _ => pools.push(alone),
        }
    }
    let mut merged: Vec<Pool> = Vec::new();
    for mut pool in pools {
        while let Some(last) = merged.pop_if(|last| last.share() >= pool.share()) {
            pool.join(&last);
        }
        merged.push(pool);
    }
    merged.iter().map(|pool| (thousandths(pool.similarity / pool.count), thousandths(pool.share()))).collect()
}

struct Pool {
    count: f64,
    right: f64,
    /// Sum of the similarities.
    similarity: f64,
}

impl Pool {
    /// By Krichevsky and Trofimov: never quite all, never quite none.
    fn share(&self) -> f64 {
        (self.right + 0.5) / (self.count + 1.0)
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.right += other.right;
        self.similarity += other.similarity;
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
fn thousandths(share: f64) -> u16 {
    (share * 1000.0).round() as u16
}
