//! Where values are high, or low, together.

use civico_domain::catalog::{Column, ColumnKind, Value};
use civico_domain::notice::Notice;
use geo::{Coord, Geometry};

use super::job::Job;
use super::neighbourhood::Neighbourhood;
use super::rows::{Rows, points, values_of};
use super::table::{Feature, Table, columns};
use super::value::{integer, real};
use crate::hexagons::bin;
use crate::hotspots::{Confidence, HotSpot, getis_ord, getis_ord_nearest};
use crate::lattice::{Shape, Tiling};
use crate::{Error, Points, Values};

/// What is tested: places with values, and the features that they become.
struct Tested {
    coords: Vec<Coord>,
    values: Vec<f64>,
    features: Vec<Feature>,
    columns: Vec<Column>,
}

/// Finds hot and cold spots of a column, or of counts in hexagons.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let rows = points("features", &table);
    let tested = match job.property("value") {
        Some(column) => of_column(&table, rows, column, job)?,
        None => of_counts(&rows, job)?,
    };
    let points = Points::new("features", &tested.coords)?;
    let values = Values::new("value", &tested.values, tested.coords.len())?;
    let spots = match Neighbourhood::of(points, job)? {
        Neighbourhood::Band(band) => getis_ord(points, values, band, job.progress)?,
        Neighbourhood::Nearest(k) => getis_ord_nearest(points, values, k, job.limits, job.progress)?,
    };
    let class_of = |hot: i64| spots.iter().filter(|spot| class(**spot).signum() == hot).count();
    let notice = Notice::new("process-notice-hot-spots").with("hot", class_of(1)).with("cold", class_of(-1));
    job.notices.push(notice);
    let row = |(mut feature, spot): (Feature, &HotSpot)| {
        let (neighbours, class) = (Value::Integer(spot.neighbours.into()), Value::Integer(class(*spot)));
        feature.values.extend([neighbours, real(spot.z), real(spot.p), class]);
        feature
    };
    let rows = tested.features.into_iter().zip(&spots).map(row).collect();
    let new = [
        ("neighbours", ColumnKind::Integer),
        ("z", ColumnKind::Real),
        ("p", ColumnKind::Real),
        ("class", ColumnKind::Integer),
    ];
    Ok(Table { name: String::new(), columns: columns(&[("", &tested.columns)], &new), rows })
}

/// From -3, cold for sure, to 3, hot for sure; 0 is not told from chance.
fn class(spot: HotSpot) -> i64 {
    let sure = match spot.confidence() {
        Confidence::None => 0,
        Confidence::Percent90 => 1,
        Confidence::Percent95 => 2,
        Confidence::Percent99 => 3,
    };
    if spot.z < 0.0 { -sure } else { sure }
}

fn of_column(table: &Table, mut rows: Rows<Coord>, column: &str, job: &mut Job<'_>) -> Result<Tested, Error> {
    let values = rows.numbers(table, ("value", column), |_| true)?;
    job.settle(&rows)?;
    let feature = |place: &usize| Feature {
        geometry: table.rows[*place].geometry.clone(),
        values: values_of(table, *place),
    };
    let features = rows.places.iter().map(feature).collect();
    Ok(Tested { coords: rows.shapes, values, features, columns: table.columns.clone() })
}

/// Counts in the hexagons that have any feature: where nothing lies nothing is known of the place,
/// which may be a lake.
fn of_counts(rows: &Rows<Coord>, job: &mut Job<'_>) -> Result<Tested, Error> {
    job.settle(rows)?;
    let tiling = Tiling::new(Shape::Hexagon, job.number("cell")?)?;
    let bins = bin(Points::new("features", &rows.shapes)?, None, tiling, job.limits, job.progress)?;
    let count = |count: u64| crate::number::real(usize::try_from(count).unwrap_or(usize::MAX));
    Ok(Tested {
        coords: bins.iter().map(|bin| tiling.center(bin.cell)).collect(),
        values: bins.iter().map(|bin| count(bin.count)).collect(),
        features: bins
            .iter()
            .map(|bin| Feature {
                geometry: Some(Geometry::Polygon(tiling.polygon(bin.cell))),
                values: vec![integer(bin.count)],
            })
            .collect(),
        columns: vec![Column { name: "count".to_owned(), kind: ColumnKind::Integer }],
    })
}
