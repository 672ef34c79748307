//! Jobs of processes: their life, their results, and whoever breaks them off.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_harness::civico;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::{Analyst, serve};

#[tokio::test]
async fn a_job_leaves_a_private_collection_with_where_it_comes_from() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let job =
        analyst.done("buffer", json!({"features": {"collection": "rho.scuole"}, "distance": 100})).await?;
    assert_eq!(job["progress"], 100);
    assert_eq!(job["inputVersions"], json!({"rho.scuole": 1}));
    assert_eq!(job["request"]["distance"], 100);
    ensure!(job["expires"].is_string() && job["processVersion"].is_string(), "{job}");
    let (id, collection) =
        (job["jobID"].as_str().context("id")?, job["collection"].as_str().context("collection")?);
    let path = format!("/ogc/jobs/{id}/results");
    let (status, results) = analyst.send(Some(&analyst.planner), Method::GET, &path, None, false).await?;
    ensure!(status == StatusCode::OK, "{results}");
    assert_eq!(results["result"]["collection"], *collection);
    ensure!(results["result"]["numberMatched"].as_i64() > Some(0), "{results}");
    let items = format!("/ogc/collections/{collection}/items");
    let tiles = format!("/tiles/{collection}");
    for path in [&items, &tiles] {
        let (status, answer) = analyst.send(Some(&analyst.planner), Method::GET, path, None, false).await?;
        ensure!(status == StatusCode::OK, "{path}: {status} {answer}");
    }
    // To others neither the job nor its result is there.
    for who in [None, Some(&analyst.stranger)] {
        for path in [&items, &tiles, &format!("/ogc/jobs/{id}"), &format!("/ogc/jobs/{id}/results")] {
            let (status, answer) = analyst.send(who, Method::GET, path, None, false).await?;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {answer}");
        }
        let (_, jobs) = analyst.send(who, Method::GET, "/ogc/jobs", None, false).await?;
        assert_eq!(jobs["jobs"], json!([]));
    }
    // A document that was asked for raw comes as it is, and pages of the list keep what was asked.
    let body = json!({"inputs": {"message": "no", "value": {"a": 1}}, "outputs": {"value": {}}});
    let path = "/ogc/processes/echo/execution";
    let (status, echo) = analyst.send(Some(&analyst.planner), Method::POST, path, Some(&body), true).await?;
    assert_eq!(status, StatusCode::CREATED, "{echo}");
    let echo = analyst.wait(echo["jobID"].as_str().context("id")?).await?;
    let path = format!("/ogc/jobs/{}/results", echo["jobID"].as_str().context("id")?);
    let raw = analyst.send(Some(&analyst.planner), Method::GET, &path, None, false).await?;
    assert_eq!(raw, (StatusCode::OK, json!({"a": 1})));
    // Done again it gives as much, no more.
    let again = path.replace("results", "rerun");
    let (_, again) = analyst.send(Some(&analyst.planner), Method::POST, &again, None, false).await?;
    let again = analyst.wait(again["jobID"].as_str().context("id")?).await?;
    assert_eq!(again["resultDigest"], echo["resultDigest"], "{again}");
    analyst.done("echo", json!({"value": 2})).await?;
    let path = "/ogc/jobs?processID=echo&limit=1";
    let (_, page) = analyst.send(Some(&analyst.planner), Method::GET, path, None, false).await?;
    let links = page["links"].as_array().context("links")?;
    let next = links.iter().find(|link| link["rel"] == "next").context("next")?;
    let next = next["href"].as_str().context("href")?.replace(&analyst.server.url, "");
    ensure!(next.contains("processID=echo"), "{next}");
    let (_, page) = analyst.send(Some(&analyst.planner), Method::GET, &next, None, false).await?;
    assert_eq!(page["jobs"][0]["jobID"], again["jobID"], "{page}");
    let path = "/ogc/jobs?processID=buffer&status=successful,failed&minDuration=0&maxDuration=600";
    let (_, jobs) = analyst.send(Some(&analyst.planner), Method::GET, path, None, false).await?;
    assert_eq!(jobs["jobs"][0]["jobID"], *id);
    Ok(())
}

#[tokio::test]
async fn a_job_done_again_gives_the_same_to_the_byte() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let points = analyst.strew("punti", 5_000).await?;
    let inputs = json!({"features": {"collection": points}, "distance": 200, "least-points": 4});
    let job = analyst.done("dbscan", inputs).await?;
    let id = job["jobID"].as_str().context("id")?;
    let done = civico(&analyst.database, &["job", "rerun", id]).await?;
    ensure!(done.code == Some(0) && done.stdout.contains("byte by byte"), "{} {}", done.stdout, done.stderr);
    let (status, again) = analyst
        .send(Some(&analyst.planner), Method::POST, &format!("/ogc/jobs/{id}/rerun"), None, false)
        .await?;
    assert_eq!(status, StatusCode::CREATED);
    let again = analyst.wait(again["jobID"].as_str().context("id")?).await?;
    assert_eq!(again["resultDigest"], job["resultDigest"]);
    assert_eq!(again["repeats"], *id);
    Ok(())
}

#[tokio::test]
async fn nobody_makes_a_job_without_signing_in_and_none_of_what_is_not_theirs() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let secret = analyst.strew("segreti", 10).await?;
    let path = "/ogc/processes/buffer/execution";
    let body = json!({"inputs": {"features": {"collection": secret}, "distance": 1}});
    let (status, _) = analyst.send(None, Method::POST, path, Some(&body), true).await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let absent = json!({"inputs": {"features": {"collection": "rho.manca"}, "distance": 1}});
    for (who, is_job) in [(None, false), (Some(&analyst.stranger), false), (Some(&analyst.stranger), true)] {
        let refused = analyst.send(who, Method::POST, path, Some(&body), is_job).await?;
        assert_eq!(refused.0, StatusCode::BAD_REQUEST, "{}", refused.1);
        assert_eq!(refused, analyst.send(who, Method::POST, path, Some(&absent), is_job).await?);
    }
    Ok(())
}

#[tokio::test]
async fn a_job_whose_asker_lost_the_role_reads_nothing() -> anyhow::Result<()> {
    // No worker of its own: the job waits until the role is gone.
    let analyst = Analyst::open_with(&[("CIVICO_PROCESSES__WORKERS", "0")]).await?;
    let secret = analyst.strew("segreti", 10).await?;
    let id = analyst.begin("buffer", json!({"features": {"collection": secret}, "distance": 1})).await?;
    let client = analyst.database.client().await?;
    client.execute("DELETE FROM civico.role_assignment WHERE ente = '015182'", &[]).await?;
    let worker = serve(&analyst.database, &[]).await?;
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let row = client
            .query_one("SELECT state, message->>'id', collection FROM civico.job WHERE id::text = $1", &[&id])
            .await?;
        let (state, message): (String, Option<String>) = (row.get(0), row.get(1));
        if state == "failed" {
            assert_eq!(message.as_deref(), Some("job-asker-gone"));
            assert_eq!(row.get::<_, Option<String>>(2), None);
            break;
        }
        ensure!(Instant::now() < deadline, "still {state}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(worker);
    Ok(())
}

/// What works for a job: its child on this machine, statements in its database.
async fn busy(analyst: &Analyst) -> anyhow::Result<(usize, i64)> {
    let mut children = 0;
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path();
        let Ok(status) = std::fs::read_to_string(path.join("status")) else { continue };
        let parent = format!("PPid:\t{}\n", analyst.server.id().context("the server has ended")?);
        let command = std::fs::read_to_string(path.join("cmdline")).unwrap_or_default();
        children += usize::from(status.contains(&parent) && command.contains("process"));
    }
    let statements: i64 = analyst
        .database
        .client()
        .await?
        .query_one(
            "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
               AND query NOT LIKE '%change_log%' AND now() - query_start > interval '300 ms'",
            &[],
        )
        .await?
        .get(0);
    Ok((children, statements))
}

#[tokio::test]
async fn a_job_given_up_frees_processor_and_database_within_a_second() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let points = analyst.strew("molti", 200_000).await?;
    // Pairs without end: it would take minutes.
    let inputs =
        json!({"features": {"collection": points}, "value": "valore", "k": 500, "permutations": 99999});
    let id = analyst.begin("moran", inputs).await?;
    let deadline = Instant::now() + Duration::from_mins(1);
    while busy(&analyst).await?.0 == 0 {
        ensure!(Instant::now() < deadline, "nothing works: {}", analyst.job(&id).await?);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let path = format!("/ogc/jobs/{id}");
    let (status, job) = analyst.send(Some(&analyst.planner), Method::DELETE, &path, None, false).await?;
    let asked = Instant::now();
    ensure!(status == StatusCode::OK && job["status"] == "dismissed", "{status} {job}");
    while busy(&analyst).await? != (0, 0) {
        ensure!(asked.elapsed() < Duration::from_secs(1), "still busy: {:?}", busy(&analyst).await?);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (status, _) = analyst.send(Some(&analyst.planner), Method::DELETE, &path, None, false).await?;
    assert_eq!(status, StatusCode::GONE);
    assert_eq!(analyst.job(&id).await?["status"], "dismissed");
    Ok(())
}

#[tokio::test]
async fn dismissing_a_finished_job_takes_its_result_away_and_so_does_its_expiry() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let inputs = || json!({"features": {"collection": "rho.scuole"}, "distance": 10});
    let (first, second) = (analyst.done("buffer", inputs()).await?, analyst.done("buffer", inputs()).await?);
    let client = analyst.database.client().await?;
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'ente_rho' AND tablename LIKE 'result_%'";
    assert_eq!(client.query_one(tables, &[]).await?.get::<_, i64>(0), 2);
    let path = format!("/ogc/jobs/{}", first["jobID"].as_str().context("id")?);
    let (status, _) = analyst.send(Some(&analyst.planner), Method::DELETE, &path, None, false).await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(client.query_one(tables, &[]).await?.get::<_, i64>(0), 1);
    let path = format!("{path}/results");
    let (status, _) = analyst.send(Some(&analyst.planner), Method::GET, &path, None, false).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // The other one expires; kept, it would not.
    let job = format!("/ogc/jobs/{}", second["jobID"].as_str().context("id")?);
    let keep = json!({"keep": true});
    let (_, kept) = analyst.send(Some(&analyst.planner), Method::PATCH, &job, Some(&keep), false).await?;
    assert_eq!(kept["expires"], Value::Null);
    let later = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 30);
    analyst.database.store.remove_expired_jobs(later).await?;
    assert_eq!(client.query_one(tables, &[]).await?.get::<_, i64>(0), 1);
    client.execute("UPDATE civico.job SET expires_at = now() WHERE state = 'successful'", &[]).await?;
    assert_eq!(analyst.database.store.remove_expired_jobs(later).await?, 1);
    assert_eq!(client.query_one(tables, &[]).await?.get::<_, i64>(0), 0);
    let datasets = "SELECT count(*) FROM civico.dataset WHERE job IS NOT NULL";
    assert_eq!(client.query_one(datasets, &[]).await?.get::<_, i64>(0), 0);
    let (status, _) = analyst.send(Some(&analyst.planner), Method::GET, &job, None, false).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn an_ente_that_has_too_much_waiting_is_told_so() -> anyhow::Result<()> {
    let settings = [("CIVICO_PROCESSES__WORKERS", "0"), ("CIVICO_PROCESSES__WAITING_PER_ENTE", "3")];
    let analyst = Analyst::open_with(&settings).await?;
    for _ in 0..3 {
        analyst.begin("echo", json!({"value": 1})).await?;
    }
    let path = "/ogc/processes/echo/execution";
    let body = json!({"inputs": {"value": 1}});
    let (status, problem) =
        analyst.send(Some(&analyst.planner), Method::POST, path, Some(&body), true).await?;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{problem}");
    // Others have places of their own.
    let (status, _) = analyst.send(Some(&analyst.stranger), Method::POST, path, Some(&body), true).await?;
    assert_eq!(status, StatusCode::CREATED);
    Ok(())
}

#[tokio::test]
async fn a_job_that_wants_too_much_memory_or_time_fails_with_a_reason() -> anyhow::Result<()> {
    let settings = [("CIVICO_PROCESSES__MAX_MEMORY_MB", "256"), ("CIVICO_PROCESSES__MAX_SECONDS", "3")];
    let analyst = Analyst::open_with(&settings).await?;
    let points = analyst.strew("molti", 100_000).await?;
    let slow =
        json!({"features": {"collection": points}, "value": "valore", "k": 100, "permutations": 99999});
    let id = analyst.begin("moran", slow).await?;
    let job = analyst.wait(&id).await?;
    assert_eq!(job["status"], "failed", "{job}");
    ensure!(job["message"].as_str().is_some_and(|text| text.len() > 20), "{job}");
    // The worker goes on.
    analyst.done("echo", json!({"value": 1})).await?;
    Ok(())
}

#[tokio::test]
async fn a_listed_host_is_told_of_the_end_and_no_other() -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?.to_string();
    let listed = format!("[\"{host}\"]");
    let analyst = Analyst::open_with(&[("CIVICO_PROCESSES__CALLBACK_HOSTS", &listed)]).await?;
    let path = "/ogc/processes/echo/execution";
    let body = |uri: String| json!({"inputs": {"value": "detto"}, "subscriber": {"successUri": uri}});
    let other = body("http://127.0.0.2/told".to_owned());
    let (status, _) = analyst.send(Some(&analyst.planner), Method::POST, path, Some(&other), true).await?;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let mut ours = body(format!("http://{host}/told"));
    ours["inputs"]["pause"] = json!(2);
    ours["subscriber"]["inProgressUri"] = json!(format!("http://{host}/runs"));
    let (status, _) = analyst.send(Some(&analyst.planner), Method::POST, path, Some(&ours), true).await?;
    assert_eq!(status, StatusCode::CREATED);
    let begun = heard(&listener).await?;
    ensure!(begun.starts_with("POST /runs") && begun.contains("\"status\":\"running\""), "{begun}");
    let ended = heard(&listener).await?;
    ensure!(ended.starts_with("POST /told") && ended.contains("\"value\":\"detto\""), "{ended}");
    Ok(())
}

/// Hears one request and answers it.
async fn heard(listener: &tokio::net::TcpListener) -> anyhow::Result<String> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (mut stream, _) = tokio::time::timeout(Duration::from_secs(20), listener.accept()).await??;
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.contains("detto") {
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut buffer)).await??;
        ensure!(read > 0, "cut: {text}");
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await?;
    Ok(text)
}
