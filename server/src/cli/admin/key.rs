//! `civico admin key`

use civico_domain::notice::Notice;
use clap::Subcommand;
use jiff::Timestamp;
use uuid::Uuid;

use super::actor;
use crate::cli::find_ente;
use crate::import::Failure;
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeyCommand {
    /// Lists the keys of an ente.
    List {
        /// Code or slug; the one that runs Civico if absent.
        ente: Option<String>,
    },
    /// Revokes a key; it is void at once.
    Revoke {
        /// Its id: the part of the key after "civico_".
        id: Uuid,
    },
}

pub(super) async fn run(command: &KeyCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        KeyCommand::List { ente } => {
            let ente = find_ente(opened, ente.as_deref()).await?;
            let keys = opened.store.list_keys(&actor(), &ente.code).await;
            terminal.json(&keys.map_err(|error| Failure::store(&error))?);
        }
        KeyCommand::Revoke { id } => {
            let revoked = opened.store.revoke_key(&actor(), *id, Timestamp::now()).await;
            revoked.map_err(|error| match error {
                civico_store::Error::NotFound(_) => Failure(Notice::new("cli-no-such-key").with("id", id)),
                other => Failure::store(&other),
            })?;
            terminal.say(&Notice::new("cli-key-revoked"));
        }
    }
    Ok(())
}
