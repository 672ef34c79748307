//! What stands on the door.

use serde::{Deserialize, Serialize};

/// A house number (numero civico).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HouseNumber {
    /// The number proper.
    pub number: u32,
    /// Esponente: a letter, "bis", or the part after a bar; Milan writes LETTERA and BARRA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exponent: Option<String>,
    /// Specificità: "rosso", "nero".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specificity: Option<String>,
    /// A further access of the same number by kind, such as a shop (N01) or a driveway (P01):
    /// Milan's BARRA2. Part of what makes an address unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
}

impl std::fmt::Display for HouseNumber {
    /// Writes the number as on a plate: `12/A`, `12/A rosso`, `12 (N01)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.number)?;
        if let Some(exponent) = &self.exponent {
            write!(f, "/{exponent}")?;
        }
        if let Some(specificity) = &self.specificity {
            write!(f, " {specificity}")?;
        }
        if let Some(extension) = &self.extension {
            write!(f, " ({extension})")?;
        }
        Ok(())
    }
}

/// How an access is told from the others of its street.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Locator {
    /// A house number.
    Number(HouseNumber),
    /// Metrico: metres from the beginning of the street.
    Kilometric {
        /// Distance from the beginning of the street.
        metres: u32,
    },
    /// SNC, senza numero civico: placed after a number, or at the beginning of the street.
    Unnumbered {
        /// The number it comes after.
        after: Option<u32>,
        /// The metres it comes after, on a street with metric numbers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after_metres: Option<u32>,
        /// Its own number among those after the same one.
        sequence: u32,
    },
}

impl Locator {
    /// Tells whether two accesses of a street would have the same number, whatever the case of
    /// letters.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => one.to_uppercase() == other.to_uppercase(),
            (None, None) => true,
            _ => false,
        };
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => {
                one.number == other.number
                    && same(&one.exponent, &other.exponent)
                    && same(&one.specificity, &other.specificity)
                    && same(&one.extension, &other.extension)
            }
            _ => self == other,
        }
    }
}

impl std::fmt::Display for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Kilometric { metres } => write!(f, "km {}+{:03}", metres / 1000, metres % 1000),
            Self::Unnumbered { .. } => f.write_str("SNC"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_on_a_plate() {
        let plain = HouseNumber { number: 12, exponent: None, specificity: None, extension: None };
        assert_eq!(plain.to_string(), "12");
        let full = HouseNumber {
            exponent: Some("A".into()),
            specificity: Some("rosso".into()),
            extension: Some("N01".into()),
            ..plain
        };
        assert_eq!(full.to_string(), "12/A rosso (N01)");
        assert_eq!(Locator::Kilometric { metres: 12_050 }.to_string(), "km 12+050");
    }
}
