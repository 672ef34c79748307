//! The address of a record as its service wrote it.

use civico_domain::sensitive::Sensitive;
use civico_geocoder::{AddressFields, Query};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The longest part of an address, in characters.
const LONGEST: usize = 500;
/// Sealed texts have lengths that are multiples of this, in bytes: the length tells little.
const BLOCK: usize = 128;

/// An address in one line, or in fields; it does not print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct AddressText {
    pub(crate) q: Option<Sensitive<String>>,
    pub(crate) street: Option<Sensitive<String>>,
    pub(crate) number: Option<Sensitive<String>>,
    pub(crate) municipality: Option<Sensitive<String>>,
    pub(crate) postcode: Option<Sensitive<String>>,
}

/// The same in the open: it exists while it is sealed, and in the answer to the officer.
#[derive(Serialize)]
pub(crate) struct Opened<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    q: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<&'a str>,
}

impl AddressText {
    /// Tells whether it is one line or fields, not both, and no part is longer than an address is.
    pub(crate) fn is_sound(&self) -> bool {
        let all = [&self.q, &self.street, &self.number, &self.municipality, &self.postcode];
        let is_short = |part: &&Sensitive<String>| part.expose().chars().count() <= LONGEST;
        let is_said = |part: &Option<Sensitive<String>>| {
            part.as_ref().is_some_and(|part| !part.expose().trim().is_empty())
        };
        let in_fields = all[1..].iter().any(|part| part.is_some());
        all.iter().filter_map(|part| part.as_ref()).all(|part| is_short(&part))
            && is_said(&self.q) != in_fields
            && (!in_fields || (self.q.is_none() && is_said(&self.street)))
    }

    /// Returns the question to the geocoder, with at most `limit` answers.
    pub(crate) fn query(&self, limit: usize) -> Query {
        let part = |part: &Option<Sensitive<String>>| {
            part.as_ref().map(|part| part.expose().clone()).unwrap_or_default()
        };
        let mut query = match &self.q {
            Some(line) => Query::free(line.expose().clone()),
            None => Query::fields(AddressFields {
                street: part(&self.street),
                number: part(&self.number),
                municipality: part(&self.municipality),
                postcode: part(&self.postcode),
            }),
        };
        query.limit = limit;
        query
    }

    /// Shows it to whoever may see it.
    pub(crate) fn open(&self) -> Opened<'_> {
        fn part(part: Option<&Sensitive<String>>) -> Option<&str> {
            part.map(|part| part.expose().as_str())
        }
        Opened {
            q: part(self.q.as_ref()),
            street: part(self.street.as_ref()),
            number: part(self.number.as_ref()),
            municipality: part(self.municipality.as_ref()),
            postcode: part(self.postcode.as_ref()),
        }
    }

    /// Writes it to be sealed: JSON, filled up with spaces.
    ///
    /// # Errors
    /// Never of a text that was read; the serialiser has the last word.
    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
        let mut bytes = Zeroizing::new(serde_json::to_vec(&self.open())?);
        let length = bytes.len().next_multiple_of(BLOCK);
        bytes.resize(length, b' ');
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> AddressText {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_line_or_fields_but_not_both() {
        for sound in [r#"{"q": "via Dante 4"}"#, r#"{"street": "via Dante", "number": "4"}"#] {
            assert!(read(sound).is_sound(), "{sound}");
        }
        for wrong in [
            "{}",
            r#"{"q": " "}"#,
            r#"{"q": "x", "street": "y"}"#,
            r#"{"number": "4"}"#,
            r#"{"q": "", "street": "y"}"#,
        ] {
            assert!(!read(wrong).is_sound(), "{wrong}");
        }
        assert!(!AddressText { q: Some("x".repeat(501).into()), ..AddressText::default() }.is_sound());
    }

    #[test]
    fn it_is_written_and_read_and_never_printed() {
        let text = read(r#"{"q": "via Dante 4"}"#);
        let bytes = text.to_bytes().unwrap();
        assert_eq!(bytes.len(), BLOCK);
        assert_eq!(serde_json::from_slice::<AddressText>(&bytes).unwrap(), text);
        assert!(!format!("{text:?}").contains("Dante"));
    }
}
