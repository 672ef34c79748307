//! Reports of imports on the terminal.

use civico_domain::catalog::frame::ReportEntry;
use civico_domain::notice::Notice;
use civico_domain::toponymy::{Changes, Difference, Smell};

use crate::import::{ImportReport, LayerReport, Outcome, severity_token};
use crate::terminal::Terminal;

/// Entries of a layer that are printed; the JSON report has more.
const PRINTED: usize = 20;

/// Prints what an import of a dataset did.
pub(super) fn dataset_report(terminal: Terminal, report: &ImportReport) {
    if report.outcome == Outcome::Unchanged {
        return terminal.say(&Notice::new("cli-unchanged").with("path", &report.input));
    }
    for layer in &report.layers {
        let notice = Notice::new("cli-published")
            .with("collection", layer.collection.as_deref().unwrap_or_default())
            .with("version", layer.version.unwrap_or_default())
            .with("rows", layer.rows)
            .with("repaired", layer.repaired)
            .with("rejected", layer.rejected);
        terminal.say(&notice);
        entries(terminal, layer);
    }
}

/// Prints what an import of a register did.
pub(super) fn register_report(terminal: Terminal, ente: &str, report: &ImportReport) {
    if report.outcome == Outcome::Unchanged {
        return terminal.say(&Notice::new("cli-unchanged").with("path", &report.input));
    }
    if let Some(found) = report.difference.as_ref().filter(|found| !found.is_empty()) {
        difference(terminal, found);
    }
    if report.outcome == Outcome::Previewed {
        terminal.say(&Notice::new("cli-previewed"));
    }
    let Some(register) = report.register else { return };
    let notice = Notice::new("cli-register-published")
        .with("ente", ente)
        .with("records", register.records)
        .with("events", register.events)
        .with("rejected", report.layers.iter().map(|layer| layer.rejected).sum::<u64>());
    terminal.say(&notice);
    report.layers.iter().for_each(|layer| entries(terminal, layer));
}

/// Prints how a delivery differs from the register, and what about it smells.
fn difference(terminal: Terminal, difference: &Difference) {
    let counted = |id: &str, changes: &Changes| {
        Notice::new(id)
            .with("added", changes.added)
            .with("absent", changes.absent)
            .with("restaged", changes.restaged)
            .with("retired", changes.retired)
            .with("renamed", changes.renamed)
            .with("moved", changes.moved)
            .with("far", changes.moved_far)
    };
    terminal.say(&counted("cli-difference-streets", &difference.thoroughfares));
    terminal.say(&counted("cli-difference-addresses", &difference.addresses));
    for smell in &difference.smells {
        terminal.say(&match smell {
            Smell::ManyRetired { retired, of } => {
                Notice::new("cli-smell-retired").with("retired", retired).with("of", of)
            }
            Smell::ManyMovedFar { moved_far, of } => {
                Notice::new("cli-smell-moved").with("moved", moved_far).with("of", of)
            }
            Smell::SameShift { east_m, north_m, points } => Notice::new("cli-smell-shift")
                .with("points", points)
                .with("east", format!("{east_m:.2}"))
                .with("north", format!("{north_m:.2}")),
        });
    }
}

fn entries(terminal: Terminal, layer: &LayerReport) {
    for entry in layer.entries.iter().take(PRINTED) {
        terminal.line(&line(terminal, entry));
    }
    let more = layer.entries.len().saturating_sub(PRINTED) as u64 + layer.more.values().sum::<u64>();
    if more > 0 {
        terminal.say(&Notice::new("cli-and-more").with("count", more));
    }
}

fn line(terminal: Terminal, entry: &ReportEntry) -> String {
    let language = terminal.language;
    let severity = language.word(&format!("cli-severity-{}", severity_token(entry.severity)));
    let row = entry.row.map(|row| format!("{} ", language.say(&Notice::new("cli-row").with("row", row))));
    let field = entry.field.as_ref().map(|field| format!("[{field}] "));
    format!(
        "  {severity}: {}{}{}",
        row.unwrap_or_default(),
        field.unwrap_or_default(),
        language.say(&entry.notice)
    )
}
