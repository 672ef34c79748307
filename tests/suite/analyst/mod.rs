//! Somebody of Rho who runs processes, somebody of another comune, and the server they ask.

use std::time::Duration;

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use civico_harness::{TestDatabase, TestServer};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::office::{Person, RHO, SESTO, person};

/// They and the server.
pub(crate) struct Analyst {
    pub(crate) database: TestDatabase,
    pub(crate) server: TestServer,
    pub(crate) planner: Person,
    pub(crate) stranger: Person,
}

impl Analyst {
    /// Opens the samples for them.
    pub(crate) async fn open() -> anyhow::Result<Self> {
        Self::open_with(&[]).await
    }

    /// Opens the samples with settings of the server's own.
    pub(crate) async fn open_with(settings: &[(&'static str, &str)]) -> anyhow::Result<Self> {
        let database = TestDatabase::with_samples().await?;
        let planner = person(&database, RHO, "pianificatrice", &[Role::Reader]).await?;
        let stranger = person(&database, SESTO, "estraneo", &[Role::Reader]).await?;
        let server = serve(&database, settings).await?;
        Ok(Self { database, server, planner, stranger })
    }

    /// Asks as somebody.
    pub(crate) async fn send(
        &self,
        who: Option<&Person>,
        method: Method,
        path: &str,
        body: Option<&Value>,
        is_job: bool,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let mut request = self.server.client.request(method, format!("{}{path}", self.server.url));
        if let Some(who) = who {
            request = who.sign(request);
        }
        if is_job {
            request = request.header("prefer", "respond-async");
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// Runs a process at once, as the planner.
    pub(crate) async fn run(&self, process: &str, inputs: Value) -> anyhow::Result<(StatusCode, Value)> {
        let (path, body) = (format!("/ogc/processes/{process}/execution"), json!({"inputs": inputs}));
        self.send(Some(&self.planner), Method::POST, &path, Some(&body), false).await
    }

    /// Makes a job, as the planner, and returns its id.
    pub(crate) async fn begin(&self, process: &str, inputs: Value) -> anyhow::Result<String> {
        let (path, body) = (format!("/ogc/processes/{process}/execution"), json!({"inputs": inputs}));
        let (status, job) = self.send(Some(&self.planner), Method::POST, &path, Some(&body), true).await?;
        ensure!(status == StatusCode::CREATED, "{status} {job}");
        Ok(job["jobID"].as_str().context("jobID")?.to_owned())
    }

    /// Returns a job as the planner sees it.
    pub(crate) async fn job(&self, id: &str) -> anyhow::Result<Value> {
        let path = format!("/ogc/jobs/{id}");
        let (status, job) = self.send(Some(&self.planner), Method::GET, &path, None, false).await?;
        ensure!(status == StatusCode::OK, "{status} {job}");
        Ok(job)
    }

    /// Waits until a job is over.
    pub(crate) async fn wait(&self, id: &str) -> anyhow::Result<Value> {
        for _ in 0..1_200 {
            let job = self.job(id).await?;
            if !matches!(job["status"].as_str(), Some("accepted" | "running")) {
                return Ok(job);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the job {id} does not end")
    }

    /// Makes a job that has to succeed, and returns its end.
    pub(crate) async fn done(&self, process: &str, inputs: Value) -> anyhow::Result<Value> {
        let id = self.begin(process, inputs).await?;
        let job = self.wait(&id).await?;
        ensure!(job["status"] == "successful", "{job}");
        Ok(job)
    }

    /// Adds a private dataset of Rho of so many points, strewn the same each time.
    pub(crate) async fn strew(&self, name: &str, count: u32) -> anyhow::Result<String> {
        use std::fmt::Write as _;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("points.csv");
        let mut text = String::from("valore;x;y\n");
        let mut state = 88_172_645_463_325_252_u64;
        let mut draw = || {
            // Xorshift (Marsaglia 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 32).unwrap_or_default()) / f64::from(u32::MAX)
        };
        for row in 0..count {
            let _written = writeln!(text, "{};{};{}", row % 97, 9.0 + draw() * 0.2, 45.4 + draw() * 0.2);
        }
        std::fs::write(&file, text)?;
        let id = format!("rho.{name}");
        let arguments = ["--ente", "rho", "--dataset", &id, "--visibility", "private"];
        let file = file.to_string_lossy().into_owned();
        let all: Vec<&str> = ["import", &file].into_iter().chain(arguments).collect();
        let done = civico_harness::civico(&self.database, &all).await?;
        ensure!(done.code == Some(0), "{}", done.stderr);
        self.wait_for(&id).await?;
        Ok(id)
    }

    /// Waits until the server knows a collection.
    async fn wait_for(&self, id: &str) -> anyhow::Result<()> {
        let path = format!("/ogc/collections/{id}");
        for _ in 0..200 {
            if self.send(Some(&self.planner), Method::GET, &path, None, false).await?.0 == StatusCode::OK {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("{id} does not come")
    }
}

/// Starts a server with settings of its own.
pub(crate) async fn serve(
    database: &TestDatabase,
    settings: &[(&'static str, &str)],
) -> anyhow::Result<TestServer> {
    let mut environment = database.environment();
    environment.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
    TestServer::start_with(&environment).await
}
