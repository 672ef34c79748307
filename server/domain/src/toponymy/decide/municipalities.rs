//! A comune becomes part of another.

use super::{Context, changed};
use crate::identity::IstatCode;
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::refusal::Refusal;

/// Gives the streets and numbers of a comune to another. Streets of the same name are told apart by
/// their localities first: the law wants that (DPR 223/1989, art. 41).
pub(super) fn merge(
    from: &IstatCode,
    into: &IstatCode,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.need_act()?;
    let (ending, staying) = (register.municipality(from)?, register.municipality(into)?);
    if from == into || ending.thing.successor.is_some() || staying.thing.successor.is_some() {
        return Err(Refusal::NothingToDo);
    }
    let mut events = Vec::new();
    let ended = changed(ending, context, |municipality| municipality.successor = Some(into.clone()))?;
    events.push(Event {
        event_type: EventType::MunicipalityMerged,
        before: Some(Subject::Municipality(ended.before)),
        after: Subject::Municipality(ended.after),
        valid_from: ended.valid_from,
        reason: context.reason(),
    });
    for known in register.localities().filter(|known| known.thing.municipality == *from) {
        let moved = changed(known, context, |locality| locality.municipality = into.clone())?;
        events.push(Event {
            event_type: EventType::MunicipalityMerged,
            before: Some(Subject::Locality(moved.before)),
            after: Subject::Locality(moved.after),
            valid_from: moved.valid_from,
            reason: context.reason(),
        });
    }
    for known in register.thoroughfares().filter(|known| known.thing.municipality == *from) {
        let moved = changed(known, context, |street| street.municipality = into.clone())?;
        events.push(moved.event(EventType::MunicipalityMerged, context));
    }
    for known in register.addresses().filter(|known| known.thing.municipality == *from) {
        let moved = changed(known, context, |address| address.municipality = into.clone())?;
        events.push(moved.event(EventType::MunicipalityMerged, context));
    }
    Ok(events)
}
