//! Holding facts against the rules, and counting.

use std::collections::BTreeMap;

use super::catalogue::RULES;
use super::facts::{AddressFacts, NumberAlong, StreetFacts};
use super::quality::Quality;
use super::rule::{Check, Rule};
use super::violation::{Defect, Verdict, Violation, correction};
use super::writing::judged;
use crate::toponymy::excerpt::is_active;
use crate::toponymy::living::SubjectId;

/// The streets and addresses of a comune, held against the rules one after the other.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    counts: BTreeMap<&'static str, Quality>,
}

impl Inspection {
    /// Returns what a street breaks. Only what is proposed or in force is checked and counted.
    pub fn street(&mut self, facts: &StreetFacts<'_>) -> Vec<Violation> {
        let street = facts.street;
        if !is_active(street.stage) {
            return Vec::new();
        }
        let judge = |rule: &Rule| match rule.check {
            Check::Writing(check) => Verdict::of(judged(check, &street.name)),
            Check::Street(check) => check(facts),
            Check::Address(_) | Check::Numbering(_) => Verdict::Unknown,
        };
        let mut violations = self.judge(SubjectId::Thoroughfare(street.id), judge);
        for violation in violations.iter_mut().filter(|violation| violation.fix.is_none()) {
            let suggestion = violation.suggestion.as_ref();
            violation.fix = suggestion.and_then(|name| correction(street, name));
        }
        violations
    }

    /// Returns what an address breaks. Only what is proposed or in force is checked and counted.
    pub fn address(&mut self, facts: &AddressFacts<'_>) -> Vec<Violation> {
        if !is_active(facts.address.stage) {
            return Vec::new();
        }
        self.judge(SubjectId::Address(facts.address.id), |rule| match rule.check {
            Check::Address(check) => check(facts),
            _ => Verdict::Unknown,
        })
    }

    /// Returns the addresses that break the order of the active numbers of one street, given where
    /// its course is known.
    pub fn numbers(&mut self, numbers: &[NumberAlong]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for rule in RULES {
            let Check::Numbering(check) = rule.check else { continue };
            let judgement = check(numbers);
            self.count(rule.id, judgement.checked, judgement.broken.len());
            violations.extend(
                judgement
                    .broken
                    .into_iter()
                    .map(|(address, defect)| violation(rule.id, SubjectId::Address(address), defect)),
            );
        }
        violations
    }

    /// Returns how many things were checked against each rule and how many break it, in the order
    /// of [`RULES`]; rules that were never evaluated are there too.
    pub fn qualities(&self) -> Vec<Quality> {
        let quality = |rule: &Rule| {
            let unchecked = Quality { rule: rule.id, checked: 0, violating: 0 };
            self.counts.get(rule.id).copied().unwrap_or(unchecked)
        };
        RULES.iter().map(quality).collect()
    }

    fn judge(&mut self, subject: SubjectId, judge: impl Fn(&Rule) -> Verdict) -> Vec<Violation> {
        let mut violations = Vec::new();
        for rule in RULES {
            match judge(rule) {
                Verdict::Unknown => {}
                Verdict::Holds => self.count(rule.id, 1, 0),
                Verdict::Broken(defect) => {
                    self.count(rule.id, 1, 1);
                    violations.push(violation(rule.id, subject, *defect));
                }
            }
        }
        violations
    }

    fn count(&mut self, rule: &'static str, checked: usize, violating: usize) {
        let quality = self.counts.entry(rule).or_insert(Quality { rule, checked: 0, violating: 0 });
        quality.checked += checked as u64;
        quality.violating += violating as u64;
    }
}

fn violation(rule: &'static str, subject: SubjectId, defect: Defect) -> Violation {
    let Defect { found, suggestion, fix } = defect;
    Violation { rule, subject, found, suggestion, fix }
}
