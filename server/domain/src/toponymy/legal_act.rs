//! The acts (provvedimenti) by which an ente decides about streets and numbers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalActKind {
    /// Deliberazione of the Giunta or the Consiglio.
    Delibera,
    /// Determinazione of an office.
    Determina,
    /// Ordinanza of the mayor.
    Ordinanza,
    /// Any other.
    Other,
}

/// An act (provvedimento) with what identifies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalAct {
    /// What kind.
    pub kind: LegalActKind,
    /// Its date.
    pub date: Date,
    /// Its protocol number, at most 70 characters (ANNCSU, Aggiornamento odonimi: `protocollo`).
    pub protocol: String,
    /// The prefect's authorisation, which a new or changed name of a street needs (L. 1188/1927).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefect: Option<PrefectAuthorisation>,
}

/// The prefect's authorisation (autorizzazione prefettizia); its date and its protocol come together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrefectAuthorisation {
    /// Its date.
    pub date: Date,
    /// Its protocol number, at most 70 characters.
    pub protocol: String,
}

/// The longest protocol number that ANNCSU takes, in characters.
const LONGEST_PROTOCOL: usize = 70;

impl LegalAct {
    /// Tells whether the act can be sent to ANNCSU: protocols there and short enough, the
    /// authorisation not younger than the act's `today`.
    pub fn is_complete(&self, today: Date) -> bool {
        let fits = |protocol: &str| {
            let length = protocol.trim().chars().count();
            (1..=LONGEST_PROTOCOL).contains(&length)
        };
        let prefect = self.prefect.as_ref();
        fits(&self.protocol)
            && self.date <= today
            && prefect.is_none_or(|prefect| fits(&prefect.protocol) && prefect.date <= today)
    }
}
