//! Addresses as clerks typed them, of 94 comuni.

use std::path::Path;

use crate::case::{Case, Set, Text, Truth};
use crate::labels;
use crate::register::{MILANO, Register, table};

const FILE: &str = "addresses/ats_milano_amianto_indirizzi_dev.csv.gz";

/// The labelled sample of Milan's, those that the register has.
pub(super) fn labelled(data: &Path, register: &Register) -> anyhow::Result<Set> {
    let rows = table(&data.join(FILE), b',')?;
    let mut cases = Vec::new();
    for label in labels::read(register)? {
        let Some(truth) = label.truth else { continue };
        let row = &rows[label.row - 1];
        cases.push(Case { text: text(row), truth });
    }
    Ok(Set { name: "messy, labelled", all_states: true, silent_limit: 0, cases })
}

/// Those of the other comuni, in one line: the register has no streets of theirs, the comune must be
/// found.
pub(super) fn elsewhere(data: &Path) -> anyhow::Result<Set> {
    let mut cases = Vec::new();
    for row in table(&data.join(FILE), b',')? {
        if row["comune_istat"] != MILANO {
            let Text::Fields(street, number, municipality) = text(&row) else { continue };
            let text = Text::Free(format!("{street} {number}, {municipality}"));
            cases.push(Case { text, truth: Truth::Municipality(row["comune_istat"].clone()) });
        }
    }
    Ok(Set { name: "messy, other comuni", all_states: true, silent_limit: 0, cases })
}

fn text(row: &std::collections::HashMap<String, String>) -> Text {
    let cell = |name: &str| row[name].clone();
    Text::Fields(
        cell("indirizzo_struttura_luogo"),
        cell("civico_struttura_luogo"),
        cell("comune_nome_attuale"),
    )
}
