//! A comune sends its whole register over HTTP, sees how it differs, and somebody decides.

use anyhow::{Context, ensure};
use civico_domain::identity::Role;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::office::{Office, Person, RHO, number, person};

const PATH: &str = "/rest/toponymy/v1/deliveries";

fn sample(name: &str) -> anyhow::Result<Vec<u8>> {
    Ok(std::fs::read(civico_harness::samples(&format!("rho/{name}")))?)
}

/// Sends files as the register of Rho.
async fn send(
    office: &Office,
    who: Option<&Person>,
    query: &str,
    files: &[(&str, Vec<u8>)],
) -> anyhow::Result<(StatusCode, Value)> {
    let form = files.iter().fold(Form::new(), |form, (name, content)| {
        form.part("files", Part::bytes(content.clone()).file_name((*name).to_owned()))
    });
    let request = office.server.client.post(format!("{}{PATH}?{query}", office.server.url));
    let request = who.map_or_else(|| request.try_clone(), |who| request.try_clone().map(|r| who.sign(r)));
    let answer = request.context("a request")?.multipart(form).send().await?;
    Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
}

/// Names and contents of files.
type Files = Vec<(&'static str, Vec<u8>)>;

const QUERY: &str = "format=generic&municipality=015182&crs=EPSG:32632";

async fn decide(
    office: &Office,
    who: &Person,
    id: &str,
    decision: &str,
) -> anyhow::Result<(StatusCode, Value)> {
    let body = json!({"decision": decision});
    office.send(who, Method::POST, &format!("{PATH}/{id}/decision"), Some(&body), None).await
}

async fn in_force(office: &Office) -> anyhow::Result<i64> {
    let sql = "SELECT count(*) FROM civico.address WHERE municipality = $1 AND stage = 'current'";
    Ok(office.database.client().await?.query_one(sql, &[&RHO]).await?.get(0))
}

fn id(delivery: &Value) -> &str {
    delivery["id"].as_str().unwrap_or_default()
}

/// The addresses of the sample with one more, and with one moved by ten metres.
fn corrected() -> anyhow::Result<Vec<u8>> {
    let text = String::from_utf8(sample("civici.csv")?)?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let first = lines.get(1).context("a row")?.clone();
    let fields: Vec<&str> = first.split(';').collect();
    lines[1] = first.replace(fields[5], &fields[5].replace("503187", "503197"));
    lines.push(format!("{};9901;;{};vigente;{};{}", fields[0], fields[3], fields[5], fields[6]));
    Ok(lines.join("\n").into_bytes())
}

#[tokio::test]
async fn a_small_delivery_is_looked_at_and_then_approved_as_one_act() -> anyhow::Result<()> {
    let office = Office::open().await?;
    // A number that no file can list: it has no code yet.
    let (street, numbers) = office.street(RHO).await?;
    let at = &numbers[0]["positions"][0];
    let own = json!({"type": "propose-address", "thoroughfare": street, "locator": number(9903),
        "position": {"lon": at["lon"], "lat": at["lat"], "specification": "entrance", "method": 1}});
    office.done(&office.clerk, json!({"command": own})).await?;
    let before = in_force(&office).await?;
    let files = [("strade.geojson.gz", sample("strade.geojson.gz")?), ("civici.csv", corrected()?)];
    let (status, delivery) = send(&office, Some(&office.clerk), QUERY, &files).await?;
    ensure!(status == StatusCode::CREATED, "{status} {delivery}");
    assert_eq!(delivery["state"], "previewed");
    assert_eq!(delivery["files"], json!(["strade.geojson.gz", "civici.csv"]));
    let addresses = &delivery["report"]["difference"]["addresses"];
    assert_eq!((&addresses["added"], &addresses["moved"]), (&json!(1), &json!(1)), "{addresses}");
    assert_eq!(addresses["absent"], 0, "what no file can list is not missed: {addresses}");
    assert_eq!(delivery["needs_second"], false, "{delivery}");
    assert_eq!(in_force(&office).await?, before, "a look changes nothing");
    let listed = office.read(&office.approver, PATH).await?;
    assert_eq!(listed["items"][0]["id"], delivery["id"]);
    let (status, refused) = decide(&office, &office.clerk, id(&delivery), "publish").await?;
    ensure!(status == StatusCode::FORBIDDEN, "a clerk does not approve: {status} {refused}");
    let (status, published) = decide(&office, &office.approver, id(&delivery), "publish").await?;
    ensure!(status == StatusCode::OK && published["state"] == "published", "{status} {published}");
    assert_eq!(published["report"]["register"]["events"], 2, "{published}");
    assert_eq!(in_force(&office).await?, before + 1);
    let (status, _) = decide(&office, &office.approver, id(&delivery), "discard").await?;
    assert_eq!(status, StatusCode::CONFLICT);
    let kept = "SELECT count(*) FROM civico.upload WHERE content IS NOT NULL";
    let kept: i64 = office.database.client().await?.query_one(kept, &[]).await?.get(0);
    assert_eq!(kept, 0, "the files go with the decision");
    Ok(())
}

#[tokio::test]
async fn five_addresses_do_not_retire_the_rest_without_somebody_else() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let both = person(&office.database, RHO, "tuttofare", &[Role::Editor, Role::Approver]).await?;
    let before = in_force(&office).await?;
    let few: Vec<u8> =
        String::from_utf8(sample("civici.csv")?)?.lines().take(6).collect::<Vec<_>>().join("\n").into_bytes();
    let files = [("strade.geojson.gz", sample("strade.geojson.gz")?), ("civici.csv", few)];
    let (_, delivery) = send(&office, Some(&both), QUERY, &files).await?;
    assert_eq!(delivery["needs_second"], true, "{delivery}");
    let smells = delivery["report"]["difference"]["smells"].as_array().context("smells")?;
    ensure!(!smells.is_empty(), "{delivery}");
    let (status, refused) = decide(&office, &both, id(&delivery), "publish").await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(refused["type"], "urn:civico:problem:problem-second-person", "{refused}");
    assert_eq!(in_force(&office).await?, before, "nothing is retired");
    let (status, published) = decide(&office, &office.approver, id(&delivery), "publish").await?;
    ensure!(status == StatusCode::OK, "{status} {published}");
    assert_eq!(in_force(&office).await?, 5);
    Ok(())
}

#[tokio::test]
async fn deliveries_are_their_comunes_own_and_bad_ones_leave_nothing() -> anyhow::Result<()> {
    let office = Office::open().await?;
    let good = || {
        anyhow::Ok(vec![("strade.geojson.gz", sample("strade.geojson.gz")?), ("civici.csv", corrected()?)])
    };
    let (status, _) = send(&office, None, QUERY, &good()?).await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (status, _) = send(&office, Some(&office.stranger), QUERY, &good()?).await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, delivery) = send(&office, Some(&office.clerk), QUERY, &good()?).await?;
    let path = format!("{PATH}/{}", id(&delivery));
    let (status, _) = office.send(&office.stranger, Method::GET, &path, None, None).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "another comune does not know of it");
    assert_eq!(office.read(&office.stranger, PATH).await?["items"], json!([]));
    let (status, _) = decide(&office, &office.stranger, id(&delivery), "discard").await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, discarded) = decide(&office, &office.clerk, id(&delivery), "discard").await?;
    ensure!(status == StatusCode::OK && discarded["state"] == "discarded", "{status} {discarded}");
    let bad: [(&str, Files, u16); 7] = [
        (QUERY, vec![("strade.csv", b"no;table\x00\xff".to_vec()), ("civici.csv", b"".to_vec())], 422),
        (QUERY, vec![("../strade.csv", b"a".to_vec())], 422),
        (QUERY, vec![("a.csv", b"a".to_vec()), ("a.csv", b"b".to_vec())], 400),
        (QUERY, vec![], 400),
        ("format=municipalities&municipality=015182", good()?, 400),
        ("format=generic", good()?, 400),
        ("format=generic&municipality=015182&crs=EPSG:32632&encoding=klingon", good()?, 422),
    ];
    for (query, files, expected) in bad {
        let (status, problem) = send(&office, Some(&office.clerk), query, &files).await?;
        assert_eq!(status.as_u16(), expected, "{query}: {problem}");
        let said = problem.to_string();
        ensure!(problem["title"].is_string() && !said.contains("/tmp"), "{said}");
    }
    let kept = office.read(&office.clerk, PATH).await?;
    assert_eq!(kept["items"].as_array().map(Vec::len), Some(1), "what is bad is not kept");
    Ok(())
}
