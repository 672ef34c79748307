//! Who asks: a session's cookie or a program's key, looked up in the database with each request.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use civico_domain::identity::{Actor, Principal};
use civico_domain::notice::Notice;
use civico_store::identity::KnownSession;
use jiff::Timestamp;

use crate::identity::token::{ApiKey, Token};
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The session's cookie; the prefix makes browsers refuse it without `Secure` or from a subdomain.
pub(crate) const SESSION_COOKIE: &str = "__Host-civico";
/// The header in which writes repeat what `/me` gave.
const CSRF_HEADER: &str = "x-csrf-token";
/// What somebody who is known gets is for nobody else.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");
/// Faces for which a key can be made.
pub(crate) const FACES: [&str; 8] =
    ["catalog", "ogc", "tiles", "geocoder", "toponymy", "records", "identity", "audit"];

/// Who asks.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) actor: Actor,
    pub(crate) session: Option<Arc<Session>>,
    /// What the key is for.
    pub(crate) purpose: Option<Arc<str>>,
}

/// The session of a person.
pub(crate) struct Session {
    pub(crate) known: KnownSession,
    pub(crate) token: Token,
}

/// Anybody who sends a body that changes nothing: of a session only a page of ours.
pub(crate) struct Asker(pub(crate) Caller);

/// Somebody who is known and means to change something: a key, or a session whose page said so.
pub(crate) struct Writer(pub(crate) Caller);

impl Caller {
    fn anonymous() -> Self {
        Self { actor: Actor::Anonymous, session: None, purpose: None }
    }

    /// Returns the key's id, of a program.
    pub(crate) fn key(&self) -> Option<uuid::Uuid> {
        match self.actor.identity()?.principal {
            Principal::Key(id) => Some(id),
            Principal::Person(_) => None,
        }
    }

    /// Returns who is known.
    ///
    /// # Errors
    /// Nobody signed in.
    pub(crate) fn known(self) -> Answer<Self> {
        if self.actor == Actor::Anonymous { Err(sign_in_needed()) } else { Ok(self) }
    }
}

/// Finds out who asks. What is malformed is refused; a session that is over is nobody's.
pub(crate) async fn authenticate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = match identify(&state, &parts).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    let is_known = caller.actor != Actor::Anonymous;
    parts.extensions.insert(caller);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if is_known {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(PRIVATE);
    }
    response
}

async fn identify(state: &AppState, request: &Parts) -> Answer<Caller> {
    let headers = &request.headers;
    if headers.contains_key(header::AUTHORIZATION) {
        return program(state, headers, request.uri.path()).await;
    }
    let mut cookies = CookieJar::from_headers(headers)
        .iter()
        .filter(|c| c.name() == SESSION_COOKIE)
        .cloned()
        .collect::<Vec<_>>();
    let Some(cookie) = cookies.pop() else { return Ok(Caller::anonymous()) };
    let token: Token = cookie.value().parse().map_err(|_error| malformed())?;
    let Some(known) = state.store.find_session(&token.sha256(), Timestamp::now()).await? else {
        return Ok(Caller::anonymous());
    };
    let is_safe = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe && !is_same_origin(headers, &state.base_url) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-other-origin")));
    }
    let actor = known.actor(state.config.identity.withheld(known.level.as_deref()));
    Ok(Caller { actor, session: Some(Arc::new(Session { known, token })), purpose: None })
}

async fn program(state: &AppState, headers: &HeaderMap, path: &str) -> Answer<Caller> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(malformed()) };
    let text = value.to_str().map_err(|_error| malformed())?;
    let (scheme, credential) = text.split_once(' ').ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(malformed());
    }
    let key: ApiKey = credential.trim().parse().map_err(|_error| malformed())?;
    let found = state.store.find_key(key.id, &key.secret.sha256(), Timestamp::now()).await?;
    let known =
        found.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, Notice::new("problem-unknown-key")))?;
    if !face(path).is_some_and(|face| known.routes.iter().any(|route| route == face)) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-key-not-for-this")));
    }
    let actor = Actor::Signed(Arc::new(known.identity));
    Ok(Caller { actor, session: None, purpose: Some(known.purpose.into()) })
}

/// The face that a path belongs to.
fn face(path: &str) -> Option<&'static str> {
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("rest/").unwrap_or(path);
    let first = path.split('/').next().unwrap_or_default();
    // The geocoder in the dialect of its elder.
    let first = if first == "addok" { "geocoder" } else { first };
    FACES.into_iter().find(|face| *face == first)
}

/// Tells whether a page of ours sent the request (Fetch Metadata; RFC 6454). Programs send neither
/// header, and have no browser's cookie.
pub(crate) fn is_same_origin(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) if site != "same-origin" && site != "none" => false,
        (_, Some(origin)) => {
            base_url == origin || base_url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'))
        }
        (_, None) => true,
    }
}

/// Makes a cookie that only we get, over a secure connection, not from other sites' forms. It ends
/// with the browser; what it stands for ends earlier, in the database.
pub(crate) fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(true);
    cookie.set_same_site(SameSite::Lax);
    cookie
}

fn malformed() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, Notice::new("problem-malformed-credential"))
}

/// Nobody signed in.
pub(crate) fn sign_in_needed() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, Notice::new("problem-sign-in-needed"))
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::anonymous))
    }
}

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
        if let Some(session) = &caller.session {
            let repeated = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
            if repeated != Some(session.known.csrf.as_str()) {
                return Err(Problem::new(StatusCode::FORBIDDEN, Notice::new("problem-csrf")));
            }
        }
        Ok(Self(caller))
    }
}

impl<S: Sync> FromRequestParts<S> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let known = parts.extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous).known();
        let _known: Caller = known?;
        let Asker(caller) = Asker::from_request_parts(parts, state).await?;
        Ok(Self(caller))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_one_face() {
        assert_eq!(face("/rest/geocoder/v1/search"), Some("geocoder"));
        assert_eq!(face("/ogc/collections"), Some("ogc"));
        assert_eq!(face("/tiles/x/1/2/3"), Some("tiles"));
        assert_eq!(face("/addok/search/csv"), Some("geocoder"));
        assert_eq!(face("/status"), None);
        assert_eq!(face("/rest"), None);
    }

    #[test]
    fn only_our_pages_may_use_the_cookie() {
        let with = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            is_same_origin(&headers.collect(), "https://geo.example.org")
        };
        assert!(with(&[("sec-fetch-site", "same-origin"), ("origin", "https://geo.example.org")]));
        assert!(with(&[]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("origin", "https://geo.example.org.evil.example")]));
        assert!(!with(&[("origin", "https://geo.example.or")]));
        assert!(!with(&[("origin", "null")]));
    }
}
