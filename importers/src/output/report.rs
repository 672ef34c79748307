//! How often something was said, so that a million bad rows do not make a million lines.

use std::collections::BTreeMap;

use civico_domain::catalog::frame::{ReportEntry, Severity};
use civico_domain::notice::Notice;

/// Entries with the same sentence in the same layer.
const SAME_ENTRIES: u64 = 1_000;

/// Counts entries by layer and sentence.
#[derive(Debug, Default)]
pub(super) struct Tally {
    said: BTreeMap<(String, String), (Severity, u64)>,
}

impl Tally {
    /// Counts an entry and tells whether it is still to be written.
    pub(super) fn admit(&mut self, layer: Option<&str>, severity: Severity, id: &str) -> bool {
        let key = (layer.unwrap_or_default().to_owned(), id.to_owned());
        let (_, count) = self.said.entry(key).or_insert((severity, 0));
        *count += 1;
        *count <= SAME_ENTRIES
    }

    /// Makes the entries "and N more" for what was left out.
    pub(super) fn remainders(&self) -> Vec<ReportEntry> {
        let more = self.said.iter().filter(|(_, (_, count))| *count > SAME_ENTRIES);
        more.map(|((layer, id), (severity, count))| ReportEntry {
            severity: *severity,
            layer: (!layer.is_empty()).then(|| layer.clone()),
            row: None,
            field: None,
            notice: Notice::new("more-of-the-same").with("id", id).with("count", count - SAME_ENTRIES),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_too_often_is_counted_instead() {
        let mut tally = Tally::default();
        let written = (0..1_500).filter(|_| tally.admit(Some("nil"), Severity::Warning, "odd")).count();
        assert_eq!(written, 1_000);
        let remainders = tally.remainders();
        assert_eq!(remainders.len(), 1);
        assert_eq!(remainders[0].notice.args["count"], "500");
    }
}
