//! The life of named places, over HTTP: as streets live, with the streets that belong to them.

use anyhow::Context;
use civico_domain::identity::Actor;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::office::{Office, RHO, SESTO, delibera};

const PLACES: &str = "/rest/toponymy/v1/localities";

/// What the office does by an act.
async fn decided(office: &Office, command: Value) -> anyhow::Result<Value> {
    office
        .done(&office.approver, json!({"command": command, "legal_act": delibera(), "reason": "prova"}))
        .await
}

/// Proposes a place of Rho and has it approved.
async fn place(office: &Office, name: &str) -> anyhow::Result<String> {
    let command = json!({"type": "propose-locality", "municipality": RHO, "name": name});
    let proposed = office.done(&office.clerk, json!({"command": command})).await?;
    let id = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    decided(office, json!({"type": "approve", "locality": id})).await?;
    Ok(id)
}

async fn shown(office: &Office, id: &str) -> anyhow::Result<Value> {
    office.server.json(&format!("{PLACES}/{id}")).await
}

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().into_iter().flatten().filter_map(|item| item["name"].as_str()).collect()
}

#[tokio::test]
async fn a_place_is_proposed_approved_renamed_and_retired_as_a_street_is() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let proposal =
        json!({"command": {"type": "propose-locality", "municipality": RHO, "name": " Terrazzano  Alta "}});
    let (status, _) = office.act(&office.stranger, proposal.clone()).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "of another comune");
    let proposed = office.done(&office.clerk, proposal.clone()).await?;
    let id = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    assert_eq!(shown(&office, &id).await?["name"], "Terrazzano Alta");
    office.refused(&office.clerk, proposal, "refusal-place-taken").await?;
    let listed = format!("{PLACES}?municipality={RHO}&q=terrazzano");
    assert!(
        names(&office.server.json(&listed).await?).is_empty(),
        "what is proposed is shown when asked for"
    );
    let both = office.server.json(&format!("{listed}&states=current,proposed")).await?;
    assert_eq!(names(&both), ["Terrazzano Alta"]);
    let approve = json!({"command": {"type": "approve", "locality": id}});
    office.refused(&office.approver, approve.clone(), "refusal-act-needed").await?;
    let (status, _) = office.act(&office.clerk, approve).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "who proposes does not approve");
    decided(&office, json!({"type": "approve", "locality": id})).await?;
    let correct =
        |name: &str| json!({"command": {"type": "correct-locality-name", "locality": id, "name": name}});
    office.refused(&office.approver, correct("Tutt'altra Frazione"), "refusal-not-a-correction").await?;
    office.refused(&office.approver, correct(" "), "refusal-wrong-name").await?;
    office.refused(&office.approver, correct(&"a".repeat(152)), "refusal-wrong-name").await?;
    office.done(&office.approver, correct("Terrazzano Alto")).await?;
    let rename = json!({"type": "rename-locality", "locality": id, "name": "Borgo dei Tigli"});
    office.refused(&office.approver, json!({"command": rename}), "refusal-act-needed").await?;
    decided(&office, rename).await?;
    let now = shown(&office, &id).await?;
    let had: Vec<&str> =
        now["aliases"].as_array().into_iter().flatten().filter_map(|alias| alias["text"].as_str()).collect();
    assert_eq!(
        (now["name"].as_str(), had),
        (Some("Borgo dei Tigli"), vec!["Terrazzano Alta", "Terrazzano Alto"])
    );
    assert_eq!(names(&office.server.json(&listed).await?), ["Borgo dei Tigli"], "by a name that it had");
    decided(&office, json!({"type": "retire", "locality": id})).await?;
    assert_eq!(shown(&office, &id).await?["stage"], "retired");
    let reinstate = json!({"command": {"type": "reinstate", "locality": id}});
    office.refused(&office.approver, reinstate, "refusal-reason-needed").await?;
    decided(&office, json!({"type": "reinstate", "locality": id})).await?;
    let history = office.server.json(&format!("/rest/toponymy/v1/history/{id}")).await?;
    let types: Vec<&str> = history["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["type"].as_str())
        .collect();
    assert_eq!(
        types,
        ["proposed", "approved", "name-corrected", "renamed", "retired", "reinstated"],
        "{history}"
    );
    Ok(())
}

#[tokio::test]
async fn a_place_with_streets_does_not_end_and_a_street_is_in_a_place_of_its_comune() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, _) = office.street(RHO).await?;
    let (id, other) = (place(&office, "Lucernate Vecchia").await?, place(&office, "Mazzo Nuova").await?);
    let assign = |place: Value| json!({"type": "assign-locality", "thoroughfare": street, "locality": place});
    decided(&office, assign(json!(id))).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    assert_eq!(office.server.json(&path).await?["locality"], json!(id));
    let item = office.server.json(&format!("/ogc/collections/thoroughfares/items/{street}")).await?;
    assert_eq!(item["properties"]["locality"], "Lucernate Vecchia");
    let refused = async |command: Value, why: &str| {
        office.refused(&office.approver, json!({"command": command, "legal_act": delibera()}), why).await
    };
    refused(assign(json!(id)), "refusal-nothing-to-do").await?;
    refused(json!({"type": "retire", "locality": id}), "refusal-has-thoroughfares").await?;
    let moved = decided(&office, assign(json!(other))).await?;
    decided(&office, json!({"type": "retire", "locality": id})).await?;
    refused(assign(json!(id)), "refusal-place-not-in-force").await?;
    let undo = json!({"type": "undo", "act": moved["id"]});
    refused(undo, "refusal-place-not-in-force").await?;
    let foreign = json!({"type": "propose-locality", "municipality": SESTO, "name": "Cascina Gatti"});
    let foreign = office.done(&office.stranger, json!({"command": foreign})).await?;
    refused(assign(foreign["events"][0]["subject"].clone()), "refusal-no-such-subject").await?;
    decided(&office, assign(Value::Null)).await?;
    assert!(office.server.json(&path).await?.get("locality").is_none());
    Ok(())
}

#[tokio::test]
async fn a_place_is_told_as_it_was_and_is_undone_and_rebuilt() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let id = place(&office, "Passirana").await?;
    let known = office.server.json("/rest/toponymy/v1/changes?after=0&limit=1").await?;
    assert!(known["items"].is_array());
    let rename = json!({"command": {"type": "rename-locality", "locality": id, "name": "Passirana Nuova"},
        "legal_act": delibera(), "valid_from": "2100-01-01"});
    let scheduled = office.done(&office.approver, rename).await?;
    assert_eq!(scheduled["state"], "scheduled");
    let path = format!("{PLACES}/{id}");
    assert_eq!(office.server.json(&path).await?["name"], "Passirana");
    assert_eq!(office.server.json(&format!("{path}?valid_at=2100-01-01")).await?["name"], "Passirana Nuova");
    let list = |day: &str| format!("{PLACES}?municipality={RHO}&q=passirana&valid_at={day}");
    assert_eq!(names(&office.server.json(&list("2100-01-01")).await?), ["Passirana Nuova"]);
    assert_eq!(names(&office.server.json(&list("2099-12-31")).await?), ["Passirana"]);
    assert!(names(&office.server.json(&list("2020-01-01")).await?).is_empty(), "before it was");
    assert_eq!(office.server.get(&format!("{PLACES}?valid_at=2020-01-01")).await?.status(), 400);
    let day = "2100-01-01".parse()?;
    let moment = civico_store::toponymy::Moment { now: jiff::Timestamp::now(), today: day };
    assert_eq!(office.database.store.carry_out_due_acts(moment).await?, 1);
    let done = office.server.json(&path).await?;
    assert_eq!(done["name"], "Passirana Nuova");
    let items = |query: &str| format!("/ogc/collections/localities/items?istat_code={RHO}&limit=1000{query}");
    let has = |list: &Value, name: &str| {
        let of = |item: &Value| item["properties"]["name"] == name;
        list["features"].as_array().is_some_and(|features| features.iter().any(of))
    };
    assert!(has(&office.server.json(&items("")).await?, "Passirana Nuova"));
    assert!(has(&office.server.json(&items("&datetime=2099-12-31")).await?, "Passirana"));
    let retired = decided_on(&office, json!({"type": "retire", "locality": id}), "2100-01-01").await?;
    assert_eq!(retired["state"], "scheduled");
    let admin = Actor::local_administrator();
    let client = office.database.client().await?;
    let rows = async || {
        let rows = client.query("SELECT l::text FROM civico.locality l ORDER BY l.id", &[]).await?;
        anyhow::Ok(rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<String>>())
    };
    let before = rows().await?;
    client.batch_execute("UPDATE civico.locality SET name = 'guasto', stage = 'draft'").await?;
    office.database.store.rebuild_register(&admin).await?;
    assert_eq!(rows().await?, before);
    Ok(())
}

async fn decided_on(office: &Office, command: Value, day: &str) -> anyhow::Result<Value> {
    let body = json!({"command": command, "legal_act": delibera(), "reason": "prova", "valid_from": day});
    office.done(&office.approver, body).await
}

#[tokio::test]
async fn a_proposed_place_is_taken_back_by_undoing_and_one_that_ended_is_not_searched() -> anyhow::Result<()>
{
    let office = Office::open().await?;
    let command = json!({"type": "propose-locality", "municipality": RHO, "name": "Castellazzo Prova"});
    let proposed = office.done(&office.clerk, json!({"command": command})).await?;
    let id = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    decided(&office, json!({"type": "undo", "act": proposed["id"]})).await?;
    assert_eq!(shown(&office, &id).await?["stage"], "rejected");
    let (street, id) = (office.street(RHO).await?.0, place(&office, "Castellazzo Prova").await?);
    let assign = |place: Value| json!({"type": "assign-locality", "thoroughfare": street, "locality": place});
    decided(&office, assign(json!(id))).await?;
    let found = async |expected: Option<&str>| {
        let query = json!({"q": "Castellazzo Prova, Rho"});
        for _try in 0..100 {
            let (_, answer) = office.server.post("/rest/geocoder/v1/search", &query).await?;
            let features = answer["features"].as_array().cloned().unwrap_or_default();
            let place = features.iter().find(|feature| feature["properties"]["id"] == json!(id));
            let label = place.and_then(|place| place["properties"]["label"].as_str());
            if label == expected {
                return anyhow::Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        anyhow::bail!("the place is not answered as {expected:?}")
    };
    found(Some("Castellazzo Prova, Rho")).await?;
    // By the name that it had, too.
    decided(&office, json!({"type": "rename-locality", "locality": id, "name": "Borgo dei Tigli"})).await?;
    found(Some("Borgo dei Tigli, Rho")).await?;
    decided(&office, assign(Value::Null)).await?;
    decided(&office, json!({"type": "retire", "locality": id})).await?;
    found(None).await
}
