//! The strength of a sign-in (acr) that a function asks for.

use civico_domain::identity::Right;

use super::config::IdentityConfig;

/// The functions that may ask for a strength: signing in at all, and the rights.
pub(crate) const FUNCTIONS: [&str; 6] =
    ["sign_in", "edit", "approve", "publish", "keep_records", "administer"];

/// Returns the function that a right belongs to; reading follows signing in.
fn function_of(right: Right) -> Option<&'static str> {
    match right {
        Right::Read => None,
        Right::Edit => Some("edit"),
        Right::Approve => Some("approve"),
        Right::Publish => Some("publish"),
        Right::WriteRecords | Right::KeepRecords => Some("keep_records"),
        Right::Administer => Some("administer"),
    }
}

impl IdentityConfig {
    /// Tells whether a sign-in of this strength suffices for a function. Local accounts have no
    /// strength: they suffice where nothing is asked for.
    pub(crate) fn suffices(&self, level: Option<&str>, function: &str) -> bool {
        let rank = |level: &str| self.acr_levels.iter().position(|known| known == level);
        match self.minimum_acr.get(function) {
            None => true,
            Some(minimum) => match (level.and_then(rank), rank(minimum)) {
                (Some(level), Some(minimum)) => level >= minimum,
                _ => false,
            },
        }
    }

    /// Returns the rights that a sign-in of this strength does not suffice for.
    pub(crate) fn withheld(&self, level: Option<&str>) -> Vec<Right> {
        [
            Right::Edit,
            Right::Approve,
            Right::Publish,
            Right::WriteRecords,
            Right::KeepRecords,
            Right::Administer,
        ]
        .into_iter()
        .filter(|right| function_of(*right).is_some_and(|function| !self.suffices(level, function)))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_suffices_from_the_minimum_on() {
        let config = IdentityConfig {
            acr_levels: ["L1", "L2", "L3"].map(str::to_owned).to_vec(),
            minimum_acr: [("administer".to_owned(), "L2".to_owned())].into(),
            ..IdentityConfig::default()
        };
        config.check().unwrap();
        assert_eq!(config.withheld(Some("L1")), [Right::Administer]);
        assert!(config.withheld(Some("L3")).is_empty());
        assert_eq!(config.withheld(Some("unknown")), [Right::Administer]);
        assert_eq!(config.withheld(None), [Right::Administer]);
        assert!(config.suffices(None, "sign_in"));
    }
}
