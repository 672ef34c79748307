use std::collections::BTreeSet;

use super::super::{InputKind, Process};

const ITALIAN: &str = include_str!("../../../../messages/process.it.toml");
const ENGLISH: &str = include_str!("../../../../messages/process.en.toml");

#[test]
fn every_process_input_and_choice_is_explained_in_both_languages() {
    let mut wanted = BTreeSet::new();
    for process in Process::ALL {
        let id = process.id();
        wanted.insert(format!("process-theme-{}", process.theme().as_str()));
        wanted.extend([format!("process-{id}-title"), format!("process-{id}-text")]);
        for input in process.inputs() {
            let name = input.name;
            wanted.extend([format!("process-{id}-{name}-title"), format!("process-{id}-{name}-text")]);
            if let InputKind::Choice { of, .. } = input.kind {
                wanted.extend(of.iter().map(|token| format!("process-{id}-{name}-{token}")));
            }
        }
    }
    for file in [ITALIAN, ENGLISH] {
        let there: BTreeSet<String> =
            file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect();
        let general = ["process-input-", "process-column-", "process-notice-", "process-error-"];
        let of_processes: BTreeSet<String> =
            there.into_iter().filter(|key| !general.iter().any(|general| key.starts_with(general))).collect();
        assert_eq!(of_processes, wanted);
    }
}

#[test]
fn names_are_kebab_case_and_each_is_there_once() {
    for process in Process::ALL {
        assert_eq!(process.id().parse(), Ok(process));
        let names: BTreeSet<&str> = process.inputs().iter().map(|input| input.name).collect();
        assert_eq!(names.len(), process.inputs().len(), "{process}");
        for name in names.into_iter().chain([process.id()]) {
            assert!(name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{name}");
        }
        for input in process.inputs() {
            if let InputKind::Property { of, .. } = input.kind {
                assert!(
                    matches!(process.input(of).unwrap().kind, InputKind::Features { .. }),
                    "{process} {of}"
                );
            }
        }
    }
}

#[test]
fn every_refusal_of_an_input_has_words() {
    let sources = [
        include_str!("../refusal.rs"),
        include_str!("../geometry.rs"),
        include_str!("../source.rs"),
        include_str!("../parse.rs"),
        include_str!("../parse/value.rs"),
        include_str!("../parse/rules.rs"),
    ];
    let quoted = sources.iter().flat_map(|source| source.split('"'));
    let said: BTreeSet<&str> =
        quoted.filter(|text| text.starts_with("process-input-") && !text.contains('{')).collect();
    assert!(said.len() > 20, "{said:?}");
    let expected = ["features", "property", "number", "integer", "boolean", "text"];
    let expected = expected.map(|what| format!("process-input-expects-{what}"));
    for key in said.into_iter().map(str::to_owned).chain(expected) {
        for file in [ITALIAN, ENGLISH] {
            assert!(file.contains(&format!("\n{key} = ")), "{key}");
        }
    }
}
