//! What a process was given, looked over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Source;

/// What was given for an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "value")]
pub enum Argument {
    /// Features.
    Features(Vec<Source>),
    /// A GeoJSON geometry in longitude and latitude.
    Geometry(Value),
    /// The name of a column.
    Property(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// Several numbers, ascending.
    Numbers(Vec<f64>),
    /// One of the tokens.
    Choice(String),
    /// Yes or no.
    Boolean(bool),
    /// A text.
    Text(String),
    /// Any JSON.
    Anything(Value),
}

/// What a process was given: what was sent, and the defaults of what was not.
///
/// It travels to the process that does the work and is kept with the result, so that the work can be
/// done again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Arguments(pub(super) BTreeMap<String, Argument>);

impl Arguments {
    /// Returns all, by the name of the input.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Argument)> {
        self.0.iter().map(|(name, argument)| (name.as_str(), argument))
    }

    /// Returns them without features and geometries, which whoever works on them gets otherwise.
    #[must_use]
    pub fn without_data(&self) -> Self {
        let is_data = |argument: &Argument| matches!(argument, Argument::Features(_) | Argument::Geometry(_));
        let kept = self.0.iter().filter(|(_, argument)| !is_data(argument));
        Self(kept.map(|(name, argument)| (name.clone(), argument.clone())).collect())
    }

    /// Returns what was given for an input.
    pub fn get(&self, name: &str) -> Option<&Argument> {
        self.0.get(name)
    }

    /// Returns the sources of a features input; none where nothing was given.
    pub fn sources(&self, name: &str) -> &[Source] {
        match self.get(name) {
            Some(Argument::Features(sources)) => sources,
            _ => &[],
        }
    }

    /// Returns a geometry, as GeoJSON.
    pub fn geometry(&self, name: &str) -> Option<&Value> {
        match self.get(name) {
            Some(Argument::Geometry(geometry)) => Some(geometry),
            _ => None,
        }
    }

    /// Returns the name of a column.
    pub fn property(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Argument::Property(column)) => Some(column),
            _ => None,
        }
    }

    /// Returns a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(Argument::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Returns a whole number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Argument::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// Returns several numbers, ascending; none where nothing was given.
    pub fn numbers(&self, name: &str) -> &[f64] {
        match self.get(name) {
            Some(Argument::Numbers(numbers)) => numbers,
            _ => &[],
        }
    }

    /// Returns the token that was chosen.
    pub fn choice(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Argument::Choice(token)) => Some(token),
            _ => None,
        }
    }

    /// Tells whether yes was said.
    pub fn boolean(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Argument::Boolean(true)))
    }

    /// Returns a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Argument::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns any JSON.
    pub fn anything(&self, name: &str) -> Option<&Value> {
        match self.get(name) {
            Some(Argument::Anything(value)) => Some(value),
            _ => None,
        }
    }
}
