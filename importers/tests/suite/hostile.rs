//! Bad files: always an end or a failure that says what to do, never a crash.

use std::fs;
use std::path::Path;

use crate::fixtures::{Folder, geojson, shapefile, zip};
use crate::run::{raw, read};

const POINT: &str = r#"{"type":"Point","coordinates":[9.19,45.46]}"#;

#[test]
fn what_is_not_there_or_empty_is_named() {
    let folder = Folder::new();
    assert_eq!(read(Path::new("/nowhere/scuole.csv"), &[]).failed(), "file-not-found");
    assert_eq!(read(&folder.file("vuoto.csv", ""), &[]).failed(), "file-empty");
    assert_eq!(read(folder.path(), &[]).failed(), "folder-given");
    assert_eq!(read(&folder.file("foto.jpg", "x"), &[]).failed(), "format-unknown");
    assert_eq!(read(&folder.file("bianco.csv", "\n \n\n"), &[]).failed(), "no-table");
    let (code, text) = raw(["list", folder.path().join("sotto").to_str().unwrap()]);
    assert_eq!(code, Some(2), "{}", String::from_utf8_lossy(&text));
}

#[test]
fn a_folder_is_listed_and_one_without_data_is_a_failure() {
    let folder = Folder::new();
    let list = || {
        let (code, text) = raw([Path::new("list"), folder.path()]);
        (code, String::from_utf8(text).unwrap())
    };
    folder.file("leggimi.txt", "ciao");
    let (code, text) = list();
    assert_eq!(code, Some(2));
    assert!(text.contains("folder-without-data"), "{text}");
    folder.file("scuole.geojson", geojson(&[POINT]));
    folder.file("note.txt", "Esportato da QGIS");
    assert_eq!(list(), (Some(0), "{\"file\":\"scuole.geojson\",\"format\":\"geojson\"}\n".into()));
}

#[test]
fn archives_that_are_empty_nested_damaged_or_too_large_are_refused() {
    let folder = Folder::new();
    assert_eq!(read(&folder.zip("vuoto.zip", &[]), &[]).failed(), "archive-without-data");
    assert_eq!(read(&folder.zip("altro.zip", &[("a.jpg", vec![1])]), &[]).failed(), "archive-without-data");
    let inner = zip(&[("a.csv", b"x;y\n".to_vec())]);
    assert_eq!(read(&folder.zip("doppio.zip", &[("a.zip", inner)]), &[]).failed(), "archive-nested");
    assert_eq!(read(&folder.file("finto.zip", "no archive"), &[]).failed(), "archive-damaged");
    let bomb = folder.zip("bomba.zip", &[("a.csv", vec![b'a'; 3 * 1024 * 1024])]);
    assert_eq!(read(&bomb, &["--max-input-mb", "2"]).failed(), "input-too-large");
}

#[test]
fn names_that_climb_out_of_an_archive_write_nothing() {
    let folder = Folder::new();
    let collection = geojson(&[POINT]).into_bytes();
    let path = folder.zip(
        "furbo.zip",
        &[
            ("../../fuori.geojson", collection.clone()),
            ("/tmp/fuori.geojson", collection.clone()),
            ("dentro.geojson", collection),
        ],
    );
    let outcome = read(&path, &[]);
    assert_eq!(outcome.layers.iter().filter(|layer| layer.name == "dentro").count(), 1);
    assert!(!folder.path().join("../fuori.geojson").exists());
    assert!(!Path::new("/tmp/fuori.geojson").exists());
}

#[test]
fn shapefiles_with_missing_parts_say_which() {
    let folder = Folder::new();
    let path = folder.shapefile("scuole", &[(1_514_845.0, 5_034_628.0, b"a")], 0);
    fs::remove_file(folder.path().join("scuole.dbf")).unwrap();
    let outcome = read(&path, &[]);
    assert!(outcome.said("shapefile-without-dbf").is_some());
    assert!(outcome.layers[0].columns.is_empty());
    fs::remove_file(folder.path().join("scuole.shx")).unwrap();
    let outcome = read(&path, &[]);
    assert_eq!(outcome.failed(), "shapefile-incomplete");
    assert_eq!(outcome.failure.unwrap().args["file"], "scuole.shx");
}

#[test]
fn files_cut_in_the_middle_are_failures() {
    let folder = Folder::new();
    let whole = geojson(&[POINT; 50]);
    let outcome = read(&folder.file("tagliato.geojson", &whole[..whole.len() / 2]), &[]);
    assert_eq!(outcome.failed(), "json-broken");
    for length in [1, 20, 100, 200] {
        let files = shapefile(&[(1_514_845.0, 5_034_628.0, b"a".as_slice()); 20], 0);
        for (ending, bytes) in &files {
            folder.file(&format!("corto.{ending}"), &bytes[..bytes.len().min(length)]);
        }
        read(&folder.path().join("corto.shp"), &[]);
    }
}

#[test]
fn files_that_are_not_what_they_say_are_refused() {
    let folder = Folder::new();
    let garbage: Vec<u8> =
        (0..20_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    for (name, wanted) in [
        ("a.gpkg", "not-what-it-says"),
        ("a.geojson", "json-broken"),
        ("a.csv", "not-what-it-says"),
        ("a.shp", "shapefile-incomplete"),
        ("a.zip", "archive-damaged"),
        ("a.csv.gz", "file-unreadable"),
    ] {
        assert_eq!(read(&folder.file(name, &garbage), &[]).failed(), wanted, "{name}");
    }
    assert_eq!(read(&folder.file("topo.json", r#"{"type":"Topology"}"#), &[]).failed(), "json-not-geojson");
    assert_eq!(read(&folder.file("lista.json", "[1, 2]"), &[]).failed(), "json-not-geojson");
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(
        read(&folder.file("fondo.json", format!(r#"{{"type":"Point","x":{deep}}}"#)), &[]).failed(),
        "not-what-it-says"
    );
}

#[test]
fn tables_without_rows_are_layers_without_rows() {
    let folder = Folder::new();
    assert_eq!(read(&folder.file("t.csv", "id;x;y\n"), &[]).counts(), (0, 0, 0));
    assert_eq!(read(&folder.file("g.geojson", geojson(&[])), &[]).counts(), (0, 0, 0));
    let empty = folder.shapefile("s", &[], 0);
    assert_eq!(read(&empty, &[]).counts(), (0, 0, 0));
}

#[test]
fn too_much_of_anything_is_a_failure() {
    let folder = Folder::new();
    let wide = format!("{}\n{}\n", vec!["c"; 2_000].join(";"), vec!["1"; 2_000].join(";"));
    assert_eq!(read(&folder.file("largo.csv", wide), &[]).failed(), "too-many-columns");
    let unclosed = format!("a;b\n\"1\";\"2\"\n1;\"{}", "x\n".repeat(6_000_000));
    assert_eq!(read(&folder.file("aperto.csv", unclosed), &[]).failed(), "row-too-long");
    let rows = folder.file("righe.csv", "a;b\n1;2\n3;4\n5;6\n");
    assert_eq!(read(&rows, &["--max-rows", "2"]).failed(), "too-many-rows");
    assert_eq!(read(&rows, &["--max-rows", "3"]).counts().0, 3);
    let long = format!("a;b\n1;{}\n2;x\n", "y".repeat(1_000_000));
    assert_eq!(read(&folder.file("lungo.csv", long), &[]).counts().0, 2);
}

#[test]
fn a_wrong_command_line_is_told_from_a_bad_file() {
    assert_eq!(raw(["read"]).0, Some(64));
    assert_eq!(raw(["read", "x.csv", "--target-srid", "venti"]).0, Some(64));
    assert_eq!(raw(["--help"]).0, Some(0));
}
