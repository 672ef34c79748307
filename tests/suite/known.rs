//! The register as it was at each of its numbers: the collections, processes, and jobs done again.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::office::{Office, RHO, SESTO, delibera};

/// Days before, between and after the days of the acts; and none.
const DAYS: [&str; 4] = ["NULL", "'2020-01-01'", "'2021-01-01'", "'2022-01-01'"];

/// All rows of the collections of the register.
async fn rows(client: &Client, source: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for name in ["addresses", "thoroughfares", "localities"] {
        let sql = format!("SELECT to_jsonb(v)::text FROM {} v", source.replace("NAME", name));
        let found = client.query(&sql, &[]).await?;
        ensure!(!found.is_empty(), "{sql}");
        all.extend(found.iter().map(|row| row.get::<_, String>(0)));
    }
    Ok(all)
}

/// The collections as they are now, and as they were on each day by all that is known now.
async fn views(client: &Client) -> anyhow::Result<Vec<BTreeSet<String>>> {
    let mut views = vec![rows(client, "civico.NAME").await?];
    for day in &DAYS[1..] {
        views.push(rows(client, &format!("civico.NAME_on({day})")).await?);
    }
    Ok(views)
}

async fn number(client: &Client) -> anyhow::Result<i64> {
    Ok(client.query_one("SELECT max(seq) FROM civico.change_log", &[]).await?.get(0))
}

/// Commands about a street of Rho, its numbers and a locality; who gives them, and from which day on
/// they hold.
async fn commands(office: &Office, street: &str, numbers: &[Value]) -> anyhow::Result<Vec<Value>> {
    let (_, beyond) = office.street(SESTO).await?;
    let place = &beyond[0]["positions"][0];
    let position =
        json!({"lon": place["lon"], "lat": place["lat"], "specification": "entrance", "method": 1});
    let of_rho = "SELECT l.id::text FROM civico.locality l JOIN civico.thoroughfare t ON t.locality = l.id
                  WHERE l.municipality = $1 LIMIT 1";
    let client = office.database.client().await?;
    let locality: String = client.query_one(of_rho, &[&RHO]).await?.get(0);
    Ok(vec![
        json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Prova del Tempo"},
            "legal_act": delibera(), "valid_from": "2020-05-01"}),
        json!({"command": {"type": "rename-locality", "locality": locality, "name": "Borgo del Tempo"},
            "legal_act": delibera(), "valid_from": "2021-06-01"}),
        json!({"command": {"type": "retire", "address": numbers[0]["id"]},
            "reason": "demolita", "valid_from": "2022-06-01"}),
        json!({"command": {"type": "correct-position", "address": numbers[1]["id"], "position": position},
            "reason": "prova"}),
        json!({"command": {"type": "propose-address", "thoroughfare": street,
            "locator": {"kind": "number", "number": 9901}, "position": position}, "reason": "prova"}),
    ])
}

async fn give(office: &Office, command: Value) -> anyhow::Result<()> {
    let kind = command["command"]["type"].as_str().context("a type")?;
    let is_small = matches!(kind, "correct-position" | "propose-address");
    let person = if is_small { &office.clerk } else { &office.approver };
    office.done(person, command).await?;
    Ok(())
}

#[tokio::test]
async fn the_register_is_read_as_it_was_at_each_number() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let client = office.database.client().await?;
    let (street, numbers) = office.street(RHO).await?;
    let mut seen = vec![(number(&client).await?, views(&client).await?)];
    for command in commands(&office, &street, &numbers).await? {
        give(&office, command).await?;
        let now = (number(&client).await?, views(&client).await?);
        ensure!(seen.iter().all(|before| before.1 != now.1), "the act changed something");
        seen.push(now);
    }
    for (number, views) in &seen {
        for (day, expected) in DAYS.iter().zip(views) {
            let found = rows(&client, &format!("civico.NAME_known({day}, {number})")).await?;
            let more: Vec<_> = found.difference(expected).collect();
            let less: Vec<_> = expected.difference(&found).collect();
            ensure!(more.is_empty() && less.is_empty(), "at {number}, on {day}: {more:#?} for {less:#?}");
        }
    }
    // By the index of places, as the collection itself.
    let near = "EXPLAIN SELECT id FROM civico.addresses_known(NULL, 1000000000)
                WHERE geom && ST_MakeEnvelope(503000, 5041000, 503010, 5041010, 7791)";
    let plan: Vec<String> = client.query(near, &[]).await?.iter().map(|row| row.get(0)).collect();
    ensure!(plan.iter().any(|line| line.contains("address_point_idx")), "{plan:#?}");
    Ok(())
}

/// Begins a job and waits for its end, which has to be a good one.
async fn done(office: &Office, process: &str, inputs: Value) -> anyhow::Result<Value> {
    let url = format!("{}/ogc/processes/{process}/execution", office.server.url);
    let request = office.server.client.post(url).header("prefer", "respond-async");
    let body = json!({"inputs": inputs});
    ended(office, office.clerk.sign(request).json(&body).send().await?.json().await?).await
}

async fn again(office: &Office, job: &Value) -> anyhow::Result<Value> {
    let url = format!("{}/ogc/jobs/{}/rerun", office.server.url, job["jobID"].as_str().context("id")?);
    ended(office, office.clerk.sign(office.server.client.post(url)).send().await?.json().await?).await
}

async fn ended(office: &Office, job: Value) -> anyhow::Result<Value> {
    let id = job["jobID"].as_str().with_context(|| job.to_string())?;
    for _ in 0..600 {
        let job = office.read(&office.clerk, &format!("/ogc/jobs/{id}")).await?;
        if !matches!(job["status"].as_str(), Some("accepted" | "running")) {
            ensure!(job["status"] == "successful", "{job}");
            return Ok(job);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the job {id} does not end")
}

#[tokio::test]
async fn a_process_reads_the_register_at_a_number() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let client = office.database.client().await?;
    let (street, numbers) = office.street(RHO).await?;
    let first = number(&client).await?;
    for command in commands(&office, &street, &numbers).await? {
        give(&office, command).await?;
    }
    let last = number(&client).await?;
    let source = |version: Option<i64>| {
        let mut source = json!({"collection": "addresses", "filter": {"street_id": street}});
        if let Some(version) = version {
            source["version"] = json!(version);
        }
        source
    };
    let buffer = async |version: Option<i64>| -> anyhow::Result<Value> {
        let body = json!({"inputs": {"features": source(version), "distance": 10}});
        let url = format!("{}/ogc/processes/buffer/execution", office.server.url);
        Ok(office.server.client.post(url).json(&body).send().await?.json().await?)
    };
    let (now, then) = (buffer(None).await?, buffer(Some(first)).await?);
    assert_eq!(buffer(Some(last)).await?, now);
    assert_eq!(then["features"].as_array().map(Vec::len), Some(numbers.len()));
    assert_ne!(then, now);
    let missing = buffer(Some(last + 1)).await?;
    assert_eq!(missing["status"], 400, "{missing}");
    // One collection at two numbers, of which one is named, is compared again as it was.
    let inputs = json!({"old": source(Some(first)), "new": source(None), "key": "id"});
    let job = done(&office, "change", inputs).await?;
    let repeated = again(&office, &job).await?;
    assert_eq!(repeated["resultDigest"], job["resultDigest"], "{repeated}");
    assert_eq!(repeated["request"]["old"]["version"], first);
    assert_eq!(repeated["request"]["new"]["version"], last);
    Ok(())
}

#[tokio::test]
async fn jobs_about_the_register_done_again_read_what_they_read() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let at = &numbers[0]["positions"][0];
    let point = json!({"type": "Point", "coordinates": [at["lon"], at["lat"]]});
    let source = json!({"collection": "addresses", "filter": {"street_id": street}});
    let buffer = done(&office, "buffer", json!({"features": source, "distance": 5})).await?;
    let drill = json!({"geometry": point, "distance": 20, "collections": null});
    let drill = done(&office, "drill-through", drill).await?;
    let nowhere = json!({"geometry": point, "theme": "temi che nessuno ha"});
    let nowhere = done(&office, "drill-through", nowhere).await?;
    let retire = json!({"type": "retire", "address": numbers[0]["id"]});
    office.done(&office.approver, json!({"command": retire, "reason": "demolita"})).await?;
    // A result of a job is no layer: that it goes changes nothing.
    let versions = drill["inputVersions"].as_object().context("versions")?;
    ensure!(versions.len() > 5 && !versions.keys().any(|id| id.contains("result")), "{versions:?}");
    for job in [buffer, drill, nowhere] {
        let repeated = again(&office, &job).await?;
        assert_eq!(repeated["resultDigest"], job["resultDigest"], "{repeated}");
        assert_eq!(repeated["inputVersions"], job["inputVersions"]);
    }
    let twice =
        json!({"geometry": point, "collections": [{"collection": "addresses"}, {"collection": "addresses"}]});
    let url = format!("{}/ogc/processes/drill-through/execution", office.server.url);
    let refused = office.server.client.post(url).json(&json!({"inputs": twice})).send().await?;
    assert_eq!(refused.status(), 400, "{}", refused.text().await?);
    Ok(())
}
