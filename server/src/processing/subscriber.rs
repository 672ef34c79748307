//! Who wants to be told of the end of a job (OGC 18-062r2, 7.11.2.5 and subscriber.yaml).

use civico_domain::notice::Notice;
use openidconnect::reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::config::ProcessesConfig;

/// Addresses to be told; only hosts that the configuration lists.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subscriber {
    /// Gets the results.
    #[serde(rename = "successUri")]
    pub(crate) success: String,
    /// Gets the status when the work begins.
    #[serde(rename = "inProgressUri", skip_serializing_if = "Option::is_none")]
    pub(crate) in_progress: Option<String>,
    /// Gets the status when there is no result.
    #[serde(rename = "failedUri", skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<String>,
}

impl Subscriber {
    /// Returns it as it is kept with the job.
    ///
    /// # Errors
    /// An address is none, or of a host that is not listed: nothing a client sends becomes an
    /// address that we ask otherwise.
    pub(crate) fn checked(&self, config: &ProcessesConfig) -> Result<Value, Notice> {
        let all = [Some(&self.success), self.in_progress.as_ref(), self.failed.as_ref()];
        for address in all.into_iter().flatten() {
            if !is_allowed(address, &config.callback_hosts) {
                return Err(Notice::new("problem-callback-host"));
            }
        }
        Ok(json!(self))
    }
}

/// Tells whether an address is one of a host that may be told.
pub(super) fn is_allowed(address: &str, hosts: &[String]) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_web = matches!(url.scheme(), "http" | "https");
    let has_secrets = !url.username().is_empty() || url.password().is_some();
    let Some(host) = url.host_str().filter(|_| is_web && !has_secrets) else { return false };
    let named = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    hosts.contains(&named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_hosts_are_told() {
        let hosts = ["desk.example.org".to_owned(), "127.0.0.1:9000".to_owned()];
        let is_allowed = |address: &str| is_allowed(address, &hosts);
        assert!(is_allowed("https://desk.example.org/jobs"));
        assert!(is_allowed("http://127.0.0.1:9000/"));
        for address in [
            "https://desk.example.org.evil.example/",
            "https://desk.example.org@evil.example/",
            "https://user@desk.example.org/",
            "http://127.0.0.1/",
            "http://127.0.0.1:9001/",
            "ftp://desk.example.org/",
            "file:///etc/passwd",
            "//desk.example.org/",
            "",
        ] {
            assert!(!is_allowed(address), "{address}");
        }
    }
}
