//! The geoprocessing's speed: runs one algorithm on files of numbers, and writes what it found.
//!
//! `civico-bench-processes CASE FOLDER [threads=N] [rounds=N] [NAME=NUMBER ...]`
//!
//! Inputs and answers are lists of 64-bit floats, little end first, in FOLDER. The seconds of each
//! round are printed, one to a line, each after the name of the step. A step is left out by its
//! name with `=0`.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures of a benchmark")]
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

mod cases;
mod files;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use files::Folder;

/// What a case is given.
pub(crate) struct Task {
    pub(crate) folder: Folder,
    numbers: BTreeMap<String, f64>,
    rounds: usize,
}

impl Task {
    /// Returns a number of the command line.
    pub(crate) fn number(&self, name: &str) -> Result<f64, Box<dyn Error>> {
        self.numbers.get(name).copied().ok_or_else(|| format!("{name}=NUMBER is missing").into())
    }

    /// Returns a whole number of the command line.
    pub(crate) fn count(&self, name: &str) -> Result<usize, Box<dyn Error>> {
        self.number(name).map(|number| number as usize)
    }

    /// Tells whether a step is left out.
    pub(crate) fn skips(&self, step: &str) -> bool {
        self.numbers.get(step).is_some_and(|number| *number <= 0.0)
    }

    /// Does a step some times, prints how long each took, and returns what the last one found.
    pub(crate) fn time<T, E: Error + 'static>(
        &self,
        step: &str,
        work: impl Fn() -> Result<T, E>,
    ) -> Result<T, Box<dyn Error>> {
        for _ in 1..self.rounds {
            timed(step, &work)?;
        }
        timed(step, &work)
    }
}

fn timed<T, E: Error + 'static>(step: &str, work: &impl Fn() -> Result<T, E>) -> Result<T, Box<dyn Error>> {
    let began = Instant::now();
    let found = work()?;
    println!("{step} {:.6}", began.elapsed().as_secs_f64());
    Ok(found)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, folder, rest @ ..] = &arguments[..] else {
        return Err("which case, in which folder? see the head of main.rs".into());
    };
    let mut numbers = BTreeMap::new();
    for argument in rest {
        let (name, number) = argument.split_once('=').ok_or("NAME=NUMBER is wanted")?;
        numbers.insert(name.to_owned(), number.parse()?);
    }
    let taken = |name: &str, default: f64| numbers.get(name).copied().unwrap_or(default) as usize;
    rayon::ThreadPoolBuilder::new().num_threads(taken("threads", 2.0)).build_global()?;
    let rounds = taken("rounds", 3.0).max(1);
    let task = Task { folder: Folder(PathBuf::from(folder)), numbers, rounds };
    match case.as_str() {
        "density" => cases::density(&task),
        "hotspots" => cases::hotspots(&task),
        "clusters" => cases::clusters(&task),
        "nearest" => cases::nearest(&task),
        "network" => cases::network(&task),
        "overlay" => cases::overlay(&task),
        other => Err(format!("no case {other}").into()),
    }
}
