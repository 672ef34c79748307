//! Links of records follow what the toponymy office decides, and the feed says so.

use anyhow::Context;
use civico_store::toponymy::Moment;
use jiff::Timestamp;
use jiff::civil::Date;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, RECORDS, REVIEWS, path};
use crate::office::{RHO, delibera, number};

/// A street of Rho that is made for the test, without numbers.
async fn new_street(desk: &Desk, name: &str) -> anyhow::Result<String> {
    let proposal = json!({"command": {"type": "propose-thoroughfare", "municipality": RHO, "kind": "Via", "name": name}});
    let proposed = desk.office.done(&desk.office.clerk, proposal).await?;
    let street = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    let approval = json!({"command": {"type": "approve", "thoroughfare": street}, "legal_act": delibera()});
    desk.office.done(&desk.office.approver, approval).await?;
    Ok(street)
}

#[tokio::test]
async fn a_street_renamed_and_a_block_renumbered_take_their_records_along() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (street, numbers, _) = desk.street().await?;
    let at_address = desk.register("ss-1", &json!({"address": numbers[0]["id"]})).await?;
    let at_street = desk.register("ss-2", &json!({"thoroughfare": street})).await?;
    let rename = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Della Prova Nuova"},
        "legal_act": delibera()});
    desk.office.done(&desk.office.approver, rename).await?;
    desk.is_fed(&at_address, &["resolved", "renamed"]).await?;
    desk.is_fed(&at_street, &["resolved", "renamed"]).await?;
    let renumber = json!({"command": {"type": "renumber", "thoroughfare": street, "numbers": [
        {"address": numbers[0]["id"], "locator": number(801)},
        {"address": numbers[1]["id"], "locator": number(803)},
    ]}});
    let done = desk.office.done(&desk.office.approver, renumber).await?;
    desk.is_fed(&at_address, &["resolved", "renamed", "renumbered"]).await?;
    desk.is_fed(&at_street, &["resolved", "renamed"]).await?;
    let now = desk.read(&at_address).await?;
    assert_eq!((&now["state"], &now["link"]["address"]), (&json!("resolved"), &numbers[0]["id"]));
    let (last, seq) = (now["link"]["register_seq"].as_i64(), done["seq"].as_i64());
    assert!(last.is_some() && last <= seq && last > seq.map(|seq| seq - 2), "{last:?} of {seq:?}");
    assert_eq!(now["revision"], 3);
    Ok(())
}

#[tokio::test]
async fn a_street_that_becomes_another_hands_its_records_over() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (street, ..) = desk.street().await?;
    let small = new_street(&desk, "Della Breve Vita").await?;
    let record = desk.register("ss-1", &json!({"thoroughfare": small})).await?;
    let merge = json!({"command": {"type": "merge", "thoroughfare": small, "into": street, "numbers": []},
        "legal_act": delibera()});
    desk.office.done(&desk.office.approver, merge).await?;
    desk.is_fed(&record, &["resolved", "succeeded"]).await?;
    let now = desk.read(&record).await?;
    assert_eq!((&now["state"], &now["link"]["thoroughfare"]), (&json!("resolved"), &json!(street)), "{now}");
    Ok(())
}

#[tokio::test]
async fn what_ends_without_a_successor_is_to_be_looked_at_until_it_is_back() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let street = new_street(&desk, "Della Breve Vita").await?;
    let record = desk.register("ss-1", &json!({"thoroughfare": street})).await?;
    let retire = json!({"command": {"type": "retire", "thoroughfare": street}, "legal_act": delibera()});
    desk.office.done(&desk.office.approver, retire).await?;
    desk.is_fed(&record, &["resolved", "to-review"]).await?;
    let now = desk.read(&record).await?;
    assert_eq!((&now["state"], &now["review_reason"]), (&json!("to-review"), &json!("retired")), "{now}");
    let reviews = desk.ask(&desk.officer, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(reviews["items"][0]["former"]["street"], "Via Della Breve Vita", "{reviews}");
    let late = desk.register("ss-2", &json!({"thoroughfare": street})).await?;
    assert_eq!(late["review_reason"], "retired", "{late}");
    let back = json!({"command": {"type": "reinstate", "thoroughfare": street}, "reason": "prova", "legal_act": delibera()});
    desk.office.done(&desk.office.approver, back).await?;
    desk.is_fed(&record, &["resolved", "to-review", "reinstated"]).await?;
    assert_eq!(desk.read(&record).await?["state"], "resolved");
    Ok(())
}

#[tokio::test]
async fn what_is_planned_is_no_news_until_its_day_and_each_event_counts_once() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (street, ..) = desk.street().await?;
    let record = desk.register("ss-1", &json!({"thoroughfare": street})).await?;
    let plan = json!({"command": {"type": "rename", "thoroughfare": street, "kind": "Via", "name": "Del Domani"},
        "legal_act": delibera(), "valid_from": "2100-01-01"});
    desk.office.done(&desk.office.approver, plan).await?;
    let store = &desk.office.database.store;
    while store.follow_register(100, Timestamp::now()).await?.has_more {}
    assert_eq!(desk.fed(&record).await?, ["resolved"]);
    let day = Moment { now: Timestamp::now(), today: "2100-01-01".parse::<Date>()? };
    assert_eq!(store.carry_out_due_acts(day).await?, 1);
    // The server follows too: whoever is first does.
    for _ in 0..20 {
        let (one, two) = tokio::join!(
            store.follow_register(1, Timestamp::now()),
            store.follow_register(1, Timestamp::now())
        );
        let _counts = (one?, two?);
    }
    desk.is_fed(&record, &["resolved", "renamed"]).await?;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(desk.fed(&record).await?, ["resolved", "renamed"], "once");
    let now: Value = desk.ask(&desk.service, Method::GET, &path(RECORDS, &record), None, 200).await?;
    assert_eq!(now["revision"], 2);
    Ok(())
}
