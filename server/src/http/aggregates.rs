//! Records of all enti together, for the metropolitan city: counts by comune, small ones suppressed.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use civico_domain::notice::Notice;
use civico_domain::records::{Published, RecordKind, Table, publish};
use civico_store::records::RecordCount;
use serde_json::{Value, json};

use super::caller::Caller;
use super::query::{Parameters, wrong};
use crate::messages::Language;
use crate::problem::Answer;
use crate::state::AppState;

/// `GET /rest/records/v1/aggregates`: by comune, of all kinds or of one.
///
/// Suppression is always worked out over the table of all kinds, so that two answers tell no more
/// than one.
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
    let counts = state.store.count_records(&caller.actor).await?;
    if let Some(ente) = caller.actor.ente() {
        let rows = i64::try_from(counts.len()).ok();
        let purpose = caller.purpose.as_deref();
        state.store.add_audit(&caller.actor, ente, "records.aggregates", rows, purpose).await?;
    }
    let k = state.config.records.k_anonymity;
    let areas: BTreeMap<&str, &str> =
        counts.iter().map(|count| (count.municipality.as_str(), count.name.as_str())).collect();
    let published = publish(&table(&areas, &counts), k);
    Ok(Json(json!({
        "description": language.say(&Notice::new("record-aggregates").with("most", k - 1)),
        "k": k,
        "by": "municipality",
        "items": items(&areas, &published, kind),
        "totals": totals(&published, kind),
        "next": null,
    })))
}

/// The counts as a table: a row for each comune that has any, a column for each kind.
fn table(areas: &BTreeMap<&str, &str>, counts: &[RecordCount]) -> Table {
    let place = |code: &str, kind: RecordKind| {
        let is_it = |count: &&RecordCount| count.municipality.as_str() == code && count.kind == kind;
        counts.iter().find(is_it).map_or(0, |count| count.count)
    };
    Table { rows: areas.keys().map(|code| RecordKind::ALL.map(|kind| place(code, kind)).to_vec()).collect() }
}

/// Cells of a line by kind; a suppressed one is null.
fn cells(line: &[Option<u64>], kind: Option<RecordKind>) -> Value {
    let shown =
        RecordKind::ALL.iter().zip(line).filter(|(column, _)| kind.is_none_or(|kind| kind == **column));
    shown.map(|(column, count)| (column.to_string(), json!(count))).collect::<serde_json::Map<_, _>>().into()
}

fn items(areas: &BTreeMap<&str, &str>, published: &Published, kind: Option<RecordKind>) -> Vec<Value> {
    let lines = areas.iter().zip(published.rows.iter().zip(&published.row_totals));
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
