//! Bad input: one clear sentence, a non-zero exit, nothing half done.

use std::path::Path;

use civico_harness::{TestDatabase, civico, civico_with, repository};

use crate::real_data::say;

/// What an import that failed must leave: nothing.
async fn assert_nothing_left(database: &TestDatabase) -> anyhow::Result<()> {
    let client = database.client().await?;
    for (what, sql) in [
        ("datasets", "SELECT count(*) FROM civico.dataset"),
        ("versions", "SELECT count(*) FROM civico.dataset_version"),
        ("tables", "SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'ente\\_%'"),
        ("events", "SELECT count(*) FROM civico.register_event"),
        ("staged rows", "SELECT count(*) FROM civico.register_staging"),
        ("changes", "SELECT count(*) FROM civico.change_log"),
    ] {
        let count: i64 = client.query_one(sql, &[]).await?.get(0);
        assert_eq!(count, 0, "{what} are left");
    }
    Ok(())
}

fn write(folder: &Path, name: &str, content: &[u8]) -> anyhow::Result<String> {
    let path = folder.join(name);
    std::fs::write(&path, content)?;
    Ok(path.to_string_lossy().into_owned())
}

#[tokio::test]
async fn each_bad_input_gets_one_sentence_and_leaves_nothing() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let folder = tempfile::tempdir()?;
    let here = folder.path();
    std::fs::create_dir(here.join("empty"))?;
    let points = write(here, "points.csv", b"nome;x;y\nDuomo;9,1919;45,4642\n")?;
    let cases: Vec<Vec<String>> = [
        vec!["import", "no/such/file.shp"],
        vec!["import", &here.join("empty").to_string_lossy()],
        vec!["import", &write(here, "empty.geojson", b"")?],
        vec!["import", &write(here, "empty.csv", b"")?],
        vec!["import", &write(here, "empty.zip", b"")?],
        vec!["import", &write(here, "noise.gpkg", &[7; 4096])?],
        vec!["import", &write(here, "noise.shp", b"not a shapefile")?],
        vec![
            "import",
            &write(here, "cut.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":")?,
        ],
        vec!["import", &points, "--crs", "EPSG:999999"],
        vec!["import", &points, "--encoding", "klingon"],
        vec!["import", &points, "--layer", "nothing"],
        vec!["import", &points, "--ente", "nobody"],
        vec!["import", &points, "--dataset", "Not A Name"],
        vec!["import", &points, "--dataset", "rho.luoghi"],
        vec!["import", "--manifest", "no/such/manifest.toml"],
        vec!["toponymy", "import", "--format", "milano", &points, &points],
        vec!["toponymy", "import", "--format", "generic", "--ente", "cm-milano", "a.csv", "b.csv"],
        vec!["dataset", "versions", "rho.nothing"],
        vec!["dataset", "rollback", "rho.nothing", "1"],
        vec!["dataset", "versions", "'; DROP TABLE x"],
    ]
    .into_iter()
    .map(|case| case.into_iter().map(str::to_owned).collect())
    .collect();
    for case in cases {
        let arguments: Vec<&str> = case.iter().map(String::as_str).collect();
        let done = civico(&database, &arguments).await?;
        assert_eq!(done.code, Some(1), "{case:?}: {}", done.stderr);
        assert_eq!(done.stderr.lines().count(), 1, "{case:?}: {}", done.stderr);
        assert!(done.stderr.len() > 20 && !done.stderr.contains("panicked"), "{case:?}: {}", done.stderr);
        assert!(done.stdout.is_empty(), "{case:?}: {}", done.stdout);
    }
    assert_nothing_left(&database).await
}

#[tokio::test]
async fn an_import_that_exceeds_its_limits_says_so() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut rows = String::from("nome;x;y\n");
    (0..400_000).for_each(|_| rows.push_str("Duomo;9,1919;45,4642\n"));
    let path = write(folder.path(), "many.csv", rows.as_bytes())?;
    for (name, value) in [("CIVICO_FILES__MAX_MEMORY_MB", "60"), ("CIVICO_FILES__MAX_INPUT_MB", "1")] {
        let database = TestDatabase::new().await?;
        let mut environment = database.environment();
        environment.push((name, value.to_owned()));
        let done = civico_with(&environment, &["import", &path]).await?;
        assert_eq!(done.code, Some(1), "{name}: {}", done.stdout);
        assert_eq!(done.stderr.lines().count(), 1, "{name}: {}", done.stderr);
        assert_nothing_left(&database).await?;
    }
    Ok(())
}

/// Tells whether this machine lets a program mount a file system in a namespace of its own: a
/// chroot and some containers do not. In CI that is a failure.
pub(crate) fn may_mount() -> anyhow::Result<bool> {
    let probe = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "true"])
        .output()?;
    if !probe.status.success() {
        anyhow::ensure!(std::env::var("CI").as_deref() != Ok("true"), "namespaces cannot be made here");
        say("NOT RUN, namespaces cannot be made here (a chroot, a container): a full disk");
    }
    Ok(probe.status.success())
}

/// A disk that fills: the originals are on a file system of 64 KiB. It is mounted in a namespace of
/// its own, which needs no rights.
#[tokio::test]
async fn a_disk_that_fills_is_said_and_nothing_is_published() -> anyhow::Result<()> {
    if !may_mount()? {
        return Ok(());
    }
    let database = TestDatabase::new().await?;
    let folder = tempfile::tempdir()?;
    let mut rows = String::from("nome;x;y\n");
    (0..20_000).for_each(|_| rows.push_str("Duomo;9,1919;45,4642\n"));
    let path = write(folder.path(), "many.csv", rows.as_bytes())?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data)?;
    let program = civico_harness::program("civico")?;
    let mut command = tokio::process::Command::new("unshare");
    command
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg("mount -t tmpfs -o size=64k tmpfs \"$1\" && shift && exec \"$@\"")
        .arg("sh")
        .arg(&data)
        .arg(program)
        .args(["import", &path])
        .current_dir(repository())
        .env("CIVICO_LANGUAGE", "en")
        .env("CIVICO_DATA_FOLDER", &data);
    for (name, value) in database.environment() {
        command.env(name, value);
    }
    let output = command.output().await?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("disk is full"), "{stderr}");
    assert_nothing_left(&database).await
}
