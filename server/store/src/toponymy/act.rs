//! Acts: somebody asks the register for something, and it happens, waits, or is refused.

use civico_domain::identity::{Actor, EnteCode, IstatCode, Right};
use civico_domain::toponymy::{
    AddressId, Command, Concerns, Context, EVENT_SCHEMA_VERSION, Event, EventType, Excerpt, Ground,
    GroundLines, LegalAct, LocalityId, Refusal, ThoroughfareId, decide,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::act_state::ActState;
use super::apply::apply;
use super::excerpt::{join_territories, list_act_events, load, locate, locate_lines, municipalities_of};
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::Transaction;

/// What somebody asks of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct ActRequest {
    /// What.
    pub command: Command,
    /// The act (provvedimento) by which it is decided.
    pub legal_act: Option<LegalAct>,
    /// Why.
    pub reason: Option<String>,
    /// From which day on it is to hold; today where absent.
    pub valid_from: Option<Date>,
    /// The number of the event that made the thing what whoever asks has seen.
    pub if_match: Option<i64>,
}

/// What is to become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActMode {
    /// Nothing: what would happen is said.
    Preview,
    /// It happens, or is scheduled.
    Apply,
    /// It is kept for its ente to go on with.
    Draft,
    /// It waits for a decision.
    Submit,
}

/// When it is.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// Today in Italy.
    pub today: Date,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ActOutcome {
    /// The act.
    pub id: Uuid,
    /// Its state.
    pub state: ActState,
    /// The number of its last event.
    pub seq: Option<i64>,
    /// What happened, or would.
    pub events: Vec<Event>,
}

/// A command with all that its decision depends on.
pub(super) struct Prepared {
    pub(super) municipality: IstatCode,
    excerpt: Excerpt,
    ground: Option<Ground>,
    lines: Option<GroundLines>,
    joined_territory: Option<String>,
    undoing: Vec<Event>,
    primary: Option<Uuid>,
}

impl Store {
    /// Asks the register for something. Who may decide has it happen; who may only propose can keep
    /// it as a draft or have it wait for those who decide.
    ///
    /// # Errors
    /// The actor may not, the register refuses, or the thing changed since it was read.
    pub async fn act(
        &self,
        actor: &Actor,
        request: &ActRequest,
        mode: ActMode,
        moment: Moment,
    ) -> Result<ActOutcome, Error> {
        let transaction = self.write_after_asking("toponymy.act").await?;
        let right = match mode {
            ActMode::Apply => request.command.right(),
            ActMode::Preview | ActMode::Draft | ActMode::Submit => Right::Edit,
        };
        let may = |ente: &EnteCode| {
            actor.may(right, ente) || mode == ActMode::Preview && actor.may(Right::Approve, ente)
        };
        let prepared = prepare(&transaction, &request.command, may).await?;
        let ente = ente_of(&prepared.municipality)?;
        prepared.check_seen(&transaction, request.if_match).await?;
        let act = ActRow::new(request, ente, actor, moment);
        let events = match prepared.decide(request, act.id, moment.today) {
            Ok(events) => events,
            // A draft may be what will be right one day.
            Err(_refusal) if mode == ActMode::Draft => Vec::new(),
            Err(refusal) => return Err(refusal.into()),
        };
        match mode {
            ActMode::Preview => Ok(ActOutcome { id: act.id, state: ActState::Draft, seq: None, events }),
            ActMode::Draft => wait(transaction, &act, ActState::Draft, events).await,
            ActMode::Submit => wait(transaction, &act, ActState::Waiting, events).await,
            ActMode::Apply => {
                check_rights(actor, right, &events)?;
                carry(transaction, actor, &act, events, moment.today).await
            }
        }
    }
}

/// Locks and reads all that a decision depends on.
pub(super) async fn prepare(
    transaction: &Transaction,
    command: &Command,
    may: impl Fn(&EnteCode) -> bool,
) -> Result<Prepared, Error> {
    let undoing = match command {
        Command::Undo { act } => list_act_events(transaction, *act).await?,
        _ => Vec::new(),
    };
    let concerns = Concerns::of(command, &undoing);
    let address_first = matches!(command, Command::Move { .. });
    let municipalities = municipalities_of(transaction, &concerns, address_first).await?;
    let municipality = municipalities.first().cloned().ok_or(Error::Refused(Refusal::NoSuchSubject))?;
    // Nobody who may not holds a lock or has a register read.
    if !may(&ente_of(&municipality)?) {
        return Err(Error::Forbidden);
    }
    let excerpt = load(transaction, &concerns, &municipalities).await?;
    let ground = locate(transaction, command, &municipality).await?;
    let lines = locate_lines(transaction, command, &municipality).await?;
    let joined_territory = join_territories(transaction, command).await?;
    let street = concerns.thoroughfares.first().map(ThoroughfareId::as_uuid);
    let address = concerns.addresses.first().map(AddressId::as_uuid);
    let place = concerns.localities.first().map(LocalityId::as_uuid);
    let primary = if address_first { address.or(street) } else { street.or(address) }.or(place);
    Ok(Prepared { municipality, excerpt, ground, lines, joined_territory, undoing, primary })
}

impl Prepared {
    /// Decides; `id` is the act that gives new things their identifiers.
    pub(super) fn decide(&self, request: &ActRequest, id: Uuid, today: Date) -> Result<Vec<Event>, Refusal> {
        let context = Context {
            act: id,
            today,
            valid_from: request.valid_from.unwrap_or(today),
            legal_act: request.legal_act.as_ref(),
            reason: request.reason.as_deref(),
            ground: self.ground.as_ref(),
            lines: self.lines.as_ref(),
            joined_territory: self.joined_territory.as_deref(),
            undoing: &self.undoing,
        };
        decide(&request.command, &self.excerpt, &context)
    }

    /// Takes back what an act announced.
    pub(super) fn unschedule(&self, announced: Vec<Event>, reason: &str) -> Vec<Event> {
        civico_domain::toponymy::unschedule(announced, &self.excerpt, reason)
    }

    /// Whoever saw the thing as it no longer is decides nothing about it.
    async fn check_seen(&self, transaction: &Transaction, seen: Option<i64>) -> Result<(), Error> {
        let (Some(seen), Some(primary)) = (seen, self.primary) else { return Ok(()) };
        let row = transaction.query_opt(sql!("toponymy/get_etag"), &[&primary]).await?;
        let seq: Option<i64> = row.map(|row| row.try_get("seq")).transpose()?;
        if seq == Some(seen) { Ok(()) } else { Err(Error::ChangedSinceRead) }
    }
}

/// Every comune that something happens to has to be the actor's to change.
pub(super) fn check_rights(actor: &Actor, right: Right, events: &[Event]) -> Result<(), Error> {
    let subjects = events.iter().flat_map(|event| event.before.iter().chain([&event.after]));
    for subject in subjects {
        if !actor.may(right, &ente_of(subject.municipality())?) {
            return Err(Error::Forbidden);
        }
    }
    Ok(())
}

/// The comune as ente.
pub(super) fn ente_of(municipality: &IstatCode) -> Result<EnteCode, Error> {
    (municipality.as_str().parse()).map_err(|_error| Error::InconsistentRow { table: "civico.municipality" })
}

/// An act as it is written down.
#[derive(Debug, Clone)]
pub(super) struct ActRow {
    pub(super) id: Uuid,
    pub(super) request: ActRequest,
    pub(super) ente: EnteCode,
    pub(super) actor: String,
    pub(super) acting_ente: Option<EnteCode>,
    pub(super) valid_from: Date,
    pub(super) decided_by: Option<String>,
    pub(super) carries_out: Option<Uuid>,
}

impl ActRow {
    fn new(request: &ActRequest, ente: EnteCode, actor: &Actor, moment: Moment) -> Self {
        Self {
            id: new_act_id(moment.now),
            request: request.clone(),
            ente,
            actor: actor.record_name().into_owned(),
            acting_ente: actor.ente().cloned(),
            valid_from: request.valid_from.unwrap_or(moment.today),
            decided_by: None,
            carries_out: None,
        }
    }

    pub(super) async fn put(&self, transaction: &Transaction, state: ActState) -> Result<(), Error> {
        let mut command =
            serde_json::to_value(&self.request.command).map_err(|_error| Error::Inconsistent)?;
        // Acts that happened are public; internals are their comune's, and stand in its events.
        if let Some(fields) = command.as_object_mut().filter(|_fields| state == ActState::Applied) {
            fields.remove("internals");
        }
        let legal_act = self.request.legal_act.as_ref().map(Json);
        let acting = self.acting_ente.as_ref().map(EnteCode::as_str);
        transaction
            .execute(
                sql!("toponymy/put_act"),
                &[
                    &self.id,
                    &self.request.command.as_str(),
                    &self.ente.as_str(),
                    &self.actor,
                    &acting,
                    &state.as_str(),
                    &command,
                    &legal_act,
                    &self.request.reason,
                    &self.valid_from,
                    &self.decided_by,
                    &self.carries_out,
                ],
            )
            .await?;
        Ok(())
    }
}

pub(super) fn new_act_id(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
}

async fn wait(
    transaction: Transaction,
    act: &ActRow,
    state: ActState,
    events: Vec<Event>,
) -> Result<ActOutcome, Error> {
    act.put(&transaction, state).await?;
    transaction.commit().await?;
    Ok(ActOutcome { id: act.id, state, seq: None, events })
}

/// Makes it happen, or schedules it for its day.
pub(super) async fn carry(
    transaction: Transaction,
    actor: &Actor,
    act: &ActRow,
    mut events: Vec<Event>,
    today: Date,
) -> Result<ActOutcome, Error> {
    let state = if act.valid_from > today { ActState::Scheduled } else { ActState::Applied };
    if state == ActState::Scheduled {
        for event in &mut events {
            event.event_type = EventType::Scheduled;
        }
    }
    act.put(&transaction, state).await?;
    add_events(&transaction, act.id, &events).await?;
    apply(&transaction, act.id).await?;
    let seq = transaction.commit_act(actor, act.id).await?;
    Ok(ActOutcome { id: act.id, state, seq, events })
}

/// Writes events of an act that has none yet.
pub(super) async fn add_events(transaction: &Transaction, act: Uuid, events: &[Event]) -> Result<(), Error> {
    let document =
        |subject: &civico_domain::toponymy::Subject| subject.document().map_err(|_error| Error::Inconsistent);
    let types: Vec<&str> = events.iter().map(|event| event.event_type.as_str()).collect();
    let nouns: Vec<&str> = events.iter().map(|event| event.after.noun()).collect();
    let ids: Vec<String> = events.iter().map(|event| event.after.id()).collect();
    let codes: Vec<&str> = events.iter().map(|event| event.after.municipality().as_str()).collect();
    let befores = events
        .iter()
        .map(|event| event.before.as_ref().map(document).transpose())
        .collect::<Result<Vec<Option<Value>>, Error>>()?;
    let afters = events.iter().map(|event| document(&event.after)).collect::<Result<Vec<Value>, Error>>()?;
    let days: Vec<Option<Date>> = events.iter().map(|event| event.valid_from).collect();
    let reasons: Vec<Option<&str>> = events.iter().map(|event| event.reason.as_deref()).collect();
    transaction
        .execute(
            sql!("toponymy/add_events"),
            &[&act, &EVENT_SCHEMA_VERSION, &types, &nouns, &ids, &codes, &befores, &afters, &days, &reasons],
        )
        .await?;
    Ok(())
}
