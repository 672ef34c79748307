//! The child process that reads and writes files: one job, no credentials, no network, limits; frames on
//! standard output, nothing else there.

mod command;
mod list;
mod show;
mod write;

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use civico_importers::ogr::read_spreadsheet;
use civico_importers::output::Output;
use civico_importers::read::read;
use civico_importers::toponymy;
use civico_importers::{Error, isolation};
use clap::Parser;

use command::{Arguments, Command};

/// The file cannot be read; the last frame, or line, says why.
const FAILURE: u8 = 2;
/// The command line is wrong (EX_USAGE of sysexits.h).
const USAGE: u8 = 64;
/// The output cannot be written (EX_IOERR of sysexits.h).
const OUTPUT: u8 = 74;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output, and is no frame: nobody asks for it in a job.
            let _printed = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    match run(&arguments.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILURE),
        Err(_nobody_reads) => ExitCode::from(OUTPUT),
    }
}

/// Carries a command out and tells whether everything was read.
fn run(command: &Command) -> Result<bool, Error> {
    let stdout = std::io::stdout().lock();
    match command {
        Command::Read(read_command) => {
            let job = read_command.common.job();
            frames(stdout, read_command.common.max_rows, |output| {
                isolation::isolate(read_command.common.limits())?;
                let job = read_command.with_layer(job?);
                read(&read_command.input, &job, output)
            })
        }
        Command::Sheet(command) => frames(stdout, command.common.max_rows, |output| {
            isolation::isolate(command.common.limits())?;
            read_spreadsheet(&command.input, output)
        }),
        Command::Toponymy(command) => frames(stdout, command.common.max_rows, |output| {
            isolation::isolate(command.common.limits())?;
            toponymy::read(&command.layout(), &command.files, &command.common.job()?, output)
        }),
        Command::List(command) => list::list(command, stdout),
        Command::Write(command) => write::write(command, std::io::stdin().lock(), stdout),
        Command::Show => show::show(std::io::stdin().lock(), stdout),
    }
}

/// Writes the frames of a job, the last of which is an end or a failure.
fn frames<W: Write>(
    writer: W,
    max_rows: Option<u64>,
    job: impl FnOnce(&mut Output<BufWriter<W>>) -> Result<(), Error>,
) -> Result<bool, Error> {
    let mut output = Output::begin(BufWriter::with_capacity(64 * 1024, writer), max_rows)?;
    match job(&mut output) {
        Ok(()) => output.end().map(|()| true),
        Err(Error::Output(error)) => Err(Error::Output(error)),
        Err(error) => output.fail(&error.notice()).map(|()| false),
    }
}
