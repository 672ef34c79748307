//! Names of streets.

use super::{Change, Context, changed, corrected, new_thoroughfare_id};
use crate::identity::IstatCode;
use crate::toponymy::alias::{Alias, AliasKind};
use crate::toponymy::command::Command;
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::{Excerpt, is_active};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::municipality::LocalityId;
use crate::toponymy::refusal::Refusal;
use crate::toponymy::rules::standard_form;
use crate::toponymy::thoroughfare::{
    CORRECTION_PERCENT, LONGEST_KIND, LONGEST_NAME, Thoroughfare, ThoroughfareId, ThoroughfareName,
    changed_percent, is_writable,
};

/// Longest name in another language and own code, in characters (ANNCSU, Aggiornamento odonimi:
/// `denom_in_lingua_1`, `codice_comunale`).
const LONGEST_OTHER: usize = 150;
const LONGEST_CODE: usize = 30;

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::ProposeThoroughfare { municipality, name, locality, local_code } => {
            propose(municipality, name, *locality, local_code, register, context)?
        }
        Command::Rename { thoroughfare, name } => rename(*thoroughfare, name, register, context)?,
        Command::CorrectName { thoroughfare, name } => correct(*thoroughfare, name, register, context)?,
        Command::AttachAlias { thoroughfare, alias } => attach(*thoroughfare, alias, register, context)?,
        Command::DeclareTwin { thoroughfare, twin, holds } => {
            declare_twin(*thoroughfare, *twin, *holds, register, context)?
        }
        _ => return Err(Refusal::NothingToDo),
    };
    Ok(vec![event])
}

fn propose(
    municipality: &IstatCode,
    name: &ThoroughfareName,
    locality: Option<LocalityId>,
    local_code: &str,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = register.municipality(municipality)?;
    if known.thing.successor.is_some() {
        return Err(Refusal::NoSuchSubject);
    }
    let is_of_comune = |id: LocalityId| {
        register.localities().any(|known| known.thing.id == id && known.thing.municipality == *municipality)
    };
    if locality.is_some_and(|id| !is_of_comune(id)) {
        return Err(Refusal::WrongField { field: "locality" });
    }
    let mut street = named(name, municipality, local_code, new_thoroughfare_id(context))?;
    street.locality = locality;
    street.opening_reason = context.reason();
    Ok(Event {
        event_type: EventType::Proposed,
        before: None,
        after: Subject::Thoroughfare(Box::new(street)),
        valid_from: Some(context.valid_from),
        reason: context.reason(),
    })
}

/// A proposed street with a name and nothing else.
pub(super) fn named(
    name: &ThoroughfareName,
    municipality: &IstatCode,
    local_code: &str,
    id: ThoroughfareId,
) -> Result<Thoroughfare, Refusal> {
    if local_code.chars().count() > LONGEST_CODE || !is_writable(local_code) {
        return Err(Refusal::WrongField { field: "local_code" });
    }
    Ok(Thoroughfare {
        id,
        municipality: municipality.clone(),
        local_code: local_code.trim().to_owned(),
        anncsu_id: None,
        name: checked(name)?,
        aliases: Vec::new(),
        locality: None,
        stage: LifecycleStage::Proposed,
        missing_in_source: false,
        course: None,
        arcs: Vec::new(),
        twins: Vec::new(),
        predecessors: Vec::new(),
        successors: Vec::new(),
        opening_reason: None,
        closing_reason: None,
    })
}

fn rename(
    id: ThoroughfareId,
    name: &ThoroughfareName,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    context.need_act()?;
    let known = register.thoroughfare(id)?;
    need_active(&known.thing)?;
    let name = checked(name)?;
    let change = changed(known, context, |street| {
        if street.name != name {
            let mut alias = former(street);
            alias.valid_to = Some(context.valid_from);
            alias.valid_from = known.since;
            street.aliases.push(alias);
            street.name = name;
        }
    })?;
    Ok(change.event(EventType::Renamed, context))
}

fn correct(
    id: ThoroughfareId,
    name: &ThoroughfareName,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = register.thoroughfare(id)?;
    let name = checked(name)?;
    let (old, new) = (known.thing.name.to_string(), name.to_string());
    let percent = changed_percent(&old, &new);
    // To write a name by the rules is no renaming, however many letters it changes (Istat note
    // 912/2014): XXV Aprile and Venticinque Aprile are one name.
    let is_standardised = standard_form(&name) == standard_form(&known.thing.name);
    if percent > CORRECTION_PERCENT && !is_standardised {
        return Err(Refusal::NotACorrection { percent: u32::try_from(percent).unwrap_or(100) });
    }
    let change: Change<Thoroughfare> = corrected(known, |street| {
        // People and plates keep what was written for years.
        if old.to_uppercase() != new.to_uppercase() {
            street.aliases.push(former(street));
        }
        street.name = name;
    })?;
    Ok(change.event(EventType::NameCorrected, context))
}

fn attach(
    id: ThoroughfareId,
    alias: &Alias,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let text = alias.text.trim();
    let length = text.chars().count();
    let is_backwards = alias.valid_from.zip(alias.valid_to).is_some_and(|(from, to)| to < from);
    if length == 0 || length > LONGEST_OTHER || is_backwards {
        return Err(Refusal::WrongField { field: "alias" });
    }
    let known = register.thoroughfare(id)?;
    let alias = Alias { text: text.to_owned(), ..alias.clone() };
    let change = corrected(known, |street| {
        if !street.aliases.contains(&alias) {
            street.aliases.push(alias);
        }
    })?;
    Ok(change.event(EventType::AliasAttached, context))
}

fn declare_twin(
    id: ThoroughfareId,
    twin: ThoroughfareId,
    holds: bool,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = register.thoroughfare(id)?;
    need_active(&known.thing)?;
    if holds && register.thoroughfare(twin)?.thing.municipality == known.thing.municipality {
        return Err(Refusal::NoTwin);
    }
    let change = corrected(known, |street| {
        street.twins.retain(|other| *other != twin || holds);
        if holds && !street.twins.contains(&twin) {
            street.twins.push(twin);
        }
    })?;
    Ok(change.event(EventType::TwinDeclared, context))
}

/// The present name as a name that it had.
pub(super) fn former(street: &Thoroughfare) -> Alias {
    Alias::new(street.name.to_string(), AliasKind::Historical)
}

pub(super) fn need_active(street: &Thoroughfare) -> Result<(), Refusal> {
    if is_active(street.stage) {
        return Ok(());
    }
    let subject = crate::toponymy::living::LivingId::Thoroughfare(street.id);
    Err(Refusal::WrongStage { subject, stage: street.stage })
}

/// A name without blanks around, of lengths that ANNCSU takes.
pub(super) fn checked(name: &ThoroughfareName) -> Result<ThoroughfareName, Refusal> {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let optional = |text: &Option<String>| text.as_deref().map(tidy).filter(|text| !text.is_empty());
    let name = ThoroughfareName {
        kind: tidy(&name.kind),
        complement: optional(&name.complement),
        name: tidy(&name.name),
        language_1: optional(&name.language_1),
        language_2: optional(&name.language_2),
    };
    let longer = |text: &str, longest| text.chars().count() > longest;
    if name.kind.is_empty() || longer(&name.kind, LONGEST_KIND) {
        return Err(Refusal::WrongName { rule: "kind-length" });
    }
    if name.name.is_empty() || longer(&name.official(), LONGEST_NAME) {
        return Err(Refusal::WrongName { rule: "name-length" });
    }
    let others = [&name.language_1, &name.language_2];
    if others.into_iter().flatten().any(|text| longer(text, LONGEST_OTHER)) {
        return Err(Refusal::WrongName { rule: "language-length" });
    }
    let others = others.into_iter().flatten().all(|text| is_writable(text));
    if !is_writable(&name.to_string()) || !others {
        return Err(Refusal::WrongName { rule: "characters" });
    }
    Ok(name)
}
