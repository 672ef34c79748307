//! What was written wrong of an address, and what somebody saw on site.

use super::addresses::{check_details, need_active, replace_default};
use super::{Context, corrected};
use crate::toponymy::command::Command;
use crate::toponymy::event::{Event, EventType};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::internal;
use crate::toponymy::refusal::Refusal;

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::CorrectPosition { address, position } => {
            let known = register.address(*address)?;
            let position = context.position(position)?;
            corrected(known, |address| replace_default(address, position))?
                .event(EventType::PositionCorrected, context)
        }
        Command::CorrectDetails { address, details } => {
            let known = register.address(*address)?;
            check_details(details, known.thing.thoroughfare, register)?;
            if details.main_address == Some(*address) {
                return Err(Refusal::WrongField { field: "main_address" });
            }
            corrected(known, |address| address.details = details.clone())?
                .event(EventType::DetailsCorrected, context)
        }
        Command::ConfirmOnSite { address, on } => {
            if *on > context.today {
                return Err(Refusal::DayToCome);
            }
            let known = register.address(*address)?;
            need_active(&known.thing)?;
            corrected(known, |address| address.confirmed_on = Some(*on))?
                .event(EventType::ConfirmedOnSite, context)
        }
        Command::RecordInternals { address, internals } => {
            let known = register.address(*address)?;
            need_active(&known.thing)?;
            let internals = internal::checked(internals)?;
            corrected(known, |address| address.internals = internals)?
                .event(EventType::InternalsRecorded, context)
        }
        _ => return Err(Refusal::NothingToDo),
    };
    Ok(vec![event])
}
