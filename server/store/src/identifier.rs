//! SQL identifiers of our own catalog, the only names that are ever put into SQL text.

use std::fmt;
use std::str::FromStr;

use civico_domain::catalog::CollectionId;
use civico_domain::identity::EnteSlug;
use sha2::{Digest, Sha256};

/// The name of an installation, first part of the names of its database roles.
///
/// Roles belong to a PostgreSQL cluster, so two installations on one cluster need two names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationId(String);

/// A text is no name of an installation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "an installation is named with lower-case letters, digits and underscores, at most 30, first a letter"
)]
pub struct InstallationIdError;

impl InstallationId {
    /// Returns the role that owns every object; nobody logs in with it.
    pub(crate) fn owner(&self) -> String {
        format!("{}_owner", self.0)
    }

    /// Returns the group of the enti's roles.
    pub(crate) fn enti(&self) -> String {
        format!("{}_enti", self.0)
    }

    /// Returns how the names of the enti's roles begin.
    pub(crate) fn ente_prefix(&self) -> String {
        format!("{}_ente_", self.0)
    }

    /// Returns the role under which the people of an ente read; the same as `civico.ente_role`.
    pub(crate) fn ente_role(&self, ente: &EnteSlug) -> String {
        let slug = ente.as_str();
        let suffix = if slug.len() <= 27 {
            slug.to_owned()
        } else {
            format!("{}_{}", &slug[..18], &hex::encode(Sha256::digest(slug))[..8])
        };
        format!("{}{}", self.ente_prefix(), suffix.replace('-', "_"))
    }

    /// Returns the role that reads what is public.
    pub(crate) fn reader(&self) -> String {
        format!("{}_reader", self.0)
    }
}

impl FromStr for InstallationId {
    type Err = InstallationIdError;

    fn from_str(text: &str) -> Result<Self, InstallationIdError> {
        let valid = (1..=30).contains(&text.len())
            && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if valid { Ok(Self(text.to_owned())) } else { Err(InstallationIdError) }
    }
}

impl fmt::Display for InstallationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A quoted identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quoted(String);

/// Quotes an identifier (PostgreSQL 4.1.1): quotes inside are doubled, NUL cannot be written.
pub(crate) fn quote(name: &str) -> Quoted {
    Quoted(format!("\"{}\"", name.replace('\0', "").replace('"', "\"\"")))
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A table or view: schema and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) schema: String,
    pub(crate) name: String,
}

impl Relation {
    /// Names the table of a version of a dataset.
    pub(crate) fn of_version(ente: &EnteSlug, collection: &CollectionId, version: i32) -> Self {
        let dataset = collection.parts().map_or("", |(_ente, dataset)| dataset);
        Self { schema: ente_schema(ente), name: format!("{}_v{version}", dataset.replace('-', "_")) }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", quote(&self.schema), quote(&self.name))
    }
}

/// Names the schema of an ente's datasets.
pub(crate) fn ente_schema(ente: &EnteSlug) -> String {
    format!("ente_{}", ente.as_str().replace('-', "_"))
}

/// Makes the SQL name of a column from its name in the source; `place` makes it unique.
pub(crate) fn column_identifier(name: &str, place: usize) -> String {
    let slug = civico_domain::catalog::slug(name, 40).replace('-', "_");
    format!("p{place}_{slug}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_leave_its_quotes() {
        assert_eq!(quote("a\"; DROP TABLE x; --\0").to_string(), "\"a\"\"; DROP TABLE x; --\"");
        assert_eq!(column_identifier("LOCALITA' \"; --", 3), "p3_localita");
    }

    #[test]
    fn the_role_of_an_ente_fits_an_identifier() {
        let installation: InstallationId = "i".repeat(30).parse().unwrap();
        let long: EnteSlug = "consorzio-dei-comuni-della-valle-del-tic".parse().unwrap();
        assert_eq!(installation.ente_role(&long).len(), 63);
        assert!(installation.ente_role(&"rho".parse().unwrap()).ends_with("_ente_rho"));
    }

    #[test]
    fn an_installation_has_a_plain_name() {
        assert!("civico".parse::<InstallationId>().is_ok());
        for text in ["", "Civico", "1a", "a b", "a\"b", "a-b"] {
            assert!(text.parse::<InstallationId>().is_err(), "{text}");
        }
    }
}
