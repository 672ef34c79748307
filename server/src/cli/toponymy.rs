//! `civico toponymy`

mod anncsu;

use std::path::PathBuf;

use civico_domain::identity::{Actor, Ente, Role};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_store::identity::RoleEntry;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::find_ente;
use crate::files::ToponymyRequest;
use crate::import::{ANNCSU, ARCS, Failure, RegisterImportRequest, read_anncsu};
use crate::opened::Opened;
use crate::register::nightly::make;
use crate::register::reconcile::take;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum ToponymyCommand {
    /// Imports streets and house numbers from the files of a comune.
    Import(ToponymyImport),
    /// Writes the streets or house numbers of a comune in the layout of ANNCSU.
    Export(ToponymyExport),
    /// Compares the register of a comune with files of ANNCSU, and says what would align them.
    Reconcile(ToponymyReconcile),
    /// Makes the open data of zones and of all comuni now, as is done each night.
    OpenData,
    /// Rebuilds what is known of streets and house numbers from what happened to them.
    Rebuild,
}

#[derive(Debug, Args)]
pub(super) struct ToponymyExport {
    /// Comune: ISTAT code or slug.
    #[arg(long, value_name = "CODE")]
    ente: String,
    /// Which of the two files.
    #[arg(long, value_enum, default_value = "indir")]
    file: FileName,
    /// Where to write it.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// ANNCSU's files.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileName {
    /// House numbers.
    Indir,
    /// Streets.
    Strad,
}

#[derive(Debug, Args)]
pub(super) struct ToponymyReconcile {
    /// INDIR and, if it is there, STRAD of the comune.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Comune: ISTAT code or slug.
    #[arg(long, value_name = "CODE")]
    ente: String,
    /// Writes everything that was found as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Layouts of registers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LayoutName {
    /// Open data of the Comune di Milano: VIARIO.csv CIVICI.csv.
    Milano,
    /// Streets and addresses in the layout of data-samples.
    Generic,
    /// Stretches of streets with the numbers on their sides: one layer of lines.
    Arcs,
    /// The comuni with their territories.
    Municipalities,
    /// The national archive's open data: INDIR, and STRAD for streets without numbers.
    Anncsu,
}

impl LayoutName {
    fn as_str(self) -> &'static str {
        match self {
            Self::Milano => "milano",
            Self::Generic => "generic",
            Self::Arcs => ARCS,
            Self::Municipalities => "municipalities",
            Self::Anncsu => ANNCSU,
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
    match command {
        ToponymyCommand::Import(arguments) => import_files(arguments, opened, terminal).await,
        ToponymyCommand::Export(arguments) => anncsu::export(arguments, opened).await,
        ToponymyCommand::Reconcile(arguments) => anncsu::reconcile(arguments, opened, terminal).await,
        ToponymyCommand::OpenData => {
            let files = make(&opened.store, &opened.config, Timestamp::now()).await?;
            terminal.say(&Notice::new("cli-open-data").with("files", files));
            Ok(())
        }
        ToponymyCommand::Rebuild => {
            let acts = opened.store.rebuild_register(&Actor::local_administrator()).await;
            let acts = acts.map_err(|error| Failure::store(&error))?;
            terminal.say(&Notice::new("cli-rebuilt").with("acts", acts));
            Ok(())
        }
    }
}

async fn import_files(arguments: &ToponymyImport, opened: &Opened, terminal: Terminal) -> anyhow::Result<()> {
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
    let report =
        super::import::register(&import, opened, terminal, super::import::Print::of(arguments.json)).await?;
    // What was just taken from ANNCSU is what both have.
    if import.request.format == ANNCSU && !arguments.preview {
        let theirs = read_anncsu(&opened.importer(), &import.ente, &import.request).await?;
        let actor = super::administrator_for(&import.ente.code);
        let code = import.ente.code.as_str().parse()?;
        take(&opened.store, &actor, &code, theirs).await.map_err(|error| Failure::store(&error))?;
    }
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
