//! Acts that wait are decided; scheduled ones are carried out on their day, or taken back.

use civico_domain::identity::{Actor, EnteCode, Right};
use civico_domain::toponymy::{Command, EventType, LegalAct, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::act::{
    ActOutcome, ActRequest, ActRow, Moment, add_events, carry, check_rights, new_act_id, prepare,
};
use super::act_state::ActState;
use super::apply::apply;
use super::excerpt::list_act_events;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// An act as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act {
    /// Identifier.
    pub id: Uuid,
    /// `import`, or the type of the command.
    pub kind: String,
    /// Ente whose register it is about.
    pub ente: String,
    /// State.
    pub state: ActState,
    /// Who asked: no person's name is in it.
    pub actor: String,
    /// Ente that whoever asked acted for.
    pub acting_ente: Option<String>,
    /// What was asked.
    pub command: Option<Value>,
    /// The act (provvedimento) by which it was decided.
    pub legal_act: Option<Value>,
    /// Why.
    pub reason: Option<String>,
    /// From which day on it holds.
    pub valid_from: Option<Date>,
    /// When it was asked.
    pub recorded_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why it came to nothing.
    pub decision_reason: Option<String>,
    /// The scheduled act that it carried out.
    pub carries_out: Option<Uuid>,
}

/// What is decided about an act that waits or is scheduled.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// A draft waits for a decision.
    Submit,
    /// It happens, by this act if it had none of its own.
    Approve {
        /// The act (provvedimento).
        legal_act: Option<LegalAct>,
        /// From which day on; as asked where absent.
        valid_from: Option<Date>,
    },
    /// It comes to nothing.
    Reject {
        /// Why.
        reason: String,
    },
}

impl Store {
    /// Returns acts that the actor may see, newest first, at most `limit` that were recorded before `before`.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_acts(
        &self,
        actor: &Actor,
        ente: Option<&EnteCode>,
        state: Option<ActState>,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<Act>, Error> {
        let transaction = self.read("toponymy.list_acts", actor, View::Current).await?;
        let (ente, state) = (ente.map(EnteCode::as_str), state.map(ActState::as_str));
        let rows = transaction
            .query(sql!("toponymy/list_acts"), &[&ente, &state, &before, &i64::from(limit)])
            .await?;
        transaction.commit().await?;
        rows.iter().map(act_of).collect()
    }

    /// Returns an act with what it did.
    ///
    /// # Errors
    /// There is none that the actor may see, or the database cannot be reached.
    pub async fn get_act(&self, actor: &Actor, id: Uuid) -> Result<Act, Error> {
        let transaction = self.read("toponymy.get_act", actor, View::Current).await?;
        let row = transaction.query_opt(sql!("toponymy/get_act"), &[&id]).await?;
        transaction.commit().await?;
        act_of(&row.ok_or(Error::NotFound("act"))?)
    }

    /// Decides about an act that waits, or takes back one that is scheduled.
    ///
    /// # Errors
    /// The actor may not, it does not wait any more, or the register refuses.
    pub async fn decide_act(
        &self,
        actor: &Actor,
        id: Uuid,
        decision: &Decision,
        moment: Moment,
    ) -> Result<ActOutcome, Error> {
        let transaction = self.write_after_asking("toponymy.decide_act").await?;
        let act = lock(&transaction, id).await?;
        let ente: EnteCode = act.ente.parse().map_err(|_error| inconsistent())?;
        match decision {
            // What waits is seen by its ente alone: to others it is not there.
            _ if !keeps(actor, &ente) && act.state != ActState::Scheduled => Err(Error::NotFound("act")),
            Decision::Submit => {
                need(actor, Right::Edit, &ente)?;
                need_state(&act, &[ActState::Draft])?;
                end(transaction, actor, id, ActState::Waiting, None).await
            }
            Decision::Reject { reason } => {
                let by_author = act.actor == actor.record_name() && act.state != ActState::Scheduled;
                need(actor, if by_author { Right::Edit } else { Right::Approve }, &ente)?;
                need_state(&act, &[ActState::Draft, ActState::Waiting, ActState::Scheduled])?;
                if reason.trim().is_empty() {
                    return Err(Refusal::ReasonNeeded.into());
                }
                if act.state == ActState::Scheduled {
                    return unschedule(transaction, actor, &act, reason, moment).await;
                }
                end(transaction, actor, id, ActState::Rejected, Some(reason)).await
            }
            Decision::Approve { legal_act, valid_from } => {
                need(actor, Right::Approve, &ente)?;
                need_state(&act, &[ActState::Waiting])?;
                let mut row = row_of(&act, ente)?;
                row.request.legal_act = legal_act.clone().or(row.request.legal_act);
                row.valid_from = valid_from.unwrap_or(row.valid_from.max(moment.today));
                row.request.valid_from = Some(row.valid_from);
                row.decided_by = Some(actor.record_name().into_owned());
                let prepared = prepare(&transaction, &row.request.command, |_ente| true).await?;
                let events = prepared.decide(&row.request, id, moment.today)?;
                check_rights(actor, Right::Approve, &events)?;
                carry(transaction, actor, &row, events, moment.today).await
            }
        }
    }

    /// Carries out the scheduled acts whose day has come, each in a transaction of its own, and
    /// returns how many. One that is impossible by now is cancelled and says why.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn carry_out_due_acts(&self, moment: Moment) -> Result<u64, Error> {
        let transaction = self.read("toponymy.list_due_acts", &Actor::Node, View::Current).await?;
        let due = transaction.query(sql!("toponymy/list_due_acts"), &[&moment.today]).await?;
        transaction.commit().await?;
        let mut carried_out = 0;
        for row in &due {
            // One that cannot be carried out now holds up no other.
            match self.carry_out(row.try_get("id")?, moment).await {
                Ok(done) => carried_out += u64::from(done),
                Err(error) => tracing::warn!(%error, "toponymy.carry_out.failed"),
            }
        }
        Ok(carried_out)
    }

    async fn carry_out(&self, id: Uuid, moment: Moment) -> Result<bool, Error> {
        let transaction = self.write_after_asking("toponymy.carry_out").await?;
        let act = lock(&transaction, id).await?;
        // Another node was faster.
        if act.state != ActState::Scheduled {
            return Ok(false);
        }
        let ente: EnteCode = act.ente.parse().map_err(|_error| inconsistent())?;
        let mut row = row_of(&act, ente)?;
        let prepared = prepare(&transaction, &row.request.command, |_ente| true).await?;
        // New things have the identifiers that were announced.
        let mut events = match prepared.decide(&row.request, id, moment.today) {
            Ok(events) => events,
            Err(refusal) => {
                unschedule(transaction, &Actor::Node, &act, &refusal.to_string(), moment).await?;
                return Ok(true);
            }
        };
        for event in &mut events {
            event.event_type = EventType::TookEffect;
        }
        row.id = new_act_id(moment.now);
        row.carries_out = Some(id);
        let done = ActState::Applied.as_str();
        let node = Actor::Node.record_name();
        transaction.execute(sql!("toponymy/end_act"), &[&id, &done, &node, &None::<&str>]).await?;
        carry(transaction, &Actor::Node, &row, events, moment.today).await?;
        Ok(true)
    }
}

async fn lock(transaction: &Transaction, id: Uuid) -> Result<Act, Error> {
    let row = transaction.query_opt(sql!("toponymy/lock_act"), &[&id]).await?;
    act_of(&row.ok_or(Error::NotFound("act"))?)
}

async fn end(
    transaction: Transaction,
    actor: &Actor,
    id: Uuid,
    state: ActState,
    reason: Option<&str>,
) -> Result<ActOutcome, Error> {
    let actor = actor.record_name();
    transaction.execute(sql!("toponymy/end_act"), &[&id, &state.as_str(), &actor, &reason]).await?;
    transaction.commit().await?;
    Ok(ActOutcome { id, state, seq: None, events: Vec::new() })
}

/// Takes back what was announced: from its day on things are said to be as they are now.
async fn unschedule(
    transaction: Transaction,
    actor: &Actor,
    act: &Act,
    reason: &str,
    moment: Moment,
) -> Result<ActOutcome, Error> {
    let announced = list_act_events(&transaction, act.id).await?;
    let row = row_of(act, act.ente.parse().map_err(|_error| inconsistent())?)?;
    let prepared = prepare(&transaction, &row.request.command, |_ente| true).await?;
    let events = prepared.unschedule(announced, reason);
    let node = actor.record_name();
    transaction
        .execute(sql!("toponymy/end_act"), &[&act.id, &ActState::Cancelled.as_str(), &node, &Some(reason)])
        .await?;
    let row = ActRow {
        id: new_act_id(moment.now),
        actor: node.clone().into_owned(),
        acting_ente: actor.ente().cloned(),
        carries_out: Some(act.id),
        ..row
    };
    row.put(&transaction, ActState::Cancelled).await?;
    add_events(&transaction, row.id, &events).await?;
    apply(&transaction, row.id).await?;
    let seq = transaction.commit_act(actor, row.id).await?;
    Ok(ActOutcome { id: act.id, state: ActState::Cancelled, seq, events })
}

/// Tells whether the actor has to do with the register of an ente.
fn keeps(actor: &Actor, ente: &EnteCode) -> bool {
    [Right::Edit, Right::Approve].into_iter().any(|right| actor.may(right, ente))
}

fn need(actor: &Actor, right: Right, ente: &EnteCode) -> Result<(), Error> {
    if actor.may(right, ente) { Ok(()) } else { Err(Error::Forbidden) }
}

fn need_state(act: &Act, states: &[ActState]) -> Result<(), Error> {
    if states.contains(&act.state) { Ok(()) } else { Err(Error::ActDecided) }
}

fn row_of(act: &Act, ente: EnteCode) -> Result<ActRow, Error> {
    let command: Command = match &act.command {
        Some(command) => serde_json::from_value(command.clone()).map_err(|_error| inconsistent())?,
        None => return Err(Error::ActDecided),
    };
    let legal_act = act.legal_act.clone().map(serde_json::from_value).transpose();
    Ok(ActRow {
        id: act.id,
        request: ActRequest {
            command,
            legal_act: legal_act.map_err(|_error| inconsistent())?,
            reason: act.reason.clone(),
            valid_from: act.valid_from,
            if_match: None,
        },
        ente,
        actor: act.actor.clone(),
        acting_ente: act.acting_ente.as_deref().and_then(|code| code.parse().ok()),
        valid_from: act.valid_from.ok_or_else(inconsistent)?,
        decided_by: act.decided_by.clone(),
        carries_out: act.carries_out,
    })
}

fn inconsistent() -> Error {
    Error::InconsistentRow { table: "civico.register_act" }
}

fn act_of(row: &Row) -> Result<Act, Error> {
    Ok(Act {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        ente: row.try_get("ente")?,
        state: row.try_get::<_, &str>("state")?.parse().map_err(|_error| inconsistent())?,
        actor: row.try_get("actor")?,
        acting_ente: row.try_get("acting_ente")?,
        command: row.try_get::<_, Option<Json<Value>>>("command")?.map(|json| json.0),
        legal_act: row.try_get::<_, Option<Json<Value>>>("legal_act")?.map(|json| json.0),
        reason: row.try_get("reason")?,
        valid_from: row.try_get("valid_from")?,
        recorded_at: row.try_get("recorded_at")?,
        decided_by: row.try_get("decided_by")?,
        decided_at: row.try_get("decided_at")?,
        decision_reason: row.try_get("decision_reason")?,
        carries_out: row.try_get("carries_out")?,
    })
}
