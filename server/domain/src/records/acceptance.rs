//! When an address counts as found without anybody looking.

use super::record::ReviewReason;
use crate::toponymy::SubjectId;

/// What the geocoder found for the address of a record, so far as the decision depends on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The address or street.
    pub place: Option<SubjectId>,
    /// How exactly it was found: the token of the geocoder's level.
    pub level: String,
    /// Its score, 0 to 1.
    pub score: f64,
    /// Score less that of the runner-up.
    pub margin: f64,
    /// Whether another is as good.
    pub is_ambiguous: bool,
}

/// From which score on a link is made (soglia di accettazione).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Acceptance {
    /// Least score of a house number, 0 to 1.
    pub min_score: f64,
    /// Least score of a number whose exponent the register lacks; never where absent.
    pub without_exponent_min_score: Option<f64>,
}

impl Acceptance {
    /// Decides whether the best finding is the place of the record.
    ///
    /// # Errors
    /// Why somebody has to look at it.
    pub fn judge(&self, best: Option<&Finding>) -> Result<SubjectId, ReviewReason> {
        let best = best.filter(|best| best.level != "none").ok_or(ReviewReason::Unmatched)?;
        if best.is_ambiguous {
            return Err(ReviewReason::Ambiguous);
        }
        let least = match best.level.as_str() {
            "house-number" => self.min_score,
            "without-exponent" => self.without_exponent_min_score.ok_or(ReviewReason::Imprecise)?,
            _ => return Err(ReviewReason::Imprecise),
        };
        match best.place {
            Some(place) if best.score >= least => Ok(place),
            _ => Err(ReviewReason::LowScore),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toponymy::AddressId;

    #[test]
    fn only_a_sure_house_number_is_linked_without_anybody_looking() {
        let place = SubjectId::Address(AddressId::of_source("x", "1"));
        let finding = |level: &str, score, is_ambiguous| Finding {
            place: Some(place),
            level: level.to_owned(),
            score,
            margin: 0.5,
            is_ambiguous,
        };
        let strict = Acceptance { min_score: 0.9, without_exponent_min_score: None };
        let lax = Acceptance { without_exponent_min_score: Some(0.95), ..strict };
        assert_eq!(strict.judge(Some(&finding("house-number", 0.9, false))), Ok(place));
        assert_eq!(lax.judge(Some(&finding("without-exponent", 0.95, false))), Ok(place));
        for (judge, finding, why) in [
            (strict, finding("house-number", 0.899, false), ReviewReason::LowScore),
            (strict, finding("house-number", f64::NAN, false), ReviewReason::LowScore),
            (strict, finding("house-number", 1.0, true), ReviewReason::Ambiguous),
            (strict, finding("without-exponent", 1.0, false), ReviewReason::Imprecise),
            (lax, finding("without-exponent", 0.94, false), ReviewReason::LowScore),
            (strict, finding("street", 1.0, false), ReviewReason::Imprecise),
            (strict, finding("none", 0.0, false), ReviewReason::Unmatched),
        ] {
            assert_eq!(judge.judge(Some(&finding)), Err(why), "{finding:?}");
        }
        assert_eq!(strict.judge(None), Err(ReviewReason::Unmatched));
    }
}
