//! Many addresses in one request: NDJSON or CSV, answered while they come.
//!
//! All rows are answered at the same register number, in order, each as a single search would be.
//! Whoever sends more than a few megabytes has to read while sending: nothing is kept for later.

use std::io::{Error, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use futures_util::StreamExt;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

use super::geocoder::{snapshot_of, states_parameter};
use super::query::Parameters;
use crate::geocoding::{
    Answers, NdjsonWork, Snapshot, Source, Splitter, Table, TableOptions, TableSearch, TableWork, Wanted,
    read_delimiter, run, sniff_text, stages,
};
use crate::messages::Language;
use crate::problem::{Answer, Problem, chain};
use crate::state::AppState;

/// The register number of all answers.
pub(crate) const SEQ: HeaderName = HeaderName::from_static("civico-seq");
/// What was found out about a table, as the parameters that would say it.
pub(crate) const ASSUMED: HeaderName = HeaderName::from_static("civico-assumed");

/// NDJSON.
const NDJSON: &str = "application/x-ndjson";
/// Batches under way at the same time; they share the processors chunk by chunk.
const AT_ONCE: usize = 32;
/// Chunks that may wait for a slow client before the batch has to.
const PIECES_WAITING: usize = 2;
/// How long a client may take for one piece.
const PATIENCE: Duration = Duration::from_mins(1);

static UNDER_WAY: Semaphore = Semaphore::const_new(AT_ONCE);

/// How a body is written.
enum Content {
    Ndjson,
    /// With the encoding that its type names.
    Csv(Option<String>),
}

/// `POST /rest/geocoder/v1/batch`
pub(crate) async fn batch(
    State(state): State<AppState>,
    language: Language,
    mut parameters: Parameters,
    request: Request,
) -> Answer<Response> {
    let content = content(request.headers())?;
    let place = place()?;
    let (head, source) = open(request.into_body()).await?;
    let snapshot = snapshot_of(&state, parameters.parse("valid_at")?).await?;
    match content {
        Content::Ndjson => {
            parameters.finish()?;
            sniff_text(&head).map_err(Problem::bad_request)?;
            let seq = snapshot.seq();
            let work = NdjsonWork { snapshot, language, rejects: None };
            let answers = run(source, None, Splitter::lines(), &Arc::new(work));
            Ok(stream(Vec::new(), answers, place, seq, NDJSON.to_owned()))
        }
        Content::Csv(encoding) => {
            table(parameters, encoding, language, snapshot, &head).map(|(work, assumed)| {
                let (seq, prelude) = (work.face.snapshot.seq(), work.prelude());
                let content_type = csv_type(&work.table);
                let (reader, splitter) = work.table.read(0);
                let answers = run(source, Some(reader), splitter, &Arc::new(work));
                let mut response = stream(prelude, answers, place, seq, content_type);
                if let Some(assumed) = HeaderValue::from_str(&assumed).ok().filter(|value| !value.is_empty())
                {
                    response.headers_mut().insert(ASSUMED, assumed);
                }
                response
            })
        }
    }
}

/// Reads the parameters and the header of a table.
fn table(
    mut parameters: Parameters,
    encoding: Option<String>,
    language: Language,
    snapshot: Snapshot,
    head: &[u8],
) -> Answer<(TableWork<TableSearch>, String)> {
    let wanted = Wanted {
        text: parameters.take("columns")?,
        street: parameters.take("street")?,
        number: parameters.take("number")?,
        municipality: parameters.take("municipality")?,
        postcode: parameters.take("postcode")?,
    };
    let delimiter = parameters.take("delimiter")?.map(|token| read_delimiter(&token)).transpose();
    let options = TableOptions {
        delimiter: delimiter.map_err(Problem::bad_request)?,
        encoding: parameters.take("encoding")?.or(encoding),
    };
    let states = states_parameter(&mut parameters)?;
    parameters.finish()?;
    let mut table = Table::begin(head, &options).map_err(Problem::bad_request)?;
    let columns = table.columns(&wanted).map_err(Problem::bad_request)?;
    let face = TableSearch {
        snapshot,
        columns,
        stages: stages(states.as_deref()).map_err(Problem::bad_request)?,
        language,
        delimiter: table.delimiter,
    };
    let assumed = table.assumed();
    Ok((TableWork { table, face, language, rejects: None }, assumed))
}

/// Returns the media type of an answered table.
pub(super) fn csv_type(table: &Table) -> String {
    format!("text/csv; charset={}; header=present", table.coding.output_name())
}

fn content(headers: &HeaderMap) -> Answer<Content> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"').to_owned())
    });
    match media_type.as_str() {
        NDJSON | "application/ndjson" | "application/jsonl" => Ok(Content::Ndjson),
        "text/csv" => Ok(Content::Csv(charset)),
        _ => Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Notice::new("problem-batch-type"))),
    }
}

/// Takes a place among the batches under way.
pub(super) fn place() -> Answer<SemaphorePermit<'static>> {
    let busy = |_none_left| Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-batch-busy"));
    UNDER_WAY.try_acquire().map_err(busy)
}

/// Returns the first bytes of a body, which the intake waited for, and all of it as a stream.
async fn open(body: Body) -> Answer<(Bytes, Source)> {
    let mut pieces = body.into_data_stream().map(|piece| piece.map_err(Error::other));
    let head = match pieces.next().await {
        Some(Ok(head)) => head,
        Some(Err(_cut)) => return Err(Problem::bad_request(Notice::new("problem-unreadable-body"))),
        None => Bytes::new(),
    };
    let first = futures_util::stream::iter([Ok(head.clone())]);
    Ok((head, first.chain(pieces).boxed()))
}

/// Answers with rows as they are answered.
pub(super) fn stream(
    prelude: Vec<u8>,
    answers: Answers,
    place: SemaphorePermit<'static>,
    seq: i64,
    content_type: String,
) -> Response {
    let (pieces, received) = mpsc::channel(PIECES_WAITING);
    tokio::spawn(send(prelude, answers, pieces, place));
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (SEQ, seq.to_string()),
    ];
    (headers, Body::from_stream(ReceiverStream::new(received))).into_response()
}

type Piece = Result<Bytes, Error>;

async fn send(
    prelude: Vec<u8>,
    mut answers: Answers,
    pieces: mpsc::Sender<Piece>,
    _place: SemaphorePermit<'static>,
) {
    let mut next = Some(Ok(prelude));
    while let Some(piece) = next {
        let (piece, failed) = match piece {
            Ok(bytes) => (Ok(bytes.into()), None),
            // The answer is under way: cutting it short is all that can be said.
            Err(error) => (Err(Error::from(ErrorKind::ConnectionAborted)), Some(error)),
        };
        if let Some(error) = &failed {
            tracing::debug!(error = %chain(error), "http.batch.interrupted");
        }
        match timeout(PATIENCE, pieces.send(piece)).await {
            Ok(Ok(())) if failed.is_none() => {}
            Ok(_left_or_failed) => return,
            Err(_elapsed) => return tracing::debug!("http.batch.stalled"),
        }
        next = tokio::select! {
            done = answers.next() => done.map(|done| done.map(|done| done.out)),
            () = pieces.closed() => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_a_body_may_name_its_encoding() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            content(&headers)
        };
        assert!(matches!(of("application/x-ndjson"), Ok(Content::Ndjson)));
        assert!(matches!(of("text/csv"), Ok(Content::Csv(None))));
        let Ok(Content::Csv(Some(charset))) = of("Text/CSV; header=present; charset=\"windows-1252\"") else {
            panic!("no charset")
        };
        assert_eq!(charset, "windows-1252");
        assert!(of("application/json").is_err());
    }
}
