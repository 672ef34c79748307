//! How the link of a record follows what happens in the register.

use uuid::Uuid;

use super::record::{RecordChange, RecordState, ReviewReason};
use crate::toponymy::LifecycleStage;

/// How a thing of the register that changed stands to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The record is linked to it.
    Own,
    /// It is the street of the address that the record is linked to.
    Street,
}

/// A thing of the register as an event has it, so far as records depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Stage of its life.
    pub stage: LifecycleStage,
    /// Name of a street, number of an address.
    pub name: String,
    /// The street of an address.
    pub thoroughfare: Option<Uuid>,
    /// ISTAT code of the comune.
    pub municipality: String,
    /// What came from it.
    pub successors: Vec<Uuid>,
}

/// What happened, as one record is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// How the thing stands to the record.
    pub relation: Relation,
    /// Whether the thing is a street.
    pub is_street: bool,
    /// The thing as it was.
    pub before: Linked,
    /// The thing as it is.
    pub after: Linked,
}

/// What becomes of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing that anybody has to know.
    None,
    /// It stays, and the service is told what changed.
    Noted(RecordChange),
    /// It goes over to the one successor.
    Succeeded(Uuid),
    /// Somebody has to look at it.
    ToReview(ReviewReason),
    /// It holds again.
    Reinstated,
}

/// Decides what an event of the register means for the link of one record.
///
/// The same thing under another name or number keeps its records. One that ended hands them over to
/// its successor, if it has exactly one. What is only planned is no news.
pub fn consequence(state: RecordState, reason: Option<ReviewReason>, news: &News) -> Consequence {
    let waits_for_it = state == RecordState::ToReview
        && matches!(reason, Some(ReviewReason::Retired | ReviewReason::SeveralSuccessors));
    let is_resolved = state == RecordState::Resolved;
    match news.relation {
        Relation::Own if !is_active(news.after.stage) && is_resolved => match news.after.successors[..] {
            [] => Consequence::ToReview(ReviewReason::Retired),
            [successor] => Consequence::Succeeded(successor),
            [..] => Consequence::ToReview(ReviewReason::SeveralSuccessors),
        },
        Relation::Own if is_active(news.after.stage) && waits_for_it => Consequence::Reinstated,
        _ if !is_resolved => Consequence::None,
        Relation::Own => noted(news),
        // An address that goes with its street has events of its own.
        Relation::Street if news.before.name == news.after.name => Consequence::None,
        Relation::Street => Consequence::Noted(RecordChange::Renamed),
    }
}

fn noted(news: &News) -> Consequence {
    let (before, after) = (&news.before, &news.after);
    if before.thoroughfare != after.thoroughfare || before.municipality != after.municipality {
        Consequence::Noted(RecordChange::Moved)
    } else if before.name == after.name {
        Consequence::None
    } else if news.is_street {
        Consequence::Noted(RecordChange::Renamed)
    } else {
        Consequence::Noted(RecordChange::Renumbered)
    }
}

fn is_active(stage: LifecycleStage) -> bool {
    matches!(stage, LifecycleStage::Proposed | LifecycleStage::Current)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESOLVED: RecordState = RecordState::Resolved;

    fn linked(stage: LifecycleStage, name: &str) -> Linked {
        Linked {
            stage,
            name: name.to_owned(),
            thoroughfare: Some(Uuid::from_u128(1)),
            municipality: "015182".to_owned(),
            successors: Vec::new(),
        }
    }

    fn own(before: Linked, after: Linked) -> News {
        News { relation: Relation::Own, is_street: false, before, after }
    }

    #[test]
    fn a_link_stays_with_the_same_thing_under_another_name() {
        use LifecycleStage::Current;
        let same = own(linked(Current, "4"), linked(Current, "4"));
        assert_eq!(consequence(RESOLVED, None, &same), Consequence::None);
        let renumbered = own(linked(Current, "4"), linked(Current, "6"));
        assert_eq!(consequence(RESOLVED, None, &renumbered), Consequence::Noted(RecordChange::Renumbered));
        let mut moved = renumbered.clone();
        moved.after.thoroughfare = Some(Uuid::from_u128(2));
        assert_eq!(consequence(RESOLVED, None, &moved), Consequence::Noted(RecordChange::Moved));
        let street = News { is_street: true, ..renumbered.clone() };
        assert_eq!(consequence(RESOLVED, None, &street), Consequence::Noted(RecordChange::Renamed));
        let of_address = News { relation: Relation::Street, is_street: true, ..renumbered.clone() };
        assert_eq!(consequence(RESOLVED, None, &of_address), Consequence::Noted(RecordChange::Renamed));
        assert_eq!(consequence(RecordState::NotAnAddress, None, &renumbered), Consequence::None);
    }

    #[test]
    fn what_ended_hands_its_records_to_its_one_successor() {
        let mut ended = own(linked(LifecycleStage::Current, "4"), linked(LifecycleStage::Retired, "4"));
        assert_eq!(consequence(RESOLVED, None, &ended), Consequence::ToReview(ReviewReason::Retired));
        ended.after.successors.push(Uuid::from_u128(7));
        assert_eq!(consequence(RESOLVED, None, &ended), Consequence::Succeeded(Uuid::from_u128(7)));
        ended.after.successors.push(Uuid::from_u128(8));
        let several = ReviewReason::SeveralSuccessors;
        assert_eq!(consequence(RESOLVED, None, &ended), Consequence::ToReview(several));
        // The street of an address ends with its numbers, which tell it themselves.
        let street = News { relation: Relation::Street, is_street: true, ..ended.clone() };
        assert_eq!(consequence(RESOLVED, None, &street), Consequence::None);
        let again = own(ended.after.clone(), linked(LifecycleStage::Current, "4"));
        assert_eq!(consequence(RecordState::ToReview, Some(several), &again), Consequence::Reinstated);
        let unmatched = Some(ReviewReason::Unmatched);
        assert_eq!(consequence(RecordState::ToReview, unmatched, &again), Consequence::None);
    }
}
