//! Names, saints and titles in full.

use super::super::violation::Defect;
use super::dates::is_month;
use super::ordinals::is_ordinal;
use super::saints::{many_saints, one_saint};
use super::titles::title;
use super::words::Words;
use crate::toponymy::thoroughfare::ThoroughfareName;

/// Letters that are words or numerals by themselves, or tell one road from the next.
const LONE_LETTERS: [&str; 6] = ["a", "e", "i", "o", "x", "y"];

/// Finds initials, shortened titles and saints: `G. Garibaldi`, `S. Rocco`, `F.lli Cervi`.
///
/// Only what can mean one thing is written in full; one that cannot leaves the whole as it is.
pub(in super::super) fn name_abbreviated(name: &ThoroughfareName) -> Option<Defect> {
    let mut words = parted(Words::of(name));
    let mut found = Vec::new();
    let mut is_certain = true;
    let mut at = 0;
    while at < words.len() {
        if is_abbreviated(&words, at) {
            found.push(words.get(at).to_owned());
            is_certain &= expand(&mut words, at);
        }
        at += 1;
    }
    if found.is_empty() {
        return None;
    }
    let suggestion = is_certain.then(|| words.into_name());
    Some(Defect::text(&found.join(" ")).suggesting(suggestion))
}

/// Parts what is written without a blank: `S.Giorgio`, `G.Verdi`.
fn parted(mut words: Words<'_>) -> Words<'_> {
    let mut at = 0;
    while at < words.len() {
        let word = words.get(at).to_owned();
        if let Some((first, second)) = word.rsplit_once('.')
            && title(&word.to_lowercase()).is_none()
            && first.chars().any(char::is_alphabetic)
            && second.chars().filter(|letter| letter.is_alphabetic()).count() > 2
        {
            words.part(at, &format!("{first}."), second);
        }
        at += 1;
    }
    words
}

fn is_abbreviated(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at).to_lowercase();
    let has_dot = word
        .char_indices()
        .any(|(dot, sign)| sign == '.' && word[..dot].chars().next_back().is_some_and(char::is_alphabetic));
    let is_saints = word == "ss" && many_saints(&words.bare(at + 1)).is_some();
    has_dot || is_saints || title(&word).is_some() || is_initial(words, at)
}

/// A lone letter before another word. At the end it tells one road from the next: `Lotto B`.
fn is_initial(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at).to_lowercase();
    let mut letters = word.chars();
    let is_lone =
        letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next().is_none();
    let next = words.bare(at + 1);
    let follows_number = words.bare_before(at).chars().any(|sign| sign.is_ascii_digit());
    // No name begins with the conjunction.
    let is_word = LONE_LETTERS.contains(&word.as_str()) && !(at == 0 && word == "e");
    is_lone
        && !next.is_empty()
        && next != "e"
        && next.chars().all(|letter| letter.is_alphabetic() || "'’-".contains(letter))
        && !is_word
        && !follows_number
        && !is_month(&next)
        && !is_ordinal(words, at)
}

/// Writes the word in full if that is certain.
fn expand(words: &mut Words<'_>, at: usize) -> bool {
    let form = words.get(at).to_lowercase();
    let next = words.bare(at + 1);
    let full = match form.as_str() {
        "s" | "s." => one_saint(&next),
        "ss" | "ss." | "s.s." => many_saints(&next),
        _ => title(&form).filter(|_| !next.is_empty()),
    };
    match full {
        None => return false,
        Some("Sant'") => {
            let joined = format!("{}{}", words.in_style("Sant'"), words.get(at + 1));
            words.set_two(at, &joined);
        }
        Some(full) => words.set(at, full),
    }
    true
}
