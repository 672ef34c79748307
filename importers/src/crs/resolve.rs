//! The reference system of a layer, from what is said and what the coordinates show.

use std::io::Write;

use civico_domain::catalog::ReprojectionRecord;
use civico_domain::catalog::frame::Severity;
use civico_domain::notice::Notice;
use civico_domain::spatial::Srid;
use civico_geoprocessing::reproject::{Crs, CrsInfo, Extent, Reprojection};

use super::{Range, range_of_extent};
use crate::Error;
use crate::output::Output;
use crate::read::Job;

/// How sure PROJ has to be, in percent, to call a definition by a code.
const SURE: i32 = 70;

/// What the source says of its reference system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// Nothing.
    Nothing,
    /// A code of the EPSG register.
    Epsg(i32),
    /// A definition.
    Wkt(String),
    /// GeoJSON without a word: longitude and latitude by RFC 7946, 4.
    GeoJson,
    /// The `crs` member of GeoJSON before RFC 7946.
    GeoJsonMember(i32),
    /// Names of columns that mean a code.
    ByColumns(i32),
}

/// The reference system that coordinates are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCrs {
    /// The system.
    pub crs: Crs,
    /// Whether the source gives north before east.
    pub swapped: bool,
}

/// Decides the reference system of a layer and says why; without coordinates there is nothing to say.
///
/// # Errors
/// Nothing is said and nothing can be concluded, or the coordinates do not fit what is said.
pub fn resolve<W: Write>(
    declared: &Declared,
    extent: Extent,
    layer: &str,
    job: &Job,
    output: &mut Output<W>,
) -> Result<SourceCrs, Error> {
    if extent.is_empty() {
        return Ok(SourceCrs { crs: Crs::Epsg(job.crs.unwrap_or(job.target)), swapped: false });
    }
    let Some(crs) = said(declared, job, output)? else {
        return guess(extent, layer, output);
    };
    let info = crs.info(&job.proj)?;
    let swapped = match fit(&info, extent) {
        Fit::AsIs => false,
        Fit::Swapped => true,
        Fit::No => {
            let (layer, crs, extent) = (layer.to_owned(), crs.to_string(), written(extent));
            return Err(Error::CrsDoesNotFit { layer, crs, extent });
        }
    };
    if swapped {
        let notice = Notice::new("axes-swapped").with("crs", &crs).with("extent", written(extent));
        output.say(Severity::Warning, notice)?;
    } else if info.northing_first && !info.geographic {
        let notice = Notice::new("axis-order-east-north")
            .with("crs", &crs)
            .with("name", &info.name)
            .with("extent", written(extent));
        output.say(Severity::Assumption, notice)?;
    }
    Ok(SourceCrs { crs, swapped })
}

/// Takes what the person says, else what the file says.
fn said<W: Write>(declared: &Declared, job: &Job, output: &mut Output<W>) -> Result<Option<Crs>, Error> {
    let epsg = |code: i32| Crs::Epsg(Srid::from_code(code));
    if let Some(srid) = job.crs {
        let crs = Crs::Epsg(srid);
        output.say(Severity::Assumption, Notice::new("crs-given").with("crs", &crs))?;
        return Ok(Some(crs));
    }
    let (crs, notice) = match declared {
        Declared::Nothing => return Ok(None),
        Declared::Epsg(code) => return Ok(Some(epsg(*code))),
        Declared::GeoJson => return Ok(Some(Crs::Epsg(Srid::WGS84))),
        Declared::GeoJsonMember(code) => {
            let crs = epsg(*code);
            let notice = Notice::new("crs-by-geojson-member").with("crs", &crs);
            (crs, notice)
        }
        Declared::ByColumns(code) => {
            let crs = epsg(*code);
            let notice = Notice::new("crs-by-column-names").with("crs", &crs);
            (crs, notice)
        }
        Declared::Wkt(text) => identified(text, job)?,
    };
    output.say(Severity::Assumption, notice)?;
    Ok(Some(crs))
}

/// Finds the code of a definition; one that has none is used as it is.
fn identified(text: &str, job: &Job) -> Result<(Crs, Notice), Error> {
    let name = Crs::Wkt(text.to_owned()).to_string();
    let found = Crs::identify(text, &job.proj)?.filter(|(_, confidence)| *confidence >= SURE);
    Ok(match found {
        Some((srid, _)) => {
            let notice = Notice::new("crs-identified").with("name", name).with("crs", srid);
            (Crs::Epsg(srid), notice)
        }
        None => (Crs::Wkt(text.to_owned()), Notice::new("crs-by-definition").with("name", name)),
    })
}

enum Fit {
    AsIs,
    Swapped,
    No,
}

/// Checks coordinates against a reference system by their size alone.
fn fit(info: &CrsInfo, extent: Extent) -> Fit {
    let (as_is, turned) = (range_of_extent(extent), range_of_extent(turned(extent)));
    if info.geographic {
        return match (as_is, turned) {
            (Range::DegreesItaly, _) => Fit::AsIs,
            (Range::Degrees, Range::DegreesItaly) => Fit::Swapped,
            _ if on_globe(extent) => Fit::AsIs,
            _ => Fit::No,
        };
    }
    match (as_is, turned) {
        (Range::DegreesItaly, _) | (_, Range::DegreesItaly) => Fit::No,
        (Range::Other, Range::GaussBoagaWest | Range::GaussBoagaEast | Range::Utm) => Fit::Swapped,
        _ => Fit::AsIs,
    }
}

fn on_globe(extent: Extent) -> bool {
    let small = |low: f64, high: f64, limit: f64| low >= -limit && high <= limit;
    small(extent.min_x, extent.max_x, 180.000_001) && small(extent.min_y, extent.max_y, 90.000_001)
}

fn turned(extent: Extent) -> Extent {
    Extent { min_x: extent.min_y, min_y: extent.min_x, max_x: extent.max_y, max_y: extent.max_x }
}

/// Concludes the reference system from the coordinates alone.
fn guess<W: Write>(extent: Extent, layer: &str, output: &mut Output<W>) -> Result<SourceCrs, Error> {
    let (as_is, turned) = (range_of_extent(extent), range_of_extent(turned(extent)));
    let swapped = !matches!(as_is, Range::DegreesItaly)
        && matches!(turned, Range::DegreesItaly | Range::GaussBoagaWest | Range::GaussBoagaEast | Range::Utm);
    let range = if swapped { turned } else { as_is };
    let Some((code, accuracy_m)) = range.guess().filter(|_| range != Range::Degrees) else {
        return Err(Error::CrsUnknown { layer: layer.to_owned(), extent: written(extent) });
    };
    let crs = Crs::Epsg(Srid::from_code(code));
    let notice = Notice::new("crs-guessed")
        .with("crs", &crs)
        .with("extent", written(extent))
        .with("accuracy_m", accuracy_m);
    output.say(Severity::Warning, notice)?;
    if swapped {
        let notice = Notice::new("axes-swapped").with("crs", &crs).with("extent", written(extent));
        output.say(Severity::Warning, notice)?;
    }
    Ok(SourceCrs { crs, swapped })
}

/// Finds the operation into the target's reference system and says which, and how accurate.
///
/// # Errors
/// There is none, or only a ballpark one.
pub fn say_reprojection<W: Write>(
    source: &SourceCrs,
    extent: Extent,
    job: &Job,
    output: &mut Output<W>,
) -> Result<Reprojection, Error> {
    let area = if source.swapped { turned(extent) } else { extent };
    let reprojection = Reprojection::find(&job.proj, &source.crs, job.target, area, job.ballpark)?;
    if reprojection.is_outside_area_of_use() {
        let notice = Notice::new("crs-outside-area").with("crs", &source.crs).with("extent", written(extent));
        output.say(Severity::Warning, notice)?;
    }
    if !reprojection.is_none() && !extent.is_empty() {
        let (severity, notice) = operation(reprojection.record(), job.target);
        output.say(severity, notice)?;
    }
    Ok(reprojection)
}

/// Says which operation is used.
fn operation(record: &ReprojectionRecord, target: Srid) -> (Severity, Notice) {
    let (source, name) = (&record.source_crs, &record.operation);
    match record.accuracy_m {
        _ if record.ballpark => {
            let notice = Notice::new("reprojected-ballpark")
                .with("source", source)
                .with("target", target)
                .with("operation", name);
            (Severity::Warning, notice)
        }
        Some(metres) => {
            let notice = Notice::new("reprojected")
                .with("source", source)
                .with("target", target)
                .with("operation", name)
                .with("accuracy_m", metres);
            (Severity::Assumption, notice)
        }
        None => {
            let notice = Notice::new("reprojected-accuracy-unknown")
                .with("source", source)
                .with("target", target)
                .with("operation", name);
            (Severity::Assumption, notice)
        }
    }
}

/// Writes a box for people.
fn written(extent: Extent) -> String {
    let least = extent.min_x.min(extent.min_y);
    let greatest = extent.max_x.max(extent.max_y);
    if least < -1e9 || greatest > 1e9 {
        return format!("{least:e} - {greatest:e}");
    }
    let places = if on_globe(extent) { 5 } else { 0 };
    format!(
        "x {:.places$} - {:.places$}, y {:.places$} - {:.places$}",
        extent.min_x, extent.max_x, extent.min_y, extent.max_y
    )
}
