//! Short names for addresses on the web.

/// Tells whether `text` is lower-case letters, digits and single hyphens, first a letter.
pub(crate) fn is_slug(text: &str, max: usize) -> bool {
    text.len() <= max
        && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// Makes a short name of a text: accents are dropped, whatever is no letter or digit becomes a hyphen.
///
/// The result may be empty, where the text holds no Latin letter.
pub fn slug(text: &str, max: usize) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase).map(without_accent) {
        if letter.is_ascii_alphanumeric() && !(slug.is_empty() && letter.is_ascii_digit()) {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(max);
    slug.trim_end_matches('-').to_owned()
}

/// Drops the accents that Italian and its neighbours write.
fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_comuni_become_slugs() {
        assert_eq!(slug("Cassina de' Pecchi", 40), "cassina-de-pecchi");
        assert_eq!(slug("Noviglio  - (MI)", 40), "noviglio-mi");
        assert_eq!(slug("Città Metropolitana", 40), "citta-metropolitana");
        assert_eq!(slug("2018_civici", 40), "civici");
        assert_eq!(slug("東京", 40), "");
    }
}
