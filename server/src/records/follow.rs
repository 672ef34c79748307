//! Links of records follow the register as the change log tells it.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use crate::problem::chain;
use crate::state::AppState;

/// How often the log is looked at when no change was heard of.
const POLL: Duration = Duration::from_secs(1);
/// Changes of the log looked at in one transaction.
const CHANGES_AT_ONCE: u32 = 5_000;

/// Follows until the task is dropped; whichever node is first does.
pub(crate) async fn follow(state: AppState) {
    let mut news = state.log_seq.subscribe();
    loop {
        news.mark_unchanged();
        match state.store.follow_register(CHANGES_AT_ONCE, Timestamp::now()).await {
            Ok(followed) if followed.has_more => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(error = %chain(&error), "records.follow.failed"),
        }
        let _heard = timeout(POLL, news.changed()).await;
    }
}
