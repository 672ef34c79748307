//! The server starts, says what it can and stops.

use std::collections::BTreeSet;
use std::time::Duration;

use civico_harness::{TestDatabase, TestServer, civico_with};

#[tokio::test]
async fn ctrl_c_stops_it_cleanly() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::new().await?).await?;
    let (code, lines) = server.stop().await?;
    assert_eq!(code, Some(0));
    assert!(lines.iter().any(|line| line.contains("Civico has stopped")), "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn a_port_in_use_is_said_before_anything_is_touched() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let mut environment = database.environment();
    environment.push(("CIVICO_SERVER__LISTEN", taken.local_addr()?.to_string()));
    let done = civico_with(&environment, &["serve"]).await?;
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("is in use"), "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    Ok(())
}

#[tokio::test]
async fn a_private_database_is_made_shared_and_stopped_by_the_last_to_leave() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let environment =
        [("CIVICO_DATA_FOLDER", data.clone()), ("CIVICO_DATABASE__INSTALLATION", "privata".to_owned())];
    let server = TestServer::start_with(&environment).await?;
    let comuni = "data-samples/files/comuni.geojson.gz";
    let done =
        civico_with(&environment, &["toponymy", "import", "--format", "municipalities", comuni]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(
        server.json("/status").await?["database"],
        true,
        "the import must not stop the server's database"
    );
    server.stop().await?;
    let pid = std::path::Path::new(&data).join("postgres/data/postmaster.pid");
    assert!(!pid.exists(), "the database goes with the last who uses it");
    let done = civico_with(&environment, &["dataset", "list"]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(!pid.exists());
    Ok(())
}

#[tokio::test]
async fn connections_outlive_what_comes_to_nothing() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let client = database.client().await?;
    let of_the_pool = "SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%'";
    let pids = async || -> anyhow::Result<BTreeSet<i32>> {
        Ok(client.query(of_the_pool, &[]).await?.iter().map(|row| row.get("pid")).collect())
    };
    // What loads at the start has connections of its own; later none is closed, though the server looks
    // every second whether records have to follow the register: they do not.
    let mut closed = Vec::new();
    for _ in 0..8 {
        let before = pids().await?;
        for _ in 0..30 {
            let missing = server.get("/ogc/collections/rho.parchi/items/999999999").await?;
            assert_eq!(missing.status(), 404);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let after = pids().await?;
        if !before.is_empty() && before.is_subset(&after) {
            return Ok(());
        }
        closed.extend(before.difference(&after).copied());
    }
    anyhow::bail!("closed, some every three seconds: {closed:?}")
}

#[tokio::test]
async fn a_server_whose_database_goes_says_so_and_comes_back() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let elsewhere = TestDatabase::new().await?;
    let client = elsewhere.client().await?;
    let name = database.url.rsplit('/').next().unwrap_or_default().to_owned();
    client.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await?;
    client
        .batch_execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await?;
    // The connections are ended a moment after the call.
    for _ in 0..100 {
        if server.get("/status").await?.status() == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.get("/ogc/collections/rho.parchi/items").await?.status(), 503);
    assert_eq!(server.get("/status").await?.status(), 503);
    let found = server.json("/rest/geocoder/v1/search?q=rho").await?;
    assert_eq!(found["features"][0]["properties"]["municipality"], "Rho", "the geocoder goes on");
    for _ in 0..100 {
        if server.json("/rest/geocoder/v1/search?q=rho").await?["stale"] == true {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(
        server.json("/rest/geocoder/v1/search?q=rho").await?["stale"],
        true,
        "and says that it may be old"
    );
    client.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await?;
    for _ in 0..100 {
        if server.get("/status").await?.status() == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.get("/ogc/collections/rho.parchi/items").await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn the_configuration_is_printed_without_passwords_and_a_wrong_one_is_refused() -> anyhow::Result<()> {
    let secret = [("DATABASE_URL", "postgres://me:hunter2@localhost/x".to_owned())];
    let printed = civico_with(&secret, &["admin", "config"]).await?;
    assert!(
        printed.stdout.contains("installation") && !printed.stdout.contains("hunter2"),
        "{}",
        printed.stdout
    );
    for (name, value) in [
        ("CIVICO_SERVER__LISTEN", "nowhere"),
        ("CIVICO_SERVER__COLOUR", "red"),
        ("CIVICO_LANGUAGE", "de"),
        ("CIVICO_SERVER__BASE_URL", "ftp://x"),
    ] {
        let done = civico_with(&[(name, value.to_owned())], &["admin", "config"]).await?;
        assert_eq!(done.code, Some(1), "{name}");
        assert!(!done.stderr.is_empty(), "{name}");
    }
    Ok(())
}
