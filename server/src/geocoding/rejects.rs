//! Rows that somebody has to look at, why, and what may help.

use civico_domain::notice::Notice;
use civico_geocoder::Answer;

use super::fault::Fault;
use crate::messages::Language;

/// Which answers are rejects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RejectRule {
    /// The least score of an answer that nobody has to look at, 0 to 1.
    pub(crate) min_score: f64,
    /// In which language they are explained.
    pub(crate) language: Language,
}

/// Why a row is a reject, in words.
pub(super) struct Reject {
    pub(super) reason: String,
    pub(super) suggestion: String,
}

impl RejectRule {
    /// Judges what a row got; `None` when nobody has to look at it.
    pub(super) fn judge(&self, outcome: &Result<Answer, Fault>) -> Option<Reject> {
        let say = |notice: &Notice| self.language.say(notice);
        let found = match outcome {
            Ok(found) => found,
            Err(fault) => {
                let reason = say(&fault.notice());
                return Some(Reject { reason, suggestion: self.language.word("reject-mend") });
            }
        };
        let Some(best) = found.best() else {
            let reason = self.language.word("reject-not-found");
            return Some(Reject { reason, suggestion: self.language.word("reject-check") });
        };
        if best.score < self.min_score {
            let faults: Vec<&str> = best.faults.iter().map(civico_geocoder::Fault::message).collect();
            let score = format!("{:.2}", best.score);
            let notice = Notice::new("reject-low").with("score", score).with("faults", faults.join("; "));
            let suggestion = say(&Notice::new("reject-perhaps").with("label", &best.label));
            return Some(Reject { reason: say(&notice), suggestion });
        }
        best.ambiguous.then(|| {
            let labels: Vec<&str> = found.candidates.iter().take(2).map(|one| one.label.as_str()).collect();
            let suggestion = Notice::new("reject-choose").with("labels", labels.join(" | "));
            Reject { reason: self.language.word("reject-ambiguous"), suggestion: say(&suggestion) }
        })
    }
}

/// Reads the number of the row from a line of rejects, CSV or NDJSON.
pub(crate) fn row_of_reject(line: &[u8]) -> Option<u64> {
    let line = line.strip_prefix(b"{\"row\":").unwrap_or(line);
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&line[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_a_reject_is_read_again() {
        assert_eq!(row_of_reject(b"17;\"non trovato\";x"), Some(17));
        assert_eq!(row_of_reject(b"{\"row\":8,\"reason\":\"x\"}"), Some(8));
        assert_eq!(row_of_reject(b"row;reason"), None);
    }

    #[test]
    fn an_error_and_nothing_found_are_rejects() {
        let rule = RejectRule { min_score: 0.5, language: Language::En };
        assert!(rule.judge(&Err(Fault::Empty)).is_some());
        assert!(rule.judge(&Ok(Answer { seq: 1, candidates: Vec::new() })).is_some());
    }
}
