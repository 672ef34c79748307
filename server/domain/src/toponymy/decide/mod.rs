//! What the register does when it is asked: a command becomes events, or is refused.
//!
//! Pure: the same command on the same excerpt with the same context always gives the same events.

mod addresses;
mod arcs;
mod corrections;
mod localities;
mod municipalities;
mod naming;
mod stages;
mod streets;
#[cfg(test)]
mod tests;
mod undo;

use jiff::civil::Date;
use uuid::Uuid;

use super::address::{Address, AddressId};
use super::command::{Command, NewPosition};
use super::event::{Event, EventType, Subject};
use super::excerpt::{Excerpt, Known, is_active};
use super::legal_act::LegalAct;
use super::municipality::{Locality, LocalityId};
use super::position::{GeographicPosition, SourceCoordinates};
use super::refusal::Refusal;
use super::thoroughfare::{Thoroughfare, ThoroughfareId};

/// Farther outside the comune than this a point is refused, unless a reason is given, in metres.
const FAR_OUTSIDE_M: f64 = 110.0;
/// Longest word on where a position comes from, in characters.
const LONGEST_ORIGIN: usize = 200;

/// Under what circumstances something is asked.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The act that the events will be of.
    pub act: Uuid,
    /// Today in Italy.
    pub today: Date,
    /// From which day on it is to hold; today for what is no change.
    pub valid_from: Date,
    /// The act (provvedimento) by which it is decided.
    pub legal_act: Option<&'a LegalAct>,
    /// Why.
    pub reason: Option<&'a str>,
    /// Where on the ground the position of the command is.
    pub ground: Option<&'a Ground>,
    /// Where on the ground the lines of the command are.
    pub lines: Option<&'a GroundLines>,
    /// The territories of the two comuni of a merge as one, EWKB in hexadecimal digits; `None` where
    /// one of them is not known.
    pub joined_territory: Option<&'a str>,
    /// What the act did that is to be undone, oldest first.
    pub undoing: &'a [Event],
}

/// A position of a command on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The point in the installation's reference system, EWKB in hexadecimal digits.
    pub point: String,
    /// Metres from the territory of the comune, 0 inside; `None` where the territory is not known.
    pub outside_m: Option<f64>,
}

/// The lines of a command on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundLines {
    /// Each in the installation's reference system, EWKB in hexadecimal digits.
    pub lines: Vec<String>,
    /// All as one.
    pub course: Option<String>,
    /// Metres from the territory of the comune to their farthest vertex, 0 inside; `None` where the
    /// territory is not known.
    pub outside_m: Option<f64>,
}

/// Decides about a command. An event whose `valid_from` is to come is only scheduled.
///
/// # Errors
/// The register does not do this; nothing changes.
pub fn decide(command: &Command, register: &Excerpt, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    check_day(command, context)?;
    check_act(context)?;
    let events = match command {
        Command::ProposeThoroughfare { .. }
        | Command::Rename { .. }
        | Command::CorrectName { .. }
        | Command::AttachAlias { .. }
        | Command::DeclareTwin { .. } => naming::decide(command, register, context)?,
        Command::ProposeAddress { .. } | Command::Renumber { .. } | Command::Move { .. } => {
            addresses::decide(command, register, context)?
        }
        Command::ProposeLocality { .. }
        | Command::RenameLocality { .. }
        | Command::AssignLocality { .. }
        | Command::CorrectLocalityName { .. } => localities::decide(command, register, context)?,
        Command::Approve(_)
        | Command::Reject(_)
        | Command::Retire { .. }
        | Command::Reinstate(_)
        | Command::CorrectStage { .. } => stages::decide(command, register, context)?,
        Command::Split { .. } | Command::Merge { .. } => streets::decide(command, register, context)?,
        Command::MergeMunicipality { municipality, into } => {
            municipalities::merge(municipality, into, register, context)?
        }
        Command::ConfirmOnSite { .. }
        | Command::CorrectPosition { .. }
        | Command::CorrectDetails { .. }
        | Command::RecordInternals { .. } => corrections::decide(command, register, context)?,
        Command::RecordArcs { thoroughfare, arcs } => {
            vec![arcs::record(*thoroughfare, arcs, register, context)?]
        }
        Command::Undo { .. } => undo::decide(register, context)?,
    };
    check_outcome(&events, register, context)?;
    Ok(events)
}

/// Takes back what was announced for a day to come: what the act announced, and the register as it is.
pub fn unschedule(announced: Vec<Event>, register: &Excerpt, reason: &str) -> Vec<Event> {
    undo::unschedule(announced, register, reason)
}

/// What must hold after any decision, whatever it was: nothing that it touched shares its name or
/// number with another, and no address is in force on a street that is not.
fn check_outcome(events: &[Event], register: &Excerpt, context: &Context<'_>) -> Result<(), Refusal> {
    let mut outcome = register.clone();
    for event in events {
        outcome.apply(event, context.act);
    }
    for event in events {
        match &event.after {
            Subject::Thoroughfare(street) => check_street(street, &outcome)?,
            Subject::Address(address) => check_address(address, &outcome)?,
            Subject::Locality(place) => check_locality(place, &outcome)?,
            Subject::Municipality(_) => {}
        }
    }
    Ok(())
}

fn check_locality(place: &Locality, outcome: &Excerpt) -> Result<(), Refusal> {
    if is_active(place.stage) {
        if outcome.has_twin_place(place) {
            return Err(Refusal::PlaceTaken { name: place.name.clone() });
        }
        return Ok(());
    }
    match outcome.active_thoroughfares(place.id).count() {
        0 => Ok(()),
        count => Err(Refusal::HasThoroughfares { count }),
    }
}

fn check_street(street: &Thoroughfare, outcome: &Excerpt) -> Result<(), Refusal> {
    if is_active(street.stage) {
        if let Some(place) = street.locality {
            let place = &outcome.locality(place)?.thing;
            if place.municipality != street.municipality {
                return Err(Refusal::OtherMunicipality);
            }
            if !is_active(place.stage) {
                return Err(Refusal::PlaceNotInForce);
            }
        }
        if outcome.has_namesake(street) {
            return Err(Refusal::NameTaken { name: street.name.to_string() });
        }
        return Ok(());
    }
    match outcome.active_addresses(street.id).count() {
        0 => Ok(()),
        count => Err(Refusal::HasAddresses { count }),
    }
}

fn check_address(address: &Address, outcome: &Excerpt) -> Result<(), Refusal> {
    if !is_active(address.stage) {
        return Ok(());
    }
    let street = &outcome.thoroughfare(address.thoroughfare)?.thing;
    if street.municipality != address.municipality {
        return Err(Refusal::OtherMunicipality);
    }
    if !is_active(street.stage) {
        return Err(Refusal::StreetNotInForce);
    }
    if outcome.is_taken(&address.locator, address.thoroughfare, address.id) {
        return Err(Refusal::NumberTaken { number: address.locator.to_string() });
    }
    Ok(())
}

fn check_day(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    if context.valid_from > context.today && !command.may_be_scheduled() {
        return Err(Refusal::NotSchedulable);
    }
    Ok(())
}

fn check_act(context: &Context<'_>) -> Result<(), Refusal> {
    match context.legal_act {
        Some(act) if !act.is_complete(context.today) => Err(Refusal::ActIncomplete),
        _ => Ok(()),
    }
}

impl Context<'_> {
    /// The decision about a street's name or existence needs its act.
    fn need_act(&self) -> Result<(), Refusal> {
        self.legal_act.map(|_act| ()).ok_or(Refusal::ActNeeded)
    }

    fn need_reason(&self) -> Result<(), Refusal> {
        let is_given = self.reason.is_some_and(|reason| !reason.trim().is_empty());
        if is_given { Ok(()) } else { Err(Refusal::ReasonNeeded) }
    }

    fn reason(&self) -> Option<String> {
        self.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// What is far outside the comune needs a reason.
    fn need_reason_outside(&self, outside_m: Option<f64>) -> Result<(), Refusal> {
        let outside_m = outside_m.unwrap_or(0.0);
        if outside_m > FAR_OUTSIDE_M && self.need_reason().is_err() {
            return Err(Refusal::OutsideMunicipality { outside_m: whole(outside_m) });
        }
        Ok(())
    }

    /// Puts a position on the ground.
    fn position(&self, new: &NewPosition) -> Result<GeographicPosition, Refusal> {
        let ground = self.ground.ok_or(Refusal::WrongPosition)?;
        self.need_reason_outside(ground.outside_m)?;
        if new.method.is_some_and(|method| !(1..=5).contains(&method.0)) {
            return Err(Refusal::WrongField { field: "method" });
        }
        if new.origin.as_ref().is_some_and(|origin| origin.chars().count() > LONGEST_ORIGIN) {
            return Err(Refusal::WrongField { field: "origin" });
        }
        Ok(GeographicPosition {
            point: ground.point.clone(),
            specification: new.specification,
            method: new.method,
            uncertainty_cm: new.uncertainty_cm,
            origin: new.origin.clone(),
            source: Some(SourceCoordinates {
                x: degrees(new.lon),
                y: degrees(new.lat),
                z: None,
                crs: "EPSG:6706".to_owned(),
            }),
        })
    }
}

/// Degrees as ANNCSU writes them: seven decimals, decimal comma.
fn degrees(value: f64) -> String {
    format!("{value:.7}").replace('.', ",")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "metres on Earth, not negative")]
fn whole(metres: f64) -> u32 {
    metres.round() as u32
}

/// A change may not hold from before the state that it changes (ANNCSU, Aggiornamento odonimi:
/// `data_valid_amm` of R is not before the previous one).
fn changed<T: Clone + PartialEq>(
    known: &Known<T>,
    context: &Context<'_>,
    change: impl FnOnce(&mut T),
) -> Result<Change<T>, Refusal> {
    if let Some(since) = known.since.filter(|since| context.valid_from < *since) {
        return Err(Refusal::BeforeLastChange { from: context.valid_from, since });
    }
    revised(known, Some(context.valid_from), change)
}

/// A correction holds from when what it corrects does.
fn corrected<T: Clone + PartialEq>(
    known: &Known<T>,
    change: impl FnOnce(&mut T),
) -> Result<Change<T>, Refusal> {
    revised(known, known.since, change)
}

/// A thing before and after.
struct Change<T> {
    before: T,
    after: T,
    valid_from: Option<Date>,
}

fn revised<T: Clone + PartialEq>(
    known: &Known<T>,
    valid_from: Option<Date>,
    change: impl FnOnce(&mut T),
) -> Result<Change<T>, Refusal> {
    let mut after = known.thing.clone();
    change(&mut after);
    if after == known.thing {
        return Err(Refusal::NothingToDo);
    }
    Ok(Change { before: known.thing.clone(), after, valid_from })
}

impl Change<Thoroughfare> {
    fn event(self, event_type: EventType, context: &Context<'_>) -> Event {
        Event {
            event_type,
            before: Some(Subject::Thoroughfare(Box::new(self.before))),
            after: Subject::Thoroughfare(Box::new(self.after)),
            valid_from: self.valid_from,
            reason: context.reason(),
        }
    }
}

impl Change<Address> {
    fn event(self, event_type: EventType, context: &Context<'_>) -> Event {
        Event {
            event_type,
            before: Some(Subject::Address(Box::new(self.before))),
            after: Subject::Address(Box::new(self.after)),
            valid_from: self.valid_from,
            reason: context.reason(),
        }
    }
}

impl Change<Locality> {
    fn event(self, event_type: EventType, context: &Context<'_>) -> Event {
        Event {
            event_type,
            before: Some(Subject::Locality(self.before)),
            after: Subject::Locality(self.after),
            valid_from: self.valid_from,
            reason: context.reason(),
        }
    }
}

/// Identifiers that an act gives: the same act always gives the same ones.
fn new_thoroughfare_id(context: &Context<'_>) -> ThoroughfareId {
    ThoroughfareId::of_source("act", &context.act.to_string())
}

fn new_locality_id(context: &Context<'_>) -> LocalityId {
    LocalityId::of_source("act", &context.act.to_string())
}

fn new_address_id(context: &Context<'_>) -> AddressId {
    AddressId::of_source("act", &context.act.to_string())
}
