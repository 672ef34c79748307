//! The stretches of streets.

use super::naming::need_active;
use super::{Context, corrected};
use crate::toponymy::arc::{NewArc, StreetArc, check_arcs};
use crate::toponymy::event::{Event, EventType};
use crate::toponymy::excerpt::Excerpt;
use crate::toponymy::refusal::Refusal;
use crate::toponymy::thoroughfare::ThoroughfareId;

pub(super) fn record(
    id: ThoroughfareId,
    arcs: &[NewArc],
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = register.thoroughfare(id)?;
    need_active(&known.thing)?;
    check_arcs(arcs)?;
    let ground = context.lines.filter(|ground| ground.lines.len() == arcs.len());
    let ground = ground.ok_or(Refusal::WrongPosition)?;
    context.need_reason_outside(ground.outside_m)?;
    let placed = arcs.iter().zip(&ground.lines);
    let arcs: Vec<StreetArc> = placed
        .map(|(arc, line)| StreetArc { line: line.clone(), left: arc.left, right: arc.right })
        .collect();
    let change = corrected(known, |street| {
        street.course.clone_from(&ground.course);
        street.arcs = arcs;
    })?;
    Ok(change.event(EventType::ArcsRecorded, context))
}
