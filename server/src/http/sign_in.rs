//! Signing in and out: by the OpenID provider, or with a local account's password.

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use civico_store::identity::{NewSession, NewSignIn, SignIn};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{SESSION_COOKIE, Writer, cookie, is_same_origin};
use super::limit;
use super::query::Parameters;
use crate::identity::password;
use crate::identity::provider::{Finished, ProviderError};
use crate::identity::token::Token;
use crate::limits::Trying;
use crate::problem::{Answer, Problem, chain};
use crate::state::AppState;

/// The cookie that ties a sign-in to the browser that began it.
const SIGN_IN_COOKIE: &str = "__Host-civico-sign-in";
/// How long somebody may stay at the provider.
const SIGN_IN_TIME: SignedDuration = SignedDuration::from_mins(10);
/// Where people sign in with a password, and are told what went wrong.
const SIGN_IN_PAGE: &str = "/account/sign-in";

/// A local account and its password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Password {
    account: String,
    password: String,
}

/// `GET /sign-in`: to the provider, or to the page for local accounts.
pub(crate) async fn begin(State(state): State<AppState>, mut parameters: Parameters) -> Answer<Response> {
    let return_to = own_path(parameters.take("return_to")?.as_deref());
    let level = parameters.take("acr")?.filter(|level| state.config.identity.acr_levels.contains(level));
    parameters.finish()?;
    let Some(provider) = &state.provider else {
        let page = format!("{SIGN_IN_PAGE}?return_to={}", encoded(&return_to));
        return Ok(Redirect::to(&page).into_response());
    };
    let minimum = state.config.identity.minimum_acr.get("sign_in");
    let begun = match provider.begin(level.as_deref().or(minimum.map(String::as_str))).await {
        Ok(begun) => begun,
        Err(error) => return Ok(failed(&error)),
    };
    let browser = Token::random().map_err(|error| Problem::internal(&error))?;
    let sign_in = NewSignIn {
        state_sha256: digest(&begun.state),
        browser_sha256: browser.sha256(),
        sign_in: SignIn { nonce: begun.nonce, verifier: begun.verifier, return_to },
        expires_at: Timestamp::now() + SIGN_IN_TIME,
    };
    state.store.add_sign_in(&sign_in).await?;
    let jar = CookieJar::new().add(cookie(SIGN_IN_COOKIE, browser.reveal().to_owned()));
    Ok((jar, Redirect::to(&begun.location)).into_response())
}

/// `GET /sign-in/callback`: the provider sent the browser back.
pub(crate) async fn callback(
    State(state): State<AppState>,
    jar: CookieJar,
    mut parameters: Parameters,
) -> Answer<Response> {
    let (code, answered) = (parameters.take("code")?, parameters.take("state")?);
    let refused = parameters.take("error")?.is_some();
    let issuer = parameters.take("iss")?;
    // Providers add `iss`, `session_state` and more.
    parameters.take_rest()?;
    let browser = jar.get(SIGN_IN_COOKIE).and_then(|cookie| cookie.value().parse::<Token>().ok());
    let (Some(provider), Some(answered), Some(browser)) = (&state.provider, answered, browser) else {
        return Ok(to_page("expired"));
    };
    // An answer that names another provider was meant for it (RFC 9207, 2.4).
    if issuer.is_some_and(|issuer| issuer != provider.issuer()) {
        return Ok(to_page("refused"));
    }
    let taken = state.store.take_sign_in(&digest(&answered), &browser.sha256(), Timestamp::now()).await?;
    let Some(sign_in) = taken else { return Ok(to_page("expired")) };
    let Some(code) = code.filter(|_| !refused) else { return Ok(to_page("refused")) };
    let finished = match provider.finish(code, sign_in.verifier, sign_in.nonce).await {
        Ok(finished) => finished,
        Err(error) => return Ok(failed(&error)),
    };
    if !state.config.identity.suffices(finished.level.as_deref(), "sign_in") {
        return Ok(to_page("level"));
    }
    let Finished { person, level, id_token } = finished;
    let now = Timestamp::now();
    let known = state
        .store
        .sign_in_person((provider.issuer(), &person.account), person.name.as_deref(), &person.grants, now)
        .await?;
    let session = open_session(&state, known, level, Some(id_token)).await?;
    let jar = CookieJar::new().add(session).add(removal(SIGN_IN_COOKIE));
    Ok((jar, Redirect::to(&sign_in.return_to)).into_response())
}

/// `POST /sign-in/local`
pub(crate) async fn local(State(state): State<AppState>, request: Request) -> Answer<Response> {
    let from = limit::address(request.headers(), request.extensions(), &state.config.server.trusted_proxies);
    if !is_same_origin(request.headers(), &state.base_url) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-other-origin")));
    }
    if let Some(Err(too_much)) = from.map(|from| state.limits.sign_in(Trying::Address(from))) {
        return Ok(limit::refuse(too_much));
    }
    let JsonBody(asked) = JsonBody::<Password>::from_request(request, &state).await?;
    if let Err(too_much) = state.limits.sign_in(Trying::Account(digest(&asked.account))) {
        return Ok(limit::refuse(too_much));
    }
    let wrong = || Problem::new(StatusCode::UNAUTHORIZED, Notice::new("problem-wrong-password"));
    let stored = state.store.find_password(&asked.account).await?;
    let (person, hash) = stored.map_or((None, None), |(person, hash)| (Some(person), Some(hash)));
    let given = Sensitive::new(asked.password);
    // Each check takes 64 MB: no more at once than there are places, the others wait.
    let place = state.passwords.clone().acquire_owned().await.map_err(|error| Problem::internal(&error))?;
    // The place goes with the work: a client that leaves does not free it.
    let is_right = tokio::task::spawn_blocking(move || {
        let _place = place;
        password::verify(given.expose(), hash.as_deref())
    })
    .await
    .map_err(|error| Problem::internal(&error))?;
    let Some(person) = person.filter(|_| is_right && state.config.identity.suffices(None, "sign_in")) else {
        return Err(wrong());
    };
    let name = None;
    let now = Timestamp::now();
    let person_again = state.store.sign_in_person(("local", &asked.account), name, &[], now).await?;
    debug_assert_eq!(person, person_again);
    let session = open_session(&state, person, None, None).await?;
    Ok((CookieJar::new().add(session), StatusCode::NO_CONTENT).into_response())
}

/// `POST /sign-out`: ends the session here, and says where to end it at the provider.
pub(crate) async fn sign_out(State(state): State<AppState>, Writer(caller): Writer) -> Answer<Response> {
    let mut location = "/".to_owned();
    if let Some(session) = &caller.session {
        record(&state, &session.token, "sign-out").await?;
        state.store.remove_session(&session.token.sha256()).await?;
        if let (Some(provider), Some(id_token)) = (&state.provider, &session.known.id_token) {
            let there = provider.sign_out_location(id_token, &format!("{}/", state.base_url)).await;
            location = there.unwrap_or(location);
        }
    }
    let jar = CookieJar::new().add(removal(SESSION_COOKIE));
    Ok((jar, axum::Json(json!({"location": location}))).into_response())
}

async fn open_session(
    state: &AppState,
    person: Uuid,
    level: Option<String>,
    id_token: Option<String>,
) -> Answer<Cookie<'static>> {
    let random = || Token::random().map_err(|error| Problem::internal(&error));
    let (token, csrf) = (random()?, random()?);
    let hours = SignedDuration::from_hours(i64::from(state.config.identity.session_hours));
    let session = NewSession {
        token_sha256: token.sha256(),
        person,
        level,
        csrf: csrf.reveal().to_owned(),
        id_token,
        expires_at: Timestamp::now() + hours,
    };
    state.store.add_session(&session).await?;
    record(state, &token, "sign-in").await?;
    Ok(cookie(SESSION_COOKIE, token.reveal().to_owned()))
}

/// Records in the audit of the ente acted for that somebody came or went.
async fn record(state: &AppState, token: &Token, operation: &'static str) -> Answer<()> {
    let Some(known) = state.store.find_session(&token.sha256(), Timestamp::now()).await? else {
        return Ok(());
    };
    let actor = known.actor(Vec::new());
    if let Some(ente) = actor.ente() {
        state.store.add_audit(&actor, ente, operation, None, None).await?;
    }
    Ok(())
}

/// A cookie that takes one away: its attributes are the same, and it is over.
fn removal(name: &'static str) -> Cookie<'static> {
    let mut gone = cookie(name, String::new());
    gone.make_removal();
    gone
}

/// What a provider did wrong is for the log; a person gets a word for what to do.
fn failed(error: &ProviderError) -> Response {
    tracing::warn!(error = %chain(error), "identity.sign-in.failed");
    to_page(if matches!(error, ProviderError::Discovery(_)) { "provider" } else { "refused" })
}

fn to_page(error: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (headers, Redirect::to(&format!("{SIGN_IN_PAGE}?error={error}"))).into_response()
}

/// Keeps a path of ours; anything that leads elsewhere becomes the start.
fn own_path(asked: Option<&str>) -> String {
    let is_own = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.len() <= 500
            && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    };
    asked.filter(is_own).unwrap_or("/").to_owned()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn digest(text: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "", "evil"] {
            assert_eq!(own_path(Some(path)), "/", "{path:?}");
        }
        assert_eq!(own_path(Some("/account/keys?x=1#y")), "/account/keys?x=1#y");
    }
}
