//! Blanks and signs that should not be in a name.

use super::super::violation::Defect;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Finds blanks too many, control characters, signs without width, and letters broken by a wrong
/// encoding. The last cannot be mended.
pub(in super::super) fn name_characters(name: &ThoroughfareName) -> Option<Defect> {
    let parts = [Some(&name.kind), name.complement.as_ref(), Some(&name.name)];
    let found = parts.into_iter().flatten().find(|part| clean(part) != **part || is_broken(part))?;
    let complement = name.complement.as_deref().map(clean).filter(|part| !part.is_empty());
    let cleaned =
        ThoroughfareName { kind: clean(&name.kind), complement, name: clean(&name.name), ..name.clone() };
    let suggestion = (!is_broken(&cleaned.to_string())).then_some(cleaned);
    Some(Defect::text(&found.escape_debug().to_string()).suggesting(suggestion))
}

fn clean(text: &str) -> String {
    let visible = text.chars().filter(|letter| !is_without_width(*letter));
    let blanks: String = visible.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    blanks.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_without_width(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// UTF-8 read as Windows-1252 leaves `Ã` and `Â` before a sign; Italian and its neighbours have
/// neither there.
fn is_broken(text: &str) -> bool {
    let pairs = text.chars().zip(text.chars().skip(1));
    let is_misread =
        |(one, other): (char, char)| matches!(one, 'Ã' | 'Â') && ('\u{80}'..='\u{bf}').contains(&other);
    text.contains('\u{fffd}') || pairs.into_iter().any(is_misread)
}
