//! What there is, by comune or by homogeneous zone.

use axum::Json;
use axum::extract::State;
use civico_store::catalog::SummaryBy;
use serde_json::{Value, json};

use super::caller::Caller;
use super::query::{Parameters, wrong};
use crate::problem::Answer;
use crate::state::AppState;

/// `GET /rest/catalog/v1/summary`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let by = match parameters.take("by")?.as_deref() {
        None | Some("municipality") => SummaryBy::Municipality,
        Some("zone") => SummaryBy::Zone,
        Some(_) => return Err(wrong("by")),
    };
    parameters.finish()?;
    let items = state.store.summarise(&caller.actor, by).await?;
    Ok(Json(json!({"items": items, "next": null})))
}
