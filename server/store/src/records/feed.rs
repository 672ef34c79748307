//! What happened to the records of an ente.

use civico_domain::identity::{Actor, EnteCode, Right};
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// A change of a record as it is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedRecordChange {
    /// Number in the change log; the numbers between are of other things.
    pub seq: i64,
    /// What happened: `resolved`, `renumbered`.
    #[serde(rename = "type")]
    pub change_type: String,
    /// When it was recorded.
    pub time: Timestamp,
    /// The record.
    pub subject: String,
    /// Whose it is.
    pub ente: String,
    /// What the record is about; absent once it was taken away.
    pub kind: Option<String>,
    /// Its number at the service; absent once it was taken away.
    pub reference: Option<String>,
    /// Where it stands now; absent once it was taken away.
    pub state: Option<String>,
}

impl Store {
    /// Returns what happened to the records of an ente after number `seq`, at most `limit` of it.
    ///
    /// # Errors
    /// The actor has nothing to do with records of the ente.
    pub async fn list_record_changes(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<LoggedRecordChange>, Error> {
        if !actor.may(Right::WriteRecords, ente) {
            return Err(Error::Forbidden);
        }
        let transaction = self.read("records.list_changes", actor, View::Current).await?;
        let rows = transaction
            .query(sql!("records/list_changes"), &[&ente.as_str(), &seq, &i64::from(limit)])
            .await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                let logged: &str = row.try_get("change_type")?;
                Ok(LoggedRecordChange {
                    seq: row.try_get("seq")?,
                    change_type: logged.trim_start_matches("record.").to_owned(),
                    time: row.try_get("recorded")?,
                    subject: row.try_get("subject")?,
                    ente: row.try_get("ente")?,
                    kind: row.try_get("kind")?,
                    reference: row.try_get("reference")?,
                    state: row.try_get("state")?,
                })
            })
            .collect()
    }
}
