//! `civico geocode`

mod output;
mod sheet;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_geocoder::Stages;
use clap::Args;
use futures_util::StreamExt;
use tokio_util::io::ReaderStream;

use crate::geocoding::{
    Answers, Done, NdjsonWork, RejectRule, Snapshot, Source, Splitter, Table, TableOptions, TableSearch,
    TableWork, Wanted, read_delimiter, run, sniff_text, stages,
};
use crate::import::{Failure, Watcher};
use crate::index_feed::read_index;
use crate::opened::Opened;
use crate::terminal::Terminal;

use output::{Layout, Output};

/// Bytes of the input that tell its encoding and its columns.
const HEAD_BYTES: u64 = 64 * 1024;
/// Bytes read at once.
const READ_BYTES: usize = 256 * 1024;

#[derive(Debug, Clone, Args)]
pub(super) struct GeocodeArguments {
    /// The file with the addresses: .csv, .tsv, .txt, a spreadsheet .xlsx or .ods, or .ndjson, .jsonl.
    #[arg(long = "in", value_name = "FILE")]
    input: PathBuf,
    /// The file to write: the input with columns added.
    #[arg(long = "out", value_name = "FILE")]
    output: PathBuf,
    /// Columns that make the address as one text, such as INDIRIZZO,CAP,COMUNE; guessed if nothing is named.
    #[arg(long, value_name = "NAMES", conflicts_with_all = ["street", "number", "municipality", "postcode"])]
    columns: Option<String>,
    /// Columns with the street, such as DUG,DUF.
    #[arg(long, value_name = "NAMES")]
    street: Option<String>,
    /// Columns with the house number, such as CIVICO,ESPONENTE.
    #[arg(long, value_name = "NAMES")]
    number: Option<String>,
    /// Column with the comune.
    #[arg(long, value_name = "NAME")]
    municipality: Option<String>,
    /// Column with the postcode (CAP).
    #[arg(long, value_name = "NAME")]
    postcode: Option<String>,
    /// What stands between columns: one character, or tab; found out if absent.
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<String>,
    /// Encoding of the input, such as windows-1252; found out if absent.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// States of streets and numbers that may be answered, such as current,retired.
    #[arg(long, value_name = "STATES", value_delimiter = ',')]
    states: Option<Vec<String>>,
    /// Writes the rows to look at, with reason and suggestion, to a file.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Rows with a lower score are to be looked at.
    #[arg(long, value_name = "SCORE", default_value_t = 0.5)]
    min_score: f64,
    /// Continues after the last whole row of an output that was left unfinished.
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Replaces an output that is there.
    #[arg(long)]
    force: bool,
}

/// Looks at the arguments before anything is opened.
///
/// # Errors
/// In words for a person.
pub(super) fn check(arguments: &GeocodeArguments) -> Result<(), Failure> {
    let is_sheet = sheet::is_sheet(&arguments.input);
    if !is_sheet {
        is_lines(&arguments.input)?;
    }
    if is_sheet && arguments.resume {
        return Err(Failure(Notice::new("cli-geocode-sheet-resume")));
    }
    if sheet::is_sheet(&arguments.output) && !is_sheet {
        let notice = Notice::new("cli-geocode-sheet-out").with("path", arguments.output.display());
        return Err(Failure(notice));
    }
    let missing = |path: &Path| Failure(Notice::new("cli-no-such-path").with("path", path.display()));
    let input = arguments.input.canonicalize().map_err(|_absent| missing(&arguments.input))?;
    let outputs = [Some(&arguments.output), arguments.rejects.as_ref()];
    for path in outputs.into_iter().flatten() {
        if path.canonicalize().is_ok_and(|path| path == input) {
            return Err(Failure(Notice::new("cli-geocode-same-file").with("path", path.display())));
        }
        if path.exists() && !arguments.force && !arguments.resume {
            return Err(Failure(Notice::new("cli-geocode-exists").with("path", path.display())));
        }
    }
    if arguments.rejects.as_ref() == Some(&arguments.output) {
        return Err(Failure(Notice::new("cli-geocode-same-file").with("path", arguments.output.display())));
    }
    Ok(())
}

/// Tells by its name whether a file is NDJSON, else CSV.
fn is_lines(path: &Path) -> Result<bool, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "ndjson" | "jsonl" => Ok(true),
        "csv" | "tsv" | "txt" => Ok(false),
        _ => Err(Failure(Notice::new("cli-geocode-format").with("path", path.display()))),
    }
}

/// What an interruption leaves here can be continued.
pub(super) fn interrupted(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<Failure>() {
        Some(Failure(notice)) if notice.id == "cli-interrupted" => {
            Failure(Notice::new("cli-geocode-interrupted")).into()
        }
        _ => error,
    }
}

/// Geocodes a file at the register number that the database has now. A spreadsheet goes by a table in
/// a private folder that is removed in the end.
pub(super) async fn geocode(
    arguments: &GeocodeArguments,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<()> {
    if !sheet::is_sheet(&arguments.input) {
        say(&geocode_table(arguments, opened, terminal).await?, arguments, terminal);
        return Ok(());
    }
    let files = &opened.config.files;
    let folder = tempfile::tempdir().map_err(|error| Failure::io(&error, &arguments.input))?;
    let table = folder.path().join("table.csv");
    sheet::unpack(&arguments.input, &table, files, terminal).await?;
    let mut of_table = GeocodeArguments { input: table, ..arguments.clone() };
    let is_packed = sheet::is_sheet(&arguments.output);
    if is_packed {
        of_table.output = folder.path().join("answers.csv");
    }
    let counts = geocode_table(&of_table, opened, terminal).await?;
    if is_packed {
        sheet::pack(&of_table.output, &arguments.output, files).await?;
    }
    say(&counts, arguments, terminal);
    Ok(())
}

/// Rows that were answered, and those of them to be looked at.
struct Counts {
    rows: u64,
    rejected: u64,
}

fn say(counts: &Counts, arguments: &GeocodeArguments, terminal: Terminal) {
    let notice = Notice::new("cli-geocoded").with("path", arguments.output.display());
    terminal.say(&notice.with("rows", counts.rows).with("rejected", counts.rejected));
}

async fn geocode_table(
    arguments: &GeocodeArguments,
    opened: &Opened,
    terminal: Terminal,
) -> anyhow::Result<Counts> {
    let input = Input::open(&arguments.input)?;
    terminal.complain(&Notice::new("cli-geocode-register"));
    let index = read_index(&opened.store, &Actor::Node).await.map_err(|error| Failure::store(&error))?;
    let snapshot = Snapshot { index: Arc::new(index), is_stale: false };
    let rejects = Some(RejectRule { min_score: arguments.min_score, language: terminal.language });
    if is_lines(&arguments.input)? {
        sniff_text(&input.head).map_err(Failure)?;
        let layout = Layout { delimiter: None, line_end: b"\n" };
        let mut files = Files::open(arguments, layout, &[], &[])?;
        let splitter = Splitter::lines().skipping(files.done());
        let work = Arc::new(NdjsonWork { snapshot, language: terminal.language, rejects });
        let (source, read) = input.stream()?;
        let answers = run(source, None, splitter, &work);
        return files.fill(answers, &input, &read, terminal).await;
    }
    let stages = stages(arguments.states.as_deref()).map_err(Failure)?;
    let work = table(arguments, &input.head, snapshot, stages, terminal)?;
    let layout = Layout { delimiter: Some(work.table.delimiter), line_end: work.table.line_end };
    let mut files = Files::open(arguments, layout, &work.prelude(), &work.reject_prelude())?;
    let (reader, splitter) = work.table.read(files.done());
    let (source, read) = input.stream()?;
    let answers = run(source, Some(reader), splitter, &Arc::new(TableWork { rejects, ..work }));
    files.fill(answers, &input, &read, terminal).await
}

/// Reads the header of a table, and says what was found out about it.
fn table(
    arguments: &GeocodeArguments,
    head: &[u8],
    snapshot: Snapshot,
    stages: Stages,
    terminal: Terminal,
) -> Result<TableWork<TableSearch>, Failure> {
    let delimiter = arguments.delimiter.as_deref().map(read_delimiter).transpose().map_err(Failure)?;
    let options = TableOptions { delimiter, encoding: arguments.encoding.clone() };
    let mut table = Table::begin(head, &options).map_err(Failure)?;
    let columns = table
        .columns(&Wanted {
            text: arguments.columns.clone(),
            street: arguments.street.clone(),
            number: arguments.number.clone(),
            municipality: arguments.municipality.clone(),
            postcode: arguments.postcode.clone(),
        })
        .map_err(Failure)?;
    if !table.assumed().is_empty() {
        terminal.say(&Notice::new("cli-geocode-assumed").with("what", table.assumed_words()));
    }
    let language = terminal.language;
    let face = TableSearch { snapshot, columns, stages, language, delimiter: table.delimiter };
    Ok(TableWork { table, face, language, rejects: None })
}

/// The file with the addresses.
struct Input {
    path: PathBuf,
    head: Vec<u8>,
    size: u64,
}

impl Input {
    fn open(path: &Path) -> Result<Self, Failure> {
        use std::io::Read;
        let failed = |error: std::io::Error| Failure::io(&error, path);
        let file = std::fs::File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let mut head = Vec::new();
        file.take(HEAD_BYTES).read_to_end(&mut head).map_err(failed)?;
        Ok(Self { path: path.to_owned(), head, size })
    }

    /// Returns the whole file as a stream, and how much of it was read.
    fn stream(&self) -> Result<(Source, Arc<AtomicU64>), Failure> {
        let file = std::fs::File::open(&self.path).map_err(|error| Failure::io(&error, &self.path))?;
        let read = Arc::new(AtomicU64::new(0));
        let counter = read.clone();
        let pieces = ReaderStream::with_capacity(tokio::fs::File::from_std(file), READ_BYTES);
        let watched = pieces.inspect(move |piece| {
            if let Ok(piece) = piece {
                counter.fetch_add(piece.len() as u64, Ordering::Relaxed);
            }
        });
        Ok((watched.boxed(), read))
    }

    /// Estimates how many rows there are from those that were read.
    fn expected(&self, rows: u64, read: u64) -> u64 {
        let expected = u128::from(rows) * u128::from(self.size) / u128::from(read.max(1));
        u64::try_from(expected).unwrap_or(u64::MAX).max(rows)
    }
}

/// The files that are written.
struct Files {
    out: Output,
    rejects: Option<Output>,
}

impl Files {
    fn open(
        arguments: &GeocodeArguments,
        layout: Layout,
        prelude: &[u8],
        reject_prelude: &[u8],
    ) -> Result<Self, Failure> {
        if !arguments.resume {
            let rejects = arguments.rejects.as_deref().map(|path| Output::begin(path, reject_prelude));
            return Ok(Self {
                out: Output::begin(&arguments.output, prelude)?,
                rejects: rejects.transpose()?,
            });
        }
        let out = Output::resume(&arguments.output, prelude, layout, |_row| true)?;
        // What is to be looked at is written first: it may be ahead of the answers.
        let header = u64::from(layout.delimiter.is_some());
        let is_done =
            |row: &[u8]| crate::geocoding::row_of_reject(row).is_some_and(|row| row <= out.rows() + header);
        let rejects = arguments.rejects.as_deref();
        let rejects = rejects.map(|path| Output::resume(path, reject_prelude, layout, is_done));
        let rejects = rejects.transpose()?;
        Ok(Self { out, rejects })
    }

    /// Returns how many rows are answered.
    fn done(&self) -> u64 {
        self.out.rows()
    }

    /// Writes the answers as they come.
    async fn fill(
        &mut self,
        mut answers: Answers,
        input: &Input,
        read: &AtomicU64,
        terminal: Terminal,
    ) -> anyhow::Result<Counts> {
        let (mut rows, mut rejected) = (self.done(), self.rejects.as_ref().map_or(0, Output::rows));
        if rows > 0 {
            terminal.say(&Notice::new("cli-geocode-resumed").with("rows", rows));
        }
        let name = input.path.file_name().unwrap_or_default().to_string_lossy();
        let mut progress = terminal.progress_of("cli-geocoding", &name);
        while let Some(done) = answers.next().await {
            let done: Done = done.map_err(|error| Failure::io(&error, &input.path))?;
            if let Some(rejects) = &mut self.rejects {
                rejects.write(&done.rejects)?;
            }
            self.out.write(&done.out)?;
            rows += done.rows;
            rejected += done.rejected;
            progress.rows(rows, Some(input.expected(rows, read.load(Ordering::Relaxed))));
        }
        drop(progress);
        self.out.keep()?;
        if let Some(rejects) = &mut self.rejects {
            rejects.keep()?;
        }
        Ok(Counts { rows, rejected })
    }
}
