//! Internals and extensions of addresses, and what certifies an address.

use anyhow::Context;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::office::{Office, RHO, delibera, number};

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn internals_are_recorded_undone_and_shown_to_their_comune_alone() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (_, numbers) = office.street(RHO).await?;
    let address = id(&numbers[0]).to_owned();
    let path = format!("/rest/toponymy/v1/addresses/{address}/internals");
    let record = |internals: Value| json!({"command": {"type": "record-internals", "address": address, "internals": internals}});
    let (status, _) = office.act(&office.stranger, record(json!([{"number": "1"}]))).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "of another comune");
    office.refused(&office.clerk, record(json!([{"number": " "}])), "refusal-wrong-field").await?;
    let twice = json!([{"stair": "a", "number": "1"}, {"stair": "A", "number": "1", "floor": "2"}]);
    office.refused(&office.clerk, record(twice), "refusal-wrong-list").await?;
    let first = json!([{"stair": "Zeta9", "floor": "T", "number": "1"}, {"stair": "B", "number": "2 bis"}]);
    office.done(&office.clerk, record(first)).await?;
    let kept = json!([{"stair": "ZETA9", "floor": "T", "number": "1"}, {"stair": "B", "number": "2 BIS"}]);
    assert_eq!(office.read(&office.clerk, &path).await?["items"], kept);
    let second = office.done(&office.clerk, record(json!([{"number": "7"}]))).await?;
    assert_eq!(office.read(&office.approver, &path).await?["items"], json!([{"number": "7"}]));
    let undo = json!({"command": {"type": "undo", "act": id(&second)}});
    office.done(&office.approver, undo).await?;
    assert_eq!(office.read(&office.clerk, &path).await?["items"], kept);
    let was = office.read(&office.clerk, &format!("{path}?valid_at=2100-01-01")).await?;
    assert_eq!(was["items"], kept);
    let submitted = json!({"command": {"type": "record-internals", "address": address,
        "internals": [{"number": "Zeta9"}]}, "mode": "submit"});
    let waiting = office.done(&office.clerk, submitted).await?;
    let decision = format!("/rest/toponymy/v1/acts/{}/decision", id(&waiting));
    let approve = json!({"decision": "approve"});
    let (status, _) =
        office.send(&office.approver, reqwest::Method::POST, &decision, Some(&approve), None).await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(office.read(&office.clerk, &path).await?["items"], json!([{"number": "ZETA9"}]));
    // To others it is as if there were none, in whatever they read.
    let seen = office.server.json(&path).await?;
    assert_eq!(seen["items"], json!([]));
    assert_eq!(office.read(&office.stranger, &path).await?, seen);
    for public in [
        format!("/rest/toponymy/v1/addresses/{address}"),
        format!("/rest/toponymy/v1/history/{address}"),
        format!("/rest/toponymy/v1/acts?municipality={RHO}&limit=100"),
        format!(
            "/rest/toponymy/v1/changes?after={}&limit=1000",
            numbers[0]["known_seq"].as_i64().unwrap_or(0)
        ),
        format!("/ogc/collections/addresses/items/{address}"),
    ] {
        for text in [
            office.server.json(&public).await?.to_string(),
            office.read(&office.stranger, &public).await?.to_string(),
        ] {
            assert!(
                !text.to_uppercase().contains("ZETA9") && !text.contains("\"internals\":"),
                "{public}: {text}"
            );
        }
    }
    let history = office.server.json(&format!("/rest/toponymy/v1/history/{address}")).await?;
    let last = history["items"].as_array().and_then(|items| items.last()).context("events")?;
    assert_eq!(last["type"], "internals-recorded");
    Ok(())
}

#[tokio::test]
async fn an_address_tells_its_extensions() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (_, numbers) = office.street(RHO).await?;
    let (main, other) = (id(&numbers[0]), id(&numbers[1]));
    let path = format!("/rest/toponymy/v1/addresses/{main}/internals");
    assert_eq!(office.server.json(&path).await?["extensions"], json!([]));
    let details = json!({"command": {"type": "correct-details", "address": other, "main_address": main}});
    office.done(&office.clerk, details).await?;
    let extensions = office.server.json(&path).await?["extensions"].clone();
    assert_eq!((extensions[0]["id"].as_str(), extensions.as_array().map(Vec::len)), (Some(other), Some(1)));
    let then = office.server.json(&format!("{path}?valid_at=2019-01-01")).await?;
    assert_eq!(then["extensions"].as_array().map(Vec::len), Some(1), "a correction holds from when it was");
    let retire = json!({"command": {"type": "retire", "address": main}});
    office.refused(&office.approver, retire, "refusal-has-extensions").await?;
    assert_eq!(office.server.get("/rest/toponymy/v1/addresses/nothing/internals").await?.status(), 404);
    Ok(())
}

#[tokio::test]
async fn an_address_says_whether_it_is_certified_and_by_what() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/addresses/{}", id(&numbers[0]));
    let certification = async || anyhow::Ok(office.server.json(&path).await?["certification"].clone());
    let none = json!({"certified": false, "level": "none", "decided": false, "anncsu": false});
    assert_eq!(certification().await?, none, "it came from a file");
    let renumber = json!({"command": {"type": "renumber", "thoroughfare": street,
        "numbers": [{"address": id(&numbers[0]), "locator": number(905)}]}});
    office.done(&office.approver, renumber).await?;
    let decided = json!({"certified": true, "level": "decided", "decided": true, "anncsu": false});
    assert_eq!(certification().await?, decided);
    let confirm =
        json!({"command": {"type": "confirm-on-site", "address": id(&numbers[0]), "on": "2026-01-07"}});
    office.done(&office.clerk, confirm).await?;
    assert_eq!(certification().await?["level"], "on-site");
    assert_eq!(certification().await?["on_site"], "2026-01-07");
    let listed = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}/addresses")).await?;
    let items = listed["items"].as_array().context("addresses")?;
    assert!(items.iter().all(|item| item["certification"]["level"].is_string()), "{listed}");
    assert_eq!(items.iter().filter(|item| item["certification"]["certified"] == true).count(), 1);
    let then = office.server.json(&format!("{path}?valid_at=2019-01-01")).await?;
    assert_eq!(then["certification"]["level"], "none", "{then}");
    let proposal =
        json!({"command": {"type": "propose-address", "thoroughfare": street, "locator": number(907)}});
    let proposed = office.done(&office.clerk, proposal).await?;
    let new = proposed["events"][0]["subject"].as_str().context("an id")?;
    let new = office.server.json(&format!("/rest/toponymy/v1/addresses/{new}")).await?;
    assert_eq!(new["certification"]["certified"], false);
    let retire = json!({"command": {"type": "retire", "address": id(&numbers[0])}, "legal_act": delibera()});
    office.done(&office.approver, retire).await?;
    assert_eq!(certification().await?["certified"], false, "it is no longer in force");
    let shown = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
    assert!(shown.get("certification").is_none());
    Ok(())
}
