//! `civico dataset`

use civico_domain::catalog::{CollectionId, VersionState};
use civico_domain::identity::{Actor, EnteCode, Visibility};
use civico_domain::notice::Notice;
use clap::Subcommand;

use crate::import::Failure;
use crate::opened::Opened;
use crate::originals::Originals;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum DatasetCommand {
    /// Lists all datasets.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists the versions of a dataset.
    Versions {
        /// The dataset, such as rho.parchi.
        id: String,
        /// Prints JSON, with the reports of the imports.
        #[arg(long)]
        json: bool,
    },
    /// Makes an older version current again.
    Rollback {
        /// The dataset.
        id: String,
        /// The version.
        version: i32,
    },
    /// Says who sees a dataset.
    Visibility {
        /// The dataset.
        id: String,
        /// public, shared (with the enti named) or private (its ente alone).
        visibility: Visibility,
        /// Enti to share it with: codes, with commas between.
        #[arg(long, value_delimiter = ',', required_if_eq("visibility", "shared"))]
        with: Vec<EnteCode>,
    },
    /// Purges a version that should never have been published; who, when and why stay.
    Withdraw {
        /// The dataset.
        id: String,
        /// The version.
        version: i32,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

pub(super) async fn run(command: &DatasetCommand, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
    match command {
        DatasetCommand::List { json } => list(opened, terminal, *json).await,
        DatasetCommand::Versions { id, json } => versions(opened, terminal, id, *json).await,
        DatasetCommand::Rollback { id, version } => {
            let collection = parse(id)?;
            let done = opened.store.roll_back(&actor(), &collection, *version).await;
            done.map_err(|error| failure(&error, id, Some(*version)))?;
            terminal.say(&Notice::new("cli-rolled-back").with("id", id).with("version", version));
            Ok(())
        }
        DatasetCommand::Visibility { id, visibility, with } => {
            let collection = parse(id)?;
            let set = opened.store.set_visibility(&actor(), &collection, *visibility, with).await;
            set.map_err(|error| failure(&error, id, None))?;
            let said = Notice::new("cli-visibility-set").with("id", id);
            terminal.say(&said.with("visibility", visibility.as_str()));
            Ok(())
        }
        DatasetCommand::Withdraw { id, version, reason } => {
            let collection = parse(id)?;
            let done = opened.store.withdraw_version(&actor(), &collection, *version, reason).await;
            let purged = done.map_err(|error| failure(&error, id, Some(*version)))?;
            let folder = &opened.config.data_folder;
            Originals::new(folder).remove(&purged).map_err(|error| Failure::io(&error, folder))?;
            terminal.say(&Notice::new("cli-withdrawn").with("id", id).with("version", version));
            Ok(())
        }
    }
}

async fn list(opened: &Opened, terminal: Terminal, json: bool) -> anyhow::Result<()> {
    let datasets = opened.store.list_datasets(&actor()).await.map_err(|error| Failure::store(&error))?;
    if json {
        terminal.json(&datasets);
    } else if datasets.is_empty() {
        terminal.say(&Notice::new("cli-no-datasets"));
    }
    for dataset in datasets.iter().filter(|_| !json) {
        let version = dataset.current_version.map_or_else(|| "-".to_owned(), |version| format!("v{version}"));
        let count = dataset.item_count.map_or_else(|| "-".to_owned(), |count| count.to_string());
        let title = dataset.title.get(terminal.language.as_str());
        terminal.line(&format!("{:<45} {version:>5} {count:>9}  {title}", dataset.collection));
    }
    Ok(())
}

async fn versions(opened: &Opened, terminal: Terminal, id: &str, json: bool) -> anyhow::Result<()> {
    let collection = parse(id)?;
    let versions = opened.store.list_versions(&actor(), &collection).await;
    let versions = versions.map_err(|error| failure(&error, id, None))?;
    if json {
        terminal.json(&versions);
        return Ok(());
    }
    for version in &versions {
        let state = match (&version.withdrawn_reason, version.is_current) {
            (Some(reason), _) => {
                terminal.language.say(&Notice::new("cli-state-withdrawn").with("reason", reason))
            }
            (None, true) => terminal.language.word("cli-current"),
            (None, false) => String::new(),
        };
        debug_assert_eq!(version.state == VersionState::Withdrawn, version.withdrawn_reason.is_some());
        let (number, items, when) = (version.version, version.item_count, version.published_at);
        terminal.line(&format!("v{number:<4} {when:.0} {items:>9}  {state}"));
    }
    Ok(())
}

fn actor() -> Actor {
    Actor::local_administrator()
}

fn parse(id: &str) -> Result<CollectionId, Failure> {
    id.parse().map_err(|_error| Failure(Notice::new("cli-no-such-dataset").with("id", id)))
}

fn failure(error: &civico_store::Error, id: &str, version: Option<i32>) -> Failure {
    use civico_store::Error;
    match (error, version) {
        (Error::NotFound("dataset"), _) => Failure(Notice::new("cli-no-such-dataset").with("id", id)),
        (Error::NotFound("version") | Error::Withdrawn, Some(version)) => {
            Failure(Notice::new("cli-no-such-version").with("id", id).with("version", version))
        }
        _ => Failure::store(error),
    }
}
