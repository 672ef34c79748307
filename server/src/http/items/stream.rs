//! A page of items as GeoJSON, sent as the database gives it.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::identity::Actor;
use civico_store::catalog::Collection;
use civico_store::items::{Item, ItemRows};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{ItemsQuery, hidden, next_link};
use crate::http::geojson::write_feature;
use crate::http::link::{GEOJSON, Link};
use crate::messages::Language;
use crate::problem::{Answer, chain};
use crate::state::AppState;

/// Text is sent in pieces of about this size, in bytes.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that may wait for a slow client before the database has to.
const PIECES_WAITING: usize = 4;

type Piece = Result<Bytes, std::io::Error>;

/// Answers with the page; the database is read while the client receives. What fails before the
/// first item is still a problem document. A client that leaves ends the query, since its
/// transaction is dropped.
pub(super) async fn answer(
    state: &AppState,
    actor: &Actor,
    collection: Collection,
    query: ItemsQuery,
    matched: Option<i64>,
    links: Vec<Link>,
    language: Language,
) -> Answer<Response> {
    let mut items =
        state.store.list_items(actor, &collection, &query.filter, &query.page).await.map_err(hidden)?;
    let first = items.next().await.map_err(hidden)?;
    let (pieces, received) = mpsc::channel(PIECES_WAITING);
    let sending =
        Sending { base_url: state.base_url.clone(), collection, query, matched, links, pieces, language };
    tokio::spawn(async move {
        if let Err(error) = sending.send(first, items).await {
            // Anybody can leave early, as often as they like: that is no warning.
            if matches!(error, civico_store::Error::NotFound("client")) {
                tracing::debug!("http.items.list.left");
                return;
            }
            tracing::warn!(error = %chain(&error), "http.items.list.interrupted");
            // The answer is under way: cutting it short is all that can be said.
            let _client_gone = sending.pieces.send(Err(std::io::Error::other("interrupted"))).await;
        }
    });
    Ok(([(header::CONTENT_TYPE, GEOJSON)], Body::from_stream(ReceiverStream::new(received))).into_response())
}

/// An answer under way.
struct Sending {
    base_url: Arc<str>,
    collection: Collection,
    query: ItemsQuery,
    matched: Option<i64>,
    links: Vec<Link>,
    pieces: mpsc::Sender<Piece>,
    language: Language,
}

impl Sending {
    async fn send(&self, first: Option<Item>, mut items: ItemRows) -> Result<(), civico_store::Error> {
        let Self { collection, query, pieces, language, .. } = self;
        let start = b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec();
        let mut page = Page { text: start, count: 0, last: None };
        let mut links = self.links.clone();
        let mut more = false;
        let mut item = first;
        while let Some(found) = item {
            if page.count == query.page.limit {
                more = true;
            } else {
                page.add(found, collection)?;
            }
            if page.text.len() >= PIECE_BYTES {
                page.send(pieces).await?;
            }
            item = items.next().await?;
        }
        if let Some(last) = page.last.as_ref().filter(|_| more) {
            let up = format!("{}/ogc/collections/{}", self.base_url, collection.id);
            links.push(next_link(&up, query, ("json", GEOJSON), last, *language));
        }
        page.end(self.matched, &links);
        page.send(pieces).await
    }
}

struct Page {
    text: Vec<u8>,
    count: u32,
    last: Option<String>,
}

impl Page {
    fn add(&mut self, item: Item, collection: &Collection) -> Result<(), civico_store::Error> {
        if self.count > 0 {
            self.text.push(b',');
        }
        let written = write_feature(&item, collection, &[], &mut self.text);
        written.map_err(|_error| civico_store::Error::InconsistentRow { table: "items" })?;
        self.count += 1;
        self.last = Some(item.id);
        Ok(())
    }

    fn end(&mut self, matched: Option<i64>, links: &[Link]) {
        let mut end = json!({
            "numberReturned": self.count,
            "timeStamp": jiff::Timestamp::now().to_string(),
            "links": links,
        });
        if let Some(matched) = matched {
            end["numberMatched"] = json!(matched);
        }
        self.text.extend(b"],");
        self.text.extend(end.to_string().bytes().skip(1));
    }

    async fn send(&mut self, pieces: &mpsc::Sender<Piece>) -> Result<(), civico_store::Error> {
        let piece = Bytes::from(std::mem::replace(&mut self.text, Vec::with_capacity(PIECE_BYTES + 4096)));
        pieces.send(Ok(piece)).await.map_err(|_closed| civico_store::Error::NotFound("client"))
    }
}
