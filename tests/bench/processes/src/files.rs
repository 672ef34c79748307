//! Lists of numbers in files.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

use geo::Coord;

/// Where the lists are.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Reads a list of numbers.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<f64>, Box<dyn Error>> {
        self.read(name, |[number]| number)
    }

    /// Reads a list of eastings and northings by turns.
    pub(crate) fn coords(&self, name: &str) -> Result<Vec<Coord>, Box<dyn Error>> {
        self.read(name, |pair: [f64; 2]| Coord::from(pair))
    }

    /// Reads so many numbers at a time; no more memory is taken than the list needs.
    fn read<T, const N: usize>(
        &self,
        name: &str,
        made: impl Fn([f64; N]) -> T,
    ) -> Result<Vec<T>, Box<dyn Error>> {
        let file = File::open(self.0.join(name))?;
        let count = file.metadata()?.len() as usize / (8 * N);
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            let mut numbers = [0.0; N];
            for number in &mut numbers {
                let mut bytes = [0; 8];
                file.read_exact(&mut bytes)?;
                *number = f64::from_le_bytes(bytes);
            }
            list.push(made(numbers));
        }
        Ok(list)
    }

    /// Writes a list of numbers.
    pub(crate) fn write(
        &self,
        name: &str,
        numbers: impl IntoIterator<Item = f64>,
    ) -> Result<(), Box<dyn Error>> {
        let mut file = BufWriter::new(File::create(self.0.join(name))?);
        for number in numbers {
            file.write_all(&number.to_le_bytes())?;
        }
        Ok(file.flush()?)
    }
}
