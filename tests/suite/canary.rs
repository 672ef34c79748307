//! What a person typed stays nowhere: addresses with a mark are sent through every face that takes one
//! and into every error, then the mark is looked for wherever the program writes.

use std::path::Path;

use anyhow::ensure;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::desk::{Desk, RECORDS, REVIEWS, path};

/// A word that no register has, and a number so long that no digest has it by chance.
const MARK: &str = "Canarinoverdissimo";
const NUMBER: &str = "774431019";

fn typed() -> String {
    format!("Via {MARK} {NUMBER}, Rho")
}

/// Bodies of a geocoder's question, good and bad.
fn questions() -> Vec<String> {
    let (line, long) = (typed(), format!("{} {}", typed(), "x".repeat(70_000)));
    let mut questions: Vec<String> = [
        json!({"q": line}),
        json!({"street": format!("Via {MARK}"), "number": NUMBER, "municipality": "Rho"}),
        json!({"q": line, "limit": 0}),
        json!({"q": line, "street": line}),
        json!({"q": [line]}),
        json!({"q": line, MARK: line}),
        json!({"q": line, "near": MARK}),
        json!({"q": long}),
        json!({"lon": MARK, "lat": 45.5}),
        json!({"q": format!("{line}\u{0}")}),
        json!([line]),
        json!(line),
    ]
    .iter()
    .map(Value::to_string)
    .collect();
    questions.extend([format!("{{\"q\": \"{line}\""), line, format!("\u{feff}{{\"q\": {MARK}}}")]);
    questions
}

async fn send(desk: &Desk, method: Method, path: &str, body: Option<String>) -> anyhow::Result<StatusCode> {
    let server = &desk.office.server;
    let mut request = desk.officer.sign(server.client.request(method, format!("{}{path}", server.url)));
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body);
    }
    let answer = request.send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    // The officer's own list is the one place that shows it.
    ensure!(path.starts_with(REVIEWS) || !text.contains(MARK), "{path} repeats it: {text}");
    Ok(status)
}

/// Sends the mark wherever an address is taken.
async fn sing(desk: &Desk) -> anyhow::Result<()> {
    for face in ["search", "suggest", "reverse"] {
        for body in questions() {
            send(desk, Method::POST, &format!("/rest/geocoder/v1/{face}"), Some(body)).await?;
        }
        for query in ["q=", "street=", "lon=9&lat=", "limit=", "near=", "states=", "nonsense="] {
            let path = format!("/rest/geocoder/v1/{face}?{query}{MARK}%20{NUMBER}");
            send(desk, Method::GET, &path, None).await?;
        }
    }
    let place = json!({"q": typed()});
    let record = desk.register("canary-1", &place).await?;
    desk.register(
        "canary-2",
        &json!({"street": format!("Via {MARK}"), "number": NUMBER, "municipality": "Rho"}),
    )
    .await?;
    let (of_record, review) = (path(RECORDS, &record), path(REVIEWS, &record));
    for body in questions() {
        for (method, path) in [(Method::POST, RECORDS), (Method::PUT, &of_record), (Method::POST, &review)] {
            send(desk, method, path, Some(body.clone())).await?;
        }
        for media_type in ["application/x-ndjson", "text/plain"] {
            let (_, answer) = desk.send_raw(RECORDS, media_type, body.clone()).await?;
            ensure!(!answer.to_string().contains(MARK), "{media_type} repeats it: {answer}");
        }
    }
    for (place, fields) in [
        json!({"kind": "other", "reference": typed(), "q": typed()}),
        json!({"kind": typed(), "reference": "c-3", "q": typed()}),
        json!({"kind": "other", "reference": "canary-1", "q": typed()}),
        json!({"kind": "other", "reference": "c-4", "address": typed()}),
        json!({"kind": "other", "reference": "c-5", "q": typed(), "name": MARK}),
    ]
    .iter()
    .enumerate()
    {
        let status = send(desk, Method::POST, RECORDS, Some(fields.to_string())).await?;
        ensure!(status.is_client_error() || place == 2, "{fields}: {status}");
        send(desk, Method::POST, RECORDS, Some(json!([fields, fields]).to_string())).await?;
    }
    for path in [
        format!("{RECORDS}/{MARK}"),
        format!("{RECORDS}?q={MARK}"),
        format!("{RECORDS}?{MARK}=1"),
        format!("{RECORDS}?reference=Via%20{MARK}%20{NUMBER}"),
        format!("{RECORDS}?cursor={MARK}"),
        format!("{REVIEWS}?limit={MARK}"),
        format!("/rest/records/v1/changes?after={MARK}"),
        format!("/rest/records/v1/aggregates?kind={MARK}"),
    ] {
        send(desk, Method::GET, &path, None).await?;
    }
    let decision = json!({"decision": "choose", "address": typed()});
    send(desk, Method::POST, &review, Some(decision.to_string())).await?;
    ensure!(send(desk, Method::GET, REVIEWS, None).await?.is_success());
    sing_in_lists(desk).await
}

/// Sends the mark in lists of addresses. A list that is answered comes back as it was, with columns
/// added; a refusal repeats nothing of it.
async fn sing_in_lists(desk: &Desk) -> anyhow::Result<()> {
    const BATCH: &str = "/rest/geocoder/v1/batch";
    let server = &desk.office.server;
    let lines = questions().join("\n").replace('\0', "");
    let table = format!("indirizzo;{MARK}\n\"{}\";x\n{};;;;\n", typed(), typed());
    let to = |path: &str| server.client.post(format!("{}{path}", server.url));
    let answer = to(BATCH).header("content-type", "application/x-ndjson").body(lines).send().await?;
    ensure!(answer.status().is_success(), "{}", answer.status());
    ensure!(!answer.text().await?.contains(MARK), "NDJSON repeats it");
    for query in
        ["", "?columns=indirizzo", "?delimiter=xyz", &format!("?columns={MARK}"), &format!("?{MARK}=1")]
    {
        let answer = to(&format!("{BATCH}{query}")).header("content-type", "text/csv").body(table.clone());
        let answer = answer.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success() || !text.contains(MARK), "{query} repeats it: {text}");
    }
    for name in ["indirizzo", MARK] {
        let data = Part::text(table.clone()).file_name(format!("{MARK}.csv"));
        let form = Form::new().part("data", data).text("columns", name.to_owned());
        let answer = to("/addok/search/csv").multipart(form).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success() || !text.contains(MARK), "addok repeats it: {text}");
    }
    for path in ["search?q=", "search?limit=", "reverse?lat=45&lon=", "search?nonsense="] {
        send(desk, Method::GET, &format!("/addok/{path}{MARK}%20{NUMBER}"), None).await?;
    }
    Ok(())
}

/// Sends the mark in registers that cannot be read: nothing of a delivery that was refused is kept.
async fn sing_in_deliveries(desk: &Desk) -> anyhow::Result<()> {
    const PATH: &str = "/rest/toponymy/v1/deliveries?municipality=015182&crs=EPSG:32632&format=";
    let server = &desk.office.server;
    for (format, name) in
        [("generic", "civici.csv"), ("generic", "x.shp"), ("anncsu", "indir.csv"), (MARK, "x.csv")]
    {
        let table = format!("codice_via;numero;{MARK}\n{};{NUMBER};\"{MARK}\n", typed());
        let file = Part::text(table).file_name(format!("{MARK}-{name}"));
        let request = desk.office.clerk.sign(server.client.post(format!("{}{PATH}{format}", server.url)));
        let status = request.multipart(Form::new().part("files", file)).send().await?.status();
        ensure!(status.is_client_error(), "{format} {name}: {status}");
    }
    Ok(())
}

/// Every column of every table that can hold a text, and whether the mark is in one.
async fn in_tables(client: &Client) -> anyhow::Result<Vec<String>> {
    let columns = client
        .query(
            "SELECT quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), quote_ident(c.column_name),
                    c.data_type::text
             FROM information_schema.columns c
             JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
               AND c.data_type IN ('text', 'character varying', 'bytea', 'jsonb', 'json', 'ARRAY')",
            &[],
        )
        .await?;
    ensure!(columns.len() > 100, "only {} columns were looked at", columns.len());
    let mut found = Vec::new();
    for row in columns {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let text = match kind.as_str() {
            "bytea" => format!("encode({column}, 'escape') || encode({column}, 'hex')"),
            _ => format!("{column}::text"),
        };
        let hex = hex::encode(MARK);
        let sql = format!("SELECT count(*) FROM {table} WHERE {text} ~* '{MARK}|{hex}|{NUMBER}'");
        if client.query_one(&sql, &[]).await?.get::<_, i64>(0) > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    Ok(found)
}

/// The files below a folder that hold the mark.
fn in_files(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(in_files(&path)?);
        } else if path.is_file() && holds(&std::fs::read(&path)?) {
            found.push(path.display().to_string());
        }
    }
    Ok(found)
}

fn holds(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let hex = hex::encode(MARK);
    // As the log of the database's driver would write the bytes of a parameter.
    let listed = format!("{:?}", MARK.as_bytes());
    let listed = listed.trim_matches(['[', ']']);
    [MARK.to_lowercase().as_str(), NUMBER, &hex, listed].iter().any(|mark| text.contains(mark))
}

#[tokio::test]
async fn an_address_that_somebody_typed_is_nowhere_but_sealed() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    sing(&desk).await?;
    sing_in_deliveries(&desk).await?;
    ensure!(desk.sealed().await? > 1, "nothing was sealed: the test proves nothing");
    let client = desk.office.database.client().await?;
    assert_eq!(in_tables(&client).await?, Vec::<String>::new());
    let running = client.query("SELECT query FROM pg_stat_activity", &[]).await?;
    let said = running.iter().filter_map(|row| row.get::<_, Option<String>>(0));
    assert!(!said.filter(|query| !query.contains("~*")).any(|query| query.contains(MARK)));
    let metrics = desk.office.server.get("/metrics").await?.text().await?;
    assert!(!holds(metrics.as_bytes()), "{metrics}");
    let log = desk.office.server.log()?;
    assert!(log.len() > 10_000, "the log is not talkative");
    let lines: Vec<&str> = log.lines().filter(|line| holds(line.as_bytes())).take(3).collect();
    assert!(lines.is_empty(), "{lines:#?}");
    assert_eq!(in_files(desk.office.server.data_folder())?, Vec::<String>::new());
    // The mark is looked for where it is, once: a table that holds it is found.
    client.batch_execute(&format!("CREATE TABLE public.canary AS SELECT '{MARK}'::text AS text")).await?;
    assert_eq!(in_tables(&client).await?, ["public.canary.text"]);
    Ok(())
}
