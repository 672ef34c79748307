//! Reads what stands on the door: number, exponent, range, kilometre, SNC.

use crate::tokens::{Separator, Token};

/// Largest house number that is read.
const MAX_NUMBER: u32 = 99_999;

/// Numbers of one house in a list are no farther apart than this.
const WIDEST_HOUSE: u32 = 8;

/// A way to say which access of a street is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NumberQuery {
    /// A house number.
    House {
        /// The number proper.
        number: u32,
        /// Exponent, specificity and extension run together in capitals: `A`, `BIS`, `AN05`.
        suffix: String,
        /// The other end of a range: 25 in `21/25`.
        range_to: Option<u32>,
    },
    /// Metres from the beginning of the street.
    Metres(u32),
    /// SNC: without a number.
    Unnumbered,
}

/// Runs exponent, specificity and extension together, as they are compared.
pub(crate) fn suffix_key(parts: &[Option<&str>]) -> String {
    let letters = parts.iter().flatten().flat_map(|part| part.chars());
    letters.filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Reads a number at `at` and returns it with the index after it.
pub(crate) fn read(tokens: &[Token<'_>], at: usize) -> Option<(NumberQuery, usize)> {
    let number = tokens[at].text.parse().ok().filter(|number| *number <= MAX_NUMBER)?;
    let mut suffix = String::new();
    let mut range_to = None;
    let mut end = at + 1;
    while let Some(token) = tokens.get(end) {
        if second_number(tokens, end).is_some()
            || begins_shortening(token, tokens.get(end + 1))
            || !continues(token, suffix.is_empty()) && !begins_extension(token, tokens.get(end + 1))
        {
            break;
        }
        if token.is_number() && suffix.is_empty() {
            range_to = token.text.parse().ok().filter(|other| *other > number);
        }
        suffix.extend(token.text.chars().flat_map(char::to_uppercase));
        end += 1;
    }
    if let Some((other, after)) = second_number(tokens, end).filter(|(other, _)| *other > number) {
        range_to = range_to.or(Some(other));
        end = after;
    }
    let (listed, end) = list_end(tokens, end, number);
    Some((NumberQuery::House { number, suffix, range_to: range_to.or(listed) }, end))
}

/// Reads what follows a number after commas, when it is more numbers of the same house (`12, 14, 16`,
/// `12 - 14`): the last one, and the index after it.
fn list_end(tokens: &[Token<'_>], mut end: usize, number: u32) -> (Option<u32>, usize) {
    let mut last = None;
    while let Some(token) = tokens.get(end).filter(|token| token.before == Separator::Comma) {
        let is_alone = tokens.get(end + 1).is_none_or(|next| next.before == Separator::Comma);
        let other =
            token.text.parse().ok().filter(|other| is_alone && is_beside(*other, last.unwrap_or(number)));
        let Some(other) = other else { break };
        last = Some(other);
        end += 1;
    }
    (last, end)
}

/// Tells whether two numbers may be those of one house.
fn is_beside(other: u32, number: u32) -> bool {
    other > number && other - number <= WIDEST_HOUSE
}

/// Tells the `p` of `p.co`: a letter that a dot joins to more is no exponent.
fn begins_shortening(token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    let joined = next
        .is_some_and(|next| next.before == Separator::Dot && next.letter().is_none() && !next.is_number());
    token.before == Separator::Blank && token.letter().is_some() && joined
}

/// Reads `e 24` or `a 24` after `20`: two numbers of one address.
fn second_number(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let [and, other] = tokens.get(at..at + 2)? else { return None };
    matches!(and.text, "e" | "a" | "al")
        .then(|| other.text.parse().ok())
        .flatten()
        .map(|number| (number, at + 2))
}

/// Tells whether the token still belongs to the number before it.
fn continues(token: &Token<'_>, first: bool) -> bool {
    use Separator::{Blank, Dot, Glued, Hyphen, Slash};
    let tight = matches!(token.before, Glued | Slash | Hyphen);
    if token.is_number() {
        return tight && token.text.len() <= 4;
    }
    if token.letter().is_some() {
        return tight || (token.before == Blank && (first || token.text != "e"));
    }
    let known = matches!(
        token.text,
        "bis" | "ter" | "quater" | "quinquies" | "sexies" | "rosso" | "rossa" | "nero" | "nera"
    );
    known && (tight || matches!(token.before, Blank | Dot))
}

/// Tells whether the token is the letters of `AP01`, an exponent and an extension run together.
fn begins_extension(token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    let tight = matches!(token.before, Separator::Glued | Separator::Slash | Separator::Hyphen);
    tight
        && token.text.len() <= 3
        && next.is_some_and(|next| next.is_number() && next.before == Separator::Glued)
}

/// Reads SNC at `at`: `snc`, `s.n.c.`, `s.n.`, `s/n`, `senza numero`; returns the index after it.
pub(crate) fn unnumbered(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let text = |offset: usize| tokens.get(at + offset).map(|token| token.text);
    let tight = |offset: usize| {
        tokens
            .get(at + offset)
            .is_some_and(|t| matches!(t.before, Separator::Dot | Separator::Slash | Separator::Stop))
    };
    match (text(0)?, text(1)) {
        ("snc" | "sn", _) => Some(at + 1),
        ("s", Some("n")) if tight(1) => Some(at + if text(2) == Some("c") && tight(2) { 3 } else { 2 }),
        ("senza", Some("numero" | "n")) => Some(at + if text(2) == Some("civico") { 3 } else { 2 }),
        ("senza", Some("civico")) => Some(at + 2),
        _ => None,
    }
}

/// Reads a distance at `at`: `km 3+200`, `km. 3,2`, `km 12`, `progr. km 12+300`, `12+300`; returns the
/// index after it.
pub(crate) fn metres(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let is_announced = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            matches!(token.text, "km" | "chilometro" | "chilometrica" | "pk" | "progr" | "progressiva")
        })
    };
    let first = (at..tokens.len()).find(|at| !is_announced(*at))?;
    let whole: u32 =
        tokens.get(first).filter(|t| t.is_number())?.text.parse().ok().filter(|km| *km < 10_000)?;
    let part = tokens.get(first + 1).filter(|t| t.is_number() && t.text.len() <= 3);
    if first == at {
        // Nothing but its plus shows that it is one.
        let part = part.filter(|part| part.before == Separator::Plus && part.text.len() == 3)?;
        return Some((whole * 1000 + part.text.parse::<u32>().ok()?, first + 2));
    }
    let part = part.filter(|t| !matches!(t.before, Separator::Blank | Separator::Glued));
    let Some(part) = part else { return Some((whole * 1000, first + 1)) };
    let scale = [1000, 100, 10, 1].get(part.text.len()).copied().unwrap_or(1);
    let fraction: u32 = part.text.parse().ok()?;
    Some((whole * 1000 + fraction * scale, first + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise;
    use crate::tokens::tokenise;

    fn house(text: &str) -> Option<(u32, String, Option<u32>)> {
        let text = normalise(text);
        match read(&tokenise(&text), 0)?.0 {
            NumberQuery::House { number, suffix, range_to } => Some((number, suffix, range_to)),
            _ => None,
        }
    }

    #[test]
    fn an_exponent_is_read_in_all_its_forms() {
        for text in ["12/A", "12a", "12 A", "12-a", "0012 / a"] {
            assert_eq!(house(text), Some((12, "A".into(), None)), "{text}");
        }
        for text in ["12 bis", "12bis", "12/bis"] {
            assert_eq!(house(text), Some((12, "BIS".into(), None)), "{text}");
        }
        assert_eq!(house("12/A bis"), Some((12, "ABIS".into(), None)));
        assert_eq!(house("21N05"), Some((21, "N05".into(), None)));
        assert_eq!(house("20 e 24"), Some((20, String::new(), Some(24))));
        assert_eq!(house("43 a 57"), Some((43, String::new(), Some(57))));
        assert_eq!(house("4/AP01"), Some((4, "AP01".into(), None)));
        assert_eq!(house("12 rosso"), Some((12, "ROSSO".into(), None)));
        assert_eq!(house("21/25"), Some((21, "25".into(), Some(25))));
        assert_eq!(house("12, 14, 16"), Some((12, String::new(), Some(16))));
        assert_eq!(house("12 - 14, Rho"), Some((12, String::new(), Some(14))));
        assert_eq!(house("12, 40"), Some((12, String::new(), None)));
        assert_eq!(house("12, int 3"), Some((12, String::new(), None)));
    }

    #[test]
    fn kilometres_become_metres() {
        let read = |text: &str| {
            let text = normalise(text);
            metres(&tokenise(&text), 0).map(|(metres, _)| metres)
        };
        assert_eq!(read("km 3+200"), Some(3200));
        assert_eq!(read("km. 3,2"), Some(3200));
        assert_eq!(read("km 12"), Some(12_000));
        assert_eq!(read("km12+300"), Some(12_300));
        assert_eq!(read("progr. km 12 + 300"), Some(12_300));
        assert_eq!(read("12+300"), Some(12_300));
        assert_eq!(read("12"), None);
        assert_eq!(read("12+3"), None);
    }

    #[test]
    fn the_absence_of_a_number_is_read() {
        for text in ["snc", "s.n.c.", "s/n", "s.n.", "senza numero civico"] {
            let text = normalise(text);
            let tokens = tokenise(&text);
            assert_eq!(unnumbered(&tokens, 0), Some(tokens.len()), "{text}");
        }
    }
}
