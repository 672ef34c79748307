//! A running server on a free port.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

use crate::database::{Lease, TestDatabase};
use crate::programs::command;

/// The server, the client that asks it, and its folder; it is killed when this is dropped.
#[derive(Debug)]
pub struct TestServer {
    /// Where it answers, without a slash at the end.
    pub url: String,
    /// The client.
    pub client: Client,
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    data: TempDir,
    /// The server goes before its database.
    _database: Option<Arc<Lease>>,
}

impl TestServer {
    /// Starts the server on a database and waits until it is ready.
    ///
    /// # Errors
    /// It does not become ready.
    pub async fn start(database: &TestDatabase) -> anyhow::Result<Self> {
        let server = Self::start_with(&database.environment()).await?;
        Ok(Self { _database: Some(Arc::clone(&database.lease)), ..server })
    }

    /// Starts the server with settings of its own and waits until it is ready.
    ///
    /// # Errors
    /// It does not become ready.
    pub async fn start_with(environment: &[(&str, String)]) -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let mut command = command(environment, data.path())?;
        let mut child = command
            .arg("serve")
            .env("CIVICO_SERVER__LISTEN", "127.0.0.1:0")
            .env("CIVICO_LOG", "trace")
            .env("CIVICO_LIMITS__REQUESTS_PER_SECOND", "0")
            .env("CIVICO_LIMITS__SIGN_INS_PER_MINUTE", "0")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stderr(std::fs::File::create(data.path().join("log"))?)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("no output")?).lines();
        let url = tokio::time::timeout(Duration::from_mins(1), async {
            while let Some(line) = output.next_line().await? {
                if let Some((_, url)) = line.split_once("open http") {
                    return Ok(format!("http{url}"));
                }
            }
            bail!("the server ended before it was ready")
        })
        .await
        .context("the server is not ready after a minute")??;
        Ok(Self { url, client: Client::new(), child, output, data, _database: None })
    }

    /// Returns what the server logged so far, at the most talkative level.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn log(&self) -> anyhow::Result<String> {
        Ok(std::fs::read_to_string(self.data.path().join("log"))?)
    }

    /// Returns the memory that the server occupies, in kilobytes (`VmRSS`, proc(5)).
    ///
    /// # Errors
    /// It has ended.
    pub fn memory_kb(&self) -> anyhow::Result<u64> {
        let id = self.child.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Returns the number of its process; `None` once it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Returns the server's data folder; the log is in it too.
    pub fn data_folder(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Asks for a path.
    ///
    /// # Errors
    /// The server does not answer.
    pub async fn get(&self, path: &str) -> anyhow::Result<Response> {
        Ok(self.client.get(format!("{}{path}", self.url)).send().await?)
    }

    /// Asks for a path that must give JSON with status 200.
    ///
    /// # Errors
    /// Anything else is answered.
    pub async fn json(&self, path: &str) -> anyhow::Result<Value> {
        let response = self.get(path).await?;
        let (status, text) = (response.status(), response.text().await?);
        if status != StatusCode::OK {
            bail!("{path} answers {status}: {text}");
        }
        serde_json::from_str(&text).with_context(|| format!("{path} answers no JSON: {text}"))
    }

    /// Sends JSON to a path and returns status and answer.
    ///
    /// # Errors
    /// The server does not answer with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let response = self.client.post(format!("{}{path}", self.url)).json(body).send().await?;
        Ok((response.status(), response.json().await?))
    }

    /// Tells the server to stop, as Ctrl-C does, and returns its exit code and last lines.
    ///
    /// # Errors
    /// It does not stop.
    pub async fn stop(mut self) -> anyhow::Result<(Option<i32>, Vec<String>)> {
        let id = self.child.id().context("the server has ended")?;
        nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(i32::try_from(id)?),
            nix::sys::signal::Signal::SIGINT,
        )?;
        let status = tokio::time::timeout(Duration::from_secs(20), self.child.wait()).await??;
        let mut lines = Vec::new();
        while let Some(line) = self.output.next_line().await? {
            lines.push(line);
        }
        Ok((status.code(), lines))
    }
}
