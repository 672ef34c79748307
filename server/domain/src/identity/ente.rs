//! Public bodies on the portal.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::code::{CadastralCode, EnteSlug, IpaCode};
use crate::id::text_code;

text_code! {
    /// The code of an ente on this installation: the ISTAT code for a comune, a short name otherwise.
    EnteCode, "letters, digits and hyphens, at most 50",
    |text| (1..=50).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// What kind of body an ente is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnteKind {
    /// Comune.
    Comune,
    /// Zona omogenea of a metropolitan city.
    HomogeneousZone,
    /// Città metropolitana.
    MetropolitanCity,
    /// Any other body: a park, a consortium, a utility.
    Other,
}

/// A text is no kind of ente.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the kind of an ente is comune, homogeneous-zone, metropolitan-city or other")]
pub struct EnteKindError;

impl FromStr for EnteKind {
    type Err = EnteKindError;

    fn from_str(text: &str) -> Result<Self, EnteKindError> {
        let kinds = [Self::Comune, Self::HomogeneousZone, Self::MetropolitanCity, Self::Other];
        kinds.into_iter().find(|kind| kind.as_str() == text).ok_or(EnteKindError)
    }
}

impl EnteKind {
    /// Returns the kind's token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comune => "comune",
            Self::HomogeneousZone => "homogeneous-zone",
            Self::MetropolitanCity => "metropolitan-city",
            Self::Other => "other",
        }
    }
}

/// A public body (ente) that owns datasets or keeps a part of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ente {
    /// Its code on this installation.
    pub code: EnteCode,
    /// The part of collection ids that names it.
    pub slug: EnteSlug,
    /// Its name, as it writes it.
    pub name: String,
    /// What kind of body it is.
    pub kind: EnteKind,
    /// The land registry's code, for a comune.
    #[serde(default)]
    pub cadastral_code: Option<CadastralCode>,
    /// Its code in the index of public administrations.
    #[serde(default)]
    pub ipa_code: Option<IpaCode>,
    /// Code of the homogeneous zone it belongs to.
    #[serde(default)]
    pub zone: Option<EnteCode>,
    /// First day of its existence, where known.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// First day on which it no longer exists.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// The ente it was merged into.
    #[serde(default)]
    pub successor: Option<EnteCode>,
}

impl Ente {
    /// Describes an ente of which nothing is known but who it is.
    pub fn new(code: EnteCode, slug: EnteSlug, name: String, kind: EnteKind) -> Self {
        Self {
            code,
            slug,
            name,
            kind,
            cadastral_code: None,
            ipa_code: None,
            zone: None,
            valid_from: None,
            valid_to: None,
            successor: None,
        }
    }

    /// Tells whether it exists on `day`.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }
}
