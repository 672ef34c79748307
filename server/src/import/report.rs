//! What an import did, for people and as JSON.

use std::collections::BTreeMap;

use civico_domain::catalog::frame::{End, LayerCount, LayerSchema, ReportEntry, Severity};
use civico_domain::catalog::{CollectionId, ReprojectionRecord};
use civico_domain::toponymy::Difference;
use civico_store::toponymy::RegisterOutcome;
use serde::Serialize;

/// Entries of one severity that are kept; the counts are of all.
const KEPT_BY_SEVERITY: usize = 1000;

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// It was published.
    Published,
    /// It is the same as what is published.
    Unchanged,
    /// It was only looked at.
    Previewed,
    /// It smells: nothing is done until a second person approves.
    NeedsApproval,
}

/// What an import of one input did.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImportReport {
    pub(crate) input: String,
    pub(crate) outcome: Outcome,
    pub(crate) source_digest: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) layers: Vec<LayerReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) register: Option<RegisterOutcome>,
    /// How a delivery of a comune differs from the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) difference: Option<Difference>,
}

/// What became of one layer.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct LayerReport {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) collection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<i32>,
    pub(crate) rows: u64,
    pub(crate) rejected: u64,
    pub(crate) repaired: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reprojection: Option<ReprojectionRecord>,
    pub(crate) entries: Vec<ReportEntry>,
    /// Entries of each severity that were not kept.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) more: BTreeMap<String, u64>,
}

/// The reports of the layers of one input, as they come.
#[derive(Debug, Default)]
pub(crate) struct LayerReports {
    pub(crate) layers: Vec<LayerReport>,
    /// What was said before the layer it is said of.
    early: Vec<ReportEntry>,
}

impl LayerReports {
    /// Begins a layer; what was said since the last one ended is said of it.
    pub(crate) fn begin(&mut self, schema: &LayerSchema, collection: Option<&CollectionId>) {
        let mut layer = LayerReport {
            name: schema.name.clone(),
            collection: collection.map(ToString::to_string),
            reprojection: schema.reprojection.clone(),
            ..LayerReport::default()
        };
        self.early.drain(..).for_each(|entry| layer.add(entry));
        self.layers.push(layer);
    }

    /// Adds an entry to the layer that it names, or to the one being read.
    pub(crate) fn add(&mut self, entry: ReportEntry) {
        let named = entry.layer.as_ref();
        let place = match named {
            Some(name) => self.layers.iter().position(|layer| layer.name == *name),
            None => self.layers.len().checked_sub(1),
        };
        match place.and_then(|place| self.layers.get_mut(place)) {
            Some(layer) => layer.add(entry),
            None => self.early.push(entry),
        }
    }

    /// Takes the counts of the end frame; what names no layer is said of the last.
    pub(crate) fn end(&mut self, end: &End) {
        for (layer, count) in self.layers.iter_mut().zip(&end.layers) {
            layer.count(*count);
        }
        if let Some(last) = self.layers.last_mut() {
            self.early.drain(..).for_each(|entry| last.add(entry));
        }
    }
}

impl LayerReport {
    /// Adds an entry, as long as there are not too many.
    pub(crate) fn add(&mut self, entry: ReportEntry) {
        let same = self.entries.iter().filter(|known| known.severity == entry.severity).count();
        if same < KEPT_BY_SEVERITY {
            self.entries.push(entry);
        } else {
            *self.more.entry(severity_token(entry.severity).to_owned()).or_default() += 1;
        }
    }

    /// Takes the counts of the end frame.
    pub(crate) fn count(&mut self, count: LayerCount) {
        self.rows = count.sent;
        self.rejected += count.rejected;
        self.repaired = count.repaired;
    }
}

/// Returns the token of a severity.
pub(crate) fn severity_token(severity: Severity) -> &'static str {
    match severity {
        Severity::Assumption => "assumption",
        Severity::Repaired => "repaired",
        Severity::Warning => "warning",
        Severity::Rejected => "rejected",
    }
}
