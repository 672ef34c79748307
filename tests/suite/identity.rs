//! Signing in, keys, roles: what they give, and how fast it is taken back.

use std::time::Duration;

use anyhow::Context;
use civico_domain::identity::{Actor, Role};
use civico_harness::{TestDatabase, TestServer, program};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::enti::Enti;

/// How soon what is taken back has to be gone.
const AT_ONCE: Duration = Duration::from_secs(1);

/// A person in a browser: the cookie, and what writes repeat.
pub(crate) struct Browser<'a> {
    server: &'a TestServer,
    cookie: String,
    csrf: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn of(server: &'a TestServer, enti: &Enti, slug: &'static str, role: Role) -> Self {
        let (token, csrf) = enti.cookies[&(slug, role)].clone();
        Self { server, cookie: format!("__Host-civico={token}"), csrf }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Response> {
        let request = self.server.client.request(method, format!("{}{path}", self.server.url));
        let request = request.header("cookie", &self.cookie).header("x-csrf-token", &self.csrf);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        Ok(request.send().await?)
    }

    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let response = self.send(Method::GET, path, None).await?;
        anyhow::ensure!(response.status() == 200, "{path}: {}", response.status());
        Ok(response.json().await?)
    }
}

/// Adds a local account by the shell, as an administrator does.
async fn add_user(
    database: &TestDatabase,
    account: &str,
    password: &str,
    more: &[&str],
) -> anyhow::Result<std::process::Output> {
    use std::process::Stdio;
    let mut child = tokio::process::Command::new(program("civico")?)
        .args(["admin", "user", "add", account])
        .args(more)
        .envs(database.environment())
        .env("CIVICO_LANGUAGE", "en")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("no input")?;
    input.write_all(format!("{password}\n").as_bytes()).await?;
    drop(input);
    Ok(child.wait_with_output().await?)
}

#[tokio::test]
async fn a_local_administrator_made_at_the_shell_signs_in_and_out() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let short = add_user(&database, "capo", "corta", &[]).await?;
    assert_eq!(short.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&short.stderr).contains("at least 12 characters"));
    let made =
        add_user(&database, "capo", "una lunga password", &["--ente", "rho", "--role", "administrator"])
            .await?;
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let server = TestServer::start(&database).await?;
    for (account, password) in [("capo", "sbagliata"), ("nessuno", "una lunga password")] {
        let (status, problem) =
            server.post("/sign-in/local", &json!({"account": account, "password": password})).await?;
        assert_eq!(status, 401);
        assert_eq!(problem["type"], "urn:civico:problem:problem-wrong-password");
    }
    let body = json!({"account": "capo", "password": "una lunga password"});
    let response = server.client.post(format!("{}/sign-in/local", server.url)).json(&body).send().await?;
    assert_eq!(response.status(), 204);
    let cookie = response.headers()["set-cookie"].to_str()?.to_owned();
    for attribute in ["__Host-civico=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let mut browser = Browser { server: &server, cookie, csrf: String::new() };
    let me = browser.get("/rest/identity/v1/me").await?;
    assert_eq!((me["signed_in"].as_bool(), &me["acting"]["slug"]), (Some(true), &json!("rho")));
    let refused = browser.send(Method::POST, "/sign-out", None).await?;
    assert_eq!(refused.status(), 403, "without what /me gave");
    browser.csrf = me["csrf"].as_str().context("no csrf")?.to_owned();
    let out = browser.send(Method::POST, "/sign-out", None).await?;
    assert_eq!(out.status(), 200);
    let gone = out.headers()["set-cookie"].to_str()?;
    assert!(gone.starts_with("__Host-civico=;") && gone.contains("Max-Age=0"), "{gone}");
    assert_eq!(browser.get("/rest/identity/v1/me").await?["signed_in"], false);
    let log = server.log()?;
    let secret = browser.cookie.split_once('=').context("no value")?.1;
    assert!(!log.contains(secret) && !log.contains("una lunga password"), "a secret is in the log");
    Ok(())
}

#[tokio::test]
async fn a_session_writes_only_from_our_own_pages() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let browser = Browser::of(&server, &enti, "rho", Role::Administrator);
    let body = json!({"account": "anna@example.org", "role": "editor"});
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let request = server.client.post(format!("{}/rest/identity/v1/roles", server.url));
        let request = request.header("cookie", &browser.cookie).header("x-csrf-token", &browser.csrf);
        let response = request.header(name, value).json(&body).send().await?;
        assert_eq!(response.status(), 403, "{name}: {value}");
    }
    assert_eq!(browser.send(Method::POST, "/rest/identity/v1/roles", Some(body)).await?.status(), 201);
    let roles = browser.get("/rest/identity/v1/roles").await?;
    let has = |roles: &Value| {
        roles["items"]
            .as_array()
            .is_some_and(|items| items.iter().any(|role| role["account"] == "anna@example.org"))
    };
    assert!(has(&roles), "{roles}");
    Ok(())
}

#[tokio::test]
async fn a_key_is_shown_once_and_is_void_on_every_node_when_it_is_revoked() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let (server, node) = (enti.serve().await?, enti.serve().await?);
    let browser = Browser::of(&server, &enti, "rho", Role::Administrator);
    let body = json!({
        "label": "Gestionale", "purpose": "prova", "roles": ["reader"], "routes": ["ogc"],
        "expires_at": (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string(),
    });
    let made = browser.send(Method::POST, "/rest/identity/v1/keys", Some(body.clone())).await?;
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await?;
    let key = made["key"].as_str().context("no key")?.to_owned();
    let listed = browser.get("/rest/identity/v1/keys").await?;
    assert!(!listed.to_string().contains(&key), "the key is shown again");
    let ask = async |server: &TestServer, path: &str| -> anyhow::Result<u16> {
        let request = server.client.get(format!("{}{path}", server.url)).bearer_auth(&key);
        Ok(request.send().await?.status().as_u16())
    };
    let items = "/ogc/collections/rho.segreto-rho/items";
    assert_eq!((ask(&server, items).await?, ask(&node, items).await?), (200, 200));
    assert_eq!(ask(&node, "/rest/geocoder/v1/search?q=rho").await?, 403, "not a face of this key");
    for wrong in [
        json!({"routes": ["everything"]}),
        json!({"roles": []}),
        json!({"roles": ["administrator"]}),
        json!({"label": ""}),
        json!({"expires_at": "2020-01-01T00:00:00Z"}),
        json!({"expires_at": "2099-01-01T00:00:00Z"}),
    ] {
        let mut wrong_body = body.clone();
        for (name, value) in wrong.as_object().into_iter().flatten() {
            wrong_body[name] = value.clone();
        }
        let refused = browser.send(Method::POST, "/rest/identity/v1/keys", Some(wrong_body)).await?;
        assert_eq!(refused.status(), 400, "{wrong}");
    }
    // The other node's listener is cut: what is revoked is void there all the same.
    let client = enti.database.client().await?;
    client.batch_execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()").await?;
    let path = format!("/rest/identity/v1/keys/{}", made["id"].as_str().unwrap_or_default());
    assert_eq!(browser.send(Method::DELETE, &path, None).await?.status(), 204);
    tokio::time::sleep(AT_ONCE).await;
    assert_eq!((ask(&server, items).await?, ask(&node, items).await?), (401, 401));
    let entries = browser.get("/rest/audit/v1/entries?operation=keys.revoke").await?;
    assert_eq!(entries["items"].as_array().map(Vec::len), Some(1), "{entries}");
    Ok(())
}

#[tokio::test]
async fn a_role_taken_back_is_gone_from_open_sessions_on_every_node() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let (server, node) = (enti.serve().await?, enti.serve().await?);
    let (chief, reader) = (
        Browser::of(&server, &enti, "rho", Role::Administrator),
        Browser::of(&node, &enti, "rho", Role::Reader),
    );
    let items = "/ogc/collections/rho.segreto-rho/items";
    assert_eq!(reader.send(Method::GET, items, None).await?.status(), 200);
    let roles = chief.get("/rest/identity/v1/roles").await?;
    let id = roles["items"].as_array().and_then(|items| {
        items.iter().find(|role| role["account"] == "persona-rho-reader").and_then(|role| role["id"].as_str())
    });
    let path = format!("/rest/identity/v1/roles/{}", id.context("no such role")?);
    assert_eq!(chief.send(Method::DELETE, &path, None).await?.status(), 204);
    tokio::time::sleep(AT_ONCE).await;
    assert_eq!(reader.send(Method::GET, items, None).await?.status(), 404);
    assert_eq!(chief.send(Method::DELETE, &path, None).await?.status(), 404, "a second time");
    Ok(())
}

/// A node that cannot read the change log trusts no cache with what is not public.
#[tokio::test]
async fn a_node_that_cannot_read_the_log_asks_the_database() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let reader = Browser::of(&server, &enti, "arese", Role::Reader);
    let mut client = enti.database.client().await?;
    let tile = "/tiles/arese.segreto-arese/16/34415/23432";
    assert!(reader.send(Method::GET, tile, None).await?.status().is_success());
    let lock = client.transaction().await?;
    lock.batch_execute("LOCK TABLE civico.change_log IN ACCESS EXCLUSIVE MODE").await?;
    tokio::time::sleep(Duration::from_millis(800)).await;
    // Nobody could tell the node that this changed.
    let other = enti.database.client().await?;
    other.batch_execute("REVOKE ALL ON ente_arese.segreto_arese_v1 FROM civico_test_ente_arese").await?;
    let seen = reader.send(Method::GET, tile, None).await?.status();
    let public = server.get("/tiles/rho.parchi/12/2151/1463").await?.status();
    lock.commit().await?;
    assert_eq!(seen, 404, "the tile came from the cache");
    assert!(public.is_success(), "{public}");
    Ok(())
}

#[tokio::test]
async fn who_runs_the_installation_keeps_the_list_of_enti_and_nobody_else() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let body = json!({"name": "Consorzio Est", "kind": "other", "ipa_code": "cons_est"});
    let path = "/rest/identity/v1/enti/consorzio-est";
    let comune = Browser::of(&server, &enti, "rho", Role::Administrator);
    assert_eq!(comune.send(Method::PUT, path, Some(body.clone())).await?.status(), 403);
    let metropolitan = Browser::of(&server, &enti, "cm-milano", Role::Administrator);
    assert_eq!(metropolitan.send(Method::PUT, path, Some(body)).await?.status(), 204);
    let consortium = server.json(path).await?;
    assert_eq!((&consortium["slug"], &consortium["ipa_code"]), (&json!("consorzio-est"), &json!("cons_est")));
    for wrong in [
        json!({"name": "x", "kind": "other", "successor": "015182"}),
        json!({"name": "x", "kind": "other", "zone": "nessuna-zona"}),
        json!({"name": "x", "kind": "other", "ipa_code": "cons_est", "slug": "altro"}),
        json!({"name": "x", "kind": "other", "valid_from": "2020-01-01", "valid_to": "2019-01-01"}),
        json!({"name": "x", "kind": "castle"}),
    ] {
        let path = "/rest/identity/v1/enti/prova";
        let status = metropolitan.send(Method::PUT, path, Some(wrong.clone())).await?.status();
        assert!(status.is_client_error(), "{wrong}: {status}");
    }
    // It appoints a comune's first administrator, and no editor: that is the comune's to say.
    let role = |role: &str| json!({"ente": "015205", "account": "primo@example.org", "role": role});
    assert_eq!(
        metropolitan
            .send(Method::POST, "/rest/identity/v1/roles", Some(role("administrator")))
            .await?
            .status(),
        201
    );
    assert_eq!(
        metropolitan.send(Method::POST, "/rest/identity/v1/roles", Some(role("editor"))).await?.status(),
        403
    );
    let zone = server.json("/rest/identity/v1/enti?zone=zona-nord-ovest&kind=comune").await?;
    assert!(zone["items"].as_array().is_some_and(|items| items.iter().any(|ente| ente["slug"] == "rho")));
    let of_zone = server.json("/rest/catalog/v1/datasets?zone=zona-nord-ovest").await?;
    let datasets = of_zone["items"].as_array().context("no items")?;
    assert!(!datasets.is_empty() && datasets.iter().all(|dataset| dataset["zone"] == "zona-nord-ovest"));
    let then = server.json("/rest/identity/v1/enti?valid_at=2018-01-01").await?;
    let now = server.json("/rest/identity/v1/enti?valid_at=2026-01-01").await?;
    let has = |list: &Value| {
        list["items"].as_array().is_some_and(|items| items.iter().any(|ente| ente["code"] == "vermezzo"))
    };
    assert_eq!((has(&then), has(&now)), (true, false));
    Ok(())
}

#[tokio::test]
async fn malformed_credentials_are_refused_and_never_logged() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let path = format!("{}/ogc/collections", server.url);
    let marker = "geheimnis0123456789";
    let long = marker.repeat(300);
    for value in [
        format!("Bearer {marker}"),
        format!("Basic {marker}"),
        marker.to_owned(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer civico_{marker}_{marker}"),
        format!("Bearer {long}"),
        format!("Bearer civico_{}_{}", uuid::Uuid::new_v4().as_simple(), "0".repeat(64)),
    ] {
        let response = server.client.get(&path).header("authorization", &value).send().await?;
        assert_eq!(response.status(), 401, "{value}");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    let twice =
        server.client.get(&path).header("authorization", "Bearer a").header("authorization", "Bearer b");
    assert_eq!(twice.send().await?.status(), 401);
    for value in
        [format!("__Host-civico={marker}"), format!("__Host-civico={long}"), "__Host-civico=".to_owned()]
    {
        assert_eq!(server.client.get(&path).header("cookie", &value).send().await?.status(), 401, "{value}");
    }
    // A well-formed cookie of a session that is over is nobody's.
    let over = format!("__Host-civico={}", "0".repeat(64));
    assert_eq!(server.client.get(&path).header("cookie", over).send().await?.status(), 200);
    assert_eq!(server.get("/rest/catalog/v1/datasets?zone=a&zone=b").await?.status(), 400);
    assert!(!server.log()?.contains(marker), "a credential is in the log");
    Ok(())
}

/// Ten thousand random bytes in each header: a 4xx, and the server goes on.
#[tokio::test]
async fn random_bytes_in_any_header_are_refused() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let server = TestServer::start(&database).await?;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for header in [
        "authorization",
        "cookie",
        "accept",
        "accept-language",
        "origin",
        "x-csrf-token",
        "x-forwarded-for",
        "if-none-match",
        "content-type",
        "host",
    ] {
        let noise: Vec<u8> = (0..10_000)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed.to_le_bytes()[3]
            })
            .filter(|byte| !matches!(byte, b'\r' | b'\n' | 0))
            .collect();
        for method in ["GET", "POST"] {
            let mut socket = tokio::net::TcpStream::connect(&address).await?;
            let mut request = format!("{method} /rest/identity/v1/roles HTTP/1.1\r\n").into_bytes();
            if header != "host" {
                request.extend(b"host: x\r\n");
            }
            request.extend(format!("connection: close\r\ncontent-length: 0\r\n{header}: ").bytes());
            request.extend(&noise);
            request.extend(b"\r\n\r\n");
            socket.write_all(&request).await?;
            let mut answer = Vec::new();
            // A server that refuses the bytes may close before it read them all.
            let _cut = tokio::time::timeout(Duration::from_secs(10), socket.read_to_end(&mut answer)).await?;
            let answer = String::from_utf8_lossy(&answer);
            assert!(
                answer.starts_with("HTTP/1.1 4") || answer.is_empty(),
                "{header}: {}",
                &answer[..answer.len().min(80)]
            );
        }
    }
    assert_eq!(server.get("/status").await?.status(), 200);
    assert!(!server.log()?.contains("panicked"));
    Ok(())
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_again() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let mut environment = database.environment();
    environment.extend([
        ("CIVICO_LIMITS__REQUESTS_PER_SECOND", "1".to_owned()),
        ("CIVICO_LIMITS__BURST", "5".to_owned()),
        ("CIVICO_LIMITS__SIGN_INS_PER_MINUTE", "2".to_owned()),
    ]);
    let server = TestServer::start_with(&environment).await?;
    let first = server.get("/ogc").await?;
    assert_eq!(first.headers()["x-ratelimit-limit"], "5");
    assert_eq!(first.headers()["x-ratelimit-remaining"], "4");
    let body = json!({"account": "x", "password": "y"});
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(server.post("/sign-in/local", &body).await?.0.as_u16());
    }
    assert_eq!(statuses, [401, 401, 429]);
    let mut last = server.get("/ogc").await?;
    for _ in 0..5 {
        last = server.get("/ogc").await?;
    }
    assert_eq!(last.status(), 429);
    assert!(last.headers()["retry-after"].to_str()?.parse::<u32>()? >= 1);
    assert_eq!(last.headers()["x-ratelimit-remaining"], "0");
    let problem: Value = last.json().await?;
    assert_eq!(problem["status"], 429);
    Ok(())
}

#[tokio::test]
async fn the_audit_is_the_administrators_to_read_and_to_take_along() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let chief = Browser::of(&server, &enti, "rho", Role::Administrator);
    let csv = chief.send(Method::GET, "/rest/audit/v1/entries?f=csv", None).await?;
    assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
    let text = csv.text().await?;
    assert!(text.starts_with("id,at,actor,actor_name,ente,acting_for,operation,rows,purpose\n"), "{text}");
    assert!(text.contains(",datasets.publish,"), "{text}");
    assert!(text.contains(",local-administrator,"), "{text}");
    let editor = Browser::of(&server, &enti, "rho", Role::Editor);
    assert_eq!(editor.send(Method::GET, "/rest/audit/v1/entries", None).await?.status(), 403);
    let page = chief.get("/rest/audit/v1/entries?limit=2").await?;
    let next = page["next"].as_str().context("no next page")?;
    let second = chief.get(&format!("/rest/audit/v1/entries?limit=2&after={next}")).await?;
    assert!(second["items"][0]["id"].as_i64() < page["items"][1]["id"].as_i64());
    let removed = enti.database.store.remove_audit_before(&Actor::Node, jiff::Timestamp::now()).await?;
    assert!(removed > 4, "{removed}");
    assert!(
        enti.database.store.remove_audit_before(&Actor::Anonymous, jiff::Timestamp::now()).await.is_err()
    );
    Ok(())
}

/// Another ente's data may be read by who was allowed to, under a name of its own in the audit.
#[tokio::test]
async fn one_acts_for_the_ente_one_chose() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let actor = Actor::local_administrator();
    let account = ("local", "persona-rho-reader");
    enti.database.store.add_role(&actor, &"015009".parse()?, account, Role::Editor).await?;
    let person = Browser::of(&server, &enti, "rho", Role::Reader);
    let arese = "/ogc/collections/arese.segreto-arese/items";
    assert_eq!(person.send(Method::GET, arese, None).await?.status(), 404);
    let act = |ente: &str| json!({"ente": ente});
    assert_eq!(
        person.send(Method::PUT, "/rest/identity/v1/me/acting", Some(act("015205"))).await?.status(),
        403
    );
    assert_eq!(
        person.send(Method::PUT, "/rest/identity/v1/me/acting", Some(act("015009"))).await?.status(),
        204
    );
    assert_eq!(person.send(Method::GET, arese, None).await?.status(), 200);
    assert_eq!(person.get("/rest/identity/v1/me").await?["acting"]["slug"], "arese");
    assert_eq!(person.send(Method::GET, "/ogc/collections/rho.segreto-rho/items", None).await?.status(), 404);
    Ok(())
}

#[tokio::test]
async fn a_zone_filters_and_sums_up_wherever_a_comune_does() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let zones = server.json("/rest/catalog/v1/summary?by=zone").await?;
    let zones = zones["items"].as_array().context("no items")?;
    let sum = |name: &str| zones.iter().filter_map(|zone| zone[name].as_i64()).sum::<i64>();
    assert_eq!(sum("municipalities"), 133);
    let of = |code: &str| zones.iter().find(|zone| zone["code"] == code).cloned().unwrap_or_default();
    for (collection, name) in
        [("thoroughfares", "thoroughfares"), ("addresses", "addresses"), ("municipalities", "municipalities")]
    {
        let items =
            server.json(&format!("/ogc/collections/{collection}/items?limit=1&zone=zona-nord-ovest")).await?;
        assert_eq!(items["numberMatched"], of("zona-nord-ovest")[name], "{collection}");
        let whole = server.json(&format!("/ogc/collections/{collection}/items?limit=1")).await?;
        assert_eq!(whole["numberMatched"].as_i64(), Some(sum(name)), "{collection}");
    }
    // What is private counts for its ente alone.
    let comuni = server.json("/rest/catalog/v1/summary").await?;
    let rho = |list: &Value| {
        list["items"].as_array().and_then(|items| {
            items.iter().find(|item| item["code"] == "015182").and_then(|item| item["datasets"].as_i64())
        })
    };
    let own = Browser::of(&server, &enti, "rho", Role::Reader).get("/rest/catalog/v1/summary").await?;
    assert_eq!(rho(&own), rho(&comuni).map(|count| count + 1));
    assert_eq!(server.get("/rest/catalog/v1/summary?by=moon").await?.status(), 400);
    Ok(())
}
