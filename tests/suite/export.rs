//! An ente takes its data away: everything, whole, checked, and nothing of others.

mod broken;
mod opened;
mod over_http;
mod records;

use std::path::{Path, PathBuf};

use civico_harness::{Finished, TestDatabase, civico_with};
use tempfile::TempDir;
use tokio_postgres::Client;

use opened::Opened;

/// A database and a data folder that stay for several commands.
struct Installation {
    database: TestDatabase,
    environment: Vec<(&'static str, String)>,
    folder: TempDir,
}

impl Installation {
    fn on(database: TestDatabase) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut environment = database.environment();
        environment.push(("CIVICO_DATA_FOLDER", folder.path().join("data").to_string_lossy().into_owned()));
        Ok(Self { database, environment, folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<Finished> {
        civico_with(&self.environment, arguments).await
    }

    async fn must(&self, arguments: &[&str]) -> anyhow::Result<Finished> {
        let done = self.run(arguments).await?;
        anyhow::ensure!(done.code == Some(0), "{arguments:?}: {}", done.stderr);
        Ok(done)
    }

    /// Writes a file and imports it as a dataset of Rho.
    async fn import(&self, name: &str, content: &str, dataset: &str) -> anyhow::Result<()> {
        let path = self.path(name);
        std::fs::write(&path, content)?;
        self.must(&["import", &path.to_string_lossy(), "--ente", "rho", "--dataset", dataset]).await?;
        Ok(())
    }

    async fn export(&self, ente: &str, name: &str) -> anyhow::Result<(Opened, Finished)> {
        let path = self.path(name);
        let done = self.must(&["export", ente, "--out", &path.to_string_lossy()]).await?;
        Ok((Opened::open(&path)?, done))
    }
}

/// Counts in the database.
async fn count(client: &Client, sql: &str) -> anyhow::Result<u64> {
    Ok(u64::try_from(client.query_one(sql, &[]).await?.get::<_, i64>(0))?)
}

/// Values of every kind, one that a spreadsheet would run, a column that is called like ours.
const FIRST: &str = "fid;nome;quota;dal;quando;wkt;x;y\n\
    7;\"=1+1\";121,5;1999-12-31;2026-03-02T10:00:00.5Z;nota;9,05;45,53\n\
    8;Libertà;;;;;9,06;45,54\n";
const SECOND: &str = "fid;nome;quota;dal;quando;wkt;x;y\n\
    7;\"=1+1\";121,5;1999-12-31;2026-03-02T10:00:00.5Z;nota;9,05;45,53\n\
    9;-;1;2001-01-01;;;9,07;45,55\n\
    10;+39;2;;;;9,07;45,56\n";

#[tokio::test]
async fn everything_of_a_town_leaves_and_the_counts_are_those_of_the_database() -> anyhow::Result<()> {
    let here = Installation::on(TestDatabase::with_samples().await?)?;
    here.import("prova.csv", FIRST, "rho.prova").await?;
    here.import("prova.csv", SECOND, "rho.prova").await?;
    let (zip, done) = here.export("rho", "rho.zip").await?;
    assert!(done.stdout.contains("rows of tables"), "{}", done.stdout);
    // The originals of the samples are in the folder of whoever imported them.
    assert!(done.stderr.contains("original files are missing"), "{}", done.stderr);
    zip.check_sums()?;
    let client = here.database.client().await?;
    let datasets = client
        .query("SELECT collection, format('%I.%I', relation_schema, relation_name) FROM civico.dataset_version
                WHERE (collection, version) IN (SELECT collection, current_version FROM civico.dataset WHERE ente = '015182')",
            &[])
        .await?;
    assert_eq!(datasets.len(), 4);
    for row in &datasets {
        let (id, table): (String, String) = (row.get(0), row.get(1));
        let rows = count(&client, &format!("SELECT count(*) FROM {table}")).await?;
        let place = format!("datasets/{id}/{id}");
        assert!(rows > 0);
        assert_eq!(zip.rows_of_csv(&format!("{place}.csv"))?, rows, "{id}");
        assert_eq!(zip.features(&format!("{place}.geojson"))?, rows, "{id}");
        assert_eq!(zip.layers(&format!("{place}.gpkg"))?, [(id.clone(), rows)], "{id}");
        assert!(zip.ogrinfo(&format!("{place}.gpkg"))?.contains("ID[\"EPSG\",7791]"), "{id}");
        assert!(zip.json(&format!("datasets/{id}/metadata.json"))?["current_version"].is_i64());
    }
    assert_register(&zip, &client).await?;
    assert_prova(&zip)
}

async fn assert_register(zip: &Opened, client: &Client) -> anyhow::Result<()> {
    let mut layers = Vec::new();
    for (name, table) in [("thoroughfares", "thoroughfare"), ("addresses", "address")] {
        let sql = format!("SELECT count(*) FROM civico.{table} WHERE municipality = '015182'");
        let rows = count(client, &sql).await?;
        assert!(rows > 100, "{name}: {rows}");
        assert_eq!(zip.rows_of_csv(&format!("toponymy/{name}.csv"))?, rows, "{name}");
        assert_eq!(zip.features(&format!("toponymy/{name}.geojson"))?, rows, "{name}");
        layers.push((name.to_owned(), rows));
    }
    assert_eq!(zip.layers("toponymy/toponymy.gpkg")?, layers);
    let events = "SELECT count(*) FROM civico.register_event e JOIN civico.register_act a ON a.id = e.act
                  WHERE a.ente = '015182'";
    let lines = zip.text("toponymy/events.ndjson")?;
    assert_eq!(lines.lines().count() as u64, count(client, events).await?);
    for line in lines.lines() {
        let event: serde_json::Value = serde_json::from_str(line)?;
        assert!(event["seq"].is_i64() && event["after"].is_object(), "{line}");
    }
    Ok(())
}

/// The originals of both versions are there byte by byte; values and geometry came through.
fn assert_prova(zip: &Opened) -> anyhow::Result<()> {
    let folder = "datasets/rho.prova";
    assert_eq!(zip.text(&format!("{folder}/originals/prova.csv"))?, SECOND);
    assert_eq!(zip.text(&format!("{folder}/originals/v1/prova.csv"))?, FIRST);
    let metadata = zip.json(&format!("{folder}/metadata.json"))?;
    assert_eq!(metadata["versions"].as_array().map(Vec::len), Some(2));
    assert_eq!(metadata["originals"][1]["path"], format!("{folder}/originals/v1/prova.csv"));
    let csv = zip.text(&format!("{folder}/rho.prova.csv"))?;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("fid_2,fid,nome,quota,dal,quando,wkt,x,y,wkt_2"));
    let first = lines.next().unwrap_or_default();
    let start = "1,7,'=1+1,121.5,1999-12-31,2026-03-02T10:00:00.5Z,nota,9.05,45.53,POINT(";
    assert!(first.starts_with(start), "{first}");
    let info = zip.ogrinfo(&format!("{folder}/rho.prova.gpkg"))?;
    for part in [
        "FID Column = fid_2",
        "Geometry Column = geom",
        "nome (String) = =1+1",
        "quota (Real) = 121.5",
        "dal (Date) = 1999/12/31",
        "quando (String) = 2026-03-02T10:00:00.5Z",
        "dal (Date) = (null)",
        "Geometry: Point",
    ] {
        assert!(info.contains(part), "{part}: {info}");
    }
    let features = zip.json(&format!("{folder}/rho.prova.geojson"))?;
    let longitude = features["features"][0]["geometry"]["coordinates"][0].as_f64().unwrap_or_default();
    assert!((longitude - 9.05).abs() < 1e-6, "{longitude}");
    Ok(())
}

#[tokio::test]
async fn a_withdrawn_version_is_a_tombstone_without_its_original() -> anyhow::Result<()> {
    let here = Installation::on(TestDatabase::with_samples().await?)?;
    here.import("prova.csv", FIRST, "rho.prova").await?;
    here.must(&["dataset", "withdraw", "rho.prova", "1", "--reason", "errore"]).await?;
    let (zip, _) = here.export("015182", "rho.zip").await?;
    zip.check_sums()?;
    let folder = "datasets/rho.prova/";
    let names: Vec<&str> = zip.names().filter(|name| name.starts_with(folder)).collect();
    assert_eq!(names, [format!("{folder}metadata.json")]);
    let metadata = zip.json(&format!("{folder}metadata.json"))?;
    assert_eq!(metadata["versions"][0]["withdrawn_reason"], "errore");
    Ok(())
}

#[tokio::test]
async fn an_ente_without_data_gets_a_zip_that_says_so() -> anyhow::Result<()> {
    let here = Installation::on(TestDatabase::new().await?)?;
    here.must(&["admin", "ente", "put", "vuoto", "--name", "Ente vuoto", "--kind", "other"]).await?;
    let (zip, done) = here.export("vuoto", "vuoto.zip").await?;
    assert_eq!(done.stderr, "");
    zip.check_sums()?;
    let readme = zip.text("README.txt")?;
    assert!(readme.contains("L'ente non ha dati") && readme.contains("The ente has no data"), "{readme}");
    let mut names: Vec<&str> = zip.names().collect();
    names.sort_unstable();
    let identity = ["identity/delegations.json", "identity/keys.json", "identity/roles.json"];
    assert_eq!(names, [&["README.txt", "SHA256SUMS", "audit.csv"], &identity[..]].concat());
    assert!(zip.text("audit.csv")?.contains("data.export,0,"), "{}", zip.text("audit.csv")?);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_there_is_not_replaced_and_what_cannot_be_is_said() -> anyhow::Result<()> {
    let here = Installation::on(TestDatabase::new().await?)?;
    let there = here.path("there.zip");
    std::fs::write(&there, "mine")?;
    let absent = here.path("no/such/folder/x.zip");
    for (ente, path, word) in [
        ("cm-milano", &there, "is not replaced"),
        ("cm-milano", &absent, "was not written"),
        ("nobody", &absent, "no ente"),
    ] {
        let done = here.run(&["export", ente, "--out", &path.to_string_lossy()]).await?;
        assert_eq!(done.code, Some(1));
        assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
        assert!(done.stderr.contains(word), "{}", done.stderr);
    }
    assert_eq!(std::fs::read_to_string(&there)?, "mine");
    let audited = "SELECT count(*) FROM civico.audit_entry WHERE operation = 'data.export'";
    assert_eq!(count(&here.database.client().await?, audited).await?, 0);
    Ok(())
}

/// Lists a folder that need not be there.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect()
}
