//! The layouts of the national archive and of Milan, sent over HTTP as they are read at the shell.

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use civico_harness::{TestDatabase, TestServer, civico, shared_data};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::anncsu::{HEADER, ROWS};
use crate::office::person;
use crate::real_data::{announce, expectations};

const DELIVERIES: &str = "/rest/toponymy/v1/deliveries";

/// Sends files as an editor of a comune and publishes them as its approver; returns the delivery as it
/// was looked at.
async fn deliver(
    database: &TestDatabase,
    ente: &str,
    layout: &str,
    files: Vec<(String, Vec<u8>)>,
) -> anyhow::Result<Value> {
    let clerk = person(database, ente, "impiegata", &[Role::Editor]).await?;
    let approver = person(database, ente, "responsabile", &[Role::Approver]).await?;
    let server = TestServer::start(database).await?;
    let form = files
        .into_iter()
        .fold(Form::new(), |form, (name, content)| form.part("files", Part::bytes(content).file_name(name)));
    let url = format!("{}{DELIVERIES}?format={layout}&municipality={ente}", server.url);
    let answer = clerk.sign(server.client.post(url)).multipart(form).send().await?;
    let (status, delivery): (_, Value) = (answer.status(), answer.json().await?);
    ensure!(status.as_u16() == 201, "{status} {delivery}");
    let id = delivery["id"].as_str().context("an id")?;
    let url = format!("{}{DELIVERIES}/{id}/decision", server.url);
    let decided = approver.sign(server.client.post(url)).json(&json!({"decision": "publish"})).send().await?;
    let (status, answer): (_, Value) = (decided.status(), decided.json().await?);
    ensure!(status.is_success(), "{status} {answer}");
    Ok(delivery)
}

#[tokio::test]
async fn the_archives_file_comes_in_and_goes_out_byte_for_byte() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let put = ["admin", "ente", "put", "099999", "--name", "Borgo Sereno", "--kind", "comune"];
    let put = civico(&database, &[&put[..], &["--cadastral-code", "Z999"]].concat()).await?;
    ensure!(put.code == Some(0), "{}", put.stderr);
    let text = format!("{HEADER}{ROWS}");
    let files = vec![("INDIR_Z999.csv".to_owned(), text.clone().into_bytes())];
    let delivery = deliver(&database, "099999", "anncsu", files).await?;
    assert_eq!(delivery["report"]["difference"]["addresses"]["added"], 8, "{delivery}");
    let out = tempfile::NamedTempFile::new()?;
    let export = ["toponymy", "export", "--ente", "099999", "--out", &out.path().to_string_lossy()];
    let done = civico(&database, &export).await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    assert_eq!(std::fs::read_to_string(out.path())?, text);
    Ok(())
}

#[tokio::test]
async fn milans_files_come_in_whole() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("milans_files_come_in_whole");
        return Ok(());
    };
    let expected = expectations()?.milano;
    let database = TestDatabase::new().await?;
    let comuni = ["toponymy", "import", "--format", "municipalities", "data-samples/files/comuni.geojson.gz"];
    ensure!(civico(&database, &comuni).await?.code == Some(0), "the comuni");
    let mut files = Vec::new();
    for (name, path) in [("VIARIO.csv.gz", &expected.viario_2020), ("CIVICI.csv.gz", &expected.civici_2020)] {
        files.push((name.to_owned(), std::fs::read(data.join(path))?));
    }
    deliver(&database, "015146", "milano", files).await?;
    let count = "SELECT count(*) FROM civico.address WHERE municipality = '015146'";
    let numbers: i64 = database.client().await?.query_one(count, &[]).await?.get(0);
    assert_eq!(numbers, expected.numbers);
    Ok(())
}
