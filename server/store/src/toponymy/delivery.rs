//! Deliveries (forniture) of the register of a comune: kept with their files until somebody decides.

use civico_domain::identity::{Actor, EnteCode, Right};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// A delivery as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterDelivery {
    /// Identifier.
    pub id: Uuid,
    /// The comune whose whole register it is.
    pub ente: String,
    /// Layout of the files.
    pub layout: String,
    /// EPSG code of the coordinates, where it was said.
    pub crs: Option<i32>,
    /// Encoding of the files, where it was said.
    pub encoding: Option<String>,
    /// `previewed`, `published` or `discarded`.
    pub state: String,
    /// Whether somebody else than who sent it has to approve.
    pub needs_second: bool,
    /// What the import said.
    pub report: Value,
    /// Who sent it: no person's name is in it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Names of the files, in the order of the layout.
    pub files: Vec<String>,
}

/// A file as it was sent.
#[derive(Clone)]
pub struct DeliveredFile {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A delivery that was looked at.
#[derive(Debug)]
pub struct NewDelivery<'a> {
    /// Identifier.
    pub id: Uuid,
    /// The comune.
    pub ente: &'a EnteCode,
    /// Layout of the files.
    pub layout: &'a str,
    /// EPSG code.
    pub crs: Option<i32>,
    /// Encoding.
    pub encoding: Option<&'a str>,
    /// Whether it smells.
    pub needs_second: bool,
    /// What the import said.
    pub report: &'a Value,
    /// The files in the order of the layout.
    pub files: &'a [DeliveredFile],
}

impl Store {
    /// Keeps a delivery.
    ///
    /// # Errors
    /// The actor does not edit for the comune, or the database refuses.
    pub async fn add_delivery(&self, actor: &Actor, new: &NewDelivery<'_>) -> Result<(), Error> {
        if !actor.may(Right::Edit, new.ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.write("toponymy.add_delivery", actor).await?;
        let (ente, by) = (new.ente.as_str(), actor.record_name());
        let row: [&(dyn tokio_postgres::types::ToSql + Sync); 8] =
            [&new.id, &ente, &new.layout, &new.crs, &new.encoding, &new.needs_second, new.report, &by];
        transaction.execute(sql!("toponymy/add_delivery"), &row).await?;
        for (file, ordinal) in new.files.iter().zip(1_i16..) {
            let digest = hex::encode(Sha256::digest(&file.content));
            let id = Uuid::new_v4();
            transaction
                .execute(
                    sql!("toponymy/add_delivered_file"),
                    &[&id, &new.id, &ordinal, &file.name, &digest, &file.content],
                )
                .await?;
        }
        transaction.commit().await
    }

    /// Returns deliveries that the actor may see, newest first, at most `limit` that were sent before `before`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_deliveries(
        &self,
        actor: &Actor,
        ente: Option<&EnteCode>,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<RegisterDelivery>, Error> {
        let transaction = self.read("toponymy.list_deliveries", actor, View::Current).await?;
        let ente = ente.map(EnteCode::as_str);
        let rows =
            transaction.query(sql!("toponymy/list_deliveries"), &[&ente, &before, &i64::from(limit)]).await?;
        transaction.commit().await?;
        rows.iter().map(delivery).collect()
    }

    /// Returns a delivery.
    ///
    /// # Errors
    /// There is none that the actor may see, or the database cannot be reached.
    pub async fn get_delivery(&self, actor: &Actor, id: Uuid) -> Result<RegisterDelivery, Error> {
        let transaction = self.read("toponymy.get_delivery", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("toponymy/get_delivery"), &[&id]).await?;
        transaction.commit().await?;
        delivery(&row.ok_or(Error::NotFound("delivery"))?)
    }

    /// Returns the files of a delivery, none once it was decided about.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_delivered_files(&self, actor: &Actor, id: Uuid) -> Result<Vec<DeliveredFile>, Error> {
        let transaction = self.read("toponymy.list_delivered_files", actor, View::Current).await?;
        let rows = transaction.query(sql!("toponymy/list_delivered_files"), &[&id]).await?;
        transaction.commit().await?;
        let file =
            |row: &Row| Ok(DeliveredFile { name: row.try_get("name")?, content: row.try_get("content")? });
        rows.iter().map(file).collect()
    }

    /// Notes that a delivery smells, now that the register changed.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn smell_delivery(&self, actor: &Actor, id: Uuid, report: &Value) -> Result<(), Error> {
        let transaction = self.write("toponymy.smell_delivery", actor).await?;
        transaction.execute(sql!("toponymy/smell_delivery"), &[&id, report]).await?;
        transaction.commit().await
    }

    /// Notes what became of a delivery, and removes its files.
    ///
    /// # Errors
    /// It was decided about already, or the database refuses.
    pub async fn end_delivery(
        &self,
        actor: &Actor,
        id: Uuid,
        is_published: bool,
        report: Option<&Value>,
    ) -> Result<(), Error> {
        let state = if is_published { "published" } else { "discarded" };
        let transaction = self.write("toponymy.end_delivery", actor).await?;
        let by = actor.record_name();
        let ended = transaction.execute(sql!("toponymy/end_delivery"), &[&id, &state, &by, &report]).await?;
        if ended == 0 {
            return Err(Error::NotFound("delivery"));
        }
        transaction.execute(sql!("toponymy/remove_delivered_content"), &[&id]).await?;
        transaction.commit().await
    }

    /// Discards the deliveries that were sent before an instant and that nobody decided about.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn forget_deliveries(&self, sent_before: Timestamp) -> Result<u64, Error> {
        let transaction = self.write_after_asking("toponymy.forget_deliveries").await?;
        let forgotten = transaction.execute(sql!("toponymy/forget_deliveries"), &[&sent_before]).await?;
        transaction.commit().await?;
        Ok(forgotten)
    }
}

fn delivery(row: &Row) -> Result<RegisterDelivery, Error> {
    Ok(RegisterDelivery {
        id: row.try_get("id")?,
        ente: row.try_get("ente")?,
        layout: row.try_get("layout")?,
        crs: row.try_get("crs")?,
        encoding: row.try_get("encoding")?,
        state: row.try_get("state")?,
        needs_second: row.try_get("needs_second")?,
        report: row.try_get("report")?,
        created_by: row.try_get("created_by")?,
        created_at: row.try_get("created_at")?,
        decided_by: row.try_get("decided_by")?,
        decided_at: row.try_get("decided_at")?,
        files: row.try_get("files")?,
    })
}

impl std::fmt::Debug for DeliveredFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveredFile").field("bytes", &self.content.len()).finish_non_exhaustive()
    }
}
