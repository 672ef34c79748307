//! Seven enti that stand to each other in every way, with something private each, and their people.

use std::collections::HashMap;
use std::fmt::Write as _;

use anyhow::Context;
use civico_domain::identity::{Actor, EnteCode, Role};
use civico_harness::{TestDatabase, TestServer, civico_with};
use civico_store::identity::{NewKey, NewSession};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Code and slug of the enti: two of one zone, one merged into the next, the metropolitan city, a
/// zone that Rho delegated reading to, and a stranger.
pub(crate) const ENTI: [(&str, &str); 7] = [
    ("015182", "rho"),
    ("015009", "arese"),
    ("vermezzo", "vermezzo"),
    ("015251", "vermezzo-con-zelo"),
    ("cm-milano", "cm-milano"),
    ("zona-alto-milanese", "zona-alto-milanese"),
    ("parco-sud", "parco-sud"),
];

/// Who asks for an ente.
pub(crate) const ROLES: [Role; 5] =
    [Role::Reader, Role::Editor, Role::Approver, Role::RecordsOfficer, Role::Administrator];

/// A database with the enti, and by which cookies and keys their people are known.
pub(crate) struct Enti {
    pub(crate) database: TestDatabase,
    /// By slug and role: the value of the cookie, and what writes have to repeat.
    pub(crate) cookies: HashMap<(&'static str, Role), (String, String)>,
    /// By slug: the key.
    pub(crate) keys: HashMap<&'static str, String>,
    /// By slug: ids of a role, a delegation, a key, a record and a job of the ente.
    pub(crate) ids: HashMap<&'static str, Ids>,
}

/// Ids of things that belong to an ente.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    pub(crate) role: Uuid,
    pub(crate) delegation: Uuid,
    pub(crate) key: Uuid,
    pub(crate) record: Uuid,
    pub(crate) job: Uuid,
}

impl Enti {
    /// Makes them.
    pub(crate) async fn new() -> anyhow::Result<Self> {
        let database = TestDatabase::with_samples().await?;
        let folder = tempfile::tempdir()?;
        let mut environment = database.environment();
        environment.push(("CIVICO_DATA_FOLDER", folder.path().to_string_lossy().into_owned()));
        let put = ["admin", "ente", "put", "parco-sud", "--name", "Parco Sud", "--kind", "other"];
        run(&environment, &put).await?;
        for (place, (_, slug)) in ENTI.into_iter().enumerate() {
            let file = folder.path().join(format!("{slug}.csv"));
            std::fs::write(&file, secrets(slug, place))?;
            let (file, dataset) = (file.to_string_lossy().into_owned(), format!("{slug}.segreto-{slug}"));
            let import = ["import", &file, "--ente", slug, "--dataset", &dataset, "--visibility", "private"];
            run(&environment, &import).await?;
        }
        let mut enti = Self { database, cookies: HashMap::new(), keys: HashMap::new(), ids: HashMap::new() };
        for (code, slug) in ENTI {
            enti.people(code.parse()?, slug).await?;
        }
        let (rho, zone): (EnteCode, EnteCode) = ("015182".parse()?, "zona-alto-milanese".parse()?);
        let actor = Actor::local_administrator();
        enti.database.store.add_delegation(&actor, &rho, &zone, Role::Reader).await?;
        Ok(enti)
    }

    async fn people(&mut self, code: EnteCode, slug: &'static str) -> anyhow::Result<()> {
        let (store, actor) = (&self.database.store, Actor::local_administrator());
        for role in ROLES {
            let account = format!("persona-{slug}-{role}");
            store.add_role(&actor, &code, ("local", &account), role).await?;
            let person =
                store.sign_in_person(("local", &account), Some(&account), &[], Timestamp::now()).await?;
            let (token, csrf) = (hex::encode(Sha256::digest(&account)), hex::encode(Sha256::digest(slug)));
            let session = NewSession {
                token_sha256: Sha256::digest(&token).into(),
                person,
                level: None,
                csrf: csrf.clone(),
                id_token: None,
                expires_at: Timestamp::now() + SignedDuration::from_hours(1),
            };
            store.add_session(&session).await?;
            self.cookies.insert((slug, role), (token, csrf));
        }
        let (id, secret) = (Uuid::new_v4(), hex::encode(Sha256::digest(format!("key {slug}"))));
        let key = NewKey {
            id,
            ente: code.clone(),
            label: format!("chiave-{slug}"),
            purpose: format!("finalita-{slug}"),
            roles: vec![Role::Reader],
            routes: ["catalog", "ogc", "tiles", "geocoder", "records", "identity", "audit"]
                .map(str::to_owned)
                .to_vec(),
            secret_sha256: Sha256::digest(&secret).into(),
            expires_at: Timestamp::now() + SignedDuration::from_hours(1),
        };
        store.add_key(&actor, &key).await?;
        self.keys.insert(slug, format!("civico_{}_{secret}", id.as_simple()));
        let record = self.record(&code, slug).await?;
        let job = self.job(&code, slug).await?;
        let other: EnteCode = if slug == "parco-sud" { "015009" } else { "parco-sud" }.parse()?;
        // A delegation that gives nothing to read: its id is what is looked for.
        if slug != "arese" && slug != "parco-sud" {
            store.add_delegation(&actor, &code, &other, Role::RecordsOfficer).await?;
            let made = store.list_delegations(&actor, &code).await?;
            let delegation = made.first().context("a delegation")?.id;
            let role = store.list_roles(&actor, &code).await?.first().context("a role")?.id;
            self.ids.insert(slug, Ids { role, delegation, key: id, record, job });
        } else {
            let role = store.list_roles(&actor, &code).await?.first().context("a role")?.id;
            self.ids.insert(slug, Ids { role, delegation: Uuid::new_v4(), key: id, record, job });
        }
        Ok(())
    }

    /// Adds a record of an ente.
    async fn record(&self, code: &EnteCode, slug: &str) -> anyhow::Result<Uuid> {
        let (id, code, reference) = (Uuid::new_v4(), code.as_str(), format!("pratica-{slug}"));
        let insert = "INSERT INTO civico.record (id, ente, kind, reference, created_by)
             VALUES ($1, $2, 'home-care', $3, 'x')";
        self.database.client().await?.execute(insert, &[&id, &code, &reference]).await?;
        Ok(id)
    }

    /// Adds a job of an ente that is over.
    async fn job(&self, code: &EnteCode, slug: &str) -> anyhow::Result<Uuid> {
        let (id, code, value) = (Uuid::new_v4(), code.as_str(), format!("marcatore-{slug}"));
        let inputs = serde_json::json!({"value": value});
        let insert = "INSERT INTO civico.job (id, ente, process, state, inputs, result, created_by)
             VALUES ($1, $2, 'echo', 'successful', $3, $3, 'x')";
        self.database.client().await?.execute(insert, &[&id, &code, &inputs]).await?;
        Ok(id)
    }

    /// Starts a server on them.
    pub(crate) async fn serve(&self) -> anyhow::Result<TestServer> {
        TestServer::start(&self.database).await
    }
}

/// Makes an administrator of an ente who is signed in, and returns the value of the cookie.
pub(crate) async fn administrator(database: &TestDatabase, code: &str) -> anyhow::Result<String> {
    let (store, role) = (&database.store, Role::Administrator);
    store.add_role(&Actor::local_administrator(), &code.parse()?, ("local", "persona"), role).await?;
    let person = store.sign_in_person(("local", "persona"), None, &[], Timestamp::now()).await?;
    let token = hex::encode(Sha256::digest(code));
    let session = NewSession {
        token_sha256: Sha256::digest(&token).into(),
        person,
        level: None,
        csrf: String::new(),
        id_token: None,
        expires_at: Timestamp::now() + SignedDuration::from_hours(1),
    };
    store.add_session(&session).await?;
    Ok(token)
}

/// Tells whether people of `reader` may read what is private to `owner`.
pub(crate) fn may_read(reader: &str, owner: &str) -> bool {
    reader == owner
        || reader == "cm-milano"
        || (reader, owner) == ("vermezzo-con-zelo", "vermezzo")
        || (reader, owner) == ("zona-alto-milanese", "rho")
}

/// Tells whether records officers of `reader` keep the records of `owner`.
pub(crate) fn may_keep_records(reader: &str, owner: &str) -> bool {
    reader == owner
        || (reader, owner) == ("vermezzo-con-zelo", "vermezzo")
        || (reader == "parco-sud" && owner != "arese")
}

/// Three places that only their ente knows.
fn secrets(slug: &str, place: usize) -> String {
    let mut text = String::from("nome;x;y\n");
    for row in 0..3 {
        let y = f64::from(u32::try_from(place * 10 + row).unwrap_or_default()) / 1000.0 + 45.5;
        let _written = writeln!(text, "marcatore-{slug}-{row};9,05;{}", y.to_string().replace('.', ","));
    }
    text
}

async fn run(environment: &[(&str, String)], arguments: &[&str]) -> anyhow::Result<()> {
    let done = civico_with(environment, arguments).await?;
    anyhow::ensure!(done.code == Some(0), "{arguments:?}: {}", done.stderr);
    Ok(())
}
