//! Items: paging, boxes, filters, and what is refused.

use std::collections::BTreeSet;

use civico_harness::{TestDatabase, TestServer};
use serde_json::Value;

const ADDRESSES: &str = "/ogc/collections/addresses/items";
const PARKS: &str = "/ogc/collections/rho.parchi/items";

async fn server() -> anyhow::Result<TestServer> {
    TestServer::start(&TestDatabase::with_samples().await?).await
}

fn features(answer: &Value) -> Vec<Value> {
    answer["features"].as_array().cloned().unwrap_or_default()
}

/// Follows `next` to the end and returns the ids in order.
async fn walk(server: &TestServer, first: &str) -> anyhow::Result<Vec<String>> {
    let mut path = first.to_owned();
    let mut ids = Vec::new();
    loop {
        let page = server.json(&path).await?;
        ids.extend(features(&page).iter().map(|feature| feature["id"].to_string()));
        let next = page["links"].as_array().into_iter().flatten().find(|link| link["rel"] == "next");
        match next.and_then(|link| link["href"].as_str()).and_then(|href| href.strip_prefix(&server.url)) {
            Some(next) => next.clone_into(&mut path),
            None => return Ok(ids),
        }
    }
}

#[tokio::test]
async fn following_next_gives_every_item_once_and_keeps_the_filter() -> anyhow::Result<()> {
    let server = server().await?;
    let path = format!("{ADDRESSES}?istat_code=015155&limit=37");
    let matched = server.json(&path).await?["numberMatched"].as_u64().unwrap_or_default();
    let ids = walk(&server, &path).await?;
    assert!(matched > 100);
    assert_eq!(ids.len() as u64, matched);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    Ok(())
}

#[tokio::test]
async fn an_offset_gives_the_same_items_as_following_next() -> anyhow::Result<()> {
    let server = server().await?;
    let all = walk(&server, &format!("{PARKS}?limit=100")).await?;
    let skipped = features(&server.json(&format!("{PARKS}?limit=3&offset=5")).await?);
    let skipped: Vec<String> = skipped.iter().map(|feature| feature["id"].to_string()).collect();
    assert_eq!(skipped, all[5..8]);
    Ok(())
}

#[tokio::test]
async fn a_box_around_an_item_finds_it_even_on_the_very_edge() -> anyhow::Result<()> {
    let server = server().await?;
    for item in features(&server.json(&format!("{ADDRESSES}?istat_code=015155&limit=20")).await?) {
        let (lon, lat) = (&item["geometry"]["coordinates"][0], &item["geometry"]["coordinates"][1]);
        let found = features(&server.json(&format!("{ADDRESSES}?bbox={lon},{lat},{lon},{lat}")).await?);
        assert!(found.iter().any(|one| one["id"] == item["id"]), "{lon},{lat}");
    }
    Ok(())
}

#[tokio::test]
async fn the_box_of_the_collection_holds_all_and_the_world_does_too() -> anyhow::Result<()> {
    let server = server().await?;
    for collection in ["rho.parchi", "addresses", "municipalities", "thoroughfares"] {
        let description = server.json(&format!("/ogc/collections/{collection}")).await?;
        let b = description["extent"]["spatial"]["bbox"][0].clone();
        let own = format!("{},{},{},{}", b[0], b[1], b[2], b[3]);
        let items = format!("/ogc/collections/{collection}/items");
        let all = server.json(&items).await?["numberMatched"].clone();
        assert!(all.as_u64() > Some(0), "{collection}");
        for bbox in [own.as_str(), "-180,-90,180,90", "-180,-90,-100,180,90,100", "170,-90,160,90"] {
            let found = server.json(&format!("{items}?bbox={bbox}")).await?;
            assert_eq!(found["numberMatched"], all, "{collection} {bbox}");
        }
        assert_eq!(server.json(&format!("{items}?bbox=-10,-10,-9,-9")).await?["numberMatched"], 0);
    }
    Ok(())
}

#[tokio::test]
async fn properties_filter_by_their_type() -> anyhow::Result<()> {
    let server = server().await?;
    let found = server.json("/ogc/collections/municipalities/items?name=Rho").await?;
    assert_eq!(features(&found).len(), 1);
    assert_eq!(found["features"][0]["id"], "015182");
    let population = found["features"][0]["properties"]["population"].clone();
    let same = server.json(&format!("/ogc/collections/municipalities/items?population={population}")).await?;
    assert_eq!(same["features"][0]["id"], "015182");
    let injected = server.json("/ogc/collections/municipalities/items?name=Rho'%20OR%20'1'='1").await?;
    assert_eq!(injected["numberMatched"], 0);
    Ok(())
}

#[tokio::test]
async fn only_current_streets_and_numbers_are_shown_unless_a_state_is_asked_for() -> anyhow::Result<()> {
    let server = server().await?;
    let shown = features(&server.json(&format!("{ADDRESSES}?istat_code=015182&limit=10000")).await?);
    assert!(shown.iter().all(|one| one["properties"]["state"] == "current"));
    let retired = features(&server.json(&format!("{ADDRESSES}?istat_code=015182&state=retired")).await?);
    assert!(!retired.is_empty());
    let id = retired[0]["id"].as_str().unwrap_or_default();
    assert_eq!(server.get(&format!("{ADDRESSES}/{id}")).await?.status(), 200, "a permalink goes on working");
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_refused_by_name_and_nothing_crashes() -> anyhow::Result<()> {
    let server = server().await?;
    for (query, word) in [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("offset=99999999999", "offset"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=9,46,10,45", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("nothing=1", "nothing"),
        ("id=1&id=2", "id"),
    ] {
        let response = server.get(&format!("{PARKS}?{query}")).await?;
        assert_eq!(response.status(), 400, "{query}");
        assert!(response.text().await?.contains(word), "{query}");
    }
    for (path, status) in [
        (format!("{PARKS}/999999"), 404),
        (format!("{PARKS}/abc"), 404),
        (format!("{PARKS}/99999999999999999999999"), 404),
        (format!("{ADDRESSES}/not-a-uuid"), 404),
        ("/ogc/collections/nowhere".to_owned(), 404),
        ("/ogc/collections/..%2f..%2fetc/items".to_owned(), 404),
        (format!("{PARKS}?f=xml"), 400),
        (format!("{PARKS}?limit=999999"), 200),
        (format!("{PARKS}?after=abc"), 200),
        (format!("{PARKS}?%FF"), 400),
    ] {
        assert_eq!(server.get(&path).await?.status(), status, "{path}");
    }
    assert_eq!(server.json("/status").await?["status"], 200);
    Ok(())
}

#[tokio::test]
async fn people_get_pages_in_their_language_with_everything_escaped() -> anyhow::Result<()> {
    let server = server().await?;
    for (language, word) in [("it", "Raccolte"), ("en", "Collections")] {
        let page = server.get(&format!("/ogc/collections?f=html&lang={language}")).await?;
        assert!(page.headers()["content-type"].to_str()?.starts_with("text/html"));
        let text = page.text().await?;
        assert!(text.contains(word) && text.contains(&format!("<html lang=\"{language}\">")));
    }
    let page = server.get(&format!("{PARKS}?f=html&denominazione=%3Cscript%3Ealert(1)%3C/script%3E")).await?;
    assert!(!page.text().await?.contains("<script"));
    Ok(())
}
