//! Processes: described, run at once, refused with a reason.

use anyhow::{Context, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::Analyst;

/// A square of a hundred metres in Rho, in degrees.
fn square() -> Value {
    json!({"type": "Polygon", "coordinates": [[
        [9.040, 45.530], [9.0413, 45.530], [9.0413, 45.5309], [9.040, 45.5309], [9.040, 45.530],
    ]]})
}

#[tokio::test]
async fn every_process_is_described_in_both_languages() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    for language in ["it", "en"] {
        let listed = analyst.server.json(&format!("/ogc/processes?lang={language}")).await?;
        let processes = listed["processes"].as_array().context("processes")?;
        ensure!(processes.len() >= 20, "{}", processes.len());
        for process in processes {
            let id = process["id"].as_str().context("id")?;
            let described = analyst.server.json(&format!("/ogc/processes/{id}?lang={language}")).await?;
            assert_eq!(described["id"], *id);
            for text in [&described["title"], &described["description"]] {
                ensure!(text.as_str().is_some_and(|text| !text.starts_with("process-")), "{id}: {text}");
            }
            for (name, input) in described["inputs"].as_object().context("inputs")? {
                let title = input["title"].as_str().context("title")?;
                ensure!(!title.starts_with("process-"), "{id} {name}: {title}");
                ensure!(input["schema"].is_object() && input["minOccurs"].is_u64(), "{id} {name}: {input}");
            }
        }
    }
    let (status, problem) = analyst.send(None, Method::GET, "/ogc/processes/spell", None, false).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let kind = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process";
    assert_eq!(problem["type"], kind);
    let page = analyst.server.get("/ogc/processes?f=html&lang=it").await?.text().await?;
    ensure!(page.contains("Carotaggio"), "{page}");
    Ok(())
}

#[tokio::test]
async fn echo_gives_back_what_it_was_given_raw_and_as_a_document() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let path = "/ogc/processes/echo/execution";
    for value in [json!("ciao"), json!(7.5), json!({"a": [1, 2, {"b": null}]})] {
        let body = json!({"inputs": {"value": value}, "outputs": {"value": {"transmissionMode": "value"}}});
        let (status, raw) = analyst.send(None, Method::POST, path, Some(&body), false).await?;
        assert_eq!((status, &raw), (StatusCode::OK, &value));
    }
    let body = json!({"inputs": {"message": "7"}, "outputs": {"message": {}}});
    let said = analyst.server.client.post(format!("{}{path}", analyst.server.url)).json(&body).send().await?;
    assert_eq!(said.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(said.text().await?, "7");
    let body = json!({"inputs": {"value": {"a": 1}}, "response": "document"});
    let (status, document) = analyst.send(None, Method::POST, path, Some(&body), false).await?;
    assert_eq!(status, StatusCode::OK);
    let value = json!({"value": {"a": 1}, "mediaType": "application/json"});
    assert_eq!(document, json!({"message": null, "value": value, "notices": []}));
    Ok(())
}

#[tokio::test]
async fn several_outputs_come_as_parts_and_only_those_that_are_wanted() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let path = "/ogc/processes/echo/execution";
    let body = json!({"inputs": {"message": "è\r\n--x", "value": [1, null]}});
    let request = analyst.server.client.post(format!("{}{path}", analyst.server.url)).json(&body);
    let answer = request.send().await?;
    let media_type = answer.headers()["content-type"].to_str()?.to_owned();
    let boundary = media_type.split("boundary=").nth(1).context("boundary")?;
    ensure!(media_type.starts_with("multipart/related; type=\"text/plain\"; "), "{media_type}");
    let text = "Content-Type: text/plain; charset=utf-8\r\nContent-ID: <message>\r\n\r\nè\r\n--x\r\n";
    let json = "Content-Type: application/json\r\nContent-ID: <value>\r\n\r\n[1,null]\r\n";
    let expected = format!("--{boundary}\r\n{text}--{boundary}\r\n{json}--{boundary}--\r\n");
    assert_eq!(answer.text().await?, expected);
    let plain = json!({"inputs": {"value": 1}, "outputs": {"value": null}});
    assert_eq!(
        analyst.send(None, Method::POST, path, Some(&plain), false).await?,
        (StatusCode::OK, json!(1))
    );
    let all = json!({"inputs": {"value": 1}, "outputs": null, "response": "document"});
    let (_, all) = analyst.send(None, Method::POST, path, Some(&all), false).await?;
    assert_eq!(all, json!({"message": null, "value": 1, "notices": []}));
    for (outputs, word) in [
        (json!({"spell": {}}), "message, value"),
        (json!({"result": {}}), "result"),
        (json!({"value": {"transmissionMode": "reference"}}), "transmissionMode"),
        (json!({"value": {"format": {"mediaType": "text/html"}}}), "application/json"),
    ] {
        let body = json!({"inputs": {"value": 1}, "outputs": outputs});
        let (status, problem) = analyst.send(None, Method::POST, path, Some(&body), false).await?;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        ensure!(problem["detail"].as_str().is_some_and(|text| text.contains(word)), "{problem}");
    }
    Ok(())
}

#[tokio::test]
async fn a_small_request_is_answered_at_once_and_equals_postgis() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let inputs = json!({"features": {"collection": "rho.scuole"}, "distance": 250, "quadrant-segments": 16});
    let (status, found) = analyst.run("buffer", inputs).await?;
    ensure!(status == StatusCode::OK, "{status} {found}");
    let features = found["features"].as_array().context("features")?;
    let client = analyst.database.client().await?;
    let rows = client
        .query(
            "SELECT ST_Area(ST_Buffer(geom, 250, 16)) AS area, ST_X(ST_Transform(geom, 4326)) AS lon
             FROM ente_rho.scuole_v1 ORDER BY fid",
            &[],
        )
        .await?;
    assert_eq!(features.len(), rows.len());
    ensure!(!rows.is_empty(), "no schools");
    let shapes: Vec<String> = features.iter().map(|feature| feature["geometry"].to_string()).collect();
    for (shape, row) in shapes.iter().zip(&rows) {
        let expected: f64 = row.try_get("area")?;
        let area: f64 = client
            .query_one(
                "SELECT ST_Area(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326), 7791))",
                &[shape],
            )
            .await?
            .get(0);
        // Arcs of as many corners, turned otherwise.
        ensure!((area / expected - 1.0).abs() < 1e-3, "{area} instead of {expected}");
    }
    Ok(())
}

#[tokio::test]
async fn cells_of_h3_hold_what_postgis_finds_in_them() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let inputs = json!({"features": {"collection": "rho.scuole"}, "grid": "h3", "resolution": 8});
    let (status, found) = analyst.run("hexagons", inputs).await?;
    ensure!(status == StatusCode::OK, "{status} {found}");
    let client = analyst.database.client().await?;
    let mut counted = 0;
    for cell in found["features"].as_array().context("features")? {
        let index = cell["properties"]["h3"].as_str().context("h3")?;
        ensure!(index.len() == 15 && index.starts_with("88"), "{index}");
        let (shape, count) = (cell["geometry"].to_string(), cell["properties"]["count"].as_i64());
        let row = client
            .query_one(
                "SELECT count(*) FROM ente_rho.scuole_v1
                 WHERE ST_Intersects(ST_Transform(geom, 4326), ST_SetSRID(ST_GeomFromGeoJSON($1), 4326))",
                &[&shape],
            )
            .await?;
        assert_eq!(count, Some(row.get(0)), "{cell}");
        counted += count.unwrap_or_default();
    }
    let all: i64 = client.query_one("SELECT count(*) FROM ente_rho.scuole_v1", &[]).await?.get(0);
    assert_eq!(counted, all);
    let (_, described) =
        analyst.send(None, Method::GET, "/ogc/processes/hexagons?lang=en", None, false).await?;
    let grid = &described["inputs"]["grid"];
    assert_eq!(grid["schema"]["enum"], json!(["metric", "h3"]));
    assert_eq!(grid["x-civico"]["titles"], json!(["hexagons in metres", "cells of H3"]));
    assert_eq!(described["inputs"]["resolution"]["schema"]["maximum"], 15);
    Ok(())
}

#[tokio::test]
async fn drill_through_tells_what_all_layers_have_at_a_place() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let client = analyst.database.client().await?;
    let row = client
        .query_one(
            "SELECT ST_X(p) AS lon, ST_Y(p) AS lat, fid FROM (
                 SELECT fid, ST_Transform(ST_PointOnSurface(geom), 4326) AS p
                 FROM ente_rho.zonizzazione_v1 ORDER BY ST_Area(geom) DESC LIMIT 1) AS largest",
            &[],
        )
        .await?;
    let (lon, lat): (f64, f64) = (row.get("lon"), row.get("lat"));
    let point = json!({"type": "Point", "coordinates": [lon, lat]});
    let (status, found) = analyst.run("drill-through", json!({"geometry": point})).await?;
    ensure!(status == StatusCode::OK, "{status} {found}");
    let layers: Vec<&Value> = found["themes"]
        .as_array()
        .context("themes")?
        .iter()
        .flat_map(|theme| theme["collections"].as_array().into_iter().flatten())
        .collect();
    let names: Vec<&str> = layers.iter().filter_map(|layer| layer["collection"].as_str()).collect();
    ensure!(names.contains(&"municipalities") && names.contains(&"rho.zonizzazione"), "{names:?}");
    // An area shares itself with the zones that it covers.
    let inputs = json!({"geometry": square(), "collections": [{"collection": "municipalities"}]});
    let (_, found) = analyst.run("drill-through", inputs).await?;
    let comuni = found["themes"][0]["collections"][0]["features"].as_array().context("comuni")?;
    let share: f64 = comuni.iter().filter_map(|comune| comune["share"].as_f64()).sum();
    ensure!((share - 1.0).abs() < 1e-6, "{found}");
    let area: f64 = comuni.iter().filter_map(|comune| comune["area_m2"].as_f64()).sum();
    ensure!((9_000.0..12_000.0).contains(&area), "{area}");
    // Nothing is at sea.
    let nowhere = json!({"type": "Point", "coordinates": [8.5, 43.9]});
    let (_, empty) = analyst.run("drill-through", json!({"geometry": nowhere})).await?;
    assert_eq!(empty["summary"], json!({"collections": 0, "features": 0}));
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_input_and_the_reason() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let schools = json!({"collection": "rho.scuole"});
    let nothing = json!({"type": "FeatureCollection", "features": []});
    for (process, inputs, input) in [
        ("buffer", json!({"distance": 5}), "features"),
        ("buffer", json!({"features": {"collection": "rho.manca"}, "distance": 5}), "features"),
        (
            "buffer",
            json!({"features": {"collection": "rho.scuole", "version": 9}, "distance": 5}),
            "features",
        ),
        ("buffer", json!({"features": {"href": "http://127.0.0.1/x"}, "distance": 5}), "features"),
        (
            "buffer",
            json!({"features": {"collection": "rho.scuole", "filter": {"manca": "1"}}, "distance": 5}),
            "features",
        ),
        ("buffer", json!({"features": schools, "distance": "far"}), "distance"),
        ("buffer", json!({"features": schools, "distance-property": "manca"}), "distance-property"),
        ("buffer", json!({"features": {"type": "Circle"}, "distance": 5}), "features"),
        (
            "buffer",
            json!({"features": {"type": "Point", "coordinates": [900, 45]}, "distance": 5}),
            "features",
        ),
        ("dbscan", json!({"features": schools, "distance": -1}), "distance"),
        ("dbscan", json!({"features": schools, "distance": 10, "spell": 1}), "spell"),
        ("kernel-density", json!({"features": schools, "bandwidth": 0}), "bandwidth"),
        ("intersection", json!({"features": schools, "overlay": schools}), "features"),
        ("drill-through", json!({"geometry": {"type": "Point", "coordinates": ["x"]}}), "geometry"),
    ] {
        let (status, problem) = analyst.run(process, inputs.clone()).await?;
        ensure!(status == StatusCode::BAD_REQUEST, "{process} {inputs}: {status} {problem}");
        let named = problem["errors"].as_array().context("errors")?;
        ensure!(
            named.iter().any(|error| error["input"] == input
                && error["detail"].as_str().is_some_and(|text| text.len() > 10)),
            "{process} {inputs}: {problem}"
        );
    }
    for (process, inputs) in [
        ("buffer", json!({"features": nothing, "distance": 5})),
        // A billion cells.
        ("kernel-density", json!({"features": {"collection": "municipalities"}, "cell": 1})),
        ("kernel-density", json!({"features": {"collection": "addresses"}, "cell": 0.1, "bandwidth": 100})),
    ] {
        let (status, problem) = analyst.run(process, inputs.clone()).await?;
        ensure!(status.is_client_error(), "{process} {inputs}: {status} {problem}");
        ensure!(problem["detail"].as_str().is_some_and(|text| text.len() > 10), "{problem}");
    }
    let path = "/ogc/processes/buffer/execution";
    for body in ["", "[]", "{", "{\"inputs\": 5}", "{\"inputs\": {}, \"outputs\": {\"other\": {}}}"] {
        let request = analyst.server.client.post(format!("{}{path}", analyst.server.url));
        let answer = request.header("content-type", "application/json").body(body).send().await?;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    Ok(())
}

#[tokio::test]
async fn more_rows_than_are_answered_at_once_want_a_job() -> anyhow::Result<()> {
    let analyst = Analyst::open_with(&[("CIVICO_PROCESSES__SYNC_ROWS", "10")]).await?;
    let inputs = json!({"features": {"collection": "rho.zonizzazione"}, "distance": 5});
    let (status, problem) = analyst.run("buffer", inputs.clone()).await?;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
    ensure!(
        problem["errors"][0]["detail"].as_str().is_some_and(|text| text.contains("respond-async")),
        "{problem}"
    );
    let job = analyst.done("buffer", inputs).await?;
    ensure!(job["collection"].is_string(), "{job}");
    Ok(())
}
