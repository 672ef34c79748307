//! What the processes answer beside what PostGIS (GEOS) does, on real layers of Milan and on made ones.
//!
//! Tolerances. Areas: the overlay puts corners on a grid, so that they may move by a tenth of a
//! millimetre, and an area by that times its boundary. Buffers: arcs have as many corners, turned
//! otherwise, which is a thousandth of the area; of areas GEOS leaves out corners that are within a hundredth
//! of the distance (`BufferParameters::DEFAULT_SIMPLIFY_FACTOR`), which is that times the boundary. Lines are
//! given to PostGIS segment by segment: as a whole, GEOS 3.11 draws those that end where they began too
//! small by up to two per cent. Groups of DBSCAN: none for cores and for what is alone; a point at the edge
//! of two groups may be in either.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, ensure};
use civico_harness::shared_data;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::analyst::Analyst;
use crate::real_data::announce;

/// How far corners may move, in metres.
const MOVED_M: f64 = 1e-4;
/// Smaller pieces are left out.
const LEAST_M2: f64 = 10.0;
/// By how much buffers may differ because of arcs, as a share.
const ARCS: f64 = 1e-3;
/// By how much the boundary of the buffer of an area may be moved, as a share of the distance.
const SIMPLIFIED: f64 = 0.01;

/// Features as a process takes them, and as PostGIS does.
struct Layer {
    source: Value,
    /// The property that tells them apart.
    key: String,
    /// Their number from 0 (`at`), key (`n`) and geometry in metres (`geom`).
    sql: String,
}

impl Layer {
    /// Features that come along with the request; their key is their number.
    fn made(shapes: &[Value]) -> Self {
        let feature = |(n, shape): (usize, &Value)| json!({"type": "Feature", "properties": {"n": n}, "geometry": shape});
        let features: Vec<Value> = shapes.iter().enumerate().map(feature).collect();
        let sql = format!(
            "SELECT at - 1 AS at, at - 1 AS n, ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(f ->> 'geometry'), 4326), 7791) AS geom
             FROM jsonb_array_elements('{}'::jsonb) WITH ORDINALITY AS made (f, at)",
            json!(features)
        );
        let source = json!({"type": "FeatureCollection", "features": features});
        Self { source, key: "n".to_owned(), sql }
    }

    /// Imports a file as a private dataset of Rho.
    async fn real(analyst: &Analyst, file: &Path, name: &str, key: Option<&str>) -> anyhow::Result<Self> {
        let (id, file) = (format!("rho.{name}"), file.to_string_lossy().into_owned());
        let arguments = ["import", &file, "--ente", "rho", "--dataset", &id, "--visibility", "private"];
        let done = civico_harness::civico(&analyst.database, &arguments).await?;
        ensure!(done.code == Some(0), "{file}: {}", done.stderr);
        let row = analyst
            .database
            .client()
            .await?
            .query_one(
                "SELECT max(c ->> 'sql') FROM civico.dataset_version v
                 CROSS JOIN jsonb_array_elements(v.columns) AS c
                 WHERE v.collection = $1 AND c ->> 'name' = $2",
                &[&id, &key],
            )
            .await?;
        let column: Option<String> = row.get(0);
        ensure!(key.is_none() || column.is_some(), "{file} has no {key:?}");
        let sql = format!(
            "SELECT row_number() OVER (ORDER BY fid) - 1 AS at, {}::float8::bigint AS n, geom
             FROM ente_rho.{}_v1 WHERE geom IS NOT NULL",
            column.as_deref().unwrap_or("fid"),
            name.replace('-', "_")
        );
        Ok(Self { source: json!({"collection": id}), key: key.unwrap_or_default().to_owned(), sql })
    }

    /// Puts it before PostGIS under a name.
    async fn show(&self, client: &Client, name: &str) -> anyhow::Result<()> {
        let sql = format!(
            "DROP TABLE IF EXISTS {name}; CREATE TEMP TABLE {name} AS {};
             CREATE INDEX ON {name} USING gist (geom); ANALYZE {name}",
            self.sql
        );
        Ok(client.batch_execute(&sql).await?)
    }
}

/// Xorshift (Marsaglia 2003), from 0 to 1.
fn chance() -> impl FnMut() -> f64 {
    let mut state = 2_463_534_242_u32;
    move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state) / f64::from(u32::MAX)
    }
}

/// Areas of five corners, with a hole now and then, that overlap each other.
fn made_areas(draw: &mut impl FnMut() -> f64, count: usize) -> Vec<Value> {
    let ring = |lon: f64, lat: f64, size: f64, turn: f64| -> Vec<[f64; 2]> {
        let corner = |at: i32| {
            let (sin, cos) = (turn + f64::from(at % 5) * std::f64::consts::TAU / 5.0).sin_cos();
            [lon + size * cos * 1.4, lat + size * sin]
        };
        (0..=5).map(corner).collect()
    };
    (0..count)
        .map(|at| {
            let (lon, lat) = (9.1 + draw() * 0.1, 45.4 + draw() * 0.1);
            let (size, turn) = (0.002 + draw() * 0.01, draw());
            let mut rings = vec![ring(lon, lat, size, turn)];
            if at.is_multiple_of(4) {
                rings.push(ring(lon, lat, size / 3.0, -turn).into_iter().rev().collect());
            }
            json!({"type": "Polygon", "coordinates": rings})
        })
        .collect()
}

async fn run(analyst: &Analyst, process: &str, inputs: Value) -> anyhow::Result<Vec<Value>> {
    let (status, found) = analyst.run(process, inputs).await?;
    ensure!(status == StatusCode::OK, "{process}: {status} {found}");
    Ok(found["features"].as_array().context("features")?.clone())
}

/// A piece: who it is of, in the left and in the right layer.
type Of = (Option<i64>, Option<i64>);

/// An area with how much of each of both it is, and how long its boundary may be.
#[derive(Debug, Clone, Copy)]
struct Piece {
    area_m2: f64,
    shares: (Option<f64>, Option<f64>),
    boundary_m: f64,
}

/// The pieces that a process found.
fn found(features: &[Value], left: &Layer, right: &Layer) -> anyhow::Result<BTreeMap<Of, Piece>> {
    let of = |feature: &Value| {
        let key = |name: &str| feature["properties"][name].as_f64().map(|key| format!("{key:.0}").parse());
        anyhow::Ok((key(&left.key).transpose()?, key(&format!("overlay_{}", right.key)).transpose()?))
    };
    let mut pieces = BTreeMap::new();
    for feature in features {
        let number = |name: &str| feature["properties"][name].as_f64();
        let piece = Piece {
            area_m2: number("area_m2").context("area")?,
            shares: (number("share"), number("overlay_share")),
            boundary_m: 0.0,
        };
        ensure!(pieces.insert(of(feature)?, piece).is_none(), "{feature} is there twice");
    }
    Ok(pieces)
}

/// The pieces that PostGIS makes: those of both, of the left alone, of the right alone.
async fn pieces(client: &Client) -> anyhow::Result<BTreeMap<Of, Piece>> {
    let rows = client
        .query(
            "WITH shared AS (
                 SELECT a.n AS a, b.n AS b, ST_Area(ST_Intersection(a.geom, b.geom)) AS area,
                        ST_Area(a.geom) AS a_area, ST_Area(b.geom) AS b_area,
                        ST_Perimeter(a.geom) + ST_Perimeter(b.geom) AS boundary
                 FROM left_layer a JOIN right_layer b ON ST_Intersects(a.geom, b.geom)),
             alone AS (
                 SELECT a.n AS a, NULL::bigint AS b, a.geom, (
                     SELECT ST_Union(b.geom) FROM right_layer b WHERE ST_Intersects(a.geom, b.geom)) AS others
                 FROM left_layer a
                 UNION ALL
                 SELECT NULL, b.n, b.geom, (
                     SELECT ST_Union(a.geom) FROM left_layer a WHERE ST_Intersects(a.geom, b.geom))
                 FROM right_layer b)
             SELECT a, b, area, area / a_area AS share, area / b_area AS overlay_share, boundary FROM shared
             UNION ALL
             SELECT a, b, rest, CASE WHEN b IS NULL THEN rest / whole END, CASE WHEN a IS NULL THEN rest / whole END,
                    boundary
             FROM alone CROSS JOIN LATERAL (
                 SELECT ST_Area(coalesce(ST_Difference(geom, others), geom)) AS rest, ST_Area(geom) AS whole,
                        ST_Perimeter(geom) + coalesce(ST_Perimeter(others), 0) AS boundary) AS measured",
            &[],
        )
        .await?;
    let piece = |row: &tokio_postgres::Row| Piece {
        area_m2: row.get("area"),
        shares: (row.get("share"), row.get("overlay_share")),
        boundary_m: row.get("boundary"),
    };
    Ok(rows.iter().map(|row| ((row.get("a"), row.get("b")), piece(row))).collect())
}

/// Expects the same pieces; those about as small as the least may be missing on either side.
fn assert_same(ours: &BTreeMap<Of, Piece>, theirs: &BTreeMap<Of, Piece>, what: &str) -> anyhow::Result<()> {
    let mut compared = 0;
    for (of, their) in theirs {
        let tolerance_m2 = their.boundary_m * MOVED_M;
        let Some(our) = ours.get(of) else {
            ensure!(their.area_m2 <= LEAST_M2 + tolerance_m2, "{what}: {of:?} is missing, {their:?}");
            continue;
        };
        let away_m2 = (our.area_m2 - their.area_m2).abs();
        ensure!(away_m2 <= tolerance_m2, "{what}: {of:?} is {our:?}, not {their:?}");
        for (our_share, their_share) in [(our.shares.0, their.shares.0), (our.shares.1, their.shares.1)] {
            let (Some(our_share), Some(their_share)) = (our_share, their_share) else { continue };
            let tolerance = tolerance_m2 * their_share / their.area_m2;
            ensure!((our_share - their_share).abs() <= tolerance, "{what}: {of:?} is {our:?}, not {their:?}");
        }
        compared += 1;
    }
    ensure!(compared == ours.len(), "{what}: {} pieces, of which PostGIS has {compared}", ours.len());
    Ok(())
}

/// Compares intersection, difference and union; returns how many pieces there are in all.
async fn overlays_are_the_same(analyst: &Analyst, left: &Layer, right: &Layer) -> anyhow::Result<usize> {
    let client = analyst.database.client().await?;
    left.show(&client, "left_layer").await?;
    right.show(&client, "right_layer").await?;
    let theirs = pieces(&client).await?;
    let inputs = json!({"features": left.source, "overlay": right.source, "least-area": LEAST_M2});
    let mut pieces = 0;
    for process in ["intersection", "difference", "union"] {
        let ours = found(&run(analyst, process, inputs.clone()).await?, left, right)?;
        ensure!(!ours.is_empty(), "{process} finds nothing");
        let is_of = |(a, b): &Of| match process {
            "intersection" => a.is_some() && b.is_some(),
            "difference" => b.is_none(),
            _ => true,
        };
        let theirs = theirs.iter().filter(|(of, _)| is_of(of)).map(|(of, piece)| (*of, *piece)).collect();
        assert_same(&ours, &theirs, process)?;
        pieces += ours.len();
    }
    Ok(pieces)
}

#[tokio::test]
async fn areas_over_made_areas_are_those_of_postgis() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let mut draw = chance();
    let (left, right) = (Layer::made(&made_areas(&mut draw, 80)), Layer::made(&made_areas(&mut draw, 60)));
    let pieces = overlays_are_the_same(&analyst, &left, &right).await?;
    ensure!(pieces > 300, "only {pieces} pieces");
    Ok(())
}

#[tokio::test]
async fn neighbourhoods_over_boroughs_of_milan_are_those_of_postgis() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("neighbourhoods_over_boroughs_of_milan_are_those_of_postgis");
        return Ok(());
    };
    let analyst = Analyst::open().await?;
    let folder = data.join("boundaries");
    let nil = Layer::real(&analyst, &folder.join("milano_nil_2022_shp.zip"), "nil", Some("ID_NIL")).await?;
    let file = folder.join("milano_municipi_rdn2008_shp.zip");
    let municipi = Layer::real(&analyst, &file, "municipi", Some("MUNICIPIO")).await?;
    let pieces = overlays_are_the_same(&analyst, &nil, &municipi).await?;
    ensure!(pieces > 2 * 88, "only {pieces} pieces");
    buffers_are_the_same(&analyst, &nil, -25.0).await
}

/// Compares the area of each buffer.
async fn buffers_are_the_same(analyst: &Analyst, layer: &Layer, distance_m: f64) -> anyhow::Result<()> {
    let client = analyst.database.client().await?;
    layer.show(&client, "layer").await?;
    let inputs = json!({"features": layer.source, "distance": distance_m, "quadrant-segments": 16});
    let features = run(analyst, "buffer", inputs).await?;
    let shapes: Vec<String> = features.iter().map(|feature| feature["geometry"].to_string()).collect();
    let rows = client
        .query(
            "WITH theirs AS (
                 SELECT row_number() OVER (ORDER BY at) AS place, ST_Area(buffer) AS area,
                        CASE ST_Dimension(geom) WHEN 2 THEN ST_Perimeter(buffer) ELSE 0 END AS boundary
                 FROM layer CROSS JOIN LATERAL (
                     SELECT CASE ST_Dimension(geom) WHEN 2 THEN ST_Buffer(geom, $1, 16) ELSE (
                         SELECT ST_Union(ST_Buffer(part.geom, $1, 16)) FROM ST_DumpSegments(layer.geom) AS part)
                     END AS buffer) AS drawn WHERE NOT ST_IsEmpty(buffer))
             SELECT place, theirs.area, theirs.boundary, ST_Area(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326), 7791)) AS ours
             FROM theirs FULL JOIN unnest($2::text[]) WITH ORDINALITY AS found (shape, place) USING (place)",
            &[&distance_m, &shapes],
        )
        .await?;
    ensure!(!rows.is_empty(), "no buffers");
    for row in rows {
        let (theirs, ours): (Option<f64>, Option<f64>) = (row.get("area"), row.get("ours"));
        let (theirs, ours) = (theirs.context("one too many")?, ours.context("one is missing")?);
        let tolerance_m2 = theirs * ARCS + row.get::<_, f64>("boundary") * distance_m.abs() * SIMPLIFIED;
        ensure!(
            (ours - theirs).abs() < tolerance_m2,
            "number {}: {ours} m², not {theirs}",
            row.get::<_, i64>("place")
        );
    }
    Ok(())
}

#[tokio::test]
async fn buffers_of_cycle_paths_are_those_of_postgis() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("buffers_of_cycle_paths_are_those_of_postgis");
        return Ok(());
    };
    let analyst = Analyst::open().await?;
    let file = data.join("thematic/milano_piste_ciclabili.geojson.gz");
    let paths = Layer::real(&analyst, &file, "piste", None).await?;
    buffers_are_the_same(&analyst, &paths, 25.0).await
}

/// Compares groups of points: cores and what is alone exactly, the rest by its distance to a core.
async fn groups_are_the_same(
    analyst: &Analyst,
    layer: &Layer,
    (distance_m, least): (f64, i32),
) -> anyhow::Result<usize> {
    let client = analyst.database.client().await?;
    layer.show(&client, "layer").await?;
    let inputs = json!({"features": layer.source, "distance": distance_m, "least-points": least});
    let features = run(analyst, "dbscan", inputs).await?;
    let ours: Vec<Option<i64>> =
        features.iter().map(|point| point["properties"]["cluster"].as_i64()).collect();
    let rows = client
        .query(
            "WITH grouped AS (
                 SELECT at, geom, ST_ClusterDBSCAN(geom, $1, $2) OVER () AS theirs, (
                     SELECT count(*) FROM layer o WHERE ST_DWithin(o.geom, p.geom, $1)) >= $2 AS is_core
                 FROM layer p),
             ours AS (SELECT place - 1 AS at, ours FROM unnest($3::bigint[]) WITH ORDINALITY AS found (ours, place))
             SELECT theirs, is_core, ours, EXISTS (
                 SELECT 1 FROM grouped o JOIN ours of_other USING (at)
                 WHERE o.is_core AND of_other.ours = ours.ours AND ST_DWithin(o.geom, grouped.geom, $1)) AS is_near
             FROM grouped FULL JOIN ours USING (at)",
            &[&distance_m, &least, &ours],
        )
        .await?;
    assert_eq!(rows.len(), ours.len());
    let mut pairs = BTreeSet::new();
    for row in &rows {
        let (theirs, ours): (Option<i32>, Option<i64>) = (row.get("theirs"), row.get("ours"));
        let (is_core, is_near): (bool, bool) = (row.get("is_core"), row.get("is_near"));
        ensure!(theirs.is_some() == ours.is_some(), "alone for one, {ours:?} and {theirs:?} for the other");
        if is_core {
            pairs.insert((ours, theirs));
        } else if ours.is_some() {
            ensure!(is_near, "{ours:?} has no core within {distance_m} m of a point of it");
        }
    }
    let of_ours: BTreeSet<_> = pairs.iter().map(|(ours, _)| ours).collect();
    let of_theirs: BTreeSet<_> = pairs.iter().map(|(_, theirs)| theirs).collect();
    ensure!(of_ours.len() == pairs.len() && of_theirs.len() == pairs.len(), "other groups: {pairs:?}");
    Ok(pairs.len())
}

#[tokio::test]
async fn groups_of_made_points_are_those_of_postgis() -> anyhow::Result<()> {
    let analyst = Analyst::open().await?;
    let mut draw = chance();
    let towns: Vec<(f64, f64)> = (0..40).map(|_| (9.0 + draw() * 0.3, 45.3 + draw() * 0.3)).collect();
    let point = |at: usize| {
        let (lon, lat) = towns[at % towns.len()];
        let spread = if at.is_multiple_of(3) { 0.05 } else { 0.004 };
        let near = |draw: &mut dyn FnMut() -> f64| (draw() + draw() - 1.0) * spread;
        json!({"type": "Point", "coordinates": [lon + near(&mut draw), lat + near(&mut draw)]})
    };
    let points = Layer::made(&(0..3_000).map(point).collect::<Vec<Value>>());
    for asked in [(150.0, 5), (300.0, 12), (60.0, 2)] {
        let groups = groups_are_the_same(&analyst, &points, asked).await?;
        ensure!(groups > 20, "only {groups} groups of {asked:?}");
    }
    Ok(())
}

#[tokio::test]
async fn groups_of_stops_of_milan_are_those_of_postgis() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("groups_of_stops_of_milan_are_those_of_postgis");
        return Ok(());
    };
    let analyst = Analyst::open().await?;
    let file = data.join("thematic/milano_fermate_superficie_2013.geojson.gz");
    let stops = Layer::real(&analyst, &file, "fermate", None).await?;
    for asked in [(120.0, 4), (250.0, 8)] {
        let groups = groups_are_the_same(&analyst, &stops, asked).await?;
        ensure!(groups > 20, "only {groups} groups of {asked:?}");
    }
    Ok(())
}
