//! Tables as Italian offices write them.

use civico_domain::catalog::frame::Severity;
use civico_domain::catalog::{ColumnKind, GeometryKind, Value};

use crate::fixtures::Folder;
use crate::run::{assert_near, read};

/// 9.18998, 45.46393 (Piazza del Duomo) in EPSG:7791, by cs2cs of PROJ 9.1.1.
const DUOMO: (f64, f64) = (514_852.003, 5_034_506.796);

#[test]
fn decimal_commas_codes_and_dates_get_their_types() {
    let folder = Folder::new();
    let table = "CODICE;CAP;lat;lon;DATA_ATTIVAZIONE;valore\r\n007;20121;45,46393;9,18998;20191114;1,5\r\n8;20122;45,46400;9,19000;;2\r\n";
    let outcome = read(&folder.file("civici.csv", table), &[]);
    let kinds: Vec<ColumnKind> = outcome.layers[0].columns.iter().map(|column| column.kind).collect();
    assert_eq!(
        kinds,
        [
            ColumnKind::Text,
            ColumnKind::Text,
            ColumnKind::Real,
            ColumnKind::Real,
            ColumnKind::Date,
            ColumnKind::Real,
        ]
    );
    assert_eq!(outcome.value(0, "CODICE"), &Value::Text("007".into()));
    assert_eq!(outcome.value(0, "DATA_ATTIVAZIONE"), &Value::Date(jiff::civil::date(2019, 11, 14)));
    assert_eq!(outcome.value(1, "DATA_ATTIVAZIONE"), &Value::Null);
    assert_near(outcome.position(0), DUOMO, 0.01);
    assert_eq!(outcome.counts(), (2, 0, 0));
}

#[test]
fn encodings_are_told_with_their_reason() {
    let folder = Folder::new();
    let latin = folder.file("latin.csv", b"nome;x;y\nLibert\xE0;9.19;45.46\n");
    let outcome = read(&latin, &[]);
    assert_eq!(outcome.value(0, "nome"), &Value::Text("Libertà".into()));
    assert!(outcome.has(Severity::Assumption, "encoding-not-utf8"));

    let utf16: Vec<u8> =
        "\u{feff}nome\tx\ty\r\nLibertà\t9.19\t45.46\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let outcome = read(&folder.file("utf16.txt", utf16), &[]);
    assert_eq!(outcome.value(0, "nome"), &Value::Text("Libertà".into()));
    assert!(outcome.said("encoding-by-mark").is_some());

    let outcome = read(&latin, &["--encoding", "ISO-8859-2"]);
    assert_eq!(outcome.value(0, "nome"), &Value::Text("Libertŕ".into()));
    assert_eq!(read(&latin, &["--encoding", "klingon"]).failed(), "encoding-unknown");
}

#[test]
fn a_title_above_the_names_and_rows_of_other_width_are_reported() {
    let folder = Folder::new();
    let table = "Estrazione del 2026-08-21\nid|via|Latitudine|Longitudine\n1|Via A|45.46|9.19\n2|Via|B|45.46|9.19\n3|Via C||\n";
    let outcome = read(&folder.file("impianti.csv", table), &[]);
    assert_eq!(outcome.counts(), (2, 1, 0));
    assert!(outcome.said("csv-title-lines").is_some());
    let odd = outcome.said("row-of-other-width").unwrap();
    assert_eq!((odd.row, odd.severity), (Some(2), Severity::Rejected));
    assert_eq!(outcome.said("coordinates-missing").unwrap().row, Some(3));
    assert_eq!(outcome.rows[1].1.geometry, None);
}

#[test]
fn latitude_in_the_column_called_x_is_recognised() {
    let folder = Folder::new();
    let table = "nome,COORDINATA X,COORDINATA Y\nA,\"45,46393\",\"9,18998\"\nB,\"45,47\",\"9,2\"\n";
    let outcome = read(&folder.file("ospedali.csv", table), &[]);
    assert!(outcome.has(Severity::Warning, "axes-swapped"));
    assert_near(outcome.position(0), DUOMO, 0.01);
}

#[test]
fn of_several_pairs_the_one_in_the_given_system_is_taken() {
    let folder = Folder::new();
    let table = "GAUSSB_X;GAUSSB_Y;WGS84_X;WGS84_Y\n1514845,0333;5034628,4391;514817,0392;5034608,4214\n";
    let path = folder.file("civici.csv", table);
    let first = read(&path, &[]);
    assert_eq!(first.layers[0].reprojection.as_ref().unwrap().source_crs, "EPSG:3003");
    assert!(first.said("coordinates-chosen-among").unwrap().notice.args["others"].contains("WGS84_X"));
    let asked = read(&path, &["--crs", "EPSG:32632"]);
    assert_eq!(asked.layers[0].reprojection.as_ref().unwrap().accuracy_m, Some(1.0));
    assert_near(asked.position(0), (514_817.039_2, 5_034_608.421_4), 0.01);
    assert_near(first.position(0), (514_817.039_2, 5_034_608.421_4), 4.0);
}

#[test]
fn coordinates_that_could_be_of_several_systems_are_a_warning_or_a_failure() {
    let folder = Folder::new();
    let utm = folder.file("utm.csv", "id;x;y\n1;514817;5034608\n");
    let outcome = read(&utm, &[]);
    assert_eq!(outcome.said("crs-guessed").unwrap().notice.args["accuracy_m"], "200");
    let nowhere = folder.file("locale.csv", "id;x;y\n1;1200;900\n");
    assert_eq!(read(&nowhere, &[]).failed(), "crs-undecidable");
    let wrong = read(&utm, &["--crs", "EPSG:4326"]);
    assert_eq!(wrong.failed(), "crs-does-not-fit");
    assert_eq!(read(&utm, &["--crs", "EPSG:999999"]).failed(), "crs-unknown");
}

#[test]
fn quotes_semicolons_in_cells_and_a_position_far_off_are_survived() {
    let folder = Folder::new();
    let table = "id;nome;lon;lat\n1;\"a; b\";9,19;45,46\n2;\"Cascina \"La Torre\"\";9,20;45,47\n3;c;0;0\n4;Trattoria \"Da Gigi\";9,21;45,48\n";
    let outcome = read(&folder.file("alberi.csv", table), &[]);
    assert_eq!(outcome.counts(), (4, 0, 0));
    assert_eq!(outcome.value(0, "nome"), &Value::Text("a; b".into()));
    assert_eq!(outcome.value(3, "nome"), &Value::Text("Trattoria \"Da Gigi\"".into()));
    assert_eq!(outcome.said("coordinates-elsewhere").unwrap().row, Some(3));
}

#[test]
fn well_known_text_makes_lines_and_leaves_the_columns() {
    let folder = Folder::new();
    let table = "id,wkt\n1,\"LINESTRING (9.19 45.46, 9.2 45.47)\"\n2,\n3,LINESTRING (9.19\n";
    let outcome = read(
        &folder.file(
            "piste.csv",
            format!("{table}4,\"LINESTRING (9.1 45.4, 9.2 45.4)\"\n5,\"LINESTRING (9.1 45.4, 9.2 45.4)\"\n"),
        ),
        &[],
    );
    // One bad text of four is too many to take the column for geometry.
    assert_eq!(outcome.layers[0].geometry, GeometryKind::None);
    let outcome = read(&folder.file("strade.csv", &table[..table.len() - "3,LINESTRING (9.19\n".len()]), &[]);
    assert_eq!(outcome.layers[0].geometry, GeometryKind::Line);
    assert_eq!(outcome.layers[0].columns.len(), 1);
    assert_eq!(outcome.count("coordinates-missing"), 1);
}

#[test]
fn names_that_occur_twice_are_told_apart() {
    let folder = Folder::new();
    let outcome = read(&folder.file("t.csv", "nome;Nome;;x\na;b;c;d\n"), &[]);
    let names: Vec<&str> = outcome.layers[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["nome", "Nome_2", "column_3", "x"]);
    assert!(outcome.said("column-renamed").is_some() && outcome.said("column-unnamed").is_some());
}

#[test]
fn many_equal_entries_become_a_number() {
    let folder = Folder::new();
    let table = format!("id;lon;lat\n0;9,19;45,46\n{}", "1;;\n".repeat(1_500));
    let outcome = read(&folder.file("t.csv", table), &[]);
    assert_eq!(outcome.count("coordinates-missing"), 1_000);
    assert_eq!(outcome.said("more-of-the-same").unwrap().notice.args["count"], "500");
}
