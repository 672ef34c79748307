//! The child of one job: started, fed its tables, heard.

use std::io::{BufWriter, PipeWriter, Write};
use std::process::Stdio;

use civico_domain::catalog::frame::{End, Frame, FrameWriter, LayerSchema, Row};
use civico_domain::processing::{Arguments, Process};
use civico_domain::spatial::Srid;
use civico_store::processing::JobReader;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::failure::Stopped;
use super::inputs::{Content, Inputs};
use super::table;
use super::task::TaskFrame;
use crate::config::Config;
use crate::files::{Frames, StreamError, reason};

/// Rows go to the child in pieces of so many.
const PIECE: usize = 1_000;
/// Pieces that may wait for a child that reads slowly before the database has to.
const WAITING: usize = 4;

/// A child at work; it is killed when this is dropped.
pub(super) struct Working {
    child: Child,
    frames: Frames,
    /// Open for as long as somebody waits: the child goes when it ends.
    _waiting: PipeWriter,
}

/// What the thread that writes to the child is given.
enum Piece {
    Layer(LayerSchema),
    Rows(Vec<Row>),
}

impl Working {
    /// Starts the child; what goes into the pipe is its input.
    fn start(threads: usize) -> Result<(Self, PipeWriter), Stopped> {
        let (input, pipe) = std::io::pipe()?;
        let mut command = Command::new(std::env::current_exe()?);
        // No environment: no credentials, no settings from outside.
        command.arg("process").env_clear().process_group(0).kill_on_drop(true);
        if threads > 0 {
            command.env("RAYON_NUM_THREADS", threads.to_string());
        }
        let mut child = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let output = child.stdout.take().ok_or_else(|| std::io::Error::other("no output"))?;
        let waiting = pipe.try_clone()?;
        Ok((Self { child, frames: Frames::new(output), _waiting: waiting }, pipe))
    }

    /// Starts the child and feeds it all its inputs.
    ///
    /// # Errors
    /// The child or the database fails.
    pub(super) async fn feed(
        process: Process,
        arguments: &Arguments,
        inputs: Inputs,
        reader: &JobReader,
        config: &Config,
    ) -> Result<Self, Stopped> {
        let limits = &config.processes;
        let task = TaskFrame {
            process: process.id().to_owned(),
            arguments: arguments.without_data(),
            inputs: inputs.tables.iter().map(|opened| opened.input.clone()).collect(),
            max_memory_mb: limits.max_memory_mb,
            // On all threads together.
            max_cpu_s: limits.max_seconds.saturating_mul(processors()),
        };
        let (mut working, mut pipe) = Self::start(limits.threads)?;
        pipe.write_all(&task.encode()?)?;
        let (pieces, writing) = writer(pipe);
        let fed = send(inputs, reader, config.srid, &pieces).await;
        drop(pieces);
        let written = writing.await.map_err(std::io::Error::other)?;
        // A child that ended says why better than its pipe.
        if let (Err(_cut), Some(status)) = (&written, working.child.try_wait()?) {
            return Err(Stopped::Child(reason(status)));
        }
        fed?;
        written?;
        match working.frames.begin().await {
            Ok(()) => Ok(working),
            Err(error) => Err(working.stopped(&error).await),
        }
    }

    /// Returns the next frame, `None` after the last.
    ///
    /// # Errors
    /// The process refuses what was asked, or the child breaks off.
    pub(super) async fn next(&mut self) -> Result<Option<Frame<'_>>, Stopped> {
        match self.frames.next().await {
            Ok(Some(Frame::Failure(notice))) => Err(Stopped::Refused(notice)),
            Ok(frame) => Ok(frame),
            Err(StreamError::Frame(error)) => Err(Stopped::Child(error.to_string())),
            Err(StreamError::Cut) => Err(Stopped::Child(reason(self.child.wait().await?))),
        }
    }

    async fn stopped(&mut self, error: &StreamError) -> Stopped {
        match (error, self.child.wait().await) {
            (StreamError::Frame(error), _) => Stopped::Child(error.to_string()),
            (StreamError::Cut, Ok(status)) => Stopped::Child(reason(status)),
            (StreamError::Cut, Err(error)) => error.into(),
        }
    }
}

fn processors() -> u64 {
    std::thread::available_parallelism().map_or(2, |count| count.get() as u64)
}

/// Writes pieces as frames on a thread of its own: a pipe waits for whoever reads.
fn writer(pipe: PipeWriter) -> (mpsc::Sender<Piece>, JoinHandle<std::io::Result<()>>) {
    let (sender, mut pieces) = mpsc::channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || {
        let mut writer = FrameWriter::begin(BufWriter::new(pipe))?;
        while let Some(piece) = pieces.blocking_recv() {
            match piece {
                Piece::Layer(schema) => writer.layer(&schema)?,
                Piece::Rows(rows) => rows.iter().try_for_each(|row| writer.row(row))?,
            }
        }
        writer.end(&End { layers: Vec::new() })
    });
    (sender, writing)
}

/// Sends all tables, in the order of the inputs. A writer that ended has a reason of its own.
async fn send(
    inputs: Inputs,
    reader: &JobReader,
    srid: Srid,
    pieces: &mpsc::Sender<Piece>,
) -> Result<(), Stopped> {
    for (number, opened) in (0..).zip(inputs.tables) {
        let schema = layer(number, &opened.content, srid);
        if pieces.send(Piece::Layer(schema)).await.is_err() {
            return Ok(());
        }
        let sent = match opened.content {
            Content::Inline(inline) => {
                let rows = (1..).zip(&inline.rows).map(|(number, feature)| table::row(number, feature, srid));
                let rows = rows.collect::<Result<Vec<Row>, _>>().map_err(std::io::Error::other)?;
                pieces.send(Piece::Rows(rows)).await
            }
            Content::Collection { found, filter } => {
                let mut rows = reader.rows(&found, &filter).await?;
                let mut piece = Vec::with_capacity(PIECE);
                let mut sent = Ok(());
                while let Some(row) = rows.next().await? {
                    piece.push(row);
                    if piece.len() == PIECE && sent.is_ok() {
                        let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE));
                        sent = pieces.send(Piece::Rows(full)).await;
                    }
                    if sent.is_err() {
                        return Ok(());
                    }
                }
                pieces.send(Piece::Rows(piece)).await
            }
        };
        if sent.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn layer(layer: u16, content: &Content, srid: Srid) -> LayerSchema {
    let (name, geometry) = match content {
        Content::Collection { found, .. } => (found.collection.id.to_string(), found.geometry()),
        Content::Inline(table) => (table.name.clone(), civico_domain::catalog::GeometryKind::Mixed),
    };
    LayerSchema {
        layer,
        name,
        geometry,
        has_z: false,
        srid,
        columns: content.columns(),
        reprojection: None,
        expected_rows: None,
    }
}
