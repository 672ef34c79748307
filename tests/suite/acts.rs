//! What offices do with the register, over HTTP.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_harness::TestDatabase;
use civico_store::toponymy::Moment;
use jiff::Timestamp;
use jiff::civil::Date;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::office::{Office, RHO, SESTO, delibera, number};

const ACTS: &str = "/rest/toponymy/v1/acts";

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_default()
}

/// The projections of the register, row by row.
async fn projections(database: &TestDatabase) -> anyhow::Result<Vec<String>> {
    let client = database.client().await?;
    let mut rows = Vec::new();
    for table in ["municipality", "locality", "thoroughfare", "address"] {
        let sql = format!("SELECT t::text FROM civico.{table} t ORDER BY 1");
        rows.extend(client.query(&sql, &[]).await?.iter().map(|row| row.get::<_, String>(0)));
    }
    Ok(rows)
}

#[tokio::test]
async fn a_proposed_number_is_approved_and_found_and_fed_within_a_second() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let at = numbers[0]["positions"][0].clone();
    let proposal = json!({"command": {"type": "propose-address", "thoroughfare": street, "locator": number(901),
        "position": {"lon": at["lon"], "lat": at["lat"], "specification": "entrance", "method": 1}}});
    let proposed = office.done(&office.clerk, proposal.clone()).await?;
    let address = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    assert_eq!(proposed["events"][0]["after"]["stage"], "proposed");
    let before = office.server.json(&format!("/rest/toponymy/v1/addresses/{address}")).await?;
    assert_eq!(before["stage"], "proposed");
    let listed = format!("/rest/toponymy/v1/thoroughfares/{street}/addresses");
    let has = |list: &Value| {
        list["items"].as_array().is_some_and(|items| items.iter().any(|item| id(item) == address))
    };
    assert!(!has(&office.server.json(&listed).await?), "what is proposed is served only when asked for");
    assert!(has(&office.server.json(&format!("{listed}?states=current,proposed")).await?));
    let approval = json!({"command": {"type": "approve", "address": address}});
    let (status, _) = office.act(&office.clerk, approval.clone()).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "who proposes does not approve");
    let approved = office.done(&office.approver, approval).await?;
    let (seq, since) = (approved["seq"].as_i64().context("a number")?, Instant::now());
    let name = before_name(&office, &street).await?;
    loop {
        let query = json!({"street": name, "number": "901", "municipality": "Rho"});
        let (_, found) = office.server.post("/rest/geocoder/v1/search", &query).await?;
        if found["features"][0]["properties"]["id"] == json!(address) {
            break;
        }
        ensure!(since.elapsed() < Duration::from_secs(1), "not found within a second: {found}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (lon, lat) = (at["lon"].as_f64().context("lon")?, at["lat"].as_f64().context("lat")?);
    while !in_tile(&office, lon, lat, &address).await? {
        ensure!(since.elapsed() < Duration::from_secs(1), "not in its tile within a second");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let fed = office.server.json(&format!("/rest/toponymy/v1/changes?after={}", seq - 1)).await?;
    assert_eq!(fed["items"][0]["type"], "approved");
    assert_eq!(fed["items"][0]["before"]["stage"], "proposed");
    let item = office.server.json(&format!("/ogc/collections/addresses/items/{address}")).await?;
    assert_eq!(item["properties"]["state"], "current");
    let history = office.server.json(&format!("/rest/toponymy/v1/history/{address}")).await?;
    let types: Vec<&str> =
        history["items"].as_array().into_iter().flatten().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(types, ["proposed", "approved"]);
    Ok(())
}

/// Tells whether the tile of a place, by the address that TileJSON gives now, has an address.
async fn in_tile(office: &Office, lon: f64, lat: f64, address: &str) -> anyhow::Result<bool> {
    let described = office.server.json("/tiles/addresses").await?;
    let version = described["tiles"][0].as_str().and_then(|url| url.split_once('?')).context("a version")?.1;
    let tiles = f64::from(1_u32 << 16);
    let x = ((lon + 180.0) / 360.0 * tiles).floor();
    let y = ((1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * tiles).floor();
    let answer = office.server.get(&format!("/tiles/addresses/16/{x}/{y}?{version}")).await?;
    let bytes = answer.bytes().await?;
    Ok(bytes.windows(address.len()).any(|window| window == address.as_bytes()))
}

async fn before_name(office: &Office, street: &str) -> anyhow::Result<String> {
    let thing = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{street}")).await?;
    Ok(format!(
        "{} {}",
        thing["kind"].as_str().unwrap_or_default(),
        thing["official_name"].as_str().unwrap_or_default()
    ))
}

#[tokio::test]
async fn a_correction_is_no_renaming_and_a_renaming_needs_its_act() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, _) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    let was = office.server.json(&path).await?;
    let name = was["name"].as_str().context("a name")?.to_owned();
    let command = |kind: &str, name: &str| json!({"type": kind, "thoroughfare": street, "kind": was["kind"], "name": name});
    let correction = json!({"command": command("correct-name", "Tutto Un Altro Nome Lungo")});
    office.refused(&office.approver, correction, "refusal-not-a-correction").await?;
    let renaming = command("rename", "Tutto Un Altro Nome Lungo");
    office.refused(&office.approver, json!({"command": renaming}), "refusal-act-needed").await?;
    let incomplete = json!({"kind": "delibera", "date": "2026-03-02", "protocol": " "});
    office
        .refused(
            &office.approver,
            json!({"command": renaming, "legal_act": incomplete}),
            "refusal-act-incomplete",
        )
        .await?;
    office.done(&office.approver, json!({"command": command("correct-name", &format!("{name}h"))})).await?;
    office.done(&office.approver, json!({"command": renaming, "legal_act": delibera()})).await?;
    let now = office.server.json(&path).await?;
    assert_eq!(now["name"], "Tutto Un Altro Nome Lungo");
    let aliases: Vec<&str> =
        now["aliases"].as_array().into_iter().flatten().filter_map(|a| a["text"].as_str()).collect();
    assert!(aliases.iter().any(|alias| alias.ends_with(&name)), "{aliases:?}");
    let old = format!("{} {name}", was["kind"].as_str().unwrap_or_default());
    let query = json!({"q": format!("{old}, Rho")});
    tokio::time::sleep(Duration::from_millis(600)).await;
    let (_, found) = office.server.post("/rest/geocoder/v1/search", &query).await?;
    assert_eq!(found["features"][0]["properties"]["id"], json!(street), "by its old name: {found}");
    Ok(())
}

#[tokio::test]
async fn a_street_is_renumbered_as_one_act_and_no_two_numbers_collide() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let (one, two) = (&numbers[0], &numbers[1]);
    let renumber = |numbers: Value| json!({"type": "renumber", "thoroughfare": street, "numbers": numbers});
    let taken = renumber(json!([{"address": id(one), "locator": two["locator"]}]));
    office.refused(&office.approver, json!({"command": taken}), "refusal-number-taken").await?;
    let twice = renumber(
        json!([{"address": id(one), "locator": number(801)}, {"address": id(one), "locator": number(802)}]),
    );
    office.refused(&office.approver, json!({"command": twice}), "refusal-wrong-list").await?;
    let swap = renumber(json!([
        {"address": id(one), "locator": two["locator"]},
        {"address": id(two), "locator": one["locator"]},
    ]));
    let before = projections(&office.database).await?;
    let preview = office.done(&office.clerk, json!({"command": swap, "mode": "preview"})).await?;
    assert_eq!(preview["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(projections(&office.database).await?, before, "a preview changes nothing");
    let done = office.done(&office.approver, json!({"command": swap})).await?;
    let undone = json!({"command": {"type": "undo", "act": id(&done)}, "reason": "prova"});
    let path = format!("/rest/toponymy/v1/addresses/{}", id(one));
    let locator = || async { anyhow::Ok(office.server.json(&path).await?["locator"].clone()) };
    assert_eq!(locator().await?, two["locator"]);
    let undo = office.done(&office.approver, undone.clone()).await?;
    assert_eq!(locator().await?, one["locator"]);
    office.refused(&office.approver, undone, "refusal-changed-since").await?;
    office.done(&office.approver, json!({"command": {"type": "undo", "act": id(&undo)}})).await?;
    assert_eq!(locator().await?, two["locator"], "undoing an undoing does it again");
    Ok(())
}

#[tokio::test]
async fn a_change_of_a_day_to_come_takes_effect_on_its_day() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, _) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    let old = office.server.json(&path).await?["name"].clone();
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Del Domani"},
        "legal_act": delibera(), "valid_from": "2100-01-01"});
    let proposal = json!({"command": {"type": "propose-address", "thoroughfare": street, "locator": number(901)},
        "valid_from": "2100-01-01"});
    office.refused(&office.clerk, proposal, "refusal-not-schedulable").await?;
    let scheduled = office.done(&office.approver, rename).await?;
    assert_eq!(scheduled["state"], "scheduled");
    assert_eq!(office.server.json(&path).await?["name"], old);
    assert_eq!(office.server.json(&format!("{path}?valid_at=2099-12-31")).await?["name"], old);
    assert_eq!(office.server.json(&format!("{path}?valid_at=2100-01-01")).await?["name"], "Del Domani");
    let day = |text: &str| -> anyhow::Result<Moment> {
        Ok(Moment { now: Timestamp::now(), today: text.parse::<Date>()? })
    };
    let store = &office.database.store;
    assert_eq!(store.carry_out_due_acts(day("2099-12-31")?).await?, 0);
    assert_eq!(store.carry_out_due_acts(day("2100-01-01")?).await?, 1);
    assert_eq!(store.carry_out_due_acts(day("2100-01-01")?).await?, 0, "once");
    let now = office.server.json(&path).await?;
    assert_eq!(now["name"], "Del Domani");
    let history = office.server.json(&format!("/rest/toponymy/v1/history/{street}")).await?;
    let types: Vec<&str> =
        history["items"].as_array().into_iter().flatten().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(types, ["imported", "scheduled", "took-effect"]);
    Ok(())
}

#[tokio::test]
async fn what_was_scheduled_can_be_taken_back() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, _) = office.street(RHO).await?;
    let path = format!("/rest/toponymy/v1/thoroughfares/{street}");
    let old = office.server.json(&path).await?["name"].clone();
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Del Domani"},
        "legal_act": delibera(), "valid_from": "2100-01-01"});
    let scheduled = office.done(&office.approver, rename).await?;
    let then = office.server.json("/status").await?["seq"].clone();
    let known = office
        .database
        .client()
        .await?
        .query_one("SELECT recorded::text FROM civico.change_log ORDER BY seq DESC LIMIT 1", &[])
        .await?
        .get::<_, String>(0);
    let decision = format!("{ACTS}/{}/decision", id(&scheduled));
    let reject = json!({"decision": "reject", "reason": "ritirata"});
    let (status, _) = office.send(&office.clerk, Method::POST, &decision, Some(&reject), None).await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, answer) =
        office.send(&office.approver, Method::POST, &decision, Some(&reject), None).await?;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(office.server.json(&format!("{path}?valid_at=2100-01-02")).await?["name"], old);
    let known = known.replace(' ', "T").replace('+', "%2B");
    let as_known = office.server.json(&format!("{path}?valid_at=2100-01-02&known_at={known}")).await?;
    assert_eq!(as_known["name"], "Del Domani", "what was known then is as it was known then ({then})");
    let day = Moment { now: Timestamp::now(), today: "2100-01-01".parse()? };
    assert_eq!(office.database.store.carry_out_due_acts(day).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_street_is_split_merged_and_retired_with_its_numbers() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let moved = json!([{"address": id(&numbers[0]), "locator": number(1)}, {"address": id(&numbers[1]), "locator": number(3)}]);
    let split = json!({"command": {"type": "split", "thoroughfare": street, "kind": "Vicolo", "name": "Della Prova",
        "numbers": moved}, "legal_act": delibera(), "reason": "nuova lottizzazione"});
    let done = office.done(&office.approver, split).await?;
    let part = done["events"][0]["subject"].as_str().context("a street")?.to_owned();
    let of_part = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{part}/addresses")).await?;
    assert_eq!(of_part["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(of_part["items"][0]["id"], numbers[0]["id"], "an address keeps its identifier");
    let range = office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{part}/range")).await?;
    assert_eq!(range["odd"], json!({"from": 1, "to": 3, "count": 2}));
    let retire = json!({"command": {"type": "retire", "thoroughfare": part}, "legal_act": delibera()});
    office.refused(&office.approver, retire, "refusal-has-addresses").await?;
    let back = json!([{"address": id(&numbers[0]), "locator": numbers[0]["locator"]},
        {"address": id(&numbers[1]), "locator": numbers[1]["locator"]}]);
    let merge = json!({"command": {"type": "merge", "thoroughfare": part, "into": street, "numbers": back},
        "legal_act": delibera()});
    office.done(&office.approver, merge).await?;
    let ended = office_json(&office, &part).await?;
    assert_eq!(
        (ended["stage"].as_str(), ended["successors"][0].as_str()),
        (Some("retired"), Some(street.as_str()))
    );
    let retire = json!({"command": {"type": "retire", "thoroughfare": street, "with_addresses": true},
        "legal_act": delibera(), "reason": "demolita"});
    let retired = office.done(&office.approver, retire).await?;
    let events = retired["events"].as_array().context("events")?;
    assert!(events.len() > numbers.len(), "the street and its numbers, proposed ones too");
    assert!(events.iter().all(|event| event["after"]["stage"] == "retired"));
    let reinstate = json!({"command": {"type": "reinstate", "address": id(&numbers[2])}, "reason": "errore"});
    office.refused(&office.approver, reinstate, "refusal-street-not-in-force").await?;
    let reinstate = json!({"command": {"type": "reinstate", "thoroughfare": street}});
    office.refused(&office.approver, reinstate.clone(), "refusal-reason-needed").await?;
    let mut reinstate = reinstate;
    reinstate["reason"] = json!("cessata per errore");
    office.done(&office.approver, reinstate).await?;
    Ok(())
}

async fn office_json(office: &Office, id: &str) -> anyhow::Result<Value> {
    office.server.json(&format!("/rest/toponymy/v1/thoroughfares/{id}")).await
}

#[tokio::test]
async fn what_waits_is_seen_by_its_ente_alone_and_decided_once() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, _) = office.street(RHO).await?;
    let rename = |mode: &str, name: &str| {
        json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": name},
        "mode": mode, "legal_act": delibera()})
    };
    let (status, _) = office.act(&office.clerk, rename("apply", "Nuova Prova")).await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let draft = office.done(&office.clerk, rename("draft", "Nuova Prova")).await?;
    let path = format!("{ACTS}/{}", id(&draft));
    assert_eq!(office.read(&office.approver, &path).await?["state"], "draft");
    let (status, _) = office.send(&office.stranger, Method::GET, &path, None, None).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "of another comune");
    assert_eq!(office.server.get(&path).await?.status(), StatusCode::NOT_FOUND, "of nobody known");
    let decision = format!("{path}/decision");
    let send = |person, body: Value| {
        let (office, decision) = (&office, &decision);
        async move { office.send(person, Method::POST, decision, Some(&body), None).await }
    };
    let approve = json!({"decision": "approve"});
    assert_eq!(
        send(&office.approver, approve.clone()).await?.0,
        StatusCode::CONFLICT,
        "a draft does not wait"
    );
    assert_eq!(send(&office.stranger, approve.clone()).await?.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&office.clerk, json!({"decision": "submit"})).await?.0, StatusCode::OK);
    assert_eq!(send(&office.clerk, approve.clone()).await?.0, StatusCode::FORBIDDEN);
    let waiting = office.read(&office.approver, &format!("{ACTS}?municipality={RHO}&state=waiting")).await?;
    assert_eq!(waiting["items"][0]["id"], draft["id"]);
    assert_eq!(
        send(&office.approver, json!({"decision": "reject", "reason": " "})).await?.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(send(&office.approver, approve.clone()).await?.0, StatusCode::OK);
    assert_eq!(send(&office.approver, approve).await?.0, StatusCode::CONFLICT, "it was decided");
    assert_eq!(office_json(&office, &street).await?["name"], "Nuova Prova");
    Ok(())
}

#[tokio::test]
async fn whoever_saw_an_older_state_or_another_comune_changes_nothing() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let before = projections(&office.database).await?;
    let seen = numbers[0]["seq"].as_i64().context("a number")?;
    let confirm =
        json!({"command": {"type": "confirm-on-site", "address": id(&numbers[0]), "on": "2026-01-07"}});
    let (status, _) = office.send(&office.clerk, Method::POST, ACTS, Some(&confirm), Some("\"1\"")).await?;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    let (status, _) = office.act(&office.stranger, confirm.clone()).await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (other, _) = office.street(SESTO).await?;
    let stolen = json!({"command": {"type": "move", "address": id(&numbers[0]), "thoroughfare": other}});
    assert!(office.act(&office.approver, stolen.clone()).await?.0.is_client_error());
    assert!(office.act(&office.stranger, stolen).await?.0.is_client_error());
    let merge =
        json!({"command": {"type": "merge", "thoroughfare": street, "into": other}, "legal_act": delibera()});
    office.refused(&office.approver, merge, "refusal-other-municipality").await?;
    let far = json!({"command": {"type": "correct-position", "address": id(&numbers[0]),
        "position": {"lon": 9.5, "lat": 45.2, "specification": "entrance"}}});
    office.refused(&office.clerk, far, "refusal-outside-municipality").await?;
    for (lon, lat) in [(999.0, 45.0), (9.0, -91.0)] {
        let wrong = json!({"command": {"type": "correct-position", "address": id(&numbers[0]),
            "position": {"lon": lon, "lat": lat, "specification": "entrance"}}});
        office.refused(&office.clerk, wrong, "refusal-wrong-position").await?;
    }
    let unknown = json!({"command": {"type": "approve", "address": "0189b7a0-0000-7000-8000-000000000000"}});
    office.refused(&office.approver, unknown, "refusal-no-such-subject").await?;
    assert_eq!(projections(&office.database).await?, before, "nothing of it changed anything");
    let etag = format!("\"{seen}\"");
    let (status, answer) =
        office.send(&office.clerk, Method::POST, ACTS, Some(&confirm), Some(&etag)).await?;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    Ok(())
}

#[tokio::test]
async fn twins_are_declared_by_each_side_for_itself() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let ((ours, _), (theirs, _)) = (office.street(RHO).await?, office.street(SESTO).await?);
    let declare = |of: &str, twin: &str| json!({"command": {"type": "declare-twin", "thoroughfare": of, "twin": twin, "holds": true}});
    office.done(&office.approver, declare(&ours, &theirs)).await?;
    let (status, _) = office.act(&office.approver, declare(&theirs, &ours)).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody consents for the other side");
    office.refused(&office.approver, declare(&ours, &ours), "refusal-no-twin").await?;
    office.done(&office.stranger, declare(&theirs, &ours)).await?;
    assert_eq!(office_json(&office, &ours).await?["twins"][0], json!(theirs));
    assert_eq!(office_json(&office, &theirs).await?["twins"][0], json!(ours));
    Ok(())
}

#[tokio::test]
async fn the_projections_are_rebuilt_from_the_events_as_they_were() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Ricostruita"},
        "legal_act": delibera()});
    office.done(&office.approver, rename).await?;
    office.done(&office.approver, json!({"command": {"type": "retire", "address": id(&numbers[0])}})).await?;
    let before = projections(&office.database).await?;
    let client = office.database.client().await?;
    client.batch_execute("UPDATE civico.thoroughfare SET name = 'guasto', stage = 'draft', aliases = '{}';
        UPDATE civico.address SET point = NULL, stage = 'draft', number_label = ''; DELETE FROM civico.address WHERE municipality = '015182'").await?;
    let admin = civico_domain::identity::Actor::local_administrator();
    office.database.store.rebuild_register(&admin).await?;
    let after = projections(&office.database).await?;
    assert_eq!(after.len(), before.len());
    assert!(after == before, "{:?}", after.iter().zip(&before).find(|(after, before)| after != before));
    Ok(())
}

#[tokio::test]
async fn the_collections_are_as_they_were_on_a_day() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let (street, numbers) = office.street(RHO).await?;
    let old = before_name(&office, &street).await?;
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Del Presente"},
        "legal_act": delibera(), "valid_from": "2020-05-01"});
    office.done(&office.approver, rename).await?;
    let retire =
        json!({"command": {"type": "retire", "address": id(&numbers[0])}, "valid_from": "2021-06-01"});
    office.done(&office.approver, retire).await?;
    let items = |collection: &str, query: String| {
        let path = format!("/ogc/collections/{collection}/items?{query}");
        let office = &office;
        async move { office.server.json(&path).await }
    };
    let named = |day: &str| items("thoroughfares", format!("istat_code={RHO}&limit=1000&datetime={day}"));
    let has = |list: &Value, field: &str, value: &str| {
        let of = |item: &Value| item["properties"][field] == value;
        list["features"].as_array().is_some_and(|features| features.iter().any(of))
    };
    assert!(has(&named("2019-01-01").await?, "name", &old));
    assert!(!has(&named("2020-05-01").await?, "name", &old));
    assert!(has(&named("2020-05-01").await?, "name", "Via Del Presente"));
    let numbered = |day: &str| items("addresses", format!("street_id={street}&limit=1000&datetime={day}"));
    let then = numbered("2019-01-01").await?;
    assert!(has(&then, "street", &old), "the street has the name of the day");
    let count = |list: &Value| list["numberMatched"].as_u64();
    assert_eq!(count(&then), count(&numbered("2021-05-31").await?));
    assert_eq!(count(&then).map(|count| count - 1), count(&numbered("2021-06-01").await?));
    let now = items("addresses", format!("street_id={street}&limit=1000")).await?;
    assert_eq!(count(&now), count(&numbered("2021-06-01/..").await?), "an open end is now");
    Ok(())
}
