//! The register as one stream at one number, for the index of the geocoder.

use std::str::FromStr;

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{
    AddressId, AnncsuAccessId, AnncsuThoroughfareId, Certification, Evidence, LifecycleStage, LocalityId,
    Locator, NumberRange, ThoroughfareId,
};
use futures_util::TryStreamExt;
use jiff::civil::Date;
use serde::Deserialize;
use tokio_postgres::Row;
use tokio_postgres::types::{Json, ToSql};
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A place in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

/// Lines by their positions: longitude and latitude in degrees of WGS 84.
pub type Lines = Vec<Vec<[f64; 2]>>;

/// The course of a street.
#[derive(Debug, Clone, Deserialize)]
pub struct Course {
    /// Its lines, each as long as it goes on without branching.
    pub lines: Lines,
    /// Its stretches of which it is known which numbers stand on them.
    pub stretches: Vec<Stretch>,
}

/// A stretch of a street (arco).
#[derive(Debug, Clone, Deserialize)]
pub struct Stretch {
    /// Its lines.
    pub lines: Lines,
    /// The numbers on its sides.
    pub ranges: Vec<NumberRange>,
}

/// A thing of the register as the geocoder needs it.
#[derive(Debug, Clone)]
pub enum RegisterRow {
    /// A comune.
    Municipality {
        /// ISTAT's code.
        istat_code: IstatCode,
        /// Name.
        name: String,
        /// Names that it had, and those of the comuni that became part of it.
        aliases: Vec<String>,
        /// A point inside.
        point: LonLat,
        /// Box of the territory.
        bounds: Option<Bounds>,
    },
    /// A named place.
    Locality {
        /// Identifier.
        id: LocalityId,
        /// The comune.
        municipality: IstatCode,
        /// Name.
        name: String,
        /// Names that it had.
        aliases: Vec<String>,
        /// A point of its streets.
        point: Option<LonLat>,
    },
    /// A street.
    Thoroughfare {
        /// Identifier.
        id: ThoroughfareId,
        /// The comune.
        municipality: IstatCode,
        /// DUG.
        kind: String,
        /// DUF with complement.
        name: String,
        /// Other names.
        aliases: Vec<String>,
        /// Stage of its life.
        stage: LifecycleStage,
        /// Where its name stands.
        point: Option<LonLat>,
        /// ANNCSU's number of it.
        anncsu_id: Option<AnncsuThoroughfareId>,
        /// Where it runs, as far as it is known.
        course: Option<Course>,
    },
    /// An address.
    Address {
        /// Identifier.
        id: AddressId,
        /// The street.
        thoroughfare: ThoroughfareId,
        /// What tells it from the others of the street.
        locator: Locator,
        /// CAP.
        postcode: Option<String>,
        /// Stage of its life.
        stage: LifecycleStage,
        /// Default position.
        point: Option<LonLat>,
        /// ANNCSU's number of it.
        anncsu_id: Option<AnncsuAccessId>,
        /// What certifies it; none where nothing does.
        certification: Option<Certification>,
    },
}

/// Reads one row of a listing.
type Reader = fn(&Row) -> Result<RegisterRow, Error>;

impl Store {
    /// Hands the whole register to `take` as it is at one number, and returns that number.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read_register(
        &self,
        actor: &Actor,
        mut take: impl FnMut(RegisterRow),
    ) -> Result<i64, Error> {
        let transaction = self.read("toponymy.snapshot", actor, View::Snapshot).await?;
        // A metropolitan city's addresses are put in order in memory, not on disk.
        transaction.define("SET LOCAL work_mem = '128MB'").await?;
        let seq = transaction.query_one(sql!("change_log/get_last"), &[]).await?.try_get("seq")?;
        stream(&transaction, sql!("toponymy/list_municipalities"), &[], municipality, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_localities"), &[], locality, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_thoroughfares"), &[], thoroughfare, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_addresses"), &[], address, &mut take).await?;
        transaction.commit().await?;
        Ok(seq)
    }

    /// Hands the register to `take` as it was on a day, by all that is known now, and returns the
    /// number up to which that is.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read_register_of_day(
        &self,
        actor: &Actor,
        day: Date,
        mut take: impl FnMut(RegisterRow),
    ) -> Result<i64, Error> {
        let transaction = self.read("toponymy.snapshot_of_day", actor, View::Snapshot).await?;
        let seq = transaction.query_one(sql!("change_log/get_last"), &[]).await?.try_get("seq")?;
        let on: &[&(dyn ToSql + Sync)] = &[&day];
        stream(&transaction, sql!("toponymy/list_municipalities"), &[], municipality, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_localities_of_day"), on, locality, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_thoroughfares_of_day"), on, thoroughfare, &mut take).await?;
        stream(&transaction, sql!("toponymy/list_addresses_of_day"), on, address, &mut take).await?;
        transaction.commit().await?;
        Ok(seq)
    }
}

/// Hands on the rows of a listing as they come.
async fn stream(
    transaction: &Transaction,
    sql: &str,
    params: &[&(dyn ToSql + Sync)],
    read: Reader,
    take: &mut impl FnMut(RegisterRow),
) -> Result<(), Error> {
    let rows = transaction.query_stream(sql, params).await?;
    let mut rows = std::pin::pin!(rows);
    while let Some(row) = rows.try_next().await? {
        take(read(&row)?);
    }
    Ok(())
}

/// What changed in the register after a number.
#[derive(Debug, Clone)]
pub enum RegisterDelta {
    /// Few streets.
    Streets {
        /// The number up to which the changes are in the rows.
        seq: i64,
        /// Streets that changed, or on which addresses did.
        touched: Vec<ThoroughfareId>,
        /// These streets with all their addresses, the localities of their comuni, and those of the
        /// comuni whose place is where their addresses are.
        rows: Vec<RegisterRow>,
    },
    /// So much, or comuni themselves, that the whole register is better read.
    Much,
}

/// The most streets that a delta has.
const MAX_TOUCHED: usize = 2_000;

impl Store {
    /// Reads what changed in the register after number `seq`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read_register_delta(&self, actor: &Actor, seq: i64) -> Result<RegisterDelta, Error> {
        let transaction = self.read("toponymy.delta", actor, View::Snapshot).await?;
        let last = transaction.query_one(sql!("change_log/get_last"), &[]).await?.try_get("seq")?;
        let limit = i64::try_from(MAX_TOUCHED).unwrap_or(i64::MAX) + 1;
        let found = transaction.query(sql!("toponymy/list_touched"), &[&seq, &limit]).await?;
        let mut touched: Vec<Uuid> = Vec::new();
        let mut municipalities: Vec<String> = Vec::new();
        let mut is_much = false;
        for row in &found {
            match row.try_get("thoroughfare")? {
                Some(id) => touched.push(id),
                None => municipalities.push(row.try_get("municipality")?),
            }
            is_much |= row.try_get::<_, bool>("is_comune")?;
        }
        if is_much || touched.len() > MAX_TOUCHED {
            transaction.commit().await?;
            return Ok(RegisterDelta::Much);
        }
        let mut rows = Vec::new();
        let readers: [(&str, &(dyn ToSql + Sync), Reader); 4] = [
            (sql!("toponymy/list_unbounded_municipalities"), &municipalities, municipality),
            (sql!("toponymy/list_localities_of"), &municipalities, locality),
            (sql!("toponymy/list_thoroughfares_by_id"), &touched, thoroughfare),
            (sql!("toponymy/list_addresses_on"), &touched, address),
        ];
        for (sql, of, read) in readers {
            for row in transaction.query(sql, &[of]).await? {
                rows.push(read(&row)?);
            }
        }
        transaction.commit().await?;
        Ok(RegisterDelta::Streets { seq: last, touched: touched.into_iter().map(Into::into).collect(), rows })
    }
}

fn municipality(row: &Row) -> Result<RegisterRow, Error> {
    let bounds: Option<Vec<f64>> = row.try_get("bounds")?;
    Ok(RegisterRow::Municipality {
        istat_code: istat_code(row, "istat_code")?,
        name: row.try_get("name")?,
        point: point(row)?.ok_or(Error::InconsistentRow { table: "civico.municipality" })?,
        aliases: row.try_get("aliases")?,
        bounds: bounds.and_then(|b| <[f64; 4]>::try_from(b).ok()).map(Bounds::from),
    })
}

fn locality(row: &Row) -> Result<RegisterRow, Error> {
    Ok(RegisterRow::Locality {
        id: row.try_get::<_, Uuid>("id")?.into(),
        municipality: istat_code(row, "municipality")?,
        name: row.try_get("name")?,
        aliases: row.try_get("aliases")?,
        point: point(row)?,
    })
}

fn thoroughfare(row: &Row) -> Result<RegisterRow, Error> {
    Ok(RegisterRow::Thoroughfare {
        id: row.try_get::<_, Uuid>("id")?.into(),
        municipality: istat_code(row, "municipality")?,
        kind: row.try_get("kind")?,
        name: row.try_get("name")?,
        aliases: row.try_get("aliases")?,
        stage: stage(row)?,
        point: point(row)?,
        anncsu_id: anncsu_id(row, "civico.thoroughfare")?,
        course: row.try_get::<_, Option<Json<Course>>>("course")?.map(|course| course.0),
    })
}

fn address(row: &Row) -> Result<RegisterRow, Error> {
    let stage = stage(row)?;
    let certification = Certification::of(&Evidence {
        stage,
        confirmed_on: row.try_get("confirmed_on")?,
        is_decided: row.try_get("is_decided")?,
        is_aligned: row.try_get("is_aligned")?,
    });
    Ok(RegisterRow::Address {
        id: row.try_get::<_, Uuid>("id")?.into(),
        thoroughfare: row.try_get::<_, Uuid>("thoroughfare")?.into(),
        locator: row.try_get::<_, Json<Locator>>("locator")?.0,
        postcode: row.try_get("postcode")?,
        stage,
        point: point(row)?,
        anncsu_id: anncsu_id(row, "civico.address")?,
        certification: Some(certification).filter(|certification| certification.certified),
    })
}

fn anncsu_id<T: FromStr>(row: &Row, table: &'static str) -> Result<Option<T>, Error> {
    let text: Option<&str> = row.try_get("anncsu_id")?;
    text.map(str::parse).transpose().map_err(|_error| Error::InconsistentRow { table })
}

fn istat_code(row: &Row, column: &str) -> Result<IstatCode, Error> {
    row.try_get::<_, &str>(column)?
        .parse()
        .map_err(|_error| Error::InconsistentRow { table: "civico.municipality" })
}

fn stage(row: &Row) -> Result<LifecycleStage, Error> {
    row.try_get::<_, &str>("stage")?
        .parse()
        .map_err(|_error| Error::InconsistentRow { table: "civico.address" })
}

fn point(row: &Row) -> Result<Option<LonLat>, Error> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
    Ok(lon.zip(lat).map(|(lon, lat)| LonLat { lon, lat }))
}
