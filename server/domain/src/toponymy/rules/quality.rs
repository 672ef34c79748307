//! How good the register is, by rule and by comune.

use serde::Serialize;

use super::catalogue::find_rule;

/// How many things were checked against a rule, and how many break it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// The rule's identifier.
    pub rule: &'static str,
    /// Things for which the rule could be evaluated.
    pub checked: u64,
    /// Those of them that break it.
    pub violating: u64,
}

impl Quality {
    /// Returns the share of what was checked that holds, from 0 to 100; `None` where nothing was.
    #[expect(clippy::cast_precision_loss, reason = "counts of streets and addresses are far below 2^52")]
    pub fn score(&self) -> Option<f64> {
        let holding = self.checked.saturating_sub(self.violating);
        (self.checked > 0).then(|| 100.0 * holding as f64 / self.checked as f64)
    }
}

/// Returns the score of a comune, from 0 to 100: the mean of the scores of its rules, each weighted
/// by its severity (error 10, warning 3, info 1).
///
/// `score = sum(weight * score of rule) / sum(weight)` over the rules that were evaluated. A rule
/// counts the same however many things it speaks of, since addresses are twenty times as many as
/// streets and would hide them. `None` where no rule was evaluated.
pub fn municipality_score(qualities: &[Quality]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for quality in qualities {
        if let (Some(rule), Some(score)) = (find_rule(quality.rule), quality.score()) {
            sum += rule.severity.weight() * score;
            weights += rule.severity.weight();
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(rule: &'static str, checked: u64, violating: u64) -> Quality {
        Quality { rule, checked, violating }
    }

    #[test]
    fn what_nobody_checked_has_no_score() {
        assert_eq!(quality("parity", 0, 0).score(), None);
        assert_eq!(municipality_score(&[quality("parity", 0, 0)]), None);
        assert_eq!(municipality_score(&[]), None);
    }

    #[test]
    fn a_rule_counts_by_its_severity() {
        let error = quality("name-not-unique", 10, 10);
        let info = quality("method-missing", 1_000, 0);
        assert_eq!(error.score(), Some(0.0));
        assert_eq!(info.score(), Some(100.0));
        let score = municipality_score(&[error, info, quality("parity", 0, 0)]);
        assert!(score.is_some_and(|score| (score - 100.0 / 11.0).abs() < 1e-9), "{score:?}");
    }
}
