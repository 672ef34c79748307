//! Vector tiles, decoded by somebody else's reader.

use std::io::Write as _;

use anyhow::Context;
use civico_harness::{TestDatabase, TestServer};
use geozero::mvt::{Message, Tile};

async fn server() -> anyhow::Result<TestServer> {
    TestServer::start(&TestDatabase::with_samples().await?).await
}

/// Returns the decoded tile; one that is empty has no layer.
async fn tile(server: &TestServer, path: &str) -> anyhow::Result<Tile> {
    let response = server.get(path).await?;
    anyhow::ensure!(response.status().is_success(), "{path}: {}", response.status());
    Ok(Tile::decode(response.bytes().await?)?)
}

/// Returns column and row of the tile around a point (Web Mercator).
fn around(lon: f64, lat: f64, zoom: u32) -> (u32, u32) {
    let tiles = f64::from(1_u32 << zoom);
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tiles are few and positive")]
    let floor = |value: f64| value.floor() as u32;
    (floor((lon + 180.0) / 360.0 * tiles), floor(y * tiles))
}

/// Finds an integer value of a property of each feature.
fn integers(tile: &Tile, name: &str) -> Vec<i64> {
    let mut found = Vec::new();
    for layer in &tile.layers {
        let Some(key) = layer.keys.iter().position(|key| key == name) else { continue };
        for feature in &layer.features {
            for pair in feature.tags.chunks(2) {
                if pair[0] as usize == key {
                    let value = &layer.values[pair[1] as usize];
                    found.extend(
                        value.int_value.or(value.sint_value).or(value.uint_value.map(u64::cast_signed)),
                    );
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn the_comuni_are_drawn_with_their_names() -> anyhow::Result<()> {
    let server = server().await?;
    let tile = tile(&server, "/tiles/municipalities/8/134/91").await?;
    let layer = tile.layers.first().context("no layer")?;
    assert_eq!(layer.name, "municipalities");
    assert_eq!(layer.extent(), 4096);
    assert!(layer.features.len() > 100, "{}", layer.features.len());
    assert!(layer.keys.iter().any(|key| key == "name"));
    Ok(())
}

#[tokio::test]
async fn house_numbers_are_whole_from_zoom_15_and_counted_below() -> anyhow::Result<()> {
    let server = server().await?;
    let item = server.json("/ogc/collections/addresses/items?istat_code=015155&limit=1").await?;
    let at = &item["features"][0]["geometry"]["coordinates"];
    let (lon, lat) = (at[0].as_f64().context("lon")?, at[1].as_f64().context("lat")?);
    let (x, y) = around(lon, lat, 15);
    let near = tile(&server, &format!("/tiles/addresses/15/{x}/{y}")).await?;
    let layer = near.layers.first().context("no layer")?;
    assert!(layer.keys.iter().any(|key| key == "number") && !layer.keys.iter().any(|key| key == "count"));
    let (x, y) = around(lon, lat, 13);
    let far = tile(&server, &format!("/tiles/addresses/13/{x}/{y}")).await?;
    assert!(!integers(&far, "count").is_empty());
    Ok(())
}

#[tokio::test]
async fn the_counts_of_all_cells_are_all_the_addresses() -> anyhow::Result<()> {
    let server = server().await?;
    let total = server.json("/ogc/collections/addresses/items?limit=1").await?["numberMatched"].as_i64();
    let tilejson = server.json("/tiles/addresses").await?;
    let bounds: Vec<f64> =
        tilejson["bounds"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    let ((left, top), (right, bottom)) = (around(bounds[0], bounds[3], 12), around(bounds[2], bounds[1], 12));
    let mut counted = 0;
    for x in left..=right {
        for y in top..=bottom {
            let tile = tile(&server, &format!("/tiles/addresses/12/{x}/{y}")).await?;
            counted += inside(&tile);
        }
    }
    assert_eq!(Some(counted), total);
    Ok(())
}

/// Sums the counts of the points that are in the tile proper, not in its buffer.
fn inside(tile: &Tile) -> i64 {
    let Some(layer) = tile.layers.first() else { return 0 };
    let counts = integers(tile, "count");
    let zigzag = |value: u32| i64::from(value >> 1) ^ -i64::from(value & 1);
    layer
        .features
        .iter()
        .zip(counts)
        .filter(|(feature, _)| feature.geometry[1..3].iter().all(|value| (0..4096).contains(&zigzag(*value))))
        .map(|(_, count)| count)
        .sum()
}

#[tokio::test]
async fn only_a_named_version_is_kept_for_ever_and_the_rest_is_asked_again() -> anyhow::Result<()> {
    let server = server().await?;
    let template = server.json("/tiles/rho.parchi").await?["tiles"][0].as_str().context("tiles")?.to_owned();
    let (x, y) = around(9.04, 45.53, 12);
    let path = template.replace("{z}", "12").replace("{x}", &x.to_string()).replace("{y}", &y.to_string());
    let path = path.strip_prefix(&server.url).context("absolute")?.to_owned();
    let kept = server.get(&path).await?;
    assert!(kept.headers()["cache-control"].to_str()?.contains("immutable"));
    let bare = path.split('?').next().unwrap_or_default();
    let asked = server.get(bare).await?;
    assert!(asked.headers()["cache-control"].to_str()?.contains("must-revalidate"));
    let etag = asked.headers()["etag"].clone();
    let again =
        server.client.get(format!("{}{bare}", server.url)).header("if-none-match", etag).send().await?;
    assert_eq!(again.status(), 304);
    let old = server.get(&format!("{bare}?v=999")).await?;
    assert!(old.headers()["cache-control"].to_str()?.contains("must-revalidate"));
    Ok(())
}

#[tokio::test]
async fn a_client_without_gzip_gets_the_same_tile() -> anyhow::Result<()> {
    let server = server().await?;
    let path = "/tiles/municipalities/8/134/91";
    let plain =
        reqwest::Client::builder().no_gzip().build()?.get(format!("{}{path}", server.url)).send().await?;
    assert!(!plain.headers().contains_key("content-encoding"));
    let plain = plain.bytes().await?;
    assert_eq!(plain, server.get(path).await?.bytes().await?);
    std::io::sink().write_all(&plain)?;
    Ok(())
}

#[tokio::test]
async fn a_tile_that_cannot_be_is_refused_and_one_without_data_is_empty() -> anyhow::Result<()> {
    let server = server().await?;
    for path in [
        "/tiles/municipalities/0/1/0",
        "/tiles/municipalities/30/0/0",
        "/tiles/municipalities/a/0/0",
        "/tiles/municipalities/8/134/91?x=1",
    ] {
        assert_eq!(server.get(path).await?.status(), 400, "{path}");
    }
    assert_eq!(server.get("/tiles/nowhere/0/0/0").await?.status(), 404);
    for path in
        ["/tiles/municipalities/8/0/0", "/tiles/municipalities/8/255/255", "/tiles/municipalities/20/0/0"]
    {
        assert_eq!(server.get(path).await?.status(), 204, "{path}");
    }
    assert_eq!(server.get("/tiles/municipalities/0/0/0").await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn a_tilejson_names_every_property_of_its_tiles() -> anyhow::Result<()> {
    let server = server().await?;
    let (x, y) = around(9.04, 45.53, 12);
    for (collection, tiles) in [
        ("municipalities", vec!["8/134/91".to_owned()]),
        ("addresses", vec![format!("12/{x}/{y}"), format!("15/{}/{}", x * 8 + 4, y * 8 + 4)]),
    ] {
        let described = server.json(&format!("/tiles/{collection}")).await?;
        let fields = described["vector_layers"][0]["fields"].as_object().context("no fields")?;
        let mut seen = 0;
        for place in tiles {
            let tile = tile(&server, &format!("/tiles/{collection}/{place}")).await?;
            for key in tile.layers.iter().flat_map(|layer| &layer.keys) {
                assert!(fields.contains_key(key), "{collection}: {key}");
                seen += 1;
            }
        }
        assert!(seen > 0, "{collection}");
    }
    Ok(())
}
