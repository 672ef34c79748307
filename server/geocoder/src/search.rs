//! Finds the names that the words typed may mean.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::compare::{BY_EAR, NameMatch, QueryTerm, compare};
use crate::index::Index;
use crate::names::Target;
use crate::numerals;
use crate::segment::Segment;
use crate::terms::{Class, Term, terms};
use crate::tokens::Token;
use crate::words;

/// Most names that are compared for one set of words.
const MAX_NAMES: usize = 1000;
/// Most targets that are kept.
const MAX_TARGETS: usize = 200;
/// Most words that one misspelt word may stand for.
const MAX_NEAR: usize = 12;
/// Names of more words are not searched for slips of the pen: they are no names.
const MAX_WORDS: usize = 7;
/// A word cut shorter says too little.
const SHORTEST_CUT: usize = 3;
/// Most words that a word cut short may stand for.
const MAX_CUTS: usize = 128;
/// Worse matches are no matches.
const WORST: u16 = 460;
/// A match as good as this needs no search for slips of the pen.
const GOOD: u16 = 25;

/// When nothing fits better than this, words that sound alike are looked for.
const POOR: u16 = 240;

/// No slip of the pen costs less.
const CHEAPEST_SLIP: u16 = 30;
/// Of more names than this the same words are compared once.
const MANY_NAMES: usize = 32;

/// A street or locality with the best match of its names.
pub(crate) type Found = (Target, NameMatch);

/// What was looked up for one question, whose readings share most of their words.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    near: Vec<(Box<str>, Near)>,
}

/// The words a slip or two away, as each segment numbers them.
type Near = [Vec<(u32, u8)>; 2];

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'s, 't> {
    pub(crate) name: &'s [Token<'t>],
    /// In these comuni; in all when none is given.
    pub(crate) within: &'s [u32],
    pub(crate) last: LastWord,
    /// Names that differ by more, in thousandths, are of no use.
    pub(crate) worst: u16,
    /// Whether nothing but the name was typed.
    pub(crate) is_bare: bool,
}

/// How the last word is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastWord {
    Whole,
    Unfinished,
}

/// Finds streets and localities by name, best first, of equals the one with more addresses.
pub(crate) fn search(search: &Search<'_, '_>, lookups: &mut Lookups, index: &Index) -> Vec<Found> {
    let search = &Search { worst: search.worst.min(WORST), ..*search };
    let Search { name, last, worst, .. } = *search;
    let typed = terms(name);
    let open = name.last().map(|token| token.text).filter(|_| last == LastWord::Unfinished);
    let mut found: Vec<Found> = Vec::new();
    let plain = resolve(&typed, open, index);
    gather(&plain, search, index, &mut found);
    if is_good(&found) || typed.len() > MAX_WORDS {
        return ranked(found, index);
    }
    for other in respelt(&typed, index) {
        gather(&resolve(&other, open, index), search, index, &mut found);
    }
    if !is_good(&found) && worst >= CHEAPEST_SLIP {
        let with_slips = with_slips(plain, &typed, lookups, index);
        gather(&with_slips, search, index, &mut found);
        if found.iter().all(|(_, matched)| matched.penalty() > POOR)
            && let Some(by_ear) = by_ear(with_slips, &typed, index)
        {
            gather(&by_ear, search, index, &mut found);
        }
    }
    ranked(found, index)
}

fn is_good(found: &[Found]) -> bool {
    found.iter().any(|(_, matched)| matched.penalty() <= GOOD)
}

/// Keeps the best match of each target, the first of equals, and orders them.
fn ranked(mut found: Vec<Found>, index: &Index) -> Vec<Found> {
    found.sort_by_key(|(target, matched)| (*target, matched.penalty()));
    found.dedup_by_key(|(target, _)| *target);
    found.sort_by_cached_key(|(target, matched)| {
        let (comune, street) = index.evidence(*target);
        (matched.penalty(), u32::MAX - comune, u32::MAX - street, index.rank_of_target(*target))
    });
    found.truncate(MAX_TARGETS);
    found
}

/// The words typed as each segment numbers them.
type Resolved = [Vec<QueryTerm>; 2];

/// Looks the words up; `open` is the last one as far as it is typed.
fn resolve(typed: &[Term<'_>], open: Option<&str>, index: &Index) -> Resolved {
    let count = typed.len();
    index.segments().map(|segment| {
        let resolved = typed.iter().enumerate().map(|(at, term)| {
            let prefix = open.filter(|_| at + 1 == count && !term.first.is_ascii_digit());
            QueryTerm {
                class: term.class,
                first: term.first,
                token: segment.vocabulary.find(&term.text),
                letter: term.text.chars().nth(1).is_none(),
                near: Vec::new(),
                beginning: prefix.map_or(0..0, |prefix| segment.vocabulary.beginning(prefix)),
                cut: 0..0,
                letters: term.text.len(),
                is_part: term.is_part,
            }
        });
        resolved.collect()
    })
}

fn with_slips(mut resolved: Resolved, typed: &[Term<'_>], lookups: &mut Lookups, index: &Index) -> Resolved {
    for (at, term) in typed.iter().enumerate() {
        if matches!(term.class, Class::Word | Class::Given | Class::Title) {
            for (terms, near) in resolved.iter_mut().zip(lookups.near(&term.text, index)) {
                terms[at].near.clone_from(near);
            }
            let cuts = index.segments().map(|segment| segment.vocabulary.beginning(&term.text));
            if term.text.len() >= SHORTEST_CUT && count_words(&cuts, index) <= MAX_CUTS {
                for (terms, cut) in resolved.iter_mut().zip(cuts) {
                    terms[at].cut = cut;
                }
            }
        }
    }
    resolved
}

/// Adds the words that sound like those typed; none when there are none.
fn by_ear(mut resolved: Resolved, typed: &[Term<'_>], index: &Index) -> Option<Resolved> {
    let mut has_any = false;
    for (at, term) in typed.iter().enumerate() {
        if matches!(term.class, Class::Word | Class::Given) {
            for (of, segment) in index.segments().into_iter().enumerate() {
                let mut heard = segment.vocabulary.sounding(&term.text);
                heard.retain(|word| of > 0 || !index.replaced.words.contains(word));
                has_any |= !heard.is_empty();
                resolved[of][at].near.extend(heard.into_iter().map(|word| (word, BY_EAR)));
            }
        }
    }
    has_any.then_some(resolved)
}

/// Counts the words in use among those of two segments.
fn count_words(words: &[Range<u32>; 2], index: &Index) -> usize {
    let [base, delta] = index.segments();
    let is_used = |word: &u32| !index.replaced.words.contains(word);
    let of_base = words[0].clone().filter(is_used).count();
    let is_new =
        |word: &u32| !base.vocabulary.find(delta.vocabulary.text(*word)).is_some_and(|w| is_used(&w));
    of_base + words[1].clone().filter(is_new).count()
}

impl Lookups {
    /// Finds the words a slip or two away that are nearest.
    fn near(&mut self, text: &str, index: &Index) -> &Near {
        let at = self.near.iter().position(|(known, _)| known.as_ref() == text).unwrap_or_else(|| {
            self.near.push((text.into(), near(text, index)));
            self.near.len() - 1
        });
        &self.near[at].1
    }
}

fn near(text: &str, index: &Index) -> Near {
    let near = near_words(text, index);
    if near.iter().any(|of_segment| !of_segment.is_empty()) {
        return near;
    }
    let number = numerals::misspelt(text).map(|(number, slips)| (format!("#{number}"), slips));
    let found = |(number, slips): &(String, u8), of: &Segment| Some((of.vocabulary.find(number)?, *slips));
    index.segments().map(|of| number.as_ref().and_then(|number| found(number, of)).into_iter().collect())
}

fn near_words(text: &str, index: &Index) -> Near {
    let [base, delta] = index.segments();
    let is_used = |(word, slips): &(u32, u8)| *slips > 0 && !index.replaced.words.contains(word);
    let mut of_base = base.vocabulary.near(text);
    of_base.retain(is_used);
    let mut of_delta = delta.vocabulary.near(text);
    of_delta.retain(|(_, slips)| *slips > 0);
    if !of_delta.is_empty() {
        let keys = |near: &[(u32, u8)], segment: &Segment| -> Vec<(u8, String)> {
            near.iter().map(|(word, slips)| (*slips, segment.vocabulary.text(*word).to_owned())).collect()
        };
        let mut all = [keys(&of_base, base), keys(&of_delta, delta)].concat();
        all.sort_unstable();
        all.dedup();
        all.truncate(MAX_NEAR);
        let is_among = |(word, slips): &(u32, u8), segment: &Segment| {
            all.iter().any(|(near, text)| near == slips && text == segment.vocabulary.text(*word))
        };
        of_base.retain(|near| is_among(near, base));
        of_delta.retain(|near| is_among(near, delta));
    }
    of_base.truncate(MAX_NEAR);
    [of_base, of_delta]
}

/// Compares with the names that hold the rarest words typed.
fn gather(typed: &Resolved, search: &Search<'_, '_>, index: &Index, found: &mut Vec<Found>) {
    let names = names_with(typed, search.within, index);
    compare_all(&names.of_rarest, typed, search, index, found);
    let is_settled =
        names.is_telling && search.within.len() == 1 && found.iter().any(|(_, matched)| matched.is_exact());
    if !is_settled {
        compare_all(&names.of_others, typed, search, index, found);
    }
}

fn compare_all(
    all: &[Name],
    typed: &Resolved,
    search: &Search<'_, '_>,
    index: &Index,
    found: &mut Vec<Found>,
) {
    let counts = |matched: &NameMatch| {
        let is_grounded = search.last == LastWord::Unfinished || matched.is_grounded(search.is_bare);
        is_grounded && matched.penalty() <= search.worst
    };
    let mut compared: FxHashMap<(usize, u32), NameMatch> = FxHashMap::default();
    for (of, name) in all {
        let names = &index.segments()[*of].names;
        let matched = || compare(&typed[*of], names.terms(*name));
        let mut matched = if all.len() > MANY_NAMES {
            *compared.entry((*of, names.form(*name))).or_insert_with(matched)
        } else {
            matched()
        };
        let (target, is_alias) = names.target(*name);
        matched.alias = if is_alias { 2 } else { 0 };
        if counts(&matched) {
            found.push((target, matched));
        }
    }
}

/// A name, by its segment (0 is the base) and its number there.
type Name = (usize, u32);

/// The names that hold some of the words typed, each once.
struct Candidates {
    of_rarest: Vec<Name>,
    /// Those that lack the rarest word, while they are few.
    of_others: Vec<Name>,
    /// Whether a name that lacks the rarest word is far behind one that has them all.
    is_telling: bool,
}

/// Lists the names with one of the rarest words.
fn names_with(typed: &Resolved, within: &[u32], index: &Index) -> Candidates {
    let is_strong = |class| !matches!(class, Class::Particle | Class::Title | Class::Saint | Class::Initial);
    let mut all: Vec<Name> = Vec::new();
    // Where the names of each word stand among all.
    let mut lists: Vec<(Class, Range<usize>)> = Vec::with_capacity(typed[0].len());
    for (at, term) in typed[0].iter().enumerate() {
        let start = all.len();
        for (of, segment) in index.segments().into_iter().enumerate() {
            names_of(&typed[of][at], within, segment, |name| {
                if of > 0 || index.is_fresh() || !index.is_replaced(segment.names.target(name).0) {
                    all.push((of, name));
                }
            });
        }
        if all.len() > start {
            lists.push((term.class, start..all.len()));
        }
    }
    if lists.iter().any(|(class, _)| is_strong(*class)) {
        lists.retain(|(class, _)| is_strong(*class));
    }
    lists.sort_by_key(|(_, list)| list.len());
    let mut lists = lists.into_iter();
    let (rarest, list) = lists.next().unwrap_or((Class::Word, 0..0));
    let mut of_rarest: Vec<Name> = all[list].iter().take(MAX_NAMES).copied().collect();
    let mut of_others: Vec<Name> = Vec::new();
    for (_, list) in lists {
        if of_rarest.len() + of_others.len() + list.len() <= MAX_NAMES / 3 {
            of_others.extend_from_slice(&all[list]);
        }
    }
    of_rarest.sort_unstable();
    of_rarest.dedup();
    of_others.sort_unstable();
    of_others.dedup();
    of_others.retain(|name| of_rarest.binary_search(name).is_err());
    Candidates { of_rarest, of_others, is_telling: matches!(rarest, Class::Word | Class::Number) }
}

/// Hands on the names of a segment that hold a word, in these comuni (in all when none is given).
fn names_of(term: &QueryTerm, within: &[u32], segment: &Segment, mut take: impl FnMut(u32)) {
    let near = term.near.iter().map(|(token, _)| *token);
    let mut count = 0;
    for token in term.token.into_iter().chain(near).chain(term.beginning.clone()).chain(term.cut.clone()) {
        let mut visit = |range: Range<u32>| {
            let names = segment.names.with(token, &range);
            for name in names {
                take(*name);
            }
            count += names.len();
        };
        if within.is_empty() {
            visit(segment.names.all());
        }
        for municipality in within {
            visit(segment.names.of_municipality(*municipality));
        }
        if count > 2 * MAX_NAMES {
            break;
        }
    }
}

/// Other ways to part the letters: `de pretis` as `depretis`, `santambrogio` as `sant ambrogio`,
/// `montenapoleone` as `monte napoleone`, where the register knows the words.
fn respelt<'a>(typed: &[Term<'a>], index: &Index) -> Vec<Vec<Term<'a>>> {
    let mut ways = Vec::new();
    for at in 0..typed.len() {
        if let Some(pair) = typed.get(at..at + 2)
            && let Some(joined) = join(&pair[0], &pair[1], index)
        {
            let mut way = typed.to_vec();
            way.splice(at..at + 2, [joined]);
            ways.push(way);
        }
        let parts = split(&typed[at], index).into_iter();
        for parts in variants(&typed[at], index).chain(parts) {
            let mut way = typed.to_vec();
            way.splice(at..=at, parts);
            ways.push(way);
        }
    }
    ways.truncate(4);
    ways
}

/// Other forms of a given name: `Gianbattista` of `Giovanni Battista`.
fn variants<'a>(term: &Term<'_>, index: &Index) -> impl Iterator<Item = Vec<Term<'a>>> {
    let forms = words::other_forms(&term.text).iter();
    let known = forms.filter(|form| form.split(' ').all(|word| index.knows(word)));
    known.map(|form| form.split(' ').map(|word| Term::new(word, word, Class::Given)).collect())
}

fn join<'a>(first: &Term<'_>, second: &Term<'_>, index: &Index) -> Option<Term<'a>> {
    if first.class == Class::Number || second.class == Class::Number {
        return None;
    }
    let text = format!("{}{}", first.text, second.text);
    index.knows(&text).then(|| Term::new(&first.text, text, Class::Word))
}

fn split<'a>(term: &Term<'_>, index: &Index) -> Option<Vec<Term<'a>>> {
    if term.class == Class::Number || term.text.len() < 5 || index.knows(&term.text) {
        return None;
    }
    split_text(&term.text, 3, index)
}

/// Cuts a text into words of the register, `most` at most.
fn split_text<'a>(text: &str, most: usize, index: &Index) -> Option<Vec<Term<'a>>> {
    let cuts = text.char_indices().skip(1).map(|(at, _)| text.split_at(at));
    cuts.filter(|(_, tail)| tail.len() >= 3).find_map(|(head, tail)| {
        let class = class_of_head(head, index)?;
        let head = if class == Class::Saint { "san" } else { head };
        let mut parts = vec![Term::new(head, head.to_owned(), class).part()];
        if index.knows(tail) {
            parts.push(Term::new(tail, tail.to_owned(), Class::Word).part());
        } else {
            parts.extend(split_text(tail, most.checked_sub(1).filter(|most| *most > 1)?, index)?);
        }
        Some(parts)
    })
}

fn class_of_head(head: &str, index: &Index) -> Option<Class> {
    if words::is_saint(head) {
        Some(Class::Saint)
    } else if words::is_particle(head) {
        Some(Class::Particle)
    } else if head.len() >= 3 && index.knows(head) {
        Some(Class::Word)
    } else {
        None
    }
}
