//! Public bodies on the portal.

use serde::{Deserialize, Serialize};

use super::code::{CadastralCode, EnteSlug};
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
    pub cadastral_code: Option<CadastralCode>,
    /// Code of the homogeneous zone it belongs to.
    pub zone: Option<EnteCode>,
}
