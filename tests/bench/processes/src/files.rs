//! Lists of numbers in files.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use geo::Coord;

/// Where the lists are.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Reads a list of numbers.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<f64>, Box<dyn Error>> {
        let bytes = fs::read(self.0.join(name))?;
        Ok(bytes.as_chunks::<8>().0.iter().map(|number| f64::from_le_bytes(*number)).collect())
    }

    /// Reads a list of eastings and northings by turns.
    pub(crate) fn coords(&self, name: &str) -> Result<Vec<Coord>, Box<dyn Error>> {
        Ok(self.numbers(name)?.as_chunks::<2>().0.iter().map(|pair| Coord::from(*pair)).collect())
    }

    /// Writes a list of numbers.
    pub(crate) fn write(&self, name: &str, numbers: &[f64]) -> Result<(), Box<dyn Error>> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        Ok(fs::write(self.0.join(name), bytes)?)
    }
}
