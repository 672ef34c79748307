//! How sure an address is, and by what.

use jiff::civil::Date;
use serde::Serialize;

use super::lifecycle::LifecycleStage;

/// Who stands for an address, from nobody to everybody: the levels of our design, whose model is the
/// certification of the French Base Adresse Locale (BAL 1.4, `certification_commune`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificationLevel {
    /// It came from a file, or is only proposed, or is no longer in force.
    None,
    /// The comune decided about its number or its place since it came from a file.
    Decided,
    /// Somebody of the comune saw it on site.
    OnSite,
    /// ANNCSU, by its newest file that was compared, has it as the register does.
    Anncsu,
}

/// Whether an address is certified, and by what. It is worked out of what the register keeps, never
/// kept itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Certification {
    /// Whether somebody stands for it.
    pub certified: bool,
    /// The highest level that it has.
    pub level: CertificationLevel,
    /// The day on which it was seen on site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_site: Option<Date>,
    /// Whether the comune decided about it.
    pub decided: bool,
    /// Whether ANNCSU has it as the register does.
    pub anncsu: bool,
}

/// What is known of an address that certifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// The day on which it was seen on site.
    pub confirmed_on: Option<Date>,
    /// Whether the comune decided about it since it came from a file.
    pub is_decided: bool,
    /// Whether ANNCSU has it as the register does.
    pub is_aligned: bool,
}

impl Certification {
    /// Works it out. What is not in force is certified by nothing.
    pub fn of(evidence: &Evidence) -> Self {
        let is_current = evidence.stage == LifecycleStage::Current;
        let on_site = evidence.confirmed_on.filter(|_day| is_current);
        let (decided, anncsu) = (evidence.is_decided && is_current, evidence.is_aligned && is_current);
        let level = match (anncsu, on_site, decided) {
            (true, _, _) => CertificationLevel::Anncsu,
            (false, Some(_), _) => CertificationLevel::OnSite,
            (false, None, true) => CertificationLevel::Decided,
            (false, None, false) => CertificationLevel::None,
        };
        Self { certified: level > CertificationLevel::None, level, on_site, decided, anncsu }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_highest_level_counts_and_only_while_it_is_in_force() {
        let mut evidence = Evidence {
            stage: LifecycleStage::Current,
            confirmed_on: None,
            is_decided: false,
            is_aligned: false,
        };
        let level = |evidence: &Evidence| Certification::of(evidence).level;
        assert_eq!(level(&evidence), CertificationLevel::None);
        assert!(!Certification::of(&evidence).certified);
        evidence.is_decided = true;
        assert_eq!(level(&evidence), CertificationLevel::Decided);
        evidence.confirmed_on = Some(date(2026, 1, 7));
        assert_eq!(level(&evidence), CertificationLevel::OnSite);
        evidence.is_aligned = true;
        assert_eq!(level(&evidence), CertificationLevel::Anncsu);
        for stage in [LifecycleStage::Proposed, LifecycleStage::Retired, LifecycleStage::Rejected] {
            let found = Certification::of(&Evidence { stage, ..evidence });
            assert!(!found.certified && found.on_site.is_none(), "{stage}");
        }
    }
}
