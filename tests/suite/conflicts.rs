//! What comuni contradict each other about, and what becomes of it when one joins another.

use anyhow::Context;
use civico_domain::identity::Actor;
use civico_domain::toponymy::{Command, LegalAct, LegalActKind};
use civico_store::toponymy::{ActMode, ActRequest, Moment};
use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::office::{Office, Person, RHO, SESTO, delibera, number};

const PATH: &str = "/rest/toponymy/v1/conflicts";

/// The conflicts of a kind in a list, as pairs of comuni.
fn of_kind<'a>(list: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    list["items"].as_array().into_iter().flatten().filter(move |item| item["conflict"] == kind)
}

async fn proposed_street(
    office: &Office,
    person: &Person,
    comune: &str,
    place: &Value,
) -> anyhow::Result<String> {
    let command =
        json!({"type": "propose-thoroughfare", "municipality": comune, "kind": "Via", "name": "Del Confine"});
    let proposed = office.done(person, json!({"command": command})).await?;
    let street = proposed["events"][0]["subject"].as_str().context("an id")?.to_owned();
    let command = json!({"type": "propose-address", "thoroughfare": street, "locator": number(1),
        "position": {"lon": place["lon"], "lat": place["lat"], "specification": "entrance"}});
    office.done(person, json!({"command": command, "reason": "sul confine"})).await?;
    Ok(street)
}

#[tokio::test]
async fn both_sides_and_who_mediates_see_what_is_contradictory() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let list = async |query: &str| office.server.json(&format!("{PATH}?limit=1000&{query}")).await;
    let of_rho = format!("municipality={RHO}");
    let before = list(&of_rho).await?;
    let (_, numbers) = office.street(RHO).await?;
    let place = numbers[0]["positions"][0].clone();
    // Sesto numbers a street on Rho's ground, and Rho has one of that name there.
    let theirs = proposed_street(&office, &office.stranger, SESTO, &place).await?;
    let ours = proposed_street(&office, &office.clerk, RHO, &place).await?;
    let approve = |street: &str| json!({"command": {"type": "approve", "thoroughfare": street}, "legal_act": delibera()});
    office.done(&office.stranger, approve(&theirs)).await?;
    office.done(&office.approver, approve(&ours)).await?;
    for query in [of_rho.clone(), format!("municipality={SESTO}"), String::new()] {
        let found = list(&query).await?;
        let pair: Vec<&Value> =
            of_kind(&found, "same-name").filter(|item| item["label"] == "Via Del Confine").collect();
        assert_eq!(pair.len(), 1, "each once: {found}");
        let sides = [pair[0]["municipality"].as_str(), pair[0]["other_municipality"].as_str()];
        assert!(sides.contains(&Some(RHO)) && sides.contains(&Some(SESTO)), "{found}");
        let far = of_kind(&found, "position-in-other")
            .find(|item| item["municipality"] == SESTO && item["other_municipality"] == RHO);
        let far = far.context("the number of Sesto on Rho's ground")?;
        assert!(far["outside_m"].as_f64().is_some_and(|metres| metres > 1_000.0), "{far}");
        assert_eq!(far["label"], "Via Del Confine 1");
    }
    let declare = |of: &str, twin: &str, holds: bool| json!({"command": {"type": "declare-twin", "thoroughfare": of, "twin": twin, "holds": holds}});
    office.done(&office.approver, declare(&ours, &theirs, true)).await?;
    for query in [of_rho.clone(), format!("municipality={SESTO}")] {
        let found = list(&query).await?;
        let waiting = of_kind(&found, "twin-not-confirmed").next().context("one that waits")?;
        assert_eq!(
            (waiting["municipality"].as_str(), waiting["other"].as_str()),
            (Some(RHO), Some(theirs.as_str()))
        );
        assert_eq!(of_kind(&found, "same-name").count(), of_kind(&before, "same-name").count(), "{found}");
    }
    office.done(&office.stranger, declare(&theirs, &ours, true)).await?;
    assert_eq!(of_kind(&list(&of_rho).await?, "twin-not-confirmed").count(), 0);
    let first = office.server.json(&format!("{PATH}?limit=1")).await?;
    let next = first["next"].as_str().context("a next page")?.to_owned();
    let second = office.server.json(&format!("{PATH}?limit=1&cursor={next}")).await?;
    assert_ne!(first["items"], second["items"]);
    assert_eq!(
        office.server.get(&format!("{PATH}?municipality=999999")).await?.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(office.server.get(&format!("{PATH}?zone=nessuna")).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn a_comune_that_joins_another_brings_its_territory_and_its_places() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let client = office.database.client().await?;
    let sql = "SELECT istat_code FROM civico.municipality WHERE name = 'Nosate'";
    let nosate: String = client.query_one(sql, &[]).await?.get(0);
    let legal_act = LegalAct {
        kind: LegalActKind::Delibera,
        date: "2026-01-01".parse()?,
        protocol: "1".to_owned(),
        prefect: None,
    };
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let act = async |command: Command| {
        let request = ActRequest {
            command,
            legal_act: Some(legal_act.clone()),
            reason: Some("fusione".to_owned()),
            valid_from: None,
            if_match: None,
        };
        let moment = Moment { now: Timestamp::now(), today };
        office.database.store.act(&Actor::local_administrator(), &request, ActMode::Apply, moment).await
    };
    // Streets of a name that the other comune has too are told apart by a place first.
    let place =
        act(Command::ProposeLocality { municipality: nosate.parse()?, name: "Nosate".to_owned() }).await?;
    let place = place.events[0].after.id();
    let twice = "SELECT DISTINCT t.id FROM civico.thoroughfare t
        JOIN civico.thoroughfare o ON civico.sort_name(o.kind, o.name) = civico.sort_name(t.kind, t.name)
        WHERE t.municipality = $1 AND o.municipality = $2 AND t.stage IN ('proposed', 'current')";
    for row in client.query(twice, &[&nosate, &RHO]).await? {
        let thoroughfare = row.get::<_, uuid::Uuid>(0).into();
        act(Command::AssignLocality { thoroughfare, locality: Some(place.parse()?) }).await?;
    }
    let of = async || {
        let sql = "SELECT ST_Area(territory), population, digest FROM civico.municipality
            WHERE istat_code IN ($1, $2) ORDER BY istat_code = $2";
        let rows = client.query(sql, &[&nosate, &RHO]).await?;
        let read = |row: &tokio_postgres::Row| (row.get(0), row.get(1), row.get(2));
        anyhow::Ok(rows.iter().map(read).collect::<Vec<(f64, Option<i64>, String)>>())
    };
    let before = of().await?;
    let merged =
        act(Command::MergeMunicipality { municipality: nosate.parse()?, into: RHO.parse()? }).await?;
    let after = of().await?;
    assert!((after[1].0 - before[0].0 - before[1].0).abs() < 1.0, "{after:?} of {before:?}");
    assert_eq!(after[1].1, before[0].1.zip(before[1].1).map(|(one, other)| one + other));
    let path = format!("/rest/toponymy/v1/localities/{place}");
    assert_eq!(office.server.json(&path).await?["municipality"], RHO);
    act(Command::Undo { act: merged.id }).await?;
    assert_eq!(of().await?, before, "undone whole");
    assert_eq!(office.server.json(&path).await?["municipality"], nosate.as_str());
    Ok(())
}
