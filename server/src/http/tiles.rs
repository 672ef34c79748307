//! Vector tiles and TileJSON.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::catalog::{ColumnKind, GeometryKind};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_store::catalog::Collection;
use civico_tiles::{Tile, TileCoord, TileJson, TileKey, ZoomRule, parse_coord, request};

use super::caller::Caller;
use super::link::MVT;
use super::query::Parameters;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// A tile of a named version never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Anything else is asked again, by its validator.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// What not everybody may see is kept by nobody.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// A tile cannot be had.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the tile cannot be read")]
    Store(#[from] civico_store::Error),
    #[error("the tile cannot be kept")]
    Tile(#[from] civico_tiles::TileError),
}

/// `GET /tiles/{collection}`
pub(crate) async fn tilejson(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer<Response> {
    let collection = drawn(&state, &caller.actor, &id).await?;
    parameters.finish()?;
    let rule = rule(&collection);
    let url = format!("{}/tiles/{id}/{{z}}/{{x}}/{{y}}?v={}", state.base_url, collection.version);
    let mut added = collection.tile_properties();
    if rule.whole_from > rule.range.min {
        added.push(("count", ColumnKind::Integer));
    }
    let columns = collection.columns.iter().map(|column| &column.column);
    let tilejson = TileJson::new(
        &id,
        url,
        rule.range,
        &added,
        columns,
        collection.bounds,
        collection.attribution.clone(),
    );
    let cache = if collection.is_public() { ASK_AGAIN } else { PRIVATE };
    Ok(([(header::CACHE_CONTROL, cache)], Json(tilejson)).into_response())
}

/// `GET /tiles/{collection}/{z}/{x}/{y}`
pub(crate) async fn tile(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, z, x, y)): Path<(String, String, String, String)>,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Answer<Response> {
    let collection = drawn(&state, &caller.actor, &id).await?;
    let version: Option<i64> = parameters.parse("v")?;
    parameters.finish()?;
    let coord = parse_coord(&z, &x, &y)
        .map_err(|_error| Problem::bad_request(Notice::new("problem-no-such-tile")))?;
    let rule = rule(&collection);
    let tile = if coord.z < rule.range.min || coord.z > rule.range.max {
        Arc::new(Tile::new(&[]).map_err(|error| Problem::internal(&error))?)
    } else {
        get(&state, &caller.actor, &collection, coord, &rule).await?
    };
    let named = version == Some(collection.version) && state.is_fresh();
    let cache = match (collection.is_public(), named) {
        (false, _) => PRIVATE,
        (true, true) => FOR_EVER,
        (true, false) => ASK_AGAIN,
    };
    write(&tile, &headers, cache)
}

async fn drawn(state: &AppState, actor: &Actor, id: &str) -> Answer<Collection> {
    let collection = state.get_collection(actor, id).await?;
    match collection.geometry {
        GeometryKind::None => Err(Problem::new(StatusCode::NOT_FOUND, Notice::new("problem-no-geometry"))),
        _ => Ok(collection),
    }
}

fn rule(collection: &Collection) -> ZoomRule {
    ZoomRule::new(collection.id.as_str(), collection.geometry, collection.count, collection.bounds)
}

/// Takes the tile from the cache, or makes it; a node that cannot read the change log asks the
/// database every time.
async fn get(
    state: &AppState,
    actor: &Actor,
    collection: &Collection,
    coord: TileCoord,
    rule: &ZoomRule,
) -> Answer<Arc<Tile>> {
    let make = async {
        let mvt = state.store.get_tile(actor, collection, &request(coord, rule)).await?;
        Ok::<Tile, Failure>(Tile::new(&mvt)?)
    };
    let outcome = if state.is_fresh() {
        let key = TileKey { collection: collection.id.to_string(), version: collection.version, coord };
        state.tiles.get_or_make(key, make).await
    } else {
        make.await.map(Arc::new).map_err(Arc::new)
    };
    outcome.map_err(|failure| match &*failure {
        // Its visibility changed a moment ago.
        Failure::Store(civico_store::Error::Forbidden) => Problem::not_found("collection"),
        Failure::Store(civico_store::Error::Timeout) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-too-slow"))
        }
        Failure::Store(civico_store::Error::Unavailable(_)) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-database-unavailable"))
        }
        other => Problem::internal(other),
    })
}

fn write(tile: &Tile, asked: &HeaderMap, cache: HeaderValue) -> Answer<Response> {
    let etag = HeaderValue::from_str(tile.etag()).map_err(|error| Problem::internal(&error))?;
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let status = if known.is_some_and(|known| matches_etag(known, tile.etag())) {
        StatusCode::NOT_MODIFIED
    } else if tile.is_empty() {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::OK
    };
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, cache);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if status == StatusCode::OK {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MVT));
        let body = if takes_gzip(asked) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            tile.gzip()
        } else {
            tile.mvt().map_err(|error| Problem::internal(&error))?
        };
        *response.body_mut() = body.into();
    }
    Ok(response)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').map(str::trim).any(|coding| {
        coding == "gzip" || coding == "*" || (coding.starts_with("gzip;") && !coding.ends_with("q=0"))
    })
}

/// Compares validators weakly (RFC 9110, 13.1.2).
fn matches_etag(known: &str, etag: &str) -> bool {
    known.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == etag || one == "*")
}
