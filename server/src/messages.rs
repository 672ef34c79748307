//! The words of notices, by language, from the message files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use civico_domain::notice::Notice;

/// A language of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Italian, the default.
    It,
    /// English.
    En,
}

type Table = BTreeMap<String, String>;

static ITALIAN: LazyLock<Table> = LazyLock::new(|| {
    table(&[
        include_str!("../messages/server.it.toml"),
        include_str!("../messages/import.it.toml"),
        include_str!("../messages/register.it.toml"),
        include_str!("../messages/process.it.toml"),
    ])
});
static ENGLISH: LazyLock<Table> = LazyLock::new(|| {
    table(&[
        include_str!("../messages/server.en.toml"),
        include_str!("../messages/import.en.toml"),
        include_str!("../messages/register.en.toml"),
        include_str!("../messages/process.en.toml"),
    ])
});

fn table(files: &[&str]) -> Table {
    let parse = |file: &&str| toml::from_str::<Table>(file).unwrap_or_default();
    files.iter().flat_map(parse).collect()
}

impl Language {
    /// Reads a language's token; anything else is Italian.
    pub(crate) fn of(token: &str) -> Self {
        if token.starts_with("en") { Self::En } else { Self::It }
    }

    /// Chooses by the header `Accept-Language`: the first of ours that is named (RFC 9110, 12.5.4;
    /// weights are not weighed, clients name the best first).
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        header.split(',').map(|part| part.trim().to_ascii_lowercase()).find_map(|tag| match tag.get(..2) {
            Some("it") => Some(Self::It),
            Some("en") => Some(Self::En),
            _ => None,
        })
    }

    /// Returns the token.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }

    /// Says a notice in this language. One without words is said by its id and arguments.
    pub(crate) fn say(self, notice: &Notice) -> String {
        let table = match self {
            Self::It => &*ITALIAN,
            Self::En => &*ENGLISH,
        };
        let Some(sentence) = table.get(&notice.id) else {
            return format!("{} {:?}", notice.id, notice.args);
        };
        fill(sentence, &notice.args)
    }

    /// Says a sentence without arguments.
    pub(crate) fn word(self, id: &str) -> String {
        self.say(&Notice::new(id))
    }
}

/// Puts the arguments into the `{name}` places of a sentence, in one pass: an argument that looks
/// like a place stays as it is.
fn fill(sentence: &str, args: &Table) -> String {
    let mut said = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                said.push_str(args.get(name).map_or("", String::as_str));
                rest = behind;
            }
            None => rest = after,
        }
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> = sentence
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_places() {
        assert!(ITALIAN.len() > 40, "the message files cannot be read");
        let keys = |table: &Table| table.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&ITALIAN), keys(&ENGLISH));
        for (key, sentence) in &*ITALIAN {
            assert_eq!(places(sentence), places(&ENGLISH[key]), "{key}");
        }
    }

    #[test]
    fn an_argument_is_never_read_as_a_place() {
        let args = BTreeMap::from([("a".to_owned(), "{b}".to_owned()), ("b".to_owned(), "x".to_owned())]);
        assert_eq!(fill("<{a}>", &args), "<{b}>");
    }

    #[test]
    fn the_first_language_of_ours_is_chosen() {
        assert_eq!(Language::accepted("de-CH, en;q=0.8, it;q=0.5"), Some(Language::En));
        assert_eq!(Language::accepted("fr"), None);
    }
}
