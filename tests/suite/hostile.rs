//! What somebody with bad intentions tried, and must not succeed in again.

use std::time::{Duration, Instant};

use civico_domain::identity::{Actor, Ente, EnteKind, Role, Visibility};
use civico_harness::{TestDatabase, TestServer, civico};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::enti::Enti;
use crate::identity::Browser;

/// A dataset was shared, its tile is in the cache, and a new delivery makes it private.
#[tokio::test]
async fn a_delivery_that_makes_a_dataset_private_ends_its_shares() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let collection = "rho.segreto-rho".parse()?;
    let actor = Actor::local_administrator();
    let with = ["015009".parse()?];
    enti.database.store.set_visibility(&actor, &collection, Visibility::Shared, &with).await?;
    let (own, other) = (
        Browser::of(&server, &enti, "rho", Role::Reader),
        Browser::of(&server, &enti, "arese", Role::Reader),
    );
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("nuovo.csv");
    std::fs::write(&path, "nome;x;y\nmarcatore-nuovo;9,05;45,5\n")?;
    let path = path.to_string_lossy();
    let import = ["import", &path, "--ente", "rho", "--dataset", "segreto-rho", "--visibility", "private"];
    let done = civico(&enti.database, &import).await?;
    anyhow::ensure!(done.code == Some(0), "{}", done.stderr);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let tile = "/tiles/rho.segreto-rho/9/268/183";
    for path in [
        tile,
        "/ogc/collections/rho.segreto-rho",
        "/ogc/collections/rho.segreto-rho/items",
        "/tiles/rho.segreto-rho",
    ] {
        assert!(own.send(Method::GET, path, None).await?.status().is_success(), "{path}");
        assert_eq!(other.send(Method::GET, path, None).await?.status(), 404, "{path}");
    }
    let listed = other.get("/rest/catalog/v1/datasets").await?;
    assert!(!listed.to_string().contains("segreto-rho"));
    Ok(())
}

/// While somebody's import holds a dataset, strangers learn nothing and hold nothing up.
#[tokio::test]
async fn a_change_does_not_wait_behind_an_import() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let mut client = enti.database.client().await?;
    let import = client.transaction().await?;
    import.batch_execute("SELECT pg_advisory_xact_lock(25449, hashtext('015182')); SELECT 1 FROM civico.dataset WHERE ente = '015182' FOR UPDATE").await?;
    let stranger = Browser::of(&server, &enti, "arese", Role::Administrator);
    let body = || Some(json!({"visibility": "public"}));
    let began = Instant::now();
    for dataset in ["rho.segreto-rho", "rho.niente-affatto"] {
        let path = format!("/rest/catalog/v1/datasets/{dataset}");
        assert_eq!(stranger.send(Method::PATCH, &path, body()).await?.status(), 404, "{dataset}");
    }
    assert!(began.elapsed() < Duration::from_secs(2), "a stranger waited for the import");
    // Many who may not, at once: the server goes on.
    let path = "/rest/catalog/v1/datasets/rho.segreto-rho";
    let answers = join_all((0..24).map(|_| stranger.send(Method::PATCH, path, body()))).await;
    assert!(answers.into_iter().all(|answer| answer.is_ok_and(|answer| answer.status() == 404)));
    assert_eq!(server.get("/status").await?.status(), 200);
    // Who may is told to come again.
    let actor = Actor::local_administrator();
    let mine = enti
        .database
        .store
        .set_visibility(&actor, &"rho.segreto-rho".parse()?, Visibility::Public, &[])
        .await;
    assert!(matches!(mine, Err(civico_store::Error::Busy)), "{mine:?}");
    import.rollback().await?;
    enti.database.store.set_visibility(&actor, &"rho.segreto-rho".parse()?, Visibility::Public, &[]).await?;
    Ok(())
}

/// Who keeps the list of enti does not thereby get their data.
#[tokio::test]
async fn the_metropolitan_administrator_takes_no_comune_over() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let chief = Browser::of(&server, &enti, "cm-milano", Role::Administrator);
    for (method, path, body) in [
        (Method::PATCH, "/rest/catalog/v1/datasets/rho.segreto-rho", json!({"visibility": "public"})),
        (
            Method::POST,
            "/rest/identity/v1/roles",
            json!({"ente": "015182", "account": "persona-cm-milano-administrator", "role": "administrator"}),
        ),
        (
            Method::POST,
            "/rest/identity/v1/roles",
            json!({"ente": "015182", "account": "altri", "role": "publisher"}),
        ),
        (
            Method::POST,
            "/rest/identity/v1/delegations",
            json!({"ente": "015182", "delegate": "cm-milano", "role": "editor"}),
        ),
        (
            Method::POST,
            "/rest/identity/v1/keys",
            json!({"ente": "015182", "label": "x", "purpose": "x", "roles": ["reader"], "routes": ["ogc"], "expires_at": "2027-01-01T00:00:00Z"}),
        ),
        (
            Method::PUT,
            "/rest/identity/v1/enti/015182",
            json!({"slug": "rho", "name": "Rho", "kind": "comune", "valid_to": "2020-01-01", "successor": "cm-milano"}),
        ),
        (
            Method::PUT,
            "/rest/identity/v1/enti/015182",
            json!({"slug": "rho", "name": "Rho", "kind": "comune", "valid_to": "2099-01-01"}),
        ),
    ] {
        let status = chief.send(method.clone(), path, Some(body.clone())).await?.status();
        assert_eq!(status, 403, "{method} {path} {body}");
    }
    let items = chief.get("/ogc/collections/rho.segreto-rho/items").await?;
    assert_eq!(items["numberMatched"], 3, "reading is what it may");
    Ok(())
}

/// A merger that is dated in the future gives nothing yet, and one that is undone leaves nothing.
#[tokio::test]
async fn rights_of_an_heir_begin_with_the_merger_and_end_with_its_undoing() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let (store, actor) = (&enti.database.store, Actor::local_administrator());
    let client = enti.database.client().await?;
    let reads = async || -> anyhow::Result<bool> {
        let sql = "SELECT has_table_privilege('civico_test_ente_arese', 'ente_parco_sud.segreto_parco_sud_v1', 'SELECT')";
        Ok(client.query_one(sql, &[]).await?.get(0))
    };
    let park = Ente::new("parco-sud".parse()?, "parco-sud".parse()?, "Parco Sud".to_owned(), EnteKind::Other);
    for (valid_to, is_heir) in [(Some("2999-01-01"), false), (Some("2020-01-01"), true), (None, false)] {
        let merged = Ente {
            valid_to: valid_to.map(str::parse).transpose()?,
            successor: valid_to.map(|_| "015009".parse()).transpose()?,
            ..park.clone()
        };
        store.put_ente(&actor, &merged).await?;
        assert_eq!(reads().await?, is_heir, "{valid_to:?}");
    }
    Ok(())
}

#[tokio::test]
async fn delegations_granted_at_once_are_all_granted() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let chief = Browser::of(&server, &enti, "rho", Role::Administrator);
    let grants = ["015009", "015205", "015118", "cm-milano"].into_iter().flat_map(|delegate| {
        ["reader", "editor", "approver"].map(|role| json!({"delegate": delegate, "role": role}))
    });
    let path = "/rest/identity/v1/delegations";
    let answers = join_all(grants.map(|body| chief.send(Method::POST, path, Some(body)))).await;
    for answer in answers {
        assert_eq!(answer?.status(), 201);
    }
    let nobody =
        chief.send(Method::POST, path, Some(json!({"delegate": "nessuno", "role": "reader"}))).await?;
    assert_eq!(nobody.status(), 404);
    Ok(())
}

#[tokio::test]
async fn a_nul_is_refused_wherever_it_stands() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let chief = Browser::of(&server, &enti, "rho", Role::Administrator);
    for path in [
        "/rest/identity/v1/enti/%00",
        "/ogc/collections/rho.parchi/items?denominazione=%00",
        "/ogc/collections/rho.parchi/items/%00",
        "/ogc/collections/addresses/items?after=%00",
        "/rest/catalog/v1/datasets?zone=%00",
        "/rest/audit/v1/entries?operation=%00",
        "/rest/toponymy/v1/history/%00",
    ] {
        assert_eq!(chief.send(Method::GET, path, None).await?.status(), 400, "{path}");
    }
    let metropolitan = Browser::of(&server, &enti, "cm-milano", Role::Administrator);
    for (browser, method, path, body) in [
        (&chief, Method::POST, "/rest/identity/v1/roles", json!({"account": "a\u{0}b", "role": "reader"})),
        (&metropolitan, Method::PUT, "/rest/identity/v1/enti/x", json!({"name": "a\u{0}", "kind": "other"})),
        (
            &metropolitan,
            Method::PUT,
            "/rest/identity/v1/enti/x",
            json!({"name": "a", "kind": "other", "valid_from": "-009999-01-01"}),
        ),
        (
            &chief,
            Method::POST,
            "/rest/identity/v1/roles",
            json!({"account": "a", "role": "reader", "issuer": "x".repeat(60_000)}),
        ),
        (
            &chief,
            Method::POST,
            "/rest/identity/v1/roles",
            json!({"account": "a".repeat(70_000), "role": "reader"}),
        ),
    ] {
        let status = browser.send(method, path, Some(body)).await?.status();
        assert!(status.is_client_error(), "{path}: {status}");
    }
    Ok(())
}

/// Bodies that never come take no place from others, and who watches the program is always answered.
#[tokio::test]
async fn half_sent_bodies_hold_nobody_up() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let mut environment = database.environment();
    environment.push(("CIVICO_SERVER__CONCURRENT_REQUESTS", "4".to_owned()));
    let server = TestServer::start_with(&environment).await?;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut held = Vec::new();
    for _ in 0..32 {
        let mut socket = tokio::net::TcpStream::connect(&address).await?;
        socket
            .write_all(b"POST /rest/geocoder/v1/search HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
            .await?;
        held.push(socket);
    }
    let began = Instant::now();
    assert_eq!(server.get("/ogc").await?.status(), 200);
    assert_eq!(server.get("/status/live").await?.status(), 200);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    Ok(())
}

/// Pages of others may ask the geocoder; they are told so before they do.
#[tokio::test]
async fn other_pages_may_ask_the_public_faces() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let server = TestServer::start(&database).await?;
    let asked = server.client.request(Method::OPTIONS, format!("{}/rest/geocoder/v1/search", server.url));
    let asked = asked
        .header("origin", "https://sportello.example.org")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let answer = asked.send().await?;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert!(!answer.headers().contains_key("access-control-allow-credentials"));
    let wrong = server.client.delete(format!("{}/rest/geocoder/v1/search", server.url)).send().await?;
    let problem: Value = wrong.json().await?;
    assert_eq!(problem["status"], 405);
    Ok(())
}
