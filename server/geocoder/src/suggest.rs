//! Completes what is being typed.

use std::ops::ControlFlow;

use crate::accesses::AccessKind;
use crate::answer::{Answer, Level};
use crate::fault::FaultKind;
use crate::gazetteer::{Gazetteer, Naming};
use crate::geocode::{Finder, Typed, municipality_hit};
use crate::hits::{Hit, Hits};
use crate::house_number::NumberQuery;
use crate::index::Index;
use crate::names::Target;
use crate::parse::{self, Reading, Typing};
use crate::place::Place;
use crate::query::{Query, Stages, Text};
use crate::search::{Found, LastWord, Lookups, Search, search};
use crate::tokens::{Token, tokenise};
use crate::view;

/// Most comuni that an unfinished name may stand for.
const MAX_MUNICIPALITIES: usize = 12;
/// Most house numbers that complete one street.
const MAX_NUMBERS: usize = 12;

/// Completes the text of a query: comuni, streets and named places by the beginning of the last
/// word; house numbers once a digit is typed.
pub fn suggest(query: &Query, index: &Index) -> Answer {
    let typed = Typed::of(&query.text);
    let mut hits = Hits::default();
    let mut finder = Finder { stages: query.stages, index, lookups: Lookups::default() };
    typed.each_reading(index, Typing::Going, &mut |reading| {
        finder.complete(&reading, &mut hits);
        ControlFlow::Continue(())
    });
    if let (Typed::Free(text), Text::Free(_)) = (&typed, &query.text) {
        let tokens = tokenise(text);
        for at in index.gazetteer.beginning(&tokens, MAX_MUNICIPALITIES) {
            hits.add(municipality_hit(at, Vec::new(), index));
        }
        for reading in unfinished_municipality(&tokens, index) {
            finder.place(&reading, LastWord::Whole, &mut hits);
        }
    }
    view::answer(hits, query, index)
}

impl Finder<'_> {
    fn complete(&mut self, reading: &Reading<'_>, hits: &mut Hits) {
        let is_open = reading.open && reading.number.is_none();
        let last = if is_open { LastWord::Unfinished } else { LastWord::Whole };
        match &reading.number {
            Some(NumberQuery::House { number, suffix, .. }) if reading.open && suffix.is_empty() => {
                let within = &reading.municipalities;
                let name = Search {
                    name: &reading.name,
                    within,
                    last: LastWord::Whole,
                    worst: u16::MAX,
                    is_bare: false,
                };
                let found = search(&name, &mut self.lookups, self.index);
                complete_number(reading, *number, &found, self.stages, self.index, hits);
            }
            _ => self.place(reading, last, hits),
        }
    }
}

/// Adds the accesses of the best streets whose number begins with the digits typed.
fn complete_number(
    reading: &Reading<'_>,
    number: u32,
    found: &[Found],
    stages: Stages,
    index: &Index,
    hits: &mut Hits,
) {
    let digits = number.to_string();
    let best = found.first().map_or(0, |(_, matched)| matched.penalty());
    for (target, matched) in found.iter().take_while(|(_, m)| m.penalty() <= best + 20).take(20) {
        let Target::Street(at) = *target else { continue };
        let street = index.street(at);
        if !stages.contains(street.stage) {
            continue;
        }
        let kind = !street.kind.is_some_and(|kind| reading.kinds.contains(&kind));
        let mut faults = vec![(FaultKind::NamePartial, matched.penalty())];
        faults.extend(kind.then_some((FaultKind::KindMissing, 20)));
        faults.retain(|(_, thousandths)| *thousandths > 0);
        let beginning = street.own_accesses().filter(|at| {
            let access = index.access(*at);
            access.kind() == AccessKind::House
                && stages.contains(access.stage())
                && access.suffix().extension.is_none()
                && access.number().to_string().starts_with(&digits)
        });
        for (rank, access) in (0_u16..).zip(beginning.take(MAX_NUMBERS)) {
            let mut faults = faults.clone();
            if rank > 0 {
                faults.push((FaultKind::NumberNearest, rank));
            }
            hits.add(access_hit(access, faults, index));
        }
    }
}

fn access_hit(at: u32, faults: Vec<(FaultKind, u16)>, index: &Index) -> Hit {
    let access = index.access(at);
    Hit {
        place: Place::Access(at),
        level: Level::HouseNumber,
        faults,
        point: access.point(),
        uncertainty_m: None,
        method: None,
        number: None,
        evidence: index.evidence(Target::Street(index.street_of_access(at))),
    }
}

/// Reads the last words as the beginning of a comune's name: `via dante ces`.
fn unfinished_municipality<'a>(tokens: &[Token<'a>], index: &Index) -> Vec<Reading<'a>> {
    let count = tokens.len();
    let mut readings = Vec::new();
    for words in 1..=3 {
        let Some(start) = count.checked_sub(words).filter(|start| *start > 0) else { break };
        let (rest, tail) = tokens.split_at(start);
        let long = tail.iter().map(|token| token.text.len()).sum::<usize>() >= 2;
        if tail.iter().any(Token::is_number) || !long {
            continue;
        }
        let municipalities = index.gazetteer.beginning(tail, MAX_MUNICIPALITIES);
        if !municipalities.is_empty() {
            let naming = Some(Naming::Shortened);
            let all = parse::readings(rest, &Gazetteer::default(), Typing::Going);
            readings.extend(all.into_iter().take(4).map(|reading| Reading {
                municipalities: municipalities.clone(),
                naming,
                ..reading
            }));
        }
    }
    readings
}
