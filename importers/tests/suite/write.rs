//! Frames become a GeoPackage, and the same rows come out of it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use civico_domain::catalog::frame::{End, Frame, FrameHeader, FrameWriter, LayerSchema, Row};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::spatial::Srid;
use civico_importers::geometry::{point, to_ewkb};

use crate::fixtures::Folder;
use crate::run::read;

fn schema(geometry: GeometryKind) -> LayerSchema {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    LayerSchema {
        layer: 0,
        name: "prova".into(),
        geometry,
        has_z: geometry == GeometryKind::Point,
        srid: Srid::RDN2008_UTM32,
        columns: vec![
            column("aperto", ColumnKind::Boolean),
            column("FID", ColumnKind::Integer),
            column("geom", ColumnKind::Real),
            column("nome", ColumnKind::Text),
            column("dal", ColumnKind::Date),
            column("quando", ColumnKind::Timestamp),
        ],
        reprojection: None,
        expected_rows: None,
    }
}

fn rows() -> Vec<Row> {
    let full = vec![
        Value::Boolean(true),
        Value::Integer(i64::MAX),
        Value::Real(0.1),
        Value::Text("Città \"alta\"\n=1+1".into()),
        Value::Date(jiff::civil::date(1944, 8, 18)),
        Value::Timestamp("2026-03-02T10:00:00.125Z".parse().expect("an instant")),
    ];
    let ewkb = to_ewkb(&point(515_000.25, 5_034_000.5, Some(120.5)), Srid::RDN2008_UTM32);
    vec![
        Row { number: 3, geometry: Some(ewkb), values: full },
        Row { number: 7, geometry: None, values: vec![Value::Null; 6] },
    ]
}

fn frames(schema: &LayerSchema, rows: &[Row]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = FrameWriter::begin(&mut bytes).expect("a buffer");
    writer.layer(schema).expect("a buffer");
    for row in rows {
        writer.row(row).expect("a buffer");
    }
    writer.end(&End { layers: Vec::new() }).expect("a buffer");
    bytes
}

/// Writes a file and returns the exit code and the counts, or the id of the failure.
fn write(bytes: &[u8], out: &Path, further: &[&str]) -> (Option<i32>, Result<Vec<u64>, String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_civico-files"))
        .args(["write", "gpkg", "--out"])
        .arg(out)
        .args(further)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // One that refuses early does not read to the end.
    let _closed = child.stdin.take().expect("an input").write_all(bytes);
    let output = child.wait_with_output().expect("an end");
    let Some((header, payload)) = output.stdout.get(4..).and_then(<[u8]>::split_first_chunk::<5>) else {
        return (output.status.code(), Err("nothing".into()));
    };
    let answer =
        match FrameHeader::decode(*header).expect("a header").decode_payload(payload).expect("a frame") {
            Frame::End(end) => Ok(end.layers.iter().map(|layer| layer.sent).collect()),
            Frame::Failure(notice) => Err(notice.id),
            other => unreachable!("{other:?}"),
        };
    (output.status.code(), answer)
}

#[test]
fn every_kind_of_value_comes_out_of_a_geopackage_as_it_went_in() {
    let folder = Folder::new();
    let path = folder.path().join("prova.gpkg");
    let bytes = frames(&schema(GeometryKind::Point), &rows());
    assert_eq!(write(&bytes, &path, &[]), (Some(0), Ok(vec![2])));
    let again = read(&path, &[]);
    assert_eq!(again.layers[0].columns, schema(GeometryKind::Point).columns);
    assert!(again.layers[0].has_z && again.layers[0].geometry == GeometryKind::Point);
    let out: Vec<_> = again.rows.iter().map(|(_, row)| (row.geometry.clone(), row.values.clone())).collect();
    let wanted: Vec<_> = rows().into_iter().map(|row| (row.geometry, row.values)).collect();
    assert_eq!(out, wanted);
}

#[test]
fn a_table_without_geometry_and_one_without_rows_are_written_too() {
    let folder = Folder::new();
    let bytes = frames(&schema(GeometryKind::None), &rows()[1..]);
    assert_eq!(write(&bytes, &folder.path().join("tabella.gpkg"), &[]), (Some(0), Ok(vec![1])));
    assert_eq!(read(&folder.path().join("tabella.gpkg"), &[]).layers[0].geometry, GeometryKind::None);
    let bytes = frames(&schema(GeometryKind::Polygon), &[]);
    assert_eq!(write(&bytes, &folder.path().join("vuoto.gpkg"), &[]), (Some(0), Ok(vec![0])));
    assert_eq!(read(&folder.path().join("vuoto.gpkg"), &[]).layers[0].geometry, GeometryKind::Polygon);
}

#[test]
fn frames_that_break_off_are_a_failure() {
    let folder = Folder::new();
    let bytes = frames(&schema(GeometryKind::Point), &rows());
    let without_end = bytes.len() - br#"0000?{"layers":[]}"#.len();
    for cut in [0, 3, 20, bytes.len() / 2, without_end, bytes.len() - 1] {
        let (code, answer) = write(&bytes[..cut], &folder.path().join(format!("{cut}.gpkg")), &[]);
        assert_eq!((code, answer), (Some(2), Err("frames-broken".to_owned())), "{cut}");
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = Folder::new();
    let bytes = frames(&schema(GeometryKind::Point), &rows());
    let (code, answer) = write(&bytes, &folder.path().join("no/such/x.gpkg"), &[]);
    assert_eq!((code, answer), (Some(2), Err("file-not-written".to_owned())));
    let (code, _) = write(&bytes, &folder.path().join("small.gpkg"), &["--max-output-mb", "0"]);
    assert_ne!(code, Some(0));
}
