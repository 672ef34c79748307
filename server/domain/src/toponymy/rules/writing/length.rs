//! How long a name may be.

use super::super::violation::Defect;
use crate::toponymy::thoroughfare::ThoroughfareName;
use crate::toponymy::thoroughfare::{LONGEST_KIND, LONGEST_NAME};

/// Finds a DUG of more than 30 characters (ANNCSU, Aggiornamento odonimi: `dug`).
pub(in super::super) fn kind_length(name: &ThoroughfareName) -> Option<Defect> {
    longer(&name.kind, LONGEST_KIND)
}

/// Finds a DUF of more than 120 characters (ANNCSU, Aggiornamento odonimi: `denom_delibera`).
pub(in super::super) fn name_length(name: &ThoroughfareName) -> Option<Defect> {
    longer(&name.official(), LONGEST_NAME)
}

fn longer(text: &str, longest: usize) -> Option<Defect> {
    let length = text.chars().count();
    (length > longest).then(|| Defect::count(length))
}
