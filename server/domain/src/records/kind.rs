//! Kinds of records.

use serde::{Deserialize, Serialize};

/// What a record is about (tipo di pratica); words for people are in the message files, as
/// `record-kind-{token}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// Servizio sociale: a case of the social services.
    SocialService,
    /// Assistenza domiciliare: care or meals at home.
    HomeCare,
    /// Titolo edilizio: a building permit.
    BuildingPermit,
    /// Occupazione di suolo pubblico: occupation of public ground.
    Occupation,
    /// Permesso di sosta: a parking permit.
    ParkingPermit,
    /// Iscrizione scolastica: a school enrolment.
    SchoolEnrolment,
    /// Attività produttiva (SUAP): a business.
    BusinessActivity,
    /// Tassa sui rifiuti (TARI): the waste tax.
    WasteTax,
    /// Residenza: a declaration of residence.
    Residence,
    /// Altro: anything else.
    Other,
}

/// A text is no kind of record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind of record")]
pub struct RecordKindError;

impl RecordKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::SocialService,
        Self::HomeCare,
        Self::BuildingPermit,
        Self::Occupation,
        Self::ParkingPermit,
        Self::SchoolEnrolment,
        Self::BusinessActivity,
        Self::WasteTax,
        Self::Residence,
        Self::Other,
    ];

    /// Returns the token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SocialService => "social-service",
            Self::HomeCare => "home-care",
            Self::BuildingPermit => "building-permit",
            Self::Occupation => "occupation",
            Self::ParkingPermit => "parking-permit",
            Self::SchoolEnrolment => "school-enrolment",
            Self::BusinessActivity => "business-activity",
            Self::WasteTax => "waste-tax",
            Self::Residence => "residence",
            Self::Other => "other",
        }
    }
}

impl std::fmt::Display for RecordKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for RecordKind {
    type Err = RecordKindError;

    fn from_str(text: &str) -> Result<Self, RecordKindError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(RecordKindError)
    }
}
