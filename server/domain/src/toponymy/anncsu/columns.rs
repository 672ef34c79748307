//! Names and places of the columns of ANNCSU's open data, in the order of its files.

/// Columns of the files of addresses, `INDIR_*`; the apostrophe belongs to the name.
pub const INDIR_COLUMNS: [&str; 19] = [
    "CODICE_COMUNE",
    "CODICE_ISTAT",
    "PROGRESSIVO_NAZIONALE",
    "CODICE_COMUNALE",
    "ODONIMO",
    "LOCALITA'",
    "DIZIONE_LINGUA1",
    "DIZIONE_LINGUA2",
    "PROGRESSIVO_ACCESSO",
    "CODICE_COMUNALE_ACCESSO",
    "CIVICO",
    "ESPONENTE",
    "SPECIFICITA",
    "METRICO",
    "PROGRESSIVO_SNC",
    "COORD_X_COMUNE",
    "COORD_Y_COMUNE",
    "QUOTA",
    "METODO",
];

/// Columns of the files of streets, `STRAD_*`.
pub const STRAD_COLUMNS: [&str; 9] = [
    "CODICE_COMUNE",
    "CODICE_ISTAT",
    "PROGRESSIVO_NAZIONALE",
    "CODICE_COMUNALE",
    "ODONIMO",
    "LOCALITA'",
    "TOTALE_ACCESSI",
    "DIZIONE_LINGUA1",
    "DIZIONE_LINGUA2",
];

/// A row of `INDIR_*`: the text of each of [`INDIR_COLUMNS`].
pub type IndirRow = [String; INDIR_COLUMNS.len()];

/// A row of `STRAD_*`: the text of each of [`STRAD_COLUMNS`].
pub type StradRow = [String; STRAD_COLUMNS.len()];

/// Places of the columns of [`INDIR_COLUMNS`].
pub mod indir {
    /// The land registry's code of the comune (Belfiore).
    pub const CODICE_COMUNE: usize = 0;
    /// ISTAT's code of the comune, six digits.
    pub const CODICE_ISTAT: usize = 1;
    /// ANNCSU's number of the street.
    pub const PROGRESSIVO_NAZIONALE: usize = 2;
    /// The comune's own code of the street.
    pub const CODICE_COMUNALE: usize = 3;
    /// The whole name: DUG and DUF, in upper case.
    pub const ODONIMO: usize = 4;
    /// The named place, where the name alone is not unique.
    pub const LOCALITA: usize = 5;
    /// The whole name in a second language.
    pub const DIZIONE_LINGUA1: usize = 6;
    /// The whole name in a third language.
    pub const DIZIONE_LINGUA2: usize = 7;
    /// ANNCSU's number of the access.
    pub const PROGRESSIVO_ACCESSO: usize = 8;
    /// The comune's own code of the access.
    pub const CODICE_COMUNALE_ACCESSO: usize = 9;
    /// House number, digits alone.
    pub const CIVICO: usize = 10;
    /// Exponent: A, BIS.
    pub const ESPONENTE: usize = 11;
    /// Specificity: ROSSO, NERO.
    pub const SPECIFICITA: usize = 12;
    /// Metres from the street's beginning.
    pub const METRICO: usize = 13;
    /// Number among those without a number after the same CIVICO or METRICO.
    pub const PROGRESSIVO_SNC: usize = 14;
    /// Longitude in degrees.
    pub const COORD_X_COMUNE: usize = 15;
    /// Latitude in degrees.
    pub const COORD_Y_COMUNE: usize = 16;
    /// Orthometric height in metres, without a leading zero: `,5`.
    pub const QUOTA: usize = 17;
    /// How the position was got, 1 to 5.
    pub const METODO: usize = 18;
}

/// Places of the columns of [`STRAD_COLUMNS`].
pub mod strad {
    /// The land registry's code of the comune (Belfiore).
    pub const CODICE_COMUNE: usize = 0;
    /// ISTAT's code of the comune, six digits.
    pub const CODICE_ISTAT: usize = 1;
    /// ANNCSU's number of the street.
    pub const PROGRESSIVO_NAZIONALE: usize = 2;
    /// The comune's own code of the street.
    pub const CODICE_COMUNALE: usize = 3;
    /// The whole name: DUG and DUF, in upper case.
    pub const ODONIMO: usize = 4;
    /// The named place, where the name alone is not unique.
    pub const LOCALITA: usize = 5;
    /// How many accesses the street has.
    pub const TOTALE_ACCESSI: usize = 6;
    /// The whole name in a second language.
    pub const DIZIONE_LINGUA1: usize = 7;
    /// The whole name in a third language.
    pub const DIZIONE_LINGUA2: usize = 8;
}
