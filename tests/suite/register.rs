//! The register: Milan's open data, and what can be rebuilt from events.

use anyhow::ensure;
use civico_harness::{Finished, TestDatabase, TestServer, civico, shared_data};
use serde_json::Value;

use crate::real_data::{MilanoExpectation, announce, expectations};

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
    // Two numbers of 2018 are not in the release of 2020: they are retired, and say why.
    assert_eq!(count(&database, "SELECT count(*) FROM civico.address").await?, expected.numbers + 2);
    let retired = "SELECT count(*) FROM civico.register_event WHERE reason = 'absent-from-source' AND subject_kind = 'address'";
    assert_eq!(count(&database, retired).await?, 2);
    assert_same_as_direct(&database, &import_of_2020(&expected).await?).await
}

async fn import_of_2020(expected: &MilanoExpectation) -> anyhow::Result<TestDatabase> {
    let direct = database_with_comuni().await?;
    import_milano(&direct, &expected.viario_2020, &expected.civici_2020).await?;
    Ok(direct)
}

/// Whatever way the register took, each row of the newest release is the same in it.
async fn assert_same_as_direct(database: &TestDatabase, direct: &TestDatabase) -> anyhow::Result<()> {
    let columns = "id::text || digest || stage";
    for table in ["thoroughfare", "address"] {
        let rows =
            direct.client().await?.query(&format!("SELECT {columns} FROM civico.{table}"), &[]).await?;
        let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        ensure!(rows.len() > 4_000, "{table}");
        let sql = format!("SELECT count(*) FROM civico.{table} WHERE {columns} = ANY ($1)");
        let same: i64 = database.client().await?.query_one(&sql, &[&rows]).await?.get(0);
        assert_eq!(usize::try_from(same)?, rows.len(), "{table}");
    }
    Ok(())
}

/// The difference of two releases, row by row what an independent script finds.
#[tokio::test]
async fn the_difference_of_two_releases_is_right_to_the_row() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("the_difference_of_two_releases_is_right_to_the_row");
        return Ok(());
    };
    let expected = expectations()?.milano;
    let database = database_with_comuni().await?;
    import_milano(&database, &expected.viario_2018, &expected.civici_2018).await?;
    let before = count(&database, "SELECT max(seq) FROM civico.change_log").await?;
    let (viario, civici) = (data.join(&expected.viario_2020), data.join(&expected.civici_2020));
    let files = [viario.to_string_lossy(), civici.to_string_lossy()];
    let arguments = ["toponymy", "import", "--preview", "--json", "--format", "milano", &files[0], &files[1]];
    let done = civico(&database, &arguments).await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    let report: Value = serde_json::from_str(&done.stdout)?;
    assert_eq!(report["outcome"], "previewed");
    assert_eq!(count(&database, "SELECT max(seq) FROM civico.change_log").await?, before);
    let script = civico_harness::repository().join("tests/oracle/milan_difference.py");
    let output = std::process::Command::new("python3")
        .arg(script)
        .args([data.join(&expected.civici_2018), civici.clone()])
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let oracle: Value = serde_json::from_slice(&output.stdout)?;
    let found = &report["difference"]["addresses"];
    for name in ["added", "absent", "restaged", "retired", "renamed", "moved", "moved_far"] {
        assert_eq!(found[name], oracle[name], "{name}: {found}");
    }
    assert_eq!((&oracle["moved"], &oracle["added"]), (&Value::from(878), &Value::from(2396)));
    // By the derived columns nearly all would have moved, by one vector: they are not used.
    assert!(oracle["moved_by_derived_columns"].as_i64() > Some(45_000), "{oracle}");
    assert_eq!(report["difference"]["smells"], Value::Array(Vec::new()));
    Ok(())
}

const HEADER: &str = "COD_VIA;NUMERO;ESPONENTE;CAP;STATO;X;Y\n";

/// Delivers a changed file of house numbers of Rho over the samples.
async fn deliver(database: &TestDatabase, numbers: &str, more: &[&str]) -> anyhow::Result<Finished> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("civici.csv");
    std::fs::write(&path, numbers)?;
    let path = path.to_string_lossy();
    let streets = "data-samples/files/rho/strade.geojson.gz";
    let mut arguments =
        vec!["toponymy", "import", "--format", "generic", "--ente", "rho", "--crs", "EPSG:32632"];
    arguments.extend(more);
    arguments.extend([streets, &path]);
    civico(database, &arguments).await
}

/// A part of a file, or one in another reference system, changes nothing before a second person agrees.
#[tokio::test]
async fn a_delivery_that_smells_waits_for_a_second_person() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let whole =
        std::fs::read_to_string(civico_harness::repository().join("data-samples/files/rho/civici.csv"))?;
    let five: String = std::iter::once(HEADER).chain(whole.split_inclusive('\n').skip(1).take(5)).collect();
    let in_force = "SELECT count(*) FROM civico.address WHERE municipality = '015182' AND stage <> 'retired'";
    let before = count(&database, in_force).await?;
    let refused = deliver(&database, &five, &[]).await?;
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stdout.contains("would end"), "{}", refused.stdout);
    assert!(refused.stderr.contains("second person"), "{}", refused.stderr);
    assert_eq!(count(&database, in_force).await?, before);
    let nobody = deliver(&database, &five, &["--approved-by", "nessuno"]).await?;
    assert_eq!(nobody.code, Some(1));
    assert!(nobody.stderr.contains("no approver"), "{}", nobody.stderr);
    let shifted: String = std::iter::once(HEADER.to_owned())
        .chain(whole.lines().skip(1).map(|line| {
            let mut fields: Vec<String> = line.split(';').map(str::to_owned).collect();
            let x: f64 = fields[5].replace(',', ".").parse().unwrap_or_default();
            fields[5] = (x + 60.0).to_string().replace('.', ",");
            fields.join(";") + "\n"
        }))
        .collect();
    let shift = deliver(&database, &shifted, &[]).await?;
    assert_eq!(shift.code, Some(1));
    assert!(shift.stdout.contains("by the same vector (60.0"), "{}", shift.stdout);
    assert_eq!(count(&database, in_force).await?, before);
    let granted =
        civico(&database, &["admin", "role", "grant", "ada@example.org", "rho", "approver"]).await?;
    ensure!(granted.code == Some(0), "{}", granted.stderr);
    let approved = deliver(&database, &five, &["--approved-by", "ada@example.org"]).await?;
    assert_eq!(approved.code, Some(0), "{}", approved.stderr);
    assert_eq!(count(&database, in_force).await?, 5);
    let by = "SELECT count(*) FROM civico.register_act WHERE approved_by = 'ada@example.org'";
    assert_eq!(count(&database, by).await?, 1);
    // Nothing is lost: the whole file brings all of it back.
    let back = deliver(&database, &whole, &[]).await?;
    assert_eq!(back.code, Some(0), "{}", back.stderr);
    assert_eq!(count(&database, in_force).await?, before);
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

/// The feed is complete and in order, waits for news, and tells the life of one thing.
#[tokio::test]
async fn the_feed_gives_every_event_once_and_waits_for_more() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let all = count(&database, "SELECT count(*) FROM civico.register_event").await?;
    let (mut after, mut seen, mut last) = (0, 0, 0);
    loop {
        let page = server.json(&format!("/rest/toponymy/v1/changes?limit=1000&after={after}")).await?;
        for event in page["items"].as_array().into_iter().flatten() {
            let seq = event["seq"].as_i64().unwrap_or_default();
            ensure!(seq > last, "{seq} after {last}");
            for name in ["type", "time", "subject", "ente"] {
                ensure!(event[name].is_string(), "{name}: {event}");
            }
            (last, seen) = (seq, seen + 1);
        }
        after = page["seq"].as_i64().unwrap_or_default();
        if page["next"].is_null() {
            break;
        }
    }
    assert_eq!(seen, all);
    // A page that waits ends as soon as something comes; a stream gives it too.
    let path = format!("/rest/toponymy/v1/changes?after={after}&wait_s=20");
    let stream = server.client.get(format!("{}{path}", server.url)).header("accept", "text/event-stream");
    let mut stream = stream.send().await?;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let whole =
        std::fs::read_to_string(civico_harness::repository().join("data-samples/files/rho/civici.csv"))?;
    let without_last = whole.trim_end().rsplit_once('\n').map_or(whole.as_str(), |(rest, _)| rest);
    let began = std::time::Instant::now();
    let (page, delivered) = tokio::join!(server.json(&path), deliver(&database, without_last, &[]));
    ensure!(delivered?.code == Some(0), "the delivery failed");
    let page = page?;
    assert_eq!(page["items"][0]["type"], "retired", "{page}");
    assert_eq!(page["items"][0]["reason"], "absent-from-source");
    assert!(began.elapsed().as_secs() < 15, "it waited for nothing");
    let piece = stream.chunk().await?.unwrap_or_default();
    let text = String::from_utf8_lossy(&piece);
    assert!(
        text.contains("event: retired") && text.contains(&format!("id: {}", page["items"][0]["seq"])),
        "{text}"
    );
    let subject = page["items"][0]["subject"].as_str().unwrap_or_default();
    let history = server.json(&format!("/rest/toponymy/v1/history/{subject}")).await?;
    let types: Vec<&str> = history["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["type"].as_str())
        .collect();
    assert_eq!(types, ["imported", "retired"]);
    assert_eq!(server.get("/rest/toponymy/v1/history/nobody").await?.status(), 404);
    assert_eq!(server.get("/rest/toponymy/v1/changes?after=-1").await?.status(), 400);
    Ok(())
}
