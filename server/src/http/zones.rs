//! In which areas a place lies: municipio, school catchment, parking zone.

use axum::Json;
use axum::extract::{Path, State};
use civico_domain::catalog::{CollectionId, GeometryKind};
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::AddressId;
use civico_store::catalog::Collection;
use civico_store::items::{Item, ItemFilter, ItemPage};
use civico_store::toponymy::AsOf;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::as_of::written;
use super::body::JsonBody;
use super::caller::Caller;
use super::geojson::json_value;
use super::items::{audit, hidden};
use super::query::{Parameters, wrong};
use crate::moment;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// Most collections that one question looks in.
const MAX_COLLECTIONS: usize = 50;
/// Most areas of one collection that a place is said to lie in.
const MAX_AREAS: u32 = 100;

/// A question about a point.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ZonesBody {
    lon: f64,
    lat: f64,
    collections: Option<Vec<CollectionId>>,
}

/// `GET /rest/geocoder/v1/zones`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let lon = parameters.parse("lon")?.ok_or_else(|| wrong("lon"))?;
    let lat = parameters.parse("lat")?.ok_or_else(|| wrong("lat"))?;
    let collections = collections_parameter(&mut parameters)?;
    parameters.finish()?;
    answer(&state, &caller, [lon, lat], collections).await
}

/// `POST /rest/geocoder/v1/zones`: where a person is does not stand in an address then.
pub(crate) async fn ask(
    State(state): State<AppState>,
    caller: Caller,
    JsonBody(body): JsonBody<ZonesBody>,
) -> Answer<Json<Value>> {
    answer(&state, &caller, [body.lon, body.lat], body.collections).await
}

/// `GET /rest/toponymy/v1/addresses/{id}/zones`
pub(crate) async fn of_address(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let collections = collections_parameter(&mut parameters)?;
    parameters.finish()?;
    let id: AddressId = id.parse().map_err(|_error| Problem::not_found("address"))?;
    let (today, now) = (moment::now().today, AsOf::default());
    let (_seq, found) = state.store.find_thing(&caller.actor, &id.to_string(), now, today).await?;
    let thing = found.filter(|thing| thing.subject_kind == "address");
    let address = written(&thing.ok_or_else(|| Problem::not_found("address"))?)?;
    let position = &address["positions"][0];
    match (position["lon"].as_f64(), position["lat"].as_f64()) {
        (Some(lon), Some(lat)) => answer(&state, &caller, [lon, lat], collections).await,
        // Nobody knows where it is.
        _ => Ok(Json(json!({"items": [], "next": null}))),
    }
}

fn collections_parameter(parameters: &mut Parameters) -> Answer<Option<Vec<CollectionId>>> {
    let Some(text) = parameters.take("collections")? else { return Ok(None) };
    let ids = text.split(',').map(|id| id.trim().parse().map_err(|_error| wrong("collections")));
    ids.collect::<Answer<_>>().map(Some)
}

/// Says in which areas of the chosen collections (of all public ones
/// with areas, when none is chosen) a point lies; on an edge it lies on both sides.
async fn answer(
    state: &AppState,
    caller: &Caller,
    [lon, lat]: [f64; 2],
    chosen: Option<Vec<CollectionId>>,
) -> Answer<Json<Value>> {
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(wrong("lon, lat"));
    }
    let filter = ItemFilter {
        bbox: Some(Bounds { west: lon, south: lat, east: lon, north: lat }),
        ..ItemFilter::default()
    };
    let page = ItemPage { limit: MAX_AREAS, offset: 0, after: None };
    let mut found = Vec::new();
    for collection in collections(state, caller, chosen).await? {
        let rows = state.store.list_items(&caller.actor, &collection, &filter, &page).await;
        let mut rows = rows.map_err(hidden)?;
        let before = found.len();
        while let Some(item) = rows.next().await.map_err(hidden)? {
            found.push(area(&item, &collection));
        }
        let count = i64::try_from(found.len() - before).ok();
        audit(state, caller, &collection, count).await?;
    }
    Ok(Json(json!({"items": found, "next": null})))
}

/// The collections that are meant; one that has no areas is no answer to the question.
async fn collections(
    state: &AppState,
    caller: &Caller,
    chosen: Option<Vec<CollectionId>>,
) -> Answer<Vec<Collection>> {
    let is_area = |collection: &Collection| collection.geometry == GeometryKind::Polygon;
    let Some(chosen) = chosen else {
        let mut all = state.list_collections(&caller.actor).await?;
        all.retain(|collection| is_area(collection) && collection.is_public());
        all.truncate(MAX_COLLECTIONS);
        return Ok(all);
    };
    if chosen.len() > MAX_COLLECTIONS {
        return Err(wrong("collections"));
    }
    let mut found = Vec::with_capacity(chosen.len());
    for id in chosen {
        let collection = state.get_collection(&caller.actor, id.as_str()).await?;
        found.push(Some(collection).filter(is_area).ok_or_else(|| wrong("collections"))?);
    }
    Ok(found)
}

fn area(item: &Item, collection: &Collection) -> Value {
    let columns = collection.columns.iter().map(|column| column.column.name.clone());
    let properties: Map<String, Value> = columns.zip(item.values.iter().map(json_value)).collect();
    json!({
        "collection": collection.id,
        "title": collection.title,
        "ente": collection.ente.as_ref().map(|(code, _)| code),
        "version": collection.version,
        "updated": collection.updated,
        "license": collection.license,
        "item": item.id,
        "properties": properties,
    })
}
