//! The geocoder's index, kept at the register by what changes in it.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_harness::TestServer;
use serde_json::{Value, json};

use crate::office::{Office, RHO, delibera, number};

/// Streets and numbers of Rho, as people ask for them, and points on them.
async fn questions(office: &Office) -> anyhow::Result<Vec<(&'static str, Value)>> {
    let rows = office
        .database
        .client()
        .await?
        .query(
            "SELECT t.kind || ' ' || t.name AS street, a.number_label AS number, a.lon, a.lat
             FROM civico.thoroughfare t
             JOIN civico.address a ON a.thoroughfare = t.id
             WHERE t.municipality = $1
             ORDER BY t.id, a.id",
            &[&RHO],
        )
        .await?;
    let mut asked = Vec::new();
    for row in rows.iter().step_by(7) {
        let (street, number): (String, String) = (row.try_get("street")?, row.try_get("number")?);
        asked.push(("search", json!({"q": format!("{street} {number}, Rho"), "limit": 5})));
        asked.push(("search", json!({"q": format!("{street} {number}"), "states": ["current", "retired"]})));
        asked.push(("suggest", json!({"q": street.chars().take(street.len() - 2).collect::<String>()})));
        let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
        if let Some((lon, lat)) = lon.zip(lat) {
            asked.push(("reverse", json!({"lon": lon, "lat": lat, "limit": 5})));
        }
    }
    Ok(asked)
}

pub(crate) async fn caught_up(server: &TestServer, seq: i64) -> anyhow::Result<()> {
    let since = Instant::now();
    loop {
        if server.json("/status").await?["index_seq"].as_i64() >= Some(seq) {
            return Ok(());
        }
        ensure!(since.elapsed() < Duration::from_secs(10), "the index stays behind");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_index_kept_by_what_changes_answers_as_one_read_anew() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let id = |at: usize| numbers[at]["id"].as_str().unwrap_or_default().to_owned();
    let acts = [
        json!({"type": "renumber", "thoroughfare": street, "numbers": [
            {"address": id(0), "locator": numbers[1]["locator"]},
            {"address": id(1), "locator": numbers[0]["locator"]},
            {"address": id(2), "locator": number(901)}]}),
        json!({"type": "split", "thoroughfare": street, "kind": "Vicolo", "name": "Della Prova", "numbers": [
            {"address": id(3), "locator": number(1)}, {"address": id(4), "locator": number(3)}]}),
        json!({"type": "rename", "thoroughfare": street, "kind": "Viale", "name": "Antonia Pozzi"}),
        json!({"type": "retire", "address": id(5)}),
    ];
    let mut seq = 0;
    for command in acts {
        let act = json!({"command": command, "legal_act": delibera(), "reason": "prova"});
        let done = office.done(&office.approver, act).await?;
        seq = done["seq"].as_i64().context("a number")?;
        caught_up(&office.server, seq).await?;
    }
    let anew = TestServer::start(&office.database).await?;
    caught_up(&anew, seq).await?;
    let questions = questions(&office).await?;
    ensure!(questions.len() > 100, "{} questions are too few", questions.len());
    for (face, question) in questions {
        let path = format!("/rest/geocoder/v1/{face}");
        let (_, mut kept) = office.server.post(&path, &question).await?;
        let (status, mut read) = anew.post(&path, &question).await?;
        ensure!(status.is_success(), "{question}: {status}");
        // Whether the feed was heard of lately is no answer of the index.
        for answer in [&mut kept, &mut read] {
            let heard = answer.as_object_mut().and_then(|answer| answer.remove("stale"));
            ensure!(heard.is_some_and(|stale| stale.is_boolean()), "{face} does not say whether it is stale");
        }
        assert_eq!(kept, read, "{face} {question}");
    }
    let (_, found) =
        office.server.post("/rest/geocoder/v1/search", &json!({"q": "viale pozzi, rho"})).await?;
    assert_eq!(found["features"][0]["properties"]["id"], json!(street));
    Ok(())
}

#[tokio::test]
async fn an_address_of_a_past_day_is_found_as_it_was_then() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let before = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
    let old = format!(
        "{} {}",
        before["kind"].as_str().unwrap_or_default(),
        before["official_name"].as_str().context("a name")?
    );
    let rename = json!({"type": "rename", "thoroughfare": street, "kind": "Viale", "name": "Antonia Pozzi"});
    let act = json!({"command": rename, "legal_act": delibera(), "reason": "prova"});
    let done = office.done(&office.approver, act).await?;
    caught_up(&office.server, done["seq"].as_i64().context("a number")?).await?;
    let plate = numbers[0]["label"].as_str().context("a label")?;
    let ask = |name: &str, day: Value| {
        let question = json!({"q": format!("{name} {plate}, Rho"), "valid_at": day, "limit": 1});
        let server = &office.server;
        async move {
            let (status, found) = server.post("/rest/geocoder/v1/search", &question).await?;
            ensure!(status.is_success(), "{found}");
            anyhow::Ok(found["features"][0]["properties"].clone())
        }
    };
    let now = ask(&old, Value::Null).await?;
    assert_eq!(
        (&now["id"], &now["street"]),
        (&numbers[0]["id"], &json!("Viale Antonia Pozzi")),
        "the old name leads to the new"
    );
    let then = ask(&old, json!("2020-01-01")).await?;
    assert_eq!((&then["id"], &then["street"]), (&numbers[0]["id"], &json!(old)), "as it was");
    let by_new_name = ask("viale antonia pozzi", json!("2020-01-01")).await?;
    assert_eq!(by_new_name["street"], json!(old), "today's name leads to that of the day");
    let bad = json!({"q": "rho", "valid_at": "ieri"});
    let (status, _) = office.server.post("/rest/geocoder/v1/search", &bad).await?;
    assert_eq!(status.as_u16(), 400);
    Ok(())
}
