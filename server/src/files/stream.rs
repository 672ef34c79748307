//! Frames as a child process sends them.

use civico_domain::catalog::frame::{Frame, FrameError, FrameHeader, MAGIC};
use tokio::io::{AsyncReadExt, BufReader};
use tokio::process::ChildStdout;

/// Frames cannot be had.
#[derive(Debug)]
pub(crate) enum StreamError {
    /// The stream stops before its end frame.
    Cut,
    /// What comes is no frame.
    Frame(FrameError),
}

/// The frames of one stream.
#[derive(Debug)]
pub(crate) struct Frames {
    output: BufReader<ChildStdout>,
    payload: Vec<u8>,
    ended: bool,
}

impl Frames {
    pub(crate) fn new(output: ChildStdout) -> Self {
        Self { output: BufReader::with_capacity(512 * 1024, output), payload: Vec::new(), ended: false }
    }

    /// Reads what every stream begins with.
    pub(crate) async fn begin(&mut self) -> Result<(), StreamError> {
        let mut magic = [0; MAGIC.len()];
        match self.output.read_exact(&mut magic).await {
            Ok(_) if magic == MAGIC => Ok(()),
            Ok(_) => Err(StreamError::Frame(FrameError::Magic)),
            Err(_cut) => Err(StreamError::Cut),
        }
    }

    /// Returns the next frame, `None` after the end frame.
    pub(crate) async fn next(&mut self) -> Result<Option<Frame<'_>>, StreamError> {
        if self.ended {
            return Ok(None);
        }
        let mut header = [0; FrameHeader::BYTES];
        self.output.read_exact(&mut header).await.map_err(|_cut| StreamError::Cut)?;
        let header = FrameHeader::decode(header).map_err(StreamError::Frame)?;
        self.payload.resize(header.length as usize, 0);
        self.output.read_exact(&mut self.payload).await.map_err(|_cut| StreamError::Cut)?;
        let frame = header.decode_payload(&self.payload).map_err(StreamError::Frame)?;
        self.ended = matches!(frame, Frame::End(_));
        Ok(Some(frame))
    }
}
