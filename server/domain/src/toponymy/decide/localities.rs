//! Named places (località, frazioni): proposed, renamed, and the streets that belong to them.

use super::{Context, changed, corrected, new_locality_id};
use crate::identity::IstatCode;
use crate::toponymy::alias::{Alias, AliasKind};
use crate::toponymy::command::Command;
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::{Excerpt, is_active};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::living::LivingId;
use crate::toponymy::municipality::{LONGEST_LOCALITY, Locality, LocalityId};
use crate::toponymy::refusal::Refusal;
use crate::toponymy::thoroughfare::{CORRECTION_PERCENT, ThoroughfareId, changed_percent, is_writable};

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::ProposeLocality { municipality, name } => propose(municipality, name, register, context)?,
        Command::RenameLocality { locality, name } => rename(*locality, name, register, context)?,
        Command::CorrectLocalityName { locality, name } => correct(*locality, name, register, context)?,
        Command::AssignLocality { thoroughfare, locality } => {
            assign(*thoroughfare, *locality, register, context)?
        }
        _ => return Err(Refusal::NothingToDo),
    };
    Ok(vec![event])
}

fn propose(
    municipality: &IstatCode,
    name: &str,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if register.municipality(municipality)?.thing.successor.is_some() {
        return Err(Refusal::NoSuchSubject);
    }
    let (id, name) = (new_locality_id(context), checked(name)?);
    let mut place = Locality::new(id, municipality.clone(), name, LifecycleStage::Proposed);
    place.opening_reason = context.reason();
    Ok(Event {
        event_type: EventType::Proposed,
        before: None,
        after: Subject::Locality(place),
        valid_from: Some(context.valid_from),
        reason: context.reason(),
    })
}

/// Another name is given by an act, as a street's is (DPR 223/1989, art. 41).
fn rename(id: LocalityId, name: &str, register: &Excerpt, context: &Context<'_>) -> Result<Event, Refusal> {
    context.need_act()?;
    let known = register.locality(id)?;
    if !is_active(known.thing.stage) {
        return Err(Refusal::WrongStage { subject: LivingId::Locality(id), stage: known.thing.stage });
    }
    let name = checked(name)?;
    let change = changed(known, context, |place| {
        if place.name != name {
            let mut alias = former(place);
            alias.valid_from = known.since;
            alias.valid_to = Some(context.valid_from);
            place.aliases.push(alias);
            place.name = name;
        }
    })?;
    Ok(change.event(EventType::Renamed, context))
}

fn correct(id: LocalityId, name: &str, register: &Excerpt, context: &Context<'_>) -> Result<Event, Refusal> {
    let known = register.locality(id)?;
    let name = checked(name)?;
    let percent = changed_percent(&known.thing.name, &name);
    if percent > CORRECTION_PERCENT {
        return Err(Refusal::NotACorrection { percent: u32::try_from(percent).unwrap_or(100) });
    }
    let change = corrected(known, |place| {
        if place.name.to_uppercase() != name.to_uppercase() {
            place.aliases.push(former(place));
        }
        place.name = name;
    })?;
    Ok(change.event(EventType::NameCorrected, context))
}

/// That the place is of the street's comune and in force, and that the name is free there, is
/// checked of every outcome.
fn assign(
    id: ThoroughfareId,
    place: Option<LocalityId>,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = register.thoroughfare(id)?;
    if !is_active(known.thing.stage) {
        return Err(Refusal::WrongStage { subject: LivingId::Thoroughfare(id), stage: known.thing.stage });
    }
    let change = changed(known, context, |street| street.locality = place)?;
    Ok(change.event(EventType::LocalityAssigned, context))
}

fn former(place: &Locality) -> Alias {
    Alias::new(place.name.clone(), AliasKind::Historical)
}

/// A name without blanks around, of a length that ANNCSU takes.
fn checked(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_LOCALITY {
        return Err(Refusal::WrongName { rule: "locality-length" });
    }
    if !is_writable(&name) {
        return Err(Refusal::WrongName { rule: "characters" });
    }
    Ok(name)
}
