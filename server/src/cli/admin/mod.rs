//! `civico admin`

mod ente;
mod key;
mod records;
mod role;
mod user;

use std::sync::Arc;

use civico_domain::identity::Actor;
use civico_store::schema::role_statements;
use clap::Subcommand;

use super::with_database;
use crate::config::Config;
use crate::records::vault::new_master_key;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// The database roles of this installation.
    Roles {
        /// Prints the statements that make them, for an administrator of the database.
        #[arg(long, required = true)]
        print_sql: bool,
        /// Name of the database.
        #[arg(long, default_value = "civico")]
        database: String,
        /// User that Civico connects as.
        #[arg(long, default_value = "civico_login")]
        login: String,
    },
    /// Prints the configuration in force, without passwords.
    Config,
    /// Local accounts.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Roles of people for an ente.
    #[command(subcommand)]
    Role(role::RoleCommand),
    /// The list of public bodies.
    #[command(subcommand)]
    Ente(ente::EnteCommand),
    /// Keys of programs.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Keys that texts of records are sealed with.
    #[command(subcommand)]
    Records(records::RecordsCommand),
}

pub(super) async fn run(
    command: &AdminCommand,
    config: Arc<Config>,
    terminal: Terminal,
) -> anyhow::Result<()> {
    match command {
        AdminCommand::Roles { database, login, .. } => {
            for statement in role_statements(&config.database.installation.parse()?, database, login) {
                terminal.line(&format!("{statement};"));
            }
            Ok(())
        }
        AdminCommand::Config => {
            terminal.line(&format!("{config:#?}"));
            Ok(())
        }
        AdminCommand::User(command) => {
            with_database(config, terminal, async |opened| user::run(command, opened, terminal).await).await
        }
        AdminCommand::Role(command) => {
            with_database(config, terminal, async |opened| role::run(command, opened, terminal).await).await
        }
        AdminCommand::Ente(command) => {
            with_database(config, terminal, async |opened| ente::run(command, opened, terminal).await).await
        }
        AdminCommand::Key(command) => {
            with_database(config, terminal, async |opened| key::run(command, opened, terminal).await).await
        }
        AdminCommand::Records(records::RecordsCommand::NewKey) => {
            terminal.line(&new_master_key()?);
            Ok(())
        }
        AdminCommand::Records(records::RecordsCommand::RotateKey) => {
            with_database(config, terminal, async |opened| records::rotate(opened, terminal).await).await
        }
    }
}

/// The person at the shell.
fn actor() -> Actor {
    Actor::local_administrator()
}
