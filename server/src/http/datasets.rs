//! The list of layers for the viewer and for harvesters.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use civico_domain::catalog::LocalizedText;
use civico_domain::identity::{Actor, EnteCode, Right, Visibility};
use civico_domain::notice::Notice;
use civico_domain::page::Page;
use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::body::JsonBody;
use super::caller::{Caller, Writer};
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// A collection in the list.
#[derive(Serialize)]
struct DatasetView<'a> {
    id: &'a str,
    title: &'a LocalizedText,
    ente: Option<Value>,
    zone: Option<&'a str>,
    visibility: Visibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_with: Option<&'a [EnteCode]>,
    kind: civico_domain::catalog::CollectionKind,
    geometry: civico_domain::catalog::GeometryKind,
    count: i64,
    bounds: Option<Bounds>,
    version: i64,
    updated: Option<jiff::Timestamp>,
    theme: Option<&'a str>,
    license: Option<&'a str>,
    attribution: Option<&'a str>,
    tiles: String,
    items: String,
}

/// Who is to see a dataset.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatasetBody {
    visibility: Visibility,
    #[serde(default)]
    shared_with: Vec<EnteCode>,
}

/// `GET /rest/catalog/v1/datasets`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let limit = parameters.parse("limit")?.unwrap_or(1000);
    let offset = parameters.parse("cursor")?.unwrap_or(0);
    let zone = parameters.take("zone")?;
    parameters.finish()?;
    let page = Page::new(limit, offset);
    let mut collections = state.list_collections(&caller.actor).await?;
    collections.retain(|collection| zone.is_none() || collection.zone == zone);
    let (skip, take) = (page.offset as usize, page.limit as usize);
    let items: Vec<DatasetView<'_>> =
        collections.iter().skip(skip).take(take).map(|found| view(found, &caller.actor)).collect();
    let end = page.offset + page.limit;
    let next = (collections.len() > end as usize).then(|| {
        format!(
            "{}/rest/catalog/v1/datasets?limit={}&cursor={end}{}",
            state.base_url,
            page.limit,
            zone_text(zone.as_deref())
        )
    });
    Ok(Json(json!({"items": items, "next": next})))
}

fn zone_text(zone: Option<&str>) -> String {
    zone.map(|zone| format!("&zone={}", utf8_percent_encode(zone, NON_ALPHANUMERIC))).unwrap_or_default()
}

/// `PATCH /rest/catalog/v1/datasets/{collection}`: who sees a dataset.
pub(crate) async fn change(
    State(state): State<AppState>,
    Writer(caller): Writer,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<DatasetBody>,
) -> Answer<StatusCode> {
    let collection = id.parse().map_err(|_error| Problem::not_found("dataset"))?;
    let is_named = body.visibility == Visibility::Shared;
    if is_named == body.shared_with.is_empty() {
        return Err(Problem::bad_request(Notice::new("problem-shared-with")));
    }
    state.store.set_visibility(&caller.actor, &collection, body.visibility, &body.shared_with).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Describes a collection; with whom it is shared is told to who may change that.
fn view<'a>(collection: &'a Collection, actor: &Actor) -> DatasetView<'a> {
    let is_own = collection.ente.as_ref().is_some_and(|(ente, _)| actor.may(Right::Publish, ente));
    let id = collection.id.as_str();
    DatasetView {
        id,
        title: &collection.title,
        ente: collection.ente.as_ref().map(|(code, name)| json!({"code": code, "name": name})),
        zone: collection.zone.as_deref(),
        visibility: collection.visibility,
        shared_with: is_own.then_some(collection.shared_with.as_slice()),
        kind: collection.kind,
        geometry: collection.geometry,
        count: collection.count,
        bounds: collection.bounds,
        version: collection.version,
        updated: collection.updated,
        theme: collection.theme.as_deref(),
        license: collection.license.as_deref(),
        attribution: collection.attribution.as_deref(),
        tiles: format!("/tiles/{id}"),
        items: format!("/ogc/collections/{id}/items"),
    }
}
