//! Items as pages for people.

use axum::response::{IntoResponse, Response};
use civico_domain::catalog::Value;
use civico_domain::identity::Actor;
use civico_store::catalog::Collection;
use civico_store::items::Item;
use maud::{Markup, html};

use super::{ItemsQuery, hidden, next_link};
use crate::http::geojson::json_value;
use crate::http::link::{HTML, Link};
use crate::http::page::{links, page};
use crate::messages::Language;
use crate::problem::Answer;
use crate::state::AppState;

/// A page of items as a table.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    collection: &Collection,
    query: &ItemsQuery,
    matched: Option<i64>,
    here: &[Link],
    language: Language,
) -> Answer<Response> {
    let mut rows_found =
        state.store.list_items(actor, collection, &query.filter, &query.page).await.map_err(hidden)?;
    let mut items: Vec<Item> = Vec::new();
    while let Some(item) = rows_found.next().await.map_err(hidden)? {
        items.push(item);
    }
    let more = items.len() > query.page.limit as usize;
    items.truncate(query.page.limit as usize);
    let up = format!("{}/ogc/collections/{}", state.base_url, collection.id);
    let next =
        items.last().filter(|_| more).map(|last| next_link(&up, query, ("html", HTML), &last.id, language));
    let body = html! {
        @if let Some(matched) = matched { p { (language.word("ogc-count")) ": " (matched) } }
        @if items.is_empty() { p { (language.word("ogc-no-items")) } }
        @else { (rows(collection, &items, &up, language)) }
        @if let Some(next) = &next { p { a rel="next" href=(next.href) { (language.word("ogc-next")) } } }
        (links(here))
    };
    Ok(page(language, collection.title.get(language.as_str()), &body).into_response())
}

fn rows(collection: &Collection, items: &[Item], up: &str, language: Language) -> Markup {
    html! {
        table {
            thead { tr { th { (language.word("ogc-item")) } @for column in &collection.columns { th { (column.column.name) } } } }
            tbody {
                @for item in items {
                    tr {
                        td { a href=(format!("{up}/items/{}?f=html", item.id)) { (item.id) } }
                        @for value in &item.values { td { (text(value)) } }
                    }
                }
            }
        }
    }
}

/// One item as a table.
pub(super) fn item(collection: &Collection, item: &Item, here: &[Link], language: Language) -> Markup {
    let body = html! {
        table { tbody {
            @for (column, value) in collection.columns.iter().zip(&item.values) {
                tr { th { (column.column.name) } td { (text(value)) } }
            }
        } }
        (links(here))
    };
    page(language, &format!("{} {}", collection.title.get(language.as_str()), item.id), &body)
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        other => json_value(other).to_string(),
    }
}
