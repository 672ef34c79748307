//! The geocoder over HTTP: the contract, and what must not be said.

use civico_harness::{TestDatabase, TestServer};
use serde_json::json;

/// A text that occurs nowhere else.
const CANARY: &str = "via Zzyxquartz 77";

async fn server() -> anyhow::Result<TestServer> {
    TestServer::start(&TestDatabase::with_samples().await?).await
}

#[tokio::test]
async fn every_current_address_of_a_small_comune_is_found_first() -> anyhow::Result<()> {
    let server = server().await?;
    let items = server.json("/ogc/collections/addresses/items?istat_code=015155&limit=10000").await?;
    let items = items["features"].as_array().cloned().unwrap_or_default();
    assert!(items.len() > 100, "{}", items.len());
    for item in &items {
        let address = &item["properties"];
        let query = json!({"street": address["street"], "number": address["number"], "municipality": address["municipality"]});
        let (status, found) = server.post("/rest/geocoder/v1/search", &query).await?;
        assert_eq!(status, 200);
        assert_eq!(found["features"][0]["properties"]["id"], item["id"], "{query}");
        assert_eq!(found["features"][0]["properties"]["level"], "house-number");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_has_the_fields_of_the_contract() -> anyhow::Result<()> {
    let server = server().await?;
    let found = server.json("/rest/geocoder/v1/search?q=nosate&lang=en").await?;
    let properties = found["features"][0]["properties"].as_object().cloned().unwrap_or_default();
    for field in [
        "id",
        "label",
        "level",
        "score",
        "similarity",
        "margin",
        "ambiguous",
        "uncertainty_m",
        "faults",
        "street",
        "number",
        "municipality",
        "istat_code",
        "postcode",
        "state",
    ] {
        assert!(properties.contains_key(field), "{field}");
    }
    assert_eq!(properties["level"], "municipality");
    assert_eq!(found["query"], "");
    assert_eq!(found["model"], "2026-1");
    Ok(())
}

#[tokio::test]
async fn proposed_and_retired_are_found_only_when_asked_for() -> anyhow::Result<()> {
    let server = server().await?;
    for state in ["proposed", "retired"] {
        let items = server
            .json(&format!("/ogc/collections/addresses/items?istat_code=015182&state={state}&limit=1"))
            .await?;
        let address = items["features"][0]["properties"].clone();
        let mut query = json!({"street": address["street"], "number": address["number"], "municipality": "Rho", "limit": 50});
        let (_, hidden) = server.post("/rest/geocoder/v1/search", &query).await?;
        let id = &items["features"][0]["id"];
        let has = |found: &serde_json::Value| {
            found["features"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one["properties"]["id"] == *id))
        };
        assert!(!has(&hidden), "{state} is hidden by default");
        query["states"] = json!(["current", state]);
        let (_, shown) = server.post("/rest/geocoder/v1/search", &query).await?;
        assert!(has(&shown), "{state} is shown when asked for: {shown}");
    }
    Ok(())
}

#[tokio::test]
async fn suggestions_come_while_typing_and_reverse_names_the_nearest() -> anyhow::Result<()> {
    let server = server().await?;
    let item = server.json("/ogc/collections/addresses/items?istat_code=015155&limit=1").await?["features"]
        [0]
    .clone();
    let street = item["properties"]["street"].as_str().unwrap_or_default().to_owned();
    let typed: String = street.chars().take(street.chars().count() - 2).collect();
    let (_, found) = server.post("/rest/geocoder/v1/suggest", &json!({"q": typed, "limit": 8})).await?;
    let labels: Vec<_> = found["features"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one["properties"]["street"].clone())
        .collect();
    assert!(labels.contains(&json!(street)), "{typed}: {labels:?}");
    let at = &item["geometry"]["coordinates"];
    let found =
        server.json(&format!("/rest/geocoder/v1/reverse?lon={}&lat={}&limit=1", at[0], at[1])).await?;
    assert_eq!(found["features"][0]["properties"]["id"], item["id"], "{found}");
    Ok(())
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused_by_name() -> anyhow::Result<()> {
    let server = server().await?;
    for (path, word) in [
        ("search", "q"),
        ("search?q=", "q"),
        ("search?q=rho&limit=0", "limit"),
        ("search?q=rho&limit=51", "limit"),
        ("search?q=rho&near=9", "near"),
        ("search?q=rho&near=999,45", "near"),
        ("search?q=rho&states=alive", "states"),
        ("search?q=rho&colour=red", "colour"),
        ("search?q=a&q=b", "q"),
        ("reverse?lon=9", "lat"),
        ("reverse?lon=x&lat=45", "lon"),
        ("reverse?lon=9&lat=45&max_distance_m=-1", "max_distance_m"),
    ] {
        let response = server.get(&format!("/rest/geocoder/v1/{path}")).await?;
        assert_eq!(response.status(), 400, "{path}");
        assert!(response.text().await?.contains(word), "{path}");
    }
    for body in [json!({"q": 1}), json!({"p": "rho"}), json!([]), json!({"q": "x".repeat(70_000)})] {
        let response =
            server.client.post(format!("{}/rest/geocoder/v1/search", server.url)).json(&body).send().await?;
        assert!(response.status().is_client_error());
    }
    Ok(())
}

#[tokio::test]
async fn what_a_person_typed_is_in_no_log_metric_or_answer() -> anyhow::Result<()> {
    let server = server().await?;
    let encoded = CANARY.replace(' ', "%20");
    let mut answers = Vec::new();
    for face in ["search", "suggest"] {
        answers.push(
            server.post(&format!("/rest/geocoder/v1/{face}"), &json!({"q": CANARY})).await?.1.to_string(),
        );
        answers.push(server.get(&format!("/rest/geocoder/v1/{face}?q={encoded}")).await?.text().await?);
        answers
            .push(server.get(&format!("/rest/geocoder/v1/{face}?q={encoded}&limit=x")).await?.text().await?);
        let broken = server.client.post(format!("{}/rest/geocoder/v1/{face}", server.url));
        let broken =
            broken.header("content-type", "application/json").body(format!("{{\"q\": \"{CANARY}\","));
        answers.push(broken.send().await?.text().await?);
    }
    answers.push(server.get("/metrics").await?.text().await?);
    answers.push(server.log()?);
    for text in answers {
        assert!(!text.contains("Zzyxquartz"), "{text}");
    }
    Ok(())
}
