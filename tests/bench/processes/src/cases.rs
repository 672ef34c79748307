//! Each algorithm with what its rival answers too.

use std::error::Error;

use civico_geoprocessing::density::{Kernel, onto};
use civico_geoprocessing::hotspots::{Neighbours, Permutations, getis_ord, global_moran, local_moran};
use civico_geoprocessing::lattice::{Lattice, Shape, Tiling};
use civico_geoprocessing::nearest::Tree;
use civico_geoprocessing::network::{
    Direction, Network, Outline, Place, ServiceArea, Street, Travel, costs, service_areas,
};
use civico_geoprocessing::overlay::{Areas, intersections};
use civico_geoprocessing::{Limits, Points, Positive, Progress, Values, clusters};
use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::Task;

type Outcome = Result<(), Box<dyn Error>>;

/// Densities at the middles of so many columns and rows of squares from the origin.
pub(crate) fn density(task: &Task) -> Outcome {
    let coords = task.folder.coords("points")?;
    let (points, cell_m, cells) =
        (Points::new("points", &coords)?, task.number("cell")?, task.number("cells")?);
    let bandwidth = Positive::new("bandwidth", task.number("bandwidth")?)?;
    let middle = cell_m / 2.0;
    let extent = Rect::new((middle, middle), (cell_m * cells - middle, cell_m * cells - middle));
    let lattice = Lattice::covering(Tiling::new(Shape::Square, cell_m)?, extent, Limits::default())?;
    for (step, kernel) in [("epanechnikov", Kernel::Epanechnikov), ("gaussian", Kernel::Gaussian)] {
        if task.skips(step) {
            continue;
        }
        let surface =
            task.time(step, || onto(points, None, (kernel, bandwidth), lattice, &Progress::new()))?;
        task.folder.write(step, surface.per_m2)?;
    }
    Ok(())
}

/// Gi* within a band, local Moran's I with the k nearest.
pub(crate) fn hotspots(task: &Task) -> Outcome {
    let (coords, values) = (task.folder.coords("points")?, task.folder.numbers("values")?);
    let points = Points::new("points", &coords)?;
    let values = Values::new("values", &values, coords.len())?;
    let band = Positive::new("band", task.number("band")?)?;
    let spots = task.time("gi-star", || getis_ord(points, values, band, &Progress::new()))?;
    task.folder.write("gi-star", spots.iter().map(|spot| spot.z))?;
    if task.skips("moran") {
        return Ok(());
    }
    let (k, limits) = (task.count("k")?, Limits::default());
    let neighbours = task.time("neighbours", || Neighbours::nearest(points, k, limits, &Progress::new()))?;
    let global = task.time("global-moran", || global_moran(&neighbours, values))?;
    task.folder.write("global-moran", [global.i, global.randomised().0])?;
    let draws = Permutations { count: 999, seed: 1 };
    let local =
        task.time("local-moran", || local_moran(&neighbours, values, draws, limits, &Progress::new()))?;
    task.folder.write("local-moran", local.iter().flat_map(|local| [local.i, local.p]))
}

/// DBSCAN; noise is written as -1.
pub(crate) fn clusters(task: &Task) -> Outcome {
    let coords = task.folder.coords("points")?;
    let points = Points::new("points", &coords)?;
    let (radius, least) = (Positive::new("radius", task.number("radius")?)?, task.count("least")?);
    let found = task.time("dbscan", || clusters::dbscan(points, radius, least, &Progress::new()))?;
    let labels = found.labels.iter().map(|label| label.map_or(-1.0, f64::from));
    task.folder.write("labels", labels)
}

/// The k nearest, the building of the tree apart.
pub(crate) fn nearest(task: &Task) -> Outcome {
    let (coords, places) = (task.folder.coords("points")?, task.folder.coords("places")?);
    let (points, places) = (Points::new("points", &coords)?, Points::new("places", &places)?);
    let tree = task.time("build", || Tree::new(points, &Progress::new()))?;
    let (k, limits) = (task.count("k")?, Limits::default());
    let found = task.time("query", || {
        civico_geoprocessing::nearest::nearest(places, &tree, k, limits, &Progress::new())
    })?;
    let count = places.coords().len();
    let all = (0..count).flat_map(|place| found.of(place));
    task.folder.write("nearest", all.map(|found| found.distance_m))
}

/// Costs from some nodes to others, and what is reached from the same within times on foot.
pub(crate) fn network(task: &Task) -> Outcome {
    let ends = task.folder.coords("edges")?;
    let lines: Vec<LineString> =
        ends.as_chunks::<2>().0.iter().map(|edge| LineString::new(edge.to_vec())).collect();
    let streets: Vec<Street<'_>> =
        lines.iter().map(|line| Street { line, direction: Direction::Both }).collect();
    let tolerance = Positive::new("tolerance", 0.001)?;
    let network = task.time("build", || Network::from_streets(&streets, tolerance, &Progress::new()))?;
    let place = |at: &Coord| network.find_place(*at, 1.0).ok_or("a node is on no street");
    let places = |name: &str| -> Result<Vec<Place>, Box<dyn Error>> {
        Ok(task.folder.coords(name)?.iter().map(place).collect::<Result<_, _>>()?)
    };
    let (origins, destinations) = (places("origins")?, places("destinations")?);
    if !task.skips("costs") {
        let (by, limits) = (Travel::Shortest, Limits::default());
        let table = task.time("costs", || {
            costs(&network, (&origins, &destinations), by, f64::INFINITY, limits, &Progress::new())
        })?;
        task.folder.write("costs", table.iter().flatten().map(|cost| cost.unwrap_or(f64::INFINITY)))?;
    }
    for minutes in [15, 60] {
        isochrones(task, &network, &origins, minutes)?;
    }
    Ok(())
}

/// The metres of streets that are reached from each origin, and the polygon of the first.
fn isochrones(task: &Task, network: &Network, origins: &[Place], minutes: u32) -> Outcome {
    let (step, limits) = (format!("isochrones-{minutes}-min"), [f64::from(minutes) * 60.0]);
    if task.skips(&step) {
        return Ok(());
    }
    let areas =
        task.time(&step, || service_areas(network, origins, &limits, Travel::WALKING, &Progress::new()))?;
    let reached_m = |area: &ServiceArea| area.parts.iter().map(|part| part.to_m - part.from_m).sum();
    task.folder.write(&step, areas.iter().flatten().map(reached_m))?;
    let outline = Outline { around: Positive::new("around", 25.0)?, fill_m2: 50_000.0 };
    let step = format!("polygon-of-one-{minutes}-min");
    if task.skips("polygons") {
        return Ok(());
    }
    let drawn = task.time(&step, || areas[0][0].polygon(network, outline, &Progress::new()))?;
    let corners = drawn.0.iter().flat_map(|polygon| &polygon.exterior().0);
    task.folder.write(&step, corners.flat_map(|corner| [corner.x, corner.y]))
}

/// Overlaps of two sets of stars with so many corners each: left, right and area.
pub(crate) fn overlay(task: &Task) -> Outcome {
    let corners = task.count("corners")?;
    let stars = |name: &str| -> Result<Vec<MultiPolygon>, Box<dyn Error>> {
        let coords = task.folder.coords(name)?;
        let star = |ring: &[Coord]| Polygon::new(LineString::new(ring.to_vec()), Vec::new()).into();
        Ok(coords.chunks(corners).map(star).collect())
    };
    let (left, right) = (stars("left")?, stars("right")?);
    let (left, right) = (Areas::new("left", &left)?, Areas::new("right", &right)?);
    let found =
        task.time("intersections", || intersections(left, right, 0.01, Limits::default(), &Progress::new()))?;
    let all = found.iter().flat_map(|found| [f64::from(found.left), f64::from(found.right), found.area_m2]);
    task.folder.write("overlaps", all)
}
