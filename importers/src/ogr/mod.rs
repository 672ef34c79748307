//! What GDAL reads and writes: Shapefile, GeoPackage, GeoJSON, spreadsheets; and GEOS behind it.

mod columns;
mod dbf;
mod geojson;
mod geopackage;
mod layer;
mod mend;
mod messages;
mod open;
mod raw;
mod shapefile;
mod spreadsheet;
mod wkt;

pub use geopackage::write_geopackage;
pub use layer::{OgrLayer, Resolved};
pub use mend::{Mended, mend};
pub use open::{OgrFile, prepare};
pub use spreadsheet::{Spreadsheet, read_spreadsheet, write_spreadsheet};
pub use wkt::wkb_of_wkt;
