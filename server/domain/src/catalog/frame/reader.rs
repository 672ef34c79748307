//! Frames from bytes.

use serde::de::DeserializeOwned;

use super::MAX_FRAME_BYTES;
use super::row::Rows;
use super::schema::{End, LayerSchema, Progress, ReportEntry};
use crate::notice::Notice;

/// The first bytes of a stream: "CVF" and the version.
pub const MAGIC: [u8; 4] = *b"CVF\x01";

/// What stands before the payload of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHeader {
    /// Kind of frame.
    pub kind: u8,
    /// Length of the payload in bytes, at most [`MAX_FRAME_BYTES`].
    pub length: u32,
}

/// Bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The stream does not begin as it should.
    #[error("the stream is not of this version of civico-files")]
    Magic,
    /// A payload is longer than allowed.
    #[error("a frame of {0} bytes is longer than allowed")]
    TooLong(u32),
    /// A frame is of no known kind.
    #[error("a frame is of unknown kind {0}")]
    UnknownKind(u8),
    /// A payload cannot be read.
    #[error("a frame of kind {0} cannot be read")]
    Payload(u8),
}

/// A frame.
#[derive(Debug)]
pub enum Frame<'a> {
    /// A layer begins.
    Layer(LayerSchema),
    /// Rows of a layer.
    Rows(Rows<'a>),
    /// A line of the report.
    Report(ReportEntry),
    /// How far it is.
    Progress(Progress),
    /// Everything was read.
    End(End),
    /// The file cannot be read; nothing follows.
    Failure(Notice),
    /// How much of a work is done, from 0 to 100.
    Percent(u8),
}

impl FrameHeader {
    /// Length of a header in bytes.
    pub const BYTES: usize = 5;

    /// Reads a header.
    ///
    /// # Errors
    /// The payload would be longer than [`MAX_FRAME_BYTES`].
    pub fn decode(bytes: [u8; Self::BYTES]) -> Result<Self, FrameError> {
        let [kind, a, b, c, d] = bytes;
        let length = u32::from_be_bytes([a, b, c, d]);
        if length > MAX_FRAME_BYTES { Err(FrameError::TooLong(length)) } else { Ok(Self { kind, length }) }
    }

    /// Reads the payload that followed this header.
    ///
    /// # Errors
    /// The kind is unknown or the payload is not what the kind says.
    pub fn decode_payload(self, payload: &[u8]) -> Result<Frame<'_>, FrameError> {
        Ok(match self.kind {
            1 => Frame::Layer(self.json(payload)?),
            2 => Frame::Rows(Rows::decode(payload).ok_or(FrameError::Payload(self.kind))?),
            3 => Frame::Report(self.json(payload)?),
            4 => Frame::Progress(self.json(payload)?),
            5 => Frame::End(self.json(payload)?),
            6 => Frame::Failure(self.json(payload)?),
            7 => Frame::Percent(self.json(payload)?),
            other => return Err(FrameError::UnknownKind(other)),
        })
    }

    fn json<T: DeserializeOwned>(self, payload: &[u8]) -> Result<T, FrameError> {
        serde_json::from_slice(payload).map_err(|_not_of_this_shape| FrameError::Payload(self.kind))
    }
}
