//! From events to projections: the one way in which the register changes, for imports as for edits.

use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::transaction::Transaction;

/// Brings the projections to what the events of an act say.
///
/// Comuni before places before streets before addresses, as they refer to each other; then what
/// is derived from several of them.
pub(super) async fn apply(transaction: &Transaction, act: Uuid) -> Result<(), Error> {
    for statement in [
        sql!("toponymy/apply_municipalities"),
        sql!("toponymy/apply_localities"),
        sql!("toponymy/apply_thoroughfares"),
        sql!("toponymy/apply_addresses"),
        sql!("toponymy/place_thoroughfares"),
        sql!("toponymy/place_localities"),
    ] {
        transaction.execute(statement, &[&act]).await?;
    }
    Ok(())
}
