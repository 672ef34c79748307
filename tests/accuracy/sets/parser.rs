//! Addresses of pharmacies that a ministry parted into street and number.

use std::path::Path;
use std::time::Instant;

use civico_geocoder::{normalise::normalise, part_address};

use crate::register::table;
use crate::score::{Outcome, Row, rate};

const FILE: &str = "addresses/italia_farmacie_aderenti_2021_dug_civico.csv.gz";

/// Parts each address and compares with the ministry's.
pub(crate) fn score(data: &Path) -> anyhow::Result<Row> {
    let mut row = Row { set: "parser pairs".into(), ..Row::default() };
    let shown = crate::is_shown(&row.set);
    let mut seconds = 0.0;
    for pair in table(&data.join(FILE), b',')? {
        let began = Instant::now();
        let parts = part_address(&pair["Indirizzo"]);
        seconds += began.elapsed().as_secs_f64();
        let plain = |text: &str| normalise(text).replace(|c: char| !c.is_alphanumeric(), "");
        let theirs = (part_address(&pair["dug"]).street, plain(&pair["civico"]));
        // The ministry has no word for the absence of a number.
        let number = parts.number.clone().filter(|number| number != "snc").unwrap_or_default();
        let right = (parts.street.clone(), plain(&number)) == theirs;
        row.count(if right { Outcome::Right } else { Outcome::Wrong });
        if shown && !right {
            crate::say(&format!(
                "{}\t{}\t{}\t{}\t{parts:?}",
                row.set, pair["Indirizzo"], pair["dug"], pair["civico"]
            ));
        }
    }
    row.per_second = rate(row.rows, seconds);
    Ok(row)
}
