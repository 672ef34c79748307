//! A page of items as GeoJSON, sent as the database gives it.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_store::catalog::Collection;
use civico_store::items::Item;
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{ItemsQuery, next_link};
use crate::http::geojson::write_feature;
use crate::http::link::{GEOJSON, Link};
use crate::problem::{Answer, chain};
use crate::state::AppState;

/// Text is sent in pieces of about this size, in bytes.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that may wait for a slow client before the database has to.
const PIECES_WAITING: usize = 4;

type Piece = Result<Bytes, std::io::Error>;

/// Answers with the page; the database is read while the client receives. A client that leaves
/// ends the query, since its transaction is dropped.
#[expect(clippy::unnecessary_wraps, reason = "the other representation can fail before it begins")]
pub(super) fn answer(
    state: &AppState,
    collection: Collection,
    query: ItemsQuery,
    matched: Option<i64>,
    links: Vec<Link>,
) -> Answer<Response> {
    let (pieces, received) = mpsc::channel(PIECES_WAITING);
    let state = state.clone();
    tokio::spawn(async move {
        if let Err(error) = send(&state, &collection, &query, matched, links, &pieces).await {
            tracing::warn!(error = %chain(&error), "http.items.list.interrupted");
            // The answer is under way: cutting it short is all that can be said.
            let _client_gone = pieces.send(Err(std::io::Error::other("interrupted"))).await;
        }
    });
    Ok(([(header::CONTENT_TYPE, GEOJSON)], Body::from_stream(ReceiverStream::new(received))).into_response())
}

async fn send(
    state: &AppState,
    collection: &Collection,
    query: &ItemsQuery,
    matched: Option<i64>,
    mut links: Vec<Link>,
    pieces: &mpsc::Sender<Piece>,
) -> Result<(), civico_store::Error> {
    let mut page =
        Page { text: b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec(), count: 0, last: None };
    let mut items = state.store.list_items(&state.actor(), collection, &query.filter, &query.page).await?;
    let mut more = false;
    while let Some(item) = items.next().await? {
        if page.count == query.page.limit {
            more = true;
        } else {
            page.add(item, collection)?;
        }
        if page.text.len() >= PIECE_BYTES {
            page.send(pieces).await?;
        }
    }
    if let Some(last) = page.last.as_ref().filter(|_| more) {
        let up = format!("{}/ogc/collections/{}", state.base_url, collection.id);
        links.push(next_link(&up, query, "json", GEOJSON, last));
    }
    page.end(matched, &links);
    page.send(pieces).await
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
