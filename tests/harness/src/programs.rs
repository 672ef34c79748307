//! The programs under test.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, ensure};
use tokio::process::Command;

use crate::database::TestDatabase;
use crate::shared::repository;

/// How a program ended.
#[derive(Debug)]
pub struct Finished {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Returns the path of a program that `cargo build` left beside the test binary.
///
/// # Errors
/// It is not there: build it first.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    let test = std::env::current_exe()?;
    let folder =
        test.parent().and_then(std::path::Path::parent).context("a test binary is two folders deep")?;
    let program = folder.join(name);
    ensure!(program.is_file(), "{name} is not built: run cargo build --workspace --bins (./dev test does)");
    Ok(program)
}

/// Runs `civico` on a database to its end.
///
/// # Errors
/// The program cannot be started.
pub async fn civico(database: &TestDatabase, arguments: &[&str]) -> anyhow::Result<Finished> {
    civico_with(&database.environment(), arguments).await
}

/// Runs `civico` with settings of its own to its end.
///
/// # Errors
/// The program cannot be started.
pub async fn civico_with(environment: &[(&str, String)], arguments: &[&str]) -> anyhow::Result<Finished> {
    let data = tempfile::tempdir()?;
    let output = command(environment, data.path())?.args(arguments).output().await?;
    Ok(Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Begins to call `civico`: English, in the repository, with a data folder of its own.
pub(crate) fn command(environment: &[(&str, String)], data: &std::path::Path) -> anyhow::Result<Command> {
    let mut command = Command::new(program("civico")?);
    command
        .current_dir(repository())
        .env_remove("DATABASE_URL")
        .env("CIVICO_LANGUAGE", "en")
        .env("CIVICO_DATA_FOLDER", data)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    for (name, value) in environment {
        command.env(name, value);
    }
    Ok(command)
}
