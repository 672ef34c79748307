//! A comune becomes part of another.

use super::{Context, changed};
use crate::identity::IstatCode;
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::refusal::Refusal;

/// Gives the streets and numbers of a comune to another, and its territory and residents where both
/// comuni's are known. Streets of the same name are told apart by
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
    let grown = changed(staying, context, |municipality| {
        if let Some(territory) = context.joined_territory {
            municipality.territory = Some(territory.to_owned());
        }
        if let Some((here, there)) = municipality.population.zip(ending.thing.population) {
            municipality.population = Some(here + there);
        }
    });
    match grown {
        Ok(grown) => events.push(Event {
            event_type: EventType::MunicipalityMerged,
            before: Some(Subject::Municipality(grown.before)),
            after: Subject::Municipality(grown.after),
            valid_from: grown.valid_from,
            reason: context.reason(),
        }),
        Err(Refusal::NothingToDo) => {}
        Err(refusal) => return Err(refusal),
    }
    for known in register.localities().filter(|known| known.thing.municipality == *from) {
        let moved = changed(known, context, |locality| locality.municipality = into.clone())?;
        events.push(moved.event(EventType::MunicipalityMerged, context));
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
