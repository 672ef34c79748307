//! Real data of real comuni, read from beside the repository. `tests/expectations.toml` says what
//! they must give.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use civico_harness::{TestDatabase, civico, repository, shared_data};
use serde::Deserialize;
use serde_json::Value;

/// Rows that are checked at least.
const ROWS_CHECKED_AT_LEAST: i64 = 48_000;
/// How far a box may be from where PROJ puts it, in metres.
const TOLERANCE_M: f64 = 1.0;

#[derive(Deserialize)]
pub(crate) struct Expectations {
    file: Vec<FileExpectation>,
    pub(crate) milano: MilanoExpectation,
}

#[derive(Deserialize)]
struct FileExpectation {
    path: String,
    rows: i64,
    says: Option<String>,
    has_z: Option<bool>,
    arguments: Option<Vec<String>>,
    oracle: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(crate) struct MilanoExpectation {
    pub(crate) viario_2020: String,
    pub(crate) civici_2020: String,
    pub(crate) viario_2018: String,
    pub(crate) civici_2018: String,
    pub(crate) streets: i64,
    pub(crate) numbers: i64,
    pub(crate) current: i64,
    pub(crate) proposed: i64,
    pub(crate) retired: i64,
    pub(crate) orphans: i64,
    pub(crate) numbers_2018: i64,
}

pub(crate) fn expectations() -> anyhow::Result<Expectations> {
    Ok(toml::from_str(&std::fs::read_to_string(repository().join("tests/expectations.toml"))?)?)
}

/// Prints a line whatever the test runner captures.
pub(crate) fn say(line: &str) {
    let _closed = writeln!(std::io::stderr(), "{line}");
}

/// Says loudly that a test could not run for want of the real data.
pub(crate) fn announce(test: &str) {
    say(&format!("NOT RUN, ../shared/data is missing: {test}"));
}

#[tokio::test]
async fn real_files_import_with_their_rows_where_proj_puts_them() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("real_files_import_with_their_rows_where_proj_puts_them");
        return Ok(());
    };
    let database = TestDatabase::new().await?;
    let mut checked = 0;
    for (number, file) in expectations()?.file.iter().enumerate() {
        let name = format!("dati-{number}");
        let report = import(&database, &data.join(&file.path), &name, file).await?;
        let layer = &report[0]["layers"][0];
        assert_eq!(layer["rows"], file.rows, "{}", file.path);
        assert_eq!(layer["rejected"], 0, "{}", file.path);
        if let Some(says) = &file.says {
            let said = layer["entries"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|entry| entry["notice"]["id"] == says.as_str());
            assert!(said, "{}: {}", file.path, layer["entries"]);
        }
        let ours = extent(&database, &number.to_string()).await?;
        assert_eq!(ours.rows, file.rows, "{}", file.path);
        assert_eq!(ours.has_z, file.has_z.unwrap_or(false), "{}", file.path);
        if let Some(oracle) = &file.oracle {
            let theirs = oracle_extent(&data, &file.path, oracle)?;
            for (our, their) in ours.edges.iter().zip(theirs) {
                assert!(
                    (our - their).abs() <= TOLERANCE_M,
                    "{}: {:?} is not {theirs:?}",
                    file.path,
                    ours.edges
                );
            }
        }
        checked += file.rows;
    }
    say(&format!("{checked} rows of real files were checked"));
    assert!(checked >= ROWS_CHECKED_AT_LEAST);
    Ok(())
}

async fn import(
    database: &TestDatabase,
    path: &Path,
    name: &str,
    file: &FileExpectation,
) -> anyhow::Result<Value> {
    let path = path.to_string_lossy();
    let mut arguments = vec!["import", &path, "--dataset", name, "--json"];
    arguments.extend(file.arguments.iter().flatten().map(String::as_str));
    let done = civico(database, &arguments).await?;
    ensure!(done.code == Some(0), "{path}: {}", done.stderr);
    Ok(serde_json::from_str(&done.stdout)?)
}

struct Extent {
    rows: i64,
    has_z: bool,
    edges: [f64; 4],
}

async fn extent(database: &TestDatabase, number: &str) -> anyhow::Result<Extent> {
    let sql = format!(
        "SELECT count(*), bool_or(ST_NDims(geom) = 3), ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)),
                ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom)), bool_and(ST_IsValid(geom)), min(ST_SRID(geom))
         FROM ente_cm_milano.dati_{number}_v1"
    );
    let row = database.client().await?.query_one(&sql, &[]).await?;
    ensure!(row.get::<_, bool>(6), "invalid geometries were published");
    ensure!(row.get::<_, i32>(7) == 7791, "another reference system");
    Ok(Extent {
        rows: row.get(0),
        has_z: row.get(1),
        edges: [row.get(2), row.get(3), row.get(4), row.get(5)],
    })
}

/// Brings the file to EPSG:7791 by ogr2ogr and returns its box.
fn oracle_extent(data: &Path, path: &str, arguments: &[String]) -> anyhow::Result<[f64; 4]> {
    let folder = tempfile::tempdir()?;
    let made = folder.path().join("oracle.gpkg");
    let full = data.join(path).to_string_lossy().into_owned();
    let mut ogr2ogr = Command::new("ogr2ogr");
    ogr2ogr.args(["-f", "GPKG"]).arg(&made).args(["-nln", "oracle", "-nlt", "GEOMETRY"]);
    for argument in arguments {
        ogr2ogr.arg(if argument == path { full.clone() } else { argument.replace("{}", &full) });
    }
    let output = ogr2ogr.output()?;
    ensure!(output.status.success(), "ogr2ogr: {}", String::from_utf8_lossy(&output.stderr));
    let info = Command::new("ogrinfo").args(["-so", "-ro"]).arg(&made).arg("oracle").output()?;
    let info = String::from_utf8_lossy(&info.stdout).into_owned();
    let line = info.lines().find_map(|line| line.strip_prefix("Extent: ")).context("no extent")?;
    let numbers: Vec<f64> = line.split(['(', ')', ',', ' ']).filter_map(|part| part.parse().ok()).collect();
    numbers.try_into().map_err(|numbers| anyhow::anyhow!("{numbers:?}"))
}

/// The trees of Alessandria carry their Gauss-Boaga coordinates as columns: PostGIS, with the
/// system's PROJ, must put each of them where Civico did.
#[tokio::test]
async fn every_tree_of_alessandria_is_where_postgis_puts_it() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("every_tree_of_alessandria_is_where_postgis_puts_it");
        return Ok(());
    };
    let database = TestDatabase::new().await?;
    let path = data.join("thematic/alessandria_alberi_epsg3003.csv.gz");
    let done =
        civico(&database, &["import", &path.to_string_lossy(), "--dataset", "alberi", "--crs", "EPSG:3003"])
            .await?;
    ensure!(done.code == Some(0), "{}", done.stderr);
    let client = database.client().await?;
    let columns = client
        .query_one(
            "SELECT max(c ->> 'sql') FILTER (WHERE upper(c ->> 'name') LIKE '%X'), max(c ->> 'sql') FILTER (WHERE upper(c ->> 'name') LIKE '%Y')
             FROM civico.dataset_version v CROSS JOIN jsonb_array_elements(v.columns) AS c WHERE upper(c ->> 'name') LIKE '%COORD%'",
            &[],
        )
        .await?;
    let (x, y): (String, String) = (columns.get(0), columns.get(1));
    let sql = format!(
        "SELECT count(*), max(ST_Distance(geom, ST_Transform(ST_SetSRID(ST_MakePoint({x}, {y}), 3003), 7791)))
         FROM ente_cm_milano.alberi_v1 WHERE geom IS NOT NULL"
    );
    let row = client.query_one(&sql, &[]).await?;
    let (count, farthest): (i64, f64) = (row.get(0), row.get(1));
    assert!(count > 16_000, "{count}");
    assert!(farthest <= TOLERANCE_M, "{farthest} m");
    Ok(())
}
