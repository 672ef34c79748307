//! Everything that an ente owns, as one ZIP for its administrators.

use std::io::{Error, ErrorKind, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

use super::administration::administered;
use super::caller::Caller;
use super::query::Parameters;
use crate::export::{ExportError, Exporter, Plan};
use crate::problem::{Answer, Problem, chain};
use crate::state::AppState;

/// What is recorded in the audit.
const OPERATION: &str = "data.export";
/// Exports that one node makes at the same time: each has a connection and a processor for itself.
const AT_ONCE: usize = 2;
/// The ZIP is sent in pieces of about this size, in bytes.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that may wait for a slow client before the export has to.
const PIECES_WAITING: usize = 4;
/// How long a client may take for one piece.
const PATIENCE: Duration = Duration::from_mins(1);

static UNDER_WAY: Semaphore = Semaphore::const_new(AT_ONCE);

type Piece = Result<Bytes, Error>;

/// `GET /rest/catalog/v1/export`
///
/// It is recorded before the first byte: a client that leaves has part of the data too.
pub(crate) async fn download(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Response> {
    let caller = caller.known()?;
    let code = administered(&caller, &mut parameters)?;
    parameters.finish()?;
    let busy = |_none_left| Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-export-busy"));
    let permit = UNDER_WAY.try_acquire().map_err(busy)?;
    let ente = state.store.find_ente(&caller.actor, code.as_str()).await?;
    let ente = ente.ok_or_else(|| Problem::not_found("ente"))?;
    let exporter = Exporter::new(&state.store, &state.config);
    let plan = exporter.plan(&caller.actor, ente).await.map_err(problem)?;
    let (rows, purpose) = (Some(plan.rows()), caller.purpose.as_deref());
    state.store.add_audit(&caller.actor, &code, OPERATION, rows, purpose).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", plan.file_name())),
    ];
    let (pieces, received) = mpsc::channel(PIECES_WAITING);
    tokio::spawn(send(exporter, caller.actor, plan, pieces, permit));
    Ok((headers, Body::from_stream(ReceiverStream::new(received))).into_response())
}

fn problem(error: ExportError) -> Problem {
    match error {
        ExportError::Store(error) => error.into(),
        other => Problem::internal(&other),
    }
}

/// Makes the export while the client receives it.
async fn send(
    exporter: Exporter,
    actor: Actor,
    plan: Plan,
    pieces: mpsc::Sender<Piece>,
    permit: SemaphorePermit<'static>,
) {
    let output = Pieces { sender: pieces.clone(), gathered: Vec::new(), runtime: Handle::current() };
    let mut unwatched = |_rows: u64| {};
    let outcome = tokio::select! {
        outcome = exporter.write(&actor, &plan, output, &mut unwatched) => outcome.map(drop),
        () = pieces.closed() => Err(Error::from(ErrorKind::BrokenPipe).into()),
    };
    drop(permit);
    match outcome {
        Ok(()) => {}
        // Anybody can leave early: that is no warning.
        Err(error) if error.is_left() => tracing::debug!("http.export.left"),
        Err(error) => {
            tracing::warn!(error = %chain(&error), "http.export.interrupted");
            // The answer is under way: cutting it short is all that can be said.
            let _client_gone = pieces.send(Err(Error::other("interrupted"))).await;
        }
    }
}

/// Bytes on their way to the client; written to by a thread that may wait.
struct Pieces {
    sender: mpsc::Sender<Piece>,
    gathered: Vec<u8>,
    runtime: Handle,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.gathered, Vec::with_capacity(PIECE_BYTES));
        let sent = self.runtime.block_on(timeout(PATIENCE, self.sender.send(Ok(piece.into()))));
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_closed)) => Err(ErrorKind::BrokenPipe.into()),
            Err(_elapsed) => Err(ErrorKind::TimedOut.into()),
        }
    }
}
