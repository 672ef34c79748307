//! The child process that parses files: started without credentials, heard through frames.

mod process;

pub(crate) use process::{FilesError, FilesProcess, ReadRequest, ToponymyRequest};
