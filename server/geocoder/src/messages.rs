//! The words of the answers, in each language.

use crate::fault::FaultKind;

/// A language of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Italiano.
    #[default]
    Italian,
    /// English.
    English,
}

impl Language {
    /// Reads a language tag such as `en-GB`; whatever is not English is Italian.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") { Self::English } else { Self::Italian }
    }
}

/// Says what a fault is.
pub(crate) fn fault(kind: FaultKind, language: Language) -> &'static str {
    let (italian, english) = words(kind);
    match language {
        Language::Italian => italian,
        Language::English => english,
    }
}

fn words(kind: FaultKind) -> (&'static str, &'static str) {
    use FaultKind as F;
    match kind {
        F::KindMissing => ("manca il tipo di strada (via, piazza...)", "the kind of street is missing"),
        F::KindDifferent => ("il tipo di strada è diverso", "the kind of street is different"),
        F::NameTypo => ("il nome sembra scritto con un errore", "the name seems misspelt"),
        F::NamePartial => ("il nome è incompleto", "the name is not complete"),
        F::NameInitial => ("un nome è abbreviato", "a name is shortened"),
        F::NameExtra => ("il nome contiene parole in più", "the name holds further words"),
        F::NameOrder => {
            ("le parole del nome sono in altro ordine", "the words of the name are in another order")
        }
        F::NameAlias => ("trovato con un altro nome della strada", "found under another name of the street"),
        F::NameOfAnother => ("un'altra strada ha proprio questo nome", "another street has this very name"),
        F::NumberNotFound => {
            ("il numero civico non è nel registro", "the house number is not in the register")
        }
        F::NumberInterpolated => {
            ("posizione stimata fra i numeri vicini", "position estimated between neighbouring numbers")
        }
        F::NumberNearest => {
            ("è il numero più vicino nel registro", "it is the nearest number in the register")
        }
        F::NumberRange => ("trovato un solo numero dell'intervallo", "one number of the range was found"),
        F::ExponentNotFound => ("l'esponente non è nel registro", "the exponent is not in the register"),
        F::ExponentAdded => ("il registro ha un esponente in più", "the register has a further exponent"),
        F::MunicipalityTypo => ("il comune sembra scritto con un errore", "the comune seems misspelt"),
        F::MunicipalityPartial => ("il nome del comune è abbreviato", "the name of the comune is shortened"),
        F::MunicipalityMissing => ("manca il comune", "the comune is missing"),
        F::MunicipalityDifferent => ("il comune è diverso", "the comune is different"),
        F::PostcodeDifferent => ("il CAP è diverso", "the postcode is different"),
        F::StreetNotFound => ("la strada non è nel registro", "the street is not in the register"),
        F::TextIgnored => ("una parte del testo non è stata usata", "a part of the text was not used"),
        F::TextUnknown => ("una parte del testo non è riconosciuta", "a part of the text is not recognised"),
        F::NotCurrent => ("non è in vigore", "it is not in force"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_from_its_tag() {
        assert_eq!(Language::of_tag("en-GB"), Language::English);
        assert_eq!(Language::of_tag("EN"), Language::English);
        assert_eq!(Language::of_tag("it"), Language::Italian);
        assert_eq!(Language::of_tag("fr"), Language::Italian);
    }

    #[test]
    fn a_fault_has_words_in_both_languages() {
        assert_eq!(fault(FaultKind::MunicipalityMissing, Language::Italian), "manca il comune");
        assert_eq!(fault(FaultKind::MunicipalityMissing, Language::English), "the comune is missing");
    }
}
