//! Enti in the database.

use civico_domain::identity::{Actor, Ente, EnteKind};
use tokio_postgres::Row;

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

    /// Adds an ente, or brings its name, kind and zone up to date; its slug stays.
    ///
    /// # Errors
    /// The actor may not, or the database refuses.
    pub async fn put_ente(&self, actor: &Actor, ente: &Ente) -> Result<(), Error> {
        let transaction = self.write("identity.put_ente", actor).await?;
        put_ente(&transaction, ente).await?;
        transaction.commit().await
    }
}

pub(crate) async fn put_ente(transaction: &Transaction, ente: &Ente) -> Result<(), Error> {
    let cadastral = ente.cadastral_code.as_ref().map(ToString::to_string);
    let zone = ente.zone.as_ref().map(ToString::to_string);
    transaction
        .execute(
            sql!("identity/put_ente"),
            &[&ente.code.as_str(), &ente.slug.as_str(), &ente.name, &ente.kind.as_str(), &cadastral, &zone],
        )
        .await?;
    Ok(())
}

fn ente(row: &Row) -> Result<Ente, Error> {
    let inconsistent = || Error::InconsistentRow { table: "civico.ente" };
    let kind: &str = row.try_get("kind")?;
    let kinds = [EnteKind::Comune, EnteKind::HomogeneousZone, EnteKind::MetropolitanCity, EnteKind::Other];
    Ok(Ente {
        code: row.try_get::<_, &str>("code")?.parse().map_err(|_code| inconsistent())?,
        slug: row.try_get::<_, &str>("slug")?.parse().map_err(|_code| inconsistent())?,
        name: row.try_get("name")?,
        kind: kinds.into_iter().find(|known| known.as_str() == kind).ok_or_else(inconsistent)?,
        cadastral_code: row
            .try_get::<_, Option<&str>>("cadastral_code")?
            .map(str::parse)
            .transpose()
            .map_err(|_code| inconsistent())?,
        zone: row
            .try_get::<_, Option<&str>>("zone")?
            .map(str::parse)
            .transpose()
            .map_err(|_code| inconsistent())?,
    })
}
