//! MapLibre styles.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::catalog::GeometryKind;
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_styles::Urls;

use super::caller::Caller;
use super::query::Parameters;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// `GET /ogc/styles/{style}`: `base`, or the id of a collection over the base map.
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Response> {
    if parameters.take("f")?.is_some_and(|format| format != "mapbox" && format != "json") {
        return Err(Problem::bad_request(Notice::new("problem-unknown-format")));
    }
    parameters.finish()?;
    let urls = Urls::below(&state.base_url);
    let words = match language {
        Language::It => civico_styles::Language::Italian,
        Language::En => civico_styles::Language::English,
    };
    let style = if id == "base" {
        civico_styles::base(words, &urls)
    } else {
        let collection = state.get_collection(&caller.actor, &id).await?;
        let title = collection.title.get(language.as_str());
        civico_styles::dataset(&id, title, geometry(collection.geometry), words, &urls)
    };
    if caller.actor == Actor::Anonymous {
        let headers = [(header::CACHE_CONTROL, "public, max-age=0, must-revalidate")];
        return Ok((headers, Json(style)).into_response());
    }
    Ok(Json(style).into_response())
}

fn geometry(kind: GeometryKind) -> civico_styles::GeometryKind {
    match kind {
        GeometryKind::Point => civico_styles::GeometryKind::Point,
        GeometryKind::Line => civico_styles::GeometryKind::Line,
        GeometryKind::Polygon => civico_styles::GeometryKind::Polygon,
        GeometryKind::Mixed => civico_styles::GeometryKind::Mixed,
        GeometryKind::None => civico_styles::GeometryKind::None,
    }
}
