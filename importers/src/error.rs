//! Why a file cannot be read at all. Bad rows are no errors: they go into the report.

use civico_domain::notice::Notice;
use civico_geoprocessing::reproject::ReprojectError;

/// The reading cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is at the path.
    #[error("nothing is at {0}")]
    NotFound(String),
    /// The file has no bytes.
    #[error("{0} is empty")]
    Empty(String),
    /// The file exists, but the system does not let it be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The name ends in nothing that is known.
    #[error("{0} is of no known format")]
    UnknownFormat(String),
    /// The content is not what the name says.
    #[error("{file} is not what its name says")]
    NotWhatItSays {
        /// The file.
        file: String,
        /// The format it should be of.
        format: &'static str,
        /// What the reader says.
        reason: String,
    },
    /// A folder was given where a file is wanted.
    #[error("{0} is a folder")]
    Folder(String),
    /// A folder holds nothing that can be read.
    #[error("the folder {0} holds no data")]
    FolderWithoutData(String),
    /// An archive holds nothing that can be read.
    #[error("the archive {0} holds no data")]
    ArchiveWithoutData(String),
    /// An archive is damaged, or packed or encrypted in a way that is not read.
    #[error("the archive {file} cannot be unpacked")]
    Archive {
        /// The archive.
        file: String,
        /// What the unpacker says.
        reason: String,
    },
    /// An archive holds another.
    #[error("the archive holds the archive {0}")]
    NestedArchive(String),
    /// An archive holds more files than allowed.
    #[error("the archive holds more than {0} files")]
    TooManyEntries(usize),
    /// The input is, unpacked, larger than allowed.
    #[error("the input is larger than {0} MB")]
    TooLarge(u64),
    /// There are more rows than allowed.
    #[error("there are more than {0} rows")]
    TooManyRows(u64),
    /// There are more columns than allowed.
    #[error("there are {count} columns, more than {limit}")]
    TooManyColumns {
        /// How many there are.
        count: usize,
        /// How many may be.
        limit: usize,
    },
    /// A row is longer than allowed.
    #[error("row {row} is longer than {limit_mb} MB")]
    RowTooLong {
        /// The row.
        row: u64,
        /// How long it may be.
        limit_mb: u64,
    },
    /// A file that belongs to a shapefile is missing.
    #[error("the shapefile lacks its {0}")]
    ShapefileIncomplete(String),
    /// JSON is broken, or cut.
    #[error("the JSON is broken at line {line}, column {column}")]
    BrokenJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON, but no GeoJSON.
    #[error("the file is JSON of type {0}, not GeoJSON")]
    NotGeoJson(String),
    /// The reader gave up in the middle of a layer.
    #[error("layer {layer} cannot be read to its end")]
    LayerCut {
        /// The layer.
        layer: String,
        /// What the reader says.
        reason: String,
    },
    /// No layer is in the file.
    #[error("{0} holds no layer")]
    NoLayer(String),
    /// A layer of lines was wanted.
    #[error("the layer {0} has no lines")]
    NoLines(String),
    /// The layer asked for is not there.
    #[error("there is no layer {name}")]
    LayerNotFound {
        /// The name asked for.
        name: String,
        /// The names there are.
        layers: String,
    },
    /// No encoding is known by the name.
    #[error("no encoding is called {0}")]
    UnknownEncoding(String),
    /// The table has no line of names and values.
    #[error("{0} holds no table")]
    NoTable(String),
    /// The reference system is not said and cannot be concluded.
    #[error("the reference system cannot be concluded")]
    CrsUnknown {
        /// The layer.
        layer: String,
        /// Its least and greatest coordinates.
        extent: String,
    },
    /// Coordinates do not fit the reference system that the file or its format says.
    #[error("coordinates {extent} do not fit {crs}")]
    CrsDoesNotFit {
        /// The layer.
        layer: String,
        /// The reference system said.
        crs: String,
        /// The coordinates.
        extent: String,
    },
    /// Coordinates cannot be brought into the target's reference system.
    #[error("coordinates cannot be reprojected")]
    Reproject(#[from] ReprojectError),
    /// A layout for the register asks for another number of files.
    #[error("the layout {layout} asks for {wanted} files, {given} were given")]
    WrongFiles {
        /// The layout.
        layout: &'static str,
        /// How many it asks for.
        wanted: usize,
        /// How many were given.
        given: usize,
    },
    /// A file for the register lacks columns.
    #[error("{file} lacks the columns {columns}")]
    MissingColumns {
        /// The file.
        file: String,
        /// The columns, separated by commas.
        columns: String,
    },
    /// Frames that another process sends cannot be read to their end.
    #[error("the frames cannot be read: {0}")]
    BrokenFrames(String),
    /// A file cannot be written.
    #[error("the file cannot be written: {0}")]
    NotWritten(String),
    /// The frames cannot be written: whoever reads them is gone.
    #[error("the output cannot be written")]
    Output(#[from] std::io::Error),
    /// The process could not be isolated.
    #[error("the process cannot be isolated: {0}")]
    Isolation(String),
}

impl Error {
    /// Says to a person what is wrong and what to do.
    pub fn notice(&self) -> Notice {
        match self {
            Self::NotFound(file) => Notice::new("file-not-found").with("file", file),
            Self::Empty(file) => Notice::new("file-empty").with("file", file),
            Self::Unreadable { file, source } => {
                Notice::new("file-unreadable").with("file", file).with("reason", source)
            }
            Self::UnknownFormat(file) => Notice::new("format-unknown").with("file", file),
            Self::NotWhatItSays { file, format, reason } => Notice::new("not-what-it-says")
                .with("file", file)
                .with("format", format)
                .with("reason", reason),
            Self::Folder(file) => Notice::new("folder-given").with("file", file),
            Self::FolderWithoutData(file) => Notice::new("folder-without-data").with("file", file),
            Self::ArchiveWithoutData(file) => Notice::new("archive-without-data").with("file", file),
            Self::Archive { file, reason } => {
                Notice::new("archive-damaged").with("file", file).with("reason", reason)
            }
            Self::NestedArchive(name) => Notice::new("archive-nested").with("name", name),
            Self::TooManyEntries(limit) => Notice::new("archive-too-many-files").with("limit", limit),
            Self::TooLarge(limit) => Notice::new("input-too-large").with("limit_mb", limit),
            Self::TooManyRows(limit) => Notice::new("too-many-rows").with("limit", limit),
            Self::TooManyColumns { count, limit } => {
                Notice::new("too-many-columns").with("count", count).with("limit", limit)
            }
            Self::RowTooLong { row, limit_mb } => {
                Notice::new("row-too-long").with("row", row).with("limit_mb", limit_mb)
            }
            Self::ShapefileIncomplete(file) => Notice::new("shapefile-incomplete").with("file", file),
            other => other.notice_of_content(),
        }
    }

    /// The sentences on what is inside a file.
    fn notice_of_content(&self) -> Notice {
        match self {
            Self::BrokenJson { line, column, reason } => {
                Notice::new("json-broken").with("line", line).with("column", column).with("reason", reason)
            }
            Self::NotGeoJson(kind) => Notice::new("json-not-geojson").with("type", kind),
            Self::LayerCut { layer, reason } => {
                Notice::new("layer-cut").with("layer", layer).with("reason", reason)
            }
            Self::NoLayer(file) => Notice::new("no-layer").with("file", file),
            Self::NoLines(layer) => Notice::new("no-lines").with("layer", layer),
            Self::LayerNotFound { name, layers } => {
                Notice::new("layer-not-found").with("name", name).with("layers", layers)
            }
            Self::UnknownEncoding(name) => Notice::new("encoding-unknown").with("name", name),
            Self::NoTable(file) => Notice::new("no-table").with("file", file),
            Self::CrsUnknown { layer, extent } => {
                Notice::new("crs-undecidable").with("layer", layer).with("extent", extent)
            }
            Self::CrsDoesNotFit { layer, crs, extent } => {
                Notice::new("crs-does-not-fit").with("layer", layer).with("crs", crs).with("extent", extent)
            }
            Self::Reproject(error) => notice_of_reprojection(error),
            Self::WrongFiles { layout, wanted, given } => Notice::new("toponymy-wrong-files")
                .with("layout", layout)
                .with("wanted", wanted)
                .with("given", given),
            Self::MissingColumns { file, columns } => {
                Notice::new("toponymy-missing-columns").with("file", file).with("columns", columns)
            }
            Self::BrokenFrames(reason) => Notice::new("frames-broken").with("reason", reason),
            Self::NotWritten(reason) => Notice::new("file-not-written").with("reason", reason),
            Self::Isolation(reason) => Notice::new("isolation-failed").with("reason", reason),
            other => Notice::new("output-failed").with("reason", other),
        }
    }
}

fn notice_of_reprojection(error: &ReprojectError) -> Notice {
    match error {
        ReprojectError::NoDatabase => Notice::new("proj-database-missing"),
        ReprojectError::UnknownCrs(crs) => Notice::new("crs-unknown").with("crs", crs),
        ReprojectError::NoOperation { source_crs, target_crs } => {
            Notice::new("crs-no-operation").with("source", source_crs).with("target", target_crs)
        }
        ReprojectError::OnlyBallpark { source_crs, target_crs, operation } => {
            Notice::new("crs-only-ballpark")
                .with("source", source_crs)
                .with("target", target_crs)
                .with("operation", operation)
        }
    }
}
