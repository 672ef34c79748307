//! From the inputs of a request (OGC 18-062r2, 7.11.2) to arguments: all that needs no data is
//! looked at here, and all faults are told at once.

mod rules;
mod value;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Argument, Arguments, Input, InputError, InputKind, Process};
use crate::notice::Notice;

impl Arguments {
    /// Reads the inputs of a request and fills in what was left out.
    ///
    /// A value may be bare or qualified (`{"value": ..., "mediaType": ...}`); several are an array.
    /// Null is as if nothing was given.
    ///
    /// # Errors
    /// An input is unknown, missing, of another kind or out of its bounds, or inputs contradict each
    /// other; there is one error for each input at least.
    pub fn parse(process: Process, inputs: &Map<String, Value>) -> Result<Self, Vec<InputError>> {
        let mut errors: Vec<InputError> = inputs
            .keys()
            .filter(|name| process.input(name).is_none())
            .map(|name| InputError::new(name, Notice::new("process-input-unknown")))
            .collect();
        let mut arguments = BTreeMap::new();
        for input in process.inputs() {
            match inputs.get(input.name).filter(|value| !value.is_null()) {
                Some(value) => match value::read(&input.kind, value) {
                    Ok(argument) => drop(arguments.insert(input.name.to_owned(), argument)),
                    Err(notice) => errors.push(InputError::new(input.name, notice)),
                },
                None if input.is_required => {
                    errors.push(InputError::new(input.name, Notice::new("process-input-missing")));
                }
                None => {
                    let default = default_of(input).map(|default| (input.name.to_owned(), default));
                    arguments.extend(default);
                }
            }
        }
        let arguments = Self(arguments);
        if errors.is_empty() {
            errors = rules::faults(process, &arguments, inputs);
        }
        if errors.is_empty() { Ok(arguments) } else { Err(errors) }
    }
}

/// What is taken when nothing is given.
fn default_of(input: &Input) -> Option<Argument> {
    match input.kind {
        InputKind::Number { default, .. } => default.map(Argument::Number),
        InputKind::Integer { default, .. } => default.map(Argument::Integer),
        InputKind::Numbers { default, .. } => {
            (!default.is_empty()).then(|| Argument::Numbers(default.to_vec()))
        }
        InputKind::Choice { default, .. } => Some(Argument::Choice(default.to_owned())),
        InputKind::Boolean { default } => Some(Argument::Boolean(default)),
        InputKind::Features { .. }
        | InputKind::Geometry { .. }
        | InputKind::Property { .. }
        | InputKind::Text { .. }
        | InputKind::Anything => None,
    }
}
