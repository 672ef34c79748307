//! Internal accesses: what is behind the door that a house number is on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::thoroughfare::is_writable;

/// Internals of an address at most: no house has as many.
const MOST_INTERNALS: usize = 2_000;
/// Longest part of an internal, in characters, as of an exponent (ANNCSU, Aggiornamento accessi:
/// `esponente`); for internals ANNCSU has no field.
const LONGEST_PART: usize = 15;

/// An internal access (accesso interno, numero interno) of a dwelling or of premises, told from the
/// others of its address by building, stair and number (DPR 223/1989, art. 42; Istat, Istruzioni per
/// l'ordinamento ecografico, 2018).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Internal {
    /// Edificio, corte: where several share the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<String>,
    /// Scala.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stair: Option<String>,
    /// Piano.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Numero interno, with its exponent.
    pub number: String,
}

/// Internals as they are kept: in capitals, without blanks around, each once.
pub(super) fn checked(internals: &[Internal]) -> Result<Vec<Internal>, Refusal> {
    if internals.len() > MOST_INTERNALS {
        return Err(Refusal::WrongList);
    }
    let internals = internals.iter().map(tidied).collect::<Result<Vec<Internal>, Refusal>>()?;
    let distinct: BTreeSet<_> =
        internals.iter().map(|internal| (&internal.building, &internal.stair, &internal.number)).collect();
    if distinct.len() != internals.len() {
        return Err(Refusal::WrongList);
    }
    Ok(internals)
}

fn tidied(internal: &Internal) -> Result<Internal, Refusal> {
    let tidy = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let is_right = !text.is_empty() && text.chars().count() <= LONGEST_PART && is_writable(&text);
        is_right.then_some(text).ok_or(Refusal::WrongField { field: "internals" })
    };
    let optional = |text: &Option<String>| text.as_deref().map(tidy).transpose();
    Ok(Internal {
        building: optional(&internal.building)?,
        stair: optional(&internal.stair)?,
        floor: optional(&internal.floor)?,
        number: tidy(&internal.number)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn internal(stair: Option<&str>, number: &str) -> Internal {
        Internal { building: None, stair: stair.map(str::to_owned), floor: None, number: number.to_owned() }
    }

    #[test]
    fn internals_are_kept_in_capitals_each_once() {
        let kept = checked(&[internal(Some(" a "), "3 bis"), internal(Some("B"), "3 bis")]).unwrap();
        assert_eq!((kept[0].stair.as_deref(), kept[0].number.as_str()), (Some("A"), "3 BIS"));
        let twice = checked(&[internal(Some("a"), "3"), internal(Some("A"), "3")]);
        assert_eq!(twice, Err(Refusal::WrongList));
    }

    #[test]
    fn an_internal_without_a_number_or_with_a_long_one_is_refused() {
        let wrong = Err(Refusal::WrongField { field: "internals" });
        for number in ["", " ", "1;2", "1234567890123456"] {
            assert_eq!(checked(&[internal(None, number)]), wrong);
        }
        assert_eq!(checked(&vec![internal(None, "1"); 2_001]), Err(Refusal::WrongList));
    }
}
