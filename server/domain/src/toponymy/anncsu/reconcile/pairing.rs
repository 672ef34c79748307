//! Things of ours without ANNCSU's number, found among theirs by what is written of them.

use std::collections::BTreeMap;

use super::compare::Layout;
use super::key::{RowKey, Rows, folded_key};

/// Keys of ours without a number, with the keys of theirs that they are.
pub(super) struct Pairs<'a> {
    number_of: BTreeMap<&'a RowKey, &'a RowKey>,
    taken: BTreeMap<&'a RowKey, &'a RowKey>,
}

impl<'a> Pairs<'a> {
    /// Pairs what is written alike and has a number only there; of several the first.
    pub(super) fn of<const N: usize>(layout: &Layout<N>, ours: &'a Rows<N>, theirs: &'a Rows<N>) -> Self {
        let mut unclaimed = BTreeMap::new();
        for (key, row) in theirs.iter().filter(|(key, _)| !ours.contains_key(*key)) {
            unclaimed.entry(folded_key(layout, row)).or_insert(key);
        }
        let without = ours.keys().filter(|key| matches!(key, RowKey::Folded(_)));
        let number_of: BTreeMap<_, _> =
            without.filter_map(|key| unclaimed.get(key).map(|theirs| (key, *theirs))).collect();
        let taken = number_of.iter().map(|(ours, theirs)| (*theirs, *ours)).collect();
        Self { number_of, taken }
    }

    /// Returns the key among theirs of one of ours without a number.
    pub(super) fn number_of(&self, ours: &RowKey) -> Option<&'a RowKey> {
        self.number_of.get(ours).copied()
    }

    /// Tells whether one of theirs is one of ours without a number.
    pub(super) fn is_paired(&self, theirs: &RowKey) -> bool {
        self.taken.contains_key(theirs)
    }
}
