//! Letters without their accents, to compare and to sort names.

/// Returns a letter in upper case without the accents that Italian and its neighbours write.
pub(super) fn base_letter(letter: char) -> char {
    match upper_letter(letter) {
        'À' | 'Á' | 'Â' | 'Ä' => 'A',
        'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'Ì' | 'Í' | 'Î' | 'Ï' => 'I',
        'Ò' | 'Ó' | 'Ô' | 'Ö' => 'O',
        'Ù' | 'Ú' | 'Û' | 'Ü' => 'U',
        'Ç' => 'C',
        other => other,
    }
}

/// Returns a letter in upper case; one whose upper case is several letters (ß) stays.
pub(super) fn upper_letter(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => letter,
    }
}

/// Folds a text to compare it: letters and digits alone, so that `VERITA'` equals `Verità`.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).map(base_letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_apostrophes_and_blanks_make_no_difference() {
        assert_eq!(folded("Via della Verità"), folded("VIA DELLA VERITA'"));
        assert_eq!(folded("via sant' Angelo"), folded("VIA SANT'ANGELO"));
        assert_ne!(folded("VIA ROMA"), folded("VIA ROMA 2"));
    }
}
