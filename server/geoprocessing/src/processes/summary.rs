//! How much lies in each area.

use civico_domain::catalog::{ColumnKind, Value};
use geo::{Coord, Geometry, MultiPolygon};

use super::job::Job;
use super::rows::{area_of, areas, things, values_of};
use super::table::{Feature, Table, columns};
use super::value::{integer, real};
use crate::overlay::{Areas, intersections, summarise_points};
use crate::{Error, Points, Values};

/// What two areas share at least to have something in common.
const SLIVER_M2: f64 = 0.01;

/// What is known of an area.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    count: u64,
    /// Of the values, by the share of each feature.
    value: f64,
    /// Of the weights.
    weight: f64,
    /// Of the products of both.
    weighted: f64,
}

/// What features count for: their values and, where the mean is weighted, their weights.
struct Numbers {
    values: Option<Vec<f64>>,
    weights: Option<Vec<f64>>,
}

impl Numbers {
    fn value(&self, at: usize) -> f64 {
        self.values.as_ref().map_or(0.0, |values| values[at])
    }
}

/// Points, or areas, with their places among the features.
struct Parts<S> {
    at: Vec<usize>,
    shapes: Vec<S>,
}

/// Sums up features by area.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("areas")?;
    let targets = areas("areas", &table);
    job.settle(&targets)?;
    let of = job.table("features")?;
    let mut rows = things("features", &of);
    let values = match job.property("value") {
        Some(column) => Some(rows.numbers(&of, ("value", column), |_| true)?),
        None => None,
    };
    let before = rows.places.clone();
    let weights = match job.property("weight") {
        Some(column) => Some(rows.numbers(&of, ("weight", column), |weight| weight >= 0.0)?),
        None => None,
    };
    // Values of the rows that have a weight too.
    let values = values.map(|values| {
        let kept = before.iter().zip(values).filter(|(place, _)| rows.places.binary_search(place).is_ok());
        kept.map(|(_, value)| value).collect()
    });
    job.settle(&rows)?;
    let (points, polygons, others) = divided(&rows.shapes);
    job.say("process-notice-other-kind", "features", others);
    if points.at.is_empty() && polygons.at.is_empty() {
        return Err(Error::NothingUsable { what: "features", found: rows.found as u64 });
    }
    let numbers = Numbers { values, weights };
    let mut sums = vec![Sum::default(); targets.shapes.len()];
    let within = Areas::new("areas", &targets.shapes)?;
    if !points.at.is_empty() {
        add_points(&mut sums, &points, &numbers, within, job)?;
    }
    if !polygons.at.is_empty() {
        add_areas(&mut sums, &polygons, &numbers, (within, points.at.is_empty()), job)?;
    }
    let has_values = numbers.values.is_some();
    let row = |(place, sum): (&usize, Sum)| {
        let mut values = values_of(&table, *place);
        values.push(integer(sum.count));
        if has_values {
            values.push(real(sum.value));
            values.push(if sum.weight > 0.0 { real(sum.weighted / sum.weight) } else { Value::Null });
        }
        Feature { geometry: table.rows[*place].geometry.clone(), values }
    };
    let summed = targets.places.iter().zip(sums).map(row).collect();
    let mut new = vec![("count", ColumnKind::Integer)];
    if has_values {
        new.extend([("sum", ColumnKind::Real), ("mean", ColumnKind::Real)]);
    }
    Ok(Table { name: String::new(), columns: columns(&[("", &table.columns)], &new), rows: summed })
}

/// Points and areas apart, and how many are neither.
fn divided(shapes: &[Geometry]) -> (Parts<Coord>, Parts<MultiPolygon>, usize) {
    let mut points = Parts { at: Vec::new(), shapes: Vec::new() };
    let mut polygons = Parts { at: Vec::new(), shapes: Vec::new() };
    let mut others = 0;
    for (at, shape) in shapes.iter().enumerate() {
        let point = match shape {
            Geometry::Point(point) => Some(point.0),
            Geometry::MultiPoint(points) => match points.0[..] {
                [only] => Some(only.0),
                _ => None,
            },
            _ => None,
        };
        if let Some(point) = point {
            points.at.push(at);
            points.shapes.push(point);
        } else if let Some(area) = area_of(shape) {
            polygons.at.push(at);
            polygons.shapes.push(area);
        } else {
            others += 1;
        }
    }
    (points, polygons, others)
}

/// Each point counts one, or its weight.
fn add_points(
    sums: &mut [Sum],
    points: &Parts<Coord>,
    numbers: &Numbers,
    within: Areas<'_>,
    job: &Job<'_>,
) -> Result<(), Error> {
    let coords = Points::new("features", &points.shapes)?;
    let summarise = |of: &dyn Fn(usize) -> f64| {
        let values: Vec<f64> = points.at.iter().map(|at| of(*at)).collect();
        let values = Values::new("value", &values, values.len())?;
        summarise_points(coords, Some(values), within, job.progress)
    };
    let of_values = summarise(&|at| numbers.value(at))?;
    for (sum, found) in sums.iter_mut().zip(&of_values) {
        sum.count += found.count;
        sum.value += found.sum;
    }
    let Some(weights) = &numbers.weights else {
        for (sum, found) in sums.iter_mut().zip(&of_values) {
            sum.weight += crate::number::real(usize::try_from(found.count).unwrap_or(usize::MAX));
            sum.weighted += found.sum;
        }
        return Ok(());
    };
    let of_weights = summarise(&|at| weights[at])?;
    let of_products = summarise(&|at| weights[at] * numbers.value(at))?;
    for ((sum, weight), product) in sums.iter_mut().zip(&of_weights).zip(&of_products) {
        sum.weight += weight.sum;
        sum.weighted += product.sum;
    }
    Ok(())
}

/// Each area counts by the share of it that lies within; the mean is weighted by the area shared or,
/// beside points or with weights, by that share.
fn add_areas(
    sums: &mut [Sum],
    polygons: &Parts<MultiPolygon>,
    numbers: &Numbers,
    (within, is_alone): (Areas<'_>, bool),
    job: &Job<'_>,
) -> Result<(), Error> {
    let sources = Areas::new("features", &polygons.shapes)?;
    // Neighbours share slivers by rounding: they do not count.
    for overlap in intersections(sources, within, SLIVER_M2, job.limits, job.progress)? {
        let at = polygons.at[overlap.left as usize];
        let weight = match &numbers.weights {
            Some(weights) => weights[at] * overlap.share_of_left,
            None if is_alone => overlap.area_m2,
            None => overlap.share_of_left,
        };
        let sum = &mut sums[overlap.right as usize];
        sum.count += 1;
        sum.value += numbers.value(at) * overlap.share_of_left;
        sum.weight += weight;
        sum.weighted += weight * numbers.value(at);
    }
    Ok(())
}
