use std::collections::BTreeSet;

use crate::toponymy::rules::RULES;

const ITALIAN: &str = include_str!("../../../../../messages/register.it.toml");
const ENGLISH: &str = include_str!("../../../../../messages/register.en.toml");

#[test]
fn every_rule_is_explained_in_both_languages() {
    let found = ["rule-found-text", "rule-found-metres", "rule-found-count"].map(str::to_owned);
    let explained = RULES.iter().map(|rule| rule.explanation().id);
    let wanted: BTreeSet<String> = explained.chain(found).collect();
    for file in [ITALIAN, ENGLISH] {
        let keys = file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        let there: BTreeSet<String> =
            keys.filter(|key| key.starts_with("rule-")).map(str::to_owned).collect();
        assert_eq!(there, wanted);
    }
}
