//! Reads of whole comuni: few at a time, so that small ones go on beside them.

use std::time::Duration;

use axum::http::StatusCode;
use civico_domain::notice::Notice;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::problem::{Answer, Problem};

/// Whole comuni that one node measures or compares at the same time.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// Waits for a place among them.
///
/// # Errors
/// Too many are before.
pub(super) async fn place() -> Answer<SemaphorePermit<'static>> {
    let busy = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, Notice::new("problem-register-busy"));
    timeout(PATIENCE, PLACES.acquire()).await.map_err(|_elapsed| busy())?.map_err(|_closed| busy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_that_comes_too_many_waits_for_its_turn() {
        let (one, _two) = (place().await.unwrap(), place().await.unwrap());
        assert!(timeout(Duration::from_millis(20), place()).await.is_err(), "it waits");
        drop(one);
        assert!(timeout(Duration::from_secs(5), place()).await.unwrap().is_ok());
    }
}
