//! The register: Milan's open data, and what can be rebuilt from events.

use anyhow::ensure;
use civico_harness::{Finished, TestDatabase, TestServer, civico, shared_data};
use serde_json::Value;

use crate::real_data::{announce, expectations};

const COMUNI: &str = "data-samples/files/comuni.geojson.gz";

async fn database_with_comuni() -> anyhow::Result<TestDatabase> {
    let database = TestDatabase::new().await?;
    let done = civico(&database, &["toponymy", "import", "--format", "municipalities", COMUNI]).await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    Ok(database)
}

async fn import_milano(database: &TestDatabase, viario: &str, civici: &str) -> anyhow::Result<Value> {
    let data = shared_data().unwrap_or_default();
    let (viario, civici) = (data.join(viario), data.join(civici));
    let files = [viario.to_string_lossy(), civici.to_string_lossy()];
    let done: Finished =
        civico(database, &["toponymy", "import", "--format", "milano", &files[0], &files[1], "--json"])
            .await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    Ok(serde_json::from_str(&done.stdout)?)
}

async fn count(database: &TestDatabase, sql: &str) -> anyhow::Result<i64> {
    Ok(database.client().await?.query_one(sql, &[]).await?.get(0))
}

#[tokio::test]
async fn milans_register_of_2020_imports_whole() -> anyhow::Result<()> {
    if shared_data().is_none() {
        announce("milans_register_of_2020_imports_whole");
        return Ok(());
    }
    let expected = expectations()?.milano;
    let database = database_with_comuni().await?;
    let report = import_milano(&database, &expected.viario_2020, &expected.civici_2020).await?;
    let streets = "SELECT count(*) FROM civico.thoroughfare WHERE NOT missing_in_source";
    assert_eq!(count(&database, streets).await?, expected.streets);
    assert_eq!(count(&database, "SELECT count(*) FROM civico.address").await?, expected.numbers);
    for (stage, numbers) in
        [("current", expected.current), ("proposed", expected.proposed), ("retired", expected.retired)]
    {
        let sql = format!("SELECT count(*) FROM civico.address WHERE stage = '{stage}'");
        assert_eq!(count(&database, &sql).await?, numbers, "{stage}");
    }
    let orphans = "SELECT count(*) FROM civico.address a JOIN civico.thoroughfare t ON t.id = a.thoroughfare WHERE t.missing_in_source";
    assert_eq!(count(&database, orphans).await?, expected.orphans);
    let listed = (report["layers"].as_array().into_iter().flatten())
        .flat_map(|layer| layer["entries"].as_array().into_iter().flatten())
        .filter(|entry| entry["severity"] == "warning" && !entry["row"].is_null())
        .count();
    assert!(i64::try_from(listed)? >= expected.orphans, "each orphan is listed with its reason");
    // The coordinates as written are kept, and PostGIS puts them where the register has the point.
    let moved = "SELECT count(*) FROM civico.addresses
         WHERE ST_Distance(geom, ST_Transform(ST_SetSRID(ST_MakePoint(
             replace(source_x, ',', '.')::float8, replace(source_y, ',', '.')::float8), 3003), 7791)) > 1";
    assert_eq!(count(&database, moved).await?, 0);
    let written =
        "SELECT count(*) FROM civico.addresses WHERE source_x LIKE '15%' AND source_crs = 'EPSG:3003'";
    assert_eq!(count(&database, written).await?, expected.numbers);
    Ok(())
}

#[tokio::test]
async fn via_dante_4_is_found_in_milan() -> anyhow::Result<()> {
    if shared_data().is_none() {
        announce("via_dante_4_is_found_in_milan");
        return Ok(());
    }
    let expected = expectations()?.milano;
    let database = database_with_comuni().await?;
    import_milano(&database, &expected.viario_2020, &expected.civici_2020).await?;
    let server = TestServer::start(&database).await?;
    let found = server.json("/rest/geocoder/v1/search?q=via%20dante%204").await?;
    let first = &found["features"][0]["properties"];
    assert_eq!(first["level"], "house-number", "{found}");
    assert_eq!(
        (first["street"].as_str(), first["number"].as_str()),
        (Some("Via Dante"), Some("4")),
        "{found}"
    );
    Ok(())
}

#[tokio::test]
async fn a_newer_release_with_other_columns_makes_events_only_of_what_changed() -> anyhow::Result<()> {
    if shared_data().is_none() {
        announce("a_newer_release_with_other_columns_makes_events_only_of_what_changed");
        return Ok(());
    }
    let expected = expectations()?.milano;
    let database = database_with_comuni().await?;
    import_milano(&database, &expected.viario_2018, &expected.civici_2018).await?;
    assert_eq!(count(&database, "SELECT count(*) FROM civico.address").await?, expected.numbers_2018);
    let again = import_milano(&database, &expected.viario_2018, &expected.civici_2018).await?;
    assert_eq!(again["outcome"], "unchanged");
    let newer = import_milano(&database, &expected.viario_2020, &expected.civici_2020).await?;
    let events = newer["register"]["events"].as_u64().unwrap_or_default();
    assert!((2_396..60_000).contains(&events), "{events}");
    // Two numbers of 2018 are not in the release of 2020; an import removes nothing by itself.
    assert_eq!(count(&database, "SELECT count(*) FROM civico.address").await?, expected.numbers + 2);
    Ok(())
}

/// Streets and addresses are nothing but what the events say.
#[tokio::test]
async fn the_projections_hold_what_the_last_events_say() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    for (kind, table, key) in [
        ("municipality", "municipality", "istat_code"),
        ("thoroughfare", "thoroughfare", "id"),
        ("address", "address", "id"),
        ("locality", "locality", "id"),
    ] {
        let differ = format!(
            "SELECT count(*) FROM (
                SELECT DISTINCT ON (e.subject) e.subject, md5(e.after::text) AS digest
                FROM civico.register_event e JOIN civico.change_log l USING (act, ordinal)
                WHERE e.subject_kind = '{kind}' ORDER BY e.subject, l.seq DESC
             ) AS said FULL JOIN civico.{table} t ON t.{key}::text = said.subject
             WHERE t.digest IS DISTINCT FROM said.digest"
        );
        assert_eq!(count(&database, &differ).await?, 0, "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn a_street_without_a_course_stands_on_one_of_its_addresses() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let placed = "SELECT count(*) FROM civico.thoroughfare WHERE course IS NOT NULL AND point IS NULL";
    assert_eq!(count(&database, placed).await?, 0);
    let orphan = "SELECT count(*) FROM civico.thoroughfare t WHERE t.missing_in_source AND NOT EXISTS (
        SELECT FROM civico.address a WHERE a.thoroughfare = t.id AND ST_Equals(a.point, t.point))";
    assert_eq!(count(&database, orphan).await?, 0);
    Ok(())
}

#[tokio::test]
async fn streets_before_comuni_are_refused_with_what_to_do() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let streets = "data-samples/files/nosate";
    let done = civico(
        &database,
        &["toponymy", "import", "--format", "generic", "--ente", "015155", streets, streets],
    )
    .await?;
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("Load the comuni first"), "{}", done.stderr);
    Ok(())
}
