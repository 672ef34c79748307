//! A desk of social services in Rho: a program that registers records, and the records officer; beside
//! the toponymy office that changes the register, and an officer of another comune.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use civico_harness::{TestDatabase, TestServer};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::office::{Office, Person, RHO, SESTO, person};

pub(crate) const RECORDS: &str = "/rest/records/v1/records";
pub(crate) const REVIEWS: &str = "/rest/records/v1/reviews";
pub(crate) const CHANGES: &str = "/rest/records/v1/changes";

/// Master keys of the tests.
pub(crate) const KEY: &str = "abababababababababababababababababababababababababababababababab";
pub(crate) const NEW_KEY: &str = "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

/// Who works at the desk, and with whom.
pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) service: Person,
    pub(crate) officer: Person,
    pub(crate) foreign: Person,
}

impl Desk {
    /// Opens it on the samples, with a master key.
    pub(crate) async fn open() -> anyhow::Result<Self> {
        Self::open_with(&[("CIVICO_RECORDS__MASTER_KEY", KEY.to_owned())]).await
    }

    /// Opens it with settings of its own.
    pub(crate) async fn open_with(settings: &[(&'static str, String)]) -> anyhow::Result<Self> {
        let database = TestDatabase::with_samples().await?;
        let clerk = person(&database, RHO, "impiegata", &[Role::Editor]).await?;
        let approver = person(&database, RHO, "responsabile", &[Role::Approver]).await?;
        let stranger = person(&database, SESTO, "estraneo", &[Role::Reader]).await?;
        let service = person(&database, RHO, "servizio", &[Role::RecordsWriter]).await?;
        let officer = person(&database, RHO, "incaricata", &[Role::RecordsOfficer]).await?;
        let foreign = person(&database, SESTO, "incaricato di sesto", &[Role::RecordsOfficer]).await?;
        let server = serve(&database, settings).await?;
        let office = Office { database, server, clerk, approver, stranger };
        Ok(Self { office, service, officer, foreign })
    }

    /// Asks for something that has to be answered with a status.
    pub(crate) async fn ask(
        &self,
        person: &Person,
        method: Method,
        path: &str,
        body: Option<&Value>,
        expected: u16,
    ) -> anyhow::Result<Value> {
        let (status, answer) = self.office.send(person, method.clone(), path, body, None).await?;
        ensure!(status == expected, "{method} {path} {body:?}: {status} {answer}, not {expected}");
        Ok(answer)
    }

    /// Registers a record, which has to be taken.
    pub(crate) async fn register(&self, reference: &str, place: &Value) -> anyhow::Result<Value> {
        let mut body = json!({"kind": "social-service", "reference": reference});
        let fields = body.as_object_mut().context("an object")?;
        fields.extend(place.as_object().cloned().unwrap_or_default());
        self.ask(&self.service, Method::POST, RECORDS, Some(&body), 201).await
    }

    /// Reads a record as the service does.
    pub(crate) async fn read(&self, record: &Value) -> anyhow::Result<Value> {
        self.ask(&self.service, Method::GET, &path(RECORDS, record), None, 200).await
    }

    /// Returns what the feed says of a record.
    pub(crate) async fn fed(&self, record: &Value) -> anyhow::Result<Vec<String>> {
        let feed = self.ask(&self.service, Method::GET, &format!("{CHANGES}?limit=1000"), None, 200).await?;
        let items = feed["items"].as_array().cloned().unwrap_or_default();
        let of_record = items.iter().filter(|item| item["subject"] == record["id"]);
        Ok(of_record.filter_map(|item| item["type"].as_str().map(str::to_owned)).collect())
    }

    /// Waits until the feed says of a record what it has to say, within the second.
    pub(crate) async fn is_fed(&self, record: &Value, expected: &[&str]) -> anyhow::Result<()> {
        let since = Instant::now();
        loop {
            let fed = self.fed(record).await?;
            if fed == expected {
                return Ok(());
            }
            ensure!(since.elapsed() < Duration::from_secs(3), "{fed:?} is fed, not {expected:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Returns a street of Rho with its numbers, and what it is called.
    pub(crate) async fn street(&self) -> anyhow::Result<(String, Vec<Value>, String)> {
        let (street, numbers) = self.office.street(RHO).await?;
        let thing = self.office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
        let word = |field: &str| thing[field].as_str().unwrap_or_default().to_owned();
        Ok((street, numbers, format!("{} {}", word("kind"), word("official_name"))))
    }

    /// Everything that is stored of records, as text.
    pub(crate) async fn stored(&self) -> anyhow::Result<String> {
        let rows = self.office.database.client().await?;
        let rows = rows.query("SELECT r::text FROM civico.record r", &[]).await?;
        Ok(rows.iter().map(|row| row.get::<_, String>(0)).collect())
    }

    /// Tells how many texts are sealed.
    pub(crate) async fn sealed(&self) -> anyhow::Result<i64> {
        let client = self.office.database.client().await?;
        Ok(client.query_one("SELECT count(sealed_text) FROM civico.record", &[]).await?.get(0))
    }

    /// Sends something that is not JSON, or badly.
    pub(crate) async fn send_raw(
        &self,
        path: &str,
        media_type: &str,
        body: String,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.office.server.client.post(format!("{}{path}", self.office.server.url));
        let request = self.service.sign(request).header("content-type", media_type).body(body);
        let answer = request.send().await?;
        Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
    }
}

/// Starts a server with settings of its own.
pub(crate) async fn serve(
    database: &TestDatabase,
    settings: &[(&'static str, String)],
) -> anyhow::Result<TestServer> {
    let mut environment = database.environment();
    environment.extend(settings.iter().cloned());
    TestServer::start_with(&environment).await
}

/// The address of a record.
pub(crate) fn path(face: &str, record: &Value) -> String {
    format!("{face}/{}", record["id"].as_str().unwrap_or_default())
}

/// A number as on its plate.
pub(crate) fn plate(number: &Value) -> String {
    number["label"].as_str().unwrap_or_default().to_owned()
}
