//! The shell commands.

mod admin;
mod dataset;
mod export;
mod geocode;
mod import;
mod job;
mod print;
mod serve;
mod toponymy;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;

use civico_domain::identity::{Actor, Ente, EnteCode};
use civico_domain::notice::Notice;
use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::import::Failure;
use crate::messages::Language;
use crate::opened::Opened;
use crate::processing::run_child;
use crate::stop::Stop;
use crate::terminal::Terminal;

/// Civico: geoportale metropolitano con toponomastica condivisa / metropolitan web-GIS server.
#[derive(Debug, Parser)]
#[command(name = "civico", version, about)]
pub(crate) struct Arguments {
    /// Configuration file; `civico.toml` if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Language of what is printed: it or en.
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves maps, APIs and the geocoder until Ctrl-C.
    Serve(serve::ServeArguments),
    /// Imports geodatasets: a file, a folder, a zip, or a list of imports.
    Import(import::ImportArguments),
    /// Lists datasets and versions, goes back to a version, withdraws one.
    #[command(subcommand)]
    Dataset(dataset::DatasetCommand),
    /// Writes everything that an ente owns into one ZIP: open formats, original files, checksums.
    Export(export::ExportArguments),
    /// Gives the addresses of a file (CSV or NDJSON) their place in the register.
    Geocode(geocode::GeocodeArguments),
    /// The register of streets and house numbers.
    #[command(subcommand)]
    Toponymy(toponymy::ToponymyCommand),
    /// Takes jobs of processes from the database until Ctrl-C, beside any number of `civico serve`.
    Worker(worker::WorkerArguments),
    /// Jobs of processes: lists them, does one again, gives one up.
    #[command(subcommand)]
    Job(job::JobCommand),
    /// Works on one job that comes through standard input; workers start it.
    #[command(hide = true)]
    Process,
    /// What an administrator needs.
    #[command(subcommand)]
    Admin(admin::AdminCommand),
}

/// Runs a command and says on standard error why it cannot go on.
pub(crate) async fn run(arguments: Arguments) -> std::process::ExitCode {
    if matches!(arguments.command, Command::Process) {
        // It has no environment and reads no configuration.
        return tokio::task::block_in_place(run_child);
    }
    let config = Config::read(arguments.config.as_deref());
    let language = match (&arguments.lang, &config) {
        (Some(token), _) => Language::of(token),
        (None, Ok(config)) => Language::of(&config.language),
        (None, Err(_)) => Language::It,
    };
    let terminal = Terminal { language };
    let outcome = match config {
        Ok(config) => dispatch(arguments.command, Arc::new(config), terminal).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<Failure>() {
                Some(Failure(notice)) => terminal.complain(notice),
                None => terminal.complain(&Notice::new("cli-failed").with("reason", format!("{error:#}"))),
            }
            std::process::ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command, config: Arc<Config>, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        Command::Serve(arguments) => serve::serve(&arguments, config, terminal).await,
        Command::Import(arguments) => {
            with_database(config, terminal, async |opened| import::import(&arguments, opened, terminal).await)
                .await
        }
        Command::Dataset(command) => {
            with_database(config, terminal, async |opened| dataset::run(&command, opened, terminal).await)
                .await
        }
        Command::Export(arguments) => {
            with_database(config, terminal, async |opened| export::export(&arguments, opened, terminal).await)
                .await
        }
        Command::Geocode(arguments) => {
            geocode::check(&arguments)?;
            let work = async |opened: &Opened| geocode::geocode(&arguments, opened, terminal).await;
            with_database(config, terminal, work).await.map_err(geocode::interrupted)
        }
        Command::Toponymy(command) => {
            with_database(config, terminal, async |opened| toponymy::run(&command, opened, terminal).await)
                .await
        }
        Command::Worker(arguments) => {
            with_database(config, terminal, async |opened| worker::work(&arguments, opened, terminal).await)
                .await
        }
        Command::Job(command) => {
            with_database(config, terminal, async |opened| job::run(&command, opened, terminal).await).await
        }
        // It is run before there is a configuration.
        Command::Process => Ok(()),
        Command::Admin(command) => admin::run(&command, config, terminal).await,
    }
}

/// Opens the database for a command; Ctrl-C ends the command and leaves nothing half done.
async fn with_database(
    config: Arc<Config>,
    terminal: Terminal,
    work: impl AsyncFnOnce(&Opened) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stop = Stop::listen()?;
    let opened = Opened::open(config).await?;
    let outcome = tokio::select! {
        outcome = work(&opened) => outcome,
        () = stop.told() => Err(Failure(Notice::new("cli-interrupted")).into()),
    };
    tracing::debug!(language = terminal.language.as_str(), "cli.command.ended");
    opened.close().await;
    outcome
}

/// Finds an ente by code or slug, the installation's own if none is named.
async fn find_ente(opened: &Opened, named: Option<&str>) -> anyhow::Result<Ente> {
    let own = opened.config.ente.code.as_str();
    let named = named.unwrap_or(own);
    let actor = Actor::local_administrator();
    let found = opened.store.find_ente(&actor, named).await.map_err(|error| Failure::store(&error))?;
    let missing = || Failure(Notice::new("cli-no-such-ente").with("ente", named));
    Ok(found.ok_or_else(missing)?)
}

/// The person at the shell, acting for an ente.
fn administrator_for(ente: &EnteCode) -> Actor {
    Actor::local_administrator_for(ente.clone())
}
