//! `civico-files list`: what is in a file or a folder, as lines of JSON.

use std::io::Write;

use civico_domain::notice::Notice;
use civico_importers::input::{Format, find_inputs, resolve};
use civico_importers::read::layers;
use civico_importers::{Error, isolation};
use serde::Serialize;

use crate::command::ListCommand;

/// One line: a layer, or a file of a folder.
#[derive(Serialize)]
struct Line<'a> {
    /// The file, relative to the folder or within the archive.
    file: &'a str,
    /// Its format.
    format: Format,
    /// The layer, where a file was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<&'a str>,
}

/// The last line where nothing can be listed.
#[derive(Serialize)]
struct Failure {
    failure: Notice,
}

/// Lists and tells whether all went well.
pub(crate) fn list(command: &ListCommand, mut output: impl Write) -> Result<bool, Error> {
    let listed = isolation::isolate(command.limits()).and_then(|()| lines(command, &mut output));
    let good = match listed {
        Ok(()) => true,
        Err(Error::Output(error)) => return Err(Error::Output(error)),
        Err(error) => {
            write_line(&mut output, &Failure { failure: error.notice() })?;
            false
        }
    };
    output.flush()?;
    Ok(good)
}

fn lines(command: &ListCommand, output: &mut impl Write) -> Result<(), Error> {
    if command.input.is_dir() {
        let inputs = find_inputs(&command.input)?;
        if inputs.is_empty() {
            let name = command.input.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Err(Error::FolderWithoutData(name));
        }
        for input in &inputs {
            write_line(output, &Line { file: &input.name, format: input.format, layer: None })?;
        }
        return Ok(());
    }
    let job = command.job();
    let inputs = resolve(&command.input, job.limit)?;
    for found in layers(&inputs, &job)? {
        let input = &inputs.files[found.file];
        write_line(output, &Line { file: &input.name, format: input.format, layer: Some(&found.name) })?;
    }
    Ok(())
}

fn write_line(output: &mut impl Write, line: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer(&mut *output, line).map_err(std::io::Error::from)?;
    Ok(output.write_all(b"\n")?)
}
