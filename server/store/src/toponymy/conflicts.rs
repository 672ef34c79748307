//! Where the registers of comuni contradict each other at their boundary.

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::LivingId;
use jiff::civil::Date;
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use super::as_of::{AsOf, WholeRegister};
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// What kind of contradiction it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// Streets of one name go on across the boundary, and neither side says that they are one.
    SameName,
    /// One side holds them to be one street, the other does not say so.
    TwinNotConfirmed,
    /// Streets that are one, or have one name, have the same number within 15 m on both sides.
    NumberClaimedTwice,
    /// The place of an address is outside its comune and in another.
    PositionInOther,
}

/// A contradiction, seen from one of its two sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// What kind.
    pub conflict: ConflictKind,
    /// The street or address.
    pub subject: LivingId,
    /// What it is called.
    pub label: String,
    /// Its comune.
    pub municipality: String,
    /// The other comune.
    pub other_municipality: String,
    /// The other comune's street or address, of the same kind as `subject`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Uuid>,
    /// What that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_label: Option<String>,
    /// How far outside its comune the address is, in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside_m: Option<f64>,
}

/// Contradictions with the register number they were found at.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflicts {
    /// The number.
    pub known_seq: i64,
    /// The contradictions.
    pub conflicts: Vec<Conflict>,
}

impl Store {
    /// Returns the contradictions in which one of some comuni is a side, after `offset` others. As of
    /// a day, addresses that were on their ground are not looked at where they are of a comune that is
    /// no neighbour and has none there now.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_conflicts(
        &self,
        actor: &Actor,
        codes: &[IstatCode],
        (offset, limit): (u32, u32),
        as_of: AsOf,
        today: Date,
    ) -> Result<Conflicts, Error> {
        let codes: Vec<&str> = codes.iter().map(IstatCode::as_str).collect();
        let transaction = self.read("toponymy.list_conflicts", actor, View::Snapshot).await?;
        let whole = WholeRegister::at(&transaction, as_of, today).await?;
        let read = whole.neighbours(&transaction, &codes).await?;
        let sql = whole.over(
            sql!("toponymy/register_now", "toponymy/list_conflicts"),
            sql!("toponymy/register_as_of", "toponymy/list_conflicts"),
        );
        let (offset, limit) = (i64::from(offset), i64::from(limit));
        let rows =
            transaction.query(sql, &[&read, &whole.day, &whole.known_seq, &codes, &offset, &limit]).await?;
        transaction.commit().await?;
        let conflicts = rows.iter().map(conflict).collect::<Result<_, Error>>()?;
        Ok(Conflicts { known_seq: whole.known_seq, conflicts })
    }
}

fn conflict(row: &Row) -> Result<Conflict, Error> {
    let (kind, id): (&str, Uuid) = (row.try_get("conflict")?, row.try_get("subject")?);
    let (conflict, subject) = match kind {
        "same-name" => (ConflictKind::SameName, LivingId::Thoroughfare(id.into())),
        "twin-not-confirmed" => (ConflictKind::TwinNotConfirmed, LivingId::Thoroughfare(id.into())),
        "number-claimed-twice" => (ConflictKind::NumberClaimedTwice, LivingId::Address(id.into())),
        "position-in-other" => (ConflictKind::PositionInOther, LivingId::Address(id.into())),
        _ => return Err(Error::Inconsistent),
    };
    Ok(Conflict {
        conflict,
        subject,
        label: row.try_get("label")?,
        municipality: row.try_get("municipality")?,
        other_municipality: row.try_get("other_municipality")?,
        other: row.try_get("other")?,
        other_label: row.try_get("other_label")?,
        outside_m: row.try_get("outside_m")?,
    })
}
