//! A question as it comes from outside, in fields that are not checked yet.

use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use civico_geocoder::{AddressFields, LonLat, MAX_LIMIT, Query, Stages, Text};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::messages::Language;

/// How many answers when nobody says.
const DEFAULT_LIMIT: usize = 5;
/// The longest text of one row of a batch, all its fields together, in characters.
const MAX_ROW_CHARACTERS: usize = 1_000;

/// A question: a line of text or the fields of an address, and how to answer.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Question {
    /// What the caller calls it; comes back with the answer of a batch, and is refused elsewhere.
    pub(crate) id: Option<Box<RawValue>>,
    pub(crate) q: Option<String>,
    pub(crate) street: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) municipality: Option<String>,
    pub(crate) postcode: Option<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) lang: Option<String>,
    pub(crate) near: Option<[f64; 2]>,
    pub(crate) states: Option<Vec<String>>,
    /// The day to answer as of. A list has one for all its rows.
    pub(crate) valid_at: Option<Date>,
}

impl Question {
    /// Reads the question; `language` is that of who asks, unless the question names one.
    ///
    /// # Errors
    /// What is missing or wrong, by name; the words that were typed are not repeated.
    pub(crate) fn query(self, language: Language) -> Result<Query, Notice> {
        if self.valid_at.is_some() {
            return Err(wrong("valid_at"));
        }
        let fields = [&self.street, &self.number, &self.municipality, &self.postcode];
        let text = match (self.q, fields.iter().any(|field| field.is_some())) {
            (Some(q), false) if !q.trim().is_empty() => Text::Free(Sensitive::new(q)),
            (None, true) => Text::Fields(Sensitive::new(AddressFields {
                street: self.street.unwrap_or_default(),
                number: self.number.unwrap_or_default(),
                municipality: self.municipality.unwrap_or_default(),
                postcode: self.postcode.unwrap_or_default(),
            })),
            (Some(_), true) => return Err(wrong("q")),
            _ => return Err(Notice::new("problem-no-query")),
        };
        Ok(Query {
            text,
            limit: limit(self.limit)?,
            near: self.near.map(|near| lon_lat(near).ok_or_else(|| wrong("near"))).transpose()?,
            stages: stages(self.states.as_deref())?,
            language: spoken(self.lang.as_deref(), language),
        })
    }

    /// Tells whether the text is longer than a row of a batch may be.
    pub(crate) fn is_too_long(&self) -> bool {
        let texts = [&self.q, &self.street, &self.number, &self.municipality, &self.postcode];
        texts.into_iter().flatten().map(|text| text.chars().count()).sum::<usize>() > MAX_ROW_CHARACTERS
    }

    /// Tells whether nothing is asked at all.
    pub(crate) fn is_empty(&self) -> bool {
        let texts = [&self.q, &self.street, &self.number, &self.municipality, &self.postcode];
        texts.into_iter().flatten().all(|text| text.trim().is_empty())
    }
}

/// Reads how many answers are wanted.
pub(crate) fn limit(asked: Option<usize>) -> Result<usize, Notice> {
    match asked {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 1..=MAX_LIMIT) => Ok(limit),
        Some(_) => Err(wrong("limit")),
    }
}

/// Reads the stages that may be answered; the current one unless others are named.
pub(crate) fn stages(asked: Option<&[String]>) -> Result<Stages, Notice> {
    match asked {
        None => Ok(Stages::CURRENT),
        Some(tokens) => tokens.iter().map(|token| token.parse().map_err(|_error| wrong("states"))).collect(),
    }
}

/// Reads longitude and latitude in degrees; `None` when they are on no globe.
pub(crate) fn lon_lat([lon, lat]: [f64; 2]) -> Option<LonLat> {
    ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(LonLat { lon, lat })
}

/// Chooses the language of the words in an answer.
pub(crate) fn spoken(asked: Option<&str>, language: Language) -> civico_geocoder::Language {
    civico_geocoder::Language::of_tag(asked.unwrap_or(language.as_str()))
}

fn wrong(name: &str) -> Notice {
    Notice::new("problem-wrong-parameter").with("name", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_a_text_or_fields_and_never_both() {
        let read = |json: &str| {
            serde_json::from_str::<Question>(json).unwrap().query(Language::It).map_err(|notice| notice.id)
        };
        assert!(read(r#"{"q": "via Roma 1"}"#).is_ok());
        assert!(read(r#"{"street": "via Roma", "number": "1"}"#).is_ok());
        assert_eq!(read(r#"{"q": "x", "street": "x"}"#).unwrap_err(), "problem-wrong-parameter");
        assert_eq!(read("{}").unwrap_err(), "problem-no-query");
        assert_eq!(read(r#"{"q": " "}"#).unwrap_err(), "problem-no-query");
        assert_eq!(read(r#"{"q": "x", "limit": 51}"#).unwrap_err(), "problem-wrong-parameter");
    }

    #[test]
    fn all_fields_count_towards_the_length_of_a_row() {
        let half = "è".repeat(600);
        let one = Question { q: Some(half.clone()), ..Question::default() };
        assert!(!one.is_too_long());
        assert!(Question { street: Some(half), ..one }.is_too_long());
    }
}
