//! The feed, while many write and the server is killed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use civico_harness::TestServer;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::RwLock;
use tokio::task::JoinSet;

use crate::office::{Office, Person, SESTO, number, person};

const WRITERS: u32 = 16;
const KILLS: u32 = 3;

/// Where the server answers by now, whether it is over, and whether everybody has his last answer.
struct Run {
    url: RwLock<String>,
    over: AtomicBool,
    written: AtomicBool,
}

/// What a writer was told had happened: the number of the last event, and how many there were.
type Acknowledged = BTreeMap<i64, usize>;

async fn write(run: Arc<Run>, writer: u32, who: Person, street: String, pair: [String; 2]) -> Acknowledged {
    let (client, mut acknowledged) = (Client::new(), Acknowledged::new());
    let mut step = 0;
    while !run.over.load(Ordering::Relaxed) {
        step += 1;
        // Two numbers change at once: half of it must never be seen.
        let numbers: Vec<Value> = (pair.iter().zip([0, 1]))
            .map(|(id, odd)| json!({"address": id, "locator": number(10_000 + writer * 2_000 + (step % 900) * 2 + odd)}))
            .collect();
        let body = json!({"command": {"type": "renumber", "thoroughfare": street, "numbers": numbers}});
        let url = format!("{}/rest/toponymy/v1/acts", run.url.read().await);
        let asked = who.sign(client.post(url)).json(&body).timeout(Duration::from_secs(5)).send().await;
        let Ok(answer) = asked else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        if answer.status().is_success()
            && let Ok(said) = answer.json::<Value>().await
            && let (Some(seq), Some(events)) = (said["seq"].as_i64(), said["events"].as_array())
        {
            acknowledged.insert(seq, events.len());
        }
    }
    acknowledged
}

/// Reads until nothing more comes after the end.
async fn read(run: Arc<Run>, mut after: i64) -> Vec<Value> {
    let (client, mut events) = (Client::new(), Vec::new());
    loop {
        let was_written = run.written.load(Ordering::Relaxed);
        let url =
            format!("{}/rest/toponymy/v1/changes?after={after}&limit=50&wait_s=1", run.url.read().await);
        let page: Option<Value> = match client.get(url).timeout(Duration::from_secs(5)).send().await {
            Ok(answer) if answer.status().is_success() => answer.json().await.ok(),
            _ => None,
        };
        let Some(page) = page else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let items = page["items"].as_array().cloned().unwrap_or_default();
        if items.is_empty() && was_written {
            return events;
        }
        after = page["seq"].as_i64().unwrap_or(after);
        events.extend(items);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_change_is_fed_once_in_order_though_the_server_is_killed() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let other =
        person(&office.database, SESTO, "due ruoli", &["editor".parse()?, "approver".parse()?]).await?;
    let (street, numbers) = office.street(SESTO).await?;
    let Office { database, server, .. } = office;
    let start = server.json("/status").await?["seq"].as_i64().context("a number")?;
    let run = Arc::new(Run {
        url: RwLock::new(server.url.clone()),
        over: AtomicBool::new(false),
        written: AtomicBool::new(false),
    });
    let reader = tokio::spawn(read(run.clone(), start));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let at = usize::try_from(writer * 2)?;
        let id = |place: usize| numbers[place]["id"].as_str().map(str::to_owned).context("enough numbers");
        writers.spawn(write(run.clone(), writer, other.clone(), street.clone(), [id(at)?, id(at + 1)?]));
    }
    let mut server = server;
    for kill in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(700 + 400 * u64::from(kill))).await;
        drop(server);
        server = TestServer::start(&database).await?;
        run.url.write().await.clone_from(&server.url);
    }
    tokio::time::sleep(Duration::from_millis(800)).await;
    run.over.store(true, Ordering::Relaxed);
    let mut acknowledged = Acknowledged::new();
    while let Some(told) = writers.join_next().await {
        acknowledged.extend(told?);
    }
    run.written.store(true, Ordering::Relaxed);
    let events = reader.await?;
    ensure!(acknowledged.len() > 15, "only {} were acknowledged", acknowledged.len());
    let seqs: Vec<i64> = events.iter().filter_map(|event| event["seq"].as_i64()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]), "each once, in order, without gaps");
    assert_eq!(seqs.first(), Some(&(start + 1)));
    let fed: BTreeSet<i64> = seqs.iter().copied().collect();
    let mut by_act: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *by_act.entry(event["act"].as_str().unwrap_or_default()).or_default() += 1;
    }
    assert!(by_act.values().all(|count| *count == 2), "no act is half in the feed");
    for (seq, count) in &acknowledged {
        let whole = (seq - i64::try_from(*count)? + 1..=*seq).all(|seq| fed.contains(&seq));
        assert!(whole, "{seq} was acknowledged and is not in the feed");
    }
    let (last, client) = (seqs.last().copied().unwrap_or_default(), database.client().await?);
    let newest: i64 = client.query_one("SELECT max(seq) FROM civico.change_log", &[]).await?.get(0);
    assert_eq!(last, newest);
    let differing: i64 = client
        .query_one(
            "SELECT count(*) FROM civico.address a
             JOIN civico.register_event e ON e.act = a.act AND e.ordinal = a.ordinal
             WHERE a.digest <> md5(e.after::text) OR a.number_label <> e.after ->> 'label'",
            &[],
        )
        .await?
        .get(0);
    assert_eq!(differing, 0, "no projection is half applied");
    Ok(())
}
