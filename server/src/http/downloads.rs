//! The register as open data, and beside ANNCSU.

use std::io::{Seek, SeekFrom};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::identity::{Actor, EnteCode, IstatCode};
use civico_domain::notice::Notice;
use civico_store::toponymy::AsOf;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::as_of::as_of;
use super::caller::Caller;
use super::heavy;
use super::query::{Parameters, wrong};
use crate::problem::{Answer, Problem};
use crate::register::download::{DownloadError, Format, Wanted, write};
use crate::register::nightly::{codes_of, path};
use crate::register::reconcile::align;
use crate::state::AppState;

/// Downloads that one node makes at the same time.
static PLACES: Semaphore = Semaphore::const_new(2);

/// `GET /rest/toponymy/v1/downloads`: of a comune, of a zone, or of all.
pub(crate) async fn download(State(state): State<AppState>, mut parameters: Parameters) -> Answer<Response> {
    let municipality: Option<IstatCode> = parameters.parse("municipality")?;
    let zone: Option<EnteCode> = parameters.parse("zone")?;
    let format = parameters.take("format")?.unwrap_or_else(|| "anncsu".to_owned());
    let format: Format = format.parse().map_err(|()| wrong("format"))?;
    let made: Made = parameters.parse("made")?.unwrap_or(Made::Now);
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let is_past = as_of != AsOf::default();
    // Comuni are made when they are asked for, and so is what was.
    if made == Made::Nightly && (municipality.is_some() || is_past) {
        return Err(wrong("made"));
    }
    // Of a day, a comune or a zone at a time: all would be read from their events.
    if is_past && municipality.is_none() && zone.is_none() {
        return Err(wrong("municipality"));
    }
    let codes = codes(&state, municipality, zone.clone()).await?;
    if made == Made::Nightly {
        // A zone that there is: what is typed is no path.
        let kept = std::fs::File::open(path(&state.config.data_folder, zone.as_ref(), format));
        return sent(kept.map_err(|_absent| Problem::not_found("download"))?);
    }
    let busy = |_none_left| Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-export-busy"));
    let _place = PLACES.try_acquire().map_err(busy)?;
    let file = tempfile::tempfile().map_err(|error| Problem::internal(&error))?;
    let mut output = file.try_clone().map_err(|error| Problem::internal(&error))?;
    let now = Timestamp::now();
    let config = &state.config;
    let wanted = Wanted { codes: &codes, format, as_of };
    write(&state.store, &Actor::Anonymous, &wanted, now, config, &mut output).await.map_err(|error| {
        match error {
            DownloadError::Store(error) => error.into(),
            other => Problem::internal(&other),
        }
    })?;
    sent(file)
}

/// When a download is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Now, of what is in force now.
    Now,
    /// Last night.
    Nightly,
}

impl std::str::FromStr for Made {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "now" => Ok(Self::Now),
            "nightly" => Ok(Self::Nightly),
            _ => Err(()),
        }
    }
}

fn sent(mut file: std::fs::File) -> Answer<Response> {
    let size = file.seek(SeekFrom::End(0)).and_then(|size| file.rewind().map(|()| size));
    let size = size.map_err(|error| Problem::internal(&error))?;
    let body = Body::from_stream(tokio_util::io::ReaderStream::new(tokio::fs::File::from_std(file)));
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"registro.zip\"".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// `GET /rest/toponymy/v1/anncsu`: how the register of a comune stands, or stood, to
/// ANNCSU's newest file: of ANNCSU's files none but the newest is kept.
pub(crate) async fn alignment(
    State(state): State<AppState>,
    caller: Caller,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let code: IstatCode = parameters.parse("municipality")?.ok_or_else(|| wrong("municipality"))?;
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let _place = heavy::place().await?;
    let found = align(&state.store, &caller.actor, &code, as_of).await?;
    let operations = |of: &civico_domain::toponymy::anncsu::reconcile::Reconciliation| {
        of.operations()
            .map(|(operation, entry)| json!({"operation": operation, "entry": entry}))
            .collect::<Vec<_>>()
    };
    Ok(Json(json!({
        "streets": {"counts": found.streets.counts, "operations": operations(&found.streets)},
        "accesses": {"counts": found.accesses.counts, "operations": operations(&found.accesses)},
        "suspected_renames": found.suspected_renames,
        "known_seq": found.known_seq,
    })))
}

/// The comuni that are meant; one that there is not is said.
pub(super) async fn codes(
    state: &AppState,
    municipality: Option<IstatCode>,
    zone: Option<EnteCode>,
) -> Answer<Vec<IstatCode>> {
    let enti = state.store.list_enti(&Actor::Anonymous).await?;
    if zone.as_ref().is_some_and(|zone| !enti.iter().any(|ente| ente.code == *zone)) {
        return Err(Problem::not_found("zone"));
    }
    let mut codes = codes_of(&enti, zone.as_ref());
    codes.retain(|code| municipality.as_ref().is_none_or(|wanted| wanted == code));
    if codes.is_empty() { Err(Problem::not_found("municipality")) } else { Ok(codes) }
}
