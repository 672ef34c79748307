use proptest::prelude::*;
use uuid::Uuid;

use super::{facts, find, street};
use crate::toponymy::address::AddressId;
use crate::toponymy::command::Command;
use crate::toponymy::rules::{Inspection, NumberAlong, StreetFacts, folded_name, standard_form};
use crate::toponymy::thoroughfare::Thoroughfare;
use crate::toponymy::{Context, Excerpt, Subject, decide};

const KINDS: &[&str] =
    &["Via", "VIA", "V.", "P.za", "P.ta", "Traversa", "Strada Provinciale", "", "str.prov."];
const WORDS: &[&str] = &[
    "G.",
    "S.",
    "SS.",
    "S.Giorgio",
    "F.lli",
    "Rocco",
    "MARIA",
    "Ambrogio",
    "Sant'Anna",
    "I",
    "II",
    "V",
    "XX",
    "XXV",
    "Xx",
    "c",
    "E",
    "e",
    "Aprile",
    "SETTEMBRE",
    "maggio",
    "1",
    "1°",
    "4",
    "23",
    "'99",
    "1944",
    "1943-1945",
    "Undici",
    "primo",
    "ventitré",
    "del",
    "Ragazzi",
    "Martiri",
    "Giovanni",
    "Emanuele",
    "Pio",
    "Traversa",
    "vicolo",
    "25-apr",
    "11-set-01",
    "set-2001",
    "12-05-1985",
    "(San Felice)",
    "loc.",
    "San",
    "Felice",
    "Mille",
    "Monza",
    "d'Aosta",
    "SS",
    "A-14",
    "statale",
];

fn name() -> impl Strategy<Value = (String, String)> {
    let words = proptest::collection::vec(prop::sample::select(WORDS), 1..6);
    let blank = prop::sample::select(&[" ", "  ", " \u{200b}"][..]);
    let composed = (words, blank).prop_map(|(words, blank)| words.join(blank));
    let kind = prop_oneof![prop::sample::select(KINDS).prop_map(str::to_owned), any::<String>()];
    (kind, prop_oneof![4 => composed, 1 => any::<String>()])
}

fn with_locality(street: &Thoroughfare) -> StreetFacts<'_> {
    StreetFacts { locality_name: Some("San Felice"), ..facts(street) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_suggestion_mends_is_broken_no_more((kind, name) in name()) {
        let street = street(&kind, &name);
        for violation in Inspection::default().street(&with_locality(&street)) {
            let fixed = match violation.fix {
                Some(Command::CorrectName { name, .. }) => Some(name),
                _ => None,
            };
            for suggestion in fixed.into_iter().chain(violation.suggestion) {
                let mended = Thoroughfare { name: suggestion, ..street.clone() };
                let again = Inspection::default().street(&with_locality(&mended));
                prop_assert!(find(violation.rule, &again).is_none(), "{} -> {}", street.name, mended.name);
                prop_assert_ne!(mended.name, street.name.clone());
            }
        }
    }

    #[test]
    fn the_register_takes_the_corrections_that_are_offered((kind, name) in name()) {
        let street = street(&kind, &name);
        let mut register = Excerpt::default();
        register.put(Subject::Thoroughfare(Box::new(street.clone())), None, Uuid::nil());
        let today = jiff::civil::date(2026, 1, 1);
        let context = Context {
            act: Uuid::max(), today, valid_from: today, legal_act: None, reason: None, ground: None, lines: None,
            joined_territory: None, undoing: &[],
        };
        for violation in Inspection::default().street(&with_locality(&street)) {
            if let Some(fix) = violation.fix {
                let decided = decide(&fix, &register, &context);
                prop_assert!(decided.is_ok(), "{fix:?}: {decided:?}");
            }
        }
    }

    #[test]
    fn the_standard_form_is_its_own((kind, name) in name()) {
        let standard = standard_form(&street(&kind, &name).name);
        prop_assert_eq!(standard_form(&standard), standard.clone());
        prop_assert_eq!(folded_name(&standard), folded_name(&street(&kind, &name).name));
    }

    #[test]
    fn numbers_are_counted_once_however_they_lie(
        doors in proptest::collection::vec((any::<u32>(), any::<f64>(), any::<bool>()), 0..40)
    ) {
        let door = |(at, (number, along_m, is_left)): (usize, (u32, f64, bool))| {
            NumberAlong { address: AddressId::of_source("p", &at.to_string()), number, along_m, is_left }
        };
        let doors: Vec<NumberAlong> = doors.into_iter().enumerate().map(door).collect();
        let mut inspection = Inspection::default();
        inspection.numbers(&doors);
        for quality in inspection.qualities() {
            prop_assert!(quality.violating <= quality.checked && quality.checked <= doors.len() as u64);
        }
    }
}
