//! A street as either file names it, in the columns of the register.

use civico_domain::catalog::frame::Row;
use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::toponymy::anncsu::{IndirRow, StradRow, indir, strad};
use civico_domain::toponymy::{LifecycleStage, Thoroughfare, rows};

use super::kinds::split_kind;
use crate::toponymy::announce::{number, text};

/// A street.
#[derive(Debug, Clone)]
pub(super) struct Street {
    /// Row of the layer.
    pub(super) row: u64,
    /// PROGRESSIVO_NAZIONALE.
    pub(super) id: String,
    local_code: String,
    pub(super) name: String,
    locality: String,
    languages: [String; 2],
    /// Whether a file of streets is there and lacks it.
    pub(super) is_missing: bool,
    /// How many accesses name it.
    pub(super) accesses: u64,
    /// What the register makes of it, with the name of its locality.
    pub(super) decoded: Option<(Thoroughfare, Option<String>)>,
}

impl Street {
    /// Takes a row of streets.
    pub(super) fn of_strad(row: u64, fields: &StradRow) -> Self {
        let languages = [strad::DIZIONE_LINGUA1, strad::DIZIONE_LINGUA2];
        let names = [strad::CODICE_COMUNALE, strad::ODONIMO, strad::LOCALITA];
        Self::of(row, fields, names, languages)
    }

    /// Takes a row of addresses.
    pub(super) fn of_indir(row: u64, fields: &IndirRow) -> Self {
        let languages = [indir::DIZIONE_LINGUA1, indir::DIZIONE_LINGUA2];
        let names = [indir::CODICE_COMUNALE, indir::ODONIMO, indir::LOCALITA];
        Self::of(row, fields, names, languages)
    }

    fn of<const N: usize>(row: u64, fields: &[String; N], names: [usize; 3], languages: [usize; 2]) -> Self {
        let field = |column: usize| fields[column].trim().to_owned();
        let [local_code, name, locality] = names.map(field);
        Self {
            row,
            // In the same place of both layouts.
            id: field(indir::PROGRESSIVO_NAZIONALE),
            local_code,
            name,
            locality,
            languages: languages.map(field),
            is_missing: false,
            accesses: 0,
            decoded: None,
        }
    }

    /// Returns the row of the layer.
    pub(super) fn values(&self) -> Row {
        let (kind, name) = split_kind(&self.name);
        let values = vec![
            text(&self.local_code),
            text(kind),
            text(name),
            Value::Null,
            text(&self.locality),
            Value::Text(LifecycleStage::Current.as_str().to_owned()),
            Value::Boolean(self.is_missing),
            text(&self.id),
            text(&self.languages[0]),
            text(&self.languages[1]),
        ];
        Row { number: number(self.row), geometry: None, values }
    }
}

/// Returns the columns of the layer of streets.
pub(super) fn columns() -> Vec<(&'static str, ColumnKind)> {
    [rows::THOROUGHFARE_COLUMNS, rows::ANNCSU_THOROUGHFARE_COLUMNS].concat()
}
