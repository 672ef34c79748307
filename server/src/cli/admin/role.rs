//! `civico admin role`

use civico_domain::identity::Role;
use civico_domain::notice::Notice;
use clap::Subcommand;
use uuid::Uuid;

use super::actor;
use crate::cli::find_ente;
use crate::import::Failure;
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RoleCommand {
    /// Gives a role to the person with an account, who need not have signed in yet.
    Grant {
        /// Name of the account.
        account: String,
        /// For which ente: code or slug.
        ente: String,
        /// reader, editor, approver, publisher, records-writer, records-officer, administrator.
        role: Role,
        /// Issuer of the account: `local`, or the provider's; the provider if there is one.
        #[arg(long)]
        issuer: Option<String>,
    },
    /// Takes a role back; sessions that are open lose it at once.
    Revoke {
        /// Its id, as the list shows it.
        id: Uuid,
    },
    /// Lists the roles for an ente.
    List {
        /// Code or slug; the one that runs Civico if absent.
        ente: Option<String>,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(command: &RoleCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        RoleCommand::Grant { account, ente, role, issuer } => {
            let by_provider =
                opened.config.identity.provider.as_ref().map(|provider| provider.issuer.as_str());
            let issuer = issuer.as_deref().or(by_provider).unwrap_or("local");
            grant(opened, terminal, (issuer, account), ente, *role).await
        }
        RoleCommand::Revoke { id } => {
            let removed = opened.store.remove_role(&actor(), *id).await;
            removed.map_err(|error| match error {
                civico_store::Error::NotFound(_) => Failure(Notice::new("cli-no-such-role").with("id", id)),
                other => Failure::store(&other),
            })?;
            terminal.say(&Notice::new("cli-role-removed"));
            Ok(())
        }
        RoleCommand::List { ente, json } => {
            let ente = find_ente(opened, ente.as_deref()).await?;
            let roles = opened.store.list_roles(&actor(), &ente.code).await;
            let roles = roles.map_err(|error| Failure::store(&error))?;
            if *json {
                terminal.json(&roles);
                return Ok(());
            }
            for entry in &roles {
                terminal
                    .line(&format!("{}  {:<16} {:<8} {}", entry.id, entry.role, entry.source, entry.account));
            }
            Ok(())
        }
    }
}

/// Gives a role and says so.
pub(super) async fn grant(
    opened: &Opened,
    terminal: Terminal,
    (issuer, account): (&str, &str),
    ente: &str,
    role: Role,
) -> anyhow::Result<()> {
    let ente = find_ente(opened, Some(ente)).await?;
    let granted = opened.store.add_role(&actor(), &ente.code, (issuer, account), role).await;
    granted.map_err(|error| Failure::store(&error))?;
    let said = Notice::new("cli-role-granted").with("account", account).with("role", role);
    terminal.say(&said.with("ente", ente.name));
    Ok(())
}
