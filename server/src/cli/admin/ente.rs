//! `civico admin ente`

use civico_domain::identity::{CadastralCode, Ente, EnteCode, EnteKind, EnteSlug, IpaCode};
use civico_domain::notice::Notice;
use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::actor;
use crate::import::Failure;
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum EnteCommand {
    /// Lists the public bodies.
    List {
        /// Only those of a homogeneous zone.
        #[arg(long)]
        zone: Option<EnteCode>,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Adds a public body, or brings all of it up to date.
    Put(Box<EnteArguments>),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EnteArguments {
    /// Its code: the ISTAT code of a comune, a short name otherwise.
    code: EnteCode,
    /// Its name.
    #[arg(long)]
    name: String,
    /// comune, homogeneous-zone, metropolitan-city or other.
    #[arg(long)]
    kind: EnteKind,
    /// Its part of collection ids; made from the name if absent, and never changed.
    #[arg(long)]
    slug: Option<EnteSlug>,
    /// The land registry's code.
    #[arg(long)]
    cadastral_code: Option<CadastralCode>,
    /// Its code in the index of public administrations.
    #[arg(long)]
    ipa_code: Option<IpaCode>,
    /// Homogeneous zone it belongs to.
    #[arg(long)]
    zone: Option<EnteCode>,
    /// First day of its existence.
    #[arg(long)]
    valid_from: Option<Date>,
    /// First day on which it no longer exists.
    #[arg(long)]
    valid_to: Option<Date>,
    /// The ente it was merged into.
    #[arg(long, requires = "valid_to")]
    successor: Option<EnteCode>,
}

pub(super) async fn run(command: &EnteCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        EnteCommand::List { zone, json } => list(opened, terminal, zone.as_ref(), *json).await,
        EnteCommand::Put(arguments) => {
            let ente = described(arguments)?;
            opened.store.put_ente(&actor(), &ente).await.map_err(|error| refused(&error))?;
            terminal.say(&Notice::new("cli-ente-put").with("ente", ente.name));
            Ok(())
        }
    }
}

async fn list(
    opened: &Opened,
    terminal: Terminal,
    zone: Option<&EnteCode>,
    json: bool,
) -> anyhow::Result<()> {
    let mut enti = opened.store.list_enti(&actor()).await.map_err(|error| Failure::store(&error))?;
    enti.retain(|ente| zone.is_none_or(|zone| ente.zone.as_ref() == Some(zone)));
    if json {
        terminal.json(&enti);
        return Ok(());
    }
    for ente in &enti {
        let zone = ente.zone.as_ref().map_or("", EnteCode::as_str);
        terminal.line(&format!("{:<12} {:<18} {:<32} {zone}", ente.code, ente.kind.as_str(), ente.name));
    }
    Ok(())
}

fn described(arguments: &EnteArguments) -> Result<Ente, Failure> {
    let slug = match &arguments.slug {
        Some(slug) => slug.clone(),
        None => EnteSlug::of_name(&arguments.name)
            .map_err(|error| Failure(Notice::new("cli-wrong-ente").with("reason", error)))?,
    };
    Ok(Ente {
        cadastral_code: arguments.cadastral_code.clone(),
        ipa_code: arguments.ipa_code.clone(),
        zone: arguments.zone.clone(),
        valid_from: arguments.valid_from,
        valid_to: arguments.valid_to,
        successor: arguments.successor.clone(),
        ..Ente::new(arguments.code.clone(), slug, arguments.name.clone(), arguments.kind)
    })
}

fn refused(error: &civico_store::Error) -> Failure {
    use civico_store::Error;
    match error {
        Error::NotFound(_) | Error::Taken | Error::Inconsistent => {
            Failure(Notice::new("cli-wrong-ente").with("reason", error))
        }
        other => Failure::store(other),
    }
}
