//! How a delivery that is staged differs from the register.

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{Changed, Difference, Presence, StageChange};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::transaction::Transaction;

/// Compares the staged records of an act with the register of a comune.
pub(super) async fn compare(
    transaction: &Transaction,
    act: Uuid,
    municipality: &IstatCode,
) -> Result<Difference, Error> {
    let code = municipality.as_str();
    join_by_hash(transaction, true).await?;
    let rows = transaction.query(sql!("toponymy/list_changes"), &[&act, &code]).await?;
    let counts = transaction.query_one(sql!("toponymy/count_in_force"), &[&act, &code]).await?;
    join_by_hash(transaction, false).await?;
    let changes = rows.iter().map(changed).collect::<Result<Vec<Changed>, Error>>()?;
    let count = |name: &str| -> Result<u64, Error> {
        Ok(u64::try_from(counts.try_get::<_, i64>(name)?).unwrap_or_default())
    };
    Ok(Difference::of(&changes, count("in_force")?, count("common")?))
}

/// Lets whole registers be joined by hash. Staged records and tables that were just filled have no
/// statistics: the planner takes them for a few rows and would compare each with each, for hours.
pub(super) async fn join_by_hash(transaction: &Transaction, only: bool) -> Result<(), Error> {
    let nested = if only { "off" } else { "on" };
    transaction.define(&format!("SET LOCAL enable_nestloop = {nested}")).await
}

fn changed(row: &Row) -> Result<Changed, Error> {
    let east_m: Option<f64> = row.try_get("east_m")?;
    Ok(Changed {
        is_thoroughfare: row.try_get("is_thoroughfare")?,
        presence: match (row.try_get("is_added")?, row.try_get("is_absent")?) {
            (true, _) => Presence::Added,
            (false, true) => Presence::Absent,
            (false, false) => Presence::InBoth,
        },
        stage: match (row.try_get("is_restaged")?, row.try_get("is_retired")?) {
            (_, true) => StageChange::Retired,
            (true, false) => StageChange::Restaged,
            (false, false) => StageChange::Same,
        },
        is_renamed: row.try_get("is_renamed")?,
        moved: east_m.zip(row.try_get("north_m")?),
    })
}
