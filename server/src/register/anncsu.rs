//! The register of a comune in the rows of ANNCSU's files.

use std::collections::HashMap;
use std::io::Write;

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::anncsu::{
    INDIR_COLUMNS, IndirOrder, IndirRow, STRAD_COLUMNS, StradOrder, StradRow, UnwritableField, indir_row,
    line, strad_row,
};
use civico_domain::toponymy::{LifecycleStage, Thoroughfare, ThoroughfareId};
use civico_store::Store;
use civico_store::toponymy::{AsOf, MunicipalRegister};

use crate::moment;

/// A file of ANNCSU's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnncsuFile {
    /// Addresses.
    Indir,
    /// Streets.
    Strad,
}

/// The rows of a comune, in the order of the files.
#[derive(Debug, Default)]
pub(crate) struct AnncsuRows {
    pub(crate) accesses: Vec<IndirRow>,
    pub(crate) streets: Vec<StradRow>,
}

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// A name holds what the layout has no way to write.
    #[error("a field cannot be written in ANNCSU's layout")]
    Field(#[from] UnwritableField),
    /// The disk.
    #[error("the file cannot be written")]
    Io(#[from] std::io::Error),
}

impl AnncsuRows {
    /// Reads the rows of a comune, and the register number they were read at: what is in force, as
    /// ANNCSU knows nothing else.
    pub(crate) async fn read(
        store: &Store,
        actor: &Actor,
        code: &IstatCode,
        as_of: AsOf,
    ) -> Result<(i64, Self), civico_store::Error> {
        let (stages, today) = ([LifecycleStage::Current], moment::now().today);
        let register = store.read_municipal_register(actor, code, &stages, as_of, today).await?;
        let seq = register.seq;
        let rows = tokio::task::spawn_blocking(move || Self::of(&register))
            .await
            .map_err(|error| civico_store::Error::Unavailable(Box::new(error)))?;
        Ok((seq, rows))
    }

    /// Makes the rows of a register.
    pub(crate) fn of(register: &MunicipalRegister) -> Self {
        let streets: HashMap<ThoroughfareId, &Thoroughfare> =
            register.thoroughfares.iter().map(|street| (street.id, street)).collect();
        let locality = |street: &Thoroughfare| register.localities.get(&street.locality?).map(String::as_str);
        let mut counts: HashMap<ThoroughfareId, u64> = HashMap::new();
        let mut rows = Self::default();
        for measured in &register.addresses {
            let address = &measured.address;
            let Some(street) = streets.get(&address.thoroughfare) else { continue };
            *counts.entry(street.id).or_default() += 1;
            let name = locality(street);
            rows.accesses.push(indir_row(&register.municipality, street, name, address, measured.lon_lat));
        }
        for street in &register.thoroughfares {
            let accesses = counts.get(&street.id).copied().unwrap_or_default();
            rows.streets.push(strad_row(&register.municipality, street, locality(street), accesses));
        }
        rows.accesses.sort_by_cached_key(IndirOrder::of);
        rows.streets.sort_by_cached_key(StradOrder::of);
        rows
    }

    /// Writes the lines of a file; the names of the columns first where `has_header`.
    pub(crate) fn write(
        &self,
        file: AnncsuFile,
        has_header: bool,
        output: &mut dyn Write,
    ) -> Result<(), WriteError> {
        match file {
            AnncsuFile::Indir => {
                if has_header {
                    output.write_all(line(&INDIR_COLUMNS)?.as_bytes())?;
                }
                for row in &self.accesses {
                    output.write_all(line(row)?.as_bytes())?;
                }
            }
            AnncsuFile::Strad => {
                if has_header {
                    output.write_all(line(&STRAD_COLUMNS)?.as_bytes())?;
                }
                for row in &self.streets {
                    output.write_all(line(row)?.as_bytes())?;
                }
            }
        }
        Ok(())
    }
}
