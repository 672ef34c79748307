mod inputs;
mod words;

use serde_json::{Map, Value};

use super::{Arguments, InputError, Process};

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn parse(process: Process, inputs: Value) -> Result<Arguments, Vec<InputError>> {
    Arguments::parse(process, &object(inputs))
}

/// What is refused, and why.
fn refused(process: Process, inputs: Value) -> Vec<(String, String)> {
    let errors = parse(process, inputs).unwrap_err();
    errors.into_iter().map(|error| (error.input, error.notice.id)).collect()
}
