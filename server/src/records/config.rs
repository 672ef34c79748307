//! The part of the configuration that says how records are resolved and sealed.

use std::fmt;

use civico_domain::records::{Acceptance, LEAST_K, is_k};
use serde::{Deserialize, Serialize};

use super::vault::Vault;

/// How records are resolved and sealed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordsConfig {
    /// Master key that wraps the data keys of enti: 64 hexadecimal digits. Without it an address that
    /// cannot be resolved is refused.
    pub(crate) master_key: Option<String>,
    /// Master keys used before, until `civico admin records rotate-key` has run.
    pub(crate) former_master_keys: Vec<String>,
    /// Least score of a house number that is linked without anybody looking, 0 to 1.
    pub(crate) min_score: f64,
    /// The same for a number whose exponent the register lacks; never where absent.
    pub(crate) without_exponent_min_score: Option<f64>,
    /// Counts are rounded down to multiples of this, and fewer are not told: 5, or that doubled.
    pub(crate) k_anonymity: u64,
}

impl Default for RecordsConfig {
    fn default() -> Self {
        Self {
            master_key: None,
            former_master_keys: Vec::new(),
            min_score: 0.9,
            without_exponent_min_score: None,
            k_anonymity: LEAST_K,
        }
    }
}

impl RecordsConfig {
    /// Returns from which score on a link is made.
    pub(crate) fn acceptance(&self) -> Acceptance {
        Acceptance { min_score: self.min_score, without_exponent_min_score: self.without_exponent_min_score }
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// A key is not one, a score is not one, or k is too small; a key is not repeated.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        Vault::new(self)?;
        let scores = [Some(self.min_score), self.without_exponent_min_score];
        let is_score = |score: f64| (0.0..=1.0).contains(&score);
        anyhow::ensure!(
            scores.into_iter().flatten().all(is_score),
            "records.min_score and records.without_exponent_min_score are from 0 to 1"
        );
        anyhow::ensure!(
            is_k(self.k_anonymity),
            "records.k_anonymity is {LEAST_K} or that doubled: 10, 20, 40"
        );
        Ok(())
    }
}

impl fmt::Debug for RecordsConfig {
    /// Prints everything but the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordsConfig")
            .field("master_key", &self.master_key.as_ref().map(|_secret| "[redacted]"))
            .field("former_master_keys", &self.former_master_keys.len())
            .field("min_score", &self.min_score)
            .field("without_exponent_min_score", &self.without_exponent_min_score)
            .field("k_anonymity", &self.k_anonymity)
            .finish()
    }
}
