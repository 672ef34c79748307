//! Versions: published, known again, gone back to, withdrawn.

use anyhow::Context;
use civico_harness::{Finished, TestDatabase, TestServer, civico, civico_with};
use serde_json::Value;

const FIRST: &str = "nome;x;y\nDuomo;9,1919;45,4642\nScala;9,1895;45,4674\n";
const SECOND: &str = "nome;x;y\nDuomo;9,1919;45,4642\n";

/// A database, a folder of data that stays from call to call, and a file in it.
struct Workplace {
    database: TestDatabase,
    folder: tempfile::TempDir,
}

impl Workplace {
    async fn new() -> anyhow::Result<Self> {
        Ok(Self { database: TestDatabase::new().await?, folder: tempfile::tempdir()? })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<Finished> {
        let mut environment = self.database.environment();
        environment.push(("CIVICO_DATA_FOLDER", self.path("data")));
        civico_with(&environment, arguments).await
    }

    async fn import(&self, text: &str) -> anyhow::Result<Value> {
        std::fs::write(self.path("luoghi.csv"), text)?;
        let done = self.run(&["import", &self.path("luoghi.csv"), "--dataset", "luoghi", "--json"]).await?;
        anyhow::ensure!(done.code == Some(0), "{}", done.stderr);
        Ok(serde_json::from_str(&done.stdout)?)
    }

    async fn versions(&self) -> anyhow::Result<Vec<Value>> {
        let done = self.run(&["dataset", "versions", "cm-milano.luoghi", "--json"]).await?;
        Ok(serde_json::from_str(&done.stdout)?)
    }

    fn originals(&self) -> anyhow::Result<usize> {
        let mut count = 0;
        for folder in std::fs::read_dir(self.folder.path().join("data/originals"))? {
            count += std::fs::read_dir(folder?.path())?.count();
        }
        Ok(count)
    }
}

#[tokio::test]
async fn an_unchanged_file_is_known_again_and_a_changed_one_is_a_new_version() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    let first = work.import(FIRST).await?;
    assert_eq!(first[0]["outcome"], "published");
    assert_eq!(first[0]["layers"][0]["rows"], 2);
    assert_eq!(work.import(FIRST).await?[0]["outcome"], "unchanged");
    assert_eq!(work.import(SECOND).await?[0]["layers"][0]["version"], 2);
    assert_eq!(work.versions().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn the_report_says_what_was_assumed_and_why() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    let report = work.import(FIRST).await?;
    let entries = report[0]["layers"][0]["entries"].as_array().context("entries")?.clone();
    let assumed: Vec<&str> = entries.iter().filter_map(|entry| entry["notice"]["id"].as_str()).collect();
    assert!(assumed.iter().any(|id| id.contains("crs")), "{assumed:?}");
    assert!(assumed.iter().any(|id| id.contains("delimiter")), "{assumed:?}");
    let guess = entries.iter().find(|entry| entry["notice"]["id"] == "crs-guessed").context("no guess")?;
    assert_eq!(guess["severity"], "warning", "a guess is more than an assumption");
    let text = work.run(&["import", &work.path("luoghi.csv"), "--dataset", "altri"]).await?;
    assert!(text.stdout.contains("assumed: "), "{}", text.stdout);
    Ok(())
}

#[tokio::test]
async fn going_back_serves_the_older_version_at_once() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    work.import(FIRST).await?;
    work.import(SECOND).await?;
    let server = TestServer::start(&work.database).await?;
    let items = "/ogc/collections/cm-milano.luoghi/items";
    assert_eq!(server.json(items).await?["numberMatched"], 1);
    let tiles = server.json("/tiles/cm-milano.luoghi").await?["tiles"][0].clone();
    let done = work.run(&["dataset", "rollback", "cm-milano.luoghi", "1"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for _ in 0..100 {
        if server.json(items).await?["numberMatched"] == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(server.json(items).await?["numberMatched"], 2);
    assert_ne!(server.json("/tiles/cm-milano.luoghi").await?["tiles"][0], tiles);
    Ok(())
}

#[tokio::test]
async fn a_withdrawn_version_leaves_a_tombstone_and_nothing_else() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    work.import(FIRST).await?;
    work.import(SECOND).await?;
    assert_eq!(work.originals()?, 2);
    let done =
        work.run(&["dataset", "withdraw", "cm-milano.luoghi", "2", "--reason", "dati personali"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let versions = work.versions().await?;
    assert_eq!(versions[0]["state"], "withdrawn");
    assert_eq!(versions[0]["withdrawn_reason"], "dati personali");
    assert_eq!(versions[0]["withdrawn_by"], "local-administrator");
    assert_eq!(versions[1]["is_current"], true);
    assert_eq!(work.originals()?, 1);
    let client = work.database.client().await?;
    let gone = client.query("SELECT FROM pg_class WHERE relname = 'luoghi_v2'", &[]).await?;
    assert!(gone.is_empty());
    for again in [
        vec!["dataset", "withdraw", "cm-milano.luoghi", "2", "--reason", "x"],
        vec!["dataset", "rollback", "cm-milano.luoghi", "2"],
    ] {
        let refused = work.run(&again).await?;
        assert_eq!(refused.code, Some(1));
        assert!(refused.stderr.contains("withdrawn"), "{}", refused.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn the_last_version_may_be_withdrawn_and_the_collection_goes() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    work.import(FIRST).await?;
    let done = work.run(&["dataset", "withdraw", "cm-milano.luoghi", "1", "--reason", "prova"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let server = TestServer::start(&work.database).await?;
    assert_eq!(server.get("/ogc/collections/cm-milano.luoghi").await?.status(), 404);
    assert_eq!(work.import(SECOND).await?[0]["layers"][0]["version"], 2, "a number is never used twice");
    Ok(())
}

#[tokio::test]
async fn a_published_version_is_in_the_enti_schema_and_owned_by_the_owner() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    work.import(FIRST).await?;
    let client = work.database.client().await?;
    let owner: String = client
        .query_one("SELECT tableowner::text FROM pg_tables WHERE schemaname = 'ente_cm_milano' AND tablename = 'luoghi_v1'", &[])
        .await?
        .get(0);
    assert_eq!(owner, "civico_test_owner");
    Ok(())
}

#[tokio::test]
async fn lists_are_for_people_and_for_programs() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let text = civico(&database, &["dataset", "list"]).await?;
    assert!(text.stdout.contains("rho.parchi"), "{}", text.stdout);
    let json = civico(&database, &["dataset", "list", "--json"]).await?;
    let datasets: Vec<Value> = serde_json::from_str(&json.stdout)?;
    assert!(
        datasets
            .iter()
            .any(|dataset| dataset["collection"] == "rho.parchi" && dataset["current_version"] == 1)
    );
    let empty = civico(&TestDatabase::new().await?, &["dataset", "list"]).await?;
    assert!(empty.stdout.contains("No collections"), "{}", empty.stdout);
    Ok(())
}

#[tokio::test]
async fn the_only_column_of_days_answers_datetime() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    work.import("nome;posa;x;y\nA;2019-06-01;9,19;45,46\nB;2020-06-01;9,19;45,46\nC;2021-06-01;9,19;45,46\n")
        .await?;
    let server = TestServer::start(&work.database).await?;
    for (datetime, expected) in [
        ("2020-06-01", 1),
        ("2020-06-02", 0),
        ("2020-01-01/2020-12-31", 1),
        ("2020-06-01T10:00:00Z", 1),
        ("../2020-06-01", 2),
        ("2020-06-01T00:00:00Z/..", 2),
    ] {
        let found =
            server.json(&format!("/ogc/collections/cm-milano.luoghi/items?datetime={datetime}")).await?;
        assert_eq!(found["numberMatched"], expected, "{datetime}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_of_several_layers_becomes_several_datasets_or_is_refused_one_name() -> anyhow::Result<()> {
    let work = Workplace::new().await?;
    std::fs::write(work.path("luoghi.csv"), FIRST)?;
    let zip = work.path("due.zip");
    std::fs::write(work.path("altri.csv"), SECOND)?;
    let names = [work.path("luoghi.csv"), work.path("altri.csv")];
    let zipped = std::process::Command::new("python3")
        .args(["-m", "zipfile", "-c", &zip, &names[0], &names[1]])
        .status()?;
    anyhow::ensure!(zipped.success(), "the archive cannot be made");
    let refused = work.run(&["import", &zip, "--dataset", "uno"]).await?;
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("--layer"), "{}", refused.stderr);
    let done = work.run(&["import", &zip, "--json"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let report: Value = serde_json::from_str(&done.stdout)?;
    let collections: Vec<&str> = report[0]["layers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|layer| layer["collection"].as_str())
        .collect();
    assert_eq!(collections.len(), 2, "{collections:?}");
    assert!(
        collections.contains(&"cm-milano.luoghi") && collections.contains(&"cm-milano.altri"),
        "{collections:?}"
    );
    Ok(())
}
