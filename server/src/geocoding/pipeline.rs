//! A stream of bytes answered as it comes: rows in order, chunks on several threads, flat memory.
//!
//! Nothing runs ahead of whoever takes the answers by more than [`AHEAD`] chunks, so a slow client
//! slows the reading down, not the server.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::encoding::Reader;
use super::rows::{Chunk, Splitter};
use super::work::{Done, Work};

/// How long the next bytes may take to come.
const PATIENCE: Duration = Duration::from_mins(1);
/// Bytes that are taken apart at once.
const BITE: usize = 128 * 1024;

/// Chunks of one batch that are worked on, or wait to be taken.
static AHEAD: LazyLock<usize> = LazyLock::new(|| processors() * 2);
/// Places for chunks of all batches that are worked on: each batch gets its turn.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(processors()));

fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Bytes as they come.
pub(crate) type Source = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;
/// Chunks as they are answered, in order.
pub(crate) type Answers = Pin<Box<dyn Stream<Item = Result<Done, Error>> + Send>>;

/// What is being read.
struct Reading {
    source: Source,
    reader: Option<Reader>,
    splitter: Splitter,
    /// What came and was not taken apart yet.
    waiting: Bytes,
    is_over: bool,
}

/// Answers the rows of a stream; `reader` turns them into UTF-8 first.
///
/// The stream of answers ends with an error when the source does, or when it says nothing for a minute;
/// what was read before is answered first.
pub(crate) fn run(
    source: Source,
    reader: Option<Reader>,
    splitter: Splitter,
    work: &Arc<impl Work>,
) -> Answers {
    let reading = Reading { source, reader, splitter, waiting: Bytes::new(), is_over: false };
    let chunks = stream::try_unfold(reading, async |mut reading| {
        Ok(reading.next().await?.map(|chunk| (chunk, reading)))
    });
    let work = work.clone();
    // Not `try_buffered`: that gives the source's error before the answers to what came before it.
    Box::pin(chunks.map(move |chunk| answer(work.clone(), chunk)).buffered(*AHEAD))
}

async fn answer(work: Arc<impl Work>, chunk: Result<Chunk, Error>) -> Result<Done, Error> {
    let chunk = chunk?;
    let _place = PLACES.acquire().await.map_err(Error::other)?;
    // The address that a panic's message may hold goes nowhere.
    tokio::task::spawn_blocking(move || work.work(&chunk))
        .await
        .map_err(|_panic| Error::other("a chunk could not be answered"))
}

impl Reading {
    /// Returns the next chunk, with whatever rows are whole: who sends slowly is answered at once.
    async fn next(&mut self) -> Result<Option<Chunk>, Error> {
        loop {
            let taken = if self.is_over { self.splitter.finish() } else { self.splitter.take() };
            if taken.is_some() {
                return Ok(taken);
            }
            if !self.waiting.is_empty() {
                let bite = self.waiting.split_to(self.waiting.len().min(BITE));
                self.push(&bite, false);
            } else if self.is_over {
                return Ok(None);
            } else {
                match timeout(PATIENCE, self.source.next()).await {
                    Ok(Some(bytes)) => self.waiting = bytes?,
                    Ok(None) => {
                        self.push(&[], true);
                        self.is_over = true;
                    }
                    Err(_elapsed) => return Err(ErrorKind::TimedOut.into()),
                }
            }
        }
    }

    fn push(&mut self, bytes: &[u8], is_last: bool) {
        match &mut self.reader {
            Some(reader) => self.splitter.push(&reader.read(bytes, is_last)),
            None => self.splitter.push(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;

    /// Gives each row back, later ones sooner than earlier ones.
    struct Echo;

    impl Work for Echo {
        fn work(&self, chunk: &Chunk) -> Done {
            let mut done = Done::default();
            for (number, bytes, _) in chunk.rows() {
                std::thread::sleep(Duration::from_micros(200_u64.saturating_sub(number)));
                done.out.extend_from_slice(bytes);
                done.out.push(b'\n');
                done.rows += 1;
            }
            done
        }
    }

    #[tokio::test]
    async fn answers_come_in_the_order_of_the_rows() {
        let rows: String = (0..3_000).map(|row| row.to_string() + "\n").collect();
        let pieces: Vec<Result<Bytes, Error>> =
            rows.as_bytes().chunks(37).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let answers = run(stream::iter(pieces).boxed(), None, Splitter::lines(), &Arc::new(Echo));
        let done: Vec<Done> = answers.try_collect().await.unwrap();
        assert_eq!(done.iter().map(|done| done.rows).sum::<u64>(), 3_000);
        let out: Vec<u8> = done.into_iter().flat_map(|done| done.out).collect();
        assert_eq!(String::from_utf8(out).unwrap(), rows);
    }

    #[tokio::test]
    async fn nothing_is_read_that_nobody_waits_for() {
        let read = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = read.clone();
        let endless = stream::repeat_with(move || {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok(Bytes::from_static(b"row\n"))
        });
        let mut answers = run(endless.boxed(), None, Splitter::lines(), &Arc::new(Echo));
        assert!(answers.next().await.unwrap().is_ok());
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(read.load(std::sync::atomic::Ordering::Relaxed) <= *AHEAD + 2);
    }

    /// Takes its time over every chunk.
    struct Slow;

    impl Work for Slow {
        fn work(&self, _chunk: &Chunk) -> Done {
            std::thread::sleep(Duration::from_millis(50));
            Done { rows: 1, ..Done::default() }
        }
    }

    #[tokio::test]
    async fn what_came_before_a_source_broke_is_answered_first() {
        let broken = [Ok(Bytes::from_static(b"row\n")), Err(ErrorKind::ConnectionReset.into())];
        let mut answers = run(stream::iter(broken).boxed(), None, Splitter::lines(), &Arc::new(Slow));
        assert_eq!(answers.next().await.unwrap().unwrap().rows, 1);
        assert!(answers.next().await.unwrap().is_err());
        assert!(answers.next().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_falls_silent_is_an_error() {
        let first = stream::iter([Ok(Bytes::from_static(b"row\n"))]);
        let source = first.chain(stream::pending()).boxed();
        let mut answers = run(source, None, Splitter::lines(), &Arc::new(Echo));
        assert!(answers.next().await.unwrap().is_ok());
        assert!(answers.next().await.unwrap().is_err());
    }
}
