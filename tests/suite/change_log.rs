//! The change log is complete and in order, however many write.

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_harness::{TestDatabase, TestServer, civico};

const WRITERS: usize = 4;
const WRITES: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_sees_every_number_in_order_under_concurrent_writers() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let admin = Actor::local_administrator();
    let first = database.store.get_last_seq(&admin).await?;
    let mut writers = tokio::task::JoinSet::new();
    for dataset in ["rho.parchi", "rho.scuole", "segrate.parchi", "legnano.parchi"].into_iter().take(WRITERS)
    {
        let (store, admin) = (database.store.clone(), admin.clone());
        writers.spawn(async move {
            for _ in 0..WRITES {
                store.roll_back(&admin, &dataset.parse()?, 1).await?;
            }
            anyhow::Ok(())
        });
    }
    let mut seen = Vec::new();
    let last = first + i64::try_from(WRITERS * WRITES)?;
    let mut at = first;
    while at < last {
        for change in database.store.list_changes(&admin, at, 7).await? {
            seen.push((change.seq, change.recorded));
            at = change.seq;
        }
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    let numbers: Vec<i64> = seen.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (first + 1..=last).collect::<Vec<_>>());
    assert!(seen.windows(2).all(|pair| pair[0].1 < pair[1].1), "instants must increase");
    Ok(())
}

#[tokio::test]
async fn events_of_one_act_are_one_block() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let client = database.client().await?;
    let broken: i64 = client
        .query_one(
            "SELECT count(*) FROM (
                SELECT act, max(seq) - min(seq) + 1 AS span, count(*) AS events, count(DISTINCT recorded) AS instants
                FROM civico.change_log WHERE act IS NOT NULL GROUP BY act
             ) AS block WHERE span <> events OR instants <> 1",
            &[],
        )
        .await?
        .get(0);
    assert_eq!(broken, 0);
    Ok(())
}

#[tokio::test]
async fn a_running_server_notices_an_import_by_itself() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let server = TestServer::start(&database).await?;
    assert_eq!(server.json("/rest/geocoder/v1/search?q=nosate").await?["features"], serde_json::json!([]));
    let comuni = "data-samples/files/comuni.geojson.gz";
    let done = civico(&database, &["toponymy", "import", "--format", "municipalities", comuni]).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let mut found = serde_json::Value::Null;
    for _ in 0..100 {
        found = server.json("/rest/geocoder/v1/search?q=nosate").await?;
        if found["features"][0]["properties"]["municipality"] == "Nosate" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(found["features"][0]["properties"]["istat_code"], "015155", "{found}");
    assert_eq!(server.json("/ogc/collections/municipalities/items?limit=1").await?["numberMatched"], 133);
    Ok(())
}
