//! `civico admin records`

use civico_domain::notice::Notice;
use clap::Subcommand;

use super::actor;
use crate::import::Failure;
use crate::opened::Opened;
use crate::problem::chain;
use crate::records::vault::{Vault, VaultError};
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RecordsCommand {
    /// Prints a new master key, for records.master_key in the configuration.
    NewKey,
    /// Wraps the data keys of all enti under records.master_key; the keys that they are wrapped under
    /// now have to be in records.former_master_keys.
    RotateKey,
}

/// Wraps the data keys anew, all or none.
pub(super) async fn rotate(opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    let vault = Vault::new(&opened.config.records)?;
    let rewrapped = opened.store.rewrap_data_keys(&actor(), |key| vault.rewrap(key)).await;
    let count = rewrapped.map_err(|error| match error {
        VaultError::NoMasterKey => Failure(Notice::new("cli-no-master-key")),
        VaultError::UnknownMasterKey(id) => Failure(Notice::new("cli-unknown-master-key").with("key", id)),
        VaultError::Store(error) => Failure::store(&error),
        other => Failure(Notice::new("cli-database-refused").with("reason", chain(&other))),
    })?;
    terminal.say(&Notice::new("cli-keys-rewrapped").with("count", count));
    Ok(())
}
