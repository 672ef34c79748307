//! Processes whose result is a document, made by the server itself.

use std::time::Duration;

use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::{Arguments, Output, Process};
use serde_json::{Value, json};

use super::drill_through::drill_through;
use super::failure::Stopped;
use crate::worker::Workshop;

/// Makes the outputs that are wanted, by name, and says which versions of collections they are about.
///
/// # Errors
/// What was asked cannot be done.
pub(super) async fn make(
    shop: &Workshop,
    actor: &Actor,
    (process, arguments): (Process, &Arguments),
    outputs: &[Output],
) -> Result<(Value, Value), Stopped> {
    match process {
        Process::DrillThrough => {
            let (document, versions) = drill_through(shop, actor, arguments).await?;
            Ok((json!({"result": document}), versions))
        }
        Process::Echo => {
            let pause = arguments.number("pause").unwrap_or(0.0);
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
            let said = outputs.iter().map(|output| {
                let text = || arguments.text(output.name).map(|text| json!(text));
                let value = arguments.anything(output.name).cloned().or_else(text);
                (output.name.to_owned(), value.unwrap_or(Value::Null))
            });
            Ok((Value::Object(said.collect()), json!({})))
        }
        _ => Err(Stopped::Refused(Notice::new("job-no-such-process"))),
    }
}
