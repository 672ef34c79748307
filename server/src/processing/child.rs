//! The child that works on one job: it reads its task and tables, and writes its result.
//!
//! It has no environment, no credentials and no connection to anything, and reads no file but PROJ's
//! database. What it says is frames:
//! per cent, a report, the layer of the result, its rows. Its input stays open while it works: when
//! that ends, whoever waited for the result is no more, and it goes too.

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, Error, Read, Stdin, Stdout, stdin, stdout};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use civico_domain::catalog::frame::{
    End, Frame, FrameHeader, FrameWriter, LayerCount, MAGIC, ReportEntry, Severity,
};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::processes::{self, Outcome, Table, Task};
use civico_geoprocessing::reproject::{MetricSystem, ProjData};
use civico_geoprocessing::{Limits, Progress};

use super::table;
use super::task::TaskFrame;

/// How often it looks how far the work is; also the longest that a finished one waits.
const PERIOD: Duration = Duration::from_millis(20);
/// By how much it is nicer than the server.
const NICE: i32 = 10;

type Writer = FrameWriter<BufWriter<Stdout>>;

/// Why there is no result.
enum Refusal {
    /// The process refuses what was asked.
    Said(Notice),
    /// The pipes broke, or what came makes no sense.
    Broken(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

/// Runs the task that comes through standard input.
pub(crate) fn run() -> ExitCode {
    let outcome = FrameWriter::begin(BufWriter::new(stdout())).map_err(Refusal::Broken).and_then(|writer| {
        let mut input = BufReader::with_capacity(512 * 1024, stdin());
        let task = TaskFrame::read(&mut input)?;
        confine(&task)?;
        let (tables, srid) = read_tables(&mut input, &task)?;
        work(writer, &task, tables, srid)
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refusal::Said(notice)) => {
            tracing::error!(notice = notice.id, "process.refused");
            ExitCode::FAILURE
        }
        Err(Refusal::Broken(error)) => {
            tracing::error!(%error, "process.broken");
            ExitCode::FAILURE
        }
    }
}

/// Takes less of the machine than it might.
fn confine(task: &TaskFrame) -> Result<(), Error> {
    // Less nice than asked is no reason not to work.
    let _as_nice_as_may_be = rustix::process::nice(NICE);
    let bytes = task.max_memory_mb * 1024 * 1024;
    rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes)?;
    rlimit::setrlimit(rlimit::Resource::CPU, task.max_cpu_s, task.max_cpu_s)?;
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)?;
    rlimit::setrlimit(rlimit::Resource::FSIZE, 0, 0)
}

/// Reads the tables, by the input that they belong to.
fn read_tables(
    input: &mut BufReader<Stdin>,
    task: &TaskFrame,
) -> Result<(BTreeMap<String, Vec<Table>>, Srid), Error> {
    let mut magic = [0; MAGIC.len()];
    input.read_exact(&mut magic)?;
    let mut found: Vec<Table> = Vec::new();
    let mut srid = Srid::RDN2008_UTM32;
    let mut payload = Vec::new();
    loop {
        let mut header = [0; FrameHeader::BYTES];
        input.read_exact(&mut header)?;
        let header = FrameHeader::decode(header).map_err(Error::other)?;
        payload.resize(header.length as usize, 0);
        input.read_exact(&mut payload)?;
        match header.decode_payload(&payload).map_err(Error::other)? {
            Frame::Layer(schema) => {
                srid = schema.srid;
                found.push(table::begin(&schema));
            }
            Frame::Rows(rows) => {
                let of = found.get_mut(usize::from(rows.layer));
                table::add(of.ok_or_else(|| Error::other("rows of no table"))?, rows)
                    .map_err(Error::other)?;
            }
            Frame::End(_) => break,
            _ => return Err(Error::other("a frame that no task has")),
        }
    }
    let mut tables: BTreeMap<String, Vec<Table>> = BTreeMap::new();
    for (input, table) in task.inputs.iter().zip(found) {
        tables.entry(input.clone()).or_default().push(table);
    }
    Ok((tables, srid))
}

/// Runs the process beside the thread that says how far it is.
fn work(
    mut writer: Writer,
    task: &TaskFrame,
    tables: BTreeMap<String, Vec<Table>>,
    srid: Srid,
) -> Result<(), Refusal> {
    let process = task.process.parse().map_err(Error::other)?;
    let data = ProjData::beside(&std::env::current_exe()?);
    let progress = Arc::new(Progress::new());
    // Whoever started this process holds its input open: at its end nobody waits any more.
    std::thread::spawn(|| {
        let _end = std::io::copy(&mut stdin(), &mut std::io::sink());
        std::process::exit(1);
    });
    let outcome = std::thread::scope(|scope| -> Result<Outcome, Refusal> {
        let working = scope.spawn(|| {
            let limits = Limits::within(task.max_memory_mb * 1024 * 1024);
            let (arguments, progress) = (&task.arguments, &*progress);
            let system = MetricSystem { srid, data: &data };
            processes::run(Task { process, arguments, tables, limits, progress, system })
        });
        let mut told = 0;
        while !working.is_finished() {
            std::thread::sleep(PERIOD);
            let percent = progress.percent();
            if percent != told {
                told = percent;
                writer.percent(percent)?;
            }
        }
        match working.join() {
            Ok(outcome) => outcome.map_err(|error| Refusal::Said(error.notice())),
            Err(_panic) => Err(Refusal::Said(Notice::new("job-crashed"))),
        }
    });
    match outcome {
        Ok(outcome) => Ok(write(writer, &outcome, srid)?),
        Err(Refusal::Said(notice)) => Ok(writer.failure(&notice)?),
        Err(broken) => Err(broken),
    }
}

/// Writes the result.
fn write(mut writer: Writer, outcome: &Outcome, srid: Srid) -> Result<(), Error> {
    for notice in &outcome.notices {
        writer.report(&ReportEntry {
            severity: Severity::Assumption,
            layer: None,
            row: None,
            field: None,
            notice: notice.clone(),
        })?;
    }
    writer.layer(&table::schema(0, &outcome.table, outcome.geometry, srid))?;
    for (number, feature) in (1..).zip(&outcome.table.rows) {
        writer.row(&table::row(number, feature, srid).map_err(Error::other)?)?;
    }
    let sent = outcome.table.rows.len() as u64;
    writer.end(&End { layers: vec![LayerCount { sent, rejected: 0, repaired: 0 }] })
}
