//! Each rule with what breaks it and what holds.

mod addresses;
mod messages;
mod names;
mod numbering;
mod properties;
mod streets;

use std::collections::BTreeSet;

use super::{Inspection, RULES, StreetFacts, Violation};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::thoroughfare::{Thoroughfare, ThoroughfareId, ThoroughfareName};

/// A street in force with a name and nothing else.
fn street(kind: &str, name: &str) -> Thoroughfare {
    Thoroughfare {
        id: ThoroughfareId::of_source("015146", name),
        municipality: "015146".parse().unwrap(),
        local_code: String::new(),
        anncsu_id: None,
        name: ThoroughfareName::new(kind, name),
        aliases: Vec::new(),
        locality: None,
        stage: LifecycleStage::Current,
        missing_in_source: false,
        course: None,
        arcs: Vec::new(),
        twins: Vec::new(),
        predecessors: Vec::new(),
        successors: Vec::new(),
        opening_reason: None,
        closing_reason: None,
    }
}

/// Facts with which nothing is wrong.
fn facts(street: &Thoroughfare) -> StreetFacts<'_> {
    StreetFacts {
        street,
        locality_name: None,
        namesakes: 0,
        folded_namesakes: Some(0),
        across_boundary: Some(&[]),
        addresses: 1,
    }
}

fn find<'v>(rule: &str, violations: &'v [Violation]) -> Option<&'v Violation> {
    violations.iter().find(|violation| violation.rule == rule)
}

fn violations_of(kind: &str, name: &str) -> Vec<Violation> {
    Inspection::default().street(&facts(&street(kind, name)))
}

#[test]
fn ids_are_kebab_case_and_unique() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    assert!(ids.iter().all(|id| id.bytes().all(|b| b == b'-' || b.is_ascii_lowercase())));
}

#[test]
fn what_is_not_active_is_neither_checked_nor_counted() {
    for stage in [LifecycleStage::Draft, LifecycleStage::Retired, LifecycleStage::Rejected] {
        let mut inspection = Inspection::default();
        let ended = Thoroughfare { stage, ..street("V.", "S. Rocco") };
        assert_eq!(inspection.street(&facts(&ended)), []);
        assert!(inspection.qualities().iter().all(|quality| quality.checked == 0));
    }
}
