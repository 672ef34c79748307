//! The database roles of an installation.

use crate::identifier::{InstallationId, quote};

/// Returns the definition of the function by which the program makes the roles of enti: it runs with
/// the rights of whoever defines it, who has to be allowed to create roles.
pub(super) fn role_maker(installation: &InstallationId, login: &str) -> String {
    let literal = |text: &str| text.replace('\'', "''");
    include_str!("make_role.sql")
        .replace("{ente_prefix}", &installation.ente_prefix())
        .replace("{enti_literal}", &literal(&installation.enti()))
        .replace("{login_literal}", &literal(login))
        .replace("{owner}", &quote(&installation.owner()).to_string())
}

/// Returns the statements that make the roles of an installation, for an administrator to run on
/// `database` where Civico may not create roles; `login` is the user that Civico connects as.
pub fn role_statements(installation: &InstallationId, database: &str, login: &str) -> Vec<String> {
    let mut statements = base_statements(installation, database, login);
    statements.push(role_maker(installation, login));
    statements
}

/// Returns the statements without the one that needs the most rights.
pub(super) fn base_statements(installation: &InstallationId, database: &str, login: &str) -> Vec<String> {
    let (owner, reader) = (quote(&installation.owner()), quote(&installation.reader()));
    let (enti, database, login) = (quote(&installation.enti()), quote(database), quote(login));
    vec![
        "CREATE EXTENSION IF NOT EXISTS postgis".to_owned(),
        format!("CREATE ROLE {owner} NOLOGIN"),
        format!("CREATE ROLE {reader} NOLOGIN"),
        format!("CREATE ROLE {enti} NOLOGIN"),
        format!("GRANT {reader} TO {enti}"),
        format!("GRANT {owner}, {reader} TO {login}"),
        format!("GRANT CREATE, TEMPORARY ON DATABASE {database} TO {owner}"),
        format!("CREATE SCHEMA IF NOT EXISTS civico AUTHORIZATION {owner}"),
    ]
}
