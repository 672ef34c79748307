//! The generic part of a street's name (DUG): via, viale, piazza, and how they are shortened.

mod table;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::tokens::{Separator, Token};

/// A DUG of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(u8);

/// A DUG read at the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindReading {
    /// What it may mean; more than one for `p.ta`, `c.le`, `v.co`.
    pub kinds: &'static [Kind],
    /// How many tokens it takes.
    pub tokens: usize,
    /// Whether the same words may well be the beginning of a name: `Monte Rosa`, `Porta Romana`, `S.S.`.
    pub doubtful: bool,
}

static FORMS: LazyLock<FxHashMap<&str, Vec<Kind>>> = LazyLock::new(|| {
    let mut forms: FxHashMap<&str, Vec<Kind>> = FxHashMap::default();
    for (kind, (name, shorts)) in (0_u8..).zip(table::KINDS) {
        for form in std::iter::once(name).chain(shorts.iter()) {
            forms.entry(form).or_default().push(Kind(kind));
        }
    }
    forms
});

/// The first and second words of the forms that have several.
static FIRST_WORDS: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| {
    let first_two = |form: &&'static str| {
        let mut words = form.split(' ');
        Some((words.next()?, words.next()?))
    };
    FORMS.keys().filter_map(first_two).collect()
});

impl Kind {
    /// Finds the DUG that a full or shortened normalised text names for certain.
    pub fn find(text: &str) -> Option<Self> {
        FORMS.get(text).and_then(|kinds| kinds.first().copied())
    }

    /// Returns the DUG in full, in lower case.
    pub fn name(self) -> &'static str {
        table::KINDS.get(usize::from(self.0)).map_or("", |(name, _)| name)
    }

    /// Tells `via` of `via privata`.
    pub fn is_plain_form_of(self, other: Self) -> bool {
        let rest = other.name().strip_prefix(self.name());
        matches!(rest, Some(" privata" | " privato"))
    }

    /// Tells whether such a road is known by its number: `SS 36`, `A4`.
    pub fn is_numbered_road(self) -> bool {
        table::NUMBERED.contains(&self.name())
    }

    /// Tells whether people take the two for one another.
    pub fn is_related(self, other: Self) -> bool {
        table::RELATED.iter().any(|group| group.contains(&self.name()) && group.contains(&other.name()))
    }
}

/// Reads the DUG at the head of the tokens: the longest form, of three tokens at most.
pub fn at_head(tokens: &[Token<'_>]) -> Option<KindReading> {
    (1..=tokens.len().min(3)).rev().find_map(|count| {
        let head = &tokens[..count];
        let kinds = kinds_of(head)?;
        let plain = kinds.len() == 1 && kinds.iter().all(|kind| is_plain(*kind, head));
        Some(KindReading { kinds, tokens: count, doubtful: !plain })
    })
}

/// A full plain word, or a shortening that its dot shows to be one.
fn is_plain(kind: Kind, head: &[Token<'_>]) -> bool {
    let joined: usize = head.iter().map(|token| token.text.len()).sum();
    table::PLAIN.contains(&kind.name()) && joined > 1
}

/// What the tokens mean as one form: `v.le` as `vle`, `p. za` as `pza`, `via privata` as it is.
fn kinds_of(head: &[Token<'_>]) -> Option<&'static [Kind]> {
    let find = |form: &str| FORMS.get(form).map(Vec::as_slice);
    let [first, more @ ..] = head else { return None };
    if more.is_empty() {
        return find(first.text);
    }
    let dotted = more.iter().all(|token| match token.before {
        Separator::Dot => true,
        Separator::Stop => token.text.len() <= 3,
        _ => false,
    });
    let joined = || head.iter().map(|token| token.text).collect::<String>();
    if let Some(kinds) = dotted.then(joined).and_then(|form| find(&form)).or_else(|| contracted(head)) {
        return Some(kinds);
    }
    let spaced = more.iter().all(|token| !matches!(token.before, Separator::Comma | Separator::Glued));
    let words = || head.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
    (spaced && FIRST_WORDS.contains(&(first.text, more[0].text))).then(words).and_then(|form| find(&form))
}

/// Reads `p.zzale` and `piaz.tta`: the beginning of one DUG and its end, a dot between them.
fn contracted(head: &[Token<'_>]) -> Option<&'static [Kind]> {
    let [first, last] = head else { return None };
    if last.before != Separator::Dot || last.text.len() < 3 {
        return None;
    }
    let is_meant = |name: &&&str| {
        name.len() > first.text.len() + last.text.len()
            && name.starts_with(first.text)
            && name.ends_with(last.text)
    };
    let mut meant = table::PLAIN.iter().filter(is_meant);
    let name = meant.next().filter(|_| meant.next().is_none())?;
    FORMS.get(*name).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise;
    use crate::tokens::tokenise;

    fn read(text: &str) -> Option<(Vec<&'static str>, usize)> {
        let text = normalise(text);
        at_head(&tokenise(&text)).map(|r| (r.kinds.iter().map(|k| k.name()).collect(), r.tokens))
    }

    #[test]
    fn shortened_kinds_are_read_with_dots_and_without() {
        assert_eq!(read("V.le Monza"), Some((vec!["viale"], 2)));
        assert_eq!(read("vle Monza"), Some((vec!["viale"], 1)));
        assert_eq!(read("P. za Duomo"), Some((vec!["piazza"], 2)));
        assert_eq!(read("L.go Augusto"), Some((vec!["largo"], 2)));
        assert_eq!(read("Via Privata Asti"), Some((vec!["via privata"], 2)));
        assert_eq!(read("P.zzale Accursio"), Some((vec!["piazzale"], 2)));
        assert_eq!(read("piaz.tta Pattari"), Some((vec!["piazzetta"], 2)));
        assert_eq!(read("S.Ambrogio"), None);
        assert_eq!(read("Dante"), None);
    }

    #[test]
    fn an_ambiguous_form_keeps_its_alternatives() {
        assert_eq!(read("P.ta Romana"), Some((vec!["piazzetta", "porta"], 2)));
        assert_eq!(read("c.le x"), Some((vec!["cortile", "calle"], 2)));
    }

    #[test]
    fn every_form_is_normalised() {
        for (name, shorts) in table::KINDS {
            for form in std::iter::once(name).chain(shorts.iter()) {
                assert_eq!(normalise(form), **form);
            }
        }
    }
}
