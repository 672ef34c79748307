//! The list of layers for the viewer and for harvesters.

use axum::Json;
use axum::extract::State;
use civico_domain::catalog::LocalizedText;
use civico_domain::page::Page;
use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use serde::Serialize;
use serde_json::{Value, json};

use super::query::Parameters;
use crate::problem::Answer;
use crate::state::AppState;

/// A collection in the list.
#[derive(Serialize)]
struct DatasetView<'a> {
    id: &'a str,
    title: &'a LocalizedText,
    ente: Option<Value>,
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

/// `GET /rest/catalog/v1/datasets`
pub(crate) async fn list(State(state): State<AppState>, mut parameters: Parameters) -> Answer<Json<Value>> {
    let limit = parameters.parse("limit")?.unwrap_or(1000);
    let offset = parameters.parse("cursor")?.unwrap_or(0);
    parameters.finish()?;
    let page = Page::new(limit, offset);
    let catalog = state.catalog.load();
    let (skip, take) = (page.offset as usize, page.limit as usize);
    let items: Vec<DatasetView<'_>> = catalog.collections.iter().skip(skip).take(take).map(view).collect();
    let end = page.offset + page.limit;
    let next = (catalog.collections.len() > end as usize)
        .then(|| format!("{}/rest/catalog/v1/datasets?limit={}&cursor={end}", state.base_url, page.limit));
    Ok(Json(json!({"items": items, "next": next})))
}

fn view(collection: &Collection) -> DatasetView<'_> {
    let id = collection.id.as_str();
    DatasetView {
        id,
        title: &collection.title,
        ente: collection.ente.as_ref().map(|(code, name)| json!({"code": code, "name": name})),
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
