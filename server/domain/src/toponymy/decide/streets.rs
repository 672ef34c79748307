//! One street becomes two, two become one.

use std::collections::BTreeMap;

use super::addresses::{check_list, checked};
use super::naming::{former, named};
use super::{Context, changed, new_thoroughfare_id};
use crate::toponymy::address::AddressId;
use crate::toponymy::command::{Command, Renumbering};
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::house_number::Locator;
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::living::LivingId;
use crate::toponymy::refusal::Refusal;
use crate::toponymy::thoroughfare::{Thoroughfare, ThoroughfareId, ThoroughfareName};

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.need_act()?;
    match command {
        Command::Split { thoroughfare, name, local_code, numbers } => {
            split(*thoroughfare, name, local_code, numbers, register, context)
        }
        Command::Merge { thoroughfare, into, numbers } => {
            merge(*thoroughfare, *into, numbers, register, context)
        }
        _ => Err(Refusal::NothingToDo),
    }
}

fn split(
    id: ThoroughfareId,
    name: &ThoroughfareName,
    local_code: &str,
    numbers: &[Renumbering],
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    check_list(numbers)?;
    let known = register.thoroughfare(id)?;
    need_current(&known.thing)?;
    let mut part = named(name, &known.thing.municipality, local_code, new_thoroughfare_id(context))?;
    part.stage = LifecycleStage::Current;
    part.locality = known.thing.locality;
    part.predecessors = vec![id];
    part.opening_reason = context.reason();
    let part_id = part.id;
    let mut events = vec![Event {
        event_type: EventType::Split,
        before: None,
        after: Subject::Thoroughfare(Box::new(part)),
        valid_from: Some(context.valid_from),
        reason: context.reason(),
    }];
    let rest = changed(known, context, |street| street.successors.push(part_id))?;
    events.push(rest.event(EventType::Split, context));
    for number in numbers {
        if register.address(number.address)?.thing.thoroughfare != id {
            return Err(Refusal::OtherStreet);
        }
        let locator = checked(&number.locator)?;
        events.push(transfer(number.address, part_id, locator, EventType::Split, register, context)?);
    }
    Ok(events)
}

fn merge(
    id: ThoroughfareId,
    into: ThoroughfareId,
    numbers: &[Renumbering],
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (ending, staying) = (register.thoroughfare(id)?, register.thoroughfare(into)?);
    if id == into {
        return Err(Refusal::NothingToDo);
    }
    if ending.thing.municipality != staying.thing.municipality {
        return Err(Refusal::OtherMunicipality);
    }
    need_current(&ending.thing)?;
    need_current(&staying.thing)?;
    let mut renumbered: BTreeMap<AddressId, &Locator> =
        numbers.iter().map(|number| (number.address, &number.locator)).collect();
    let mut events = Vec::new();
    for known in register.active_addresses(id) {
        let locator = match renumbered.remove(&known.thing.id) {
            Some(locator) => checked(locator)?,
            None => known.thing.locator.clone(),
        };
        events.push(transfer(known.thing.id, into, locator, EventType::Merged, register, context)?);
    }
    if !renumbered.is_empty() {
        return Err(Refusal::OtherStreet);
    }
    let grown = changed(staying, context, |street| {
        street.predecessors.push(id);
        let mut alias = former(&ending.thing);
        alias.valid_to = Some(context.valid_from);
        street.aliases.push(alias);
    })?;
    events.push(grown.event(EventType::Merged, context));
    let ended = changed(ending, context, |street| {
        street.stage = LifecycleStage::Retired;
        street.successors.push(into);
        street.closing_reason = context.reason().or_else(|| Some("merged".to_owned()));
    })?;
    events.push(ended.event(EventType::Merged, context));
    Ok(events)
}

/// An address goes with its stretch of the street, and stays the address that it is.
fn transfer(
    id: AddressId,
    to: ThoroughfareId,
    locator: Locator,
    event_type: EventType,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let change = changed(register.address(id)?, context, |address| {
        address.thoroughfare = to;
        address.locator = locator;
    })?;
    Ok(change.event(event_type, context))
}

fn need_current(street: &Thoroughfare) -> Result<(), Refusal> {
    if street.stage == LifecycleStage::Current {
        return Ok(());
    }
    Err(Refusal::WrongStage { subject: LivingId::Thoroughfare(street.id), stage: street.stage })
}
