//! Collections of the OGC API (17-069r4, 7.13 and 7.14).

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use civico_domain::catalog::GeometryKind;
use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use maud::html;
use serde_json::{Value, json};

use super::caller::Caller;
use super::landing::self_links;
use super::link::{GEOJSON, HTML, Link, MVT};
use super::page::{links, page};
use super::query::Parameters;
use super::representation::Representation;
use crate::messages::Language;
use crate::problem::Answer;
use crate::state::AppState;

/// Longitude before latitude, WGS 84.
pub(crate) const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
/// Where the register's collections are before anything is loaded: Italy.
const ITALY: [f64; 4] = [6.6, 35.4, 18.6, 47.1];

/// `GET /ogc/collections`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    language: Language,
    representation: Representation,
    mut parameters: Parameters,
) -> Answer<Response> {
    let zone = parameters.take("zone")?;
    parameters.finish()?;
    let base = &state.base_url;
    let mut collections = state.list_collections(&caller.actor).await?;
    collections.retain(|collection| zone.is_none() || collection.zone == zone);
    let title = language.word("ogc-collections");
    let found = self_links(&format!("{base}/ogc/collections"), representation, language);
    Ok(match representation {
        Representation::Json => {
            let described: Vec<Value> = (collections.iter())
                .map(|collection| describe(collection, base, representation, language))
                .collect();
            Json(json!({"links": found, "collections": described})).into_response()
        }
        Representation::Html => {
            let table = html! {
                table {
                    thead { tr {
                        th { (language.word("ogc-collection")) }
                        th { (language.word("ogc-ente")) }
                        th { (language.word("ogc-count")) }
                    } }
                    tbody {
                        @for collection in &collections {
                            tr {
                                td { a href=(format!("{base}/ogc/collections/{}?f=html", collection.id)) {
                                    (collection.title.get(language.as_str()))
                                } " " small { (collection.id) } }
                                td { (collection.ente.as_ref().map_or("", |(_, name)| name.as_str())) }
                                td { (collection.count) }
                            }
                        }
                    }
                }
                (links(&found))
            };
            page(language, &title, &table).into_response()
        }
    })
}

/// `GET /ogc/collections/{collection}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    let collection = state.get_collection(&caller.actor, &id).await?;
    parameters.finish()?;
    let base = &state.base_url;
    Ok(match representation {
        Representation::Json => Json(describe(&collection, base, representation, language)).into_response(),
        Representation::Html => {
            let body = html! {
                p { (language.word("ogc-count")) ": " (collection.count) }
                @if let Some(attribution) = &collection.attribution { p { (attribution) } }
                table { tbody {
                    @for column in &collection.columns {
                        tr { td { (column.column.name) } td { (column.column.kind.as_str()) } }
                    }
                } }
                (links(&collection_links(&collection, base, representation, language)))
            };
            page(language, collection.title.get(language.as_str()), &body).into_response()
        }
    })
}

fn describe(
    collection: &Collection,
    base: &str,
    representation: Representation,
    language: Language,
) -> Value {
    let bounds = collection.bounds.map_or(ITALY, <[f64; 4]>::from);
    let mut description = json!({
        "id": collection.id,
        "title": collection.title.get(language.as_str()),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {"spatial": {"bbox": [bounds], "crs": CRS84}},
        "links": collection_links(collection, base, representation, language),
    });
    if let Some(attribution) = &collection.attribution {
        description["attribution"] = json!(attribution);
    }
    if let Some((code, name)) = &collection.ente {
        description["ente"] = json!({"code": code, "name": name});
    }
    description
}

fn collection_links(
    collection: &Collection,
    base: &str,
    representation: Representation,
    language: Language,
) -> Vec<Link> {
    let here = format!("{base}/ogc/collections/{}", collection.id);
    let mut found = self_links(&here, representation, language);
    found.push(Link::new(format!("{here}/items?f=json"), "items", GEOJSON, &language.word("ogc-items")));
    found.push(Link::new(format!("{here}/items?f=html"), "items", HTML, &language.word("ogc-items-html")));
    if collection.geometry != GeometryKind::None {
        let tiles = format!("{base}/tiles/{}", collection.id);
        found.push(Link::new(tiles, "describedby", "application/json", &language.word("ogc-tilejson")));
        let template = format!("{base}/tiles/{}/{{z}}/{{x}}/{{y}}", collection.id);
        found.push(Link::new(template, "item", MVT, &language.word("ogc-tiles")));
    }
    if let Some(license) = &collection.license {
        found.push(Link::new(format!("https://spdx.org/licenses/{license}.html"), "license", HTML, license));
    }
    found
}

/// Returns a box as a number list for links.
pub(crate) fn bbox_text(b: &Bounds) -> String {
    format!("{},{},{},{}", b.west, b.south, b.east, b.north)
}
