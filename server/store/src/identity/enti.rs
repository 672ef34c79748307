//! Enti in the database.

use civico_domain::identity::{Actor, Ente, EnteCode};
use tokio_postgres::Row;

use crate::catalog::regrant_all;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

impl Store {
    /// Returns the ente with this code or slug.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_ente(&self, actor: &Actor, code_or_slug: &str) -> Result<Option<Ente>, Error> {
        let transaction = self.read("identity.find_ente", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("identity/find_ente"), &[&code_or_slug]).await?;
        transaction.commit().await?;
        row.as_ref().map(ente).transpose()
    }

    /// Returns all enti by name.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_enti(&self, actor: &Actor) -> Result<Vec<Ente>, Error> {
        let transaction = self.read("identity.list_enti", actor, View::Current).await?;
        let rows = transaction.query(sql!("identity/list_enti"), &[]).await?;
        transaction.commit().await?;
        rows.iter().map(ente).collect()
    }

    /// Adds an ente or brings all of it up to date; its slug stays. Only who runs the installation may.
    ///
    /// # Errors
    /// The actor may not, or the zone or the successor does not exist.
    pub async fn put_ente(&self, actor: &Actor, ente: &Ente) -> Result<(), Error> {
        if !actor.runs_installation() {
            return Err(Error::Forbidden);
        }
        self.check_end(actor, ente).await?;
        let transaction = self.write_after_asking("identity.put_ente").await?;
        let code = ente.code.as_str();
        let text = |code: &Option<EnteCode>| code.as_ref().map(ToString::to_string);
        let cadastral = ente.cadastral_code.as_ref().map(ToString::to_string);
        let ipa = ente.ipa_code.as_ref().map(ToString::to_string);
        let (zone, successor) = (text(&ente.zone), text(&ente.successor));
        transaction
            .execute(
                sql!("identity/put_ente_whole"),
                &[
                    &code,
                    &ente.slug.as_str(),
                    &ente.name,
                    &ente.kind.as_str(),
                    &cadastral,
                    &zone,
                    &ipa,
                    &ente.valid_from,
                    &ente.valid_to,
                    &successor,
                ],
            )
            .await
            .map_err(refused)?;
        make_role(&transaction, &ente.code).await?;
        regrant_all(&transaction, &self.installation).await?;
        transaction.audit(actor, &ente.code, "enti.put", Some(1), None).await?;
        let change = Change {
            what: "ente.changed",
            subject: code.to_owned(),
            ente: ente.code.clone(),
            is_public: true,
        };
        self.commit_with(transaction, actor, &[change]).await
    }
}

impl Store {
    /// An ente that has people of its own is not ended or given an heir through the portal, where
    /// the heir's people would have its data: that is done at the shell.
    async fn check_end(&self, actor: &Actor, ente: &Ente) -> Result<(), Error> {
        let known = self.find_ente(&Actor::Node, ente.code.as_str()).await?;
        let is_as_before =
            known.is_some_and(|known| (known.valid_to, &known.successor) == (ente.valid_to, &ente.successor));
        let at_shell = matches!(actor, Actor::LocalAdministrator { .. });
        if is_as_before || at_shell || (ente.valid_to.is_none() && ente.successor.is_none()) {
            return Ok(());
        }
        let (people, _administrators) = self.count_people(&ente.code).await?;
        if people == 0 { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Counts who holds a role for an ente, and who administers it.
    pub(super) async fn count_people(&self, ente: &EnteCode) -> Result<(i64, i64), Error> {
        let transaction = self.read("identity.count_people", &Actor::Node, View::Current).await?;
        let row = transaction.query_one(sql!("identity/count_people"), &[&ente.as_str()]).await?;
        transaction.commit().await?;
        Ok((row.try_get("people")?, row.try_get("administrators")?))
    }
}

/// What is referred to does not exist, or a code is another ente's.
fn refused(error: Error) -> Error {
    use tokio_postgres::error::SqlState;
    match &error {
        Error::Database(source) => match source.code() {
            Some(&SqlState::FOREIGN_KEY_VIOLATION) => Error::NotFound("ente"),
            Some(&SqlState::UNIQUE_VIOLATION) => Error::Taken,
            Some(&SqlState::CHECK_VIOLATION) => Error::Inconsistent,
            _ => error,
        },
        _ => error,
    }
}

/// Adds an ente that a source names, or brings name, kind, cadastral code and zone up to date.
pub(crate) async fn put_ente(transaction: &Transaction, ente: &Ente) -> Result<(), Error> {
    let cadastral = ente.cadastral_code.as_ref().map(ToString::to_string);
    let zone = ente.zone.as_ref().map(ToString::to_string);
    transaction
        .execute(
            sql!("identity/put_ente"),
            &[&ente.code.as_str(), &ente.slug.as_str(), &ente.name, &ente.kind.as_str(), &cadastral, &zone],
        )
        .await?;
    make_role(transaction, &ente.code).await
}

/// Makes the database role of an ente. Where Civico may not, an administrator runs what
/// `civico admin roles --print-sql` prints; until then nobody can act for the ente.
async fn make_role(transaction: &Transaction, ente: &EnteCode) -> Result<(), Error> {
    let may: bool = transaction.query_one(sql!("identity/may_make_roles"), &[]).await?.try_get("may")?;
    if may {
        transaction.query(sql!("identity/make_ente_role"), &[&ente.as_str()]).await?;
    }
    Ok(())
}

fn ente(row: &Row) -> Result<Ente, Error> {
    let kind: &str = row.try_get("kind")?;
    Ok(Ente {
        code: parsed(row, "code")?.ok_or(INCONSISTENT)?,
        slug: parsed(row, "slug")?.ok_or(INCONSISTENT)?,
        name: row.try_get("name")?,
        kind: kind.parse().map_err(|_kind| INCONSISTENT)?,
        cadastral_code: parsed(row, "cadastral_code")?,
        ipa_code: parsed(row, "ipa_code")?,
        zone: parsed(row, "zone")?,
        valid_from: row.try_get("valid_from")?,
        valid_to: row.try_get("valid_to")?,
        successor: parsed(row, "successor")?,
    })
}

const INCONSISTENT: Error = Error::InconsistentRow { table: "civico.ente" };

fn parsed<T: std::str::FromStr>(row: &Row, column: &str) -> Result<Option<T>, Error> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|_error| INCONSISTENT)).transpose()
}
