//! Starting `civico-files`, sending it frames and hearing its own.

use std::ffi::OsString;
use std::io::PipeWriter;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use civico_domain::catalog::frame::{End, Frame, FrameError};
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::stream::{Frames, StreamError};
use crate::config::FilesConfig;

/// Name of the program.
const PROGRAM: &str = "civico-files";

/// What went wrong with the child.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FilesError {
    /// It is not where it should be.
    #[error("there is no {0}")]
    Missing(PathBuf),
    /// It cannot be started or heard.
    #[error("civico-files cannot be started or heard")]
    Io(#[from] std::io::Error),
    /// What it writes cannot be read.
    #[error("civico-files writes what this program does not read")]
    Frame(#[from] FrameError),
    /// It says why the file cannot be read.
    #[error("the file cannot be read: {}", .0.id)]
    Refused(Notice),
    /// It ended without a last word.
    #[error("civico-files ended early: {0}")]
    Ended(String),
}

/// A file to be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadRequest {
    pub(crate) input: PathBuf,
    pub(crate) layer: Option<String>,
    pub(crate) crs: Option<Srid>,
    pub(crate) encoding: Option<String>,
    pub(crate) allow_ballpark: bool,
}

/// A register to be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct ToponymyRequest {
    pub(crate) format: String,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) crs: Option<Srid>,
    pub(crate) encoding: Option<String>,
}

/// A running child; it is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct FilesProcess {
    child: Child,
    frames: Frames,
    _unpacked: TempDir,
}

impl FilesProcess {
    /// Starts to read a file.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub(crate) async fn read(
        request: &ReadRequest,
        target: Srid,
        config: &FilesConfig,
    ) -> Result<Self, FilesError> {
        let mut arguments: Vec<OsString> = vec!["read".into(), request.input.clone().into()];
        if let Some(layer) = &request.layer {
            arguments.extend(["--layer".into(), layer.into()]);
        }
        if request.allow_ballpark {
            arguments.push("--allow-ballpark".into());
        }
        Self::start(arguments, request.crs, request.encoding.as_deref(), target, config).await
    }

    /// Starts to read a register.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub(crate) async fn toponymy(
        request: &ToponymyRequest,
        target: Srid,
        config: &FilesConfig,
    ) -> Result<Self, FilesError> {
        let mut arguments: Vec<OsString> =
            vec!["toponymy".into(), "--format".into(), request.format.clone().into()];
        arguments.extend(request.files.iter().map(Into::into));
        Self::start(arguments, request.crs, request.encoding.as_deref(), target, config).await
    }

    /// Starts to read the first sheet of a spreadsheet.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub(crate) async fn sheet(path: &Path, config: &FilesConfig) -> Result<Self, FilesError> {
        let arguments: Vec<OsString> = vec!["sheet".into(), path.into()];
        Self::start(arguments, None, None, Srid::RDN2008_UTM32, config).await
    }

    /// Starts to write a file in a format of `civico-files write`, whose frames go into the pipe. The folder of the file is for it
    /// alone.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub(crate) fn write(
        format: &str,
        file: &Path,
        config: &FilesConfig,
    ) -> Result<(Self, PipeWriter), FilesError> {
        let mut arguments: Vec<OsString> = ["write", format, "--out"].map(OsString::from).to_vec();
        arguments.push(file.into());
        for (name, value) in [
            ("--max-memory-mb", config.max_memory_mb),
            ("--max-cpu-s", config.max_cpu_s),
            ("--max-output-mb", config.max_input_mb),
        ] {
            arguments.extend([name.into(), value.to_string().into()]);
        }
        let (input, pipe) = std::io::pipe()?;
        Ok((Self::spawn(arguments, input.into(), config)?, pipe))
    }

    /// Waits until the file is written and returns the counts of its rows.
    ///
    /// # Errors
    /// The child refuses the frames, cannot write, or breaks off.
    pub(crate) async fn finish(mut self) -> Result<End, FilesError> {
        self.expect_magic().await?;
        loop {
            match self.next().await? {
                Some(Frame::End(end)) => return Ok(end),
                Some(_other) => {}
                None => return Err(self.early_end().await),
            }
        }
    }

    async fn start(
        mut arguments: Vec<OsString>,
        crs: Option<Srid>,
        encoding: Option<&str>,
        target: Srid,
        config: &FilesConfig,
    ) -> Result<Self, FilesError> {
        arguments.extend(["--target-srid".into(), target.code().to_string().into()]);
        for (name, value) in [
            ("--max-memory-mb", config.max_memory_mb),
            ("--max-cpu-s", config.max_cpu_s),
            ("--max-input-mb", config.max_input_mb),
        ] {
            arguments.extend([name.into(), value.to_string().into()]);
        }
        if let Some(crs) = crs {
            arguments.extend(["--crs".into(), crs.to_string().into()]);
        }
        if let Some(encoding) = encoding {
            arguments.extend(["--encoding".into(), encoding.into()]);
        }
        let mut process = Self::spawn(arguments, Stdio::null(), config)?;
        process.expect_magic().await?;
        Ok(process)
    }

    fn spawn(arguments: Vec<OsString>, input: Stdio, config: &FilesConfig) -> Result<Self, FilesError> {
        let program = program(config)?;
        // Archives are unpacked here; the folder goes with the process, however that ends.
        let unpacked = tempfile::Builder::new().prefix("civico-files-").tempdir()?;
        // No environment: no credentials, no settings of the libraries from outside.
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .env("TMPDIR", unpacked.path())
            // Ctrl-C reaches this program, which then ends its child.
            .process_group(0)
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().ok_or_else(|| std::io::Error::other("no output"))?;
        Ok(Self { child, frames: Frames::new(output), _unpacked: unpacked })
    }

    async fn expect_magic(&mut self) -> Result<(), FilesError> {
        match self.frames.begin().await {
            Ok(()) => Ok(()),
            Err(StreamError::Cut) => Err(self.early_end().await),
            Err(StreamError::Frame(error)) => Err(error.into()),
        }
    }

    /// Returns the next frame, `None` after the end frame. A stream that stops before it is an error.
    ///
    /// # Errors
    /// The child refuses the file, breaks off, or writes nonsense.
    pub(crate) async fn next(&mut self) -> Result<Option<Frame<'_>>, FilesError> {
        match self.frames.next().await {
            Ok(Some(Frame::Failure(notice))) => Err(FilesError::Refused(notice)),
            Ok(frame) => Ok(frame),
            Err(StreamError::Cut) => match self.child.wait().await {
                Ok(status) => Err(FilesError::Ended(reason(status))),
                Err(error) => Err(error.into()),
            },
            Err(StreamError::Frame(error)) => Err(error.into()),
        }
    }

    async fn early_end(&mut self) -> FilesError {
        match self.child.wait().await {
            Ok(status) => FilesError::Ended(reason(status)),
            Err(error) => error.into(),
        }
    }
}

/// Says in words how a process ended.
pub(crate) fn reason(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(signal), _) => format!("signal {signal}"),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "unknown".to_owned(),
    }
}

/// Finds the program: as configured, else beside this one.
fn program(config: &FilesConfig) -> Result<PathBuf, FilesError> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join(PROGRAM));
    let program = config.program.clone().or_else(beside).unwrap_or_else(|| Path::new(PROGRAM).to_owned());
    if program.is_file() { Ok(program) } else { Err(FilesError::Missing(program)) }
}
