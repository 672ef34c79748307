//! What offices decided stays when the comune delivers its files again.

use anyhow::{Context, ensure};
use civico_harness::{civico, repository};
use serde_json::{Value, json};

use crate::office::{Office, RHO, delibera};

/// Delivers Rho's sample again, its streets as `edit` leaves them.
async fn deliver(office: &Office, edit: impl Fn(&str) -> String) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sample = repository().join("data-samples/files/rho/strade.geojson.gz");
    let unpacked = std::process::Command::new("gzip").arg("-dc").arg(sample).output()?;
    let path = folder.path().join("strade.geojson");
    std::fs::write(&path, edit(&String::from_utf8(unpacked.stdout)?))?;
    let arguments = ["toponymy", "import", "--format", "generic", "--ente", "rho", "--crs", "EPSG:32632"];
    let (streets, numbers) = (path.to_string_lossy(), "data-samples/files/rho/civici.csv");
    let done = civico(&office.database, &[&arguments[..], &[&streets, numbers]].concat()).await?;
    ensure!(done.code == Some(0), "{} {}", done.stdout, done.stderr);
    Ok(())
}

/// The streets without the places that they are in.
fn without_places(streets: &str) -> String {
    let parts = streets.split("\"LOCALITA\":\"");
    let emptied = parts.enumerate().map(|(place, part)| match (place, part.split_once('"')) {
        (1.., Some((_name, rest))) => format!("\"LOCALITA\":\"\"{rest}"),
        _ => part.to_owned(),
    });
    emptied.collect()
}

fn texts(street: &Value) -> Vec<&str> {
    let aliases = street["aliases"].as_array().into_iter().flatten();
    aliases.filter_map(|alias| alias["text"].as_str()).collect()
}

#[tokio::test]
async fn aliases_and_internals_that_an_office_gave_survive_a_delivery() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    let old = office.server.json(&path).await?;
    let attach = |text: &str, kind: &str| json!({"command": {"type": "attach-alias", "thoroughfare": street, "alias": {"text": text, "kind": kind}}});
    office.done(&office.clerk, attach("Strada Vecchia", "historical")).await?;
    office.done(&office.clerk, attach("Stradone", "popular")).await?;
    let taken_back = office.done(&office.clerk, attach("Sbagliato", "popular")).await?;
    let undo = json!({"command": {"type": "undo", "act": taken_back["id"]}});
    office.done(&office.approver, undo).await?;
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Della Prova"},
        "legal_act": delibera()});
    office.done(&office.approver, rename).await?;
    let address = numbers[0]["id"].as_str().context("an id")?;
    let internals = json!({"command": {"type": "record-internals", "address": address,
        "internals": [{"number": "1"}]}});
    office.done(&office.clerk, internals).await?;
    deliver(&office, |streets| format!("{streets}\n")).await?;
    let now = office.server.json(&path).await?;
    assert_eq!(now["name"], old["name"], "the file has its name");
    assert!(texts(&now).ends_with(&["Strada Vecchia", "Stradone"]), "{:?}", texts(&now));
    let own =
        format!("{} {}", old["kind"].as_str().unwrap_or_default(), old["name"].as_str().unwrap_or_default());
    assert!(!texts(&now).contains(&own.as_str()), "its own name is no alias: {:?}", texts(&now));
    let kept = format!("/rest/toponymy/v1/addresses/{address}/internals");
    assert_eq!(office.read(&office.clerk, &kept).await?["items"], json!([{"number": "1"}]));
    deliver(&office, |streets| format!("{streets}\n\n")).await?;
    assert_eq!(office.server.json(&path).await?["aliases"], now["aliases"], "once more changes nothing");
    Ok(())
}

#[tokio::test]
async fn a_place_that_an_office_renamed_is_the_one_that_the_file_means() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let places =
        async || office.server.json(&format!("/rest/toponymy/v1/localities?municipality={RHO}")).await;
    let before = places().await?;
    let items = before["items"].as_array().context("places")?;
    let place = items.iter().find(|item| item["name"] == "Cascina Marcita").context("the sample's place")?;
    let id = place["id"].as_str().context("an id")?;
    let rename = json!({"command": {"type": "rename-locality", "locality": id, "name": "Cascina Nuova"},
        "legal_act": delibera()});
    office.done(&office.approver, rename).await?;
    let of_place = async || {
        let sql = "SELECT count(*) FROM civico.thoroughfare WHERE locality::text = $1";
        anyhow::Ok(office.database.client().await?.query_one(sql, &[&id]).await?.get::<_, i64>(0))
    };
    let streets = of_place().await?;
    assert!(streets > 1);
    deliver(&office, |streets| streets.replace("Cascina Marcita", "CASCINA NUOVA")).await?;
    let after = places().await?;
    assert_eq!(after["items"].as_array().map(Vec::len), Some(items.len()), "no place twice: {after}");
    assert_eq!(of_place().await?, streets);
    // A file that tells no places at all does not take streets out of theirs.
    let (street, _) = office.street(RHO).await?;
    let assign = json!({"command": {"type": "assign-locality", "thoroughfare": street, "locality": id}});
    office.done(&office.approver, assign).await?;
    deliver(&office, without_places).await?;
    assert_eq!(of_place().await?, streets + 1);
    Ok(())
}
