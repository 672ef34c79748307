//! A file as layers and rows.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use civico_domain::catalog::frame::Severity;
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::reproject::{Ballpark, ProjData};

use crate::Error;
use crate::csv::CsvFile;
use crate::input::{Format, Input, Inputs, SizeLimit, resolve, stem};
use crate::ogr::{OgrFile, OgrLayer};
use crate::output::Output;
use crate::text::Chosen;

/// Columns that a layer may have: PostgreSQL's limit is 1,600, and some are its own.
pub const MAX_COLUMNS: usize = 1_500;

/// What is asked of a reading.
#[derive(Debug, Clone)]
pub struct Job {
    /// Reference system of the geometries sent.
    pub target: Srid,
    /// Reference system of the source, where a person says it.
    pub crs: Option<Srid>,
    /// Encoding of the source, where a person says it.
    pub encoding: Option<Chosen>,
    /// The only layer to read.
    pub layer: Option<String>,
    /// Whether a ballpark operation may be used.
    pub ballpark: Ballpark,
    /// Where PROJ finds its database.
    pub proj: ProjData,
    /// How large the input may be.
    pub limit: SizeLimit,
}

/// A layer that was found, before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The layer's name: its own, or the file's.
    pub name: String,
    /// Which of the files it is in.
    pub file: usize,
    /// Its place in the file.
    pub index: usize,
}

/// Reads all layers of a file or an archive, or the one that is asked for.
///
/// # Errors
/// The file cannot be read; see [`Error`].
pub fn read<W: Write>(path: &Path, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
    job.target_is_known()?;
    let inputs = resolve(path, job.limit)?;
    let found = layers(&inputs, job)?;
    for layer in wanted(found, job)? {
        let input = &inputs.files[layer.file];
        match input.format {
            Format::Csv => CsvFile::open(input, job)?.send(&layer.name, job, output)?,
            _ => send_ogr(input, &layer, job, output)?,
        }
    }
    Ok(())
}

impl Job {
    /// Checks that the target and the source that a person names exist, before anything is read.
    ///
    /// # Errors
    /// One of them is not in the EPSG register.
    pub fn target_is_known(&self) -> Result<(), Error> {
        use civico_geoprocessing::reproject::Crs;
        for srid in [Some(self.target), self.crs].into_iter().flatten() {
            Crs::Epsg(srid).info(&self.proj)?;
        }
        Ok(())
    }
}

/// Lists the layers of all files; of names that occur twice the path within the archive is told.
///
/// # Errors
/// A file cannot be opened.
pub fn layers(inputs: &Inputs, job: &Job) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for (file, input) in inputs.files.iter().enumerate() {
        let names = match input.format {
            Format::Csv => vec![stem(file_name(input)).to_owned()],
            _ => OgrFile::open(input, job.encoding.as_ref(), job.limit)?.layer_names()?,
        };
        found.extend(names.into_iter().enumerate().map(|(index, name)| Found { name, file, index }));
    }
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for layer in &found {
        *count.entry(layer.name.clone()).or_default() += 1;
    }
    for layer in &mut found {
        if count.get(&layer.name).is_some_and(|count| *count > 1) {
            stem(&inputs.files[layer.file].name).clone_into(&mut layer.name);
        }
    }
    Ok(found)
}

fn file_name(input: &Input) -> &str {
    input.name.rsplit(['/', '\\']).next().unwrap_or(&input.name)
}

fn wanted(found: Vec<Found>, job: &Job) -> Result<Vec<Found>, Error> {
    let Some(name) = &job.layer else { return Ok(found) };
    let names: Vec<&str> = found.iter().map(|layer| layer.name.as_str()).collect();
    let names = names.join(", ");
    let wanted: Vec<Found> = found.into_iter().filter(|layer| layer.name == *name).collect();
    if wanted.is_empty() {
        return Err(Error::LayerNotFound { name: name.clone(), layers: names });
    }
    Ok(wanted)
}

fn send_ogr<W: Write>(input: &Input, found: &Found, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
    let file = OgrFile::open(input, job.encoding.as_ref(), job.limit)?;
    let mut layer = OgrLayer::open(&file, found.index, &found.name, output)?;
    let mut resolved = layer.resolve(job, output)?;
    output.layer(resolved.schema.clone())?;
    while let Some(row) = layer.next_row(output)? {
        resolved.placer.push(row, output)?;
    }
    resolved.placer.flush(output)
}

/// Makes names of columns differ, without regard to case, and says which were changed.
///
/// # Errors
/// The output cannot be written.
pub fn unique_names<W: Write>(names: Vec<String>, output: &mut Output<W>) -> Result<Vec<String>, Error> {
    let mut taken = BTreeSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let plain = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if plain.is_empty() { format!("column_{}", index + 1) } else { plain };
        let mut chosen = base.clone();
        let mut number = 2;
        while !taken.insert(chosen.to_lowercase()) {
            chosen = format!("{base}_{number}");
            number += 1;
        }
        if chosen != base {
            let notice = Notice::new("column-renamed").with("column", &base).with("name", &chosen);
            output.say(Severity::Assumption, notice)?;
        } else if name.trim().is_empty() {
            output.say(Severity::Assumption, Notice::new("column-unnamed").with("name", &chosen))?;
        }
        unique.push(chosen);
    }
    Ok(unique)
}
