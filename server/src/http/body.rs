//! Bodies of requests as JSON objects; the words of one that is refused are not repeated.

use axum::Json;
use axum::extract::{FromRequest, Request};
use civico_domain::notice::Notice;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A body that was read.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(_rejection) => Err(Problem::bad_request(Notice::new("problem-unreadable-body"))),
        }
    }
}
