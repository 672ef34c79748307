//! Glyphs and sprites of the styles.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::query::Parameters;
use crate::problem::{Answer, Problem};

const A_DAY: &str = "public, max-age=86400";

/// `GET /fonts/{stack}/{range}.pbf`
pub(crate) async fn glyphs(
    Path((stack, range)): Path<(String, String)>,
    parameters: Parameters,
) -> Answer<Response> {
    parameters.finish()?;
    let range = range.strip_suffix(".pbf").unwrap_or(&range);
    let glyphs = civico_styles::glyphs(&stack, range).ok_or_else(|| Problem::not_found("glyphs"))?;
    let headers = [(header::CONTENT_TYPE, "application/x-protobuf"), (header::CACHE_CONTROL, A_DAY)];
    Ok((headers, glyphs).into_response())
}

/// `GET /sprites/{sprite}`
pub(crate) async fn sprite(Path(name): Path<String>, parameters: Parameters) -> Answer<Response> {
    parameters.finish()?;
    let sprite = civico_styles::sprite(&name).ok_or_else(|| Problem::not_found("sprite"))?;
    let media_type =
        if name.split('.').next_back() == Some("json") { "application/json" } else { "image/png" };
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, A_DAY)], sprite).into_response())
}
