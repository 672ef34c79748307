//! Finds the names that the words typed may mean.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::{NameMatch, QueryTerm, compare};
use crate::index::Index;
use crate::names::Target;
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
/// Worse matches are no matches.
const WORST: u16 = 460;
/// A match as good as this needs no search for slips of the pen.
const GOOD: u16 = 45;

/// A street or locality with the best match of its names.
pub(crate) type Found = (Target, NameMatch);

/// How the last word is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastWord {
    Whole,
    Unfinished,
}

/// Finds streets and localities by name, in these comuni (in all when none is given), best first.
pub(crate) fn search(name: &[Token<'_>], within: &[u32], last: LastWord, index: &Index) -> Vec<Found> {
    let typed = terms(name);
    let open = name.last().map(|token| token.text).filter(|_| last == LastWord::Unfinished);
    let ranges = ranges(within, index);
    let mut best: HashMap<Target, NameMatch> = HashMap::new();
    let plain = resolve(&typed, open, index);
    gather(&plain, &ranges, index, &mut best);
    if is_good(&best) || typed.len() > MAX_WORDS {
        return ranked(best);
    }
    for other in respelt(&typed, index) {
        gather(&resolve(&other, open, index), &ranges, index, &mut best);
    }
    if !is_good(&best) {
        gather(&with_slips(plain, &typed, index), &ranges, index, &mut best);
    }
    ranked(best)
}

fn is_good(best: &HashMap<Target, NameMatch>) -> bool {
    best.values().any(|found| found.penalty() <= GOOD)
}

fn ranked(best: HashMap<Target, NameMatch>) -> Vec<Found> {
    let mut found: Vec<Found> = best.into_iter().collect();
    found.sort_unstable_by_key(|(target, matched)| (matched.penalty(), *target));
    found.truncate(MAX_TARGETS);
    found
}

fn ranges(within: &[u32], index: &Index) -> Vec<Range<u32>> {
    if within.is_empty() {
        return vec![index.names.all()];
    }
    within.iter().map(|municipality| index.names.of_municipality(*municipality)).collect()
}

/// Looks the words up; `open` is the last one as far as it is typed.
fn resolve(typed: &[Term<'_>], open: Option<&str>, index: &Index) -> Vec<QueryTerm> {
    let count = typed.len();
    let resolved = typed.iter().enumerate().map(|(at, term)| {
        let prefix = open.filter(|_| at + 1 == count && !term.first.is_ascii_digit());
        QueryTerm {
            class: term.class,
            first: term.first,
            token: index.vocabulary.find(&term.text),
            letter: term.text.chars().nth(1).is_none(),
            near: Vec::new(),
            beginning: prefix.map_or(0..0, |prefix| index.vocabulary.beginning(prefix)),
        }
    });
    resolved.collect()
}

fn with_slips(mut resolved: Vec<QueryTerm>, typed: &[Term<'_>], index: &Index) -> Vec<QueryTerm> {
    for (query, term) in resolved.iter_mut().zip(typed) {
        if matches!(term.class, Class::Word | Class::Given | Class::Title) {
            let near = index.vocabulary.near(&term.text);
            query.near = near.into_iter().filter(|(_, slips)| *slips > 0).take(MAX_NEAR).collect();
        }
    }
    resolved
}

/// Compares with the names that hold the rarest words typed, and keeps the best match per target.
fn gather(typed: &[QueryTerm], ranges: &[Range<u32>], index: &Index, best: &mut HashMap<Target, NameMatch>) {
    for name in names_with(typed, ranges, index) {
        let mut matched = compare(typed, index.names.terms(name));
        let (target, is_alias) = index.names.target(name);
        matched.alias = if is_alias { 2 } else { 0 };
        if matched.penalty() > WORST {
            continue;
        }
        let known = best.entry(target).or_insert(matched);
        if matched.penalty() < known.penalty() {
            *known = matched;
        }
    }
}

/// Lists the names with one of the rarest words: all the names of the rarest, those of the next
/// while they are few.
fn names_with(typed: &[QueryTerm], ranges: &[Range<u32>], index: &Index) -> Vec<u32> {
    let strong = |class| !matches!(class, Class::Particle | Class::Title | Class::Saint | Class::Initial);
    let mut lists: Vec<Vec<u32>> = Vec::new();
    let mut weak: Vec<Vec<u32>> = Vec::new();
    for term in typed {
        let list = names_of(term, ranges, index);
        if list.is_empty() {
            continue;
        }
        if strong(term.class) { lists.push(list) } else { weak.push(list) }
    }
    if lists.is_empty() {
        lists = weak;
    }
    lists.sort_by_key(Vec::len);
    let mut names: Vec<u32> = Vec::new();
    for list in lists {
        if names.is_empty() || names.len() + list.len() <= MAX_NAMES / 3 {
            names.extend(list.into_iter().take(MAX_NAMES));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn names_of(term: &QueryTerm, ranges: &[Range<u32>], index: &Index) -> Vec<u32> {
    let near = term.near.iter().map(|(token, _)| *token);
    let tokens = term.token.into_iter().chain(near).chain(term.beginning.clone());
    let mut names = Vec::new();
    for token in tokens {
        for range in ranges {
            names.extend_from_slice(index.names.with(token, range));
        }
        if names.len() > 2 * MAX_NAMES {
            break;
        }
    }
    names
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
        if let Some(parts) = split(&typed[at], index) {
            let mut way = typed.to_vec();
            way.splice(at..=at, parts);
            ways.push(way);
        }
    }
    ways.truncate(4);
    ways
}

fn join<'a>(first: &Term<'_>, second: &Term<'_>, index: &Index) -> Option<Term<'a>> {
    if first.class == Class::Number || second.class == Class::Number {
        return None;
    }
    let text = format!("{}{}", first.text, second.text);
    index.vocabulary.find(&text)?;
    Some(Term::new(&first.text, text, Class::Word))
}

fn split<'a>(term: &Term<'_>, index: &Index) -> Option<[Term<'a>; 2]> {
    if term.class == Class::Number || term.text.len() < 5 || index.vocabulary.find(&term.text).is_some() {
        return None;
    }
    let cuts = term.text.char_indices().skip(1).map(|(at, _)| term.text.split_at(at));
    cuts.filter(|(_, tail)| tail.len() >= 3).find_map(|(head, tail)| {
        let class = class_of_head(head, index)?;
        index.vocabulary.find(tail)?;
        let head = if class == Class::Saint { "san" } else { head };
        Some(
            [(head, class), (tail, Class::Word)].map(|(text, class)| Term::new(text, text.to_owned(), class)),
        )
    })
}

fn class_of_head(head: &str, index: &Index) -> Option<Class> {
    if words::is_saint(head) {
        Some(Class::Saint)
    } else if words::is_particle(head) {
        Some(Class::Particle)
    } else if head.len() >= 3 && index.vocabulary.find(head).is_some() {
        Some(Class::Word)
    } else {
        None
    }
}
