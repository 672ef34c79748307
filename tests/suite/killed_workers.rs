//! Workers are killed at random: every job ends once, with the result of one that nobody disturbed.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_domain::identity::Actor;
use civico_harness::{TestDatabase, program, repository};
use civico_store::processing::{NewJob, Quota};
use serde_json::{Value, json};
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::real_data::say;

const JOBS: u32 = 500;
/// Workers that are killed, at least.
const KILLED: u32 = 30;
/// One is killed when so many jobs have ended since the last, or after this time: on a fast machine as often
/// as on a slow one.
const JOBS_BETWEEN: i64 = 8;
const LONGEST_BETWEEN: Duration = Duration::from_secs(1);

fn worker(database: &TestDatabase) -> anyhow::Result<Child> {
    let mut command = Command::new(program("civico")?);
    command.args(["worker", "--jobs", "2"]).current_dir(repository()).kill_on_drop(true);
    command.env("CIVICO_PROCESSES__LEASE_S", "2").env("CIVICO_PROCESSES__RUNNING_PER_ENTE", "8");
    command.env("CIVICO_DATA_FOLDER", std::env::temp_dir()).stdout(std::process::Stdio::null());
    for (name, value) in database.environment() {
        command.env(name, value);
    }
    Ok(command.spawn()?)
}

/// What is asked by turns; each has one right answer.
fn inputs(number: u32) -> (&'static str, Value) {
    let schools = json!({"collection": "rho.scuole"});
    match number % 3 {
        0 => ("buffer", json!({"features": schools, "distance": 100})),
        1 => ("dbscan", json!({"features": schools, "distance": 800, "least-points": 2})),
        _ => ("echo", json!({"value": "eco"})),
    }
}

async fn add(database: &TestDatabase, number: u32) -> anyhow::Result<()> {
    let (process, inputs) = inputs(number);
    let job = NewJob {
        id: Uuid::now_v7(),
        ente: "015182".parse()?,
        process: process.to_owned(),
        process_version: "1.0.0".to_owned(),
        inputs,
        subscriber: None,
        repeats: None,
        outputs: None,
        is_raw: false,
    };
    let quota = Quota { waiting: 10_000, result_bytes: u64::MAX / 2 };
    Ok(database.store.add_job(&Actor::local_administrator_for("015182".parse()?), &job, quota).await?)
}

async fn left(database: &TestDatabase) -> anyhow::Result<i64> {
    let waiting = "SELECT count(*) FROM civico.job WHERE state IN ('accepted', 'running')";
    Ok(database.client().await?.query_one(waiting, &[]).await?.get(0))
}

#[tokio::test]
async fn jobs_survive_workers_that_are_killed() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    // One of each, undisturbed.
    for number in 0..3 {
        add(&database, number).await?;
    }
    let mut undisturbed = worker(&database)?;
    let deadline = Instant::now() + Duration::from_mins(2);
    while left(&database).await? > 0 {
        ensure!(Instant::now() < deadline, "the first jobs do not end");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    undisturbed.kill().await?;
    for number in 0..JOBS {
        add(&database, number).await?;
    }
    let mut workers = vec![worker(&database)?, worker(&database)?];
    let (mut killed, mut pause) = (0_u32, 7_u64);
    let deadline = Instant::now() + Duration::from_mins(6);
    let mut waiting = left(&database).await?;
    while waiting > 0 {
        ensure!(Instant::now() < deadline, "{waiting} jobs do not end");
        let (before, since) = (waiting, Instant::now());
        while waiting > 0 && before - waiting < JOBS_BETWEEN && since.elapsed() < LONGEST_BETWEEN {
            tokio::time::sleep(Duration::from_millis(20)).await;
            waiting = left(&database).await?;
        }
        // Not at random to the second run, at no regular moment of a job's life either.
        pause = pause * 31 % 997;
        tokio::time::sleep(Duration::from_millis(pause / 10)).await;
        let victim = workers.get_mut(usize::try_from(pause % 2)?).context("a worker")?;
        // SIGKILL: nothing is said, nothing is tidied up.
        victim.kill().await?;
        *victim = worker(&database)?;
        killed += 1;
    }
    drop(workers);
    let client = database.client().await?;
    let rows = client
        .query(
            "SELECT process, state, result_digest, count(*) AS jobs, count(DISTINCT collection) AS results
             FROM civico.job GROUP BY 1, 2, 3 ORDER BY 1",
            &[],
        )
        .await?;
    // One line for each process: all ended the same way, with the same result.
    assert_eq!(rows.len(), 3, "{rows:?}");
    let mut results = 0_i64;
    for row in &rows {
        assert_eq!(row.get::<_, &str>("state"), "successful");
        let is_echo = row.get::<_, &str>("process") == "echo";
        let expected = if is_echo { 0 } else { row.get::<_, i64>("jobs") };
        assert_eq!(row.get::<_, i64>("results"), expected);
        results += expected;
    }
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'ente_rho' AND tablename LIKE 'result_%'";
    assert_eq!(client.query_one(tables, &[]).await?.get::<_, i64>(0), results, "results that nobody has");
    let again: i64 = client.query_one("SELECT sum(attempts) FROM civico.job", &[]).await?.get(0);
    say(&format!("{JOBS} jobs, {killed} workers killed, jobs were taken {again} times"));
    ensure!(killed >= KILLED, "only {killed} workers were killed");
    Ok(())
}
