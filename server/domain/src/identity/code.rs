//! The codes by which the State and Civico name an ente.

use crate::id::text_code;

/// A text is not the code it was read as.
///
/// The text itself is not kept: an error may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}: {rule}")]
pub struct CodeError {
    /// Name of the type that refused the text.
    pub kind: &'static str,
    /// What the type asks for.
    pub rule: &'static str,
}

text_code! {
    /// ISTAT's code of a comune (codice ISTAT): six digits, the first three of them the province's.
    ///
    /// It changes when a comune changes province or merges.
    IstatCode, "six digits, such as 015146",
    |text| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}

text_code! {
    /// The land registry's code of a comune (codice catastale, "Belfiore"): a letter and three digits.
    CadastralCode, "a capital letter and three digits, such as F205",
    |text| text.len() == 4
        && text.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
        && text.bytes().skip(1).all(|b| b.is_ascii_digit())
}

text_code! {
    /// The code of a body in the index of public administrations (codice IPA): `c_f205`.
    IpaCode, "lower-case letters, digits and underscores, at most 20",
    |text| (1..=20).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

text_code! {
    /// The part of a collection's id that names its ente: `sesto-san-giovanni`.
    ///
    /// It stays when the ente's name changes.
    EnteSlug, "lower-case letters, digits and hyphens, at most 40, first a letter",
    |text| crate::catalog::is_slug(text, 40)
}

impl EnteSlug {
    /// Derives a slug from a name: "Cassina de' Pecchi" becomes `cassina-de-pecchi`.
    ///
    /// # Errors
    /// The name holds no letter to begin with.
    pub fn of_name(name: &str) -> Result<Self, CodeError> {
        crate::catalog::slug(name, 40).parse()
    }
}
