//! The geocoder in the dialect of addok 1.3 and addok-csv, for clients that exist already.
//!
//! What differs: the question is not repeated (`query` is empty), `POST` with a form is there beside
//! `GET`, and a table says in `result_status` what became of a row. Unknown parameters are passed over,
//! as addok does.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Form, FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use civico_geocoder::{LonLat, MAX_LIMIT};

use super::addok_csv::Upload;
use super::geocoder::{GetAllowed, snapshot};
use super::link::JSON;
use super::query::{Parameters, wrong};
use crate::geocoding::{
    AddokForm, AddokPoint, AddokQuestion, Ask, Filters, REACH_M, answer, lon_lat, read_degrees, spoken,
};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// How many answers when nobody says: of a search, of a reverse search.
const LIMITS: [usize; 2] = [5, 1];
/// Most answers that may be asked for; the geocoder gives fewer.
const MOST: usize = 100;

/// `GET /addok/search`
pub(crate) async fn search(
    State(state): State<AppState>,
    _get: GetAllowed,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_search(&state, language, parameters)
}

/// `POST /addok/search`
pub(crate) async fn search_form(
    State(state): State<AppState>,
    language: Language,
    FormBody(parameters): FormBody,
) -> Answer<Response> {
    answer_search(&state, language, parameters)
}

/// `GET /addok/reverse`
pub(crate) async fn reverse(
    State(state): State<AppState>,
    _get: GetAllowed,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_reverse(&state, language, parameters)
}

/// `POST /addok/reverse`
pub(crate) async fn reverse_form(
    State(state): State<AppState>,
    language: Language,
    FormBody(parameters): FormBody,
) -> Answer<Response> {
    answer_reverse(&state, language, parameters)
}

/// `POST /addok/search/csv`
pub(crate) async fn search_csv(
    State(state): State<AppState>,
    language: Language,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Response> {
    Upload::read(form).await?.search(&state, language)
}

/// `POST /addok/reverse/csv`
pub(crate) async fn reverse_csv(
    State(state): State<AppState>,
    language: Language,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Response> {
    Upload::read(form).await?.reverse(&state, language)
}

/// The fields of a form, as parameters.
pub(crate) struct FormBody(Parameters);

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Form::from_request(request, state).await {
            Ok(Form(pairs)) => Ok(Self(Parameters::from_pairs(pairs))),
            Err(_rejection) => {
                Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Notice::new("problem-addok-form")))
            }
        }
    }
}

fn answer_search(state: &AppState, language: Language, mut parameters: Parameters) -> Answer<Response> {
    let text = parameters.take("q")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| Problem::bad_request(Notice::new("problem-no-query")))?;
    let autocomplete = parameters.take("autocomplete")?;
    let near = position(&mut parameters)?;
    let asked = AddokQuestion {
        text: Sensitive::new(text),
        limit: limit(&mut parameters, LIMITS[0])?,
        is_typing: !autocomplete.is_some_and(|token| matches!(token.as_str(), "0" | "false" | "False")),
        near,
        filters: filters(&mut parameters)?,
        language: spoken(None, language),
    };
    Ok(answered(state, &asked, asked.limit, near, &asked.filters))
}

fn answer_reverse(state: &AppState, language: Language, mut parameters: Parameters) -> Answer<Response> {
    let asked = AddokPoint {
        point: position(&mut parameters)?.ok_or_else(|| wrong("lon, lat"))?,
        limit: limit(&mut parameters, LIMITS[1])?,
        max_distance_m: REACH_M,
        filters: filters(&mut parameters)?,
        language: spoken(None, language),
    };
    Ok(answered(state, &asked, asked.limit, None, &asked.filters))
}

fn answered(
    state: &AppState,
    asked: &impl Ask,
    limit: usize,
    center: Option<LonLat>,
    filters: &Filters,
) -> Response {
    let form = AddokForm { context: &state.config.ente.name, limit, center, filters };
    let mut body = Vec::new();
    answer(asked, &snapshot(state), &form, &mut body);
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

fn limit(parameters: &mut Parameters, otherwise: usize) -> Answer<usize> {
    match parameters.parse("limit")? {
        None => Ok(otherwise),
        Some(asked @ 1..=MOST) => Ok(MAX_LIMIT.min(asked)),
        Some(_) => Err(wrong("limit")),
    }
}

fn position(parameters: &mut Parameters) -> Answer<Option<LonLat>> {
    let mut degrees = |names: &[&'static str]| -> Answer<Option<f64>> {
        for name in names {
            if let Some(text) = parameters.take(name)? {
                return read_degrees(&text).map(Some).ok_or_else(|| wrong(name));
            }
        }
        Ok(None)
    };
    let lat = degrees(&["lat", "latitude"])?;
    let lon = degrees(&["lon", "lng", "long", "longitude"])?;
    match (lon, lat) {
        (Some(lon), Some(lat)) => lon_lat([lon, lat]).map(Some).ok_or_else(|| wrong("lon, lat")),
        _ => Ok(None),
    }
}

/// Takes the filters; each may hold several values, divided by spaces.
fn filters(parameters: &mut Parameters) -> Answer<Filters> {
    let mut take = |name: &str| -> Answer<Vec<String>> {
        let values = parameters.take_all(name);
        Ok(values.iter().flat_map(|value| value.split_whitespace()).map(str::to_owned).collect())
    };
    Ok(Filters { citycode: take("citycode")?, postcode: take("postcode")?, kind: take("type")? })
}
