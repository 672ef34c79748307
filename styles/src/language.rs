use std::str::FromStr;

use serde::Deserialize;

/// The language of every text that a style shows or names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Italiano, the default of every installation.
    #[default]
    Italian,
    /// English.
    English,
}

impl FromStr for Language {
    type Err = ();

    /// Reads a language tag (`it`, `en-GB`); regions are ignored.
    ///
    /// # Errors
    /// Any language other than Italian and English.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        match tag.split('-').next() {
            Some("it") => Ok(Self::Italian),
            Some("en") => Ok(Self::English),
            _ => Err(()),
        }
    }
}

/// One text in the two languages, as the data files hold it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    it: String,
    en: String,
}

impl Text {
    pub(crate) fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Italian => &self.it,
            Language::English => &self.en,
        }
    }
}
