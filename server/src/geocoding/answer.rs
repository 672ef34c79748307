//! The one way from a question to its answer in bytes.

use std::sync::Arc;

use civico_geocoder::{Answer, Candidate, Index, Query, ReverseQuery};
use serde::Serialize;

/// The index at one moment; a request that asks more than once asks this.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(crate) index: Arc<Index>,
    /// Whether the node may be behind the register.
    pub(crate) is_stale: bool,
}

impl Snapshot {
    /// Returns the register number of the answers.
    pub(crate) fn seq(&self) -> i64 {
        self.index.seq()
    }
}

/// What can be asked.
pub(crate) trait Ask {
    /// Finds the answer.
    fn find(&self, index: &Index) -> Answer;
}

impl Ask for Query {
    fn find(&self, index: &Index) -> Answer {
        civico_geocoder::geocode(self, index)
    }
}

/// How what is being typed may go on.
pub(crate) struct Typing(pub(crate) Query);

impl Ask for Typing {
    fn find(&self, index: &Index) -> Answer {
        civico_geocoder::suggest(&self.0, index)
    }
}

impl Ask for ReverseQuery {
    fn find(&self, index: &Index) -> Answer {
        civico_geocoder::reverse(self, index)
    }
}

/// How an answer is written.
pub(crate) trait Form {
    /// Appends an answer to `out`.
    fn write(&self, found: &Answer, snapshot: &Snapshot, out: &mut Vec<u8>);
}

/// Answers a question: appends the answer to `out` in a form, and returns what was found. All faces
/// and the shell come by here, so that their answers cannot differ.
pub(crate) fn answer(asked: &impl Ask, snapshot: &Snapshot, form: &impl Form, out: &mut Vec<u8>) -> Answer {
    let found = asked.find(&snapshot.index);
    form.write(&found, snapshot, out);
    found
}

/// A GeoJSON FeatureCollection (RFC 7946), written as it is, not by way of a tree of values.
pub(crate) struct GeoJson;

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    /// Empty on purpose.
    query: &'static str,
    /// The model that the scores come from.
    model: &'static str,
    seq: i64,
    stale: bool,
    features: Vec<Feature<&'a Candidate>>,
}

/// A feature of GeoJSON.
#[derive(Serialize)]
pub(super) struct Feature<P> {
    r#type: &'static str,
    geometry: Option<Point>,
    properties: P,
}

#[derive(Serialize)]
struct Point {
    r#type: &'static str,
    coordinates: [f64; 2],
}

impl<P> Feature<P> {
    /// Makes the feature of a candidate.
    pub(super) fn of(candidate: &Candidate, properties: P) -> Self {
        let geometry = candidate.point.map(|at| Point { r#type: "Point", coordinates: [at.lon, at.lat] });
        Self { r#type: "Feature", geometry, properties }
    }
}

impl Form for GeoJson {
    fn write(&self, found: &Answer, snapshot: &Snapshot, out: &mut Vec<u8>) {
        let collection = Collection {
            r#type: "FeatureCollection",
            query: "",
            model: civico_geocoder::MODEL,
            seq: found.seq,
            stale: snapshot.is_stale,
            features: found.candidates.iter().map(|candidate| Feature::of(candidate, candidate)).collect(),
        };
        push_json(out, &collection);
    }
}

/// Appends a value as JSON.
pub(super) fn push_json(out: &mut Vec<u8>, value: &impl Serialize) {
    // Writing our own types into memory does not fail: keys are strings, numbers are finite.
    if let Err(error) = serde_json::to_writer(&mut *out, value) {
        tracing::error!(%error, "geocoding.answer.unwritable");
    }
}
