//! The types of a table's columns, from all of its values.

use civico_domain::catalog::{ColumnKind, Value};

use crate::text::{DateStyle, DecimalMark, has_leading_zero, parse_date, parse_real};

/// Words in a name that make a column of digits a code, not a number.
const CODES: &[&str] = &["cap", "istat", "iva", "piva", "telefono", "tel", "fax", "cellulare", "cf"];
/// Words in a name that make a number with a point a code with a thousands point.
const MAYBE_CODES: &[&str] = &["cod", "codice", "code"];

/// How the texts of a column become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As they are.
    Text,
    /// True or false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real(DecimalMark),
    /// Days.
    Date(DateStyle),
}

/// What a column may still be, after the values seen so far.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    any: bool,
    /// The narrowest first.
    possible: Vec<Reading>,
}

impl Guess {
    /// Begins with a column of that name.
    pub(super) fn new(name: &str) -> Self {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
        let says = |known: &[&str]| words.iter().any(|word| known.contains(word));
        let mut possible =
            vec![Reading::Boolean, Reading::Date(DateStyle::Iso), Reading::Date(DateStyle::DayFirst)];
        if words.iter().any(|word| word.starts_with("data") || word.starts_with("date")) {
            possible.push(Reading::Date(DateStyle::Compact));
        }
        if !says(CODES) {
            possible.push(Reading::Integer);
        }
        if !says(CODES) && !says(MAYBE_CODES) {
            possible.extend([DecimalMark::Point, DecimalMark::Comma].map(Reading::Real));
        }
        Self { any: false, possible }
    }

    /// Looks at a value.
    pub(super) fn look(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() || (self.any && self.possible.is_empty()) {
            return;
        }
        self.any = true;
        let code = has_leading_zero(text);
        self.possible.retain(|reading| {
            let number = matches!(reading, Reading::Integer | Reading::Real(_));
            !(number && code) && reading.read(text).is_some()
        });
    }

    /// Decides.
    pub(super) fn reading(&self) -> Reading {
        let narrowest = self.possible.first().copied();
        narrowest.filter(|_| self.any).unwrap_or(Reading::Text)
    }
}

impl Reading {
    /// Returns the type of the column.
    pub(super) fn kind(self) -> ColumnKind {
        match self {
            Self::Text => ColumnKind::Text,
            Self::Boolean => ColumnKind::Boolean,
            Self::Integer => ColumnKind::Integer,
            Self::Real(_) => ColumnKind::Real,
            Self::Date(_) => ColumnKind::Date,
        }
    }

    /// Reads a value; nothing, and what does not fit, is null.
    pub(super) fn value(self, text: &str) -> Value {
        let text = text.trim();
        if text.is_empty() { Value::Null } else { self.read(text).unwrap_or(Value::Null) }
    }

    fn read(self, text: &str) -> Option<Value> {
        match self {
            Self::Text => Some(Value::Text(text.replace('\0', ""))),
            Self::Boolean => parse_boolean(text).map(Value::Boolean),
            Self::Integer if text.starts_with('+') => None,
            Self::Integer => text.parse().ok().map(Value::Integer),
            Self::Real(mark) => parse_real(text, mark).map(Value::Real),
            Self::Date(style) => parse_date(text, style).map(Value::Date),
        }
    }
}

fn parse_boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str, values: &[&str]) -> Reading {
        let mut guess = Guess::new(name);
        for value in values {
            guess.look(value);
        }
        guess.reading()
    }

    #[test]
    fn columns_get_the_narrowest_type_that_fits_all_values() {
        assert_eq!(reading("n", &["1", "", "-20"]), Reading::Integer);
        assert_eq!(reading("n", &["1", "2,5"]), Reading::Real(DecimalMark::Comma));
        assert_eq!(reading("n", &["1.5", "2,5"]), Reading::Text);
        assert_eq!(reading("n", &["true", "False"]), Reading::Boolean);
        assert_eq!(reading("n", &["", " "]), Reading::Text);
        assert_eq!(reading("dal", &["02/03/2020"]), Reading::Date(DateStyle::DayFirst));
    }

    #[test]
    fn codes_stay_texts() {
        assert_eq!(reading("codice", &["015146", "15146"]), Reading::Text);
        assert_eq!(reading("CAP", &["20134"]), Reading::Text);
        assert_eq!(reading("CODICE_ISTAT", &["19.041", "98.029"]), Reading::Text);
        assert_eq!(reading("CODICE_VIA", &["1", "4330"]), Reading::Integer);
    }

    #[test]
    fn eight_digits_are_days_only_where_the_name_says_so() {
        assert_eq!(reading("DATA_ATTIVAZIONE", &["20191114", ""]), Reading::Date(DateStyle::Compact));
        assert_eq!(reading("numero", &["20191114"]), Reading::Integer);
        assert_eq!(reading("DATA_INTITOLAZIONE", &["17000101", "0"]), Reading::Integer);
    }
}
