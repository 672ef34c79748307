//! The geocoder: search, suggest, reverse.
//!
//! `POST` with a body is the way to ask: what a person types does not stand in an address then.
//! `GET` is there for public data and for trying out. The question is never repeated in the answer.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use civico_geocoder::{AddressFields, Answer as Found, Candidate, LonLat, Query, ReverseQuery, Stages, Text};
use serde::{Deserialize, Serialize};

use super::body::JsonBody;
use super::link::GEOJSON;
use super::query::{Parameters, wrong};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The farthest that is looked for around a point unless the request says less, in metres.
const MAX_DISTANCE_M: f64 = 500.0;
/// How many answers when nobody says.
const DEFAULT_LIMIT: usize = 5;

/// A question in a body.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SearchBody {
    q: Option<String>,
    street: Option<String>,
    number: Option<String>,
    municipality: Option<String>,
    postcode: Option<String>,
    limit: Option<usize>,
    lang: Option<String>,
    near: Option<[f64; 2]>,
    states: Option<Vec<String>>,
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
}

/// `GET /rest/geocoder/v1/search`
pub(crate) async fn search(
    State(state): State<AppState>,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_search(&state, language, search_parameters(parameters)?)
}

/// `POST /rest/geocoder/v1/search`
pub(crate) async fn search_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<SearchBody>,
) -> Answer<Response> {
    answer_search(&state, language, body)
}

/// `GET /rest/geocoder/v1/suggest`
pub(crate) async fn suggest(
    State(state): State<AppState>,
    language: Language,
    parameters: Parameters,
) -> Answer<Response> {
    answer_suggest(&state, language, search_parameters(parameters)?)
}

/// `POST /rest/geocoder/v1/suggest`
pub(crate) async fn suggest_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<SearchBody>,
) -> Answer<Response> {
    answer_suggest(&state, language, body)
}

/// `GET /rest/geocoder/v1/reverse`
pub(crate) async fn reverse(
    State(state): State<AppState>,
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
    };
    parameters.finish()?;
    answer_reverse(&state, language, &body)
}

/// `POST /rest/geocoder/v1/reverse`
pub(crate) async fn reverse_body(
    State(state): State<AppState>,
    language: Language,
    JsonBody(body): JsonBody<ReverseBody>,
) -> Answer<Response> {
    answer_reverse(&state, language, &body)
}

fn answer_search(state: &AppState, language: Language, body: SearchBody) -> Answer<Response> {
    let query = query(body, language)?;
    Ok(write(state, &civico_geocoder::geocode(&query, &state.index.load())))
}

fn answer_suggest(state: &AppState, language: Language, body: SearchBody) -> Answer<Response> {
    let query = query(body, language)?;
    Ok(write(state, &civico_geocoder::suggest(&query, &state.index.load())))
}

fn answer_reverse(state: &AppState, language: Language, body: &ReverseBody) -> Answer<Response> {
    let point = lon_lat([body.lon, body.lat]).ok_or_else(|| wrong("lon, lat"))?;
    let max_distance_m = body.max_distance_m.unwrap_or(MAX_DISTANCE_M);
    if !(0.0..=10_000.0).contains(&max_distance_m) {
        return Err(wrong("max_distance_m"));
    }
    let query = ReverseQuery {
        point,
        limit: limit(body.limit)?,
        max_distance_m,
        stages: stages(body.states.as_deref())?,
        language: spoken(body.lang.as_deref(), language),
    };
    Ok(write(state, &civico_geocoder::reverse(&query, &state.index.load())))
}

fn query(body: SearchBody, language: Language) -> Answer<Query> {
    let fields = [&body.street, &body.number, &body.municipality, &body.postcode];
    let text = match (body.q, fields.iter().any(|field| field.is_some())) {
        (Some(q), false) if !q.trim().is_empty() => Text::Free(Sensitive::new(q)),
        (None, true) => Text::Fields(Sensitive::new(AddressFields {
            street: body.street.unwrap_or_default(),
            number: body.number.unwrap_or_default(),
            municipality: body.municipality.unwrap_or_default(),
            postcode: body.postcode.unwrap_or_default(),
        })),
        (Some(_), true) => return Err(wrong("q")),
        _ => return Err(Problem::bad_request(Notice::new("problem-no-query"))),
    };
    Ok(Query {
        text,
        limit: limit(body.limit)?,
        near: body.near.map(|near| lon_lat(near).ok_or_else(|| wrong("near"))).transpose()?,
        stages: stages(body.states.as_deref())?,
        language: spoken(body.lang.as_deref(), language),
    })
}

fn search_parameters(mut parameters: Parameters) -> Answer<SearchBody> {
    let near = parameters.take("near")?.map(|text| pair(&text).ok_or_else(|| wrong("near"))).transpose()?;
    let body = SearchBody {
        q: parameters.take("q")?,
        street: parameters.take("street")?,
        number: parameters.take("number")?,
        municipality: parameters.take("municipality")?,
        postcode: parameters.take("postcode")?,
        limit: parameters.parse("limit")?,
        lang: None,
        near,
        states: states_parameter(&mut parameters)?,
    };
    parameters.finish()?;
    Ok(body)
}

fn states_parameter(parameters: &mut Parameters) -> Answer<Option<Vec<String>>> {
    Ok(parameters.take("states")?.map(|text| text.split(',').map(str::to_owned).collect()))
}

fn pair(text: &str) -> Option<[f64; 2]> {
    let (lon, lat) = text.split_once(',')?;
    Some([lon.trim().parse().ok()?, lat.trim().parse().ok()?])
}

fn lon_lat([lon, lat]: [f64; 2]) -> Option<LonLat> {
    ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(LonLat { lon, lat })
}

fn limit(asked: Option<usize>) -> Answer<usize> {
    match asked {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 1..=civico_geocoder::MAX_LIMIT) => Ok(limit),
        Some(_) => Err(wrong("limit")),
    }
}

fn stages(asked: Option<&[String]>) -> Answer<Stages> {
    match asked {
        None => Ok(Stages::CURRENT),
        Some(tokens) => tokens.iter().map(|token| token.parse().map_err(|_error| wrong("states"))).collect(),
    }
}

fn spoken(asked: Option<&str>, language: Language) -> civico_geocoder::Language {
    civico_geocoder::Language::of_tag(asked.unwrap_or(language.as_str()))
}

/// An answer as GeoJSON, written as it is, not by way of a tree of values.
#[derive(Serialize)]
struct Written<'a> {
    r#type: &'static str,
    /// Empty on purpose.
    query: &'static str,
    seq: i64,
    stale: bool,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: Option<Point>,
    properties: &'a Candidate,
}

#[derive(Serialize)]
struct Point {
    r#type: &'static str,
    coordinates: [f64; 2],
}

fn write(state: &AppState, found: &Found) -> Response {
    let features = (found.candidates.iter())
        .map(|candidate| Feature {
            r#type: "Feature",
            geometry: candidate.point.map(|at| Point { r#type: "Point", coordinates: [at.lon, at.lat] }),
            properties: candidate,
        })
        .collect();
    let written = Written {
        r#type: "FeatureCollection",
        query: "",
        seq: found.seq,
        stale: !state.is_fresh(),
        features,
    };
    match serde_json::to_vec(&written) {
        Ok(body) => {
            ([(header::CONTENT_TYPE, GEOJSON), (header::CACHE_CONTROL, "no-store")], body).into_response()
        }
        Err(error) => Problem::internal(&error).into_response(),
    }
}
