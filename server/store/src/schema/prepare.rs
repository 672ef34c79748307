//! Making a database ready: extension, roles, schema, migrations.

use civico_domain::identity::Ente;
use civico_domain::spatial::Srid;
use tokio_postgres::{Client, NoTls};

use super::migration::migrate;
use super::roles::{base_statements, role_maker};
use crate::error::Error;
use crate::identifier::{InstallationId, quote};
use crate::sql;
use crate::store::Store;

/// The user that the program connects as, when it is not the one that prepares.
#[derive(Clone)]
pub struct Login {
    /// Name of the role.
    pub name: String,
    /// Its password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Only one program prepares a database at a time; the number is "prepare" in ASCII.
const PREPARE_LOCK: i64 = 31_651_439_966_810_725;

impl Store {
    /// Makes the database at `url` ready for this program and opens the store on it.
    ///
    /// `url` is the user that may create roles and extensions where they are missing; with `login`
    /// that login role is made.
    ///
    /// # Errors
    /// PostGIS or the roles are missing and the user may not create them, the schema is not one
    /// this program knows, or the installation has another reference system.
    pub async fn prepare(
        url: &str,
        installation: &InstallationId,
        srid: Srid,
        ente: &Ente,
        login: Option<&Login>,
    ) -> Result<(), Error> {
        let config: tokio_postgres::Config = url.parse()?;
        let (mut client, connection) = config.connect(NoTls).await?;
        let driver = tokio::spawn(connection);
        let outcome = prepare_with(&mut client, installation, srid, ente, login).await;
        drop(client);
        // The connection ends because its client is gone; its own error adds nothing.
        let _ended = driver.await;
        outcome
    }
}

async fn prepare_with(
    client: &mut Client,
    installation: &InstallationId,
    srid: Srid,
    ente: &Ente,
    login: Option<&Login>,
) -> Result<(), Error> {
    client.query_one("SELECT pg_advisory_lock($1)", &[&PREPARE_LOCK]).await?;
    require_postgis(client).await?;
    make_roles(client, installation, login).await?;
    client
        .batch_execute(&format!("SET ROLE {}", quote(&installation.owner())))
        .await
        .map_err(not_a_member)?;
    migrate(client, installation, srid).await?;
    check_srid(client, srid).await?;
    add_own_ente(client, ente).await?;
    client.batch_execute("RESET ROLE").await?;
    make_role_maker(client, installation, login).await?;
    client.batch_execute(&format!("SET ROLE {}", quote(&installation.owner()))).await?;
    make_ente_roles(client, installation).await?;
    client.batch_execute("RESET ROLE").await?;
    Ok(())
}

/// The user may not take the owner's role: somebody else made the roles.
fn not_a_member(error: tokio_postgres::Error) -> Error {
    match error.code() {
        Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE) => Error::RolesMissing,
        _ => error.into(),
    }
}

async fn require_postgis(client: &Client) -> Result<(), Error> {
    let there = client.query_opt("SELECT FROM pg_extension WHERE extname = 'postgis'", &[]).await?;
    if there.is_some() {
        return Ok(());
    }
    client.batch_execute("CREATE EXTENSION postgis").await.map_err(|_refused| Error::NoPostgis)
}

/// Makes the roles that are missing.
async fn make_roles(
    client: &Client,
    installation: &InstallationId,
    login: Option<&Login>,
) -> Result<(), Error> {
    if let Some(login) = login {
        make_login(client, login).await?;
    }
    let row = client.query_one("SELECT current_database()::text, current_user::text", &[]).await?;
    let (database, user): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let login = login.map_or(user.as_str(), |login| login.name.as_str());
    for (statement, missing) in missing_statements(client, installation, &database, login).await? {
        if missing {
            client.batch_execute(&statement).await.map_err(|_refused| Error::RolesMissing)?;
        }
    }
    Ok(())
}

/// Defines the function that makes the roles of enti, where this user may create roles. Where not,
/// an administrator runs what `civico admin roles --print-sql` prints.
async fn make_role_maker(
    client: &Client,
    installation: &InstallationId,
    login: Option<&Login>,
) -> Result<(), Error> {
    let row = client
        .query_one("SELECT rolname::text, rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user", &[])
        .await?;
    let user: String = row.try_get("rolname")?;
    if row.try_get("may")? {
        let login = login.map_or(user.as_str(), |login| login.name.as_str());
        if let Err(error) = client.batch_execute(&role_maker(installation, login)).await {
            tracing::warn!(error = %error, "store.schema.role-maker.refused");
        }
    }
    Ok(())
}

/// Makes the roles of the enti that lack one, and brings the GRANTs on what is not public up to date.
async fn make_ente_roles(client: &Client, installation: &InstallationId) -> Result<(), Error> {
    let may: bool = client.query_one(sql!("identity/may_make_roles"), &[]).await?.try_get("may")?;
    if !may {
        return Ok(());
    }
    let enti = client
        .query("SELECT code FROM civico.ente WHERE to_regrole(quote_ident(database_role)) IS NULL", &[])
        .await?;
    for row in &enti {
        client.query(sql!("identity/make_ente_role"), &[&row.try_get::<_, &str>("code")?]).await?;
    }
    let owners =
        client.query("SELECT DISTINCT ente FROM civico.dataset WHERE visibility <> 'public'", &[]).await?;
    for owner in &owners {
        let owner: &str = owner.try_get("ente")?;
        let changes =
            client.query(sql!("catalog/list_grant_changes"), &[&owner, &installation.reader()]).await?;
        for change in &changes {
            client.batch_execute(change.try_get("statement")?).await?;
        }
    }
    Ok(())
}

/// Tells of each statement whether it is still to be run.
async fn missing_statements(
    client: &Client,
    installation: &InstallationId,
    database: &str,
    login: &str,
) -> Result<Vec<(String, bool)>, Error> {
    let exists = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";
    let owner: bool = client.query_one(exists, &[&installation.owner()]).await?.try_get(0)?;
    let reader: bool = client.query_one(exists, &[&installation.reader()]).await?.try_get(0)?;
    let enti: bool = client.query_one(exists, &[&installation.enti()]).await?.try_get(0)?;
    let schema: bool = client
        .query_one("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'civico')", &[])
        .await?
        .try_get(0)?;
    let member = "SELECT EXISTS (SELECT FROM pg_auth_members m WHERE m.roleid = to_regrole($1) AND m.member = to_regrole($2))";
    let quoted = |name: &str| quote(name).to_string();
    let login_is_member: bool =
        client.query_one(member, &[&quoted(&installation.owner()), &quoted(login)]).await?.try_get(0)?;
    // A role that is not there has no privileges, and asking for them is an error.
    let may_create: bool = client
        .query_one(
            "SELECT coalesce((SELECT has_database_privilege(oid, $2, 'CREATE') FROM pg_roles WHERE rolname = $1), false)",
            &[&installation.owner(), &database],
        )
        .await?
        .try_get(0)?;
    let missing = [false, !owner, !reader, !enti, !enti, !login_is_member, !may_create, !schema];
    Ok(base_statements(installation, database, login).into_iter().zip(missing).collect())
}

/// Makes the login role, which owns nothing and inherits nothing, or brings its password up to date.
async fn make_login(client: &Client, login: &Login) -> Result<(), Error> {
    let exists = client.query_opt("SELECT FROM pg_roles WHERE rolname = $1", &[&login.name]).await?.is_some();
    let verb = if exists { "ALTER" } else { "CREATE" };
    // ROLE takes no parameters: the password is quoted by the server itself.
    let statement: String = client
        .query_one(
            "SELECT format('%s ROLE %I LOGIN NOINHERIT NOSUPERUSER PASSWORD %L', $1::text, $2::text, $3::text)",
            &[&verb, &login.name, &login.password],
        )
        .await?
        .try_get(0)?;
    client.batch_execute(&statement).await.map_err(|_refused| Error::RolesMissing)
}

async fn check_srid(client: &Client, configured: Srid) -> Result<(), Error> {
    let stored: i32 = client.query_one("SELECT srid FROM civico.installation", &[]).await?.try_get(0)?;
    if stored == configured.code() {
        Ok(())
    } else {
        Err(Error::OtherSrid { stored, configured: configured.code() })
    }
}

/// The installation's own ente must exist before anything can be imported for it.
async fn add_own_ente(client: &Client, ente: &Ente) -> Result<(), Error> {
    client
        .execute(
            "INSERT INTO civico.ente (code, slug, name, kind) VALUES ($1, $2, $3, $4)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name",
            &[&ente.code.as_str(), &ente.slug.as_str(), &ente.name, &ente.kind.as_str()],
        )
        .await?;
    Ok(())
}
