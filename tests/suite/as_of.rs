//! Whole comuni as they were on a day, by what was known at an instant: each read that takes the day
//! says today what it says of today, and afterwards what it said before.

use std::io::Cursor;

use anyhow::Context;
use jiff::Timestamp;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::office::{Office, RHO, SESTO, delibera};

/// Reads that take a day and an instant, of Rho.
const READS: [&str; 5] = ["quality", "violations", "conflicts", "anncsu", "exists"];

fn path(read: &str, street: &str) -> String {
    let question = match read {
        "exists" => format!("&street={street}"),
        "violations" | "conflicts" => "&limit=1000".to_owned(),
        _ => String::new(),
    };
    format!("/rest/toponymy/v1/{read}?municipality={RHO}{question}")
}

/// What a read says, without the number it was read at, and things in an order of their own.
fn said(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("known_seq");
    }
    if let Some(items) = answer["items"].as_array_mut() {
        items.sort_by_key(ToString::to_string);
    }
    answer
}

async fn files(office: &Office, query: &str) -> anyhow::Result<Vec<String>> {
    let url = format!("/rest/toponymy/v1/downloads?municipality={RHO}&format=geojson{query}");
    let bytes = office.server.get(&url).await?.bytes().await?;
    let mut archive = ZipArchive::new(Cursor::new(bytes.to_vec()))?;
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("addresses.geojson")?, &mut text)?;
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_start_matches(',').to_owned()).collect();
    lines.sort();
    Ok(lines)
}

#[tokio::test]
async fn whole_comuni_are_shown_as_they_were() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let named = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
    let (kind, official) = (named["kind"].as_str(), named["name"].as_str());
    let (kind, official) = kind.zip(official).context("a name")?;
    let name = format!("{kind} {official}").replace(' ', "%20");
    // A thing of Sesto on Rho's ground, so that there is a conflict to be shown.
    let (theirs, _) = office.street(SESTO).await?;
    let at = &numbers[0]["positions"][0];
    let misplaced = json!({"type": "propose-address", "thoroughfare": theirs,
        "locator": {"kind": "number", "number": 9901},
        "position": {"lon": at["lon"], "lat": at["lat"], "specification": "entrance", "method": 1}});
    office.done(&office.stranger, json!({"command": misplaced, "reason": "prova"})).await?;
    let read = async |read: &str, query: &str| -> anyhow::Result<Value> {
        Ok(said(office.server.json(&format!("{}{query}", path(read, &name))).await?))
    };
    let (then, mut before) = (Timestamp::now(), Vec::new());
    let known = format!("&known_at={then}");
    for one in READS {
        let now = read(one, "").await?;
        assert_eq!(read(one, &known).await?, now, "{one}: of now, from the events");
        before.push(now);
    }
    let file = files(&office, "").await?;
    assert_eq!(files(&office, &known).await?, file);
    assert!(before[2]["items"].as_array().is_some_and(|items| !items.is_empty()), "a conflict");
    assert_eq!(before[4]["exists"], true);
    // A name that breaks a rule, a number that is no more, and a number of Rho on Sesto's ground.
    let rename = json!({"type": "rename", "thoroughfare": street, "kind": "Via", "name": "S. Prova"});
    office.done(&office.approver, json!({"command": rename, "legal_act": delibera()})).await?;
    let retire = json!({"type": "retire", "address": numbers[0]["id"]});
    office.done(&office.approver, json!({"command": retire, "reason": "demolita"})).await?;
    let (_, beyond) = office.street(SESTO).await?;
    let place = &beyond[0]["positions"][0];
    let wrong = json!({"type": "correct-position", "address": numbers[1]["id"],
        "position": {"lon": place["lon"], "lat": place["lat"], "specification": "entrance", "method": 1}});
    office.done(&office.clerk, json!({"command": wrong, "reason": "prova"})).await?;
    for (one, before) in READS.iter().zip(&before) {
        assert_eq!(read(one, &known).await?, *before, "{one}: as it was known");
        if *one != "anncsu" {
            assert_ne!(read(one, "").await?, *before, "{one}: now it is otherwise");
        }
        let answer = office.server.json(&format!("{}{known}", path(one, &name))).await?;
        assert!(answer["known_seq"].as_i64().is_some_and(|seq| seq > 0), "{one} says its number: {answer}");
    }
    assert_eq!(files(&office, &known).await?, file);
    assert_ne!(files(&office, "").await?, file);
    // On a day before the change the street had its name still.
    let day = "&valid_at=2020-01-01";
    assert_eq!(read("exists", day).await?["exists"], true);
    for (wrong, status) in [
        ("/rest/toponymy/v1/conflicts?valid_at=2020-01-01", 400),
        ("/rest/toponymy/v1/downloads?valid_at=2020-01-01", 400),
        ("/rest/toponymy/v1/downloads?zone=adda-martesana&made=nightly&valid_at=2020-01-01", 400),
        ("/rest/toponymy/v1/quality?municipality=015182&valid_at=ieri", 400),
        ("/rest/toponymy/v1/quality?municipality=015182&known_at=1990-01-01T00:00:00Z", 404),
    ] {
        assert_eq!(office.server.get(wrong).await?.status(), status, "{wrong}");
    }
    Ok(())
}
