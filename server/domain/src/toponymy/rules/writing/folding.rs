//! Names made comparable, so that those that people take for the same are found.

use super::standard_form;
use super::words::{bare, is_among};
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Words that do not tell one street from another.
const PARTICLES: &str = "\
    a ai al alla alle d da dal dalla de degli dei del dell della delle dello di e ed il in la le lo per";
const SAINTS: &str = "san sant santa santo";

/// Returns a name in small letters without accents, apostrophes, particles and differences of
/// writing: `VIA S. AMBROGIO` and `Via Sant'Ambrogio` are both `via san ambrogio`.
///
/// For comparing only (DPR 223/1989, art. 41: names of the same kind must differ in a comune).
pub fn folded_name(name: &ThoroughfareName) -> String {
    let standard = standard_form(name).to_string();
    let letters: String = standard.to_lowercase().chars().map(unaccented).collect();
    let words = letters.split(|letter: char| !letter.is_alphanumeric() && letter != '.').map(bare);
    let kept = words.filter(|word| !word.is_empty() && !is_among(PARTICLES, word));
    let folded = kept.map(|word| if is_among(SAINTS, &word) { "san".to_owned() } else { word });
    folded.collect::<Vec<_>>().join(" ")
}

fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}
