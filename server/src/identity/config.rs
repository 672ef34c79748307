//! The part of the configuration that says who may sign in, and how.

use std::collections::BTreeMap;
use std::path::PathBuf;

use civico_domain::identity::{EnteCode, Role};
use serde::{Deserialize, Serialize};

/// Who may sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityConfig {
    /// How long a session lasts, in hours.
    pub(crate) session_hours: u32,
    /// How long audit entries are kept, in days.
    pub(crate) audit_days: u32,
    /// The OpenID provider of people; only local accounts if absent.
    pub(crate) provider: Option<ProviderConfig>,
    /// Strengths of a sign-in (acr), weakest first.
    pub(crate) acr_levels: Vec<String>,
    /// The weakest strength that suffices, by function: `sign_in`, `edit`, `approve`, `publish`,
    /// `keep_records`, `administer`.
    pub(crate) minimum_acr: BTreeMap<String, String>,
}

/// An OpenID provider, or the proxy that a comune puts before SPID and CIE.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderConfig {
    /// Its issuer; everything else is discovered.
    pub(crate) issuer: String,
    /// Name of this installation there.
    pub(crate) client_id: String,
    /// How this installation proves itself there.
    #[serde(default)]
    pub(crate) authentication: ClientAuthentication,
    /// For `client-secret-basic` and `client-secret-post`.
    #[serde(default)]
    pub(crate) client_secret: Option<String>,
    /// For `private-key-jwt`: an RSA key as PEM.
    #[serde(default)]
    pub(crate) private_key_file: Option<PathBuf>,
    /// Name of that key at the provider.
    #[serde(default)]
    pub(crate) private_key_id: Option<String>,
    /// What is asked for.
    #[serde(default = "default_scopes")]
    pub(crate) scopes: Vec<String>,
    /// Claims that name the account; the first that is there counts.
    #[serde(default = "default_account_claims")]
    pub(crate) account_claims: Vec<String>,
    /// Whether this provider gives only addresses that it checked, though it does not say so with
    /// `email_verified` (Microsoft Entra).
    #[serde(default)]
    pub(crate) email_is_verified: bool,
    /// Claims that name the person.
    #[serde(default = "default_name_claims")]
    pub(crate) name_claims: Vec<String>,
    /// Claim that lists the person's groups.
    #[serde(default = "default_groups_claim")]
    pub(crate) groups_claim: String,
    /// What the groups stand for.
    #[serde(default)]
    pub(crate) groups: Vec<GroupConfig>,
}

/// How a client proves itself at the token endpoint (OpenID Connect Core, 9).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClientAuthentication {
    /// Secret in the header `Authorization`.
    #[default]
    ClientSecretBasic,
    /// Secret in the form.
    ClientSecretPost,
    /// A signed assertion.
    PrivateKeyJwt,
}

/// A group of the provider, and the role it gives.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupConfig {
    /// Its name there.
    pub(crate) group: String,
    /// For which ente.
    pub(crate) ente: EnteCode,
    /// Which role.
    pub(crate) role: Role,
}

fn default_scopes() -> Vec<String> {
    ["openid", "profile", "email"].map(str::to_owned).to_vec()
}

fn default_account_claims() -> Vec<String> {
    ["fiscal_number", "fiscalNumber", "https://attributes.eid.gov.it/fiscal_number", "email", "sub"]
        .map(str::to_owned)
        .to_vec()
}

fn default_name_claims() -> Vec<String> {
    ["name", "preferred_username"].map(str::to_owned).to_vec()
}

fn default_groups_claim() -> String {
    "groups".to_owned()
}

impl Default for IdentityConfig {
    fn default() -> Self {
        Self {
            session_hours: 8,
            audit_days: 730,
            provider: None,
            acr_levels: Vec::new(),
            minimum_acr: BTreeMap::new(),
        }
    }
}

impl IdentityConfig {
    /// Checks what serde cannot.
    ///
    /// # Errors
    /// In words for whoever wrote the file.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!((1..=24 * 30).contains(&self.session_hours), "identity.session_hours is 1 to 720");
        anyhow::ensure!(self.audit_days >= 1, "identity.audit_days is at least 1");
        for (function, level) in &self.minimum_acr {
            anyhow::ensure!(
                super::levels::FUNCTIONS.contains(&function.as_str()),
                "identity.minimum_acr: {function} is none of {}",
                super::levels::FUNCTIONS.join(", ")
            );
            anyhow::ensure!(
                self.acr_levels.contains(level),
                "identity.minimum_acr.{function}: the level is not among identity.acr_levels"
            );
        }
        let Some(provider) = &self.provider else { return Ok(()) };
        let has_secret = provider.client_secret.is_some();
        let has_key = provider.private_key_file.is_some();
        match provider.authentication {
            ClientAuthentication::PrivateKeyJwt => {
                anyhow::ensure!(has_key, "identity.provider.private_key_file is missing");
            }
            _ => anyhow::ensure!(has_secret, "identity.provider.client_secret is missing"),
        }
        Ok(())
    }
}

impl std::fmt::Debug for ProviderConfig {
    /// Prints everything but the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProviderConfig")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("authentication", &self.authentication)
            .field("client_secret", &self.client_secret.as_ref().map(|_secret| "[redacted]"))
            .field("private_key_file", &self.private_key_file)
            .field("scopes", &self.scopes)
            .field("account_claims", &self.account_claims)
            .field("name_claims", &self.name_claims)
            .field("groups_claim", &self.groups_claim)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}
