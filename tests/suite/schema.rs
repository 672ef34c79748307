//! The schema, its statements, its roles.

use anyhow::Context;
use civico_domain::identity::Actor;
use civico_harness::{TestDatabase, civico_with, repository};

#[tokio::test]
async fn every_statement_can_be_prepared() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let client = database.client().await?;
    let store = repository().join("server/store");
    let text = |place: &str| std::fs::read_to_string(store.join("sql").join(place).with_extension("sql"));
    let pairs = pairs(&store.join("src/toponymy"))?;
    let (mut alone, mut prepared) = (Vec::new(), 0);
    for noun in std::fs::read_dir(store.join("sql"))? {
        let noun = noun?;
        for file in std::fs::read_dir(noun.path())? {
            let name = file?.path().with_extension("");
            let name = name.file_name().context("a name")?.to_string_lossy().into_owned();
            alone.push(format!("{}/{name}", noun.file_name().to_string_lossy()));
        }
    }
    alone.retain(|place| !pairs.iter().any(|(tables, after)| place == tables || place == after));
    let mut statements = Vec::new();
    for place in alone {
        statements.push((text(&place)?, place));
    }
    for (tables, after) in &pairs {
        statements.push((format!("{}{}", text(tables)?, text(after)?), format!("{after} after {tables}")));
    }
    for (statement, place) in statements {
        let outcome = client.prepare(&statement).await;
        assert!(outcome.is_ok(), "{place}: {outcome:?}");
        prepared += 1;
    }
    assert!(prepared > 30, "only {prepared} statements");
    Ok(())
}

/// The statements that go on from the tables of another: `sql!("tables", "statement")`.
fn pairs(folder: &std::path::Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let code = std::fs::read_to_string(file?.path())?;
        for call in code.split("sql!(").skip(1) {
            let call = call.split_once(')').map_or("", |(call, _)| call);
            let places: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
            if let [tables, statement] = places[..] {
                pairs.push((tables.to_owned(), statement.to_owned()));
            }
        }
    }
    anyhow::ensure!(pairs.len() >= 8, "only {} pairs", pairs.len());
    Ok(pairs)
}

#[tokio::test]
async fn every_table_and_column_says_what_it_is() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let client = database.client().await?;
    let silent = client
        .query(
            "SELECT c.relname || coalesce('.' || a.attname, '')
             FROM pg_class c
             LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'civico'::regnamespace AND c.relkind IN ('r', 'v')
               AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL)",
            &[],
        )
        .await?;
    let silent: Vec<String> = silent.iter().map(|row| row.get(0)).collect();
    assert!(silent.is_empty(), "{silent:?}");
    Ok(())
}

#[tokio::test]
async fn events_and_log_are_append_only_even_for_the_owner() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    for table in ["civico.register_event", "civico.change_log"] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET ordinal = 1"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            assert!(client.batch_execute(&statement).await.is_err(), "{statement}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_step_with_another_text_or_a_newer_one_is_refused() -> anyhow::Result<()> {
    for change in [
        "UPDATE civico.schema_migration SET checksum = 'other'",
        "INSERT INTO civico.schema_migration (version, name, checksum) VALUES (999, 'future', '')",
    ] {
        let database = TestDatabase::new().await?;
        database.client().await?.batch_execute(change).await?;
        let done = civico_with(&database.environment(), &["dataset", "list"]).await?;
        assert_eq!(done.code, Some(1));
        assert!(done.stderr.contains("a schema that this program does not know"), "{}", done.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn a_database_without_postgis_and_a_user_who_may_not_add_it_gets_one_sentence() -> anyhow::Result<()> {
    let url = TestDatabase::bare().await?;
    let database = TestDatabase::new().await?;
    let client = database.client().await?;
    client
        .batch_execute(
            "DO $$ BEGIN CREATE ROLE civico_test_powerless LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        )
        .await?;
    let url = url.replace("//postgres@", "//civico_test_powerless@");
    let done = civico_with(&[("DATABASE_URL", url)], &["dataset", "list"]).await?;
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("CREATE EXTENSION postgis"), "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    Ok(())
}

#[tokio::test]
async fn another_reference_system_is_refused() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let mut environment = database.environment();
    environment.push(("CIVICO_SRID", "32632".to_owned()));
    let done = civico_with(&environment, &["dataset", "list"]).await?;
    assert!(done.stderr.contains("EPSG:7791") && done.stderr.contains("EPSG:32632"), "{}", done.stderr);
    Ok(())
}

#[tokio::test]
async fn what_is_not_public_is_not_seen_by_anonymous_readers() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    client
        .batch_execute("UPDATE civico.dataset SET visibility = 'private' WHERE collection = 'rho.parchi'")
        .await?;
    let sees = async |actor: &Actor| {
        let collections = database.store.list_collections(actor).await?;
        anyhow::Ok(collections.iter().any(|collection| collection.id.as_str() == "rho.parchi"))
    };
    assert!(!sees(&Actor::Anonymous).await?);
    assert!(sees(&Actor::local_administrator()).await?);
    Ok(())
}

#[tokio::test]
async fn anonymous_readers_cannot_write_whatever_they_call() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let refused = database.store.roll_back(&Actor::Anonymous, &"rho.parchi".parse()?, 1).await;
    assert!(matches!(refused, Err(civico_store::Error::Forbidden)), "{refused:?}");
    let client = database.client().await?;
    client.batch_execute("SET ROLE civico_test_reader").await?;
    for statement in [
        "UPDATE civico.dataset SET theme = 'x'",
        "DELETE FROM ente_rho.parchi_v1",
        "SELECT * FROM civico.register_event",
        "SELECT * FROM civico.original",
        "CREATE TABLE civico.x ()",
    ] {
        assert!(client.batch_execute(statement).await.is_err(), "{statement}");
    }
    Ok(())
}

#[tokio::test]
async fn the_statements_for_an_administrator_make_the_roles() -> anyhow::Result<()> {
    let done = civico_with(
        &[("CIVICO_DATABASE__INSTALLATION", "prova".to_owned())],
        &["admin", "roles", "--print-sql"],
    )
    .await?;
    assert_eq!(done.code, Some(0));
    for part in [
        "CREATE ROLE \"prova_owner\" NOLOGIN",
        "CREATE ROLE \"prova_reader\" NOLOGIN",
        "CREATE SCHEMA IF NOT EXISTS civico",
    ] {
        assert!(done.stdout.contains(part), "{}", done.stdout);
    }
    Ok(())
}
