//! Internals of addresses, read by those who keep the comune's register.

use civico_domain::identity::{Actor, IstatCode, Right};
use civico_domain::toponymy::{AddressId, Internal};
use jiff::civil::Date;
use tokio_postgres::types::Json;

use super::act::ente_of;
use super::as_of::{AsOf, known_seq};
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

impl Store {
    /// Returns the internals of an address of a comune. To whoever does not keep its register there
    /// are none.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_internals(
        &self,
        actor: &Actor,
        municipality: &IstatCode,
        address: AddressId,
        as_of: AsOf,
        today: Date,
    ) -> Result<Vec<Internal>, Error> {
        let ente = ente_of(municipality)?;
        if ![Right::Edit, Right::Approve].into_iter().any(|right| actor.may(right, &ente)) {
            return Ok(Vec::new());
        }
        let transaction = self.read("toponymy.list_internals", actor, View::Snapshot).await?;
        let id = address.as_uuid();
        let row = if as_of == AsOf::default() {
            transaction.query_opt(sql!("toponymy/find_internals"), &[&id]).await?
        } else {
            let seq = known_seq(&transaction, as_of).await?;
            let day = as_of.valid_at.unwrap_or(today);
            transaction.query_opt(sql!("toponymy/find_internals_as_of"), &[&id, &day, &seq]).await?
        };
        transaction.commit().await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let internals: Option<Json<Vec<Internal>>> = row.try_get("internals")?;
        Ok(internals.map(|json| json.0).unwrap_or_default())
    }
}
