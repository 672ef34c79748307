//! How often the geocoder is right on real addresses, beside the simple normaliser that
//! `../shared/data/INDEX.md` names, in the same run. No database, no HTTP: Milan's register of 2020 is
//! read straight into an index.
//!
//! By hand: `cargo test --release -p civico-tests --test accuracy -- --nocapture` prints the table,
//! and with `CIVICO_ACCURACY_SHOW=<set>` the rows of one set that were not right (`all` for every set).

mod baseline;
mod calibration;
mod case;
mod labels;
mod perturbed;
mod register;
mod score;
mod sets;
mod verona;

use std::io::Write;
use std::path::Path;

use civico_harness::shared_data;
use register::Register;
use score::{Row, Table};

/// Prints a line whatever the test runner captures.
pub(crate) fn say(line: &str) {
    let _closed = writeln!(std::io::stderr(), "{line}");
}

/// Tells whether the rows of a set that are not right are to be printed.
pub(crate) fn is_shown(set: &str) -> bool {
    std::env::var("CIVICO_ACCURACY_SHOW").is_ok_and(|name| name == set || name == "all")
}

/// The share that must be right of both gold sets of the electoral table.
const ELECTORAL_FLOOR: f64 = 0.995;
/// The share that must be right of the messy addresses that exist.
const MESSY_FLOOR: f64 = 0.97;
/// The most that scores may differ from how often answers are right, in the mean over ten bins.
const CALIBRATION_LIMIT: f64 = 0.02;
/// Answers that this is measured on, at least.
const CALIBRATED_FLOOR: usize = 30_000;
/// The share of the ministry's rows whose street and number must be parted as the ministry did.
const PARSER_FLOOR: f64 = 0.9;

#[test]
fn real_addresses_are_found_as_often_as_promised() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        say("NOT RUN, ../shared/data is missing: real_addresses_are_found_as_often_as_promised");
        return Ok(());
    };
    let table = measure(&data)?;
    say(&table.to_string());
    check(&table);
    Ok(())
}

fn measure(data: &Path) -> anyhow::Result<Table> {
    let register = Register::read(data)?;
    let mut rows: Vec<Row> = Vec::new();
    let sets = sets::all(data, &register)?;
    for set in &sets {
        rows.push(score::score(set, &register));
    }
    let lacking = Register::lacking(data, perturbed::is_lacking)?;
    check_calibration(&calibration::observe(&sets, &register, &lacking));
    rows.push(verona::score(data)?);
    rows.push(sets::parser::score(data)?);
    Ok(Table { rows })
}

/// Measures the scores on the half of the addresses that they were not fitted on.
fn check_calibration([fitted, held_out]: &[Vec<calibration::Observed>; 2]) {
    if std::env::var_os("CIVICO_ACCURACY_FIT").is_some() {
        for knot in calibration::fit(fitted) {
            say(&knot);
        }
    }
    let (error, bins) = calibration::error(held_out);
    say("| score from | answers | score, mean | right |\n| --- | --- | --- | --- |");
    say(&bins.join("\n"));
    say(&format!("calibration error of {} answers: {error:.4}", held_out.len()));
    assert!(held_out.len() >= CALIBRATED_FLOOR, "{} answers are too few", held_out.len());
    assert!(error <= CALIBRATION_LIMIT, "the scores do not keep their word: {error}");
}

fn check(table: &Table) {
    for set in ["electoral, all states", "electoral, current"] {
        assert!(table.row(set).right_share() >= ELECTORAL_FLOOR, "{set}: {:?}", table.row(set));
    }
    let absent = table.row("electoral, not in the register");
    assert_eq!(absent.confident, 0, "numbers that do not exist were found: {absent:?}");
    let messy = table.row("messy, labelled");
    assert!(messy.right_share() >= MESSY_FLOOR, "{messy:?}");
    assert!(table.row("parser pairs").right_share() >= PARSER_FLOOR);
    for row in table.rows.iter().filter(|row| row.baseline.is_some()) {
        assert!(Some(row.right) > row.baseline, "not above the baseline: {row:?}");
    }
    for row in &table.rows {
        assert!(row.silent <= row.silent_limit, "silent errors: {row:?}");
    }
}
