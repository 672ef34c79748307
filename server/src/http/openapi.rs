//! The OpenAPI 3.0 definitions of our own faces.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::link::OPENAPI;
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// That of the register, but for the address of this installation.
const TOPONYMY: &str = include_str!("openapi/toponymy.json");

/// `GET /rest/toponymy/v1/openapi`
pub(crate) async fn toponymy(State(state): State<AppState>, parameters: Parameters) -> Answer<Response> {
    parameters.finish()?;
    let mut definition: Value = serde_json::from_str(TOPONYMY).map_err(|error| Problem::internal(&error))?;
    definition["servers"] = json!([{"url": format!("{}/rest/toponymy/v1", state.base_url)}]);
    Ok(([(header::CONTENT_TYPE, OPENAPI)], definition.to_string()).into_response())
}
