//! Processes whose result is a document, made by the server itself.

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, Process};
use serde_json::{Value, json};

use super::drill_through::drill_through;
use super::failure::Stopped;
use crate::worker::Workshop;

/// Makes the document, and says which versions of collections it is about.
///
/// # Errors
/// What was asked cannot be done.
pub(super) async fn make(
    shop: &Workshop,
    actor: &Actor,
    process: Process,
    arguments: &Arguments,
) -> Result<(Value, Value), Stopped> {
    match process {
        Process::DrillThrough => drill_through(shop, actor, arguments).await,
        Process::Echo => {
            let pause = arguments.number("pause").unwrap_or(0.0);
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
            let message = arguments.text("message").map(|message| json!(message));
            let value = arguments.anything("value").cloned().or(message);
            Ok((value.unwrap_or(Value::Null), json!({})))
        }
        _ => Err(Stopped::Refused(Notice::new("job-no-such-process"))),
    }
}
