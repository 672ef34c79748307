//! Parts an address into its pieces without a register.

use super::{Reading, Typing, readings};
use crate::gazetteer::Gazetteer;
use crate::house_number::NumberQuery;
use crate::kinds::Kind;
use crate::normalise::normalise;
use crate::tokens::{Token, tokenise};

/// The pieces of an address, in one spelling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressParts {
    /// DUG in full and name: `piazza duomo`.
    pub street: String,
    /// Number with what follows it run together (`12A`), of a range the first, `km` with metres, or `snc`.
    pub number: Option<String>,
    /// Postcode (CAP).
    pub postcode: Option<String>,
}

/// Parts the likeliest reading of an address; the comune is known only where a comma parts it.
pub fn part_address(text: &str) -> AddressParts {
    let text = normalise(text);
    let tokens = tokenise(&text);
    let readings = readings(&tokens, &Gazetteer::default(), Typing::Done);
    // Of several numbers the first is the house's, but for a name that ends with one.
    let reading = readings.iter().find(|reading| !ends_with_number(reading)).or(readings.first());
    reading.map(parts_of).unwrap_or_default()
}

fn ends_with_number(reading: &Reading<'_>) -> bool {
    reading.name.len() > 1 && reading.name.last().is_some_and(Token::is_number)
}

fn parts_of(reading: &Reading<'_>) -> AddressParts {
    let kind = reading.kinds.first().map(|kind| Kind::name(*kind));
    let words: Vec<&str> = kind.into_iter().chain(reading.name.iter().map(|token| token.text)).collect();
    AddressParts {
        street: words.join(" "),
        number: reading.number.as_ref().map(shown),
        postcode: reading.postcode.map(str::to_owned),
    }
}

fn shown(number: &NumberQuery) -> String {
    match number {
        NumberQuery::House { number, range_to: Some(_), .. } => number.to_string(),
        NumberQuery::House { number, suffix, range_to: None } => format!("{number}{suffix}"),
        NumberQuery::Metres(metres) => format!("km {metres}"),
        NumberQuery::Unnumbered => "snc".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_parted_without_a_register() {
        let parts = part_address("P.zza Duomo, 12/a - 20121");
        assert_eq!(parts.street, "piazza duomo");
        assert_eq!((parts.number.as_deref(), parts.postcode.as_deref()), (Some("12A"), Some("20121")));
        assert_eq!(part_address("via Mattei snc").number.as_deref(), Some("snc"));
        assert_eq!(part_address("corso Italia 70").street, part_address("Corso Italia").street);
        assert_eq!(part_address("via Roma 33 35").street, "via roma");
        assert_eq!(part_address("via Provinciale 215/a").street, "via provinciale");
        assert_eq!(part_address("via 11 settembre 2001 2").street, "via 11 settembre 2001");
        assert_eq!(part_address("via Veneto 31 angolo Gagarin 45").number.as_deref(), Some("31"));
        assert_eq!(part_address("via Casacelle 2 P.co Regina").number.as_deref(), Some("2"));
        assert_eq!(part_address(""), AddressParts::default());
    }
}
