//! What is not public is unreachable for others: by every route, and in the database itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use anyhow::Context;
use civico_domain::identity::Role;
use civico_harness::TestServer;
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{Client, Method, RequestBuilder};
use tokio_postgres::NoTls;
use uuid::Uuid;

use crate::enti::{ENTI, Enti, Ids, ROLES, may_keep_records, may_read};
use crate::real_data::say;
use crate::routes::{Route, routes};

/// Requests under way at once.
const AT_ONCE: usize = 16;
/// Combinations of route, method, pair of enti and asker that must have been tried.
const FLOOR: usize = 9_000;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    Anonymous,
    Person(&'static str, Role),
    Key(&'static str),
}

impl Asker {
    fn ente(self) -> Option<&'static str> {
        match self {
            Self::Anonymous => None,
            Self::Person(ente, _) | Self::Key(ente) => Some(ente),
        }
    }

    /// Tells whether something of `owner` is shown to it there: records to their officers, all else to
    /// everybody of the enti that may read it.
    fn may_see(self, route: &Route, owner: &str) -> bool {
        let is_records = route.path.starts_with("/rest/records/");
        let is_officer = matches!(self, Self::Person(_, Role::RecordsOfficer));
        self.ente().is_some_and(|ente| match (is_records, is_officer) {
            (true, true) => may_keep_records(ente, owner),
            (false, false) => may_read(ente, owner),
            _ => false,
        })
    }
}

/// What is asked about: things of an ente, or things that nobody has.
#[derive(Debug, Clone)]
struct Subject {
    collection: String,
    ente: String,
    ids: Ids,
}

impl Subject {
    fn of(enti: &Enti, (code, slug): (&str, &'static str)) -> Self {
        let ids = enti.ids[slug];
        Self { collection: format!("{slug}.segreto-{slug}"), ente: code.to_owned(), ids }
    }

    /// The same, of an ente and with ids that do not exist.
    fn absent(&self) -> Self {
        let (role, delegation) = (Uuid::new_v4(), Uuid::new_v4());
        let ids = Ids { role, delegation, key: Uuid::new_v4(), record: Uuid::new_v4(), job: Uuid::new_v4() };
        Self { collection: self.collection.replace("segreto", "assente"), ente: "assente".to_owned(), ids }
    }

    /// Fills the places of a route; a place that is not known here must be added here.
    fn path(&self, route: &str) -> anyhow::Result<String> {
        let tile = |z: u32| {
            let tiles = f64::from(1_u32 << z);
            ((9.05 + 180.0) / 360.0 * tiles).floor().to_string()
        };
        let mut path = route.to_owned();
        for (place, value) in [
            ("{collection}", self.collection.clone()),
            ("{item}", "1".to_owned()),
            ("{style}", self.collection.clone()),
            ("{key}", self.ids.key.to_string()),
            ("{role}", self.ids.role.to_string()),
            ("{record}", self.ids.record.to_string()),
            ("{job}", self.ids.job.to_string()),
            // One that reads whatever it is given.
            ("{process}", "buffer".to_owned()),
            ("{delegation}", self.ids.delegation.to_string()),
            ("{ente}", self.ente.clone()),
            ("{z}", "9".to_owned()),
            ("{x}", tile(9)),
            ("{y}", "183".to_owned()),
            ("{stack}", "Titillium%20Web%20Regular".to_owned()),
            ("{range}", "0-255.pbf".to_owned()),
            ("{sprite}", "base.json".to_owned()),
            ("{page}", "sign-in".to_owned()),
            ("{id}", "015182".to_owned()),
            ("{act}", "0189b7a0-0000-7000-8000-000000000000".to_owned()),
            ("{delivery}", "0189b7a0-0000-7000-8000-000000000000".to_owned()),
        ] {
            path = path.replace(place, &value);
        }
        anyhow::ensure!(!path.contains('{'), "{route} has a place that the isolation test cannot fill");
        // The feed begins with the comuni and their territories, which are large.
        if path.ends_with("/toponymy/v1/changes") {
            path.push_str("?limit=1&municipality=015182");
        }
        if path.ends_with("/exists") {
            path.push_str("?municipality=015182&street=Via%20Prova");
        }
        if ["/anncsu", "/conflicts", "/downloads", "/quality", "/violations"]
            .iter()
            .any(|end| path.ends_with(end))
        {
            path.push_str("?municipality=015155");
        }
        if path.ends_with("/thoroughfares") || path.ends_with("/localities") || path.ends_with("/acts") {
            path.push_str("?limit=1&municipality=015182");
        }
        let about_an_ente = ["/keys", "/roles", "/delegations", "/entries", "/export", "/reviews"];
        let about_records = ["/records/v1/records", "/records/v1/changes"];
        if about_an_ente.iter().chain(&about_records).any(|end| path.ends_with(end)) {
            path = format!("{path}?ente={}", self.ente);
        }
        Ok(path)
    }

    /// The body of a write.
    fn body(&self, method: &str, route: &str) -> serde_json::Value {
        let ente = &self.ente;
        match (method, route.rsplit('/').next()) {
            ("POST", Some("roles")) => serde_json::json!({"ente": ente, "account": "x", "role": "reader"}),
            ("POST", Some("delegations")) => {
                serde_json::json!({"ente": ente, "delegate": "015205", "role": "reader"})
            }
            ("POST", Some("keys")) => serde_json::json!({
                "ente": ente, "label": "x", "purpose": "x", "roles": ["reader"], "routes": ["ogc"],
                "expires_at": "2027-01-01T00:00:00Z",
            }),
            ("POST", Some("execution")) => serde_json::json!({
                "inputs": {"features": {"collection": self.collection}, "distance": 5},
            }),
            ("PATCH", Some("{job}")) => serde_json::json!({"keep": true}),
            ("PUT", Some("{record}")) => serde_json::json!({"q": "Via Prova 1, Rho"}),
            ("POST", Some("{record}")) => serde_json::json!({"decision": "keep-open"}),
            ("PUT", Some("acting")) => serde_json::json!({"ente": ente}),
            ("PUT", _) => serde_json::json!({"name": "x", "kind": "comune"}),
            ("PATCH", _) => serde_json::json!({"visibility": "public"}),
            (_, Some("reverse")) => serde_json::json!({"lon": 9.05, "lat": 45.5}),
            _ => serde_json::json!({"q": "marcatore"}),
        }
    }
}

/// An answer without what differs by itself.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

struct Walk<'a> {
    enti: &'a Enti,
    server: &'a TestServer,
    client: Client,
    /// Answers to what was asked before: a route without a place is asked once by each.
    seen: Mutex<HashMap<String, Arc<Seen>>>,
}

impl Walk<'_> {
    fn request(&self, asker: Asker, method: &str, path: &str) -> anyhow::Result<RequestBuilder> {
        let request =
            self.client.request(Method::from_bytes(method.as_bytes())?, format!("{}{path}", self.server.url));
        Ok(match asker {
            Asker::Anonymous => request,
            Asker::Key(ente) => request.bearer_auth(&self.enti.keys[ente]),
            Asker::Person(ente, role) => {
                let (token, csrf) = &self.enti.cookies[&(ente, role)];
                request.header("cookie", format!("__Host-civico={token}")).header("x-csrf-token", csrf)
            }
        })
    }

    async fn see(
        &self,
        asker: Asker,
        method: &str,
        route: &str,
        subject: &Subject,
    ) -> anyhow::Result<Arc<Seen>> {
        let path = subject.path(route)?;
        let question = format!("{asker:?} {method} {path}");
        let known = self.seen.lock().ok().and_then(|seen| seen.get(&question).cloned());
        if let Some(known) = known.filter(|_| method == "GET") {
            return Ok(known);
        }
        let mut request = self.request(asker, method, &path)?;
        if matches!(method, "POST" | "PUT" | "PATCH") {
            request = request.json(&subject.body(method, route));
        }
        let response = request.send().await?;
        let blanked = ["date", "set-cookie", "x-ratelimit-remaining", "x-ratelimit-reset"];
        let headers = response
            .headers()
            .iter()
            .filter(|(name, _)| !blanked.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), format!("{value:?}")))
            .collect();
        let status = response.status().as_u16();
        let seen = Arc::new(Seen { status, headers, body: response.bytes().await?.to_vec() });
        if let Ok(mut all) = self.seen.lock() {
            all.insert(question, seen.clone());
        }
        Ok(seen)
    }

    /// One combination: what is seen of `owner` names nothing of it, and is what nothing looks like.
    async fn check(
        &self,
        asker: Asker,
        method: &str,
        route: &Route,
        owner: (&str, &'static str),
    ) -> anyhow::Result<bool> {
        let subject = Subject::of(self.enti, owner);
        let is_allowed = asker.may_see(route, owner.1);
        // Who may read may change things in this walk: their writes are other tests'.
        if is_allowed && method != "GET" {
            return Ok(false);
        }
        let seen = self.see(asker, method, &route.path, &subject).await?;
        let text = String::from_utf8_lossy(&seen.body);
        let what = || format!("{asker:?} {method} {} of {}: {} {text}", route.path, owner.1, seen.status);
        if is_allowed {
            return Ok(
                seen.status == 200 && ["marcatore-", "pratica-"].iter().any(|mark| text.contains(mark))
            );
        }
        for secret in ["marcatore", "chiave", "finalita", "persona", "segreto", "pratica"] {
            let secret = format!("{secret}-{}", owner.1);
            // Slugs begin alike: "vermezzo" and "vermezzo-con-zelo" are told apart by what follows.
            let found = text.match_indices(&secret).any(|(at, _)| {
                let rest = &text[at + secret.len()..];
                !(owner.1 == "vermezzo" && rest.starts_with("-con-zelo"))
            });
            anyhow::ensure!(!found, "{secret} is told: {}", what());
        }
        // The list of enti is public: an ente that exists is no secret.
        if route.path != "/rest/identity/v1/enti/{ente}" || method != "GET" {
            let absent = self.see(asker, method, &route.path, &subject.absent()).await?;
            anyhow::ensure!(seen == absent, "differs from what is absent: {}\n{seen:?}\n{absent:?}", what());
        }
        Ok(false)
    }
}

fn askers() -> Vec<Asker> {
    let mut askers = vec![Asker::Anonymous];
    for (_, ente) in ENTI {
        askers.extend(ROLES.map(|role| Asker::Person(ente, role)));
        askers.push(Asker::Key(ente));
    }
    askers
}

/// Every route with every method, for all ordered pairs of enti, by all who may ask.
#[tokio::test]
async fn nobody_learns_of_what_is_private_to_another_ente() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let walk = Walk { enti: &enti, server: &server, client, seen: Mutex::default() };
    let mut combinations = Vec::new();
    for route in routes()? {
        // What ends the session, or is the same for all and large, is asked once elsewhere.
        if ["/sign-out", "/metrics", "/assets"].contains(&route.path.as_str()) {
            continue;
        }
        for asker in askers() {
            for owner in ENTI.into_iter().filter(|owner| asker.ente() != Some(owner.1)) {
                combinations
                    .extend(route.methods.iter().map(|method| (asker, *method, route.clone(), owner)));
            }
        }
    }
    let count = combinations.len();
    let walk = &walk;
    let shown: Vec<bool> = stream::iter(combinations)
        .map(|(asker, method, route, owner)| async move { walk.check(asker, method, &route, owner).await })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    let allowed = shown.iter().filter(|shown| **shown).count();
    say(&format!("isolation: {count} combinations, {allowed} of them allowed and answered with the data"));
    assert!(count >= FLOOR, "only {count} combinations");
    // Items and item, for five askers each of: the metropolitan city of six, the heir, the delegate.
    assert!(allowed >= 2 * 5 * 8, "only {allowed} of those who may read got something");
    Ok(())
}

/// A handler that forgets to ask changes nothing: the database refuses.
#[tokio::test]
async fn the_database_itself_keeps_enti_apart() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    enti.database.client().await?.batch_execute(SHARED_ROWS).await?;
    let mut tried = 0;
    for reader in ENTI.into_iter().map(|(_, slug)| Some(slug)).chain([None]) {
        let role = match reader {
            Some(slug) => format!("civico_test_ente_{}", slug.replace('-', "_")),
            None => "civico_test_reader".to_owned(),
        };
        let (client, connection) = tokio_postgres::connect(&enti.database.url, NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute(&format!("SET SESSION AUTHORIZATION {role}")).await?;
        for owner in ENTI.into_iter().filter(|owner| reader != Some(owner.1)) {
            let is_allowed = reader.is_some_and(|reader| may_read(reader, owner.1));
            // The heir administers what was merged into it.
            let is_heir = (reader, owner.1) == (Some("vermezzo-con-zelo"), "vermezzo");
            // The park was delegated the records of most.
            let is_recorded = is_heir || (reader == Some("parco-sud") && owner.1 != "arese");
            let table = format!("ente_{0}.segreto_{0}_v1", owner.1.replace('-', "_"));
            let read = client.query(&format!("SELECT * FROM {table}"), &[]).await;
            assert_eq!(read.is_ok(), is_allowed, "{role} reads {table}");
            for write in writes(&table, owner.0) {
                let own: &[&str] = match (is_heir, is_recorded) {
                    (true, _) => &["delegation", "api_key", "job", "record"],
                    (false, true) => &["record"],
                    (false, false) => &[],
                };
                let is_own = own.iter().any(|own| write.contains(&format!("civico.{own} ")));
                assert_eq!(client.batch_execute(&write).await.is_ok(), is_own, "{role}: {write}");
                tried += 1;
            }
            for (query, is_shown) in reads(owner, is_allowed, is_heir, is_recorded) {
                // Refused or empty: nothing is told.
                let rows = client.query(&query, &[]).await.map_or(0, |rows| rows.len());
                assert_eq!(rows > 0, is_shown, "{role}: {query}");
                tried += 1;
            }
        }
    }
    say(&format!("isolation in the database: {tried} statements tried"));
    assert!(tried > 1000, "only {tried} statements were tried");
    Ok(())
}

/// A record, a job and an upload of each ente.
const SHARED_ROWS: &str = "
    INSERT INTO civico.record_key (ente, wrapped_key, master_key)
    SELECT code, decode(repeat('00', 72), 'hex'), 'x' FROM civico.ente;
    INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor, is_public)
    SELECT (SELECT max(seq) FROM civico.change_log) + row_number() OVER (), now(), 'record.resolved',
        gen_random_uuid()::text, code, 'x', false
    FROM civico.ente;
    INSERT INTO civico.record (id, ente, kind, reference, geom, created_by)
    SELECT gen_random_uuid(), code, 'other', 'x', ST_SetSRID(ST_MakePoint(500000, 5040000), 7791), 'x' FROM civico.ente;
    INSERT INTO civico.job (id, ente, process, state, inputs, created_by)
    SELECT gen_random_uuid(), code, 'echo', 'accepted', '{}', 'x' FROM civico.ente;
    INSERT INTO civico.upload (id, ente, name, size_bytes, created_by)
    SELECT gen_random_uuid(), code, 'x', 1, 'x' FROM civico.ente;
    INSERT INTO civico.register_delivery (id, ente, layout, state, needs_second, report, created_by)
    SELECT gen_random_uuid(), code, 'x', 'previewed', false, '{}', 'x' FROM civico.ente";

fn writes(table: &str, code: &str) -> Vec<String> {
    vec![
        format!("INSERT INTO {table} (fid) VALUES (99)"),
        format!("UPDATE {table} SET fid = 98"),
        format!("DELETE FROM {table}"),
        format!("TRUNCATE {table}"),
        format!("DROP TABLE {table}"),
        format!("UPDATE civico.dataset SET visibility = 'public' WHERE ente = '{code}'"),
        format!(
            "INSERT INTO civico.delegation (id, ente, delegate, role, granted_by)
             VALUES (gen_random_uuid(), '{code}', '015205', 'reader', 'x')"
        ),
        format!(
            "INSERT INTO civico.api_key (id, ente, label, purpose, roles, routes, secret_sha256, created_by, expires_at)
             VALUES (gen_random_uuid(), '{code}', 'x', 'x', '{{reader}}', '{{ogc}}', sha256('x'), 'x', now())"
        ),
        format!("INSERT INTO civico.audit_entry (actor, ente, acting_for, operation) VALUES ('x', '{code}', '{code}', 'x')"),
        format!("INSERT INTO civico.job (id, ente, process, state, inputs, created_by) VALUES (gen_random_uuid(), '{code}', 'x', 'accepted', '{{}}', 'x')"),
        format!("INSERT INTO civico.record (id, ente, kind, reference, created_by) VALUES (gen_random_uuid(), '{code}', 'waste-tax', gen_random_uuid(), 'x')"),
        "INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor) VALUES (0, now(), 'x', 'x', '015182', 'x')".to_owned(),
        "SET ROLE civico_test_owner".to_owned(),
        "SELECT civico.make_role('civico_test_ente_x')".to_owned(),
    ]
}

/// What is asked for, and whether it may be seen.
fn reads(
    (code, slug): (&str, &str),
    is_allowed: bool,
    is_heir: bool,
    is_recorded: bool,
) -> Vec<(String, bool)> {
    let dataset = format!("{slug}.segreto-{slug}");
    vec![
        (format!("SELECT title FROM civico.dataset WHERE collection = '{dataset}'"), is_allowed),
        (format!("SELECT columns FROM civico.dataset_version WHERE collection = '{dataset}'"), is_allowed),
        (format!("SELECT subject FROM civico.change_log WHERE subject = '{dataset}'"), is_allowed),
        (format!("SELECT label FROM civico.api_key WHERE ente = '{code}'"), is_heir),
        (format!("SELECT role FROM civico.role_assignment WHERE ente = '{code}'"), is_heir),
        (format!("SELECT account FROM civico.person WHERE account = 'persona-{slug}-reader'"), is_heir),
        (format!("SELECT operation FROM civico.audit_entry WHERE ente = '{code}'"), is_heir),
        (format!("SELECT process FROM civico.job WHERE ente = '{code}'"), is_heir),
        (format!("SELECT name FROM civico.upload WHERE ente = '{code}'"), is_heir),
        (format!("UPDATE civico.upload SET name = 'y' WHERE ente = '{code}' RETURNING id"), is_heir),
        (format!("SELECT report FROM civico.register_delivery WHERE ente = '{code}'"), is_heir),
        (
            format!("UPDATE civico.register_delivery SET layout = 'y' WHERE ente = '{code}' RETURNING id"),
            is_heir,
        ),
        (
            format!("SELECT reference FROM civico.record WHERE ente = '{code}' AND kind = 'other'"),
            is_recorded,
        ),
        (format!("SELECT wrapped_key FROM civico.record_key WHERE ente = '{code}'"), is_recorded),
        (
            format!(
                "SELECT subject FROM civico.change_log WHERE ente = '{code}' AND change_type = 'record.resolved'"
            ),
            is_recorded,
        ),
        ("UPDATE civico.record_cursor SET seq = 0 RETURNING seq".to_owned(), false),
        ("SELECT password_hash FROM civico.person".to_owned(), false),
        ("SELECT secret_sha256 FROM civico.api_key".to_owned(), false),
        ("SELECT * FROM civico.session".to_owned(), false),
        ("SELECT * FROM civico.sign_in".to_owned(), false),
    ]
}

/// Reading a private dataset under the ente's own role goes by its spatial index.
#[tokio::test]
async fn the_role_of_an_ente_reads_by_the_spatial_index() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let client = enti.database.client().await?;
    client
        .batch_execute(
            "INSERT INTO ente_rho.segreto_rho_v1 (fid, geom)
             SELECT 100 + n, ST_SetSRID(ST_MakePoint(500000 + n % 200 * 50, 5040000 + n / 200 * 50), 7791)
             FROM generate_series(1, 40000) AS n;
             ANALYZE ente_rho.segreto_rho_v1;
             SET SESSION AUTHORIZATION civico_test_ente_rho",
        )
        .await?;
    let window = "SELECT fid FROM ente_rho.segreto_rho_v1
        WHERE geom && ST_MakeEnvelope(501000, 5041000, 501400, 5041400, 7791)";
    let plan = client.query(&format!("EXPLAIN {window}"), &[]).await?;
    let plan: Vec<&str> = plan.iter().map(|row| row.get(0)).collect();
    assert!(plan.join("\n").contains("segreto_rho_v1_geom_idx"), "{plan:#?}");
    let rows = client.query(window, &[]).await?;
    assert_eq!(rows.len(), 81);
    let count: i64 = client.query_one("SELECT count(*) FROM ente_rho.segreto_rho_v1", &[]).await?.get(0);
    assert_eq!(count, 40_003, "the index is worth its while");
    let absent = client.query_opt("SELECT 1 FROM ente_arese.segreto_arese_v1", &[]).await;
    assert!(absent.is_err(), "another ente's table");
    drop(enti);
    Ok(())
}

/// Records of many enti stand in one table: its policy leaves the index over cells in use.
#[tokio::test]
async fn the_role_of_an_ente_finds_records_by_their_cells() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let client = enti.database.client().await?;
    client
        .batch_execute(
            "INSERT INTO civico.record (id, ente, kind, reference, geom, created_by)
             SELECT gen_random_uuid(), e.code, 'parking-permit', n, ST_SetSRID(ST_MakePoint(500000 + n % 100 * 50, 5040000 + n / 100 * 50), 7791), 'x'
             FROM generate_series(1, 10000) AS n, (VALUES ('015182'), ('015009'), ('parco-sud')) AS e (code);
             ANALYZE civico.record;
             SET SESSION AUTHORIZATION civico_test_ente_rho",
        )
        .await?;
    let window = "SELECT found.id FROM civico.spatial_ranges(ST_MakeEnvelope(501000, 5041000, 501400, 5041400, 7791)) AS range,
        LATERAL (SELECT id FROM civico.record WHERE cell BETWEEN range.low AND range.high
            AND ente = '015182' AND geom && ST_MakeEnvelope(501000, 5041000, 501400, 5041400, 7791) OFFSET 0) AS found";
    let plan = client.query(&format!("EXPLAIN {window}"), &[]).await?;
    let plan: Vec<&str> = plan.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("record_ente_cell_idx") && plan.contains("cell >="), "{plan}");
    assert_eq!(client.query(window, &[]).await?.len(), 81);
    let all = client.query("SELECT DISTINCT ente FROM civico.record", &[]).await?;
    assert_eq!(all.len(), 1, "records of other enti");
    Ok(())
}

/// What is shared is seen by those named, and by nobody else; what is private again, by none.
#[tokio::test]
async fn a_dataset_is_shared_and_taken_back() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    let walk = Walk { enti: &enti, server: &server, client: Client::new(), seen: Mutex::default() };
    let collection = "rho.segreto-rho".parse()?;
    let actor = civico_domain::identity::Actor::local_administrator();
    let items = format!("/ogc/collections/{collection}/items");
    let status = async |asker: Asker| -> anyhow::Result<u16> {
        Ok(walk.request(asker, "GET", &items)?.send().await?.status().as_u16())
    };
    let (arese, park) = (Asker::Person("arese", Role::Reader), Asker::Key("parco-sud"));
    for (visibility, with, expected) in [
        ("shared", vec!["015009"], [200, 404, 404]),
        ("public", vec![], [200, 200, 200]),
        ("private", vec![], [404, 404, 404]),
    ] {
        let with: Vec<_> = with.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        enti.database.store.set_visibility(&actor, &collection, visibility.parse()?, &with).await?;
        let mut seen = [0; 3];
        for _ in 0..200 {
            seen = [status(arese).await?, status(park).await?, status(Asker::Anonymous).await?];
            if seen == expected {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        assert_eq!(seen, expected, "{visibility}");
    }
    // The others were refused by the database; the node itself hears of the change a moment later.
    let page = civico_store::identity::AuditPage { limit: 100, ..Default::default() };
    let mut read = None;
    for _ in 0..200 {
        let response = walk.request(Asker::Person("rho", Role::Reader), "GET", &items)?.send().await?;
        let cache = response.headers().get("cache-control").context("no cache-control")?;
        assert_eq!(cache, "private, no-store");
        let entries = enti.database.store.list_audit(&actor, &"015182".parse()?, &page).await?;
        read = entries
            .into_iter()
            .find(|entry| entry.operation == "items.read" && entry.acting_for.as_deref() == Some("015182"));
        if read.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(read.context("reading was not recorded")?.rows, Some(3));
    Ok(())
}
