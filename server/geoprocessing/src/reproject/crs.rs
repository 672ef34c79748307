//! Reference systems and what is known of them.

use civico_domain::spatial::{Bounds, Srid};

use super::raw::{Context, Object};
use super::{ProjData, ReprojectError};

/// A reference system, by its code or by its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Crs {
    /// In the EPSG register.
    Epsg(Srid),
    /// Defined by the well-known text of a file.
    Wkt(String),
}

impl std::fmt::Display for Crs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Epsg(srid) => srid.fmt(f),
            Self::Wkt(text) => {
                let name = text.split('"').nth(1).unwrap_or("WKT");
                write!(f, "{name}")
            }
        }
    }
}

/// What the register says of a reference system.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsInfo {
    /// Its name, such as `RDN2008 / UTM zone 32N`.
    pub name: String,
    /// Whether coordinates are degrees.
    pub geographic: bool,
    /// Whether its definition names the north (or latitude) axis first.
    pub northing_first: bool,
    /// Where it is used.
    pub area_of_use: Option<Bounds>,
}

impl Crs {
    /// Looks a reference system up.
    ///
    /// # Errors
    /// The code is not in the register, or the text cannot be read.
    pub fn info(&self, data: &ProjData) -> Result<CrsInfo, ReprojectError> {
        let object = self.object(&Context::new(data)?)?;
        Ok(CrsInfo {
            name: object.name(),
            geographic: object.is_geographic(),
            northing_first: object.is_northing_first(),
            area_of_use: object.area_of_use(),
        })
    }

    /// Finds the code of a definition, and whether the two are equal (100), or how likely it is
    /// that they mean the same (25 and more; less is not returned).
    ///
    /// # Errors
    /// The text cannot be read.
    pub fn identify(wkt: &str, data: &ProjData) -> Result<Option<(Srid, i32)>, ReprojectError> {
        let object = Self::Wkt(wkt.to_owned()).object(&Context::new(data)?)?;
        if let Some(code) = object.epsg_code() {
            return Ok(Some((Srid::from_code(code), 100)));
        }
        Ok(object
            .identify()
            .filter(|(_, confidence)| *confidence >= 25)
            .map(|(code, c)| (Srid::from_code(code), c)))
    }

    pub(super) fn object(&self, context: &Context) -> Result<Object, ReprojectError> {
        let object = match self {
            Self::Epsg(srid) => context.registered(srid.code()),
            Self::Wkt(text) => context.defined(text),
        };
        object.filter(Object::is_crs).ok_or_else(|| ReprojectError::UnknownCrs(self.to_string()))
    }
}
