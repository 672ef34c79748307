//! Sums over the records of all enti: as a table, and as areas on a map.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, RECORDS};
use crate::office::{Person, RHO, person};

#[tokio::test]
async fn the_metropolitan_city_alone_sees_sums_and_no_small_ones() -> anyhow::Result<()> {
    const AGGREGATES: &str = "/rest/records/v1/aggregates?by=municipality";
    let desk = Desk::open().await?;
    let metropolis = person(&desk.office.database, "cm-milano", "metropoli", &[Role::Reader]).await?;
    for stranger in [&desk.service, &desk.officer, &desk.office.approver, &desk.office.stranger] {
        desk.ask(stranger, Method::GET, AGGREGATES, None, 403).await?;
    }
    let (_, numbers, _) = desk.street().await?;
    for (place, number) in numbers.iter().take(4).enumerate() {
        desk.register(&format!("ss-{place}"), &json!({"address": number["id"]})).await?;
    }
    let counts = |answer: &Value| answer["items"][0]["counts"]["social-service"].clone();
    let few = desk.ask(&metropolis, Method::GET, AGGREGATES, None, 200).await?;
    assert_eq!(few["items"], json!([]), "four are as none: {few}");
    assert!(few["totals"]["total"].is_null(), "{few}");
    desk.register("ss-5", &json!({"address": numbers[4]["id"]})).await?;
    let more = desk.ask(&metropolis, Method::GET, AGGREGATES, None, 200).await?;
    assert_eq!((&more["items"][0]["istat_code"], counts(&more)), (&json!(RHO), json!(5)), "{more}");
    assert_eq!(more["totals"]["total"], 5, "{more}");
    let one = format!("{AGGREGATES}&kind=social-service");
    let one = desk.ask(&metropolis, Method::GET, &one, None, 200).await?;
    assert_eq!(one["totals"]["counts"], json!({"social-service": 5}), "{one}");
    desk.ask(&metropolis, Method::GET, "/rest/records/v1/aggregates?by=street", None, 400).await?;
    Ok(())
}

#[tokio::test]
async fn sums_are_a_collection_of_the_metropolitan_city_alone() -> anyhow::Result<()> {
    const AGGREGATES: &str = "/rest/records/v1/aggregates";
    const COLLECTION: &str = "/ogc/collections/cm-milano.pratiche-per-comune";
    let desk = Desk::open().await?;
    let metropolis = person(&desk.office.database, "cm-milano", "metropoli", &[Role::Publisher]).await?;
    let reader = person(&desk.office.database, "cm-milano", "lettrice", &[Role::Reader]).await?;
    let (_, numbers, _) = desk.street().await?;
    for (place, number) in numbers.iter().take(5).enumerate() {
        desk.register(&format!("ss-{place}"), &json!({"address": number["id"]})).await?;
    }
    let parking = json!({"kind": "parking-permit", "reference": "pp-1", "address": numbers[0]["id"]});
    desk.ask(&desk.service, Method::POST, RECORDS, Some(&parking), 201).await?;
    for stranger in [&reader, &desk.service, &desk.officer, &desk.office.approver, &desk.office.stranger] {
        desk.ask(stranger, Method::POST, AGGREGATES, None, 403).await?;
    }
    let done = desk.ask(&metropolis, Method::POST, AGGREGATES, None, 201).await?;
    assert_eq!(done["collection"], "cm-milano.pratiche-per-comune");
    let again = desk.ask(&metropolis, Method::POST, AGGREGATES, None, 200).await?;
    assert_eq!(again, done, "nothing new to say");
    // The node hears of it by the change log.
    let since = Instant::now();
    while desk.office.send(&reader, Method::GET, COLLECTION, None, None).await?.0 != 200 {
        ensure!(since.elapsed() < Duration::from_secs(10), "the collection does not appear");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let items = format!("{COLLECTION}/items?istat_code={RHO}");
    let found = desk.ask(&reader, Method::GET, &items, None, 200).await?;
    let rho = &found["features"][0];
    assert_eq!(rho["geometry"]["type"].as_str().map(|kind| kind.ends_with("Polygon")), Some(true), "{found}");
    let table = desk.ask(&metropolis, Method::GET, AGGREGATES, None, 200).await?;
    let told = &table["items"][0];
    for (kind, count) in told["counts"].as_object().context("counts")? {
        assert_eq!(&rho["properties"][kind.replace('-', "_")], count, "{kind}: {rho} {told}");
    }
    assert_eq!((&rho["properties"]["total"], &rho["properties"]["k"]), (&told["total"], &json!(5)));
    assert_eq!(rho["properties"]["parking_permit"], Value::Null, "one is too few");
    let milan = format!("{COLLECTION}/items?istat_code=015146");
    let milan = desk.ask(&reader, Method::GET, &milan, None, 200).await?;
    assert_eq!(
        milan["features"][0]["properties"]["social_service"],
        Value::Null,
        "none is told as few: {milan}"
    );
    let tile = "/tiles/cm-milano.pratiche-per-comune/9/269/182";
    let tile_of = async |person: &Person| -> anyhow::Result<(u16, usize)> {
        let url = format!("{}{tile}", desk.office.server.url);
        let answer = person.sign(desk.office.server.client.get(url)).send().await?;
        Ok((answer.status().as_u16(), answer.bytes().await?.len()))
    };
    let (status, bytes) = tile_of(&reader).await?;
    assert!(status == 200 && bytes > 100, "{status}, {bytes} bytes");
    // To anybody else it is not there, as a collection that never was.
    for stranger in [&desk.service, &desk.officer, &desk.office.approver, &desk.office.stranger] {
        let refused = desk.ask(stranger, Method::GET, &items, None, 404).await?;
        let never = items.replace("pratiche-per-comune", "mai-stata");
        assert_eq!(refused, desk.ask(stranger, Method::GET, &never, None, 404).await?);
        assert_eq!(tile_of(stranger).await?.0, 404);
    }
    Ok(())
}
