//! Files opened by GDAL, by the drivers that are allowed and no others.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Once;

use gdal::vector::LayerAccess;
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use super::{geojson, messages, shapefile};
use crate::Error;
use crate::crs::Declared;
use crate::input::{Format, Input, SizeLimit, has_extension, stem};
use crate::text::Chosen;

/// What GDAL must not do. The filter on system calls denies the network too; this keeps GDAL from
/// trying, from writing beside the input and from decoding texts itself.
const SETTINGS: &[(&str, &str)] = &[
    ("GDAL_DRIVER_PATH", "disable"),
    ("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none"),
    ("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"),
    ("CPL_CURL_ENABLE_VSIMEM", "NO"),
    ("GDAL_PAM_ENABLED", "NO"),
    ("GDAL_VRT_ENABLE_PYTHON", "NO"),
    ("OGR_GEOJSON_MAX_OBJ_SIZE", "200"),
    ("SHAPE_RESTORE_SHX", "NO"),
    ("SHAPE_ENCODING", ""),
];

/// Sets GDAL up, once for the process.
pub fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (key, value) in SETTINGS {
            // Fails for texts with a zero only.
            let _set = gdal::config::set_config_option(key, value);
        }
        messages::listen();
    });
}

/// A file that GDAL reads.
pub struct OgrFile {
    pub(super) dataset: Rc<Dataset>,
    pub(super) format: Format,
    /// What stands beside a file, for all its layers.
    pub(super) declared: Option<Declared>,
    /// The encoding of texts, where GDAL does not know it.
    pub(super) encoding: Option<Chosen>,
    /// Whether a shapefile has no table.
    pub(super) without_table: bool,
    name: String,
}

impl OgrFile {
    /// Opens a file after looking at what GDAL would overlook.
    ///
    /// # Errors
    /// A part is missing, the content is not what the name says, or GDAL refuses it.
    pub fn open(input: &Input, encoding: Option<&Chosen>, limit: SizeLimit) -> Result<Self, Error> {
        prepare();
        let (mut declared, mut chosen, mut without_table) = (None, None, false);
        match input.format {
            Format::Shapefile => {
                let beside = shapefile::Beside::of(&input.path)?;
                declared = Some(beside.declared()?);
                without_table = !beside.has_table();
                chosen = match encoding {
                    Some(given) => Some(given.clone()),
                    None => beside.encoding()?,
                };
            }
            Format::GeoJson => declared = Some(geojson::check(&input.path, &input.name, limit)?),
            Format::GeoPackage | Format::Csv => {}
        }
        let dataset = Rc::new(open(input)?);
        let name = input.name.clone();
        Ok(Self { dataset, format: input.format, declared, encoding: chosen, without_table, name })
    }

    /// Returns the names of the layers.
    ///
    /// # Errors
    /// There are none.
    pub fn layer_names(&self) -> Result<Vec<String>, Error> {
        let names: Vec<String> = (0..self.dataset.layer_count())
            .filter_map(|index| self.dataset.layer(index).ok())
            .map(|layer| match self.format {
                // GDAL names the layer of a GeoJSON by a member or "OGRGeoJSON"; people know the file.
                Format::GeoJson => self.short_name(),
                _ => layer.name(),
            })
            .collect();
        if names.is_empty() { Err(Error::NoLayer(self.name.clone())) } else { Ok(names) }
    }

    fn short_name(&self) -> String {
        let last =
            Path::new(&self.name).file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        stem(&last).to_owned()
    }
}

fn open(input: &Input) -> Result<Dataset, Error> {
    let refused = |reason: String| Error::NotWhatItSays {
        file: input.name.clone(),
        format: input.format.title(),
        reason,
    };
    // An absolute path of a file that exists cannot mean anything else to GDAL, as a URL would.
    let path = input.path.canonicalize().map_err(|error| refused(error.to_string()))?;
    let path = if has_extension(&path, "gz") { behind_gzip(&path) } else { path };
    let (driver, options): (&str, &[&str]) = match input.format {
        Format::GeoPackage => ("GPKG", &["IMMUTABLE=YES"]),
        Format::GeoJson => ("GeoJSON", &["ARRAY_AS_STRING=YES"]),
        Format::Shapefile | Format::Csv => ("ESRI Shapefile", &[]),
    };
    messages::forget();
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&[driver]),
        open_options: Some(options),
        ..DatasetOptions::default()
    };
    Dataset::open_ex(&path, options)
        .map_err(|error| refused(messages::failure().unwrap_or_else(|| error.to_string())))
}

/// Names a file as GDAL's reader of gzipped files does: `/vsigzip//folder/file.gz`.
fn behind_gzip(path: &Path) -> PathBuf {
    let mut named = OsString::from("/vsigzip/");
    named.push(path);
    PathBuf::from(named)
}
