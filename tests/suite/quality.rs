//! Rules over the register of a comune, and the register as open data.

use std::io::{Cursor, Read};

use anyhow::Context;
use civico_harness::{TestDatabase, TestServer, civico_with};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::office::RHO;

#[tokio::test]
async fn a_comune_sees_what_breaks_which_rule_and_what_would_mend_it() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let street = "SELECT a.thoroughfare FROM civico.address a WHERE a.municipality = '015182' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1";
    // A name as somebody wrote it, by an event of its own: the register is what events say.
    client
        .batch_execute(&format!(
            "INSERT INTO civico.register_act (id, kind, ente, actor, recorded_at)
                 VALUES ('00000000-0000-7000-8000-000000000001', 'import', '015182', 'test', now());
             INSERT INTO civico.register_event (act, ordinal, schema_version, event_type, subject_kind, subject, municipality, after)
                 SELECT '00000000-0000-7000-8000-000000000001', 1, 2, 'imported', e.subject_kind, e.subject, e.municipality,
                        e.after || '{{\"kind\": \"P.za\", \"name\": \"XXV Aprile\", \"official_name\": \"XXV Aprile\"}}'
                 FROM civico.register_event e WHERE e.subject = (SELECT t.id::text FROM civico.thoroughfare t WHERE t.id = ({street}));
             INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor, act, ordinal)
                 SELECT max(seq) + 1, max(recorded) + interval '1 second', 'register.imported', 'x', '015182', 'test',
                        '00000000-0000-7000-8000-000000000001', 1 FROM civico.change_log;"
        ))
        .await?;
    let admin = civico_domain::identity::Actor::local_administrator();
    database.store.rebuild_register(&admin).await?;
    let server = TestServer::start(&database).await?;
    let rules = server.json("/rest/toponymy/v1/rules?lang=en").await?;
    assert!(rules["items"].as_array().context("rules")?.len() > 20);
    let quality = server.json(&format!("/rest/toponymy/v1/quality?municipality={RHO}&lang=en")).await?;
    let score = quality["score"].as_f64().context("a score")?;
    assert!((50.0..100.0).contains(&score), "{score}");
    let of = |rule: &str| -> Option<Value> {
        quality["items"].as_array()?.iter().find(|item| item["rule"] == rule).cloned()
    };
    assert!(of("position-far-outside").context("a rule")?["checked"].as_u64() > Some(100));
    assert_eq!(of("date-without-year").context("a rule")?["violating"], 1);
    let path = format!("/rest/toponymy/v1/violations?municipality={RHO}&lang=en&rule=date-without-year");
    let found = server.json(&path).await?;
    let violation = &found["items"][0];
    assert_eq!(violation["fix"]["type"], "correct-name", "{found}");
    assert_eq!(violation["fix"]["name"], "Venticinque Aprile");
    assert_eq!(violation["label"], "P.za XXV Aprile");
    assert_eq!(server.get("/rest/toponymy/v1/quality?municipality=999999").await?.status(), 404);
    assert_eq!(server.get("/rest/toponymy/v1/quality").await?.status(), 400);
    let wrong = format!("/rest/toponymy/v1/violations?municipality={RHO}&rule=none");
    assert_eq!(server.get(&wrong).await?.status(), 400);
    Ok(())
}

fn entry(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The number of features of a layer, as GDAL's own program counts them.
fn features(geopackage: &[u8], layer: &str) -> anyhow::Result<usize> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("register.gpkg");
    std::fs::write(&path, geopackage)?;
    let done = std::process::Command::new("ogrinfo").args(["-ro", "-so"]).arg(&path).arg(layer).output()?;
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    anyhow::ensure!(text.contains("RDN2008 / UTM zone 32N"), "{text}");
    let count = text.lines().find_map(|line| line.strip_prefix("Feature Count: "));
    Ok(count.context("a count")?.trim().parse()?)
}

#[tokio::test]
async fn the_register_is_taken_away_as_open_data() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let count = "SELECT count(*) FROM civico.address WHERE stage = 'current' AND municipality = ANY ($1)";
    let client = database.client().await?;
    for (query, codes) in
        [("municipality=015182", vec!["015182"]), ("zone=zona-nord-milano", vec!["015209", "015077"])]
    {
        let numbers: i64 = client.query_one(count, &[&codes]).await?.get(0);
        assert!(numbers > 100, "{query}");
        for (format, file) in
            [("anncsu", "INDIR.csv"), ("geojson", "addresses.geojson"), ("gpkg", "register.gpkg")]
        {
            let path = format!("/rest/toponymy/v1/downloads?{query}&format={format}");
            let answer = server.get(&path).await?;
            assert_eq!(answer.status(), 200, "{path}: {}", answer.text().await?);
            let bytes = answer.bytes().await?.to_vec();
            let mut archive = ZipArchive::new(Cursor::new(bytes))?;
            let content = entry(&mut archive, file)?;
            let rows = match format {
                "anncsu" => String::from_utf8(content.clone())?.lines().count() - 1,
                "gpkg" => features(&content, "addresses")?,
                _ => serde_json::from_slice::<Value>(&content)?["features"].as_array().map_or(0, Vec::len),
            };
            assert_eq!(i64::try_from(rows)?, numbers, "{path}");
            let metadata: Value = serde_json::from_slice(&entry(&mut archive, "metadata.json")?)?;
            assert_eq!(metadata["license"], "CC-BY-4.0");
            let counted = if format == "gpkg" { "addresses" } else { file };
            assert_eq!(metadata["items"][counted], numbers);
            let sums = String::from_utf8(entry(&mut archive, "SHA256SUMS")?)?;
            assert!(sums.contains(&format!("{}  {file}", hex::encode(Sha256::digest(&content)))));
        }
    }
    assert_eq!(server.get("/rest/toponymy/v1/downloads?municipality=999999").await?.status(), 404);
    assert_eq!(server.get("/rest/toponymy/v1/downloads?format=exe").await?.status(), 400);
    Ok(())
}

#[tokio::test]
async fn what_is_made_each_night_is_there_for_zones_and_for_all() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let folder = tempfile::tempdir()?;
    let mut environment = database.environment();
    environment.push(("CIVICO_DATA_FOLDER", folder.path().to_string_lossy().into_owned()));
    let server = TestServer::start_with(&environment).await?;
    let nightly = "/rest/toponymy/v1/downloads?made=nightly";
    assert_eq!(server.get(nightly).await?.status(), 404, "no night has passed yet");
    assert_eq!(server.get(&format!("{nightly}&municipality=015182")).await?.status(), 400);
    let done = civico_with(&environment, &["toponymy", "open-data"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for (query, format) in [("", "anncsu"), ("&zone=zona-nord-milano", "gpkg"), ("", "geojson")] {
        let answer = server.get(&format!("{nightly}{query}&format={format}")).await?;
        assert_eq!(answer.status(), 200, "{query} {format}");
        let mut archive = ZipArchive::new(Cursor::new(answer.bytes().await?.to_vec()))?;
        let metadata: Value = serde_json::from_slice(&entry(&mut archive, "metadata.json")?)?;
        assert_eq!(metadata["license"], "CC-BY-4.0");
        assert!(metadata["made_at"].is_string());
    }
    assert_eq!(server.get(&format!("{nightly}&zone=..%2F..%2Fx")).await?.status(), 400);
    assert_eq!(server.get(&format!("{nightly}&zone=nessuna")).await?.status(), 404);
    Ok(())
}
