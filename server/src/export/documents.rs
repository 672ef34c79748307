//! What the ZIP says of itself and of its datasets.

use std::fmt::Write as _;

use civico_domain::notice::Notice;
use civico_store::catalog::VersionEntry;
use civico_store::export::OwnDataset;
use serde::Serialize;

use super::plan::{Plan, PlannedOriginal};
use crate::messages::Language;

/// What is known of a dataset beside its rows.
#[derive(Serialize)]
struct Metadata<'a> {
    #[serde(flatten)]
    dataset: &'a OwnDataset,
    crs: String,
    versions: &'a [VersionEntry],
    originals: Vec<OriginalView<'a>>,
}

#[derive(Serialize)]
struct OriginalView<'a> {
    version: i32,
    name: &'a str,
    sha256: &'a str,
    size_bytes: u64,
    /// Its place in the ZIP; null where the file is missing in the data folder.
    path: Option<&'a str>,
}

/// Writes `metadata.json` of a dataset.
pub(super) fn metadata(plan: &Plan, dataset: &OwnDataset, versions: &[VersionEntry], srid: i32) -> Vec<u8> {
    let is_own = |original: &&PlannedOriginal| original.own.collection == dataset.collection.as_str();
    let originals = plan.originals.iter().filter(is_own).map(view).collect();
    pretty(&Metadata { dataset, crs: format!("EPSG:{srid}"), versions, originals })
}

fn view(original: &PlannedOriginal) -> OriginalView<'_> {
    let PlannedOriginal { own, path, .. } = original;
    OriginalView {
        version: own.version,
        name: &own.original.name,
        sha256: &own.original.sha256,
        size_bytes: own.original.size_bytes,
        path: path.as_deref(),
    }
}

/// Writes JSON for people and programs.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Writes `README.txt`, in Italian and English.
pub(super) fn readme(plan: &Plan, srid: i32) -> Vec<u8> {
    let mut text = String::new();
    for language in [Language::It, Language::En] {
        let notice = Notice::new("export-readme")
            .with("ente", &plan.ente.name)
            .with("code", &plan.ente.code)
            .with("day", plan.moment.date())
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("srid", srid);
        let _written = writeln!(text, "{}", language.say(&notice));
        list(plan, language, &mut text);
        text.push('\n');
    }
    text.into_bytes()
}

fn list(plan: &Plan, language: Language, text: &mut String) {
    if plan.is_empty() {
        let _written = writeln!(text, "{}", language.word("export-readme-empty"));
        return;
    }
    for dataset in &plan.datasets {
        let title = dataset.title.get(language.as_str());
        let count = dataset.item_count.map_or_else(|| "-".to_owned(), |count| count.to_string());
        let _written = writeln!(text, "  {}  {title}  ({count})", dataset.collection);
    }
    if plan.has_register() {
        let notice = Notice::new("export-readme-register")
            .with("thoroughfares", plan.register.thoroughfares)
            .with("addresses", plan.register.addresses);
        let _written = writeln!(text, "  {}", language.say(&notice));
    }
    if plan.records > 0 {
        let notice = Notice::new("export-readme-records").with("records", plan.records);
        let _written = writeln!(text, "  {}", language.say(&notice));
    }
    if plan.missing() > 0 {
        let notice = Notice::new("export-readme-missing").with("count", plan.missing());
        let _written = writeln!(text, "{}", language.say(&notice));
    }
}
