//! `civico admin user`

use std::io::{BufRead, IsTerminal};

use civico_domain::identity::Role;
use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use clap::Subcommand;

use super::{actor, role};
use crate::identity::password;
use crate::import::Failure;
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum UserCommand {
    /// Adds a local account, or gives it another password; its open sessions end.
    Add {
        /// Name of the account.
        account: String,
        /// Name of the person, as it is shown.
        #[arg(long)]
        name: Option<String>,
        /// Ente for which the account gets a role: code or slug.
        #[arg(long, value_name = "CODE", requires = "role")]
        ente: Option<String>,
        /// The role.
        #[arg(long, requires = "ente")]
        role: Option<Role>,
    },
}

pub(super) async fn run(command: &UserCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    let UserCommand::Add { account, name, ente, role } = command;
    let password = read_password(terminal)?;
    if password.expose().chars().count() < password::SHORTEST {
        return Err(Failure(Notice::new("cli-password-short").with("shortest", password::SHORTEST)).into());
    }
    let hash = password::hash(password.expose())?;
    let put = opened.store.put_local_person(&actor(), account, name.as_deref(), &hash).await;
    put.map_err(|error| Failure::store(&error))?;
    terminal.say(&Notice::new("cli-user-added").with("account", account));
    if let (Some(ente), Some(role)) = (ente, role) {
        role::grant(opened, terminal, ("local", account), ente, *role).await?;
    }
    Ok(())
}

/// Asks twice at a terminal; takes one line of standard input from a program.
fn read_password(terminal: Terminal) -> Result<Sensitive<String>, Failure> {
    let missing = || Failure(Notice::new("cli-password-missing"));
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(|_unreadable| missing())?;
        let line = line.trim_end_matches(['\n', '\r']).to_owned();
        return if line.is_empty() { Err(missing()) } else { Ok(Sensitive::new(line)) };
    }
    let ask = |word: &str| {
        let prompt = format!("{}: ", terminal.language.word(word));
        rpassword::prompt_password(prompt).map_err(|_unreadable| missing())
    };
    let (first, second) = (ask("cli-password")?, ask("cli-password-again")?);
    if first == second {
        Ok(Sensitive::new(first))
    } else {
        Err(Failure(Notice::new("cli-passwords-differ")))
    }
}
