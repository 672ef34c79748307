//! The feed of the register: what happened, complete and in order.

use civico_domain::identity::{Actor, IstatCode};
use jiff::Timestamp;
use serde::Serialize;
use tokio_postgres::Row;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// An event of the register as it is served.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterChange {
    /// Register number.
    pub seq: i64,
    /// What happened: `imported`, `retired`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// When it was recorded.
    pub time: Timestamp,
    /// Identifier of the thing.
    pub subject: String,
    /// `municipality`, `locality`, `thoroughfare`, `address`.
    pub subject_kind: String,
    /// ISTAT code of the comune.
    pub municipality: String,
    /// Ente that acted.
    pub ente: String,
    /// Why, where the act does not say it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The act it belongs to.
    pub act: uuid::Uuid,
    /// From which day on it is so; absent where nobody knows since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<jiff::civil::Date>,
    /// The thing as it was; absent when it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// The thing as it is after the event.
    pub after: serde_json::Value,
}

impl Store {
    /// Returns the events after number `seq`, of one comune or of all, at most `limit` of them.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_register_changes(
        &self,
        actor: &Actor,
        seq: i64,
        municipality: Option<&IstatCode>,
        limit: u32,
    ) -> Result<Vec<RegisterChange>, Error> {
        let transaction = self.read("toponymy.list_changes", actor, View::Current).await?;
        let code = municipality.map(IstatCode::as_str);
        let rows = transaction
            .query(sql!("toponymy/list_register_changes"), &[&seq, &i64::from(limit), &code])
            .await?;
        transaction.commit().await?;
        rows.iter().map(register_change).collect()
    }

    /// Returns what happened to a street, an address, a locality or a comune, oldest first.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_history(
        &self,
        actor: &Actor,
        subject: &str,
        limit: u32,
    ) -> Result<Vec<RegisterChange>, Error> {
        let transaction = self.read("toponymy.list_history", actor, View::Current).await?;
        let rows = transaction.query(sql!("toponymy/list_history"), &[&subject, &i64::from(limit)]).await?;
        transaction.commit().await?;
        rows.iter().map(register_change).collect()
    }
}

fn register_change(row: &Row) -> Result<RegisterChange, Error> {
    Ok(RegisterChange {
        seq: row.try_get("seq")?,
        event_type: row.try_get("event_type")?,
        time: row.try_get("recorded")?,
        subject: row.try_get("subject")?,
        subject_kind: row.try_get("subject_kind")?,
        municipality: row.try_get("municipality")?,
        ente: row.try_get("ente")?,
        reason: row.try_get("reason")?,
        act: row.try_get("act")?,
        valid_from: row.try_get("valid_from")?,
        before: row.try_get("before")?,
        after: row.try_get("after")?,
    })
}
