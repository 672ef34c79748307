//! Undoing by a counter-event: what was written stays written.

use super::Context;
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::refusal::Refusal;

/// Events that one act undoes at most: a delivery is undone by delivering the one before it.
const MOST_EVENTS: usize = 10_000;

/// Brings everything that an act changed back to how it was, if nothing happened to it since.
pub(super) fn decide(register: &Excerpt, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if context.undoing.is_empty() {
        return Err(Refusal::NoSuchSubject);
    }
    if context.undoing.len() > MOST_EVENTS {
        return Err(Refusal::WrongList);
    }
    let is_planned =
        |event: &Event| matches!(event.event_type, EventType::Scheduled | EventType::Unscheduled);
    if context.undoing.iter().any(is_planned) {
        return Err(Refusal::OnlyScheduled);
    }
    context.undoing.iter().rev().map(|event| undo(event, register, context)).collect()
}

fn undo(event: &Event, register: &Excerpt, context: &Context<'_>) -> Result<Event, Refusal> {
    let (now, since) = register.find(&event.after).ok_or(Refusal::NoSuchSubject)?;
    if now != event.after {
        return Err(Refusal::ChangedSince { subject: event.after.id() });
    }
    let after = event.before.clone().unwrap_or_else(|| ended(event.after.clone()));
    if after == now {
        return Err(Refusal::NothingToDo);
    }
    Ok(Event {
        event_type: EventType::Undone,
        before: Some(now),
        after,
        // From when what is undone holds; what was undone before may hold from later.
        valid_from: event.valid_from.max(since),
        reason: context.reason(),
    })
}

/// Takes back what was announced: things stay as they are, and what would have come did not.
pub(super) fn unschedule(announced: Vec<Event>, register: &Excerpt, reason: &str) -> Vec<Event> {
    let now = |event: &Event| register.find(&event.after).map(|(now, _since)| now);
    let take_back = |event: Event| Event {
        event_type: EventType::Unscheduled,
        after: now(&event).unwrap_or_else(|| ended(event.after.clone())),
        before: Some(event.after),
        valid_from: event.valid_from,
        reason: Some(reason.to_owned()),
    };
    announced.into_iter().map(take_back).collect()
}

/// What an act made is not unmade: a proposal is rejected, anything else is retired.
fn ended(subject: Subject) -> Subject {
    let end = |stage| match stage {
        LifecycleStage::Proposed => LifecycleStage::Rejected,
        _ => LifecycleStage::Retired,
    };
    match subject {
        Subject::Thoroughfare(mut street) => {
            street.stage = end(street.stage);
            Subject::Thoroughfare(street)
        }
        Subject::Address(mut address) => {
            address.stage = end(address.stage);
            Subject::Address(address)
        }
        Subject::Locality(mut place) => {
            place.stage = end(place.stage);
            Subject::Locality(place)
        }
        Subject::Municipality(same) => Subject::Municipality(same),
    }
}
