//! The assertion by which a client proves itself with a key (RFC 7523; OpenID Connect Core, 9).

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use uuid::Uuid;

/// How long an assertion is valid, in seconds.
const LIFETIME_S: i64 = 60;
/// `client_assertion_type` of RFC 7523, 2.2.
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    iat: i64,
    exp: i64,
}

/// Signs an assertion of `client_id` for `audience` with an RSA key in PEM.
///
/// # Errors
/// The key is none, or cannot sign.
pub(super) fn sign(
    pem: &[u8],
    key_id: Option<&str>,
    client_id: &str,
    audience: &str,
    now_s: i64,
) -> Result<String, jsonwebtoken::errors::Error> {
    let header = Header { kid: key_id.map(str::to_owned), ..Header::new(Algorithm::RS256) };
    let claims = Claims {
        iss: client_id,
        sub: client_id,
        aud: audience,
        jti: Uuid::new_v4().to_string(),
        iat: now_s,
        exp: now_s + LIFETIME_S,
    };
    encode(&header, &claims, &EncodingKey::from_rsa_pem(pem)?)
}
