//! The register of a comune from its files: every record that differs becomes an `imported` event.

use std::pin::Pin;

use civico_domain::identity::{Actor, Ente, EnteCode, EnteKind, EnteSlug, IstatCode, Right};
use civico_domain::toponymy::rows::DeliveredArc;
use civico_domain::toponymy::{Difference, EVENT_SCHEMA_VERSION, Municipality, Subject};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{Json, Type};
use uuid::Uuid;

use super::apply::apply;
use super::compare::{compare, join_by_hash};
use crate::error::Error;
use crate::identity::put_ente;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// Columns of the staging table.
const STAGING: &[Type] = &[Type::UUID, Type::INT4, Type::TEXT, Type::TEXT, Type::TEXT, Type::JSONB];

/// An import of a register under way. One that is dropped leaves nothing behind.
pub struct RegisterImport {
    actor: Actor,
    transaction: Transaction,
    act: Uuid,
    ordinal: i32,
    writer: Pin<Box<BinaryCopyInWriter>>,
    municipalities: Vec<Municipality>,
}

/// The records of an import, whole. One that is dropped leaves nothing behind.
pub struct StagedRegister {
    actor: Actor,
    transaction: Transaction,
    act: Uuid,
    records: i32,
    municipalities: Vec<Municipality>,
}

/// Whose records they are and where they come from.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// Ente acted for.
    pub ente: &'a EnteCode,
    /// Comune that delivers.
    pub municipality: Option<&'a IstatCode>,
    /// Whether the records are its whole register: what they do not list is retired.
    pub is_whole: bool,
    /// Digest over files and options.
    pub digest: &'a str,
    /// Report of the import.
    pub report: &'a serde_json::Value,
    /// The day of the delivery in Italy.
    pub day: Date,
    /// The second person who approved.
    pub approved_by: Option<&'a str>,
}

/// Stretches that were delivered of a street that the register has not in force, nor proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownArcs {
    /// The comune's own code of the street.
    pub thoroughfare_code: String,
    /// How many stretches.
    pub count: u64,
}

/// What an import did to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RegisterOutcome {
    /// Records that the files hold.
    pub records: u64,
    /// Records that were new or differed: events.
    pub events: u64,
}

impl Store {
    /// Tells whether the newest import for `ente` was of files with this digest.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn is_register_unchanged(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        digest: &str,
    ) -> Result<bool, Error> {
        let transaction = self.read("toponymy.is_unchanged", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("toponymy/find_import"), &[&ente.as_str(), &digest]).await?;
        transaction.commit().await?;
        Ok(row.and_then(|row| row.try_get::<_, Option<bool>>("unchanged").ok().flatten()).unwrap_or(false))
    }

    /// Begins an import of the register of `ente` by somebody with `right`; `now` dates the act.
    ///
    /// # Errors
    /// The actor may not, or the database refuses.
    pub async fn begin_register_import(
        &self,
        actor: &Actor,
        ente: &EnteCode,
        right: Right,
        now: Timestamp,
    ) -> Result<RegisterImport, Error> {
        let transaction = self.write_as_owner("toponymy.import", actor, right, ente).await?;
        transaction.define("SET LOCAL lock_timeout = 0").await?;
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let act = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0));
        let sink = transaction
            .copy_in("COPY civico.register_staging (act, ordinal, subject_kind, subject, municipality, after) FROM STDIN BINARY")
            .await?;
        let writer = Box::pin(BinaryCopyInWriter::new(sink, STAGING));
        Ok(RegisterImport {
            actor: actor.clone(),
            transaction,
            act,
            ordinal: 0,
            writer,
            municipalities: Vec::new(),
        })
    }
}

impl RegisterImport {
    /// Adds a record.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add(&mut self, subject: Subject) -> Result<(), Error> {
        self.ordinal += 1;
        let after = Json(subject.document().map_err(|_error| Error::Rows)?);
        let (noun, id, municipality) = (subject.noun(), subject.id(), subject.municipality().as_str());
        self.writer.as_mut().write(&[&self.act, &self.ordinal, &noun, &id, &municipality, &after]).await?;
        // A comune that is delivered with its territory becomes an ente; another is one already.
        if let Subject::Municipality(municipality) = subject
            && municipality.territory.is_some()
        {
            self.municipalities.push(municipality);
        }
        Ok(())
    }

    /// Adds a stretch of a street; [`StagedRegister::resolve_arcs`] makes streets of them.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add_arc(&mut self, arc: &DeliveredArc) -> Result<(), Error> {
        self.ordinal += 1;
        let after = Json(serde_json::to_value(&arc.arc).map_err(|_error| Error::Rows)?);
        let (code, municipality) = (arc.thoroughfare_code.as_str(), arc.municipality.as_str());
        self.writer.as_mut().write(&[&self.act, &self.ordinal, &"arc", &code, &municipality, &after]).await?;
        Ok(())
    }

    /// Ends the records; they can be compared and published now.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end(mut self) -> Result<StagedRegister, Error> {
        self.writer.as_mut().finish().await?;
        let Self { actor, transaction, act, ordinal, municipalities, .. } = self;
        transaction.execute(sql!("toponymy/resolve_staged_localities"), &[&act]).await?;
        Ok(StagedRegister { actor, transaction, act, records: ordinal, municipalities })
    }
}

impl StagedRegister {
    /// Says how the records differ from the register of a comune.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn compare(&self, municipality: &IstatCode) -> Result<Difference, Error> {
        compare(&self.transaction, self.act, municipality).await
    }

    /// Makes of the stretches that were delivered the streets they belong to, as the register has
    /// these; returns of which streets it has none.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn resolve_arcs(&self, municipality: &IstatCode) -> Result<Vec<UnknownArcs>, Error> {
        let codes = vec![municipality.as_str()];
        // From here on nobody else changes these streets.
        self.transaction.query(sql!("toponymy/lock_municipalities"), &[&codes]).await?;
        let rows = self.transaction.query(sql!("toponymy/resolve_staged_arcs"), &[&self.act]).await?;
        rows.iter()
            .map(|row| {
                let count = row.try_get::<_, i64>("count")?;
                Ok(UnknownArcs {
                    thoroughfare_code: row.try_get("thoroughfare_code")?,
                    count: u64::try_from(count).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Makes events of the records that differ, applies them and publishes them in one transaction.
    /// What the register has and the records of a whole register do not list is retired.
    ///
    /// # Errors
    /// The database refuses; nothing is changed then.
    pub async fn publish(self, delivery: &Delivery<'_>) -> Result<RegisterOutcome, Error> {
        let Delivery { ente, municipality, is_whole, digest, report, day, approved_by } = *delivery;
        let transaction = self.transaction;
        for municipality in &self.municipalities {
            put_enti_of(&transaction, municipality).await?;
        }
        let (act, actor) = (self.act, self.actor.record_name());
        transaction
            .execute(
                sql!("toponymy/add_act"),
                &[&act, &"import", &ente.as_str(), &actor, &Some(digest), &Some(report), &approved_by, &day],
            )
            .await?;
        if let Some(municipality) = municipality {
            transaction.query(sql!("toponymy/lock_municipalities"), &[&vec![municipality.as_str()]]).await?;
        }
        join_by_hash(&transaction, true).await?;
        // An archive numbers the things of all comuni: nobody delivers those of others.
        if transaction.query_opt(sql!("toponymy/find_foreign"), &[&act]).await?.is_some() {
            return Err(Error::Taken);
        }
        let mut events = transaction
            .execute(sql!("toponymy/add_events_from_staging"), &[&act, &EVENT_SCHEMA_VERSION, &day])
            .await?;
        if let Some(municipality) = municipality.filter(|_| is_whole) {
            let code = municipality.as_str();
            events += transaction
                .execute(sql!("toponymy/add_retirements"), &[&act, &code, &EVENT_SCHEMA_VERSION, &day])
                .await?;
        }
        join_by_hash(&transaction, false).await?;
        transaction.execute(sql!("toponymy/clear_staging"), &[&act]).await?;
        apply(&transaction, act).await?;
        transaction.commit_act(&self.actor, act).await?;
        Ok(RegisterOutcome { records: u64::try_from(self.records).unwrap_or_default(), events })
    }
}

impl std::fmt::Debug for RegisterImport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterImport").field("act", &self.act).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for StagedRegister {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StagedRegister").field("act", &self.act).finish_non_exhaustive()
    }
}

/// A comune is an ente, and so is its zone.
async fn put_enti_of(transaction: &Transaction, municipality: &Municipality) -> Result<(), Error> {
    let inconsistent = |_error| Error::InconsistentRow { table: "civico.municipality" };
    let zone = match &municipality.homogeneous_zone {
        Some(name) => {
            let slug = EnteSlug::of_name(&format!("zona {name}")).map_err(inconsistent)?;
            let code: EnteCode = slug.as_str().parse().map_err(inconsistent)?;
            let zone = Ente::new(code.clone(), slug, name.clone(), EnteKind::HomogeneousZone);
            put_ente(transaction, &zone).await?;
            Some(code)
        }
        None => None,
    };
    let code = municipality.istat_code.as_str().parse().map_err(inconsistent)?;
    let slug = EnteSlug::of_name(&municipality.name).map_err(inconsistent)?;
    let comune = Ente {
        cadastral_code: Some(municipality.cadastral_code.clone()),
        zone,
        ..Ente::new(code, slug, municipality.name.clone(), EnteKind::Comune)
    };
    put_ente(transaction, &comune).await
}
