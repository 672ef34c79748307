//! Turns the words of a name into terms: what kind of word each is, and one spelling for all its forms.

use std::borrow::Cow;

use crate::numerals;
use crate::tokens::{Separator, Token};
use crate::words;

/// Most terms of a name.
pub(crate) const MAX_TERMS: usize = 12;

/// What a word does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// What the name is known by: a surname, a place, a thing.
    Word,
    /// A given name before a surname.
    Given,
    /// A number, however written.
    Number,
    /// A single letter.
    Initial,
    /// A title: don, generale.
    Title,
    /// Saint, in any form.
    Saint,
    /// An article or a preposition.
    Particle,
}

/// A word of a name in its one spelling; numbers are `#20`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) class: Class,
    /// First letter as written: `q` for `quinto`, whose spelling is `#5`.
    pub(crate) first: char,
    /// Whether it was cut out of a longer word.
    pub(crate) is_part: bool,
}

impl<'a> Term<'a> {
    /// Makes a term of a word as written and its one spelling.
    pub(crate) fn new(written: &str, text: impl Into<Cow<'a, str>>, class: Class) -> Self {
        Self { text: text.into(), class, first: written.chars().next().unwrap_or_default(), is_part: false }
    }

    /// Says that it was cut out of a longer word.
    pub(crate) fn part(self) -> Self {
        Self { is_part: true, ..self }
    }
}

/// Reads the terms of a name, of a query or of the register alike.
pub(crate) fn terms<'a>(tokens: &[Token<'a>]) -> Vec<Term<'a>> {
    let mut terms = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() && terms.len() < MAX_TERMS {
        let (term, taken) = read(tokens, at);
        terms.push(term);
        at += taken;
    }
    settle(&mut terms);
    terms
}

fn read<'a>(tokens: &[Token<'a>], at: usize) -> (Term<'a>, usize) {
    if let Some(short) = dotted_title(tokens, at) {
        return (Term::new(tokens[at].text, short, Class::Title), 2);
    }
    if is_contracted(tokens, at) {
        return (plain(tokens[at].text, tokens.get(at + 2)), 2);
    }
    let word = tokens[at].text;
    let after_number = at.checked_sub(1).is_some_and(|before| number(tokens, before).is_some());
    if let Some(month) = after_number.then(|| month_at(tokens, at)).flatten() {
        return (Term::new(word, month.0, Class::Word), month.1);
    }
    if let Some(number) = number(tokens, at) {
        return (Term::new(word, format!("#{number}"), Class::Number), 1);
    }
    if at > 0
        && tokens.get(at + 1).is_none()
        && let Some(title) = words::short_title(word)
    {
        return (Term::new(word, title, Class::Title), 1);
    }
    (plain(word, tokens.get(at + 1)), 1)
}

/// Reads `f.lli`: the two tokens are one title.
fn dotted_title(tokens: &[Token<'_>], at: usize) -> Option<&'static str> {
    let [first, second] = tokens.get(at..at + 2)? else { return None };
    if first.text.len() + second.text.len() > 5 {
        return None;
    }
    matches!(second.before, Separator::Dot | Separator::Slash)
        .then(|| words::title(&[first.text, second.text].concat()))
        .flatten()
}

/// Tells `bern.no` for `bernardino`: the beginning of a word and its end, a dot between them; the
/// beginning stands for the word.
fn is_contracted(tokens: &[Token<'_>], at: usize) -> bool {
    let Some([first, end]) = tokens.get(at..at + 2) else { return false };
    let ends_word = (2..=3).contains(&end.text.len()) && end.text.ends_with(['a', 'e', 'i', 'o']);
    first.text.len() >= 3
        && !first.is_number()
        && end.before == Separator::Dot
        && ends_word
        && !words::is_particle(end.text)
        && !words::is_given_name(end.text)
}

fn plain<'a>(word: &'a str, next: Option<&Token<'_>>) -> Term<'a> {
    let term = |text: &'a str, class| Term::new(word, text, class);
    let letter = word.chars().nth(1).is_none();
    let elided = next.is_some_and(|next| next.before == Separator::Apostrophe);
    let known = words::known(word);
    if next.is_some() && (known.saint || word == "s") {
        term("san", Class::Saint)
    } else if letter && !elided && word != "e" {
        term(word, Class::Initial)
    } else if known.particle {
        term(word, Class::Particle)
    } else if let Some(title) = next.and(known.title) {
        term(title, Class::Title)
    } else if known.given {
        term(word, Class::Given)
    } else {
        term(word, Class::Word)
    }
}

/// Reads a number in digits, in Roman numerals or in words; a lone `i`, `v` or `x` only beside a
/// month, a word that is counted or a regnal name.
fn number(tokens: &[Token<'_>], at: usize) -> Option<u32> {
    let word = tokens[at].text;
    if tokens[at].is_number() {
        return word.parse().ok();
    }
    if word.len() > 1 {
        return numerals::roman(word).or_else(|| numerals::word(word));
    }
    let next = tokens.get(at + 1).map(|token| token.text);
    let before = at.checked_sub(1).map(|before| tokens[before].text);
    let beside = next
        .is_some_and(|next| numerals::month(next).is_some_and(|m| m == next) || words::is_counted(next))
        || before.is_some_and(words::is_regnal);
    beside.then(|| numerals::any_roman(word)).flatten()
}

/// Reads a month, `7bre` and its kin too, and how many tokens it takes.
fn month_at(tokens: &[Token<'_>], at: usize) -> Option<(&'static str, usize)> {
    let word = tokens[at].text;
    if tokens.get(at + 1).is_some_and(|next| next.text == "bre" && next.before == Separator::Glued) {
        let month = match word {
            "7" => "settembre",
            "8" => "ottobre",
            "9" => "novembre",
            "10" => "dicembre",
            _ => return None,
        };
        return Some((month, 2));
    }
    numerals::month(word).map(|month| (month, 1))
}

/// A given name counts as one only before a surname and not after a saint; a name made of titles or
/// particles alone is known by these.
fn settle(terms: &mut [Term<'_>]) {
    let last_word = terms.iter().rposition(|term| matches!(term.class, Class::Word | Class::Given));
    let mut after_saint = false;
    for (at, term) in terms.iter_mut().enumerate() {
        if term.class == Class::Given && (after_saint || last_word == Some(at)) {
            term.class = Class::Word;
        }
        after_saint = term.class == Class::Saint;
    }
    for class in [Class::Title, Class::Initial, Class::Particle] {
        let known = terms.iter().any(|term| matches!(term.class, Class::Word | Class::Given | Class::Number));
        if !known {
            for term in terms.iter_mut().filter(|term| term.class == class) {
                term.class = Class::Word;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise;
    use crate::tokens::tokenise;

    fn read(text: &str) -> Vec<(String, Class)> {
        let text = normalise(text);
        terms(&tokenise(&text)).into_iter().map(|term| (term.text.into_owned(), term.class)).collect()
    }

    fn texts(text: &str) -> String {
        read(text).into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_have_one_spelling() {
        for text in ["XX Settembre", "20 settembre", "venti settembre", "Ventesimo sett.", "20 7bre"] {
            assert_eq!(texts(text), "#20 settembre", "{text}");
        }
        assert_eq!(texts("Vittorio Emanuele II"), texts("vittorio emanuele secondo"));
        assert_eq!(texts("I Maggio"), "#1 maggio");
        assert_eq!(texts("Umberto I"), "umberto #1");
        assert_eq!(texts("V. Monti"), "v monti");
    }

    #[test]
    fn a_word_contracted_at_its_dot_is_one() {
        assert_eq!(texts("Ramazzini Bern.no"), "ramazzini bern");
        assert_eq!(texts("Viscon.di Modrone"), "viscon di modrone");
        assert_eq!(texts("S.Pio"), "san pio");
    }

    #[test]
    fn words_have_classes() {
        use Class::{Given, Initial, Particle, Saint, Title, Word};
        let classes = |text: &str| read(text).into_iter().map(|(_, class)| class).collect::<Vec<_>>();
        assert_eq!(classes("Giuseppe Garibaldi"), [Given, Word]);
        assert_eq!(classes("San Giuseppe"), [Saint, Word]);
        assert_eq!(classes("d'Azeglio"), [Particle, Word]);
        assert_eq!(classes("S. Ambrogio"), [Saint, Word]);
        assert_eq!(classes("F.lli Bandiera"), [Title, Word]);
        assert_eq!(classes("g.b. pirelli"), [Initial, Initial, Word]);
        assert_eq!(classes("del Cardinale"), [Particle, Word]);
        assert_eq!(classes("Zoia f.lli"), [Word, Title]);
        assert_eq!(classes("Mezzofanti card."), [Word, Title]);
    }
}
