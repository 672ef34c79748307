//! The electoral table of 2022, which names the street by its code.

use std::path::Path;

use crate::case::{Case, Set, Text, Truth};
use crate::register::{Register, full_number, table};

const FILE: &str = "stradario/milano_stradario_elettorale_2022_senza_m9.csv.gz";

/// Two gold sets, asked with all states and with the default, and the rows that do not exist.
pub(super) fn sets(data: &Path, register: &Register) -> anyhow::Result<Vec<Set>> {
    let (mut all, mut current, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for row in table(&data.join(FILE), b',')? {
        let (number, suffix) = (row["CIVICO"].trim(), row["BARRATO"].trim());
        let bar = if suffix.is_empty() { "" } else { "/" };
        let street = format!("{} {}", row["AREA"], row["DESCRIZIONE_VIA"]);
        let text = Text::Free(format!("{street} {number}{bar}{suffix}, Milano"));
        let key = (row["CODICE_VIA"].clone(), full_number(number, suffix));
        let known = register.addresses.get(&key);
        let Some(known) = known else {
            absent.push(Case { text, truth: Truth::Absent });
            continue;
        };
        let truth = Truth::Access(vec![key]);
        if known.iter().any(|known| known.is_current) {
            current.push(Case { text: text.clone(), truth: truth.clone() });
        }
        all.push(Case { text, truth });
    }
    // Three rows name one of three streets of this name without saying which.
    let set = |name, all_states, silent_limit, cases| Set { name, all_states, silent_limit, cases };
    Ok(vec![
        set("electoral, all states", true, 3, all),
        set("electoral, current", false, 3, current),
        set("electoral, not in the register", true, 0, absent),
    ])
}
