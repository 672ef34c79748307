//! Numbers: proposed, renumbered, moved.

use std::collections::BTreeSet;

use super::{Context, changed, new_address_id};
use crate::toponymy::address::{Address, AddressDetails, AddressId};
use crate::toponymy::command::{Command, NewPosition, Renumbering};
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::{Excerpt, is_active};
use crate::toponymy::house_number::Locator;
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::living::LivingId;
use crate::toponymy::refusal::Refusal;
use crate::toponymy::thoroughfare::{ThoroughfareId, is_writable};

/// Longest exponent, specificity, census section, block and number of digits (ANNCSU,
/// Aggiornamento accessi: `esponente`, `specificita`, `sezione_censimento`, `isolato`, `numero`,
/// `metrico`, `codice_civico_comunale`).
const LONGEST_EXPONENT: usize = 15;
const LONGEST_SPECIFICITY: usize = 5;
const LONGEST_SECTION: usize = 13;
const LONGEST_BLOCK: usize = 4;
const LONGEST_CODE: usize = 30;
const GREATEST_NUMBER: u32 = 99_999;
const GREATEST_METRES: u32 = 999_999;
/// Addresses that one act renumbers at most.
pub(super) const LONGEST_LIST: usize = 5_000;

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::ProposeAddress { thoroughfare, locator, position, local_code, details } => {
            let proposal =
                Proposal { street: *thoroughfare, locator, position: position.as_ref(), local_code, details };
            Ok(vec![propose(&proposal, register, context)?])
        }
        Command::Renumber { thoroughfare, numbers } => renumber(*thoroughfare, numbers, register, context),
        Command::Move { address, thoroughfare, locator, position } => {
            let goal = Goal { street: *thoroughfare, locator: locator.as_ref(), position: position.as_ref() };
            Ok(vec![go(*address, &goal, register, context)?])
        }
        _ => Err(Refusal::NothingToDo),
    }
}

struct Proposal<'a> {
    street: ThoroughfareId,
    locator: &'a Locator,
    position: Option<&'a NewPosition>,
    local_code: &'a str,
    details: &'a AddressDetails,
}

fn propose(proposal: &Proposal<'_>, register: &Excerpt, context: &Context<'_>) -> Result<Event, Refusal> {
    let street = &register.thoroughfare(proposal.street)?.thing;
    check_details(proposal.details, street.id, register)?;
    if proposal.local_code.chars().count() > LONGEST_CODE || !is_writable(proposal.local_code) {
        return Err(Refusal::WrongField { field: "local_code" });
    }
    let positions = proposal.position.map(|position| context.position(position)).transpose()?;
    let address = Address {
        id: new_address_id(context),
        municipality: street.municipality.clone(),
        thoroughfare: street.id,
        local_code: proposal.local_code.trim().to_owned(),
        anncsu_id: None,
        locator: checked(proposal.locator)?,
        stage: LifecycleStage::Proposed,
        positions: positions.into_iter().collect(),
        details: proposal.details.clone(),
        predecessors: Vec::new(),
        successors: Vec::new(),
        internals: Vec::new(),
        confirmed_on: None,
        opening_reason: context.reason(),
        closing_reason: None,
    };
    Ok(Event {
        event_type: EventType::Proposed,
        before: None,
        after: Subject::Address(Box::new(address)),
        valid_from: Some(context.valid_from),
        reason: context.reason(),
    })
}

fn renumber(
    street: ThoroughfareId,
    numbers: &[Renumbering],
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    check_list(numbers)?;
    let mut events = Vec::new();
    for number in numbers {
        let known = register.address(number.address)?;
        if known.thing.thoroughfare != street {
            return Err(Refusal::OtherStreet);
        }
        need_active(&known.thing)?;
        let locator = checked(&number.locator)?;
        match changed(known, context, |address| address.locator = locator) {
            Ok(change) => events.push(change.event(EventType::Renumbered, context)),
            Err(Refusal::NothingToDo) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    if events.is_empty() { Err(Refusal::NothingToDo) } else { Ok(events) }
}

struct Goal<'a> {
    street: Option<ThoroughfareId>,
    locator: Option<&'a Locator>,
    position: Option<&'a NewPosition>,
}

fn go(id: AddressId, goal: &Goal<'_>, register: &Excerpt, context: &Context<'_>) -> Result<Event, Refusal> {
    let known = register.address(id)?;
    need_active(&known.thing)?;
    let locator = goal.locator.map(checked).transpose()?;
    let position = goal.position.map(|position| context.position(position)).transpose()?;
    let change = changed(known, context, |address| {
        address.thoroughfare = goal.street.unwrap_or(address.thoroughfare);
        if let Some(locator) = locator {
            address.locator = locator;
        }
        if let Some(position) = position {
            replace_default(address, position);
        }
    })?;
    Ok(change.event(EventType::Moved, context))
}

/// Puts a position first, in the place of the one of its kind.
pub(super) fn replace_default(
    address: &mut Address,
    position: crate::toponymy::position::GeographicPosition,
) {
    address.positions.retain(|other| other.specification != position.specification);
    address.positions.insert(0, position);
}

pub(super) fn need_active(address: &Address) -> Result<(), Refusal> {
    if is_active(address.stage) {
        return Ok(());
    }
    Err(Refusal::WrongStage { subject: LivingId::Address(address.id), stage: address.stage })
}

/// A list of addresses, each once.
pub(super) fn check_list(numbers: &[Renumbering]) -> Result<(), Refusal> {
    let distinct: BTreeSet<AddressId> = numbers.iter().map(|number| number.address).collect();
    if numbers.is_empty() || numbers.len() > LONGEST_LIST || distinct.len() != numbers.len() {
        return Err(Refusal::WrongList);
    }
    Ok(())
}

/// What is known of an address, of lengths that ANNCSU takes.
pub(super) fn check_details(
    details: &AddressDetails,
    street: ThoroughfareId,
    register: &Excerpt,
) -> Result<(), Refusal> {
    let is_postcode = |text: &String| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let longer = |text: &Option<String>, longest| {
        text.as_ref().is_some_and(|text| text.is_empty() || text.chars().count() > longest)
    };
    if details.postcode.as_ref().is_some_and(|postcode| !is_postcode(postcode)) {
        return Err(Refusal::WrongField { field: "postcode" });
    }
    if longer(&details.census_section, LONGEST_SECTION) {
        return Err(Refusal::WrongField { field: "census_section" });
    }
    if longer(&details.block, LONGEST_BLOCK) {
        return Err(Refusal::WrongField { field: "block" });
    }
    if details.parcels.len() > 50 || details.parcels.iter().any(|parcel| parcel.chars().count() > 50) {
        return Err(Refusal::WrongField { field: "parcels" });
    }
    match details.main_address {
        Some(main) if register.address(main)?.thing.thoroughfare != street => Err(Refusal::OtherStreet),
        _ => Ok(()),
    }
}

/// A number as ANNCSU takes it: exponents in capitals, lengths.
pub(super) fn checked(locator: &Locator) -> Result<Locator, Refusal> {
    let wrong = Err(Refusal::WrongField { field: "locator" });
    match locator {
        Locator::Number(number) => {
            let part = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_uppercase());
            let longer = |text: &Option<String>, longest| {
                text.as_ref().is_some_and(|text| text.chars().count() > longest)
            };
            let empty = |text: &Option<String>| text.as_ref().is_some_and(String::is_empty);
            let mut number = number.clone();
            number.exponent = part(&number.exponent);
            number.specificity = part(&number.specificity);
            number.extension = part(&number.extension);
            let parts = [&number.exponent, &number.specificity, &number.extension];
            if number.number == 0
                || number.number > GREATEST_NUMBER
                || longer(&number.exponent, LONGEST_EXPONENT)
                || longer(&number.specificity, LONGEST_SPECIFICITY)
                || longer(&number.extension, LONGEST_EXPONENT)
                || parts.into_iter().any(empty)
                || !parts.into_iter().flatten().all(|part| is_writable(part))
            {
                return wrong;
            }
            Ok(Locator::Number(number))
        }
        Locator::Kilometric { metres } if *metres > GREATEST_METRES => wrong,
        Locator::Kilometric { .. } | Locator::Unnumbered { .. } => Ok(locator.clone()),
    }
}
