//! That a rule is broken, and how it could be mended.

use serde::Serialize;

use super::writing::standard_form;
use crate::notice::Notice;
use crate::toponymy::command::Command;
use crate::toponymy::living::SubjectId;
use crate::toponymy::thoroughfare::{
    CORRECTION_PERCENT, LONGEST_KIND, LONGEST_NAME, Thoroughfare, ThoroughfareName, changed_percent,
    is_writable,
};

/// Something breaks a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Violation {
    /// The rule's identifier.
    pub rule: &'static str,
    /// What breaks it.
    pub subject: SubjectId,
    /// What was found there, in a sentence; the rule's explanation says why it is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Notice>,
    /// How the name would be written, where that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<ThoroughfareName>,
    /// The command that mends it, to be offered; absent where mending takes a renaming by an act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Command>,
}

/// What a rule says of a thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// What it needs is not known.
    Unknown,
    /// It holds.
    Holds,
    /// It is broken.
    Broken(Box<Defect>),
}

impl Verdict {
    /// Broken if it is `wrong`, without more to say.
    pub(super) fn broken_if(wrong: bool) -> Self {
        if wrong { Self::Broken(Box::default()) } else { Self::Holds }
    }

    /// Broken where there is a defect.
    pub(super) fn of(defect: Option<Defect>) -> Self {
        defect.map_or(Self::Holds, |defect| Self::Broken(Box::new(defect)))
    }
}

/// What is wrong of a thing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Defect {
    pub(super) found: Option<Notice>,
    pub(super) suggestion: Option<ThoroughfareName>,
    pub(super) fix: Option<Command>,
}

impl Defect {
    /// A text that should not be there.
    pub(super) fn text(found: &str) -> Self {
        Self { found: Some(Notice::new("rule-found-text").with("text", found)), ..Self::default() }
    }

    /// A distance that is too long.
    pub(super) fn metres(metres: f64) -> Self {
        let found = Notice::new("rule-found-metres").with("metres", format!("{metres:.0}"));
        Self { found: Some(found), ..Self::default() }
    }

    /// A number of things that is too high.
    pub(super) fn count(count: usize) -> Self {
        Self { found: Some(Notice::new("rule-found-count").with("count", count)), ..Self::default() }
    }

    /// Adds how the name would be written.
    pub(super) fn suggesting(mut self, name: Option<ThoroughfareName>) -> Self {
        self.suggestion = name;
        self
    }
}

/// The correction that gives a street a name, if the register would take it as one: measured with
/// single blanks, as it is stored then.
pub(super) fn correction(street: &Thoroughfare, name: &ThoroughfareName) -> Option<Command> {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = ThoroughfareName {
        kind: tidy(&name.kind),
        complement: name.complement.as_deref().map(tidy).filter(|text| !text.is_empty()),
        name: tidy(&name.name),
        ..name.clone()
    };
    let (old, new) = (street.name.to_string(), name.to_string());
    let fits = |text: &str, longest| (1..=longest).contains(&text.chars().count());
    let is_correction = (changed_percent(&old, &new) <= CORRECTION_PERCENT
        || standard_form(&name) == standard_form(&street.name))
        && fits(&name.kind, LONGEST_KIND)
        && !name.name.is_empty()
        && fits(&name.official(), LONGEST_NAME)
        && is_writable(&new);
    is_correction.then_some(Command::CorrectName { thoroughfare: street.id, name })
}
