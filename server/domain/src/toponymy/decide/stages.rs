//! From one stage of life to the next.

use super::{Context, changed, corrected};
use crate::toponymy::address::AddressId;
use crate::toponymy::command::Command;
use crate::toponymy::event::{Event, EventType};
use crate::toponymy::excerpt::{Excerpt, is_active};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::living::LivingId;
use crate::toponymy::municipality::LocalityId;
use crate::toponymy::refusal::Refusal;
use crate::toponymy::thoroughfare::ThoroughfareId;

pub(super) fn decide(
    command: &Command,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    use LifecycleStage::{Current, Proposed, Rejected, Retired};
    let step = |subject, from, to, event_type| Step { subject, from, to, event_type };
    match command {
        Command::Approve(subject) => {
            if is_named(*subject) {
                context.need_act()?;
            }
            step(*subject, &[Proposed], Current, EventType::Approved).take(register, context)
        }
        Command::Reject(subject) => {
            context.need_reason()?;
            step(*subject, &[Proposed], Rejected, EventType::Rejected).take(register, context)
        }
        Command::Reinstate(subject) => {
            context.need_reason()?;
            step(*subject, &[Retired], Current, EventType::Reinstated).take(register, context)
        }
        Command::Retire { subject, with_addresses } => {
            let step = step(*subject, &[Proposed, Current], Retired, EventType::Retired);
            retire(&step, *with_addresses, register, context)
        }
        Command::CorrectStage { subject, stage } => {
            context.need_reason()?;
            if is_named(*subject) {
                context.need_act()?;
            }
            correct(*subject, *stage, register, context)
        }
        _ => Err(Refusal::NothingToDo),
    }
}

/// What has a name of its own comes and goes by an act of the comune (DPR 223/1989, art. 41).
fn is_named(subject: LivingId) -> bool {
    matches!(subject, LivingId::Thoroughfare(_) | LivingId::Locality(_))
}

/// A step of a life.
struct Step {
    subject: LivingId,
    from: &'static [LifecycleStage],
    to: LifecycleStage,
    event_type: EventType,
}

impl Step {
    fn take(&self, register: &Excerpt, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        let event = match self.subject {
            LivingId::Thoroughfare(id) => self.take_street(id, register, context)?,
            LivingId::Address(id) => self.take_address(id, register, context)?,
            LivingId::Locality(id) => self.take_locality(id, register, context)?,
        };
        Ok(vec![event])
    }

    fn check(&self, stage: LifecycleStage) -> Result<(), Refusal> {
        if self.from.contains(&stage) {
            return Ok(());
        }
        Err(Refusal::WrongStage { subject: self.subject, stage })
    }

    fn closing_reason(&self, context: &Context<'_>) -> Option<String> {
        (!is_active(self.to)).then(|| context.reason()).flatten()
    }

    fn take_street(
        &self,
        id: ThoroughfareId,
        register: &Excerpt,
        context: &Context<'_>,
    ) -> Result<Event, Refusal> {
        let known = register.thoroughfare(id)?;
        self.check(known.thing.stage)?;
        let change = changed(known, context, |street| {
            street.stage = self.to;
            street.closing_reason = self.closing_reason(context);
        })?;
        Ok(change.event(self.event_type, context))
    }

    fn take_locality(
        &self,
        id: LocalityId,
        register: &Excerpt,
        context: &Context<'_>,
    ) -> Result<Event, Refusal> {
        let known = register.locality(id)?;
        self.check(known.thing.stage)?;
        let change = changed(known, context, |place| {
            place.stage = self.to;
            place.closing_reason = self.closing_reason(context);
        })?;
        Ok(change.event(self.event_type, context))
    }

    fn take_address(
        &self,
        id: AddressId,
        register: &Excerpt,
        context: &Context<'_>,
    ) -> Result<Event, Refusal> {
        let known = register.address(id)?;
        self.check(known.thing.stage)?;
        let change = changed(known, context, |address| {
            address.stage = self.to;
            address.closing_reason = self.closing_reason(context);
        })?;
        Ok(change.event(self.event_type, context))
    }
}

/// A street ends only with its numbers, a main number only with its extensions.
fn retire(
    step: &Step,
    with_addresses: bool,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut events = step.take(register, context)?;
    match step.subject {
        LivingId::Thoroughfare(id) => {
            context.need_act()?;
            let numbers: Vec<AddressId> = register.active_addresses(id).map(|known| known.thing.id).collect();
            if !with_addresses && !numbers.is_empty() {
                return Err(Refusal::HasAddresses { count: numbers.len() });
            }
            for number in numbers {
                let step = Step { subject: LivingId::Address(number), ..*step };
                events.extend(step.take(register, context)?);
            }
        }
        // That no street is in it any more is checked of every outcome.
        LivingId::Locality(_) => context.need_act()?,
        LivingId::Address(id) => {
            let extensions = register
                .addresses()
                .filter(|known| known.thing.details.main_address == Some(id) && is_active(known.thing.stage))
                .count();
            if extensions > 0 {
                return Err(Refusal::HasExtensions { count: extensions });
            }
        }
    }
    Ok(events)
}

fn correct(
    subject: LivingId,
    stage: LifecycleStage,
    register: &Excerpt,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    // Drafts live in acts that wait, not in the register.
    if stage == LifecycleStage::Draft {
        return Err(Refusal::WrongField { field: "stage" });
    }
    let event = match subject {
        LivingId::Thoroughfare(id) => corrected(register.thoroughfare(id)?, |street| street.stage = stage)?
            .event(EventType::StageCorrected, context),
        LivingId::Address(id) => corrected(register.address(id)?, |address| address.stage = stage)?
            .event(EventType::StageCorrected, context),
        LivingId::Locality(id) => corrected(register.locality(id)?, |place| place.stage = stage)?
            .event(EventType::StageCorrected, context),
    };
    Ok(vec![event])
}
