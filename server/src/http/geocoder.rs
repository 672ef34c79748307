//! The geocoder: search, suggest, reverse.
//!
//! `POST` with a body is the way to ask: what a person types does not stand in an address then.
//! `GET` is there for public data and for trying out. The question is never repeated in the answer.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_geocoder::ReverseQuery;
use jiff::civil::Date;
use serde::Deserialize;

use super::body::JsonBody;
use super::link::GEOJSON;
use super::query::{Parameters, wrong};
use crate::geocoding::{Ask, GeoJson, Question, Snapshot, Typing, answer, limit, lon_lat, spoken, stages};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The farthest that is looked for around a point unless the request says less, in metres.
const MAX_DISTANCE_M: f64 = 500.0;

/// Leave to ask by `GET`, where what is typed stands in an address; an installation may refuse it.
pub(crate) struct GetAllowed;

impl FromRequestParts<AppState> for GetAllowed {
    type Rejection = ([(HeaderName, &'static str); 1], Problem);

    async fn from_request_parts(_parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        if state.config.geocoder.get {
            return Ok(Self);
        }
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, Notice::new("problem-geocoder-post"));
        Err(([(header::ALLOW, "POST")], problem))
    }
}

/// A question about a point in a body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReverseBody {
    lon: f64,
    lat: f64,
    limit: Option<usize>,
    max_distance_m: Option<f64>,
    lang: Option<String>,
    states: Option<Vec<String>>,
    valid_at: Option<Date>,
}

/// `GET /rest/geocoder/v1/search`
pub(crate) async fn search(
    State(state): State<AppState>,
    _get: GetAllowed,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_search(&state, language, search_parameters(parameters)?).await
}

/// `POST /rest/geocoder/v1/search`
pub(crate) async fn search_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<Question>,
) -> Answer<Response> {
    answer_search(&state, language, body).await
}

/// `GET /rest/geocoder/v1/suggest`
pub(crate) async fn suggest(
    State(state): State<AppState>,
    _get: GetAllowed,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_suggest(&state, language, search_parameters(parameters)?).await
}

/// `POST /rest/geocoder/v1/suggest`
pub(crate) async fn suggest_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<Question>,
) -> Answer<Response> {
    answer_suggest(&state, language, body).await
}

/// `GET /rest/geocoder/v1/reverse`
pub(crate) async fn reverse(
    State(state): State<AppState>,
    _get: GetAllowed,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Response> {
    let body = ReverseBody {
        lon: parameters.parse("lon")?.ok_or_else(|| wrong("lon"))?,
        lat: parameters.parse("lat")?.ok_or_else(|| wrong("lat"))?,
        limit: parameters.parse("limit")?,
        max_distance_m: parameters.parse("max_distance_m")?,
        lang: None,
        states: states_parameter(&mut parameters)?,
        valid_at: parameters.parse("valid_at")?,
    };
    parameters.finish()?;
    answer_reverse(&state, language, &body).await
}

/// `POST /rest/geocoder/v1/reverse`
pub(crate) async fn reverse_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<ReverseBody>,
) -> Answer<Response> {
    answer_reverse(&state, language, &body).await
}

async fn answer_search(state: &AppState, language: Language, mut question: Question) -> Answer<Response> {
    let day = question.valid_at.take();
    answered(state, &query(question, language)?, day).await
}

async fn answer_suggest(state: &AppState, language: Language, mut question: Question) -> Answer<Response> {
    let day = question.valid_at.take();
    answered(state, &Typing(query(question, language)?), day).await
}

async fn answer_reverse(state: &AppState, language: Language, body: &ReverseBody) -> Answer<Response> {
    let point = lon_lat([body.lon, body.lat]).ok_or_else(|| wrong("lon, lat"))?;
    let max_distance_m = body.max_distance_m.unwrap_or(MAX_DISTANCE_M);
    if !(0.0..=10_000.0).contains(&max_distance_m) {
        return Err(wrong("max_distance_m"));
    }
    let query = ReverseQuery {
        point,
        limit: limit(body.limit).map_err(Problem::bad_request)?,
        max_distance_m,
        stages: stages(body.states.as_deref()).map_err(Problem::bad_request)?,
        language: spoken(body.lang.as_deref(), language),
    };
    answered(state, &query, body.valid_at).await
}

fn query(question: Question, language: Language) -> Answer<civico_geocoder::Query> {
    // Only rows of a batch have names.
    if question.id.is_some() {
        return Err(wrong("id"));
    }
    question.query(language).map_err(Problem::bad_request)
}

/// Returns the index as it is now.
pub(crate) fn snapshot(state: &AppState) -> Snapshot {
    Snapshot { index: state.index.load_full(), is_stale: !state.is_fresh() }
}

/// Returns the index as it was on a day, or as it is now.
pub(crate) async fn snapshot_of(state: &AppState, day: Option<Date>) -> Answer<Snapshot> {
    Ok(Snapshot { index: state.index_of(day).await?, ..snapshot(state) })
}

async fn answered(state: &AppState, asked: &impl Ask, day: Option<Date>) -> Answer<Response> {
    let mut body = Vec::new();
    answer(asked, &snapshot_of(state, day).await?, &GeoJson, &mut body);
    Ok(([(header::CONTENT_TYPE, GEOJSON), (header::CACHE_CONTROL, "no-store")], body).into_response())
}

fn search_parameters(mut parameters: Parameters) -> Answer<Question> {
    let near = parameters.take("near")?.map(|text| pair(&text).ok_or_else(|| wrong("near"))).transpose()?;
    let question = Question {
        id: None,
        q: parameters.take("q")?,
        street: parameters.take("street")?,
        number: parameters.take("number")?,
        municipality: parameters.take("municipality")?,
        postcode: parameters.take("postcode")?,
        limit: parameters.parse("limit")?,
        lang: None,
        near,
        states: states_parameter(&mut parameters)?,
        valid_at: parameters.parse("valid_at")?,
    };
    parameters.finish()?;
    Ok(question)
}

/// Takes the stages that may be answered.
pub(crate) fn states_parameter(parameters: &mut Parameters) -> Answer<Option<Vec<String>>> {
    Ok(parameters.take("states")?.map(|text| text.split(',').map(str::to_owned).collect()))
}

fn pair(text: &str) -> Option<[f64; 2]> {
    let (lon, lat) = text.split_once(',')?;
    Some([lon.trim().parse().ok()?, lat.trim().parse().ok()?])
}
