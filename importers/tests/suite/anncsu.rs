//! ANNCSU's layouts, there and back again; the comune and its streets are invented.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use civico_domain::catalog::frame::Severity;
use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::toponymy::anncsu::{
    INDIR_COLUMNS, IndirOrder, IndirRow, STRAD_COLUMNS, StradOrder, StradRow, indir_row, line, strad_row,
};
use civico_domain::toponymy::rows::{self, RowReader};
use civico_domain::toponymy::{Address, Municipality, Subject, Thoroughfare};

use crate::fixtures::Folder;
use crate::run::{Outcome, assert_near, run};

const INDIR: &str = "CODICE_COMUNE;CODICE_ISTAT;PROGRESSIVO_NAZIONALE;CODICE_COMUNALE;ODONIMO;LOCALITA';DIZIONE_LINGUA1;DIZIONE_LINGUA2;PROGRESSIVO_ACCESSO;CODICE_COMUNALE_ACCESSO;CIVICO;ESPONENTE;SPECIFICITA;METRICO;PROGRESSIVO_SNC;COORD_X_COMUNE;COORD_Y_COMUNE;QUOTA;METODO
Z999;015999;900003;12/B;STRADA PROVINCIALE DEL CANNETO;;;;90000031;;;;;250;;;;;
Z999;015999;900003;12/B;STRADA PROVINCIALE DEL CANNETO;;;;90000033;;;;;1250;1;;;;
Z999;015999;900003;12/B;STRADA PROVINCIALE DEL CANNETO;;;;90000032;;;;;1250;;9,1234567;45,4234567;,5;1
Z999;015999;900004;;STRADA 7;CA' ROSSA;;;90000041;;1;;;;;9,13;45,43;103,25;4
Z999;015999;900001;7;VIA DEI TIGLI;;LINDENSTRAßE;RUE DES TILLEULS;90000011;A-1;1;A;ROSSO;;;9,1212345;45,42;0;5
Z999;015999;900001;7;VIA DEI TIGLI;;LINDENSTRAßE;RUE DES TILLEULS;90000012;A-2;1;BIS;T;;;9,1;45,4;;2
Z999;015999;900001;7;VIA DEI TIGLI;;LINDENSTRAßE;RUE DES TILLEULS;90000013;A-3;1;;;;1;;;;
Z999;015999;900001;7;VIA DEI TIGLI;;LINDENSTRAßE;RUE DES TILLEULS;90000014;A-4;1;;;;;;;;
Z999;015999;900001;7;VIA DEI TIGLI;;LINDENSTRAßE;RUE DES TILLEULS;90000015;A-5;10;;;;;;;;
Z999;015999;900002;;VIA DELL'ORSO;;;;90000021;;2;;NERO;;;9,1000000;45,4000000;-,5;3
Z999;015999;900002;;VIA DELL'ORSO;;;;90000022;;;;;;2;;;;
";

const STRAD: &str =
    "CODICE_COMUNE;CODICE_ISTAT;PROGRESSIVO_NAZIONALE;CODICE_COMUNALE;ODONIMO;LOCALITA';TOTALE_ACCESSI;DIZIONE_LINGUA1;DIZIONE_LINGUA2
Z999;015999;900003;12/B;STRADA PROVINCIALE DEL CANNETO;;3;;
Z999;015999;900004;;STRADA 7;CA' ROSSA;1;;
Z999;015999;900001;7;VIA DEI TIGLI;;5;LINDENSTRAßE;RUE DES TILLEULS
Z999;015999;900002;;VIA DELL'ORSO;;2;;
Z999;015999;900005;;VIA SENZA NUMERI;;0;;
";

/// What the register would hold of a delivery.
#[derive(Default)]
struct Register {
    places: BTreeMap<String, String>,
    streets: BTreeMap<String, Thoroughfare>,
    addresses: Vec<Address>,
}

fn register(outcome: &Outcome, comune: &Municipality) -> Register {
    let mut register = Register::default();
    for (layer, row) in &outcome.rows {
        let reader = RowReader::new(&outcome.layers[usize::from(*layer)], Some(&comune.istat_code));
        for subject in reader.subjects(row).expect("a row of the register") {
            match subject {
                Subject::Locality(place) => {
                    register.places.insert(place.id.to_string(), place.name);
                }
                Subject::Thoroughfare(street) => {
                    register.streets.insert(street.id.to_string(), *street);
                }
                Subject::Address(address) => register.addresses.push(*address),
                Subject::Municipality(_) => unreachable!("no comuni were sent"),
            }
        }
    }
    register
}

impl Register {
    fn place(&self, street: &Thoroughfare) -> Option<&str> {
        street.locality.map(|id| self.places[&id.to_string()].as_str())
    }

    fn indir(&self, comune: &Municipality) -> Vec<IndirRow> {
        let row = |address: &Address| {
            let street = &self.streets[&address.thoroughfare.to_string()];
            indir_row(comune, street, self.place(street), address, None)
        };
        let mut rows: Vec<IndirRow> = self.addresses.iter().rev().map(row).collect();
        rows.sort_by_cached_key(IndirOrder::of);
        rows
    }

    fn strad(&self, comune: &Municipality) -> Vec<StradRow> {
        let row = |street: &Thoroughfare| {
            let of = self.addresses.iter().filter(|address| address.thoroughfare == street.id);
            strad_row(comune, street, self.place(street), of.count() as u64)
        };
        let mut rows: Vec<StradRow> = self.streets.values().map(row).collect();
        rows.sort_by_cached_key(StradOrder::of);
        rows
    }
}

fn comune(istat: &str, cadastral: &str) -> Municipality {
    Municipality {
        istat_code: istat.parse().expect("a code"),
        cadastral_code: cadastral.parse().expect("a code"),
        name: "Borgo Sereno".to_owned(),
        homogeneous_zone: None,
        population: None,
        territory: None,
        successor: None,
    }
}

fn file<const N: usize>(names: &[&str; N], rows: &[[String; N]]) -> String {
    let lines = rows.iter().map(|row| line(row).expect("a line"));
    line(names).expect("a line") + &lines.collect::<String>()
}

fn import(files: &[&Path]) -> Outcome {
    run("toponymy", files, &["--format", "anncsu"])
}

/// Reads rows that are put below the names of the columns.
fn import_rows(lines: &[&str]) -> Outcome {
    let folder = Folder::new();
    let text = format!("{}\n{}\n", INDIR_COLUMNS.join(";"), lines.join("\n"));
    import(&[&folder.file("INDIR.csv", text)])
}

#[test]
fn what_was_read_is_written_with_the_same_bytes() {
    let (folder, comune) = (Folder::new(), comune("015999", "Z999"));
    let (indir, strad) = (folder.file("INDIR.csv", INDIR), folder.file("STRAD.csv", STRAD));
    for files in [vec![&*indir], vec![&indir, &strad], vec![&strad, &indir]] {
        let outcome = import(&files);
        let register = register(&outcome, &comune);
        assert_eq!(file(&INDIR_COLUMNS, &register.indir(&comune)), INDIR);
        if files.len() == 2 {
            assert_eq!(file(&STRAD_COLUMNS, &register.strad(&comune)), STRAD);
        }
        assert!(!outcome.reports.iter().any(|r| r.severity != Severity::Assumption), "{:?}", outcome.reports);
    }
}

#[test]
fn layers_have_the_columns_of_the_register() {
    let folder = Folder::new();
    let outcome = import(&[&folder.file("INDIR.csv", INDIR)]);
    let columns = |of: [&[(&str, ColumnKind)]; 2]| rows::columns(&of.concat());
    let streets = columns([rows::THOROUGHFARE_COLUMNS, rows::ANNCSU_THOROUGHFARE_COLUMNS]);
    let addresses = columns([rows::ADDRESS_COLUMNS, rows::ANNCSU_ADDRESS_COLUMNS]);
    assert_eq!((&outcome.layers[0].name, &outcome.layers[0].columns), (&"thoroughfares".into(), &streets));
    assert_eq!((&outcome.layers[1].name, &outcome.layers[1].columns), (&"addresses".into(), &addresses));
    assert_eq!(outcome.value(0, "kind"), &Value::Text("STRADA PROVINCIALE".to_owned()));
    assert_eq!(outcome.value(0, "name"), &Value::Text("DEL CANNETO".to_owned()));
    assert_eq!(outcome.said("anncsu-municipality").unwrap().notice.args["istat"], "015999");
    // 9.1234567 E, 45.4234567 N on GRS80, by cs2cs of PROJ 9.1.1.
    assert_near(outcome.position(6), (509_658.337_2, 5_030_000.235_5), 0.001);
}

#[test]
fn rows_that_cannot_be_addresses_are_rejected_with_row_field_and_reason() {
    let outcome = import_rows(&[
        "Z999;015999;1;;VIA ROMA;;;;11;;1;;;;;;;;",
        "Z998;015998;1;;VIA ROMA;;;;12;;2;;;;;;;;",
        "Z999;15999;1;;VIA ROMA;;;;13;;3;;;;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;14;;4A;;;;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;11;;5;;;;;;;;",
        "Z999;015999;;;VIA ROMA;;;;16;;6;;;;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;;;7;;;;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;X8;;8;;;;;;;;",
        "Z999;015999;2;;;;;;19;;9;;;;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;20;;10",
    ]);
    let rejected: Vec<(u64, &str, &str)> = (outcome.reports.iter())
        .filter(|entry| entry.severity == Severity::Rejected)
        .map(|entry| (entry.row.unwrap(), entry.field.as_deref().unwrap_or_default(), &*entry.notice.id))
        .collect();
    assert_eq!(
        rejected,
        [
            (2, "CODICE_ISTAT", "anncsu-other-municipality"),
            (3, "CODICE_ISTAT", "anncsu-code-wrong"),
            (4, "CIVICO", "toponymy-number-unreadable"),
            (5, "PROGRESSIVO_ACCESSO", "anncsu-number-twice"),
            (6, "PROGRESSIVO_NAZIONALE", "anncsu-number-missing"),
            (7, "PROGRESSIVO_ACCESSO", "anncsu-number-missing"),
            (8, "PROGRESSIVO_ACCESSO", "anncsu-number-wrong"),
            (9, "ODONIMO", "toponymy-name-missing"),
            (10, "", "row-of-other-width"),
        ]
    );
    let end = outcome.end.as_ref().unwrap();
    assert_eq!((end.layers[0].sent, end.layers[1].sent, end.layers[1].rejected), (1, 1, 9));
}

#[test]
fn dirt_is_accepted_and_reported_with_what_an_export_would_lose() {
    let outcome = import_rows(&[
        "Z999;015999;1;;VIA ROMA;;;;11;;1;;;;;0;0;,5;3",
        "Z999;015999;1;;VIA ROMA;;;;12;;2;;;;;514817,04;5034608,42;;",
        "Z999;015999;1;;VIA ROMA;;;;13;;3;;;;;45,42;9,12;;9",
        "Z999;015999;1;;VIA ROMA;;;;14;;4;;;;;9.12;45.42;;1",
        "Z999;015999;1;;VIA ROMA;;;;15;;5;;;;;9,12;;;",
        "Z999;015999;1;;VIA ROMA;;;;16;;007;;;;;;;;",
        "Z999;015999;1;;via Roma;;;;17;;8;;;30;;;;;",
        "Z999;015999;1;;VIA ROMA;;;;18;;9;B;;;1;;;;",
        "Z999;015999;1;;VIA ROMA;;;;19;;;;;;;;;;",
    ]);
    let warned: Vec<(u64, &str, &str)> = (outcome.reports.iter())
        .filter(|entry| entry.severity == Severity::Warning)
        .map(|entry| (entry.row.unwrap(), entry.field.as_deref().unwrap_or_default(), &*entry.notice.id))
        .collect();
    assert_eq!(
        warned,
        [
            (1, "COORD_X_COMUNE", "anncsu-coordinates-zero"),
            (1, "QUOTA", "anncsu-not-kept"),
            (1, "METODO", "anncsu-not-kept"),
            (2, "COORD_X_COMUNE", "anncsu-coordinates-metric"),
            (3, "COORD_X_COMUNE", "anncsu-axes-swapped"),
            (3, "METODO", "anncsu-method-unknown"),
            (4, "COORD_X_COMUNE", "anncsu-decimal-point"),
            (5, "COORD_X_COMUNE", "anncsu-coordinate-alone"),
            (6, "CIVICO", "anncsu-not-kept"),
            (7, "ODONIMO", "anncsu-not-kept"),
            (7, "METRICO", "anncsu-not-kept"),
            (8, "ESPONENTE", "anncsu-not-kept"),
            (9, "CIVICO", "anncsu-without-number"),
        ]
    );
    let end = outcome.end.as_ref().unwrap();
    assert_eq!((end.layers[1].sent, end.layers[1].rejected), (9, 0));
    let placed: Vec<usize> = (1..10).filter(|row| outcome.rows[*row].1.geometry.is_some()).collect();
    assert_eq!(placed, [3, 4], "the swapped and the one with a decimal point");
    assert_near(outcome.position(3), outcome.position(4).unwrap(), 0.001);
}

#[test]
fn streets_that_the_file_of_streets_lacks_come_from_the_addresses() {
    let folder = Folder::new();
    let strad = folder.file("STRAD.csv", STRAD.replace("Z999;015999;900002;;VIA DELL'ORSO;;2;;\n", ""));
    let outcome = import(&[&strad, &folder.file("INDIR.csv", INDIR)]);
    let missing = outcome.said("anncsu-street-missing").unwrap();
    assert_eq!((missing.notice.args["number"].as_str(), missing.severity), ("900002", Severity::Warning));
    assert_eq!(outcome.value(4, "missing_in_source"), &Value::Boolean(true));
    assert_eq!((outcome.value(4, "anncsu_id"), outcome.rows[4].1.number), (&Value::Text("900002".into()), 5));
}

#[test]
fn what_is_not_of_the_layout_is_said() {
    let folder = Folder::new();
    let quoted =
        "CODE,".to_owned() + &INDIR_COLUMNS.join(",") + "\nx,Z999,015999,1,,\"VIA ROMA\",,,,11,,1,,,,,,,,\n";
    let outcome =
        run("toponymy", &[&folder.file("INDIR.csv", quoted)], &["--format", "anncsu", "--crs", "EPSG:32632"]);
    assert_eq!(outcome.said("anncsu-columns-ignored").unwrap().notice.args["columns"], "CODE");
    assert!(outcome.has(Severity::Warning, "anncsu-dialect"));
    assert!(outcome.has(Severity::Warning, "anncsu-crs-ignored"));
    assert_eq!(outcome.value(0, "name"), &Value::Text("ROMA".to_owned()));
}

#[test]
fn files_without_the_official_columns_are_refused() {
    let folder = Folder::new();
    let strad = folder.file("STRAD.csv", STRAD);
    assert_eq!(import(&[&strad]).failed(), "toponymy-missing-columns");
    assert_eq!(import(&[&strad, &strad, &strad]).failed(), "toponymy-wrong-files");
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that checks nothing has to say so")]
fn a_real_comune_comes_back_byte_for_byte() {
    let path = "../../shared/data/civici/anagni_anncsu_indirizzario_20260223.csv.gz";
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if !path.exists() {
        eprintln!("not checked, since {} is not there", path.display());
        return;
    }
    let mut text = String::new();
    let packed = std::fs::File::open(&path).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(packed), &mut text).unwrap();
    // Three columns that are not ANNCSU's stand before its own.
    let official = |line: &str| line.splitn(4, ';').nth(3).unwrap().to_owned() + "\n";
    let wanted: String = text.lines().map(official).collect();

    let (outcome, comune) = (import(&[&path]), comune("060006", "A269"));
    assert_eq!(outcome.end.as_ref().unwrap().layers[1].rejected, 0);
    assert!(!outcome.has(Severity::Warning, "anncsu-not-kept"));
    let register = register(&outcome, &comune);
    assert_eq!((register.streets.len(), register.addresses.len()), (365, 10_814));
    let written = file(&INDIR_COLUMNS, &register.indir(&comune));
    assert!(written == wanted, "{:?}", written.lines().zip(wanted.lines()).find(|(a, b)| a != b));
}
