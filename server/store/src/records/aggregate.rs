//! Counts over the records of all enti.

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::records::RecordKind;
use civico_domain::spatial::Srid;

use super::record::INCONSISTENT;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// How many records of a kind are in a comune: not to be shown before it is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCount {
    /// The comune.
    pub municipality: IstatCode,
    /// Its name.
    pub name: String,
    /// What the records are about.
    pub kind: RecordKind,
    /// How many there are.
    pub count: u64,
}

/// A comune as an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The comune.
    pub municipality: IstatCode,
    /// Its name.
    pub name: String,
    /// Its territory as EWKB, where it is known.
    pub territory: Option<Vec<u8>>,
    /// The reference system of the territory.
    pub srid: Srid,
}

impl Store {
    /// Returns the comuni as areas, by code.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_areas(&self, actor: &Actor) -> Result<Vec<Area>, Error> {
        let transaction = self.read("records.list_areas", actor, View::Current).await?;
        let rows = transaction.query(sql!("records/list_areas"), &[]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(Area {
                    municipality: row
                        .try_get::<_, &str>("istat_code")?
                        .parse()
                        .map_err(|_error| INCONSISTENT)?,
                    name: row.try_get("name")?,
                    territory: row.try_get("territory")?,
                    srid: Srid::from_code(row.try_get("srid")?),
                })
            })
            .collect()
    }

    /// Counts the records of all enti by comune and kind.
    ///
    /// # Errors
    /// The actor does not act for the metropolitan city.
    pub async fn count_records(&self, actor: &Actor) -> Result<Vec<RecordCount>, Error> {
        if !actor.sums_up() {
            return Err(Error::Forbidden);
        }
        // No ente sees the records of another: only the server itself sums them up.
        let transaction = self.read("records.count", &Actor::Node, View::Current).await?;
        let rows = transaction.query(sql!("records/count_records"), &[]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(RecordCount {
                    municipality: row
                        .try_get::<_, &str>("istat_code")?
                        .parse()
                        .map_err(|_error| INCONSISTENT)?,
                    name: row.try_get("name")?,
                    kind: row.try_get::<_, &str>("kind")?.parse().map_err(|_error| INCONSISTENT)?,
                    count: u64::try_from(row.try_get::<_, i64>("records")?).unwrap_or_default(),
                })
            })
            .collect()
    }
}
