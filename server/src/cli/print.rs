//! Reports of imports on the terminal.

use civico_domain::catalog::frame::ReportEntry;
use civico_domain::notice::Notice;

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
    let Some(register) = report.register.filter(|_| report.outcome == Outcome::Published) else {
        return terminal.say(&Notice::new("cli-unchanged").with("path", &report.input));
    };
    let notice = Notice::new("cli-register-published")
        .with("ente", ente)
        .with("records", register.records)
        .with("events", register.events)
        .with("rejected", report.layers.iter().map(|layer| layer.rejected).sum::<u64>());
    terminal.say(&notice);
    report.layers.iter().for_each(|layer| entries(terminal, layer));
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
