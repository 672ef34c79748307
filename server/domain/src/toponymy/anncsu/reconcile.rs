//! Reconciliation: what ANNCSU has, what the comune has, and what both had when they last agreed.
//!
//! Two rows are compared column by column, coordinates by their value, and a number that ANNCSU
//! gives and the comune has not heard of yet is no difference.

mod compare;
mod key;
mod pairing;
mod rename;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::columns::{INDIR_COLUMNS, STRAD_COLUMNS};
use compare::{ACCESSES, Layout, STREETS};
use pairing::Pairs;

pub use key::{Keyed, RowKey, Rows, access_key, keyed_accesses, keyed_streets, street_key};
pub use rename::{SuspectedRename, suspected_renames};

/// How the three stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Ours and theirs say the same.
    Equal,
    /// The comune alone has it.
    OnlyOurs,
    /// ANNCSU alone has it.
    OnlyTheirs,
    /// Theirs is as agreed, ours is not.
    ChangedByUs,
    /// Ours is as agreed, theirs is not.
    ChangedByThem,
    /// Neither is as agreed, or nothing was, and they differ: a person has to decide.
    Conflict,
    /// Neither is as agreed, and they say the same; or neither has it any more.
    Converged,
}

/// What about two rows differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Name of the street, in any language, and its named place.
    Name,
    /// CIVICO, ESPONENTE, SPECIFICITA, METRICO, PROGRESSIVO_SNC.
    Number,
    /// Coordinates and height.
    Position,
    /// METODO.
    Method,
    /// Codes of the comune, the street and the access.
    Codes,
}

/// What has to be asked of ANNCSU (`tipo_operazione`, `operazione_civico`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Operation {
    /// Inserimento.
    #[serde(rename = "I")]
    Insert,
    /// Rettifica.
    #[serde(rename = "R")]
    Rectify,
    /// Soppressione.
    #[serde(rename = "S")]
    Suppress,
}

impl Operation {
    /// Returns the letter that ANNCSU knows it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "I",
            Self::Rectify => "R",
            Self::Suppress => "S",
        }
    }
}

/// One street or access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its key among ours, else among theirs, else among what was agreed.
    pub key: RowKey,
    /// ANNCSU's number of what ours without one is there: to be written into the register.
    pub number_to_learn: Option<String>,
    /// How the three stand to each other.
    pub class: Class,
    /// What differs between ours and theirs; of what converged, between both and what was agreed.
    pub facets: BTreeSet<Facet>,
    /// Whether there was one when both agreed: what is only ours was then given up by them.
    pub was_agreed: bool,
    /// What would bring ANNCSU to where the comune is.
    pub operation: Option<Operation>,
}

/// All streets, or all accesses, of a comune compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reconciliation {
    /// How many there are of each class.
    pub counts: BTreeMap<Class, u64>,
    /// Each of them, by key.
    pub entries: Vec<Entry>,
}

impl Reconciliation {
    /// Returns the entries that something has to be asked of ANNCSU for.
    pub fn operations(&self) -> impl Iterator<Item = (Operation, &Entry)> {
        self.entries.iter().filter_map(|entry| Some((entry.operation?, entry)))
    }
}

/// Compares addresses. An access whose street alone has another name needs no operation of its
/// own: the street's rectification is one for all of them.
pub fn reconcile_accesses(
    agreed: &Rows<{ INDIR_COLUMNS.len() }>,
    ours: &Rows<{ INDIR_COLUMNS.len() }>,
    theirs: &Rows<{ INDIR_COLUMNS.len() }>,
) -> Reconciliation {
    reconcile(&ACCESSES, agreed, ours, theirs)
}

/// Compares streets; how many accesses each has does not count.
pub fn reconcile_streets(
    agreed: &Rows<{ STRAD_COLUMNS.len() }>,
    ours: &Rows<{ STRAD_COLUMNS.len() }>,
    theirs: &Rows<{ STRAD_COLUMNS.len() }>,
) -> Reconciliation {
    reconcile(&STREETS, agreed, ours, theirs)
}

fn reconcile<const N: usize>(
    layout: &Layout<N>,
    agreed: &Rows<N>,
    ours: &Rows<N>,
    theirs: &Rows<N>,
) -> Reconciliation {
    let pairs = Pairs::of(layout, ours, theirs);
    let mut reconciliation = Reconciliation::default();
    for key in ours.keys().chain(theirs.keys()).chain(agreed.keys()).collect::<BTreeSet<_>>() {
        if pairs.is_paired(key) && !ours.contains_key(key) {
            continue;
        }
        let learnt = pairs.number_of(key);
        let their_key = learnt.unwrap_or(key);
        let three = Three {
            agreed: agreed.get(their_key).or_else(|| agreed.get(key)),
            ours: ours.get(key),
            theirs: theirs.get(their_key),
        };
        let entry = three.entry(layout, key, learnt);
        *reconciliation.counts.entry(entry.class).or_default() += 1;
        reconciliation.entries.push(entry);
    }
    reconciliation
}

/// The three rows of one thing; there is at least one.
struct Three<'a, const N: usize> {
    agreed: Option<&'a [String; N]>,
    ours: Option<&'a [String; N]>,
    theirs: Option<&'a [String; N]>,
}

impl<const N: usize> Three<'_, N> {
    fn entry(&self, layout: &Layout<N>, key: &RowKey, learnt: Option<&RowKey>) -> Entry {
        let (class, columns) = self.class(layout);
        let operation = match class {
            Class::OnlyOurs => Some(Operation::Insert),
            Class::OnlyTheirs => self.agreed.map(|_| Operation::Suppress),
            Class::ChangedByUs if layout.is_carried(&columns) => Some(Operation::Rectify),
            _ => None,
        };
        Entry {
            key: key.clone(),
            number_to_learn: learnt.map(ToString::to_string),
            class,
            facets: layout.facets(&columns),
            was_agreed: self.agreed.is_some(),
            operation,
        }
    }

    fn class(&self, layout: &Layout<N>) -> (Class, Vec<usize>) {
        let (ours, theirs) = match (self.ours, self.theirs) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (Some(_), None) => return (Class::OnlyOurs, Vec::new()),
            (None, Some(_)) => return (Class::OnlyTheirs, Vec::new()),
            (None, None) => return (Class::Converged, Vec::new()),
        };
        let between = layout.differences(ours, theirs);
        let by_us = self.agreed.map(|agreed| layout.differences(agreed, ours));
        let by_them = self.agreed.map(|agreed| layout.differences(agreed, theirs));
        match (between.is_empty(), by_us, by_them) {
            (true, Some(by_us), Some(_)) if !by_us.is_empty() => (Class::Converged, by_us),
            (true, ..) => (Class::Equal, between),
            (false, Some(by_us), _) if by_us.is_empty() => (Class::ChangedByThem, between),
            (false, _, Some(by_them)) if by_them.is_empty() => (Class::ChangedByUs, between),
            (false, ..) => (Class::Conflict, between),
        }
    }
}

#[cfg(test)]
mod tests;
