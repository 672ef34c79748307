//! Where comuni contradict each other at their boundary: seen by both, and by whoever mediates.

use axum::Json;
use axum::extract::State;
use civico_domain::identity::{EnteCode, IstatCode};
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_store::toponymy::AsOf;
use serde_json::{Value, json};

use super::as_of::as_of;
use super::caller::Caller;
use super::downloads::codes;
use super::heavy;
use super::query::{Parameters, wrong};
use crate::moment;
use crate::problem::Answer;
use crate::state::AppState;

/// `GET /rest/toponymy/v1/conflicts`: of a comune, of a zone, or of all.
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let municipality: Option<IstatCode> = parameters.parse("municipality")?;
    let zone: Option<EnteCode> = parameters.parse("zone")?;
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let offset: u32 = parameters.parse("cursor")?.unwrap_or(0);
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    // Of a day, a comune or a zone at a time: all would be read from their events.
    if as_of != AsOf::default() && municipality.is_none() && zone.is_none() {
        return Err(wrong("municipality"));
    }
    let codes = codes(&state, municipality, zone).await?;
    let _place = heavy::place().await?;
    let today = moment::now().today;
    let found = state.store.list_conflicts(&caller.actor, &codes, (offset, limit), as_of, today).await?;
    let is_full = found.conflicts.len() == limit as usize;
    let next = is_full.then(|| offset.saturating_add(limit).to_string());
    Ok(Json(json!({"items": found.conflicts, "next": next, "known_seq": found.known_seq})))
}
