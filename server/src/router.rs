//! Every route, on one screen.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, patch, post, put};
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::cors::{Any, CorsLayer};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::http::{
    acts, addok, addresses, aggregates, api, audit, batch, caller, changes, collections, conflicts, datasets,
    delegations, deliveries, downloads, enti, execution, export, fonts, geocoder, intake, internals, items,
    jobs, keys, landing, limit, localities, me, measure, openapi, processes, quality, record_changes,
    records, reviews, roles, sign_in, status, styles, summary, thoroughfares, tiles, zones,
};
use crate::problem::write_problems;
use crate::state::AppState;

/// No script, style, image or connection but our own, nowhere to be framed.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The map alone, without a session, may stand in other pages.
const EMBED_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors *";

pub(crate) fn router(state: &AppState) -> Router {
    let viewer = &state.config.server.viewer_folder;
    let open = Router::new()
        .nest("/ogc", ogc())
        // The standard's clients ask for the root with a slash at its end too.
        .route("/ogc/", get(landing::landing))
        .nest("/rest", rest())
        .route("/tiles/{collection}", get(tiles::tilejson))
        .route("/fonts/{stack}/{range}", get(fonts::glyphs))
        .route("/sprites/{sprite}", get(fonts::sprite))
        .merge(signing_in())
        .merge(in_addok())
        .layer(
            CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest).compress_when(
                DefaultPredicate::new()
                    .and(NotForContentType::const_new("application/zip"))
                    // A row's answer does not wait for the next ones to be worth compressing.
                    .and(NotForContentType::const_new("application/x-ndjson")),
            ),
        )
        // Compressed when they are made.
        .route("/tiles/{collection}/{z}/{x}/{y}", get(tiles::tile))
        .layer(from_fn_with_state(state.clone(), limit::by_key))
        .layer(from_fn_with_state(state.clone(), caller::authenticate))
        .method_not_allowed_fallback(landing::wrong_method)
        // Public data, read by any page; nothing is sent with a credential.
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods(Any)
                .allow_headers([header::CONTENT_TYPE])
                .expose_headers([batch::SEQ, batch::ASSUMED]),
        );
    let embed =
        ServiceBuilder::new().layer(policy(EMBED_POLICY)).service(ServeFile::new(viewer.join("index.html")));
    Router::new()
        .merge(open)
        .route("/status", get(status::status))
        .route("/metrics", get(status::metrics))
        .nest_service("/assets", ServeDir::new(viewer.join("assets")).precompressed_gzip())
        .route_service("/", ServeFile::new(viewer.join("index.html")))
        .route_service("/embed", embed)
        .route_service("/account", ServeFile::new(viewer.join("account.html")))
        .route_service("/account/{page}", ServeFile::new(viewer.join("account.html")))
        .fallback(landing::unknown)
        .method_not_allowed_fallback(landing::wrong_method)
        .with_state(state.clone())
        .layer(from_fn_with_state(state.clone(), limit::by_address))
        .layer(from_fn(write_problems))
        .layer(from_fn_with_state(state.clone(), measure::measure))
        .layer(CatchPanicLayer::custom(landing::panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(state.config.server.request_timeout_s),
        ))
        .layer(GlobalConcurrencyLimitLayer::new(state.config.server.concurrent_requests))
        .layer(from_fn(intake::take))
        .layer(from_fn(write_problems))
        // Whoever watches the program is answered even when it has no place left for others.
        .route("/status/live", get(status::live))
        .layer(policy(CONTENT_SECURITY_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
}

/// The OGC APIs.
fn ogc() -> Router<AppState> {
    Router::new()
        .route("/", get(landing::landing))
        .route("/conformance", get(landing::conformance))
        .route("/api", get(api::api))
        .route("/collections", get(collections::list))
        .route("/collections/{collection}", get(collections::get))
        .route("/collections/{collection}/items", get(items::list))
        .route("/collections/{collection}/items/{item}", get(items::get))
        .route("/jobs", get(jobs::list))
        .route("/jobs/{job}", get(jobs::get).patch(jobs::change).delete(jobs::dismiss))
        .route("/jobs/{job}/rerun", post(jobs::rerun))
        .route("/jobs/{job}/results", get(jobs::results))
        .route("/processes", get(processes::list))
        .route("/processes/{process}", get(processes::get))
        .route("/processes/{process}/execution", post(execution::run))
        .route("/styles/{style}", get(styles::get))
        .layer(DefaultBodyLimit::max(execution::MAX_BODY_BYTES))
        .layer(SetResponseHeaderLayer::appending(
            header::VARY,
            HeaderValue::from_static("accept, accept-language, authorization, cookie"),
        ))
}

/// The faces that follow ModI.
fn rest() -> Router<AppState> {
    Router::new()
        .route("/audit/v1/entries", get(audit::list))
        .route("/catalog/v1/datasets", get(datasets::list))
        .route("/catalog/v1/datasets/{collection}", patch(datasets::change))
        .route("/catalog/v1/summary", get(summary::get))
        .route("/catalog/v1/export", get(export::download))
        .route("/geocoder/v1/batch", post(batch::batch))
        .route("/geocoder/v1/search", get(geocoder::search).post(geocoder::search_body))
        .route("/geocoder/v1/suggest", get(geocoder::suggest).post(geocoder::suggest_body))
        .route("/geocoder/v1/reverse", get(geocoder::reverse).post(geocoder::reverse_body))
        .route("/geocoder/v1/zones", get(zones::get).post(zones::ask))
        .route("/identity/v1/delegations", get(delegations::list).post(delegations::grant))
        .route("/identity/v1/delegations/{delegation}", delete(delegations::remove))
        .route("/identity/v1/enti", get(enti::list))
        .route("/identity/v1/enti/{ente}", get(enti::get).put(enti::put))
        .route("/identity/v1/keys", get(keys::list).post(keys::create))
        .route("/identity/v1/keys/{key}", delete(keys::revoke))
        .route("/identity/v1/me", get(me::get))
        .route("/identity/v1/me/acting", put(me::act_for))
        .route("/identity/v1/roles", get(roles::list).post(roles::grant))
        .route("/identity/v1/roles/{role}", delete(roles::remove))
        .route("/records/v1/aggregates", get(aggregates::get).post(aggregates::publish))
        .route("/records/v1/changes", get(record_changes::list))
        .route("/records/v1/records", get(records::list).post(records::register))
        .route("/records/v1/records/{record}", get(records::get).put(records::put).delete(records::remove))
        .route("/records/v1/reviews", get(reviews::list))
        .route("/records/v1/reviews/{record}", post(reviews::decide))
        .merge(rest_of_files())
        .route("/toponymy/v1/acts", get(acts::list).post(acts::ask))
        .route("/toponymy/v1/acts/{act}", get(acts::get))
        .route("/toponymy/v1/acts/{act}/decision", post(acts::decide))
        .route("/toponymy/v1/addresses/{id}", get(addresses::get))
        .route("/toponymy/v1/addresses/{id}/internals", get(internals::list))
        .route("/toponymy/v1/addresses/{id}/zones", get(zones::of_address))
        .route("/toponymy/v1/anncsu", get(downloads::alignment))
        .route("/toponymy/v1/changes", get(changes::list))
        .route("/toponymy/v1/conflicts", get(conflicts::list))
        .route("/toponymy/v1/deliveries/{delivery}", get(deliveries::get))
        .route("/toponymy/v1/deliveries/{delivery}/decision", post(deliveries::decide))
        .route("/toponymy/v1/downloads", get(downloads::download))
        .route("/toponymy/v1/exists", get(addresses::exists))
        .route("/toponymy/v1/history/{id}", get(changes::history))
        .route("/toponymy/v1/localities", get(localities::list))
        .route("/toponymy/v1/localities/{id}", get(localities::get))
        .route("/toponymy/v1/openapi", get(openapi::toponymy))
        .route("/toponymy/v1/quality", get(quality::quality))
        .route("/toponymy/v1/rules", get(quality::rules))
        .route("/toponymy/v1/violations", get(quality::violations))
        .route("/toponymy/v1/thoroughfares", get(thoroughfares::list))
        .route("/toponymy/v1/thoroughfares/{id}", get(thoroughfares::get))
        .route("/toponymy/v1/thoroughfares/{id}/addresses", get(addresses::list))
        .route("/toponymy/v1/thoroughfares/{id}/range", get(addresses::range))
}

/// What takes files as parts of a form: the handler counts what comes, up to some times Milan's.
fn rest_of_files() -> Router<AppState> {
    Router::new()
        .route("/toponymy/v1/deliveries", get(deliveries::list).post(deliveries::send))
        .layer(DefaultBodyLimit::disable())
}

/// The geocoder for clients of addok.
fn in_addok() -> Router<AppState> {
    Router::new()
        .route("/addok/search", get(addok::search).post(addok::search_form))
        .route("/addok/reverse", get(addok::reverse).post(addok::reverse_form))
        .route("/addok/search/csv", post(addok::search_csv))
        .route("/addok/reverse/csv", post(addok::reverse_csv))
        // The handlers have limits of their own for files.
        .layer(DefaultBodyLimit::disable())
}

/// Signing in and out.
fn signing_in() -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in::begin))
        .route("/sign-in/callback", get(sign_in::callback))
        .route("/sign-in/local", post(sign_in::local))
        .route("/sign-out", post(sign_in::sign_out))
}

/// A policy for answers that have none of their own.
fn policy(value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(value))
}

fn always(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
