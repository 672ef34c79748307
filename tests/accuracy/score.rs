//! Counts what was right and what was not.

use std::fmt;
use std::time::Instant;

use civico_domain::toponymy::LifecycleStage;
use civico_geocoder::{Candidate, Level, LonLat, PlaceId, geocode};

use crate::baseline::Baseline;
use crate::case::{Case, Set, Truth};
use crate::register::{Known, Register};
use crate::{is_shown, say};

/// Right within this distance, in metres.
const RIGHT_M: f64 = 25.0;
/// Wrong beyond this distance, in metres.
const WRONG_M: f64 = 100.0;
/// An error with such a score is silent.
const CONFIDENT: f64 = 0.9;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    /// Between right and wrong, or the street alone.
    Near,
    /// Beyond 100 m, and the score said so.
    Wrong,
    /// Beyond 100 m, and nothing said so.
    Silent,
    Ambiguous,
    NotFound,
}

/// The counts of one set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) set: String,
    pub(crate) rows: usize,
    pub(crate) right: usize,
    pub(crate) near: usize,
    pub(crate) wrong: usize,
    pub(crate) silent: usize,
    pub(crate) ambiguous: usize,
    pub(crate) not_found: usize,
    /// House numbers claimed with a score of at least 0.9.
    pub(crate) confident: usize,
    /// How many the simple normaliser has right; none where it does not apply.
    pub(crate) baseline: Option<usize>,
    pub(crate) silent_limit: usize,
    pub(crate) per_second: u64,
}

impl Row {
    pub(crate) fn right_share(&self) -> f64 {
        share(self.right, self.rows)
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        self.rows += 1;
        *match outcome {
            Outcome::Right => &mut self.right,
            Outcome::Near => &mut self.near,
            Outcome::Wrong => &mut self.wrong,
            Outcome::Silent => &mut self.silent,
            Outcome::Ambiguous => &mut self.ambiguous,
            Outcome::NotFound => &mut self.not_found,
        } += 1;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of some ten thousand")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// The table that is published.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// Returns the row of a set.
    ///
    /// # Panics
    /// There is no such set.
    #[expect(clippy::panic, reason = "a test without its set is no test")]
    pub(crate) fn row(&self, set: &str) -> &Row {
        self.rows.iter().find(|row| row.set == set).unwrap_or_else(|| panic!("no set {set}"))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| set | rows | right | % | baseline | near | wrong | silent | ambiguous | not found | per second |"
        )?;
        writeln!(f, "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
        for row in &self.rows {
            let baseline = row.baseline.map(|right| right.to_string()).unwrap_or_default();
            let (set, rows, right, percent) = (&row.set, row.rows, row.right, 100.0 * row.right_share());
            let (near, wrong, silent, ambiguous) = (row.near, row.wrong, row.silent, row.ambiguous);
            let (lost, rate) = (row.not_found, row.per_second);
            writeln!(
                f,
                "| {set} | {rows} | {right} | {percent:.2} | {baseline} | {near} | {wrong} | {silent} | {ambiguous} | {lost} | {rate} |"
            )?;
        }
        Ok(())
    }
}

/// Asks for every row of a set.
pub(crate) fn score(set: &Set, register: &Register) -> Row {
    let mut row = Row { set: set.name.to_owned(), silent_limit: set.silent_limit, ..Row::default() };
    let shown = is_shown(set.name);
    let baseline = Baseline::new(register, set.all_states);
    let mut baseline_right = 0;
    let mut seconds = 0.0;
    for case in &set.cases {
        let mut query = case.text.query();
        if set.all_states {
            use LifecycleStage::{Current, Proposed, Retired};
            query.stages = [Current, Proposed, Retired].into_iter().collect();
        }
        let began = Instant::now();
        let answer = geocode(&query, &register.index);
        seconds += began.elapsed().as_secs_f64();
        let best = answer.best();
        let found = baseline.find(&case.text.line());
        let outcome = judge(best, case, found, register);
        row.count(outcome);
        row.confident += usize::from(best.is_some_and(is_confident));
        baseline_right += usize::from(found.is_some_and(|known| is_right(known, case, register)));
        if shown && outcome != Outcome::Right {
            say(&format!("{}\t{}", set.name, line(outcome, case, best)));
        }
    }
    row.baseline = set
        .cases
        .iter()
        .any(|case| matches!(case.truth, Truth::Access(..) | Truth::Point(..)))
        .then_some(baseline_right);
    row.per_second = rate(set.cases.len(), seconds);
    row
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a rate for people"
)]
pub(crate) fn rate(count: usize, seconds: f64) -> u64 {
    (count as f64 / seconds.max(1e-9)) as u64
}

fn line(outcome: Outcome, case: &Case, best: Option<&Candidate>) -> String {
    let truth = match &case.truth {
        Truth::Access(keys) => format!("{keys:?}"),
        Truth::Street(street) => street.clone(),
        Truth::Point(_, street) => street.clone().unwrap_or_default(),
        Truth::Absent => "absent".into(),
        Truth::Nothing => "nothing".into(),
        Truth::Municipality(code) => code.clone(),
    };
    let found = best.map_or_else(String::new, |best| {
        let faults: Vec<_> = best.faults.iter().map(|fault| (fault.kind, fault.thousandths)).collect();
        format!("{} [{:?} {:.3} margin {:.3}] {faults:?}", best.label, best.level, best.score, best.margin)
    });
    format!("{outcome:?}\t{}\t{truth}\t{found}", case.text.line())
}

fn is_confident(best: &Candidate) -> bool {
    best.level == Level::HouseNumber && best.score >= CONFIDENT
}

/// Judges an answer. Positions of the point sets are rough: there the very access that a strict
/// comparison of words names is right as well.
fn judge(best: Option<&Candidate>, case: &Case, strict: Option<&Known>, register: &Register) -> Outcome {
    let Some(best) = best else {
        let is_right = matches!(case.truth, Truth::Absent | Truth::Nothing);
        return if is_right { Outcome::Right } else { Outcome::NotFound };
    };
    if let Truth::Municipality(code) = &case.truth {
        let is_right = best.istat_code.as_ref().is_some_and(|found| found.to_string() == *code);
        return match best.score {
            _ if is_right => Outcome::Right,
            score if score >= CONFIDENT => Outcome::Silent,
            _ => Outcome::Wrong,
        };
    }
    if matches!(case.truth, Truth::Nothing) {
        return wrong(best);
    }
    if matches!(case.truth, Truth::Absent) {
        return if is_confident(best) { Outcome::Silent } else { Outcome::Right };
    }
    if best.ambiguous {
        return Outcome::Ambiguous;
    }
    let street = best.id.as_ref().and_then(|id| register.street_of(id));
    if let Truth::Street(code) = &case.truth {
        return if street == Some(code) { Outcome::Right } else { wrong(best) };
    }
    let is_point = matches!(case.truth, Truth::Point(..));
    if is_point && strict.is_some_and(|known| best.id == Some(PlaceId::Address(known.id))) {
        return Outcome::Right;
    }
    let is_on_street = match &case.truth {
        Truth::Access(keys) => keys.iter().any(|key| street == Some(&key.0)),
        Truth::Point(_, Some(code)) => street == Some(code),
        _ => false,
    };
    if best.level == Level::Street {
        let is_unknown = matches!(case.truth, Truth::Point(_, None));
        return if is_on_street || is_unknown { Outcome::Near } else { wrong(best) };
    }
    let Some(metres) = metres_off(best, case, register) else { return Outcome::NotFound };
    let has_number = matches!(best.level, Level::HouseNumber | Level::WithoutExponent | Level::Interpolated);
    match metres {
        _ if best.level == Level::Municipality => Outcome::NotFound,
        metres if metres <= RIGHT_M && has_number => Outcome::Right,
        metres if metres <= WRONG_M => Outcome::Near,
        _ if is_on_street && is_point => Outcome::Near,
        _ => wrong(best),
    }
}

fn wrong(best: &Candidate) -> Outcome {
    match best.level {
        Level::Municipality => Outcome::NotFound,
        _ if best.score >= CONFIDENT => Outcome::Silent,
        _ => Outcome::Wrong,
    }
}

/// How far the answer is from what is right: zero for the very access.
fn metres_off(best: &Candidate, case: &Case, register: &Register) -> Option<f64> {
    let point = best.point?;
    match &case.truth {
        Truth::Point(at, _) => Some(distance_m(*at, point)),
        Truth::Access(keys) => {
            let known = keys.iter().filter_map(|key| register.addresses.get(key)).flatten();
            known.map(|known| distance_m(known.point, point)).min_by(f64::total_cmp)
        }
        _ => None,
    }
}

/// Judges an answer of the baseline, which has neither level nor score: of a point set what it finds
/// is right, as `INDEX.md` counts it.
fn is_right(found: &Known, case: &Case, register: &Register) -> bool {
    match &case.truth {
        Truth::Access(keys) => {
            let mut known = keys.iter().filter_map(|key| register.addresses.get(key)).flatten();
            known.any(|known| known.id == found.id || distance_m(known.point, found.point) <= RIGHT_M)
        }
        Truth::Point(..) => true,
        _ => false,
    }
}

/// Metres between two points of one city.
pub(crate) fn distance_m(from: LonLat, to: LonLat) -> f64 {
    let north = (to.lat - from.lat) * 111_195.0;
    let east = (to.lon - from.lon) * 111_195.0 * from.lat.to_radians().cos();
    north.hypot(east)
}
