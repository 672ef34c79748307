//! Compares the words typed with the words of one name.

use std::ops::Range;

use crate::evidence::{Evidence, Found, SHORT, Word};
use crate::names::StoredTerm;
use crate::terms::{Class, MAX_TERMS};

/// A word typed, with what it may stand for.
#[derive(Debug, Clone)]
pub(crate) struct QueryTerm {
    pub(crate) class: Class,
    /// Its first letter.
    pub(crate) first: char,
    /// The same word in the register.
    pub(crate) token: Option<u32>,
    /// Whether it was typed as one letter.
    pub(crate) letter: bool,
    /// Words a slip or two away.
    pub(crate) near: Vec<(u32, u8)>,
    /// Words that begin so, when it is still being typed.
    pub(crate) beginning: Range<u32>,
    /// Words that it may be cut from: `palestr.` for `palestrina`.
    pub(crate) cut: Range<u32>,
    /// How many letters were typed.
    pub(crate) letters: usize,
    /// Whether it was cut out of a longer word.
    pub(crate) is_part: bool,
}

impl QueryTerm {
    fn word(&self) -> Word {
        let Self { class, letters, is_part, first, .. } = *self;
        Word { class, letters, is_part, has_digits: first.is_ascii_digit() }
    }
}

/// What a word cut short costs: the one that a name is known by; the same when it is short or a word
/// of its own; another.
const CUT_WORD: u16 = 30;
const CUT_DOUBTFUL: u16 = 110;
const CUT_OTHER: u16 = 8;
/// What it costs to leave out the particle of a surname: `Filippi` is not `De Filippi`.
const INNER_PARTICLE: u16 = 15;
/// Stands for a number of slips where a word is but heard alike, and what that costs: with less the
/// answer would be as sure as one that was read.
pub(crate) const BY_EAR: u8 = u8::MAX;
const EAR: u16 = 180;
/// What it costs to leave out the number of a sovereign or a pope.
const REGNAL: u16 = 40;
/// What it costs to leave out where somebody comes from.
const ORIGIN: u16 = 25;

/// How the words typed differ from a name; all but the counts in thousandths of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NameMatch {
    /// Letters that stand for names.
    pub(crate) initials: u16,
    /// Slips of the pen.
    pub(crate) slips: u16,
    /// Words of the name that were not typed.
    pub(crate) missing: u16,
    /// Words typed that the name lacks.
    pub(crate) extra: u16,
    /// Another order, surname first.
    pub(crate) order: u16,
    /// Found under a second name.
    pub(crate) alias: u16,
    pub(crate) evidence: Evidence,
}

impl NameMatch {
    /// Tells whether every word was typed as it is, in whatever order.
    pub(crate) fn is_exact(&self) -> bool {
        self.penalty() == self.order + self.alias
    }

    /// Tells whether the words in common are more than chance; `bare`: nothing else was typed.
    pub(crate) fn is_grounded(&self, bare: bool) -> bool {
        self.is_exact() || self.evidence.grounds(bare)
    }

    /// Returns the sum.
    pub(crate) fn penalty(&self) -> u16 {
        self.initials + self.slips + self.missing + self.extra + self.order + self.alias
    }
}

/// Which words have found their partner, as bits.
#[derive(Default)]
struct Pairing {
    typed: u32,
    stored: u32,
    /// The partner of each word typed that is no particle.
    partners: [Option<usize>; MAX_TERMS],
    found: NameMatch,
}

impl Pairing {
    /// Joins a word with the one it is, or is but for a slip.
    fn match_up(
        &mut self,
        at: usize,
        partner: usize,
        (typed, stored): (&QueryTerm, &StoredTerm),
        found: Found,
    ) {
        self.found.evidence.count(typed.word(), stored.class, found);
        self.join(at, partner, stored.class);
    }

    fn join(&mut self, typed: usize, stored: usize, class: Class) {
        self.typed |= 1 << typed;
        self.stored |= 1 << stored;
        self.partners[typed] = (class != Class::Particle).then_some(stored);
    }

    fn is_in_order(&self) -> bool {
        self.partners.iter().flatten().is_sorted()
    }

    fn has_word_before(&self, at: usize, stored: &[StoredTerm]) -> bool {
        (0..at).any(|before| !self.is_free(before) && stored[before].class == Class::Word)
    }

    fn is_free(&self, stored: usize) -> bool {
        self.stored & (1 << stored) == 0
    }

    /// Finds the first word without a partner that passes a test.
    fn find(&self, stored: &[StoredTerm], test: impl Fn(&StoredTerm) -> bool) -> Option<usize> {
        (0..stored.len()).find(|at| self.is_free(*at) && test(&stored[*at]))
    }

    fn find_among(&self, stored: &[StoredTerm], tokens: &Range<u32>) -> Option<usize> {
        if tokens.is_empty() { None } else { self.find(stored, |term| tokens.contains(&term.token)) }
    }
}

/// Compares; at most [`MAX_TERMS`] words on either side. Single letters choose last.
pub(crate) fn compare(typed: &[QueryTerm], stored: &[StoredTerm]) -> NameMatch {
    let mut pairing = Pairing::default();
    let typed = &typed[..typed.len().min(MAX_TERMS)];
    for letters in [false, true] {
        for (at, term) in typed.iter().enumerate().filter(|(_, term)| term.letter == letters) {
            pair(&mut pairing, at, term, stored);
        }
    }
    let last = stored.iter().rposition(|term| matches!(term.class, Class::Word | Class::Given));
    let known = last.is_some_and(|last| !pairing.is_free(last));
    let mut missing = 0;
    let mut given = 0;
    for (at, term) in stored.iter().enumerate().filter(|(at, _)| pairing.is_free(*at)) {
        missing += match term.class {
            Class::Particle if at > 0 && term.first == 'd' => INNER_PARTICLE,
            // `Vittorio Emanuele` without `II`
            Class::Number if at > 0 && !pairing.is_free(at - 1) => REGNAL,
            Class::Word if is_origin(stored, at) && pairing.has_word_before(at, stored) => ORIGIN,
            class => missing_penalty(class, known && Some(at) < last, given),
        };
        given += u16::from(term.class == Class::Given);
    }
    let initials_found = pairing.found.initials > 0;
    let paired = pairing.typed;
    let extras = typed.iter().enumerate().filter(|(at, _)| paired & (1 << at) == 0);
    let (extra, stray) = extras.fold((0, false), |(sum, stray), (_, term)| {
        pairing.found.evidence.count_stray(term.word());
        (sum + extra_penalty(term.class, initials_found), stray || term.class == Class::Word)
    });
    pairing.found.evidence.is_known = known;
    // A given name or a number in common is not enough when the words that count differ.
    let extra = if stray && !known { extra + 200 } else { extra };
    let order = if pairing.is_in_order() { 0 } else { 5 };
    NameMatch { missing: missing.min(300), extra, order, ..pairing.found }
}

/// Finds the best free partner of one word: the same, one it begins, one with a slip, one it is the
/// initial of.
fn pair(pairing: &mut Pairing, at: usize, typed: &QueryTerm, stored: &[StoredTerm]) {
    if let Some(partner) = pairing.find(stored, |term| typed.token == Some(term.token)) {
        return pairing.match_up(at, partner, (typed, &stored[partner]), Found::Alike);
    }
    if let Some(partner) = pairing.find_among(stored, &typed.beginning) {
        return pairing.join(at, partner, stored[partner].class);
    }
    let last = stored.iter().rposition(|term| matches!(term.class, Class::Word | Class::Given));
    let cut = pairing.find_among(stored, &typed.cut);
    let cut = cut.map(|partner| (partner, cut_penalty(typed, Some(partner) == last)));
    let near = typed.near.iter().find_map(|(token, slips)| {
        let partner = pairing.find(stored, |term| term.token == *token)?;
        Some((partner, slip_penalty(typed, *slips)))
    });
    if let Some((partner, penalty)) = cut.filter(|cut| near.is_none_or(|near| cut.1 < near.1)) {
        pairing.found.initials += penalty;
        return pairing.match_up(at, partner, (typed, &stored[partner]), Found::Nearly);
    }
    if let Some((partner, penalty)) = near {
        pairing.found.slips += penalty;
        return pairing.match_up(at, partner, (typed, &stored[partner]), Found::Nearly);
    }
    let named = |term: &StoredTerm| matches!(term.class, Class::Given | Class::Word | Class::Number);
    let partner = if typed.letter {
        pairing.find(stored, |term| named(term) && term.first == typed.first)
    } else if matches!(typed.class, Class::Word | Class::Given) {
        pairing.find(stored, |term| term.class == Class::Initial && term.first == typed.first)
    } else {
        None
    };
    if let Some(partner) = partner {
        pairing.found.initials += match stored[partner].class {
            Class::Given | Class::Initial => 5,
            _ if Some(partner) == last => 120,
            _ => 20,
        };
        pairing.match_up(at, partner, (typed, &stored[partner]), Found::Letter);
    }
}

/// What a word cut short costs. Short ones and words of their own are hardly cut from another.
fn cut_penalty(typed: &QueryTerm, is_last: bool) -> u16 {
    let sure = typed.token.is_none() && typed.letters >= 5;
    match (is_last, sure) {
        (true, true) => CUT_WORD,
        (true, false) => CUT_DOUBTFUL,
        (false, _) => CUT_OTHER,
    }
}

/// What slips of the pen cost: in a short word one makes another word.
fn slip_penalty(typed: &QueryTerm, slips: u8) -> u16 {
    match slips {
        BY_EAR => EAR,
        1 if typed.letters <= SHORT => 80,
        1 => 30,
        _ => 70,
    }
}

/// Tells whether the word is where somebody comes from, in a name like `Pinamonte da Vimercate`: many
/// say the first part alone.
fn is_origin(stored: &[StoredTerm], at: usize) -> bool {
    at > 1 && stored[at - 1].class == Class::Particle && stored[at - 1].first == 'd'
}

/// What a word of the name costs when it was not typed. `leading`: it stands before the word that
/// the name is known by, and that one was typed.
fn missing_penalty(class: Class, leading: bool, given_before: u16) -> u16 {
    match class {
        Class::Particle => 6,
        Class::Title | Class::Initial => 5,
        Class::Given if given_before > 0 => 5,
        Class::Given => 15,
        Class::Saint => 60,
        Class::Number => 80,
        Class::Word if leading => 25,
        Class::Word => 100,
    }
}

/// What a word typed costs when the name lacks it.
fn extra_penalty(class: Class, initials_found: bool) -> u16 {
    match class {
        Class::Particle => INNER_PARTICLE,
        Class::Title => 8,
        Class::Initial if initials_found => 10,
        Class::Initial => 40,
        Class::Given => 90,
        Class::Saint => 100,
        Class::Number => 200,
        Class::Word => 250,
    }
}
