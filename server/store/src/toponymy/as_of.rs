//! The register as it is, and as it was on any day by what was known at any instant.
//!
//! Of the events of a thing that were known and hold by the day, the one counts that holds from the
//! latest day, and of those the one recorded last: a correction holds from when what it corrects
//! does, a change from its own day. What is scheduled counts for its day and later until it takes
//! effect or is taken back.

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::{Certification, Evidence, LifecycleStage, ThoroughfareId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// On which day, by what was known when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// The day in the world; today where absent.
    pub valid_at: Option<Date>,
    /// The instant of what was known; now where absent. One later than the last change is as the last.
    pub known_at: Option<Timestamp>,
}

/// A thing of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Thing {
    /// The number of the event that made it so.
    pub seq: i64,
    /// `municipality`, `locality`, `thoroughfare`, `address`.
    pub subject_kind: String,
    /// From which day on it is so; absent where nobody knows since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The thing, with positions in degrees.
    #[serde(flatten)]
    pub thing: Value,
    /// Whether ANNCSU has a street as the register does; absent of the past, when nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anncsu_aligned: Option<bool>,
    /// Whether an address is certified, and by what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification: Option<Certification>,
}

/// Things with the register number they were read at.
#[derive(Debug, Clone, PartialEq)]
pub struct Things {
    /// The number.
    pub known_seq: i64,
    /// The things.
    pub things: Vec<Thing>,
}

/// Which streets are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThoroughfareQuery {
    /// Of one comune; needed for a day or an instant that is not now.
    pub municipality: Option<IstatCode>,
    /// A part of the name or of an alias.
    pub part: Option<String>,
    /// The comune's own code.
    pub local_code: Option<String>,
    /// In these stages.
    pub stages: Vec<LifecycleStage>,
    /// After this name and identifier.
    pub after: Option<(String, Uuid)>,
    /// How many at most.
    pub limit: u32,
}

impl Store {
    /// Returns a street, an address, a locality or a comune, and the register number it was read at.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_thing(
        &self,
        actor: &Actor,
        id: &str,
        as_of: AsOf,
        today: Date,
    ) -> Result<(i64, Option<Thing>), Error> {
        let transaction = self.read("toponymy.find_thing", actor, View::Snapshot).await?;
        let seq = known_seq(&transaction, as_of).await?;
        let row = if as_of == AsOf::default() {
            transaction.query_opt(sql!("toponymy/find_thing"), &[&id]).await?
        } else {
            let day = as_of.valid_at.unwrap_or(today);
            transaction.query_opt(sql!("toponymy/find_thing_as_of"), &[&id, &day, &seq]).await?
        };
        transaction.commit().await?;
        Ok((seq, row.as_ref().map(certified).transpose()?))
    }

    /// Returns the addresses of a street in some stages, by their numbers.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_addresses_of(
        &self,
        actor: &Actor,
        street: ThoroughfareId,
        stages: &[LifecycleStage],
        as_of: AsOf,
        today: Date,
        limit: u32,
    ) -> Result<Things, Error> {
        let transaction = self.read("toponymy.list_addresses_of", actor, View::Snapshot).await?;
        let known_seq = known_seq(&transaction, as_of).await?;
        let (street, stages, limit) = (street.as_uuid(), tokens(stages), i64::from(limit));
        let rows = if as_of == AsOf::default() {
            transaction.query(sql!("toponymy/list_addresses_of"), &[&street, &stages, &limit]).await?
        } else {
            let day = as_of.valid_at.unwrap_or(today);
            let sql = sql!("toponymy/list_addresses_as_of");
            transaction.query(sql, &[&street, &stages, &limit, &day, &known_seq]).await?
        };
        transaction.commit().await?;
        Ok(Things { known_seq, things: rows.iter().map(certified).collect::<Result<_, Error>>()? })
    }

    /// Returns a street in force of exactly this name, whatever its capitals, and its address of
    /// exactly this number, with the register number they were read at.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_exactly(
        &self,
        actor: &Actor,
        municipality: &IstatCode,
        street: &str,
        number: Option<&str>,
        as_of: AsOf,
        today: Date,
    ) -> Result<(i64, Option<(Uuid, Option<Uuid>)>), Error> {
        let transaction = self.read("toponymy.find_exactly", actor, View::Snapshot).await?;
        let whole = WholeRegister::at(&transaction, as_of, today).await?;
        let (street, number) = (street.trim().to_uppercase(), number.map(|text| text.trim().to_uppercase()));
        let sql = whole.over(
            sql!("toponymy/register_now", "toponymy/find_exactly"),
            sql!("toponymy/register_as_of", "toponymy/find_exactly"),
        );
        let code = municipality.as_str();
        let codes = vec![code];
        let row = transaction
            .query_opt(sql, &[&codes, &whole.day, &whole.known_seq, &code, &street, &number])
            .await?;
        transaction.commit().await?;
        let found = row.map(|row| Ok::<_, Error>((row.try_get("thoroughfare")?, row.try_get("address")?)));
        Ok((whole.known_seq, found.transpose()?))
    }

    /// Returns streets by name.
    ///
    /// # Errors
    /// A day is asked about without a comune, or the database cannot be reached.
    pub async fn search_thoroughfares(
        &self,
        actor: &Actor,
        query: &ThoroughfareQuery,
        as_of: AsOf,
        today: Date,
    ) -> Result<Things, Error> {
        let transaction = self.read("toponymy.search_thoroughfares", actor, View::Snapshot).await?;
        let known_seq = known_seq(&transaction, as_of).await?;
        let municipality = query.municipality.as_ref().map(IstatCode::as_str);
        let part = query.part.as_deref().map(pattern);
        let (stages, limit) = (tokens(&query.stages), i64::from(query.limit));
        let (name, id) = query.after.clone().unzip();
        let code = &query.local_code;
        let rows = if as_of == AsOf::default() {
            let sql = sql!("toponymy/search_thoroughfares");
            transaction.query(sql, &[&municipality, &part, &stages, &name, &id, &limit, code]).await?
        } else {
            let municipality = municipality.ok_or(Error::Inconsistent)?;
            let (day, sql) = (as_of.valid_at.unwrap_or(today), sql!("toponymy/search_thoroughfares_as_of"));
            transaction
                .query(sql, &[&municipality, &part, &stages, &name, &id, &limit, code, &day, &known_seq])
                .await?
        };
        transaction.commit().await?;
        Ok(Things { known_seq, things: rows.iter().map(certified).collect::<Result<_, Error>>()? })
    }
}

/// Which named places are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalityQuery {
    /// Of one comune; needed for a day or an instant that is not now.
    pub municipality: Option<IstatCode>,
    /// A part of the name or of one that it had.
    pub part: Option<String>,
    /// In these stages.
    pub stages: Vec<LifecycleStage>,
    /// After this name and identifier.
    pub after: Option<(String, Uuid)>,
    /// How many at most.
    pub limit: u32,
}

impl Store {
    /// Returns named places by name.
    ///
    /// # Errors
    /// A day is asked about without a comune, or the database cannot be reached.
    pub async fn search_localities(
        &self,
        actor: &Actor,
        query: &LocalityQuery,
        as_of: AsOf,
        today: Date,
    ) -> Result<Things, Error> {
        let transaction = self.read("toponymy.search_localities", actor, View::Snapshot).await?;
        let known_seq = known_seq(&transaction, as_of).await?;
        let municipality = query.municipality.as_ref().map(IstatCode::as_str);
        let part = query.part.as_deref().map(pattern);
        let (stages, limit) = (tokens(&query.stages), i64::from(query.limit));
        let (name, id) = query.after.clone().unzip();
        let rows = if as_of == AsOf::default() {
            let sql = sql!("toponymy/search_localities");
            transaction.query(sql, &[&municipality, &part, &stages, &name, &id, &limit]).await?
        } else {
            let municipality = municipality.ok_or(Error::Inconsistent)?;
            let (day, sql) = (as_of.valid_at.unwrap_or(today), sql!("toponymy/search_localities_as_of"));
            transaction
                .query(sql, &[&municipality, &part, &stages, &name, &id, &limit, &day, &known_seq])
                .await?
        };
        transaction.commit().await?;
        Ok(Things { known_seq, things: rows.iter().map(thing).collect::<Result<_, Error>>()? })
    }
}

/// At which day and number statements over whole comuni read the register.
pub(super) struct WholeRegister {
    pub(super) day: Date,
    pub(super) known_seq: i64,
    is_now: bool,
}

impl WholeRegister {
    pub(super) async fn at(transaction: &Transaction, as_of: AsOf, today: Date) -> Result<Self, Error> {
        let known_seq = known_seq(transaction, as_of).await?;
        Ok(Self { day: as_of.valid_at.unwrap_or(today), known_seq, is_now: as_of == AsOf::default() })
    }

    /// The statement after `toponymy/register_now`, or the same after `toponymy/register_as_of`.
    pub(super) fn over(&self, now: &'static str, as_of: &'static str) -> &'static str {
        if self.is_now { now } else { as_of }
    }

    /// Comuni with those that were beside them: the statements that look across a boundary need both.
    /// Of now all comuni are there.
    pub(super) async fn neighbours(
        &self,
        transaction: &Transaction,
        codes: &[&str],
    ) -> Result<Vec<String>, Error> {
        if self.is_now {
            return Ok(Vec::new());
        }
        let sql = sql!("toponymy/register_as_of", "toponymy/list_neighbours");
        let rows = transaction.query(sql, &[&codes, &self.day, &self.known_seq, &codes]).await?;
        rows.iter().map(|row| Ok(row.try_get("istat_code")?)).collect()
    }
}

pub(super) async fn known_seq(transaction: &Transaction, as_of: AsOf) -> Result<i64, Error> {
    Ok(transaction.query_one(sql!("toponymy/get_known_seq"), &[&as_of.known_at]).await?.try_get("seq")?)
}

/// A text anywhere in another, for LIKE.
fn pattern(part: &str) -> String {
    let escaped = part.trim().to_uppercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

fn tokens(stages: &[LifecycleStage]) -> Vec<&'static str> {
    stages.iter().map(|stage| stage.as_str()).collect()
}

fn thing(row: &Row) -> Result<Thing, Error> {
    Ok(Thing {
        seq: row.try_get("seq")?,
        subject_kind: row.try_get("subject_kind")?,
        valid_from: row.try_get("valid_from")?,
        thing: row.try_get("thing")?,
        anncsu_aligned: None,
        certification: None,
    })
}

/// A thing; an address with what certifies it, a street with how it stands to ANNCSU.
fn certified(row: &Row) -> Result<Thing, Error> {
    let thing = thing(row)?;
    let is_aligned: Option<bool> = row.try_get("is_aligned")?;
    match thing.subject_kind.as_str() {
        "address" => {}
        "thoroughfare" => return Ok(Thing { anncsu_aligned: is_aligned, ..thing }),
        _ => return Ok(thing),
    }
    let inconsistent = || Error::InconsistentRow { table: "civico.register_event" };
    let text = |field: &str| thing.thing[field].as_str();
    let evidence = Evidence {
        stage: text("stage").and_then(|stage| stage.parse().ok()).ok_or_else(inconsistent)?,
        confirmed_on: text("confirmed_on").map(str::parse).transpose().map_err(|_error| inconsistent())?,
        is_decided: row.try_get("is_decided")?,
        is_aligned: is_aligned.unwrap_or(false),
    };
    Ok(Thing { certification: Some(Certification::of(&evidence)), ..thing })
}
