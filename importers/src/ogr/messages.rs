//! What GDAL and GEOS say while they work; they are told apart from what their calls return.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use gdal::errors::CplErrType;

/// How many messages are kept until somebody asks.
const KEPT: usize = 64;

/// Whether a failure is among the messages; asked for each feature.
static FAILED: AtomicBool = AtomicBool::new(false);
static MESSAGES: Mutex<Vec<(bool, String)>> = Mutex::new(Vec::new());

/// Keeps messages instead of printing them.
pub(super) fn listen() {
    gdal::config::set_error_handler(|severity, _number, text| {
        let is_failure = matches!(severity, CplErrType::Failure | CplErrType::Fatal);
        let mut messages = MESSAGES.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.len() < KEPT && !matches!(severity, CplErrType::None | CplErrType::Debug) {
            messages.push((is_failure, text.to_owned()));
            FAILED.fetch_or(is_failure, Ordering::Relaxed);
        }
    });
}

/// Forgets what was said.
pub(super) fn forget() {
    drop(take());
}

/// Tells whether a failure was said.
pub(super) fn any_failure() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Takes the first failure that was said.
pub(super) fn failure() -> Option<String> {
    take().into_iter().find(|(is_failure, _)| *is_failure).map(|(_, text)| text)
}

/// Takes the last thing that was said.
pub(super) fn last() -> Option<String> {
    take().pop().map(|(_, text)| text)
}

fn take() -> Vec<(bool, String)> {
    FAILED.store(false, Ordering::Relaxed);
    std::mem::take(&mut *MESSAGES.lock().unwrap_or_else(PoisonError::into_inner))
}
