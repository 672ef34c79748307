//! What an id token says of a person, by the names that the configuration gives.

use civico_domain::identity::Grant;
use serde_json::{Map, Value};

use super::config::ProviderConfig;

/// SPID and CIE put the country before the fiscal number (ETSI EN 319 412-1).
const FISCAL_PREFIX: &str = "TINIT-";

/// A person as the provider describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) account: String,
    pub(crate) name: Option<String>,
    pub(crate) grants: Vec<Grant>,
}

/// Claims that hold a fiscal number, by the names of SPID's and CIE's profiles and of the proxies.
const FISCAL_CLAIMS: [&str; 4] =
    ["fiscal_number", "fiscalNumber", "https://attributes.eid.gov.it/fiscal_number", "schacpersonaluniqueid"];

impl ProviderConfig {
    /// Tells whether these claims say all that is looked for: the claim that names the account best,
    /// a name and, where groups give roles, groups.
    pub(crate) fn is_complete(&self, claims: &Map<String, Value>) -> bool {
        self.account_claims.first().is_some_and(|claim| claims.contains_key(claim))
            && self.name_claims.iter().any(|claim| claims.contains_key(claim))
            && (self.groups.is_empty() || claims.contains_key(&self.groups_claim))
    }

    /// Names the account by the first claim that is there. A fiscal number and a verified address
    /// stand for themselves; what any other claim holds is told from them by the claim's name, so
    /// that nobody becomes somebody else by choosing a `sub` or a user name.
    fn account(&self, claims: &Map<String, Value>) -> Option<String> {
        for claim in self.account_claims.iter().filter(|claim| claims.contains_key(*claim)) {
            if claim == "email" && !self.is_verified(claims) {
                continue;
            }
            let text = text(claims, claim)?;
            return Some(match claim.as_str() {
                fiscal if FISCAL_CLAIMS.contains(&fiscal) => fiscal_number(text)?,
                "email" => text.to_lowercase(),
                other => format!("{other}:{text}"),
            });
        }
        None
    }

    /// An address names somebody only if the provider says that it checked it, or the configuration
    /// says that this provider gives no others.
    fn is_verified(&self, claims: &Map<String, Value>) -> bool {
        self.email_is_verified
            || match claims.get("email_verified") {
                Some(Value::Bool(verified)) => *verified,
                Some(Value::String(text)) => text == "true",
                _ => false,
            }
    }
}

/// A fiscal number as Italy writes it: 16 letters and digits, or 11 digits, after the prefix.
fn fiscal_number(text: &str) -> Option<String> {
    let number = text.strip_prefix(FISCAL_PREFIX).unwrap_or(text).to_ascii_uppercase();
    let is_one = matches!(number.len(), 11 | 16) && number.bytes().all(|b| b.is_ascii_alphanumeric());
    is_one.then_some(number)
}

impl Person {
    /// Reads the claims; `None` when none of them names the account.
    pub(crate) fn read(claims: &Map<String, Value>, config: &ProviderConfig) -> Option<Self> {
        let account = config.account(claims)?;
        let name = config.name_claims.iter().find_map(|claim| text(claims, claim));
        let groups = groups(claims.get(&config.groups_claim));
        let grants = (config.groups.iter().filter(|known| groups.contains(&known.group.as_str())))
            .map(|known| Grant { ente: known.ente.clone(), role: known.role })
            .collect();
        Some(Self { account, name: name.map(str::to_owned), grants })
    }
}

fn text<'a>(claims: &'a Map<String, Value>, claim: &str) -> Option<&'a str> {
    claims.get(claim)?.as_str().map(str::trim).filter(|text| !text.is_empty() && text.len() <= 200)
}

/// A list of texts, or one text.
fn groups(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(claims: &Value) -> Option<Person> {
        let config: ProviderConfig = serde_json::from_value(json!({
            "issuer": "https://login.example.org", "client_id": "civico",
            "groups": [{"group": "rho-editors", "ente": "015182", "role": "editor"}],
        }))
        .unwrap();
        Person::read(claims.as_object()?, &config)
    }

    #[test]
    fn the_first_claim_that_is_there_names_the_account() {
        let account = |claims: &Value| read(claims).map(|person| person.account);
        let whole = json!({
            "sub": "x", "email": "Anna@Example.org", "email_verified": true,
            "fiscalNumber": "TINIT-xxxyyy00x00x000x", "name": "Anna",
        });
        assert_eq!(read(&whole).unwrap().name.as_deref(), Some("Anna"));
        assert_eq!(account(&whole).as_deref(), Some("XXXYYY00X00X000X"));
        let verified = json!({"sub": "x", "email": "Anna@Example.org", "email_verified": true});
        assert_eq!(account(&verified).as_deref(), Some("anna@example.org"));
        assert_eq!(account(&json!({"groups": []})), None);
    }

    #[test]
    fn nobody_becomes_somebody_else_by_what_they_may_choose() {
        let account = |claims: &Value| read(claims).map(|person| person.account);
        for claims in [
            json!({"sub": "XXXYYY00X00X000X"}),
            json!({"sub": "TINIT-XXXYYY00X00X000X"}),
            json!({"sub": "anna@example.org", "email_verified": false}),
        ] {
            assert_eq!(account(&claims), Some(format!("sub:{}", claims["sub"].as_str().unwrap())));
        }
        for unverified in [json!(false), json!(null), json!("no")] {
            let claims = json!({"sub": "x", "email": "sindaco@example.org", "email_verified": unverified});
            assert_eq!(account(&claims).as_deref(), Some("sub:x"));
        }
        assert_eq!(account(&json!({"sub": "x", "email": "sindaco@example.org"})).as_deref(), Some("sub:x"));
        // What is there and cannot be read is not passed over.
        assert_eq!(account(&json!({"sub": "x", "fiscal_number": ["XXXYYY00X00X000X"]})), None);
        assert_eq!(account(&json!({"sub": "x", "fiscal_number": "short"})), None);
    }

    #[test]
    fn groups_give_the_roles_that_the_configuration_says() {
        for groups in [json!(["rho-editors", "others"]), json!("rho-editors")] {
            assert_eq!(read(&json!({"sub": "x", "groups": groups})).unwrap().grants.len(), 1);
        }
        assert!(read(&json!({"sub": "x", "groups": {"a": 1}})).unwrap().grants.is_empty());
    }
}
