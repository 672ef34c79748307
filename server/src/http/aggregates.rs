//! Records of all enti together, for the metropolitan city: counts by comune, rounded down.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::Right;
use civico_domain::notice::Notice;
use civico_domain::records::{Published, RecordKind};
use serde_json::{Value, json};

use super::caller::{Caller, Writer};
use super::query::{Parameters, wrong};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::records::sums::{Sums, publish_sums};
use crate::state::AppState;

/// `GET /rest/records/v1/aggregates`: by comune, of all kinds or of one.
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let caller = caller.known()?;
    let kind: Option<RecordKind> = parameters.parse("kind")?;
    if parameters.take("by")?.is_some_and(|by| by != "municipality") {
        return Err(wrong("by"));
    }
    parameters.finish()?;
    let sums = sums(&state, &caller).await?;
    Ok(Json(json!({
        "description": language.say(&Notice::new("record-aggregates").with("k", sums.k)),
        "k": sums.k,
        "by": "municipality",
        "items": items(&sums, kind),
        "totals": totals(&sums.published, kind),
        "next": null,
    })))
}

/// `POST /rest/records/v1/aggregates`: the same as areas on a map, a private dataset of the metropolitan
/// city; one that would say nothing new is not published again.
pub(crate) async fn publish(
    State(state): State<AppState>,
    Writer(caller): Writer,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    let forbidden = || Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let code =
        caller.actor.ente().filter(|code| caller.actor.may(Right::Publish, code)).ok_or_else(forbidden)?;
    let sums = sums(&state, &caller).await?;
    let ente = state.store.find_ente(&caller.actor, code.as_str()).await?.ok_or_else(forbidden)?;
    let done = publish_sums(&state.store, &caller.actor, &ente, &sums).await?;
    let location = format!("{}/ogc/collections/{}", state.base_url, done.collection);
    let status = if done.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let body = Json(json!({"collection": done.collection, "version": done.version}));
    Ok((status, [(header::LOCATION, location)], body).into_response())
}

/// Counts, rounds, and writes into the audit that somebody did, with how many comuni were told of.
async fn sums(state: &AppState, caller: &Caller) -> Answer<Sums> {
    let counts = state.store.count_records(&caller.actor).await?;
    let sums = Sums::of(&counts, state.config.records.k_anonymity);
    if let Some(ente) = caller.actor.ente() {
        let rows = i64::try_from(sums.comuni.len()).ok();
        let purpose = caller.purpose.as_deref();
        state.store.add_audit(&caller.actor, ente, "records.aggregates", rows, purpose).await?;
    }
    Ok(sums)
}

/// Cells of a line by kind; one of fewer than k is null.
fn cells(line: &[Option<u64>], kind: Option<RecordKind>) -> Value {
    let shown =
        RecordKind::ALL.iter().zip(line).filter(|(column, _)| kind.is_none_or(|kind| kind == **column));
    shown.map(|(column, count)| (column.to_string(), json!(count))).collect::<serde_json::Map<_, _>>().into()
}

fn items(sums: &Sums, kind: Option<RecordKind>) -> Vec<Value> {
    let lines = sums.comuni.iter().zip(sums.published.rows.iter().zip(&sums.published.row_totals));
    lines
        .map(|((code, name), (line, total))| {
            let total = if kind.is_none() { json!(total) } else { Value::Null };
            json!({"istat_code": code, "municipality": name, "counts": cells(line, kind), "total": total})
        })
        .collect()
}

fn totals(published: &Published, kind: Option<RecordKind>) -> Value {
    let total = if kind.is_none() { json!(published.total) } else { Value::Null };
    json!({"counts": cells(&published.column_totals, kind), "total": total})
}
