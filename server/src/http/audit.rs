//! Who did what with an ente's data, for its administrators.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::identity::EnteCode;
use civico_store::identity::{AuditEntry, AuditPage};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::administration::administered;
use super::caller::Caller;
use super::query::{Parameters, wrong};
use crate::problem::{Answer, chain};
use crate::state::AppState;

/// Entries in an answer when nobody says, and at most.
const DEFAULT_LIMIT: u32 = 100;
pub(crate) const MAX_LIMIT: u32 = 1000;

/// `GET /rest/audit/v1/entries`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Response> {
    let caller = caller.known()?;
    let ente = administered(&caller, &mut parameters)?;
    let as_csv = match parameters.take("f")?.as_deref() {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => return Err(wrong("f")),
    };
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let page =
        AuditPage { before: parameters.parse("after")?, operation: parameters.take("operation")?, limit };
    parameters.finish()?;
    if as_csv {
        return Ok(download(state, caller, ente, page));
    }
    let entries = state.store.list_audit(&caller.actor, &ente, &page).await?;
    let next = entries.last().filter(|_| entries.len() == limit as usize).map(|last| last.id.to_string());
    Ok(Json(json!({"items": entries, "next": next})).into_response())
}

/// Sends all entries, read a page at a time.
fn download(state: AppState, caller: Caller, ente: EnteCode, page: AuditPage) -> Response {
    let (pieces, received) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    tokio::spawn(async move {
        let mut page = AuditPage { limit: MAX_LIMIT, ..page };
        let mut is_first = true;
        loop {
            let entries = match state.store.list_audit(&caller.actor, &ente, &page).await {
                Ok(entries) => entries,
                Err(error) => {
                    tracing::warn!(error = %chain(&error), "http.audit.download.interrupted");
                    let _client_gone = pieces.send(Err(std::io::Error::other("interrupted"))).await;
                    return;
                }
            };
            if pieces.send(Ok(lines(&entries, is_first).into())).await.is_err() {
                return;
            }
            is_first = false;
            match entries.last() {
                Some(last) if entries.len() == MAX_LIMIT as usize => page.before = Some(last.id),
                _ => return,
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    (headers, Body::from_stream(ReceiverStream::new(received))).into_response()
}

/// Writes entries as lines of CSV (RFC 4180).
pub(crate) fn lines(entries: &[AuditEntry], with_header: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().has_headers(with_header).from_writer(Vec::new());
    for entry in entries {
        let purpose = entry.purpose.as_deref().map(defused);
        let actor_name = entry.actor_name.as_deref().map(defused);
        let written = writer.serialize(AuditEntry { purpose, actor_name, ..entry.clone() });
        if let Err(error) = written {
            tracing::warn!(%error, "http.audit.line.failed");
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// Makes text of what a spreadsheet would run as a formula.
pub(crate) fn defused(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_cannot_leave_its_cell_or_become_a_formula() {
        let entry = AuditEntry {
            id: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            actor: "node".into(),
            actor_name: None,
            ente: "015182".into(),
            acting_for: None,
            operation: "keys.create".into(),
            rows: None,
            purpose: Some("=1+1,\"x\"".into()),
        };
        let text = String::from_utf8(lines(&[entry], true)).unwrap();
        let expected = "id,at,actor,actor_name,ente,acting_for,operation,rows,purpose\n\
            1,1970-01-01T00:00:00Z,node,,015182,,keys.create,,\"'=1+1,\"\"x\"\"\"\n";
        assert_eq!(text, expected);
    }
}
