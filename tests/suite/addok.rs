//! The geocoder in the dialect of addok, and `GET` switched off.

use std::collections::BTreeMap;

use civico_harness::{TestDatabase, TestServer};
use reqwest::Response;
use serde_json::{Value, json};

/// A form with a file and fields, as addok-csv's clients send it: the file first.
async fn upload(
    server: &TestServer,
    path: &str,
    file: &[u8],
    fields: &[(&str, &str)],
) -> anyhow::Result<Response> {
    let mut body =
        b"--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"elenco.csv\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    for (name, value) in fields {
        let field = format!("\r\n--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}");
        body.extend_from_slice(field.as_bytes());
    }
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = server.client.post(format!("{}{path}", server.url));
    Ok(request.header("content-type", "multipart/form-data; boundary=x").body(body).send().await?)
}

fn rows(csv: &[u8], delimiter: u8) -> anyhow::Result<Vec<BTreeMap<String, String>>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(csv);
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

/// An address of Nosate: street, number, longitude, latitude.
async fn known(server: &TestServer) -> anyhow::Result<(String, String, f64, f64)> {
    let items = server.json("/ogc/collections/addresses/items?istat_code=015155&limit=1").await?;
    let item = &items["features"][0];
    let text = |name: &str| item["properties"][name].as_str().unwrap_or_default().to_owned();
    let degrees = |at: usize| item["geometry"]["coordinates"][at].as_f64().unwrap_or_default();
    Ok((text("street"), text("number"), degrees(0), degrees(1)))
}

#[tokio::test]
async fn clients_of_addok_find_the_shapes_they_know() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let (street, number, lon, lat) = known(&server).await?;
    let url = format!("{}/addok/search", server.url);
    let text = format!("{street} {number} Nosate");
    let query = [("q", text.as_str()), ("limit", "3"), ("autocomplete", "0"), ("unknown", "x")];
    let found: Value = server.client.get(&url).query(&query).send().await?.json().await?;
    assert_eq!(
        (&found["type"], &found["version"], &found["query"]),
        (&json!("FeatureCollection"), &json!("draft"), &json!(""))
    );
    assert_eq!(found["limit"], 3);
    let best = &found["features"][0];
    assert_eq!(best["geometry"]["type"], "Point");
    let properties = &best["properties"];
    assert_eq!(properties["type"], "housenumber");
    assert_eq!(properties["housenumber"], number);
    assert_eq!(properties["street"], street);
    assert_eq!(properties["name"], format!("{street} {number}"));
    assert_eq!((&properties["city"], &properties["citycode"]), (&json!("Nosate"), &json!("015155")));
    assert_eq!(properties["context"], "Città metropolitana di Milano");
    assert!(
        properties["label"].is_string() && properties["score"].is_number() && properties["id"].is_string()
    );

    let form: Value = server.client.post(&url).form(&query).send().await?.json().await?;
    assert_eq!(form, found, "a form asks the same");
    let filtered = [("q", street.as_str()), ("citycode", "015155"), ("type", "street locality")];
    let filtered: Value = server.client.get(&url).query(&filtered).send().await?.json().await?;
    assert_eq!(filtered["filters"], json!({"citycode": ["015155"], "type": ["street", "locality"]}));
    let all = filtered["features"].as_array().cloned().unwrap_or_default();
    assert!(!all.is_empty());
    assert!(
        all.iter()
            .all(|one| one["properties"]["citycode"] == "015155" && one["properties"]["type"] == "street")
    );
    let begun: String = street.chars().take(street.chars().count() - 2).collect();
    let begun: Value = server
        .client
        .get(&url)
        .query(&[("q", begun.as_str()), ("lat", "45.55"), ("lon", "8.73")])
        .send()
        .await?
        .json()
        .await?;
    assert_eq!(begun["center"], json!([8.73, 45.55]));
    let streets =
        begun["features"].as_array().into_iter().flatten().map(|one| one["properties"]["name"].clone());
    assert!(streets.collect::<Vec<_>>().contains(&json!(street)), "{begun}");

    let there = server.json(&format!("/addok/reverse?lat={lat}&lon={lon}")).await?;
    assert_eq!(there["features"].as_array().map(Vec::len), Some(1));
    assert_eq!(there["features"][0]["properties"]["housenumber"], number);
    assert_eq!(there["features"][0]["properties"]["distance"], 0);
    for path in ["search", "search?q=", "search?q=x&limit=0", "search?q=x&lat=99&lon=9", "reverse?lat=9"] {
        assert_eq!(server.get(&format!("/addok/{path}")).await?.status(), 400, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_comes_back_as_addok_csv_writes_it() -> anyhow::Result<()> {
    let server = TestServer::start(&TestDatabase::with_samples().await?).await?;
    let (street, number, lon, lat) = known(&server).await?;
    let file =
        format!("id,via,comune,codice\n1,{street} {number},Nosate,015155\n2,qwertyuiop zxcvb,,\n3,a\n");
    let fields = [("columns", "via"), ("columns", "comune"), ("citycode", "codice"), ("with_bom", "1")];
    let answer = upload(&server, "/addok/search/csv", file.as_bytes(), &fields).await?;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"elenco.geocoded.csv\"");
    let bytes = answer.bytes().await?;
    let text = String::from_utf8(bytes.to_vec())?;
    let head = "\u{feff}id,via,comune,codice,latitude,longitude,result_label,result_score,result_score_next,result_type,result_id,result_housenumber,";
    assert!(text.starts_with(head), "{text}");
    let found = rows(text.trim_start_matches('\u{feff}').as_bytes(), b',')?;
    assert_eq!(found[0]["result_type"], "housenumber");
    assert_eq!(found[0]["result_housenumber"], number);
    assert_eq!((&*found[0]["result_citycode"], &*found[0]["result_status"]), ("015155", "ok"));
    assert_eq!((&*found[1]["latitude"], &*found[1]["result_status"]), ("", "not-found"));
    assert_eq!(found[2]["result_status"], "error");
    let single = server.client.get(format!("{}/addok/search", server.url));
    let single =
        single.query(&[("q", format!("{street} {number} Nosate")), ("autocomplete", "0".to_owned())]);
    let single: Value = single.send().await?.json().await?;
    let properties = &single["features"][0]["properties"];
    for name in ["label", "type", "id", "name", "street", "city", "context"] {
        assert_eq!(properties[name], found[0][&format!("result_{name}")], "{name}");
    }
    assert_eq!(properties["score"].to_string(), found[0]["result_score"]);

    let file = format!("nome;lat;lng\nuno;{};{}\ndue;x;\n", lat.to_string().replace('.', ","), lon);
    let answer = upload(&server, "/addok/reverse/csv", file.as_bytes(), &[]).await?;
    let found = rows(&answer.bytes().await?, b';')?;
    assert_eq!((&*found[0]["result_housenumber"], &*found[0]["result_distance"]), (number.as_str(), "0"));
    assert_eq!(found[1]["result_status"], "error");

    let missing = upload(&server, "/addok/search/csv", b"a,b\n1,2\n", &[("columns", "zeta")]).await?;
    assert_eq!(missing.status(), 400);
    assert_eq!(upload(&server, "/addok/search/csv", b"", &[]).await?.status(), 400);
    let json = server.client.post(format!("{}/addok/search/csv", server.url)).json(&json!({}));
    assert_eq!(json.send().await?.status(), 415);
    Ok(())
}

#[tokio::test]
async fn an_installation_may_refuse_addresses_in_urls() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let mut environment = database.environment();
    environment.push(("CIVICO_GEOCODER__GET", "false".to_owned()));
    let server = TestServer::start_with(&environment).await?;
    for path in [
        "/rest/geocoder/v1/search?q=rho",
        "/rest/geocoder/v1/suggest?q=rho",
        "/rest/geocoder/v1/reverse?lon=9&lat=45",
        "/addok/search?q=rho",
        "/addok/reverse?lon=9&lat=45",
    ] {
        let refused = server.get(path).await?;
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["allow"]),
            (405, &"POST".parse()?),
            "{path}"
        );
        assert!(refused.text().await?.contains("POST"), "{path}");
    }
    let (status, _) = server.post("/rest/geocoder/v1/search", &json!({"q": "rho"})).await?;
    assert_eq!(status, 200);
    let form = server.client.post(format!("{}/addok/search", server.url)).form(&[("q", "rho")]);
    let found: Value = form.send().await?.json().await?;
    assert_eq!(found["features"][0]["properties"]["city"], "Rho");
    Ok(())
}
