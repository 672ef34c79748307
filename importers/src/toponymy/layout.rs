//! Which layout, which files.

use std::io::Write;
use std::path::PathBuf;

use jiff::civil::Date;

use super::{anncsu, arcs, generic, milano, municipalities};
use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// A layout of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Open data of the Comune di Milano (ds634 and ds635): viario, civici.
    Milano {
        /// The day spoken of: what ends after it is still current.
        reference_date: Option<Date>,
    },
    /// Streets with COD_VIA, DUG, DUF; addresses with COD_VIA, NUMERO.
    Generic,
    /// Open data of ANNCSU: a file of addresses (INDIR), perhaps one of streets (STRAD).
    Anncsu,
    /// Stretches of streets with COD_VIA, SIN_DA, SIN_A, DES_DA, DES_A.
    Arcs,
    /// Territories of comuni.
    Municipalities,
}

/// Reads the files of a register.
///
/// # Errors
/// The number of files is another, one cannot be read, or columns are missing.
pub fn read<W: Write>(
    layout: &Layout,
    files: &[PathBuf],
    job: &Job,
    output: &mut Output<W>,
) -> Result<(), Error> {
    job.target_is_known()?;
    let given = files.len();
    match (layout, files) {
        (Layout::Milano { reference_date }, [streets, addresses]) => {
            milano::read(streets, addresses, *reference_date, job, output)
        }
        (Layout::Generic, [streets, addresses]) => generic::read(streets, addresses, job, output),
        (Layout::Anncsu, [_] | [_, _]) => anncsu::read(files, job, output),
        (Layout::Arcs, [file]) => arcs::read(file, job, output),
        (Layout::Municipalities, [file]) => municipalities::read(file, job, output),
        (Layout::Milano { .. }, _) => Err(Error::WrongFiles { layout: "milano", wanted: 2, given }),
        (Layout::Generic, _) => Err(Error::WrongFiles { layout: "generic", wanted: 2, given }),
        (Layout::Anncsu, _) => Err(Error::WrongFiles { layout: "anncsu", wanted: 2, given }),
        (Layout::Arcs, _) => Err(Error::WrongFiles { layout: "arcs", wanted: 1, given }),
        (Layout::Municipalities, _) => Err(Error::WrongFiles { layout: "municipalities", wanted: 1, given }),
    }
}
