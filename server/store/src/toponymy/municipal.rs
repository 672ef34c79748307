//! The whole register of a comune, with the measures that only a database takes well.

use std::collections::{BTreeMap, HashMap};

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::{
    Address, LifecycleStage, LocalityId, Municipality, Subject, Thoroughfare, ThoroughfareId,
};
use futures_util::TryStreamExt;
use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use super::as_of::{AsOf, WholeRegister};
use super::excerpt::subject;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// The register of a comune at one number.
#[derive(Debug, Clone)]
pub struct MunicipalRegister {
    /// The register number.
    pub seq: i64,
    /// The comune.
    pub municipality: Municipality,
    /// Names of its named places.
    pub localities: BTreeMap<LocalityId, String>,
    /// Its streets.
    pub thoroughfares: Vec<Thoroughfare>,
    /// Its addresses.
    pub addresses: Vec<MeasuredAddress>,
}

/// An address with what was measured of it.
#[derive(Debug, Clone)]
pub struct MeasuredAddress {
    /// The address.
    pub address: Address,
    /// Its default position, degrees of longitude and latitude (RDN2008).
    pub lon_lat: Option<(f64, f64)>,
    /// Metres from the territory of the comune, 0 inside; `None` where one of both is not known.
    pub outside_m: Option<f64>,
    /// Active addresses on exactly the same point, itself among them.
    pub stacked: u32,
    /// Metres from the course of its street, where that is known.
    pub from_street_m: Option<f64>,
    /// Metres along the course of its street, and whether it is on its left.
    pub along: Option<(f64, bool)>,
}

impl Store {
    /// Reads the register of a comune: its streets and addresses in some stages.
    ///
    /// # Errors
    /// The register has, or had, no such comune, or the database cannot be reached.
    pub async fn read_municipal_register(
        &self,
        actor: &Actor,
        code: &IstatCode,
        stages: &[LifecycleStage],
        as_of: AsOf,
        today: Date,
    ) -> Result<MunicipalRegister, Error> {
        let transaction = self.read("toponymy.municipal_register", actor, View::Snapshot).await?;
        let whole = WholeRegister::at(&transaction, as_of, today).await?;
        let stages: Vec<&str> = stages.iter().map(|stage| stage.as_str()).collect();
        let sql = whole.over(
            sql!("toponymy/register_now", "toponymy/list_municipal_register"),
            sql!("toponymy/register_as_of", "toponymy/list_municipal_register"),
        );
        let (code, codes) = (code.as_str(), vec![code.as_str()]);
        let rows =
            transaction.query_stream(sql, &[&codes, &whole.day, &whole.known_seq, &code, &stages]).await?;
        let mut rows = std::pin::pin!(rows);
        let (mut municipality, mut localities) = (None, BTreeMap::new());
        let (mut thoroughfares, mut addresses) = (Vec::new(), Vec::new());
        while let Some(row) = rows.try_next().await? {
            match subject(row.try_get("subject_kind")?, row.try_get("after")?)? {
                Subject::Municipality(thing) => municipality = Some(thing),
                Subject::Locality(thing) => {
                    localities.insert(thing.id, thing.name);
                }
                Subject::Thoroughfare(thing) => thoroughfares.push(*thing),
                Subject::Address(thing) => addresses.push(measured(&row, *thing)?),
            }
        }
        transaction.commit().await?;
        let municipality = municipality.ok_or(Error::NotFound("municipality"))?;
        Ok(MunicipalRegister { seq: whole.known_seq, municipality, localities, thoroughfares, addresses })
    }

    /// Returns, for streets of a comune, the streets of other comuni that go on under the same name
    /// across the boundary.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_across_boundary(
        &self,
        actor: &Actor,
        code: &IstatCode,
        as_of: AsOf,
        today: Date,
    ) -> Result<HashMap<ThoroughfareId, Vec<ThoroughfareId>>, Error> {
        let transaction = self.read("toponymy.across_boundary", actor, View::Snapshot).await?;
        let whole = WholeRegister::at(&transaction, as_of, today).await?;
        let code = code.as_str();
        let codes = whole.neighbours(&transaction, &[code]).await?;
        let sql = whole.over(
            sql!("toponymy/register_now", "toponymy/list_across_boundary"),
            sql!("toponymy/register_as_of", "toponymy/list_across_boundary"),
        );
        let rows = transaction.query(sql, &[&codes, &whole.day, &whole.known_seq, &code]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                let others: Vec<Uuid> = row.try_get("others")?;
                Ok((row.try_get::<_, Uuid>("id")?.into(), others.into_iter().map(Into::into).collect()))
            })
            .collect()
    }
}

fn measured(row: &Row, address: Address) -> Result<MeasuredAddress, Error> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
    let (along_m, is_left): (Option<f64>, Option<bool>) = (row.try_get("along_m")?, row.try_get("is_left")?);
    Ok(MeasuredAddress {
        address,
        lon_lat: lon.zip(lat),
        outside_m: row.try_get("outside_m")?,
        stacked: u32::try_from(row.try_get::<_, i64>("stacked")?).unwrap_or(u32::MAX),
        from_street_m: row.try_get("from_street_m")?,
        along: along_m.zip(is_left),
    })
}
