//! Parameters of a query: each is known and given once, or refused by name.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use civico_domain::notice::Notice;

use crate::problem::{Answer, Problem};

/// The parameters of a query in order. Handlers take what they know; [`Parameters::finish`]
/// refuses the rest.
#[derive(Debug, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Takes the fields of a form.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Takes all values of a parameter out that may be given several times.
    pub(crate) fn take_all(&mut self, name: &str) -> Vec<String> {
        self.0.extract_if(.., |(key, _)| key == name).map(|(_, value)| value).collect()
    }

    /// Returns the parameters but those of these names, as a link to another page repeats them.
    pub(crate) fn text_without(&self, names: &[&str]) -> String {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        let kept: Vec<String> =
            kept.map(|(name, value)| format!("&{}={}", encode(name), encode(value))).collect();
        kept.concat()
    }

    /// Takes a parameter out.
    pub(crate) fn take(&mut self, name: &str) -> Answer<Option<String>> {
        let Some(place) = self.0.iter().position(|(key, _)| key == name) else { return Ok(None) };
        let (_, value) = self.0.remove(place);
        if self.0.iter().any(|(key, _)| key == name) {
            return Err(Problem::bad_request(
                Notice::new("problem-parameter-twice").with("name", shown(name)),
            ));
        }
        Ok(Some(value))
    }

    /// Takes a parameter out and reads it.
    pub(crate) fn parse<T: FromStr>(&mut self, name: &str) -> Answer<Option<T>> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        value.parse().map(Some).map_err(|_error| wrong(name))
    }

    /// Takes whatever is left out.
    pub(crate) fn take_rest(&mut self) -> Answer<Vec<(String, String)>> {
        let names: Vec<String> = self.0.iter().map(|(name, _)| name.clone()).collect();
        let mut rest = Vec::with_capacity(names.len());
        for name in names {
            if let Some(value) = self.take(&name)? {
                rest.push((name, value));
            }
        }
        Ok(rest)
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(mut self) -> Answer<()> {
        // Every face takes them: they choose the representation and the language.
        for name in ["f", "lang"] {
            self.take(name)?;
        }
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => {
                Err(Problem::bad_request(Notice::new("problem-unknown-parameter").with("name", shown(name))))
            }
        }
    }
}

/// A name as it may be repeated: what stands behind an `&` that somebody typed in an address is none.
fn shown(name: &str) -> &str {
    let is_name = name.len() <= 40
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.:".contains(&byte));
    if is_name { name } else { "…" }
}

/// Encodes a part of a query (RFC 3986, 2.1: everything but the unreserved).
pub(crate) fn encode(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// A parameter whose value is not of its kind; the value is not repeated.
pub(crate) fn wrong(name: &str) -> Problem {
    Problem::bad_request(Notice::new("problem-wrong-parameter").with("name", name))
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Query(pairs) = Query::try_from_uri(&parts.uri)
            .map_err(|_error| Problem::bad_request(Notice::new("problem-unreadable-query")))?;
        Ok(Self(pairs))
    }
}
