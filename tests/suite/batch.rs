//! Many addresses at once: over HTTP as NDJSON and CSV, and at the shell.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use civico_harness::{Finished, TestDatabase, TestServer, civico};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{Client, Response};
use serde_json::value::RawValue;
use serde_json::{Value, json};

const BATCH: &str = "/rest/geocoder/v1/batch";
const NDJSON: &str = "application/x-ndjson";

/// The memory that a batch may take besides what the server has, in kilobytes.
const FLAT_KB: u64 = 48 * 1024;

/// Columns that are added, and the properties that they hold.
const PROPERTIES: [(&str, &str); 12] = [
    ("result_label", "label"),
    ("result_score", "score"),
    ("result_type", "level"),
    ("result_id", "id"),
    ("result_housenumber", "number"),
    ("result_street", "street"),
    ("result_city", "municipality"),
    ("result_citycode", "istat_code"),
    ("result_postcode", "postcode"),
    ("result_state", "state"),
    ("result_uncertainty_m", "uncertainty_m"),
    ("result_ambiguous", "ambiguous"),
];

async fn send(server: &TestServer, path: &str, kind: &str, body: Vec<u8>) -> anyhow::Result<Response> {
    let request = server.client.post(format!("{}{path}", server.url)).header("content-type", kind);
    Ok(request.header("accept-language", "en").body(body).send().await?)
}

/// Sends a batch that is answered, and returns the answer.
async fn batch(
    server: &TestServer,
    query: &str,
    kind: &str,
    body: impl Into<Vec<u8>>,
) -> anyhow::Result<Vec<u8>> {
    let response = send(server, &format!("{BATCH}{query}"), kind, body.into()).await?;
    anyhow::ensure!(response.status() == 200, "{}: {}", response.status(), response.text().await?);
    Ok(response.bytes().await?.to_vec())
}

fn rows(csv: &[u8], delimiter: u8) -> anyhow::Result<Vec<BTreeMap<String, String>>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(csv);
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

/// A busy machine may be late with the change log, and says so: that is no part of what was found.
fn fresh(answer: &str) -> String {
    answer.replace("\"stale\":true", "\"stale\":false")
}

/// Addresses as offices write them: right, without comune, misspelt, with numbers that are not there.
async fn addresses(server: &TestServer) -> anyhow::Result<Vec<String>> {
    let mut written = Vec::new();
    for code in ["015182", "015155", "015205"] {
        let path = format!("/ogc/collections/addresses/items?istat_code={code}&limit=900");
        for (at, item) in server.json(&path).await?["features"].as_array().into_iter().flatten().enumerate() {
            let text = |name: &str| item["properties"][name].as_str().unwrap_or_default().to_owned();
            let (street, number, comune) = (text("street"), text("number"), text("municipality"));
            written.push(match at % 5 {
                0 => format!("{street}, {number}, {comune}"),
                1 => format!("{street} {number}"),
                2 => format!("{} {number} {comune}", street.to_uppercase().replacen('A', "E", 1)),
                3 => format!("{street} 9{number}/Z, {comune} (MI)"),
                _ => format!("{comune}: \"{street}\"; int. 3"),
            });
        }
    }
    anyhow::ensure!(written.len() > 2_000, "only {} addresses", written.len());
    Ok(written)
}

fn write(folder: &Path, name: &str, content: &[u8]) -> anyhow::Result<String> {
    let path = folder.join(name);
    std::fs::write(&path, content)?;
    Ok(path.to_string_lossy().into_owned())
}

async fn geocode(database: &TestDatabase, input: &str, out: &str, more: &[&str]) -> anyhow::Result<Finished> {
    civico(database, &[&["geocode", "--in", input, "--out", out], more].concat()).await
}

fn table(addresses: &[String]) -> String {
    let quoted = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let rows = addresses.iter().enumerate().map(|(at, text)| format!("{at};{}\n", quoted(text)));
    std::iter::once("id;Indirizzo\n".to_owned()).chain(rows).collect()
}

#[tokio::test]
async fn a_row_gets_what_a_single_search_gets_to_the_byte() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let addresses = addresses(&server).await?;
    let single: Vec<String> = stream::iter(&addresses)
        .map(async |text| {
            let body = serde_json::to_vec(&json!({"q": text}))?;
            let answer = send(&server, "/rest/geocoder/v1/search", "application/json", body).await?;
            anyhow::Ok(fresh(&answer.text().await?))
        })
        .buffered(8)
        .try_collect()
        .await?;

    let lines: String = addresses.iter().map(|text| json!({"q": text}).to_string() + "\n").collect();
    let ndjson = fresh(std::str::from_utf8(&batch(&server, "", NDJSON, lines.clone()).await?)?).into_bytes();
    let answered: Vec<&str> = std::str::from_utf8(&ndjson)?.lines().collect();
    assert_eq!(answered, single);

    let csv = batch(&server, "", "text/csv", table(&addresses)).await?;
    for (row, single) in rows(&csv, b';')?.iter().zip(&single) {
        check_cells(row, single)?;
    }
    assert_eq!(rows(&csv, b';')?.len(), addresses.len());

    let folder = tempfile::tempdir()?;
    for (name, content, expected) in [("in.csv", table(&addresses), &csv), ("in.ndjson", lines, &ndjson)] {
        let input = write(folder.path(), name, content.as_bytes())?;
        let out = folder.path().join(format!("out-{name}"));
        let done = geocode(&database, &input, &out.to_string_lossy(), &[]).await?;
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(std::fs::read(&out)? == *expected, "{name}: the shell answers otherwise");
    }
    Ok(())
}

/// The cells of a row are the tokens of the properties.
fn check_cells(row: &BTreeMap<String, String>, single: &str) -> anyhow::Result<()> {
    #[derive(serde::Deserialize)]
    struct Collection {
        features: Vec<Feature>,
    }
    #[derive(serde::Deserialize)]
    struct Feature {
        properties: BTreeMap<String, Box<RawValue>>,
    }
    let found: Collection = serde_json::from_str(single)?;
    let Some(best) = found.features.first() else {
        assert_eq!(row["result_type"], "none");
        return Ok(());
    };
    for (column, property) in PROPERTIES {
        let token = best.properties[property].get();
        let expected = match serde_json::from_str(token)? {
            Value::String(text) => text,
            Value::Null => String::new(),
            _ => token.to_owned(),
        };
        assert_eq!(row[column], expected, "{column} of {single}");
    }
    let next = found.features.get(1).map_or("", |next| next.properties["score"].get());
    assert_eq!(row["result_score_next"], next, "{single}");
    Ok(())
}

#[tokio::test]
async fn a_bad_row_gets_its_error_and_the_rest_goes_on() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let long = "x".repeat(1 << 20);
    let mut table = "id,indirizzo,note\n1,\"Rho\",è\n2,Rho\n3,Rho,a,b,c\n".as_bytes().to_vec();
    table.extend_from_slice(format!("4,{long},\n5,,\n6,Rho,è\n").as_bytes());
    table.extend_from_slice(b"7,Rh\xF2,\n8,\"Rho,\n9,Rho,last\n");
    let response = send(&server, BATCH, "text/csv", table).await?;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8; header=present");
    assert_eq!(response.headers()["civico-assumed"], "encoding=utf-8&delimiter=%2C&columns=indirizzo");
    let seq = response.headers()["civico-seq"].to_str()?.to_owned();
    let answered = response.bytes().await?;
    let found = rows(&answered, b',')?;
    let errors = ["", "2 columns", "5 columns", "too long", "no address", "", "encoding", "quote", ""];
    assert_eq!(found.len(), errors.len());
    for (row, error) in found.iter().zip(errors) {
        assert_eq!(row["result_seq"], seq);
        assert_eq!(row["result_error"].is_empty(), error.is_empty(), "{}", row["id"]);
        assert!(row["result_error"].contains(error), "{}: {}", row["id"], row["result_error"]);
        assert_eq!(row["result_city"] == "Rho", error.is_empty(), "{}", row["id"]);
    }
    assert_eq!(found[2]["note"], "a,b,c", "nothing is lost");
    assert_eq!(found[3]["indirizzo"], long);

    let lines = [
        json!({"id": "a", "q": "Rho"}).to_string(),
        "{\"q\": ".to_owned(),
        json!({"id": 3, "q": long}).to_string(),
        json!({"q": "Rho", "colour": "vermiglio"}).to_string(),
        json!({"id": "e", "q": "Rho", "limit": 99}).to_string(),
        json!({"id": "f", "street": "", "municipality": "Rho"}).to_string(),
    ];
    let answered = batch(&server, "", NDJSON, lines.join("\n")).await?;
    let found: Vec<Value> =
        std::str::from_utf8(&answered)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(found.len(), lines.len());
    assert_eq!(
        found.iter().map(|one| one["id"].clone()).collect::<Vec<_>>(),
        [json!("a"), Value::Null, json!(3), Value::Null, json!("e"), json!("f")]
    );
    for (at, one) in found.iter().enumerate() {
        let is_answer = [0, 5].contains(&at);
        assert_eq!(one["type"] == "FeatureCollection", is_answer, "{one}");
        assert_eq!(one["row"] == json!(at + 1), !is_answer, "{one}");
    }
    assert!(!String::from_utf8_lossy(&answered).contains("vermiglio"));
    Ok(())
}

#[tokio::test]
async fn a_table_comes_back_in_its_own_encoding_with_its_own_columns() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let text = "Città;Via;N° civico\r\nRho;\"Via Nessuna\"; 1 \r\nRhò;x;\r\n";
    let western: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, sent, expected) in [
        ("utf-8", text.as_bytes().to_vec(), text.as_bytes().to_vec()),
        ("windows-1252", western.clone(), western),
        ("utf-8", marked.clone(), marked.clone()),
        ("utf-16le", wide, marked),
    ] {
        let response = send(&server, BATCH, "text/csv", sent).await?;
        let assumed = response.headers()["civico-assumed"].to_str()?.to_owned();
        let columns = "street=Via&number=N%C2%B0%20civico&municipality=Citt%C3%A0";
        assert_eq!(assumed, format!("encoding={name}&delimiter=%3B&{columns}"));
        let answered = response.bytes().await?;
        for (row, original) in
            answered.split(|byte| *byte == b'\n').zip(expected.split(|byte| *byte == b'\n'))
        {
            let original = original.strip_suffix(b"\r").unwrap_or(original);
            assert!(row.starts_with(original), "{name}: {}", String::from_utf8_lossy(row));
        }
    }
    for (kind, query, body, status) in [
        ("text/csv", "", &b"PK\x03\x04 a spreadsheet"[..], 400),
        ("text/csv", "", b"a;b\n1;2\n", 400),
        ("text/csv", "", b"", 400),
        ("text/csv", "?columns=via&street=via", b"via;b\n1;2\n", 400),
        ("text/csv", "?columns=strada", b"via;b\n1;2\n", 400),
        ("text/csv", "?encoding=klingon", b"via;b\n1;2\n", 400),
        ("text/csv", "?colour=red", b"via;b\n1;2\n", 400),
        (NDJSON, "", b"\0\x01\x02", 400),
        ("application/json", "", b"{}", 415),
    ] {
        let answer = send(&server, &format!("{BATCH}{query}"), kind, body.to_vec()).await?;
        assert_eq!(answer.status(), status, "{kind} {query}");
        let problem: Value = answer.json().await?;
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 20), "{problem}");
    }
    Ok(())
}

#[tokio::test]
async fn many_rows_stream_through_flat_memory() -> anyhow::Result<()> {
    const ROWS: usize = 300_000;
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let warm: String = (0..20_000).map(|row| row.to_string() + ";Via Roma 7, Rho\n").collect();
    batch(&server, "", "text/csv", format!("id;indirizzo\n{warm}")).await?;
    let before = server.memory_kb()?;
    let header = stream::iter([Ok::<_, std::io::Error>("id;indirizzo\n".to_owned())]);
    let pieces = stream::iter(0..ROWS / 100).map(|piece| {
        let rows = (0..100).map(|row| format!("{};Via Roma {row}, Rho\n", piece * 100 + row));
        Ok(rows.collect::<String>())
    });
    // Plain bytes: what is compressed is not the server's memory.
    let client = Client::builder().no_gzip().build()?;
    let request = client.post(format!("{}{BATCH}", server.url)).header("content-type", "text/csv");
    let mut response = request.body(reqwest::Body::wrap_stream(header.chain(pieces))).send().await?;
    let (mut lines, mut most, mut tail) = (0, 0, Vec::new());
    while let Some(piece) = response.chunk().await? {
        lines += piece.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
        most = most.max(server.memory_kb()?);
        tail.extend_from_slice(&piece);
        tail.drain(..tail.len().saturating_sub(10_000));
    }
    assert_eq!(lines, ROWS + 1);
    assert!(String::from_utf8_lossy(&tail).contains(&format!("\n{};Via Roma 99", ROWS - 1)));
    assert!(most < before + FLAT_KB, "{before} kB before, {most} kB at most");
    Ok(())
}

#[tokio::test]
async fn a_row_is_answered_before_the_next_is_sent() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let (sender, receiver) = tokio::sync::mpsc::channel::<String>(1);
    let sent = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let body = reqwest::Body::wrap_stream(sent.map(Ok::<_, std::io::Error>));
    let line = |id: u32| format!("{{\"id\":{id},\"q\":\"Rho\"}}\n");
    sender.send(line(1)).await?;
    let request = server.client.post(format!("{}{BATCH}", server.url)).header("content-type", NDJSON);
    let mut response = request.body(body).send().await?;
    for id in 1..4 {
        let answer = response.chunk().await?.context("no answer")?;
        assert!(answer.starts_with(format!("{{\"id\":{id},").as_bytes()), "{id}");
        sender.send(line(id + 1)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_shell_continues_where_it_stopped() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let folder = tempfile::tempdir()?;
    let rows: String = (0..3_000)
        .map(|row| match row % 3 {
            0 => format!("{row};Rho;\"due\nrighe\"\n"),
            1 => format!("{row};;x\n"),
            _ => format!("{row};Via Inesistente {row};x\n"),
        })
        .collect();
    let input = write(folder.path(), "in.csv", format!("id;indirizzo;note\n{rows}").as_bytes())?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (out, rejects) = (path("out.csv"), path("rejects.csv"));
    let more = ["--rejects", &rejects];
    let done = geocode(&database, &input, &out, &more).await?;
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stdout.contains("columns=indirizzo") && done.stdout.contains("3000 rows"),
        "{}",
        done.stdout
    );
    let (whole, rejected) = (std::fs::read(&out)?, std::fs::read(&rejects)?);
    assert!(String::from_utf8_lossy(&rejected).contains("There is no address"));

    let again = geocode(&database, &input, &out, &more).await?;
    assert_eq!(again.code, Some(1));
    assert!(again.stderr.contains("--resume"), "{}", again.stderr);
    for cut in [0, 10, whole.len() / 3, whole.len() * 2 / 3 + 7, whole.len() - 1, whole.len()] {
        std::fs::write(&out, &whole[..cut])?;
        let done = geocode(&database, &input, &out, &["--rejects", &rejects, "--resume"]).await?;
        assert_eq!(done.code, Some(0), "{cut}: {}", done.stderr);
        assert!(std::fs::read(&out)? == whole, "cut at {cut}");
        assert!(std::fs::read(&rejects)? == rejected, "cut at {cut}");
    }
    std::fs::write(&out, "something else\n")?;
    let other = geocode(&database, &input, &out, &["--resume"]).await?;
    assert!(other.code == Some(1) && std::fs::read(&out)? == b"something else\n", "{}", other.stderr);
    assert_eq!(geocode(&database, &input, &out, &["--force"]).await?.code, Some(0));
    assert!(std::fs::read(&out)? == whole);

    let print = write(folder.path(), "in.pdf", b"%PDF-1.7")?;
    let nameless = write(folder.path(), "nameless.csv", b"a;b\n1;2\n")?;
    for (input, word) in [(&print, "in.pdf"), (&nameless, "columns"), (&path("absent.csv"), "absent.csv")] {
        let done = geocode(&database, input, &path("other.csv"), &[]).await?;
        assert!(done.code == Some(1) && done.stderr.contains(word), "{}", done.stderr);
    }
    let same = geocode(&database, &input, &input, &["--force"]).await?;
    assert!(same.code == Some(1) && std::fs::read(&input)?.starts_with(b"id;"), "{}", same.stderr);
    Ok(())
}

#[tokio::test]
async fn what_stands_in_a_batch_is_in_no_log() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let typed = "via Zzyxquartz 77";
    let table = format!("indirizzo;b\n{typed};\n{typed}\n\"{typed}\n");
    let lines = format!("{{\"q\":\"{typed}\"}}\n{{\"q\":\"{typed}\",\n{{\"{typed}\":1}}\n");
    let mut told = vec![String::from_utf8(batch(&server, "", NDJSON, lines).await?)?];
    send(&server, BATCH, "text/csv", table.into_bytes()).await?.bytes().await?;
    // A table without a header: its first row is an address, and is not repeated.
    let headless = format!("{typed};x\n");
    told.push(send(&server, BATCH, "text/csv", headless.into_bytes()).await?.text().await?);
    told.extend([server.get("/metrics").await?.text().await?, server.log()?]);
    for text in told {
        assert!(!text.contains("Zzyxquartz"), "{text}");
    }
    Ok(())
}

/// A spreadsheet as offices have it, made by other people's program.
fn spreadsheet(folder: &Path, name: &str, csv: &str) -> anyhow::Result<String> {
    let (table, sheet) = (folder.join("foglio.csv"), folder.join(name));
    std::fs::write(&table, csv)?;
    let format = if name.ends_with("ods") { "ODS" } else { "XLSX" };
    let made = std::process::Command::new("ogr2ogr").args(["-f", format]).arg(&sheet).arg(&table).status()?;
    anyhow::ensure!(made.success(), "ogr2ogr cannot write {name}");
    Ok(sheet.to_string_lossy().into_owned())
}

/// What is in a spreadsheet, as ogr2ogr reads it.
fn cells(sheet: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let made = std::process::Command::new("ogr2ogr")
        .args(["-f", "CSV", "/vsistdout/", sheet])
        .output()
        .context("ogr2ogr")?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&made.stdout[..]);
    Ok(reader
        .records()
        .map(|row| Ok(row?.iter().map(str::to_owned).collect()))
        .collect::<Result<_, csv::Error>>()?)
}

#[tokio::test]
async fn a_spreadsheet_comes_back_as_one_with_the_same_answers_as_its_table() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let rows = "Pratica,Indirizzo,Comune,CAP\n007,Via dei Pini 4,Sesto San Giovanni,20099\n008,\"Via Inesistente, 1\",Rho,00017\n";
    let input = path("righe.csv");
    std::fs::write(&input, rows)?;
    let done = geocode(&database, &input, &path("righe-fatte.csv"), &[]).await?;
    anyhow::ensure!(done.code == Some(0), "{}", done.stderr);
    let of_table = cells(&path("righe-fatte.csv"))?;
    for name in ["pratiche.xlsx", "pratiche.ods"] {
        let (input, out) = (spreadsheet(folder.path(), name, rows)?, path(&format!("fatte-{name}")));
        let done =
            geocode(&database, &input, &out, &["--rejects", &path(&format!("{name}.rejects.csv"))]).await?;
        anyhow::ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
        assert!(
            done.stdout.contains(&out) || done.stderr.contains(&out),
            "it says where: {} {}",
            done.stdout,
            done.stderr
        );
        let answered = cells(&out)?;
        assert_eq!(answered.len(), of_table.len(), "{answered:?}");
        for (row, known) in answered.iter().zip(&of_table).skip(1) {
            for (place, (cell, expected)) in row.iter().zip(known).enumerate() {
                let numbers = cell.parse::<f64>().ok().zip(expected.parse::<f64>().ok());
                let is_same = numbers.map_or(cell == expected, |(one, other)| (one - other).abs() < 1e-9);
                // The register may have gone on in between; nothing else differs.
                assert!(is_same || answered[0][place] == "result_seq", "{name}: {cell} is not {expected}");
            }
        }
        assert!(answered[1][0] == "007" && answered[2][3] == "00017", "codes keep their zeros: {answered:?}");
        let again = geocode(&database, &input, &out, &["--resume"]).await?;
        anyhow::ensure!(again.code != Some(0), "a spreadsheet is not continued");
    }
    let broken = path("rotto.xlsx");
    std::fs::write(&broken, "PK\u{3}\u{4} niente")?;
    let refused = geocode(&database, &broken, &path("x.xlsx"), &[]).await?;
    assert!(refused.code != Some(0) && refused.stderr.contains("rotto.xlsx"), "{}", refused.stderr);
    let other = geocode(&database, &input, &path("y.xlsx"), &[]).await?;
    anyhow::ensure!(other.code != Some(0) && !Path::new(&path("y.xlsx")).exists(), "{}", other.stderr);
    Ok(())
}
