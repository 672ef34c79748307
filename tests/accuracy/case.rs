//! An address of a set, and what is right for it.

use civico_geocoder::{AddressFields, LonLat, Query};

/// A set of addresses.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    /// Whether retired and proposed addresses may be answered.
    pub(crate) all_states: bool,
    /// Silent errors that were looked into, and are explained beside the table.
    pub(crate) silent_limit: usize,
    pub(crate) cases: Vec<Case>,
}

/// One row.
pub(crate) struct Case {
    pub(crate) text: Text,
    pub(crate) truth: Truth,
}

/// How the address is asked.
#[derive(Clone)]
pub(crate) enum Text {
    /// In one line.
    Free(String),
    /// Street, number, comune.
    Fields(String, String, String),
}

/// Street code, and number with its suffix run together after a bar: `4301`, `11/A4`.
pub(crate) type Key = (String, String);

/// What is right.
#[derive(Clone)]
pub(crate) enum Truth {
    /// Street code and number of Milan's register as [`Key`] has them; any of several.
    Access(Vec<Key>),
    /// A street of Milan's register; no number is known.
    Street(String),
    /// The position that the source gives, and the street where it says which.
    Point(LonLat, Option<String>),
    /// The register lacks it: no house number may be claimed with confidence.
    Absent,
    /// It is no address: nothing may be answered.
    Nothing,
    /// Of the comune with this code no streets are known here: the comune is right.
    Municipality(String),
}

impl Text {
    /// Returns the question.
    pub(crate) fn query(&self) -> Query {
        match self {
            Self::Free(text) => Query::free(text.clone()),
            Self::Fields(street, number, municipality) => Query::fields(AddressFields {
                street: street.clone(),
                number: number.clone(),
                municipality: municipality.clone(),
                postcode: String::new(),
            }),
        }
    }

    /// Returns the address in one line, without the comune.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Free(text) => text.clone(),
            Self::Fields(street, number, _) => format!("{street} {number}"),
        }
    }
}
