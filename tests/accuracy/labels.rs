//! The labels written by hand; `labels/README.md` says how.

use anyhow::Context;

use crate::case::{Key, Truth};
use crate::register::Register;

/// A label.
pub(crate) struct Label {
    /// Number of the row in the source, the first after the header being 1.
    pub(crate) row: usize,
    /// What is right; none for what is no address, may be either of two or is not in the register.
    pub(crate) truth: Option<Truth>,
}

/// Reads the labels.
///
/// # Errors
/// A label names what the register lacks.
pub(crate) fn read(register: &Register) -> anyhow::Result<Vec<Label>> {
    let mut labels = Vec::new();
    for line in include_str!("labels/messy_milano.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [row, what, places, ..] = cells.as_slice() else { anyhow::bail!("no label: {line}") };
        let truth = match *what {
            "address" => Some(Truth::Access(keys(places, register)?)),
            "street" => Some(Truth::Street((*places).to_owned())),
            "ambiguous" | "not-an-address" | "not-in-register" => None,
            _ => anyhow::bail!("no label: {line}"),
        };
        labels.push(Label { row: row.parse()?, truth });
    }
    Ok(labels)
}

/// Reads `3011:8|330:23`: any of these is right.
fn keys(places: &str, register: &Register) -> anyhow::Result<Vec<Key>> {
    let keys = places.split('|').map(|place| {
        let (street, number) = place.split_once(':').context("street:number")?;
        let key = (street.to_owned(), number.to_owned());
        anyhow::ensure!(register.addresses.contains_key(&key), "not in the register: {place}");
        Ok(key)
    });
    keys.collect()
}
