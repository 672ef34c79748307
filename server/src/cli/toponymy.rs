//! `civico toponymy`

use std::path::PathBuf;

use civico_domain::identity::{Actor, Ente, Role};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_store::identity::RoleEntry;
use clap::{Args, Subcommand, ValueEnum};

use super::{find_ente, import};
use crate::files::ToponymyRequest;
use crate::import::{Failure, RegisterImportRequest};
use crate::opened::Opened;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum ToponymyCommand {
    /// Imports streets and house numbers from the files of a comune.
    Import(ToponymyImport),
}

/// Layouts of registers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LayoutName {
    /// Open data of the Comune di Milano: VIARIO.csv CIVICI.csv.
    Milano,
    /// Streets and addresses in the layout of data-samples.
    Generic,
    /// The comuni with their territories.
    Municipalities,
}

impl LayoutName {
    fn as_str(self) -> &'static str {
        match self {
            Self::Milano => "milano",
            Self::Generic => "generic",
            Self::Municipalities => "municipalities",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ToponymyImport {
    /// Layout of the files.
    #[arg(long)]
    format: LayoutName,
    /// The files in the order of the layout: streets, then addresses.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Comune that delivers: ISTAT code or slug. Milano for its own layout.
    #[arg(long, value_name = "CODE")]
    ente: Option<String>,
    /// Reference system of the coordinates, where the files do not say.
    #[arg(long, value_name = "EPSG")]
    crs: Option<Srid>,
    /// Encoding of the files.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Says how the delivery differs from the register, and changes nothing.
    #[arg(long)]
    preview: bool,
    /// Account of an approver of the ente who agrees to a delivery that smells: much would be
    /// retired, or moved far, or all of it by one and the same vector.
    #[arg(long, value_name = "ACCOUNT")]
    approved_by: Option<String>,
    /// Prints the report as JSON.
    #[arg(long)]
    json: bool,
    /// Writes the report as JSON to a file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// ISTAT's code of Milano.
const MILANO: &str = "015146";

pub(super) async fn run(
    command: &ToponymyCommand,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let ToponymyCommand::Import(arguments) = command;
    let by_layout = matches!(arguments.format, LayoutName::Milano).then_some(MILANO);
    let ente = find_ente(opened, arguments.ente.as_deref().or(by_layout)).await?;
    let request = ToponymyRequest {
        format: arguments.format.as_str().to_owned(),
        files: arguments.files.clone(),
        crs: arguments.crs,
        encoding: arguments.encoding.clone(),
    };
    if let Some(account) = &arguments.approved_by {
        check_approver(opened, &ente, account).await?;
    }
    let approved_by = arguments.approved_by.clone();
    let import = RegisterImportRequest { ente, request, is_preview: arguments.preview, approved_by };
    let report = import::register(&import, opened, terminal, import::Print::of(arguments.json)).await?;
    if arguments.json {
        terminal.json(&report);
    }
    if let Some(file) = &arguments.report {
        std::fs::write(file, serde_json::to_vec_pretty(&report)?)
            .map_err(|error| Failure::io(&error, file))?;
    }
    Ok(())
}

/// The second person has to be one whom the ente made an approver.
async fn check_approver(opened: &Opened, ente: &Ente, account: &str) -> Result<(), Failure> {
    let roles = opened.store.list_roles(&Actor::local_administrator(), &ente.code).await;
    let roles = roles.map_err(|error| Failure::store(&error))?;
    let is_approver = |entry: &&RoleEntry| entry.account == account && entry.role == Role::Approver.as_str();
    let refused = Notice::new("cli-no-such-approver").with("account", account).with("ente", &ente.name);
    roles.iter().find(is_approver).map(|_approver| ()).ok_or(Failure(refused))
}
