//! Registers of streets and house numbers, in small.

use civico_domain::catalog::Value;
use civico_domain::toponymy::rows;

use crate::fixtures::Folder;
use crate::run::{assert_near, run};

const VIARIO: &str = "\"CODICE_VIA\";\"STATO\";\"TIPO\";\"DENOMINAZIONE\";\"DATA_INTITOLAZIONE\";\"ANNO_SOPPRESSIONE\";\"DESCRITTIVO\";\"ANNCSU\";\"OPENSTREETMAP\";\"PROGANNCSU\"\r\n\
1;2;3;\"DUOMO (DEL)\";17000101;0;\"DEL DUOMO\";\"DEL DUOMO\";\"DEL DUOMO\";\r\n\
10;3;17;\"VITTORIO EMANUELE\";0;2019;\"VITTORIO EMANUELE II\";\" \";\"VITTORIO EMANUELE SECONDO\";\r\n\
11;1;6;\"11-set-01\";0;0;\"UNDICI SETTEMBRE 2001\";\"11-set-01\";\"\";\r\n\
12;9;1;\"ALTRA\";0;0;\"ALTRA\";\"\";\"\";\r\n";
const CIVICI: &str = "CODICE_VIA;NUMERO;LETTERA;BARRA;BARRA2;STATOCIVICO;DATA_SOPPRESSIONE;GAUSSB_X;GAUSSB_Y;WGS84_X;WGS84_Y;IDMASTER\r\n\
1;21;\"A\";\"1\";\"N05\";2;;1514845,0333;5034628,4391;514817,0392;5034608,4214;231325\r\n\
1;22;\"\";\"\";\"\";99;20191231;1514845,0333;5034628,4391;514817,0392;5034608,4214;231326\r\n\
99;3;\"\";\"\";\"\";4;;1514845,0333;5034628,4391;514817,0392;5034608,4214;231327\r\n\
1;x;\"\";\"\";\"\";2;;;;;;231328\r\n\
1;23;\"\";\"\";\"\";8;;;;;;231329\r\n\
1;24;\"\";\"\";\"\";2;;0;0;0;0;231330\r\n\
1;25;\"\";\"\";\"\";2;;;;;;231330\r\n";

fn texts(values: &[Value]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => text.replace(rows::ALIAS_SEPARATOR, "|"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        _ => "-".to_owned(),
    };
    values.iter().map(text).collect()
}

#[test]
fn milan_streets_and_addresses_come_in_the_columns_of_the_register() {
    let folder = Folder::new();
    let (viario, civici) = (folder.file("v.csv", VIARIO), folder.file("c.csv", CIVICI));
    let outcome = run("toponymy", &[&viario, &civici], &["--format", "milano"]);
    let names: Vec<&str> = outcome.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, [rows::THOROUGHFARES, rows::ADDRESSES]);
    assert_eq!(outcome.layers[0].columns, rows::columns(rows::THOROUGHFARE_COLUMNS));
    assert_eq!(outcome.layers[1].columns, rows::columns(rows::ADDRESS_COLUMNS));

    let rows: Vec<Vec<String>> = outcome.rows.iter().map(|(_, row)| texts(&row.values)).collect();
    assert_eq!(rows[0], ["1", "Piazza", "del Duomo", "DUOMO (DEL)", "-", "current", "false"]);
    let gallery = [
        "10",
        "Galleria",
        "Vittorio Emanuele II",
        "VITTORIO EMANUELE|VITTORIO EMANUELE SECONDO",
        "-",
        "retired",
        "false",
    ];
    assert_eq!(rows[1], gallery);
    assert_eq!(rows[2], ["11", "Via privata", "Undici Settembre 2001", "-", "-", "proposed", "false"]);
    assert_eq!(rows[3], ["99", "-", "codice 99", "-", "-", "proposed", "true"]);
    let first = [
        "231325",
        "1",
        "21",
        "A/1",
        "-",
        "N05",
        "-",
        "current",
        "-",
        "1514845,0333",
        "5034628,4391",
        "EPSG:3003",
    ];
    assert_eq!(rows[4], first);
    assert_near(outcome.position(4), (514_817.039_2, 5_034_608.421_4), 4.0);
    assert_eq!(outcome.rows[7].1.geometry, None, "zero is no coordinate");

    let end = outcome.end.as_ref().unwrap();
    assert_eq!((end.layers[0].sent, end.layers[0].rejected), (4, 1));
    assert_eq!((end.layers[1].sent, end.layers[1].rejected), (4, 3));
    assert_eq!(outcome.said("toponymy-street-missing").unwrap().row, Some(3));
    assert!(outcome.said("toponymy-number-unreadable").is_some());
    assert!(outcome.said("toponymy-code-twice").is_some());
    assert_eq!(outcome.count("toponymy-stage-unknown"), 2);
}

#[test]
fn what_ends_after_the_reference_date_is_still_current() {
    let folder = Folder::new();
    let (viario, civici) = (folder.file("v.csv", VIARIO), folder.file("c.csv", CIVICI));
    let further = ["--format", "milano", "--reference-date", "2018-10-01", "--crs", "EPSG:32632"];
    let outcome = run("toponymy", &[&viario, &civici], &further);
    let stage = |row: usize, column: usize| texts(&outcome.rows[row].1.values)[column].clone();
    assert_eq!((stage(1, 5), stage(5, 7)), ("current".to_owned(), "current".to_owned()));
    assert_near(outcome.position(4), (514_817.039_2, 5_034_608.421_4), 0.01);
}

#[test]
fn a_generic_register_is_read_whatever_the_case_of_its_columns() {
    let folder = Folder::new();
    let streets = folder.file(
        "strade.csv",
        "cod_via;dug;duf;localita;stato\n5;VIA;DEI TIGLI;Frazione;vigente\n6;Via;Roma;;boh\n",
    );
    let addresses = folder.file("civici.csv", "cod_via;numero;esponente;cap;stato;x;y\n5;1;bis;20100;vigente;514817,04;5034608,42\n7;2;;;cessato;514817,04;5034608,42\n");
    let outcome = run("toponymy", &[&streets, &addresses], &["--format", "generic", "--crs", "EPSG:7791"]);
    let rows: Vec<Vec<String>> = outcome.rows.iter().map(|(_, row)| texts(&row.values)).collect();
    assert_eq!(rows[0], ["5", "Via", "dei Tigli", "-", "Frazione", "current", "false"]);
    assert_eq!(rows[1], ["7", "-", "codice 7", "-", "-", "retired", "true"]);
    let first = [
        "5/1bis",
        "5",
        "1",
        "bis",
        "-",
        "-",
        "20100",
        "current",
        "-",
        "514817,04",
        "5034608,42",
        "EPSG:7791",
    ];
    assert_eq!(rows[2], first);
    assert_near(outcome.position(2), (514_817.04, 5_034_608.42), 0.001);
    assert_eq!(outcome.count("toponymy-stage-unknown"), 1);
}

#[test]
fn wrong_files_are_named() {
    let folder = Folder::new();
    let streets = folder.file("strade.csv", "a;b\n1;2\n");
    assert_eq!(run("toponymy", &[&streets], &["--format", "milano"]).failed(), "toponymy-wrong-files");
    let lacking = run("toponymy", &[&streets, &streets], &["--format", "generic"]);
    assert_eq!(lacking.failed(), "toponymy-missing-columns");
    assert!(lacking.failure.unwrap().args["columns"].contains("COD_VIA"));
}
