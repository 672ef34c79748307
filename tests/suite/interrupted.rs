//! An import that is broken off leaves nothing, whoever breaks it off.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use civico_harness::{TestDatabase, program, repository};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

/// An import of many rows, under way.
struct Running {
    child: Child,
    database: TestDatabase,
    _folder: tempfile::TempDir,
}

async fn start() -> anyhow::Result<Running> {
    let database = TestDatabase::new().await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("many.csv");
    let mut rows = String::from("nome;x;y\n");
    (0..3_000_000).for_each(|_| rows.push_str("Duomo;9,1919;45,4642\n"));
    std::fs::write(&path, rows)?;
    let mut command = Command::new(program("civico")?);
    command.arg("import").arg(&path).current_dir(repository()).stderr(Stdio::piped()).stdout(Stdio::null());
    command
        .env("CIVICO_LANGUAGE", "en")
        .env("CIVICO_DATA_FOLDER", folder.path().join("data"))
        .kill_on_drop(true);
    for (name, value) in database.environment() {
        command.env(name, value);
    }
    let running = Running { child: command.spawn()?, database, _folder: folder };
    running.wait_for_copy().await?;
    Ok(running)
}

impl Running {
    /// Waits until rows are being copied.
    async fn wait_for_copy(&self) -> anyhow::Result<()> {
        let client = self.database.client().await?;
        for _ in 0..600 {
            let copying: i64 = client
                .query_one("SELECT count(*) FROM pg_stat_progress_copy WHERE datname = current_database() AND tuples_processed > 0", &[])
                .await?
                .get(0);
            if copying > 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the import does not begin to copy")
    }

    fn pid(&self) -> anyhow::Result<i32> {
        Ok(i32::try_from(self.child.id().context("the import has ended")?)?)
    }

    /// Returns the process that reads the file.
    fn reader(&self) -> anyhow::Result<i32> {
        let parent = self.pid()?;
        let children = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
        let all = match children {
            Ok(text) if !text.trim().is_empty() => text,
            _ => find_child(parent)?,
        };
        Ok(all.split_whitespace().next().context("no child")?.parse()?)
    }

    async fn end(self) -> anyhow::Result<(Option<i32>, String)> {
        let output = tokio::time::timeout(Duration::from_secs(30), self.child.wait_with_output()).await??;
        let client = self.database.client().await?;
        for _ in 0..200 {
            let busy: i64 = client
                .query_one("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", &[])
                .await?
                .get(0);
            if busy == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        for sql in [
            "SELECT count(*) FROM civico.dataset_version",
            "SELECT count(*) FROM civico.change_log",
            "SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'ente\\_%'",
        ] {
            let left: i64 = client.query_one(sql, &[]).await?.get(0);
            assert_eq!(left, 0, "{sql}");
        }
        Ok((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// A child may belong to any thread of its parent.
fn find_child(parent: i32) -> anyhow::Result<String> {
    let mut all = String::new();
    for task in std::fs::read_dir(format!("/proc/{parent}/task"))? {
        all.push_str(&std::fs::read_to_string(task?.path().join("children"))?);
    }
    Ok(all)
}

#[tokio::test]
async fn ctrl_c_leaves_nothing() -> anyhow::Result<()> {
    let running = start().await?;
    kill(Pid::from_raw(running.pid()?), Signal::SIGINT)?;
    let (code, stderr) = running.end().await?;
    assert_eq!(code, Some(1));
    assert!(stderr.contains("nothing was published"), "{stderr}");
    Ok(())
}

#[tokio::test]
async fn the_program_killed_leaves_nothing_and_its_reader_ends_too() -> anyhow::Result<()> {
    let running = start().await?;
    let reader = running.reader()?;
    kill(Pid::from_raw(running.pid()?), Signal::SIGKILL)?;
    let (code, _) = running.end().await?;
    assert_eq!(code, None);
    for _ in 0..100 {
        let state = std::fs::read_to_string(format!("/proc/{reader}/stat")).unwrap_or_default();
        if state.is_empty() || state.contains(") Z ") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the reader goes on without anybody to read for")
}

#[tokio::test]
async fn the_reader_killed_is_said_in_one_sentence_and_leaves_nothing() -> anyhow::Result<()> {
    let running = start().await?;
    kill(Pid::from_raw(running.reader()?), Signal::SIGKILL)?;
    let (code, stderr) = running.end().await?;
    assert_eq!(code, Some(1));
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.contains("broke off"), "{stderr}");
    Ok(())
}
