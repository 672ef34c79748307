use super::*;
use crate::geocoding::encoding::sniff_text;
use civico_geocoder::IndexBuilder;
use std::sync::Arc;

fn run(bytes: &[u8], options: &TableOptions, wanted: &Wanted) -> Result<(Vec<u8>, String), Notice> {
    let snapshot = Snapshot { index: Arc::new(IndexBuilder::new().build(7)), is_stale: false };
    let mut table = Table::begin(bytes, options)?;
    let columns = table.columns(wanted)?;
    let face = TableSearch {
        snapshot,
        columns,
        stages: Stages::CURRENT,
        language: Language::En,
        delimiter: table.delimiter,
    };
    let (mut reader, mut splitter) = table.read(0);
    let assumed = table.assumed();
    let work = TableWork { table, face, language: Language::En, rejects: None };
    let mut out = work.prelude();
    splitter.push(&reader.read(bytes, true));
    while let Some(chunk) = splitter.finish() {
        out.extend_from_slice(&work.work(&chunk).out);
    }
    Ok((out, assumed))
}

/// The answer without the cells that are added.
fn originals(out: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(out).into_owned();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().take(row.len() - ADDED.len()).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn rows_come_back_as_they_were_with_cells_added() {
    let text = "id;via;civico\r\n1;\"via \"\"Roma\"\"\";1\r\n2; via Dante ;\"2\"\r\n";
    let (out, assumed) = run(text.as_bytes(), &TableOptions::default(), &Wanted::default()).unwrap();
    let out = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = out.split("\r\n").collect();
    assert_eq!(lines[0], format!("id;via;civico;{}", ADDED.join(";")));
    assert!(lines[1].starts_with("1;\"via \"\"Roma\"\"\";1;;;"), "{}", lines[1]);
    assert!(lines[2].starts_with("2; via Dante ;\"2\";;;"), "{}", lines[2]);
    assert_eq!(lines.len(), 4);
    assert_eq!(assumed, "encoding=utf-8&delimiter=%3B&street=via&number=civico");
}

#[test]
fn a_bad_row_keeps_the_number_of_columns_and_what_it_says() {
    let mut text = b"id;via;civico\n1;a\n2;a;b;c;d\n3;\"a\n4;a;b\n".to_vec();
    text.extend_from_slice(b"5;citt\xC3\xA0;1\n6;citt\xE0;1\n7;;\n");
    let (out, _) = run(&text, &TableOptions::default(), &Wanted::default()).unwrap();
    let found = originals(&out);
    assert_eq!(found[1..4], ["1|a|", "2|a|b;c;d", "3;\"a||"]);
    assert_eq!(found[4..], ["4|a|b", "5|città|1", "6|citt\u{fffd}|1", "7||"]);
    let out = String::from_utf8(out).unwrap();
    let errors = ["2 columns", "5 columns", "quote", "", "", "encoding", "no address"];
    for (line, error) in out.lines().skip(1).zip(errors) {
        assert!(line.contains(error), "{line}");
        assert_eq!(line.ends_with(';'), error.is_empty(), "{line}");
    }
}

#[test]
fn an_answer_is_in_the_encoding_of_the_question() {
    let (out, assumed) =
        run(b"citt\xE0;via\nRh\xF2;x\n", &TableOptions::default(), &Wanted::default()).unwrap();
    assert!(out.starts_with(b"citt\xE0;via;latitude"));
    assert!(assumed.starts_with("encoding=windows-1252&"), "{assumed}");
    let (out, _) = run("\u{feff}via\nx\n".as_bytes(), &TableOptions::default(), &Wanted::default()).unwrap();
    assert!(out.starts_with("\u{feff}via;latitude".as_bytes()));
}

#[test]
fn what_cannot_be_a_table_is_refused() {
    let refused = |bytes: &[u8]| run(bytes, &TableOptions::default(), &Wanted::default()).unwrap_err().id;
    assert_eq!(refused(b""), "problem-empty-body");
    assert_eq!(refused(b"PK\x03\x04"), "problem-no-text");
    assert_eq!(refused(b"a;b\n1;2\n"), "problem-no-columns");
    assert!(sniff_text(b"via").is_ok());
    assert_eq!(read_delimiter("tab"), Ok(b'\t'));
    assert!(read_delimiter("ab").is_err() && read_delimiter("\"").is_err() && read_delimiter("x").is_err());
}
