//! The command line.

use std::path::PathBuf;

use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::reproject::{Ballpark, ProjData};
use civico_importers::Error;
use civico_importers::input::SizeLimit;
use civico_importers::isolation::Limits;
use civico_importers::read::Job;
use civico_importers::text::{Chosen, by_label};
use civico_importers::toponymy::Layout;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Reads geographic files and writes them as frames to standard output, or the other way round.
#[derive(Debug, Parser)]
#[command(name = "civico-files", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads the layers of a file or an archive.
    Read(ReadCommand),
    /// Reads the first sheet of a spreadsheet (.xlsx, .ods) as texts.
    Sheet(SheetCommand),
    /// Reads a register of streets and house numbers in the layout of its comune.
    Toponymy(ToponymyCommand),
    /// Lists the layers of a file, or the readable files of a folder, as lines of JSON.
    List(ListCommand),
    /// Reads frames from standard input and writes a file; answers with an end or a failure.
    Write(WriteCommand),
    /// Reads frames from standard input and writes them as lines of JSON, for people.
    Show,
}

/// What all readings take.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// EPSG code of the reference system to write.
    #[arg(long, value_name = "EPSG")]
    target_srid: Srid,
    /// Reference system of the source, such as EPSG:3003, where it is not said or said wrongly.
    #[arg(long, value_name = "EPSG")]
    crs: Option<Srid>,
    /// Encoding of the source, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Lets coordinates be reprojected without regard to their datum.
    #[arg(long)]
    allow_ballpark: bool,
    /// Address space of the process.
    #[arg(long, default_value_t = 2048, value_name = "MIB")]
    max_memory_mb: u64,
    /// Processor time of the process.
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    max_cpu_s: u64,
    /// Size of the input, unpacked.
    #[arg(long, default_value_t = 4096, value_name = "MIB")]
    max_input_mb: u64,
    /// Rows to send at most; more are a failure.
    #[arg(long, value_name = "ROWS")]
    pub(crate) max_rows: Option<u64>,
}

impl Common {
    pub(crate) fn limits(&self) -> Limits {
        // One byte too many has to be writable, to be seen.
        Limits { memory_mb: self.max_memory_mb, cpu_s: self.max_cpu_s, file_mb: self.max_input_mb + 1 }
    }

    pub(crate) fn job(&self) -> Result<Job, Error> {
        let encoding = self.encoding.as_deref().map(by_label).transpose()?;
        let encoding = encoding.map(|encoding| Chosen {
            encoding,
            why: Notice::new("encoding-given").with("encoding", encoding.name()),
        });
        Ok(Job {
            target: self.target_srid,
            crs: self.crs,
            encoding,
            layer: None,
            ballpark: if self.allow_ballpark { Ballpark::Allow } else { Ballpark::Refuse },
            proj: proj_data(),
            limit: SizeLimit { megabytes: self.max_input_mb },
        })
    }
}

/// Finds PROJ's database beside the program.
pub(crate) fn proj_data() -> ProjData {
    ProjData::beside(&std::env::current_exe().unwrap_or_default())
}

#[derive(Debug, Args)]
pub(crate) struct ReadCommand {
    /// A .shp, .gpkg, .geojson, .json, .csv, .txt, .tsv (the last five also .gz) or .zip.
    pub(crate) input: PathBuf,
    /// The only layer to read.
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

impl ReadCommand {
    pub(crate) fn with_layer(&self, job: Job) -> Job {
        Job { layer: self.layer.clone(), ..job }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SheetCommand {
    /// An .xlsx or .ods.
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Layouts of registers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Open data of the Comune di Milano: the viario, then the civici.
    Milano,
    /// Streets (COD_VIA, DUG, DUF, ...), then addresses (COD_VIA, NUMERO, ...).
    Generic,
    /// Open data of ANNCSU: addresses (INDIR), and perhaps streets (STRAD) before or after them.
    Anncsu,
    /// Stretches of streets (COD_VIA, SIN_DA, SIN_A, DES_DA, DES_A).
    Arcs,
    /// Territories of comuni.
    Municipalities,
}

#[derive(Debug, Args)]
pub(crate) struct ToponymyCommand {
    /// The files, in the order that the layout asks for.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Layout of the files.
    #[arg(long)]
    format: Format,
    /// The day the files speak of; what was to end later is still current.
    #[arg(long, value_name = "YYYY-MM-DD")]
    reference_date: Option<Date>,
    #[command(flatten)]
    pub(crate) common: Common,
}

impl ToponymyCommand {
    pub(crate) fn layout(&self) -> Layout {
        match self.format {
            Format::Milano => Layout::Milano { reference_date: self.reference_date },
            Format::Generic => Layout::Generic,
            Format::Anncsu => Layout::Anncsu,
            Format::Arcs => Layout::Arcs,
            Format::Municipalities => Layout::Municipalities,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ListCommand {
    /// A file, an archive or a folder.
    pub(crate) input: PathBuf,
    /// Address space of the process.
    #[arg(long, default_value_t = 2048, value_name = "MIB")]
    max_memory_mb: u64,
    /// Processor time of the process.
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    max_cpu_s: u64,
    /// Size of the input, unpacked.
    #[arg(long, default_value_t = 4096, value_name = "MIB")]
    max_input_mb: u64,
}

impl ListCommand {
    pub(crate) fn limits(&self) -> Limits {
        Limits { memory_mb: self.max_memory_mb, cpu_s: self.max_cpu_s, file_mb: self.max_input_mb + 1 }
    }

    pub(crate) fn job(&self) -> Job {
        Job {
            target: Srid::RDN2008_UTM32,
            crs: None,
            encoding: None,
            layer: None,
            ballpark: Ballpark::Refuse,
            proj: proj_data(),
            limit: SizeLimit { megabytes: self.max_input_mb },
        }
    }
}

/// Formats that are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum OutputFormat {
    /// GeoPackage.
    Gpkg,
    /// Office Open XML, a sheet for each layer.
    Xlsx,
    /// OpenDocument, a sheet for each layer.
    Ods,
}

#[derive(Debug, Args)]
pub(crate) struct WriteCommand {
    /// Format of the file.
    pub(crate) format: OutputFormat,
    /// The file, which must not be there yet, in a folder for it alone.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Address space of the process.
    #[arg(long, default_value_t = 2048, value_name = "MIB")]
    max_memory_mb: u64,
    /// Processor time of the process.
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    max_cpu_s: u64,
    /// Size of the file.
    #[arg(long, default_value_t = 4096, value_name = "MIB")]
    max_output_mb: u64,
}

impl WriteCommand {
    pub(crate) fn limits(&self) -> Limits {
        Limits { memory_mb: self.max_memory_mb, cpu_s: self.max_cpu_s, file_mb: self.max_output_mb }
    }
}
