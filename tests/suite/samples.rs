//! The samples import as their script says.

use anyhow::Context;
use civico_harness::{TestDatabase, civico, repository};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expectations {
    file: Vec<FileExpectation>,
    toponymy: Vec<RegisterExpectation>,
}

#[derive(Deserialize)]
struct FileExpectation {
    path: String,
    rows: i64,
    invalid_geometries: u64,
}

#[derive(Deserialize)]
struct RegisterExpectation {
    ente: String,
    streets: Stages,
    addresses: Stages,
    orphans: i64,
}

#[derive(Deserialize)]
struct Stages {
    current: i64,
    proposed: i64,
    retired: i64,
}

#[derive(Deserialize)]
struct Manifest {
    dataset: Vec<ManifestDataset>,
}

#[derive(Deserialize)]
struct ManifestDataset {
    id: String,
    file: String,
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    Ok(toml::from_str(&std::fs::read_to_string(repository().join("data-samples").join(name))?)?)
}

#[tokio::test]
async fn every_dataset_has_the_rows_and_repairs_expected() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let expectations: Expectations = read("expectations.toml")?;
    let manifest: Manifest = read("manifest.toml")?;
    assert!(manifest.dataset.len() >= 30);
    for dataset in manifest.dataset {
        let expected =
            expectations.file.iter().find(|file| file.path == dataset.file).context("no expectation")?;
        let row = client
            .query_one(
                "SELECT item_count, (report ->> 'repaired')::bigint FROM civico.dataset_version WHERE collection = $1",
                &[&dataset.id],
            )
            .await?;
        assert_eq!(row.get::<_, i64>(0), expected.rows, "{}", dataset.id);
        assert_eq!(u64::try_from(row.get::<_, i64>(1))?, expected.invalid_geometries, "{}", dataset.id);
    }
    Ok(())
}

#[tokio::test]
async fn every_register_has_the_streets_and_numbers_expected() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let expectations: Expectations = read("expectations.toml")?;
    assert_eq!(expectations.toponymy.len(), 10);
    for register in expectations.toponymy {
        let count = async |table: &str, condition: &str| {
            let sql =
                format!("SELECT count(*) FROM civico.{table} t WHERE municipality = $1 AND {condition}");
            anyhow::Ok(client.query_one(&sql, &[&register.ente]).await?.get::<_, i64>(0))
        };
        for (stage, streets) in [
            ("current", register.streets.current),
            ("proposed", register.streets.proposed),
            ("retired", register.streets.retired),
        ] {
            let condition = format!("stage = '{stage}' AND NOT missing_in_source");
            assert_eq!(count("thoroughfare", &condition).await?, streets, "{} {stage}", register.ente);
        }
        let known = "NOT (SELECT missing_in_source FROM civico.thoroughfare s WHERE s.id = t.thoroughfare)";
        for (stage, addresses) in [
            ("current", register.addresses.current),
            ("proposed", register.addresses.proposed),
            ("retired", register.addresses.retired),
        ] {
            let condition = format!("stage = '{stage}' AND {known}");
            assert_eq!(count("address", &condition).await?, addresses, "{} {stage}", register.ente);
        }
        let orphan = "(SELECT missing_in_source FROM civico.thoroughfare s WHERE s.id = t.thoroughfare)";
        assert_eq!(count("address", orphan).await?, register.orphans, "{}", register.ente);
    }
    Ok(())
}

#[tokio::test]
async fn every_address_is_in_its_comune() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let outside: i64 = client
        .query_one(
            "SELECT count(*) FROM civico.address a JOIN civico.municipality m ON m.istat_code = a.municipality
             WHERE NOT ST_DWithin(a.point, m.territory, 1)",
            &[],
        )
        .await?
        .get(0);
    assert_eq!(outside, 0);
    Ok(())
}

#[tokio::test]
async fn a_second_import_of_the_samples_changes_nothing() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let last = "SELECT max(seq) FROM civico.change_log";
    let before: i64 = client.query_one(last, &[]).await?.get(0);
    let done = civico(&database, &["import", "--manifest", "data-samples/manifest.toml", "--json"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let reports: Vec<serde_json::Value> = serde_json::from_str(&done.stdout)?;
    assert_eq!(reports.len(), 44);
    assert!(reports.iter().all(|report| report["outcome"] == "unchanged"), "{}", done.stdout);
    assert_eq!(client.query_one(last, &[]).await?.get::<_, i64>(0), before);
    Ok(())
}
