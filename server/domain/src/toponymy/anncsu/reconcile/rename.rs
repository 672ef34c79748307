//! Streets of ours that are probably one of theirs under another name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::columns::{INDIR_COLUMNS, IndirRow, indir};
use super::super::fold::folded;
use super::key::Rows;

/// Of a street's numbers, how many in a hundred have to be another's.
const SHARE_PERCENT: usize = 80;

/// A street of ours without ANNCSU's number whose house numbers are those of a street of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuspectedRename {
    /// ODONIMO of ours.
    pub our_name: String,
    /// LOCALITA' of ours.
    pub our_locality: String,
    /// PROGRESSIVO_NAZIONALE of theirs.
    pub their_number: String,
    /// ODONIMO of theirs.
    pub their_name: String,
    /// House numbers that both have.
    pub shared: usize,
    /// House numbers of ours.
    pub of: usize,
}

/// A street with its house numbers.
struct Street<'a> {
    row: &'a IndirRow,
    numbers: BTreeSet<[String; 5]>,
}

/// Finds, for each street of ours without a number, the street of theirs that has at least 80 % of
/// its house numbers and is none of ours by number or name; of several the most alike, all of
/// those that are equally so. A short street is like many: whoever reads this decides.
pub fn suspected_renames(
    ours: &Rows<{ INDIR_COLUMNS.len() }>,
    theirs: &Rows<{ INDIR_COLUMNS.len() }>,
) -> Vec<SuspectedRename> {
    let name = |row: &IndirRow| [folded(&row[indir::ODONIMO]), folded(&row[indir::LOCALITA])];
    let number = |row: &IndirRow| row[indir::PROGRESSIVO_NAZIONALE].clone();
    let (names, numbers): (BTreeSet<_>, BTreeSet<_>) =
        ours.values().map(|row| (name(row), number(row))).unzip();
    let their_names: BTreeSet<_> = theirs.values().map(name).collect();
    let unknown = ours.values().filter(|row| number(row).is_empty() && !their_names.contains(&name(row)));
    let unclaimed =
        theirs.values().filter(|row| !numbers.contains(&number(row)) && !names.contains(&name(row)));
    let candidates: Vec<Street<'_>> = streets(unclaimed, number).into_values().collect();
    streets(unknown, name).values().flat_map(|street| most_alike(street, &candidates)).collect()
}

/// Puts the house numbers of rows together by street.
fn streets<'a, K: Ord>(
    rows: impl Iterator<Item = &'a IndirRow>,
    key: impl Fn(&IndirRow) -> K,
) -> BTreeMap<K, Street<'a>> {
    let mut streets = BTreeMap::new();
    for row in rows {
        let street = streets.entry(key(row)).or_insert_with(|| Street { row, numbers: BTreeSet::new() });
        street.numbers.insert(
            [indir::CIVICO, indir::ESPONENTE, indir::SPECIFICITA, indir::METRICO, indir::PROGRESSIVO_SNC]
                .map(|column| folded(&row[column])),
        );
    }
    streets
}

fn most_alike(street: &Street<'_>, candidates: &[Street<'_>]) -> Vec<SuspectedRename> {
    let of = street.numbers.len();
    let mut found = Vec::new();
    let mut best = (0, usize::MAX);
    for candidate in candidates.iter().filter(|c| c.numbers.len() * 100 >= of * SHARE_PERCENT) {
        let shared = street.numbers.intersection(&candidate.numbers).count();
        // More numbers in common, then fewer that only the other has.
        let (alike, others) = (shared, candidate.numbers.len() - shared);
        if alike * 100 < of * SHARE_PERCENT || alike < best.0 || (alike == best.0 && others > best.1) {
            continue;
        }
        if (alike, others) != best {
            found.clear();
            best = (alike, others);
        }
        found.push(SuspectedRename {
            our_name: street.row[indir::ODONIMO].clone(),
            our_locality: street.row[indir::LOCALITA].clone(),
            their_number: candidate.row[indir::PROGRESSIVO_NAZIONALE].clone(),
            their_name: candidate.row[indir::ODONIMO].clone(),
            shared,
            of,
        });
    }
    found
}
