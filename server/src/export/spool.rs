//! Tables from the database into files of a private folder, read once and written in three formats.

use std::io::{BufWriter, PipeWriter};
use std::path::Path;

use civico_domain::catalog::frame::{End, FrameWriter};
use civico_domain::identity::{Actor, EnteCode};
use civico_store::Store;
use civico_store::catalog::Collection;
use civico_store::export::ExportRow;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::failure::ExportError;
use super::table::{Table, TableWriter};
use crate::config::FilesConfig;
use crate::files::{FilesError, FilesProcess};

/// Rows travel in batches of so many, or of so many bytes of geometry.
const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 1024 * 1024;
/// Batches that may wait for the disk before the database has to.
const BATCHES_WAITING: usize = 2;
/// Bytes that gather before they go to the child.
const PIPE_BYTES: usize = 64 * 1024;

/// What is sent to the thread that writes.
enum Message {
    Table(Box<Table>),
    Rows(Vec<ExportRow>),
    /// All was sent: a channel that closes without it was left.
    End,
}

/// What tables are read from, and as whom.
pub(super) struct Reading<'a> {
    pub(super) store: &'a Store,
    pub(super) actor: &'a Actor,
    pub(super) ente: &'a EnteCode,
    pub(super) files: &'a FilesConfig,
}

/// Writes `{name}.csv` and `{name}.geojson` of each collection, and one GeoPackage with a layer for
/// each. `watch` is told of rows as they are read.
///
/// # Errors
/// The database cannot be read, or the files not written.
pub(super) async fn spool(
    reading: &Reading<'_>,
    collections: &[(String, Collection)],
    folder: &Path,
    geopackage: &Path,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ExportError> {
    let (process, pipe) = FilesProcess::write("gpkg", geopackage, reading.files)?;
    let (messages, received) = channel(BATCHES_WAITING);
    let folder = folder.to_owned();
    let writing = tokio::task::spawn_blocking(move || write(received, pipe, &folder));
    let read = read(reading, collections, &messages, watch).await;
    drop(messages);
    let written = writing.await?;
    // What the child says explains best why the pipe to it broke, then what the database says, then
    // the disk.
    let ended = process.finish().await;
    if let Err(error @ FilesError::Refused(_)) = ended {
        return Err(error.into());
    }
    if let Err(error @ ExportError::Store(_)) = read {
        return Err(error);
    }
    let counts = written?;
    read?;
    compare(&ended?, &counts)
}

/// A GeoPackage that lacks rows is none.
fn compare(end: &End, counts: &[u64]) -> Result<(), ExportError> {
    if end.layers.iter().map(|layer| layer.sent).eq(counts.iter().copied()) {
        return Ok(());
    }
    Err(FilesError::Ended("it wrote another number of rows".to_owned()).into())
}

async fn read(
    reading: &Reading<'_>,
    collections: &[(String, Collection)],
    messages: &Sender<Message>,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ExportError> {
    for (name, collection) in collections {
        let (shape, mut rows) = reading.store.list_own_rows(reading.actor, reading.ente, collection).await?;
        let table = Table { name: name.clone(), collection: collection.clone(), shape };
        send(messages, Message::Table(Box::new(table))).await?;
        let (mut batch, mut bytes) = (Vec::with_capacity(BATCH_ROWS), 0);
        while let Some(row) = rows.next().await? {
            bytes += row.ewkb.as_ref().map_or(0, bytes::Bytes::len);
            batch.push(row);
            if batch.len() >= BATCH_ROWS || bytes >= BATCH_BYTES {
                watch(batch.len() as u64);
                bytes = 0;
                send(messages, Message::Rows(std::mem::replace(&mut batch, Vec::with_capacity(BATCH_ROWS))))
                    .await?;
            }
        }
        watch(batch.len() as u64);
        send(messages, Message::Rows(batch)).await?;
    }
    send(messages, Message::End).await
}

/// The thread that receives ends early when it cannot write, and says itself why.
async fn send(messages: &Sender<Message>, message: Message) -> Result<(), ExportError> {
    messages
        .send(message)
        .await
        .map_err(|_closed| std::io::Error::from(std::io::ErrorKind::BrokenPipe).into())
}

/// Writes what is received until its end; returns the number of rows of each table.
fn write(mut received: Receiver<Message>, pipe: PipeWriter, folder: &Path) -> Result<Vec<u64>, ExportError> {
    let mut frames = FrameWriter::begin(BufWriter::with_capacity(PIPE_BYTES, pipe))?;
    let mut counts = Vec::new();
    let mut current: Option<TableWriter> = None;
    loop {
        match received.blocking_recv() {
            Some(Message::Table(table)) => {
                counts.extend(current.take().map(TableWriter::end).transpose()?);
                let layer = u16::try_from(counts.len()).unwrap_or(u16::MAX);
                current = Some(TableWriter::begin(*table, layer, folder, &mut frames)?);
            }
            Some(Message::Rows(rows)) => {
                let Some(table) = current.as_mut() else { continue };
                for row in rows {
                    table.add(row, &mut frames)?;
                }
            }
            Some(Message::End) => break,
            None => return Err(std::io::Error::from(std::io::ErrorKind::BrokenPipe).into()),
        }
    }
    counts.extend(current.map(TableWriter::end).transpose()?);
    frames.end(&End { layers: Vec::new() })?;
    Ok(counts)
}
