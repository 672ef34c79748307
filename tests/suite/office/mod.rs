//! The toponymy office of a comune with a clerk who proposes and an approver, and somebody of another.

use anyhow::Context;
use civico_domain::identity::{Actor, Role};
use civico_harness::{TestDatabase, TestServer};
use civico_store::identity::NewSession;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Rho, and Sesto San Giovanni.
pub(crate) const RHO: &str = "015182";
pub(crate) const SESTO: &str = "015209";

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    token: String,
    csrf: String,
}

impl Person {
    /// Says in a request who asks.
    pub(crate) fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        let cookie = format!("__Host-civico={}", self.token);
        request.header("cookie", cookie).header("x-csrf-token", &self.csrf)
    }
}

/// The offices and the server they work with.
pub(crate) struct Office {
    pub(crate) database: TestDatabase,
    pub(crate) server: TestServer,
    pub(crate) clerk: Person,
    pub(crate) approver: Person,
    pub(crate) stranger: Person,
}

impl Office {
    /// Opens them on the samples.
    pub(crate) async fn open() -> anyhow::Result<Self> {
        let database = TestDatabase::with_samples().await?;
        let clerk = person(&database, RHO, "impiegata", &[Role::Editor]).await?;
        let approver = person(&database, RHO, "responsabile", &[Role::Approver]).await?;
        let stranger = person(&database, SESTO, "estraneo", &[Role::Editor, Role::Approver]).await?;
        let server = TestServer::start(&database).await?;
        Ok(Self { database, server, clerk, approver, stranger })
    }

    /// Asks as somebody, and returns status, ETag and body.
    pub(crate) async fn send(
        &self,
        person: &Person,
        method: Method,
        path: &str,
        body: Option<&Value>,
        if_match: Option<&str>,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let url = format!("{}{path}", self.server.url);
        let mut request = person.sign(self.server.client.request(method, url));
        if let Some(etag) = if_match {
            request = request.header("if-match", etag);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        Ok((status, answer.json().await.unwrap_or(Value::Null)))
    }

    /// Asks the register for something.
    pub(crate) async fn act(&self, person: &Person, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        self.send(person, Method::POST, "/rest/toponymy/v1/acts", Some(&body), None).await
    }

    /// Asks for something that has to be done.
    pub(crate) async fn done(&self, person: &Person, body: Value) -> anyhow::Result<Value> {
        let (status, answer) = self.act(person, body.clone()).await?;
        anyhow::ensure!(status.is_success(), "{body}: {status} {answer}");
        Ok(answer)
    }

    /// Asks for something that has to be refused for a reason.
    pub(crate) async fn refused(&self, person: &Person, body: Value, why: &str) -> anyhow::Result<()> {
        let (status, answer) = self.act(person, body.clone()).await?;
        let problem = answer["type"].as_str().unwrap_or_default();
        anyhow::ensure!(
            status.is_client_error() && problem == format!("urn:civico:problem:{why}"),
            "{body}: {status} {answer}, not {why}"
        );
        Ok(())
    }

    /// Reads a page of the register as somebody.
    pub(crate) async fn read(&self, person: &Person, path: &str) -> anyhow::Result<Value> {
        let (status, answer) = self.send(person, Method::GET, path, None, None).await?;
        anyhow::ensure!(status.is_success(), "{path}: {status} {answer}");
        Ok(answer)
    }

    /// Returns a street of a comune with many numbers, and its numbers in order.
    pub(crate) async fn street(&self, municipality: &str) -> anyhow::Result<(String, Vec<Value>)> {
        let row = self
            .database
            .client()
            .await?
            .query_one(
                "SELECT a.thoroughfare::text FROM civico.address a
                 JOIN civico.thoroughfare t ON t.id = a.thoroughfare AND t.stage = 'current'
                 WHERE a.municipality = $1 AND a.stage = 'current'
                 GROUP BY a.thoroughfare ORDER BY count(*) DESC, a.thoroughfare LIMIT 1",
                &[&municipality],
            )
            .await?;
        let street: String = row.get(0);
        let path = format!("/rest/toponymy/v1/thoroughfares/{street}/addresses");
        let numbers = self.server.json(&path).await?["items"].as_array().cloned().context("numbers")?;
        Ok((street, numbers))
    }
}

/// Data of an act that decides about names.
pub(crate) fn delibera() -> Value {
    json!({"kind": "delibera", "date": "2026-03-02", "protocol": "2026/0042",
           "prefect": {"date": "2026-02-20", "protocol": "P-17"}})
}

/// A house number.
pub(crate) fn number(number: u32) -> Value {
    json!({"kind": "number", "number": number})
}

/// Signs somebody in who has roles for an ente.
pub(crate) async fn person(
    database: &TestDatabase,
    ente: &str,
    name: &str,
    roles: &[Role],
) -> anyhow::Result<Person> {
    let (store, actor) = (&database.store, Actor::local_administrator());
    for role in roles {
        store.add_role(&actor, &ente.parse()?, ("local", name), *role).await?;
    }
    let person = store.sign_in_person(("local", name), Some(name), &[], Timestamp::now()).await?;
    let (token, csrf) = (hex::encode(Sha256::digest(name)), hex::encode(Sha256::digest(ente)));
    let session = NewSession {
        token_sha256: Sha256::digest(&token).into(),
        person,
        level: None,
        csrf: csrf.clone(),
        id_token: None,
        expires_at: Timestamp::now() + SignedDuration::from_hours(1),
    };
    store.add_session(&session).await?;
    Ok(Person { token, csrf })
}
