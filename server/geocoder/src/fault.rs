//! The kinds of difference between what was typed and what was found.

use serde::Serialize;

/// What is not as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words of each are in the message table")]
pub enum FaultKind {
    KindMissing,
    KindDifferent,
    NameTypo,
    NamePartial,
    NameInitial,
    NameExtra,
    NameOrder,
    NameAlias,
    NameOfAnother,
    NumberNotFound,
    NumberInterpolated,
    NumberNearest,
    NumberRange,
    ExponentNotFound,
    ExponentAdded,
    MunicipalityTypo,
    MunicipalityPartial,
    MunicipalityMissing,
    MunicipalityDifferent,
    PostcodeDifferent,
    StreetNotFound,
    TextIgnored,
    TextUnknown,
    NotCurrent,
}
