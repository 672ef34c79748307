//! What inputs have to do with each other.

use serde_json::{Map, Value};

use crate::notice::Notice;
use crate::processing::{Arguments, FixedGrid, InputError, InputKind, Process, Source};
use crate::records::{LEAST_K, is_k};

/// Finds what contradicts itself.
pub(super) fn faults(process: Process, arguments: &Arguments, sent: &Map<String, Value>) -> Vec<InputError> {
    let mut faults = properties_of_nothing(process, arguments);
    let mut fault = |input: &str, id: &str| faults.push(InputError::new(input, Notice::new(id)));
    let has = |name: &str| arguments.get(name).is_some();
    match process {
        Process::Buffer if has("distance") == has("distance-property") => {
            fault("distance", "process-input-one-distance");
        }
        Process::SpatialJoin
            if arguments.choice("relation") == Some("nearest-within") && !has("distance") =>
        {
            fault("distance", "process-input-needs-distance");
        }
        Process::Nearest | Process::DistanceMatrix
            if arguments.choice("travel") != Some("metres") && !has("streets") =>
        {
            fault("travel", "process-input-needs-streets");
        }
        Process::GeocodeTable if !has("address") && !has("street") => {
            fault("address", "process-input-needs-address");
        }
        Process::Echo if !sent.contains_key("value") && !has("message") => {
            fault("message", "process-input-needs-message");
        }
        Process::Hexagons => faults.extend(anonymous(arguments, sent)),
        _ => {}
    }
    faults
}

/// Columns of an input that was not given.
fn properties_of_nothing(process: Process, arguments: &Arguments) -> Vec<InputError> {
    let inputs = process.inputs().iter().filter(|input| arguments.get(input.name).is_some());
    let of_nothing = inputs.filter_map(|input| match input.kind {
        InputKind::Property { of, .. } if arguments.get(of).is_none() => Some((input.name, of)),
        _ => None,
    });
    of_nothing
        .map(|(name, of)| InputError::new(name, Notice::new("process-input-of-nothing").with("of", of)))
        .collect()
}

/// Counts of persons: fixed cells, no values, and whole collections, since the difference of two
/// answers would tell of a few.
fn anonymous(arguments: &Arguments, sent: &Map<String, Value>) -> Vec<InputError> {
    let k = arguments.integer("k").unwrap_or(0).unsigned_abs();
    if k == 0 {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let mut fault = |input: &str, notice: Notice| faults.push(InputError::new(input, notice));
    if !is_k(k) {
        fault("k", Notice::new("process-input-k-not-doubled").with("least", LEAST_K));
    }
    if FixedGrid::of(arguments).is_none() {
        let grids = FixedGrid::ALL.into_iter();
        if arguments.choice("grid") == Some("h3") {
            let fixed = grids.filter_map(|grid| if let FixedGrid::H3(of) = grid { Some(of) } else { None });
            fault("resolution", Notice::new("process-input-fixed-resolution").with("choices", list(fixed)));
        } else {
            let fixed =
                grids.filter_map(|grid| if let FixedGrid::Metric(of) = grid { Some(of) } else { None });
            fault("width", Notice::new("process-input-fixed-width").with("choices", list(fixed)));
        }
    }
    if sent.get("value").is_some_and(|value| !value.is_null()) {
        fault("value", Notice::new("process-input-no-value-with-k"));
    }
    let sources = arguments.sources("features");
    let is_part = |source: &Source| match source {
        Source::Collection(source) => source.is_part(),
        Source::Inline(_) => true,
    };
    let is_result = |source: &Source| matches!(source, Source::Collection(source) if source.is_result());
    if sources.iter().any(is_part) {
        fault("features", Notice::new("process-input-whole-with-k"));
    }
    if sources.iter().any(is_result) {
        fault("features", Notice::new("process-input-no-result-with-k"));
    }
    faults
}

fn list(choices: impl Iterator<Item = impl ToString>) -> String {
    choices.map(|choice| choice.to_string()).collect::<Vec<_>>().join(", ")
}
