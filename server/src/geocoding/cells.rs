//! Cells of CSV, and those that an answer adds to a row.

use civico_geocoder::Answer;
use serde::Serialize;

use super::answer::{Form, Snapshot, push_json};

/// The columns that are added to a table.
pub(crate) const ADDED: [&str; 22] = [
    "latitude",
    "longitude",
    "result_label",
    "result_score",
    "result_score_next",
    "result_type",
    "result_id",
    "result_housenumber",
    "result_street",
    "result_city",
    "result_citycode",
    "result_postcode",
    "result_state",
    "result_uncertainty_m",
    "result_ambiguous",
    "result_faults",
    "result_method",
    "result_anncsu_street",
    "result_anncsu_access",
    "result_certification",
    "result_seq",
    "result_error",
];

/// Those of them that are numbers.
pub(crate) const NUMERIC: [&str; 5] =
    ["latitude", "longitude", "result_score", "result_score_next", "result_uncertainty_m"];

/// Appends a cell, in quotes where it needs them (RFC 4180, 2.6 and 2.7).
pub(super) fn push_text(out: &mut Vec<u8>, delimiter: u8, text: &[u8]) {
    let must_quote = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if !text.iter().any(must_quote) {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// Appends cells to a row, each after a delimiter.
pub(super) struct Cells<'a> {
    pub(super) out: &'a mut Vec<u8>,
    pub(super) delimiter: u8,
}

impl Cells<'_> {
    /// Appends a text.
    pub(super) fn text(&mut self, text: &str) {
        self.out.push(self.delimiter);
        push_text(self.out, self.delimiter, text.as_bytes());
    }

    /// Appends what a JSON answer has: texts without their quotes, nothing for null.
    pub(super) fn value(&mut self, value: &impl Serialize) {
        let mut json = Vec::new();
        push_json(&mut json, value);
        if json.first() == Some(&b'"') {
            let text: String = serde_json::from_slice(&json).unwrap_or_default();
            return self.text(&text);
        }
        let written = if json == b"null" { &[][..] } else { &json };
        self.out.push(self.delimiter);
        push_text(self.out, self.delimiter, written);
    }

    /// Appends cells with nothing in them.
    pub(super) fn empty(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(self.delimiter, count));
    }
}

/// An answer as the cells of [`ADDED`].
pub(crate) struct Added {
    /// What stands between cells.
    pub(crate) delimiter: u8,
}

impl Added {
    /// Appends the cells of a row that got an error.
    pub(super) fn error(&self, seq: i64, error: &str, out: &mut Vec<u8>) {
        let mut cells = Cells { out, delimiter: self.delimiter };
        cells.empty(ADDED.len() - 2);
        cells.value(&seq);
        cells.text(error);
    }
}

impl Form for Added {
    /// Writes the best candidate with the values of its properties, and the score of the next.
    fn write(&self, found: &Answer, _snapshot: &Snapshot, out: &mut Vec<u8>) {
        let mut cells = Cells { out, delimiter: self.delimiter };
        let Some(best) = found.best() else {
            cells.empty(5);
            cells.text("none");
            cells.empty(ADDED.len() - 8);
            cells.value(&found.seq);
            cells.empty(1);
            return;
        };
        cells.value(&best.point.map(|at| at.lat));
        cells.value(&best.point.map(|at| at.lon));
        cells.text(&best.label);
        cells.value(&best.score);
        cells.value(&found.candidates.get(1).map(|next| next.score));
        cells.value(&best.level);
        cells.value(&best.id);
        cells.value(&best.number);
        cells.value(&best.street);
        cells.value(&best.municipality);
        cells.value(&best.istat_code);
        cells.value(&best.postcode);
        cells.value(&best.state);
        cells.value(&best.uncertainty_m);
        cells.value(&best.ambiguous);
        let faults: Vec<String> = best.faults.iter().map(|fault| token(&fault.kind)).collect();
        cells.text(&faults.join(" "));
        cells.value(&best.method);
        cells.value(&best.anncsu_street);
        cells.value(&best.anncsu_access);
        cells.value(&best.certification.map(|certification| certification.level));
        cells.value(&found.seq);
        cells.empty(1);
    }
}

/// Returns the token by which something stands in JSON.
pub(super) fn token(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(token)) => token,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        let cell = |text: &str| {
            let mut out = Vec::new();
            push_text(&mut out, b';', text.as_bytes());
            String::from_utf8(out).unwrap()
        };
        assert_eq!(cell("via Roma, 1"), "via Roma, 1");
        assert_eq!(cell("a;b"), "\"a;b\"");
        assert_eq!(cell("dice \"sì\""), "\"dice \"\"sì\"\"\"");
    }

    #[test]
    fn values_are_written_as_in_json() {
        let mut out = Vec::new();
        let mut cells = Cells { out: &mut out, delimiter: b',' };
        cells.value(&1.0);
        cells.value(&0.95);
        cells.value(&Some("a,b"));
        cells.value(&None::<f64>);
        cells.value(&false);
        assert_eq!(String::from_utf8(out).unwrap(), ",1.0,0.95,\"a,b\",,false");
    }

    #[test]
    fn an_error_has_as_many_cells_as_an_answer() {
        let mut out = Vec::new();
        Added { delimiter: b';' }.error(7, "x", &mut out);
        assert_eq!(out.split(|byte| *byte == b';').count(), ADDED.len() + 1);
    }
}
