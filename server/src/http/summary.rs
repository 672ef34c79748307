//! What there is, by comune or by homogeneous zone.

use axum::Json;
use axum::extract::State;
use civico_store::catalog::{Collection, SummaryBy, SummaryEntry};
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
    let collections = state.list_collections(&caller.actor).await?;
    let items: Vec<Value> = (state.store.summarise(&caller.actor, by).await?.iter())
        .map(|entry| {
            let mut item = json!(entry);
            item["datasets"] = json!(collections.iter().filter(|found| is_in(found, by, entry)).count());
            item
        })
        .collect();
    Ok(Json(json!({"items": items, "next": null})))
}

/// Tells whether a dataset is of the comune or zone.
fn is_in(collection: &Collection, by: SummaryBy, entry: &SummaryEntry) -> bool {
    let Some((ente, _)) = &collection.ente else { return false };
    match by {
        SummaryBy::Municipality => entry.code.as_deref() == Some(ente.as_str()),
        SummaryBy::Zone => entry.code.is_some() && entry.code == collection.zone,
    }
}
