//! `civico admin`

use civico_store::schema::role_statements;
use clap::Subcommand;

use crate::config::Config;
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
}

pub(super) fn run(command: &AdminCommand, config: &Config, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        AdminCommand::Roles { database, login, .. } => {
            for statement in role_statements(&config.database.installation.parse()?, database, login) {
                terminal.line(&format!("{statement};"));
            }
        }
        AdminCommand::Config => terminal.line(&format!("{config:#?}")),
    }
    Ok(())
}
