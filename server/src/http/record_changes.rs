//! The feed of an ente's records.

use axum::Json;
use axum::extract::State;
use civico_domain::identity::Right;
use serde_json::{Value, json};

use super::caller::Caller;
use super::query::{Parameters, wrong};
use super::records::own;
use crate::problem::Answer;
use crate::state::AppState;

/// Changes in a page when nobody says, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1000;

/// `GET /rest/records/v1/changes`: what happened after number `after`, in order.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let ente = own(&caller, &mut parameters, Right::WriteRecords)?;
    let after: i64 = parameters.parse("after")?.unwrap_or(0);
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    if after < 0 {
        return Err(wrong("after"));
    }
    parameters.finish()?;
    let changes = state.store.list_record_changes(&caller.actor, &ente, after, limit).await?;
    let last = changes.last().map_or(after, |change| change.seq);
    let next = (changes.len() == limit as usize).then(|| last.to_string());
    Ok(Json(json!({"items": changes, "next": next, "seq": last})))
}
