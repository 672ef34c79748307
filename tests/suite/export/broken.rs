//! An export that is broken off leaves nothing, whoever breaks it off.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use civico_harness::{TestDatabase, TestServer, program, repository};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use super::{Installation, count, names_in};
use crate::bad_input::may_mount;

/// Enough that an export is under way for seconds.
const ROWS: usize = 200_000;

async fn with_many_rows() -> anyhow::Result<Installation> {
    let here = Installation::on(TestDatabase::with_samples().await?)?;
    let mut rows = String::from("nome;x;y\n");
    (0..ROWS).for_each(|_| rows.push_str("Duomo;9,1919;45,4642\n"));
    here.import("molti.csv", &rows, "rho.molti").await?;
    std::fs::create_dir(here.path("out"))?;
    Ok(here)
}

impl Installation {
    /// Begins an export and waits until rows are being written.
    async fn begin(&self) -> anyhow::Result<Child> {
        let mut command = Command::new(program("civico")?);
        command.args(["export", "rho", "--out"]).arg(self.path("out/rho.zip")).current_dir(repository());
        command.env("CIVICO_LANGUAGE", "en").stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let child = command.envs(self.environment.iter().map(|(name, value)| (name, value))).spawn()?;
        self.wait_for("rho.molti.csv").await?;
        Ok(child)
    }

    /// Waits until a table is being written in the private folder.
    async fn wait_for(&self, file: &str) -> anyhow::Result<()> {
        let exports = self.path("data/exports");
        for _ in 0..1000 {
            let is_written = |folder: &String| {
                exports.join(folder).join(file).metadata().is_ok_and(|metadata| metadata.len() > 0)
            };
            if names_in(&exports).iter().any(is_written) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        anyhow::bail!("the export does not begin")
    }

    fn leftovers(&self) -> Vec<String> {
        names_in(&self.path("data/exports"))
    }
}

fn pid(child: &Child) -> anyhow::Result<Pid> {
    Ok(Pid::from_raw(i32::try_from(child.id().context("the export has ended")?)?))
}

#[tokio::test]
async fn killed_it_leaves_no_half_file_and_the_next_export_clears_its_folder() -> anyhow::Result<()> {
    let here = with_many_rows().await?;
    let mut child = here.begin().await?;
    kill(pid(&child)?, Signal::SIGKILL)?;
    assert_eq!(child.wait().await?.code(), None);
    assert_eq!(names_in(&here.path("out")), Vec::<String>::new());
    let (zip, _) = here.export("rho", "rho.zip").await?;
    zip.check_sums()?;
    assert_eq!(zip.rows_of_csv("datasets/rho.molti/rho.molti.csv")?, ROWS as u64);
    assert_eq!(here.leftovers(), Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn ctrl_c_ends_it_with_one_sentence_and_leaves_nothing() -> anyhow::Result<()> {
    let here = with_many_rows().await?;
    let child = here.begin().await?;
    kill(pid(&child)?, Signal::SIGINT)?;
    let output = tokio::time::timeout(Duration::from_secs(10), child.wait_with_output()).await??;
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert_eq!(names_in(&here.path("out")), Vec::<String>::new());
    assert_eq!(here.leftovers(), Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_client_that_leaves_ends_it() -> anyhow::Result<()> {
    let here = with_many_rows().await?;
    let enti = crate::enti::administrator(&here.database, "015182").await?;
    let server = TestServer::start_with(&here.environment).await?;
    let asked = server
        .client
        .get(format!("{}/rest/catalog/v1/export?ente=015182", server.url))
        .header("cookie", format!("__Host-civico={enti}"));
    let mut response = asked.send().await?;
    assert_eq!(response.status(), 200);
    response.chunk().await?;
    here.wait_for("rho.molti.csv").await?;
    drop(response);
    let client = here.database.client().await?;
    let busy = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()";
    for _ in 0..300 {
        if here.leftovers().is_empty() && count(&client, busy).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the export goes on: {:?}", here.leftovers())
}

/// The file is on a file system of 1 MiB.
#[tokio::test]
async fn a_disk_that_fills_is_said_and_leaves_nothing() -> anyhow::Result<()> {
    if !may_mount()? {
        return Ok(());
    }
    let here = Installation::on(TestDatabase::with_samples().await?)?;
    let small = here.path("small");
    std::fs::create_dir(&small)?;
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg("mount -t tmpfs -o size=1m tmpfs \"$1\" && \"$2\" export rho --out \"$1/rho.zip\"; code=$?; ls -A \"$1\"; exit $code")
        .arg("sh")
        .args([small.as_path(), Path::new(&program("civico")?)])
        .current_dir(repository())
        .env("CIVICO_LANGUAGE", "en")
        .envs(here.environment.iter().map(|(name, value)| (name, value)))
        .output()
        .await?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.contains("The disk is full"), "{stderr}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(here.leftovers(), Vec::<String>::new());
    Ok(())
}
