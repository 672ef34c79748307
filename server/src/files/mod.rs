//! The child process that parses files: started without credentials, heard through frames.

mod process;
mod stream;

pub(crate) use process::{FilesError, FilesProcess, ReadRequest, ToponymyRequest, reason};
pub(crate) use stream::{Frames, StreamError};
