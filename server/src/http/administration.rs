//! What administrators of an ente do: for which ente, and the shape of the lists.

use axum::Json;
use civico_domain::identity::{EnteCode, Right};
use civico_domain::notice::Notice;
use serde::Serialize;
use serde_json::{Value, json};

use super::caller::Caller;
use super::query::Parameters;
use crate::problem::{Answer, Problem};

/// Returns the ente that the request is about, `ente=` or the one acted for, once it is sure that
/// the caller administers it: to others every code is answered alike, whether there is such an
/// ente or not.
pub(crate) fn administered(caller: &Caller, parameters: &mut Parameters) -> Answer<EnteCode> {
    let named: Option<EnteCode> = parameters.parse("ente")?;
    let forbidden = || Problem::new(axum::http::StatusCode::FORBIDDEN, Notice::new("problem-forbidden"));
    let ente = named.or_else(|| caller.actor.ente().cloned()).ok_or_else(forbidden)?;
    if caller.actor.may(Right::Administer, &ente) { Ok(ente) } else { Err(forbidden()) }
}

/// Writes a list as ModI has it.
pub(crate) fn items<T: Serialize>(items: &[T]) -> Json<Value> {
    Json(json!({"items": items, "next": null}))
}
