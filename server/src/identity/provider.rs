//! The OpenID provider: authorization code with PKCE S256 (OpenID Connect Core 1.0; RFC 7636).

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout,
    RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, TokenResponse,
    UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::assertion::{ASSERTION_TYPE, sign};
use super::claims::Person;
use super::config::{ClientAuthentication, ProviderConfig};

/// How long the provider may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long what was discovered is used before it is asked for again.
const DISCOVERED_FOR: Duration = Duration::from_hours(1);
/// How far the provider's clock may be from ours.
const CLOCK_SKEW: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

/// An id token is made for the sign-in under way: it is no older than that may take.
const ISSUED_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

/// All claims of an id token beside those of the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct AllClaims(Map<String, Value>);
impl AdditionalClaims for AllClaims {}

type Fields = IdTokenFields<
    AllClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type OpenIdClient = Client<
    AllClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider as it is configured, with what was discovered of it.
pub(crate) struct Provider {
    config: ProviderConfig,
    redirect_url: String,
    http: openidconnect::reqwest::Client,
    discovered: ArcSwapOption<Discovered>,
}

struct Discovered {
    client: OpenIdClient,
    token_endpoint: String,
    end_session: Option<EndSessionUrl>,
    at: Instant,
}

/// Where to send the browser, and what to remember until it is back.
pub(crate) struct Begun {
    pub(crate) location: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

/// Who signed in.
pub(crate) struct Finished {
    pub(crate) person: Person,
    pub(crate) level: Option<String>,
    pub(crate) id_token: String,
}

/// A sign-in failed at the provider. Nothing that was sent is repeated in the words.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("the provider cannot be reached or is not one: {0}")]
    Discovery(String),
    #[error("the provider did not take the code: {0}")]
    Code(String),
    #[error("the provider gave no id token")]
    NoIdToken,
    #[error("the id token is not to be trusted: {0}")]
    IdToken(openidconnect::ClaimsVerificationError),
    #[error("the userinfo endpoint does not answer for this person: {0}")]
    UserInfo(String),
    #[error("no claim names the account")]
    NoAccount,
    #[error("the key for the client's assertion cannot be used")]
    Key,
}

impl Provider {
    /// Makes a provider that sends browsers back to `{base_url}/sign-in/callback`.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub(crate) fn new(config: ProviderConfig, base_url: &str) -> anyhow::Result<Self> {
        // Redirects are not followed: a provider must not send the server elsewhere.
        let http = openidconnect::reqwest::ClientBuilder::new()
            .redirect(openidconnect::reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()?;
        let redirect_url = format!("{base_url}/sign-in/callback");
        Ok(Self { config, redirect_url, http, discovered: ArcSwapOption::empty() })
    }

    /// Returns the issuer.
    pub(crate) fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// Begins a sign-in; `level` is the strength asked for.
    ///
    /// # Errors
    /// The provider cannot be reached.
    pub(crate) async fn begin(&self, level: Option<&str>) -> Result<Begun, ProviderError> {
        let discovered = self.discover(false).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = discovered
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge);
        // The library asks for `openid` by itself.
        for scope in self.config.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(level) = level {
            request = request
                .add_auth_context_value(openidconnect::AuthenticationContextClass::new(level.to_owned()));
        }
        let (url, state, nonce) = request.url();
        Ok(Begun {
            location: url.to_string(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Trades the code for an id token and checks it. A key that is not known is asked for once: the
    /// provider may have a new one.
    ///
    /// # Errors
    /// The provider refuses the code, or the token is not to be trusted.
    pub(crate) async fn finish(
        &self,
        code: String,
        verifier: String,
        nonce: String,
    ) -> Result<Finished, ProviderError> {
        let discovered = self.discover(false).await?;
        let tokens = self.exchange(&discovered, code, verifier).await?;
        let id_token = tokens.id_token().ok_or(ProviderError::NoIdToken)?;
        let nonce = Nonce::new(nonce);
        let claims = match check(id_token, &discovered.client, &nonce) {
            Err(ProviderError::IdToken(openidconnect::ClaimsVerificationError::SignatureVerification(_))) => {
                let discovered = self.discover(true).await?;
                check(id_token, &discovered.client, &nonce)?
            }
            other => other?,
        };
        // The strength is what the signed token says, nobody else.
        let level = claims.get("acr").and_then(Value::as_str).map(str::to_owned);
        let claims = self.complete(&discovered, &tokens, claims).await?;
        let person = Person::read(&claims, &self.config).ok_or(ProviderError::NoAccount)?;
        Ok(Finished { person, level, id_token: id_token.to_string() })
    }

    /// Adds what only the userinfo endpoint says: proxies for SPID and CIE put the person there and
    /// nothing but the protocol's claims into the id token. What the signed token says comes first.
    async fn complete(
        &self,
        discovered: &Discovered,
        tokens: &Tokens,
        claims: Map<String, Value>,
    ) -> Result<Map<String, Value>, ProviderError> {
        let has_endpoint = discovered.client.user_info_url().is_some();
        if !has_endpoint || self.config.is_complete(&claims) {
            return Ok(claims);
        }
        let failed = |error: &dyn std::error::Error| ProviderError::UserInfo(short(error));
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let request = discovered
            .client
            .user_info(tokens.access_token().clone(), Some(SubjectIdentifier::new(subject)))
            .map_err(|error| failed(&error))?;
        let said: UserInfoClaims<AllClaims, CoreGenderClaim> =
            request.request_async(&self.http).await.map_err(|error| failed(&error))?;
        let Ok(Value::Object(mut all)) = serde_json::to_value(said) else { return Ok(claims) };
        // Each source vouches for its own address only.
        let mut claims = claims;
        if !claims.contains_key("email") {
            claims.remove("email_verified");
        }
        all.extend(claims);
        Ok(all)
    }

    /// Returns where the browser signs out of the provider too, if the provider has such a place
    /// (RP-Initiated Logout 1.0).
    pub(crate) async fn sign_out_location(&self, id_token: &str, back_to: &str) -> Option<String> {
        let discovered = self.discover(false).await.ok()?;
        let mut url = discovered.end_session.as_ref()?.url().clone();
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", back_to);
        Some(url.to_string())
    }

    async fn exchange(
        &self,
        discovered: &Discovered,
        code: String,
        verifier: String,
    ) -> Result<Tokens, ProviderError> {
        let request = discovered
            .client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| ProviderError::Discovery(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier));
        let request = match (self.config.authentication, &self.config.private_key_file) {
            (ClientAuthentication::PrivateKeyJwt, Some(file)) => {
                let pem = tokio::fs::read(file).await.map_err(|_unreadable| ProviderError::Key)?;
                let (key_id, client_id) = (self.config.private_key_id.as_deref(), &self.config.client_id);
                let now_s = jiff::Timestamp::now().as_second();
                let assertion = sign(&pem, key_id, client_id, &discovered.token_endpoint, now_s)
                    .map_err(|_unusable| ProviderError::Key)?;
                request
                    .add_extra_param("client_assertion_type", ASSERTION_TYPE)
                    .add_extra_param("client_assertion", assertion)
            }
            _ => request,
        };
        request.request_async(&self.http).await.map_err(|error| ProviderError::Code(short(&error)))
    }

    /// Returns what is known of the provider; asks it when that is old, or `anew`.
    async fn discover(&self, anew: bool) -> Result<Arc<Discovered>, ProviderError> {
        if let Some(known) = self.discovered.load_full()
            && !anew
            && known.at.elapsed() < DISCOVERED_FOR
        {
            return Ok(known);
        }
        let failed = |reason: String| ProviderError::Discovery(reason);
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|error| failed(error.to_string()))?;
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &self.http)
            .await
            .map_err(|error| failed(short(&error)))?;
        let token_endpoint = metadata.token_endpoint().map(|url| url.as_str().to_owned()).unwrap_or_default();
        let end_session = metadata.additional_metadata().end_session_endpoint.clone();
        let redirect =
            RedirectUrl::new(self.redirect_url.clone()).map_err(|error| failed(error.to_string()))?;
        let (secret, auth_type) = match self.config.authentication {
            ClientAuthentication::ClientSecretBasic => {
                (self.config.client_secret.clone(), AuthType::BasicAuth)
            }
            ClientAuthentication::ClientSecretPost => {
                (self.config.client_secret.clone(), AuthType::RequestBody)
            }
            ClientAuthentication::PrivateKeyJwt => (None, AuthType::RequestBody),
        };
        let client_id = ClientId::new(self.config.client_id.clone());
        let client = OpenIdClient::from_provider_metadata(metadata, client_id, secret.map(ClientSecret::new))
            .set_redirect_uri(redirect)
            .set_auth_type(auth_type);
        let discovered = Arc::new(Discovered { client, token_endpoint, end_session, at: Instant::now() });
        self.discovered.store(Some(discovered.clone()));
        Ok(discovered)
    }
}

type IdToken = openidconnect::IdToken<
    AllClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// Checks signature, issuer, audience, times and nonce, and returns all claims.
fn check(
    id_token: &IdToken,
    client: &OpenIdClient,
    nonce: &Nonce,
) -> Result<Map<String, Value>, ProviderError> {
    let verifier = client
        .id_token_verifier()
        .set_time_fn(|| instant(jiff::Timestamp::now() - CLOCK_SKEW))
        .set_issue_time_verifier_fn(|issued| {
            let now = jiff::Timestamp::now();
            let is_fresh = issued <= instant(now + CLOCK_SKEW) && issued >= instant(now - ISSUED_WITHIN);
            if is_fresh { Ok(()) } else { Err("issued in the future or long ago".to_owned()) }
        });
    let claims = id_token.claims(&verifier, nonce).map_err(ProviderError::IdToken)?;
    match serde_json::to_value(claims) {
        Ok(Value::Object(all)) => Ok(all),
        _ => Err(ProviderError::NoAccount),
    }
}

fn instant(at: jiff::Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default()
}

/// The kind of a failure without what was sent or received.
fn short(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    text.split(['\n', '{']).next().unwrap_or_default().chars().take(120).collect()
}
