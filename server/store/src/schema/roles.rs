//! The database roles of an installation.

use crate::identifier::{InstallationId, quote};

/// Returns the statements that make the roles of an installation, for an administrator to run on
/// `database` where Civico may not create roles; `login` is the user that Civico connects as.
pub fn role_statements(installation: &InstallationId, database: &str, login: &str) -> Vec<String> {
    let (owner, reader) = (quote(&installation.owner()), quote(&installation.reader()));
    let (database, login) = (quote(database), quote(login));
    vec![
        "CREATE EXTENSION IF NOT EXISTS postgis".to_owned(),
        format!("CREATE ROLE {owner} NOLOGIN"),
        format!("CREATE ROLE {reader} NOLOGIN"),
        format!("GRANT {owner}, {reader} TO {login}"),
        format!("GRANT CREATE, TEMPORARY ON DATABASE {database} TO {owner}"),
        format!("CREATE SCHEMA IF NOT EXISTS civico AUTHORIZATION {owner}"),
    ]
}
