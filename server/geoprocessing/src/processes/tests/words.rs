use std::collections::BTreeSet;

const ITALIAN: &str = include_str!("../../../../messages/process.it.toml");
const ENGLISH: &str = include_str!("../../../../messages/process.en.toml");

/// Whatever names a sentence or a new column of a result.
const SOURCES: [&str; 19] = [
    include_str!("../../error.rs"),
    include_str!("../buffer.rs"),
    include_str!("../change.rs"),
    include_str!("../clip.rs"),
    include_str!("../dbscan.rs"),
    include_str!("../density.rs"),
    include_str!("../dissolve.rs"),
    include_str!("../hexagons.rs"),
    include_str!("../hot_spots.rs"),
    include_str!("../join.rs"),
    include_str!("../matrix.rs"),
    include_str!("../moran.rs"),
    include_str!("../nearest.rs"),
    include_str!("../neighbourhood.rs"),
    include_str!("../overlay.rs"),
    include_str!("../path.rs"),
    include_str!("../rows.rs"),
    include_str!("../service_area.rs"),
    include_str!("../summary.rs"),
];

#[test]
fn every_notice_and_error_has_words_in_both_languages() {
    let quoted = SOURCES.iter().flat_map(|source| source.split('"'));
    let said: BTreeSet<&str> = quoted
        .filter(|text| text.starts_with("process-notice-") || text.starts_with("process-error-"))
        .collect();
    assert!(said.len() > 30, "{said:?}");
    for file in [ITALIAN, ENGLISH] {
        let keys = file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        let there: BTreeSet<&str> = keys
            .filter(|key| key.starts_with("process-notice-") || key.starts_with("process-error-"))
            .collect();
        assert_eq!(there, said);
    }
}

#[test]
fn every_new_column_has_words() {
    for source in SOURCES {
        for part in source.split("(\"").skip(1) {
            let Some((name, rest)) = part.split_once('"') else { continue };
            if rest.starts_with(", ColumnKind::") {
                for file in [ITALIAN, ENGLISH] {
                    assert!(file.contains(&format!("\nprocess-column-{name} = ")), "{name}");
                }
            }
        }
    }
}
