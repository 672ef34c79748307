//! Items of the OGC API (17-069r4, 7.15 and 7.16).

mod stream;
mod table;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use civico_store::items::{ItemFilter, ItemPage};

use super::caller::Caller;
use super::collections::bbox_text;
use super::geojson::write_feature;
use super::landing::rel;
use super::link::{GEOJSON, HTML, JSON, Link};
use super::query::{Parameters, encode, wrong};
use super::representation::Representation;
use crate::filter::{FilterError, item_filter};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The deepest `offset`; further pages are reached by following `next`, which costs the same
/// however deep it goes.
const MAX_OFFSET: u32 = 1_000_000;

/// What a request for items asks.
struct ItemsQuery {
    filter: ItemFilter,
    page: ItemPage,
    /// The filter as query text, for links.
    text: String,
}

/// `GET /ogc/collections/{collection}/items`
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    let collection = state.get_collection(&caller.actor, &id).await?;
    let query = read(parameters, &collection)?;
    let matched = state.store.count_items(&caller.actor, &collection, &query.filter).await;
    let matched = matched.map_err(hidden)?;
    let rows = matched.map(|matched| matched.min(query.page.limit.into()));
    audit(&state, &caller, &collection, rows).await?;
    let links = page_links(&state, &collection, &query, representation, language);
    match representation {
        Representation::Json => {
            stream::answer(&state, &caller.actor, collection, query, matched, links, language).await
        }
        Representation::Html => {
            table::list(&state, &caller.actor, &collection, &query, matched, &links, language).await
        }
    }
}

/// `GET /ogc/collections/{collection}/items/{item}`
pub(crate) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, item)): Path<(String, String)>,
    language: Language,
    representation: Representation,
    parameters: Parameters,
) -> Answer<Response> {
    let collection = state.get_collection(&caller.actor, &id).await?;
    parameters.finish()?;
    let found = state.store.find_item(&caller.actor, &collection, &item).await.map_err(hidden)?;
    let found = found.ok_or_else(|| Problem::not_found("item"))?;
    audit(&state, &caller, &collection, Some(1)).await?;
    let up = format!("{}/ogc/collections/{id}", state.base_url);
    let here = format!("{up}/items/{}", found.id);
    let word = |id: &str| language.word(id);
    let links = [
        Link::new(
            format!("{here}?f=json"),
            rel(representation, Representation::Json),
            GEOJSON,
            &word("ogc-this-json"),
        ),
        Link::new(
            format!("{here}?f=html"),
            rel(representation, Representation::Html),
            HTML,
            &word("ogc-this-html"),
        ),
        Link::new(format!("{up}?f=json"), "collection", JSON, &word("ogc-collection")),
    ];
    Ok(match representation {
        Representation::Json => {
            let mut body = Vec::with_capacity(1024);
            write_feature(&found, &collection, &links, &mut body)
                .map_err(|error| Problem::internal(&error))?;
            ([(header::CONTENT_TYPE, GEOJSON)], body).into_response()
        }
        Representation::Html => table::item(&collection, &found, &links, language).into_response(),
    })
}

/// What the database refuses is not there: its visibility changed a moment ago.
pub(super) fn hidden(error: civico_store::Error) -> Problem {
    match error {
        civico_store::Error::Forbidden => Problem::not_found("collection"),
        other => other.into(),
    }
}

/// Whoever reads what is not public is recorded.
pub(super) async fn audit(
    state: &AppState,
    caller: &Caller,
    collection: &Collection,
    rows: Option<i64>,
) -> Answer<()> {
    if let Some((ente, _)) = collection.ente.as_ref().filter(|_| !collection.is_public()) {
        let purpose = caller.purpose.as_deref();
        state.store.add_audit(&caller.actor, ente, "items.read", rows, purpose).await.map_err(hidden)?;
    }
    Ok(())
}

/// Reads the parameters; a name that is no parameter is looked up among the columns.
fn read(mut parameters: Parameters, collection: &Collection) -> Answer<ItemsQuery> {
    parameters.take("f")?;
    parameters.take("lang")?;
    let limit: Option<u32> = parameters.parse("limit")?;
    if limit == Some(0) {
        return Err(wrong("limit"));
    }
    let offset = parameters.parse("offset")?.unwrap_or(0);
    if offset > MAX_OFFSET {
        return Err(wrong("offset"));
    }
    let after = parameters.take("after")?;
    let mut texts = Vec::new();
    let bbox: Option<Bounds> = parameters.parse("bbox")?;
    if let Some(bbox) = &bbox {
        texts.push(format!("bbox={}", bbox_text(bbox)));
    }
    let datetime = parameters.take("datetime")?;
    if let Some(text) = &datetime {
        texts.push(format!("datetime={text}"));
    }
    let rest = parameters.take_rest()?;
    let filter = item_filter(collection, bbox, datetime.as_deref(), &rest).map_err(|error| match error {
        FilterError::Wrong(name) => wrong(&name),
        FilterError::Unknown(name) => {
            Problem::bad_request(Notice::new("problem-unknown-parameter").with("name", name))
        }
    })?;
    texts.extend(rest.iter().map(|(name, text)| format!("{}={}", encode(name), encode(text))));
    let page = ItemPage { limit: limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT), offset, after };
    Ok(ItemsQuery { filter, page, text: texts.join("&") })
}

fn page_links(
    state: &AppState,
    collection: &Collection,
    query: &ItemsQuery,
    representation: Representation,
    language: Language,
) -> Vec<Link> {
    let up = format!("{}/ogc/collections/{}", state.base_url, collection.id);
    let here = |format: &str| {
        format!("{up}/items?{}", query_text(query, format, query.page.after.as_deref(), query.page.offset))
    };
    let word = |id: &str| language.word(id);
    vec![
        Link::new(here("json"), rel(representation, Representation::Json), GEOJSON, &word("ogc-this-json")),
        Link::new(here("html"), rel(representation, Representation::Html), HTML, &word("ogc-this-html")),
        Link::new(format!("{up}?f=json"), "collection", JSON, &word("ogc-collection")),
    ]
}

/// Links to the page that begins after an item.
fn next_link(
    up: &str,
    query: &ItemsQuery,
    (format, media_type): (&str, &'static str),
    last: &str,
    language: Language,
) -> Link {
    let href = format!("{up}/items?{}", query_text(query, format, Some(last), 0));
    Link::new(href, "next", media_type, &language.word("ogc-next"))
}

fn query_text(query: &ItemsQuery, format: &str, after: Option<&str>, offset: u32) -> String {
    let mut text = format!("f={format}&limit={}", query.page.limit);
    if !query.text.is_empty() {
        text.push('&');
        text.push_str(&query.text);
    }
    if let Some(after) = after {
        text.push_str("&after=");
        text.push_str(&encode(after));
    }
    if offset > 0 {
        text.push_str("&offset=");
        text.push_str(&offset.to_string());
    }
    text
}
