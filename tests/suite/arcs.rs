//! The stretches of streets with the numbers on their sides: told by an office, or by a file.

use anyhow::{Context, ensure};
use civico_harness::{TestServer, civico};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::index_delta::caught_up;
use crate::office::{Office, Person, RHO};

/// A stretch between two places with numbers on its left.
fn arc(one: &Value, other: &Value, from: u32, to: u32) -> Value {
    let place = |of: &Value| json!([of["positions"][0]["lon"], of["positions"][0]["lat"]]);
    json!({"line": {"type": "LineString", "coordinates": [place(one), place(other)]},
           "left": {"from": from, "to": to}})
}

#[tokio::test]
async fn stretches_are_recorded_checked_undone_and_shown_as_they_were() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    let record =
        |arcs: Value| json!({"command": {"type": "record-arcs", "thoroughfare": street, "arcs": arcs}});
    let (one, last) = (&numbers[0], numbers.last().context("numbers")?);
    let (status, _) = office.act(&office.stranger, record(json!([arc(one, last, 1, 9)]))).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "of another comune");
    office.refused(&office.clerk, record(json!([arc(one, last, 9, 1)])), "refusal-wrong-field").await?;
    office.refused(&office.clerk, record(json!([arc(one, one, 1, 9)])), "refusal-wrong-field").await?;
    let far = json!([{"line": {"type": "LineString", "coordinates": [[12.5, 41.9], [12.6, 41.9]]}}]);
    office.refused(&office.clerk, record(far), "refusal-outside-municipality").await?;
    let (status, _) = office.act(&office.clerk, record(json!([{"line": [[9.0, 45.5]]}]))).await?;
    assert!(status.is_client_error(), "no GeoJSON: {status}");
    let before = office.server.json(&path).await?;
    let done = office.done(&office.clerk, record(json!([arc(one, last, 1, 9)]))).await?;
    let now = office.server.json(&path).await?;
    let told = &now["arcs"][0];
    assert_eq!(told["left"], json!({"from": 1, "to": 9}));
    assert_eq!(told["line"]["type"], "LineString");
    let (lon, asked) = (told["line"]["coordinates"][0][0].as_f64(), one["positions"][0]["lon"].as_f64());
    assert!(lon.zip(asked).is_some_and(|(lon, asked)| (lon - asked).abs() < 1e-6), "{told}");
    // Its numbers beyond nine are said to be in no range.
    let found = format!("/rest/toponymy/v1/violations?municipality={RHO}&rule=number-outside-ranges");
    let count = office.server.json(&found).await?["count"].as_u64().context("a count")?;
    let active = format!("{path}/addresses?states=proposed,current");
    let active = office.server.json(&active).await?;
    let outside = active["items"].as_array().into_iter().flatten().filter(|number| {
        let number = number["locator"]["number"].as_u64().unwrap_or_default();
        number > 9 || number % 2 == 0
    });
    assert_eq!(count, outside.count() as u64);
    let undo = json!({"command": {"type": "undo", "act": done["id"]}});
    office.done(&office.approver, undo).await?;
    let undone = office.server.json(&path).await?;
    assert_eq!((&undone["arcs"], &undone["name"]), (&before["arcs"], &before["name"]));
    let was = office.server.json(&format!("{path}?known_at={}", instant_of(&office, &done).await?)).await?;
    assert_eq!(was["arcs"], now["arcs"], "as it was known then");
    let history = office.server.json(&format!("/rest/toponymy/v1/history/{street}")).await?;
    let events = history["items"].as_array().context("events")?;
    assert_eq!(events[events.len() - 2]["type"], "arcs-recorded");
    Ok(())
}

/// When an act was recorded.
async fn instant_of(office: &Office, act: &Value) -> anyhow::Result<String> {
    let sql = "SELECT to_char(max(recorded) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')
               FROM civico.change_log WHERE act::text = $1";
    let id = act["id"].as_str().context("an act")?;
    Ok(office.database.client().await?.query_one(sql, &[&id]).await?.get(0))
}

/// Lines as a comune's graph of streets has them.
fn graph(lines: &[(&str, [f64; 4], [u32; 4])]) -> String {
    let features = lines.iter().map(|(code, [x, y, to_x, to_y], [a, b, c, d])| {
        json!({"type": "Feature",
               "properties": {"COD_VIA": code, "SIN_DA": a, "SIN_A": b, "DES_DA": c, "DES_A": d},
               "geometry": {"type": "LineString", "coordinates": [[x, y], [to_x, to_y]]}})
    });
    json!({"type": "FeatureCollection", "name": "grafo", "features": features.collect::<Vec<_>>()})
        .to_string()
}

async fn send(office: &Office, who: &Person, file: &str, text: &str) -> anyhow::Result<(StatusCode, Value)> {
    let part = Part::bytes(text.as_bytes().to_vec()).file_name(file.to_owned());
    let url = format!("{}/rest/toponymy/v1/deliveries?format=arcs&municipality={RHO}", office.server.url);
    let answer =
        who.sign(office.server.client.post(url)).multipart(Form::new().part("files", part)).send().await?;
    Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
}

async fn in_force(office: &Office) -> anyhow::Result<(i64, i64)> {
    let sql = "SELECT (SELECT count(*) FROM civico.address WHERE municipality = $1 AND stage = 'current'),
                      (SELECT count(*) FROM civico.thoroughfare WHERE municipality = $1 AND stage = 'current')";
    let row = office.database.client().await?.query_one(sql, &[&RHO]).await?;
    Ok((row.get(0), row.get(1)))
}

const STREET: &str = "SELECT id::text, round(ST_Length(course))::bigint FROM civico.thoroughfare WHERE municipality = '015182' AND local_code = '5000'";

#[tokio::test]
async fn a_comune_delivers_its_stretches_and_nothing_else_changes() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let client = office.database.client().await?;
    let street: String = client.query_one(STREET, &[]).await?.get(0);
    let before = in_force(&office).await?;
    // Against the numbering on the left, without numbers on the right of the second.
    let lines = graph(&[
        ("5000", [9.0410, 45.5325, 9.0400, 45.5325], [19, 1, 2, 20]),
        ("5000", [9.0400, 45.5325, 9.0390, 45.5325], [21, 39, 0, 0]),
        ("99999", [9.0400, 45.5325, 9.0390, 45.5325], [1, 9, 2, 8]),
    ]);
    let (status, delivery) = send(&office, &office.clerk, "grafo.geojson", &lines).await?;
    ensure!(status == StatusCode::CREATED, "{status} {delivery}");
    let layer = &delivery["report"]["layers"][0];
    assert_eq!((&layer["name"], &layer["rejected"]), (&json!("arcs"), &json!(1)), "{layer}");
    let entries = layer["entries"].to_string();
    assert!(entries.contains("99999") && entries.contains("cli-register-arcs"), "{entries}");
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    assert_eq!(office.server.json(&path).await?["arcs"], Value::Null, "a look changes nothing");
    let decision =
        format!("/rest/toponymy/v1/deliveries/{}/decision", delivery["id"].as_str().context("an id")?);
    let publish = json!({"decision": "publish"});
    let (status, answer) =
        office.send(&office.approver, Method::POST, &decision, Some(&publish), None).await?;
    ensure!(status.is_success(), "{status} {answer}");
    let now = office.server.json(&path).await?;
    let ranges: Vec<(&Value, &Value)> =
        (now["arcs"].as_array().into_iter().flatten()).map(|arc| (&arc["left"], &arc["right"])).collect();
    let range = |from: u32, to: u32| json!({"from": from, "to": to});
    assert_eq!(ranges, [(&range(1, 19), &range(2, 20)), (&range(21, 39), &Value::Null)]);
    assert_eq!(in_force(&office).await?, before, "what no stretch names is not retired");
    let length: i64 = client.query_one(STREET, &[]).await?.get(1);
    assert!((150..=160).contains(&length), "{length} m of two stretches");
    // The streets come again with another course: it stays that of the stretches.
    let arguments = ["toponymy", "import", "--format", "generic", "--ente", "rho", "--crs", "EPSG:32632"];
    let files = ["data-samples/files/rho/strade.geojson.gz", "data-samples/files/rho/civici.csv"];
    let done = civico(&office.database, &[&arguments[..], &files].concat()).await?;
    ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
    assert_eq!(office.server.json(&path).await?["arcs"], now["arcs"]);
    let after: i64 = client.query_one(STREET, &[]).await?.get(1);
    assert_eq!(after, length);
    Ok(())
}

#[tokio::test]
async fn what_is_no_graph_of_streets_is_refused() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let point = json!({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"COD_VIA": "5000", "SIN_DA": 1, "SIN_A": 9, "DES_DA": 2, "DES_A": 8},
        "geometry": {"type": "Point", "coordinates": [9.04, 45.53]}}]});
    let bare = json!({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"COD_VIA": "5000"},
        "geometry": {"type": "LineString", "coordinates": [[9.04, 45.53], [9.05, 45.53]]}}]});
    for (text, why) in [(point.to_string(), "no-lines"), (bare.to_string(), "SIN_DA"), ("{".to_owned(), "")] {
        let (status, answer) = send(&office, &office.clerk, "grafo.geojson", &text).await?;
        ensure!(status.is_client_error() && answer.to_string().contains(why), "{why}: {status} {answer}");
    }
    let (status, answer) = send(&office, &office.stranger, "grafo.geojson", &graph(&[])).await?;
    assert!(status.is_client_error(), "{status} {answer}");
    Ok(())
}

#[tokio::test]
async fn a_number_that_is_missing_is_placed_along_the_stretches_of_its_street() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let of = |at: usize| numbers[at]["locator"]["number"].as_u64().unwrap_or_default();
    let has_neighbours = |at: &usize| {
        let same = |other: usize| of(other) % 2 == of(*at) % 2 && of(other) != of(*at);
        (0..*at).any(same) && (at + 1..numbers.len()).any(same)
    };
    let gone = (1..numbers.len() - 1).find(has_neighbours).context("a number between others")?;
    let (one, last) = (&numbers[0], numbers.last().context("numbers")?);
    let arcs = json!([arc(one, last, 1, 999)]);
    let record = json!({"command": {"type": "record-arcs", "thoroughfare": street, "arcs": arcs}});
    let retire = json!({"command": {"type": "retire", "address": numbers[gone]["id"]},
        "legal_act": crate::office::delibera(), "reason": "prova"});
    let name = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
    let words = |field: &str| name[field].as_str().unwrap_or_default().to_owned();
    let question = json!({"q": format!("{} {} {}, Rho", words("kind"), words("official_name"), of(gone))});
    let ask = async |server: &TestServer, seq: i64| -> anyhow::Result<Value> {
        caught_up(server, seq).await?;
        let (_, found) = server.post("/rest/geocoder/v1/search", &question).await?;
        Ok(found["features"][0].clone())
    };
    let seq = |done: &Value| done["seq"].as_i64().context("a number");
    let without = office.done(&office.approver, retire).await?;
    let by_course = ask(&office.server, seq(&without)?).await?;
    assert_eq!(by_course["properties"]["level"], "interpolated", "{by_course}");
    let known = office.done(&office.clerk, record).await?;
    let along = ask(&office.server, seq(&known)?).await?;
    assert_eq!(along["properties"]["method"], "along-street", "{along}");
    assert_eq!(along["properties"]["id"], Value::Null);
    let line = &arcs[0]["line"]["coordinates"];
    let at = |place: &Value, axis: usize| place[axis].as_f64().unwrap_or_default();
    let vector = |from: &Value, to: &Value| [at(to, 0) - at(from, 0), at(to, 1) - at(from, 1)];
    let (whole, part) = (vector(&line[0], &line[1]), vector(&line[0], &along["geometry"]["coordinates"]));
    let aside = (whole[0] * part[1] - whole[1] * part[0]) / whole[0].hypot(whole[1]);
    ensure!(aside.abs() < 1e-5, "{aside} degrees beside the street");
    let anew = TestServer::start(&office.database).await?;
    assert_eq!(ask(&anew, seq(&known)?).await?, along);
    Ok(())
}
