//! Texts in the languages of the portal.

use serde::{Deserialize, Serialize};

/// A text in Italian and, where somebody wrote it, in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalizedText {
    /// Italian.
    pub it: String,
    /// English; readers fall back to Italian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl LocalizedText {
    /// Makes a text that is the same in every language, such as a file's name.
    pub fn untranslated(text: &str) -> Self {
        Self { it: text.to_owned(), en: None }
    }

    /// Makes a text in both languages.
    pub fn new(it: &str, en: &str) -> Self {
        Self { it: it.to_owned(), en: Some(en.to_owned()) }
    }

    /// Returns the text in `language` (`it`, `en`), Italian where there is none.
    pub fn get(&self, language: &str) -> &str {
        match (&self.en, language) {
            (Some(en), "en") => en,
            _ => &self.it,
        }
    }
}
