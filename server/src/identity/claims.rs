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

impl ProviderConfig {
    /// Tells whether these claims say all that is looked for: account, name and, where groups give
    /// roles, groups.
    pub(crate) fn is_complete(&self, claims: &Map<String, Value>) -> bool {
        let is_named = self
            .account_claims
            .iter()
            .filter(|claim| *claim != "sub")
            .any(|claim| claims.contains_key(claim));
        let names_nothing_else = self.account_claims.iter().all(|claim| claim == "sub");
        (is_named || names_nothing_else)
            && self.name_claims.iter().any(|claim| claims.contains_key(claim))
            && (self.groups.is_empty() || claims.contains_key(&self.groups_claim))
    }
}

impl Person {
    /// Reads the claims; `None` when none of them names the account.
    pub(crate) fn read(claims: &Map<String, Value>, config: &ProviderConfig) -> Option<Self> {
        let account = config.account_claims.iter().find_map(|claim| account(claims, claim))?;
        let name = config.name_claims.iter().find_map(|claim| text(claims, claim));
        let groups = groups(claims.get(&config.groups_claim));
        let grants = (config.groups.iter().filter(|known| groups.contains(&known.group.as_str())))
            .map(|known| Grant { ente: known.ente.clone(), role: known.role })
            .collect();
        Some(Self { account, name: name.map(str::to_owned), grants })
    }
}

/// An address that the provider says it has not checked names nobody.
fn account(claims: &Map<String, Value>, claim: &str) -> Option<String> {
    if claim == "email" && claims.get("email_verified") == Some(&Value::Bool(false)) {
        return None;
    }
    let text = text(claims, claim)?;
    let text = text.strip_prefix(FISCAL_PREFIX).unwrap_or(text);
    Some(if claim == "email" { text.to_lowercase() } else { text.to_owned() })
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
        let person = read(&json!({
            "sub": "x", "email": "Anna@Example.org", "fiscalNumber": "TINIT-XXXYYY00X00X000X", "name": "Anna",
        }));
        let person = person.unwrap();
        assert_eq!((person.account.as_str(), person.name.as_deref()), ("XXXYYY00X00X000X", Some("Anna")));
        assert_eq!(
            read(&json!({"sub": "x", "email": "Anna@Example.org"})).unwrap().account,
            "anna@example.org"
        );
        assert_eq!(read(&json!({"sub": "x", "email": "a@b", "email_verified": false})).unwrap().account, "x");
        assert_eq!(read(&json!({"groups": []})), None);
    }

    #[test]
    fn groups_give_the_roles_that_the_configuration_says() {
        for groups in [json!(["rho-editors", "others"]), json!("rho-editors")] {
            assert_eq!(read(&json!({"sub": "x", "groups": groups})).unwrap().grants.len(), 1);
        }
        assert!(read(&json!({"sub": "x", "groups": {"a": 1}})).unwrap().grants.is_empty());
    }
}
