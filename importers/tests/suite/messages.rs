//! Every sentence that the code says has its words in Italian and English, with the same places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Places = BTreeSet<String>;

#[test]
fn every_notice_has_its_words_in_both_languages() {
    let mut used = BTreeMap::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    assert!(used.len() > 50, "the scan finds the notices: {}", used.len());
    for language in ["it", "en"] {
        let words = words(language);
        for (id, places) in &used {
            let found = words.get(id).unwrap_or_else(|| panic!("{id} has no words in {language}"));
            assert_eq!(found, places, "places of {id} in {language}");
        }
        let unused: Vec<&String> = words.keys().filter(|id| !used.contains_key(*id)).collect();
        assert!(unused.is_empty(), "words in {language} that nobody says: {unused:?}");
    }
}

fn words(language: &str) -> BTreeMap<String, Places> {
    let path = format!("{}/../server/messages/import.{language}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the message file");
    let table: BTreeMap<String, String> = toml::from_str(&text).expect("a flat table");
    table.into_iter().map(|(id, sentence)| (id, places(&sentence))).collect()
}

fn places(sentence: &str) -> Places {
    sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

fn gather(folder: &Path, used: &mut BTreeMap<String, Places>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, used);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            scan(&fs::read_to_string(&path).expect("source"), used);
        }
    }
}

fn scan(source: &str, used: &mut BTreeMap<String, Places>) {
    let code = source.split("mod tests {").next().unwrap_or_default();
    for rest in code.split("Notice::new(").skip(1) {
        let (id, mut rest) = quoted(rest).expect("the id of a notice is written where it is made");
        let mut places = Places::new();
        while let Some(after) = rest.trim_start().strip_prefix(".with(") {
            let (name, after) = quoted(after).expect("the name of an argument");
            places.insert(name.to_owned());
            rest = after;
        }
        let before = used.insert(id.to_owned(), places.clone());
        assert!(before.is_none_or(|before| before == places), "{id} has other arguments elsewhere");
    }
}

/// Takes a quoted text, and what follows the bracket that is open.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (text, rest) = text.trim_start().strip_prefix('"')?.split_once('"')?;
    let (mut depth, mut within) = (1, false);
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' => within = !within,
            '(' if !within => depth += 1,
            ')' if !within => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((text, &rest[at + 1..]));
        }
    }
    None
}
