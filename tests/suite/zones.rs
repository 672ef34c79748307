//! In which areas an address lies.

use anyhow::{Context, ensure};
use civico_harness::{TestDatabase, TestServer};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn an_address_lies_in_the_areas_that_hold_its_point() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let client = database.client().await?;
    let rows = client
        .query(
            "SELECT a.id::text, a.municipality, a.lon, a.lat FROM civico.address a
             WHERE a.stage = 'current' AND a.lon IS NOT NULL ORDER BY a.id LIMIT 400",
            &[],
        )
        .await?;
    let mut planned = 0;
    for row in rows.iter().step_by(20) {
        let (id, comune): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (lon, lat): (f64, f64) = (row.try_get(2)?, row.try_get(3)?);
        let path = format!("/rest/toponymy/v1/addresses/{id}/zones");
        let found = server.json(&format!("{path}?collections=municipalities")).await?;
        let items = found["items"].as_array().context("items")?;
        assert_eq!(items.len(), 1, "{found}");
        assert_eq!(items[0]["properties"]["istat_code"], json!(comune));
        ensure!(items[0]["version"].as_i64() > Some(0) && items[0]["updated"].is_string(), "{found}");
        let all = server.json(&path).await?;
        let (status, at_point) =
            server.post("/rest/geocoder/v1/zones", &json!({"lon": lon, "lat": lat})).await?;
        ensure!(status.is_success(), "{at_point}");
        assert_eq!(all, at_point, "an address lies where its point does");
        let is_planning =
            |item: &&Value| item["collection"].as_str().is_some_and(|id| id.ends_with(".zonizzazione"));
        planned += all["items"].as_array().into_iter().flatten().filter(is_planning).count();
    }
    ensure!(planned > 0, "no address lies in a planning zone");
    Ok(())
}

#[tokio::test]
async fn a_question_for_zones_that_cannot_be_answered_says_why() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    for (body, expected) in [
        (json!({"lon": 200.0, "lat": 45.0}), StatusCode::BAD_REQUEST),
        (json!({"lon": 9.0}), StatusCode::BAD_REQUEST),
        (json!({"lon": 9.0, "lat": 45.5, "collections": ["addresses"]}), StatusCode::BAD_REQUEST),
        (json!({"lon": 9.0, "lat": 45.5, "collections": ["rho.manca"]}), StatusCode::NOT_FOUND),
        (
            json!({"lon": 9.0, "lat": 45.5, "collections": vec!["municipalities"; 51]}),
            StatusCode::BAD_REQUEST,
        ),
        (json!({"lon": 9.0, "lat": 45.5, "where": "here"}), StatusCode::BAD_REQUEST),
    ] {
        let (status, problem) = server.post("/rest/geocoder/v1/zones", &body).await?;
        assert_eq!(status, expected, "{body}: {problem}");
        ensure!(problem["title"].is_string(), "{problem}");
    }
    let nowhere = server.post("/rest/geocoder/v1/zones", &json!({"lon": 0.0, "lat": 0.0})).await?;
    assert_eq!(nowhere, (StatusCode::OK, json!({"items": [], "next": null})));
    Ok(())
}
