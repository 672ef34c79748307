//! Rows of NDJSON: a question on each line, an answer on each line.

use civico_geocoder::Answer;
use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{GeoJson, Snapshot, answer, push_json};
use super::fault::Fault;
use super::question::Question;
use super::rejects::RejectRule;
use super::rows::Chunk;
use super::work::{Done, Work, attempt};
use crate::messages::Language;

/// The longest `id` that is given back, in bytes.
const MAX_ID_BYTES: usize = 256;

/// Answers lines of NDJSON: each answer is the FeatureCollection that a single search gives, after
/// the caller's `id`, if there is one.
pub(crate) struct NdjsonWork {
    pub(crate) snapshot: Snapshot,
    pub(crate) language: Language,
    pub(crate) rejects: Option<RejectRule>,
}

/// A line for a row that got an error.
#[derive(Serialize)]
struct Failed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    row: u64,
    error: Error,
}

#[derive(Serialize)]
struct Error {
    r#type: String,
    detail: String,
}

/// A line of the rejects.
#[derive(Serialize)]
struct Rejected<'a> {
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    reason: String,
    suggestion: String,
}

impl Work for NdjsonWork {
    fn work(&self, chunk: &Chunk) -> Done {
        let mut done = Done::default();
        for (number, line, fault) in chunk.rows() {
            self.row(number, line, fault, &mut done);
        }
        done
    }
}

impl NdjsonWork {
    fn row(&self, number: u64, line: &[u8], fault: Option<&Fault>, done: &mut Done) {
        done.rows += 1;
        let mut question = match fault {
            Some(fault) => Err(fault.clone()),
            None => read(line),
        };
        let id = question.as_mut().ok().and_then(|question| question.id.take());
        let usable = id.as_deref().is_none_or(is_usable);
        let id = id.as_deref().filter(|_| usable);
        let outcome = question.and_then(|question| {
            if !usable {
                return Err(Fault::Unreadable);
            }
            attempt(&mut done.out, |out| self.answer(question, id, out))
        });
        if let Err(fault) = &outcome {
            let notice = fault.notice();
            let error = Error {
                r#type: format!("urn:civico:problem:{}", notice.id),
                detail: self.language.say(&notice),
            };
            push_json(&mut done.out, &Failed { id, row: number, error });
        }
        done.out.push(b'\n');
        if let Some(reject) = self.rejects.as_ref().and_then(|rule| rule.judge(&outcome)) {
            done.rejected += 1;
            let line = Rejected { row: number, id, reason: reject.reason, suggestion: reject.suggestion };
            push_json(&mut done.rejects, &line);
            done.rejects.push(b'\n');
        }
    }

    fn answer(&self, question: Question, id: Option<&RawValue>, out: &mut Vec<u8>) -> Result<Answer, Fault> {
        if question.is_too_long() {
            return Err(Fault::TooLong);
        }
        let query = question.query(self.language).map_err(Fault::Wrong)?;
        let Some(id) = id else { return Ok(answer(&query, &self.snapshot, &GeoJson, out)) };
        out.extend_from_slice(b"{\"id\":");
        out.extend_from_slice(id.get().as_bytes());
        let brace = out.len();
        let found = answer(&query, &self.snapshot, &GeoJson, out);
        // The answer's own brace becomes the comma after the id.
        if let Some(byte) = out.get_mut(brace) {
            *byte = b',';
        }
        Ok(found)
    }
}

fn read(line: &[u8]) -> Result<Question, Fault> {
    let line = std::str::from_utf8(line).map_err(|_error| Fault::Undecodable)?;
    // A list would be read as the fields in their order, its first text as the id that comes back.
    if !line.trim_start().starts_with('{') {
        return Err(Fault::Unreadable);
    }
    serde_json::from_str(line).map_err(|_error| Fault::Unreadable)
}

/// Whether an id is a text or a number, and short: whatever else may be in it is not given back.
fn is_usable(id: &RawValue) -> bool {
    let id = id.get();
    id.len() <= MAX_ID_BYTES && !id.starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geocoding::rows::Splitter;
    use civico_geocoder::{IndexBuilder, Query};
    use std::sync::Arc;

    fn lines(text: &[u8]) -> Vec<String> {
        let snapshot = Snapshot { index: Arc::new(IndexBuilder::new().build(7)), is_stale: false };
        let work = NdjsonWork { snapshot, language: Language::En, rejects: None };
        let mut splitter = Splitter::lines();
        splitter.push(text);
        let done = work.work(&splitter.finish().unwrap());
        String::from_utf8(done.out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_line_is_the_single_answer_with_the_id_before_it() {
        let found = lines(b"{\"q\":\"via Roma\"}\n{\"id\":\"x\",\"q\":\"via Roma\"}\n");
        let snapshot = Snapshot { index: Arc::new(IndexBuilder::new().build(7)), is_stale: false };
        let mut single = Vec::new();
        answer(&Query::free("via Roma"), &snapshot, &GeoJson, &mut single);
        assert_eq!(found[0].as_bytes(), single);
        assert_eq!(found[1], format!("{{\"id\":\"x\",{}", &found[0][1..]));
    }

    #[test]
    fn a_bad_line_gets_an_error_that_does_not_repeat_it() {
        let long = format!("{{\"id\":3,\"q\":\"{}\"}}", "x".repeat(1_001));
        let text = ["{\"q\":\"segreto\",", "{\"id\":{\"segreto\":1},\"q\":\"x\"}", &long, "{\"q\":\"ok\"}"];
        let found = lines(text.join("\n").as_bytes());
        assert_eq!(found.len(), 4);
        assert!(
            found[0]
                .starts_with("{\"row\":1,\"error\":{\"type\":\"urn:civico:problem:batch-row-unreadable\"")
        );
        assert!(found[2].starts_with("{\"id\":3,\"row\":3,\"error\""), "{}", found[2]);
        assert!(found[3].starts_with("{\"type\":\"FeatureCollection\""));
        assert!(!found.concat().contains("segreto"));
    }
}
