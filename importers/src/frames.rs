//! Frames from a stream of bytes, as a job of another process sent them.

use std::io::{ErrorKind, Read};

use civico_domain::catalog::frame::{Frame, FrameHeader, MAGIC};

use crate::Error;

/// Reads frames one after the other; one frame is in memory at a time.
#[derive(Debug)]
pub struct Frames<R: Read> {
    input: R,
    payload: Vec<u8>,
    ended: bool,
}

impl<R: Read> Frames<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// The input is no stream of frames.
    pub fn begin(mut input: R) -> Result<Self, Error> {
        let mut magic = [0; MAGIC.len()];
        input.read_exact(&mut magic).map_err(|error| broken(&error))?;
        if magic != MAGIC {
            return Err(Error::BrokenFrames("these are no frames".to_owned()));
        }
        Ok(Self { input, payload: Vec::new(), ended: false })
    }

    /// Returns the next frame, `None` where the input ends.
    ///
    /// # Errors
    /// The input breaks off within a frame, or a frame cannot be read.
    pub fn read(&mut self) -> Result<Option<Frame<'_>>, Error> {
        let Some(header) = self.header()? else { return Ok(None) };
        self.payload.resize(header.length as usize, 0);
        self.input.read_exact(&mut self.payload).map_err(|error| broken(&error))?;
        let frame = header.decode_payload(&self.payload).map_err(|error| broken(&error))?;
        self.ended |= matches!(frame, Frame::End(_));
        Ok(Some(frame))
    }

    /// Tells whether the end frame was read: without it the sender broke off.
    pub fn is_whole(&self) -> bool {
        self.ended
    }

    fn header(&mut self) -> Result<Option<FrameHeader>, Error> {
        let mut bytes = [0; FrameHeader::BYTES];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(broken(&ErrorKind::UnexpectedEof)),
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(broken(&error)),
            }
        }
        FrameHeader::decode(bytes).map(Some).map_err(|error| broken(&error))
    }
}

fn broken(reason: &impl ToString) -> Error {
    Error::BrokenFrames(reason.to_string())
}

#[cfg(test)]
mod tests {
    use civico_domain::catalog::frame::{End, FrameWriter};

    use super::*;

    #[test]
    fn a_stream_that_is_cut_is_told_from_one_that_ends() {
        let mut bytes = Vec::new();
        FrameWriter::begin(&mut bytes).unwrap().end(&End { layers: Vec::new() }).unwrap();
        let mut frames = Frames::begin(bytes.as_slice()).unwrap();
        assert!(matches!(frames.read(), Ok(Some(Frame::End(_)))));
        assert!(matches!(frames.read(), Ok(None)));
        assert!(frames.is_whole());
        let mut cut = Frames::begin(&bytes[..bytes.len() - 1]).unwrap();
        assert!(matches!(cut.read(), Err(Error::BrokenFrames(_))));
        assert!(!cut.is_whole());
    }

    #[test]
    fn what_is_no_stream_is_refused() {
        assert!(matches!(Frames::begin(b"PK\x03\x04".as_slice()), Err(Error::BrokenFrames(_))));
    }
}
