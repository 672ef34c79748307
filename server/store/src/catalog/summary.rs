//! What there is by comune or by homogeneous zone.

use civico_domain::identity::Actor;
use serde::Serialize;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// What the register holds in a comune or a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryEntry {
    /// Code of the comune or zone; absent for comuni without a zone.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Comuni in it whose territory is loaded.
    pub municipalities: i64,
    /// Residents.
    pub population: i64,
    /// Current streets.
    pub thoroughfares: i64,
    /// Current addresses.
    pub addresses: i64,
}

/// By what it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryBy {
    /// Comune.
    Municipality,
    /// Homogeneous zone.
    Zone,
}

impl Store {
    /// Counts comuni, residents, streets and addresses by comune or by zone.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn summarise(&self, actor: &Actor, by: SummaryBy) -> Result<Vec<SummaryEntry>, Error> {
        let transaction = self.read("catalog.summarise", actor, View::Current).await?;
        let rows = transaction.query(sql!("catalog/summarise"), &[&(by == SummaryBy::Zone)]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(SummaryEntry {
                    code: row.try_get("code")?,
                    name: row.try_get("name")?,
                    municipalities: row.try_get("municipalities")?,
                    population: row.try_get("population")?,
                    thoroughfares: row.try_get("thoroughfares")?,
                    addresses: row.try_get("addresses")?,
                })
            })
            .collect()
    }
}
