//! Somebody who reads everything that is published about persons, at all times and in all ways, and
//! subtracts: nobody finds a group of fewer than k.
//!
//! What whoever subtracts can reach at all, by adding and taking away published numbers as often as they
//! like, are the multiples of their greatest common divisor: it has to be k at least. The crates play the
//! same attack with all tables that might be the true one (`records/aggregate/differencing.rs` of the
//! domain, `hexagons/differencing.rs` of the geoprocessing).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::Analyst;
use crate::desk::{Desk, RECORDS};
use crate::office::{Person, person};

const K: u64 = 5;
const AGGREGATES: &str = "/rest/records/v1/aggregates";

/// Numbers that were read, by what they are about; one list for all times.
#[derive(Default)]
struct Seen(BTreeMap<String, Vec<u64>>);

impl Seen {
    fn read(&mut self, about: &str, number: &Value) {
        // Nothing is told as nought: whoever subtracts tries that too.
        self.0.entry(about.to_owned()).or_default().push(number.as_u64().unwrap_or(0));
    }

    /// Reads all numbers of an object.
    fn read_all(&mut self, about: &str, numbers: &Value) {
        for (name, number) in numbers.as_object().into_iter().flatten().filter(|(_, n)| !n.is_string()) {
            self.read(&format!("{about} {}", name.replace('_', "-")), number);
        }
    }

    /// Looks for a few: between two times, and by all sums and differences of everything.
    fn hold(&self) -> anyhow::Result<()> {
        for (about, numbers) in &self.0 {
            for (one, other) in numbers.iter().flat_map(|one| numbers.iter().map(move |other| (one, other))) {
                let few = one.abs_diff(*other);
                ensure!(few == 0 || few >= K, "{about}: {few} came or went: {numbers:?}");
            }
        }
        let divisor = self.0.values().flatten().fold(0, |divisor, number| gcd(divisor, *number));
        ensure!(divisor >= K, "sums and differences reach {divisor}: {:?}", self.0);
        Ok(())
    }
}

fn gcd(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { gcd(other, one % other) }
}

#[tokio::test]
async fn sums_of_records_single_nobody_out_whenever_they_are_read() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let metropolis = person(&desk.office.database, "cm-milano", "metropoli", &[Role::Publisher]).await?;
    let (_, numbers, _) = desk.street().await?;
    let register = async |kind: &str, count: usize| -> anyhow::Result<()> {
        let body = json!({"kind": kind, "reference": format!("{kind}-{count}"),
                          "address": numbers[count % numbers.len()]["id"]});
        desk.ask(&desk.service, Method::POST, RECORDS, Some(&body), 201).await.map(drop)
    };
    let mut seen = Seen::default();
    for count in 0..12 {
        register("social-service", count).await?;
        if count % 3 == 0 {
            register("home-care", count).await?;
        }
        if count % 4 == 0 {
            register("residence", count).await?;
        }
        if count > 2 {
            read_sums(&desk, &metropolis, &mut seen).await?;
        }
    }
    seen.hold()?;
    let told: BTreeSet<u64> = seen.0["015182 social-service"].iter().copied().collect();
    assert_eq!(told, BTreeSet::from([0, 5, 10]), "and yet something is told");
    Ok(())
}

/// Reads everything that there is of the sums: as a table, by kind, and as areas.
async fn read_sums(desk: &Desk, metropolis: &Person, seen: &mut Seen) -> anyhow::Result<()> {
    let done = desk.office.send(metropolis, Method::POST, AGGREGATES, None, None).await?;
    ensure!(done.0.is_success(), "{done:?}");
    for path in [AGGREGATES.to_owned(), format!("{AGGREGATES}?kind=social-service")] {
        let table = desk.ask(metropolis, Method::GET, &path, None, 200).await?;
        for item in table["items"].as_array().context("items")? {
            let code = item["istat_code"].as_str().context("code")?;
            let counts = item["counts"].as_object().context("counts")?;
            let is_told = counts.values().any(Value::is_u64) || path != AGGREGATES;
            ensure!(is_told, "{code} is listed, so it has a few: {item}");
            seen.read_all(code, &item["counts"]);
            seen.read(&format!("{code} total"), &item["total"]);
        }
        seen.read_all("totals", &table["totals"]["counts"]);
        seen.read("total", &table["totals"]["total"]);
    }
    let collection = done.1["collection"].as_str().context("collection")?;
    let items = format!("/ogc/collections/{collection}/items?istat_code=015182");
    let since = Instant::now();
    let areas = loop {
        let (status, areas) = desk.office.send(metropolis, Method::GET, &items, None, None).await?;
        if status == StatusCode::OK {
            break areas;
        }
        ensure!(since.elapsed() < Duration::from_secs(10), "the collection does not appear");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let mut properties = areas["features"][0]["properties"].clone();
    ensure!(properties["k"] == K, "{areas}");
    properties.as_object_mut().context("properties")?.remove("k");
    seen.read_all("015182", &properties);
    Ok(())
}

/// Publishes a version of a private dataset of Rho: so many persons at each of some places.
async fn deliver(analyst: &Analyst, id: &str, crowds: &[(f64, f64, usize)]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("persone.csv");
    let mut text = String::from("via;x;y\n");
    for (x, y, count) in crowds {
        for _ in 0..*count {
            writeln!(text, "Roma;{x};{y}")?;
        }
    }
    std::fs::write(&file, text)?;
    let file = file.to_string_lossy().into_owned();
    let arguments = ["import", &file, "--ente", "rho", "--dataset", id, "--visibility", "private"];
    let done = civico_harness::civico(&analyst.database, &arguments).await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    Ok(())
}

/// Two collections; of one a second version with a person more in each place.
async fn persons(analyst: &Analyst) -> anyhow::Result<()> {
    let crowds = |more: usize| [(9.01, 45.52, 9 + more), (9.03, 45.53, 3 + more), (9.05, 45.54, 12 + more)];
    deliver(analyst, "rho.persone", &crowds(0)).await?;
    deliver(analyst, "rho.persone", &crowds(1)).await?;
    deliver(analyst, "rho.altre", &[(9.01, 45.52, 6), (9.03, 45.53, 4), (9.07, 45.54, 2)]).await
}

#[tokio::test]
async fn hexagons_of_persons_single_nobody_out_however_they_are_asked() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    persons(&analyst).await?;
    let old = json!({"collection": "rho.persone", "version": 1});
    let new = json!({"collection": "rho.persone", "version": 2});
    let mut seen = Seen::default();
    for features in [
        json!("rho.persone"),
        json!("rho.altre"),
        old.clone(),
        new.clone(),
        json!(["rho.altre", old]),
        json!(["rho.altre", new]),
        json!([old, new]),
    ] {
        for k in [5, 10, 20] {
            let (status, found) =
                analyst.run("hexagons", json!({"features": features, "k": k, "width": 500})).await?;
            ensure!(status == StatusCode::OK, "{features} {k}: {status} {found}");
            for feature in found["features"].as_array().context("features")? {
                // Versions are the times that are compared.
                let sources = features.to_string().replace(['1', '2'], "");
                seen.read(&format!("{sources} {k} {}", feature["geometry"]), &feature["properties"]["count"]);
            }
        }
    }
    let several: Vec<u64> = seen.0.values().flatten().copied().collect();
    ensure!(several.len() > 8 && several.iter().any(|count| *count > K), "too little is told: {several:?}");
    seen.hold()?;
    // Everything else that would cut groups to measure is refused, alone and as a job.
    let job = analyst.done("buffer", json!({"features": "rho.persone", "distance": 1})).await?;
    let one = json!({"type": "Point", "coordinates": [9.01, 45.52]});
    for (inputs, input) in [
        (json!({"features": "rho.persone", "k": 6}), "k"),
        (json!({"features": "rho.persone", "k": 4}), "k"),
        (json!({"features": "rho.persone", "k": 5, "width": 501}), "width"),
        (json!({"features": "rho.persone", "k": 5, "width": 1000}), "width"),
        (json!({"features": "rho.persone", "k": 5, "grid": "h3", "resolution": 8}), "width"),
        (json!({"features": "rho.persone", "k": 5, "value": "fid"}), "value"),
        (json!({"features": {"collection": "rho.persone", "filter": {"via": "Roma"}}, "k": 5}), "features"),
        (json!({"features": {"collection": "rho.persone", "bbox": [9, 45, 10, 46]}, "k": 5}), "features"),
        (json!({"features": ["rho.persone", one], "k": 5}), "features"),
        (json!({"features": job["collection"], "k": 5}), "features"),
    ] {
        let path = "/ogc/processes/hexagons/execution";
        let body = json!({"inputs": inputs});
        for is_job in [false, true] {
            let (status, refused) =
                analyst.send(Some(&analyst.planner), Method::POST, path, Some(&body), is_job).await?;
            ensure!(status == StatusCode::BAD_REQUEST, "{inputs}: {status} {refused}");
            assert_eq!(refused["errors"][0]["input"], input, "{inputs}: {refused}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_portal_that_counts_persons_in_h3_counts_them_there_alone() -> anyhow::Result<()> {
    let analyst = Analyst::open_with(&[("CIVICO_PROCESSES__GRID_OF_PERSONS", "h3-8")]).await?;
    persons(&analyst).await?;
    let inputs = json!({"features": "rho.persone", "k": 5, "grid": "h3"});
    let job = analyst.done("hexagons", inputs).await?;
    let path = format!("/ogc/collections/{}/items", job["collection"].as_str().context("collection")?);
    let (_, items) = analyst.send(Some(&analyst.planner), Method::GET, &path, None, false).await?;
    let told = items["features"].as_array().context("features")?.iter();
    let mut told: Vec<u64> = told.filter_map(|cell| cell["properties"]["count"].as_u64()).collect();
    told.sort_unstable();
    assert_eq!(told, [10, 10], "10, 4 and 13 persons: {items}");
    for inputs in [
        json!({"features": "rho.persone", "k": 5}),
        json!({"features": "rho.persone", "k": 5, "grid": "h3", "resolution": 7}),
    ] {
        let (status, refused) = analyst.run("hexagons", inputs).await?;
        assert_eq!((status, &refused["errors"][0]["input"]), (StatusCode::BAD_REQUEST, &json!("grid")));
    }
    Ok(())
}
