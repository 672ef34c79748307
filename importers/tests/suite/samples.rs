//! The samples of the project come out as their makers say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use civico_domain::catalog::Value;
use toml::Table;

use crate::run::{Outcome, read, run};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data-samples")
}

fn table(name: &str) -> Table {
    fs::read_to_string(samples().join(name)).expect("the samples").parse().expect("a table")
}

fn entries<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    table[key].as_array().expect("a list").iter().filter_map(toml::Value::as_table).collect()
}

fn text<'a>(entry: &'a Table, key: &str) -> &'a str {
    entry.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

#[test]
fn every_file_has_its_rows_its_system_and_its_repairs() {
    let (manifest, expectations) = (table("manifest.toml"), table("expectations.toml"));
    let mut given = BTreeMap::new();
    for (key, file) in [("dataset", "file"), ("toponymy", "addresses")] {
        given
            .extend(entries(&manifest, key).into_iter().map(|entry| (text(entry, file), text(entry, "crs"))));
    }
    for expected in entries(&expectations, "file") {
        let path = text(expected, "path");
        let crs = given.get(path).copied().filter(|crs| !crs.is_empty());
        let further: Vec<&str> = crs.map_or(Vec::new(), |crs| vec!["--crs", crs]);
        let outcome = read(&samples().join(path), &further);
        let whole = |key: &str| u64::try_from(expected[key].as_integer().unwrap_or(-1)).expect("a count");
        assert_eq!(outcome.counts(), (whole("rows"), 0, whole("invalid_geometries")), "{path}");
        let source = &outcome.layers[0].reprojection.as_ref().expect("a geometry").source_crs;
        assert_eq!(source, text(expected, "crs"), "{path}");
    }
}

#[test]
fn every_register_has_its_streets_and_addresses_by_stage() {
    let (manifest, expectations) = (table("manifest.toml"), table("expectations.toml"));
    for entry in entries(&manifest, "toponymy") {
        let ente = text(entry, "ente");
        let expected =
            entries(&expectations, "toponymy").into_iter().find(|found| text(found, "ente") == ente).unwrap();
        let files = ["streets", "addresses"].map(|key| samples().join(text(entry, key)));
        let mut further = vec!["--format", text(entry, "format")];
        if !text(entry, "crs").is_empty() {
            further.extend(["--crs", text(entry, "crs")]);
        }
        let outcome = run("toponymy", &[&files[0], &files[1]], &further);
        for stage in ["current", "proposed", "retired"] {
            let of = |key: &str| expected[key].as_table().unwrap()[stage].as_integer().unwrap();
            let (streets, addresses, _) = by_stage(&outcome, stage);
            assert_eq!((streets, addresses), (of("streets"), of("addresses")), "{ente} {stage}");
        }
        let orphans = by_stage(&outcome, "").2;
        assert_eq!(orphans, expected["orphans"].as_integer().unwrap(), "{ente}");
    }
}

/// Counts streets and addresses in a stage, those of missing streets apart.
fn by_stage(outcome: &Outcome, stage: &str) -> (i64, i64, i64) {
    let is = |value: &Value, text: &str| *value == Value::Text(text.to_owned());
    let streets = outcome.rows.iter().filter(|(layer, _)| *layer == 0).map(|(_, row)| &row.values);
    let (missing, known): (Vec<_>, Vec<_>) = streets.partition(|street| street[6] == Value::Boolean(true));
    let addresses = outcome.rows.iter().filter(|(layer, _)| *layer == 1).map(|(_, row)| &row.values);
    let (orphans, placed): (Vec<_>, Vec<_>) =
        addresses.partition(|address| missing.iter().any(|street| street[0] == address[1]));
    let count = |number: usize| i64::try_from(number).expect("a count");
    (
        count(known.iter().filter(|street| is(&street[5], stage)).count()),
        count(placed.iter().filter(|address| is(&address[7], stage)).count()),
        count(orphans.len()),
    )
}
