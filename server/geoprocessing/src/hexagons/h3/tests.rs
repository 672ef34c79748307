//! Counts and corners beside those of the H3 library.

use civico_domain::spatial::Srid;
use geo::{Area, Contains, Point};
use serde::Deserialize;

use super::*;
use crate::reproject::ProjData;

#[derive(Deserialize)]
struct Oracle {
    /// Longitude and latitude in degrees, with a value.
    points: Vec<(f64, f64, f64)>,
    resolutions: Vec<OfResolution>,
}

#[derive(Deserialize)]
struct OfResolution {
    resolution: u8,
    bins: Vec<OfCell>,
}

#[derive(Deserialize)]
struct OfCell {
    h3: String,
    count: u64,
    sum: f64,
    /// Longitude and latitude in degrees.
    corners: Vec<(f64, f64)>,
}

fn data() -> ProjData {
    ProjData::beside(&std::env::current_exe().unwrap())
}

fn h3(data: &ProjData, srid: Srid, resolution: u8) -> H3<'_> {
    H3::new(MetricSystem { srid, data }, resolution).unwrap()
}

#[test]
fn cells_counts_and_corners_are_those_of_the_library() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../../oracle/h3.json")).unwrap();
    let data = data();
    let degrees: Vec<Coord> = oracle.points.iter().map(|(lon, lat, _)| Coord { x: *lon, y: *lat }).collect();
    let values: Vec<f64> = oracle.points.iter().map(|(_, _, value)| *value).collect();
    let metres = in_metres(&data, &degrees);
    let points = Points::new("points", &metres).unwrap();
    let values = Values::new("values", &values, metres.len()).unwrap();
    assert_eq!(oracle.resolutions.len(), 16);
    for expected in oracle.resolutions {
        let h3 = h3(&data, Srid::RDN2008_UTM32, expected.resolution);
        let bins = h3.bin(points, Some(values), Limits::default(), &Progress::new()).unwrap();
        assert_eq!(bins.len(), expected.bins.len());
        for (bin, of_cell) in bins.iter().zip(&expected.bins) {
            assert_eq!((bin.cell.to_string(), bin.count), (of_cell.h3.clone(), of_cell.count));
            assert!((bin.sum - of_cell.sum).abs() < 1e-9);
            let corners = bin.cell.corners();
            assert_eq!(corners.len(), of_cell.corners.len(), "{}", bin.cell);
            for (found, (lon, lat)) in corners.iter().zip(&of_cell.corners) {
                // A tenth of a millimetre.
                let away = (found.x - lon).abs().max((found.y - lat).abs());
                assert!(away < 1e-9, "{}: {away} degrees", bin.cell);
            }
        }
    }
}

fn in_metres(data: &ProjData, degrees: &[Coord]) -> Vec<Coord> {
    let system = MetricSystem { srid: Srid::RDN2008_UTM32, data };
    let way = system.from_degrees(extent_of(degrees.iter().copied())).unwrap();
    let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = degrees.iter().map(|at| (at.x, at.y)).unzip();
    way.apply(&mut xs, &mut ys, &mut []);
    xs.into_iter().zip(ys).map(Coord::from).collect()
}

#[test]
fn a_cell_is_drawn_around_its_points_in_metres() {
    let data = data();
    let h3 = h3(&data, Srid::RDN2008_UTM32, 9);
    let coords = [(514_817.0, 5_034_608.0), (520_123.0, 5_040_456.0)].map(Coord::from);
    let points = Points::new("points", &coords).unwrap();
    let bins = h3.bin(points, None, Limits::default(), &Progress::new()).unwrap();
    let cells: Vec<H3Cell> = bins.iter().map(|bin| bin.cell).collect();
    let shapes = h3.polygons(&cells).unwrap();
    for at in coords {
        assert_eq!(shapes.iter().filter(|shape| shape.contains(&Point(at))).count(), 1);
    }
    for shape in shapes {
        // Near Milan cells of this resolution have about 0.12 km², and corners go around to the left.
        assert!((100_000.0..140_000.0).contains(&shape.signed_area()), "{}", shape.signed_area());
    }
}

#[test]
fn what_may_become_too_many_cells_is_refused_before_work() {
    let coords: Vec<Coord> = (0..100)
        .map(|at| Coord { x: 500_000.0 + f64::from(at) * 500.0, y: 5_034_000.0 + f64::from(at) })
        .collect();
    let points = Points::new("points", &coords).unwrap();
    let limits = Limits { cells: 50, ..Limits::default() };
    // Nobody looks for PROJ's database before.
    let nowhere = ProjData::beside(std::path::Path::new("/nowhere/civico"));
    let of = |resolution| h3(&nowhere, Srid::from_code(0), resolution);
    let refused = of(15).bin(points, None, limits, &Progress::new());
    assert_eq!(refused, Err(Error::TooMany { what: "cells", found: 100, limit: 50 }));
    assert_eq!(of(4).bin(points, None, limits, &Progress::new()), Err(Error::NoDegrees));
    let data = data();
    let few = h3(&data, Srid::RDN2008_UTM32, 5).bin(points, None, limits, &Progress::new()).unwrap();
    assert_eq!(few.iter().map(|bin| bin.count).sum::<u64>(), 100);
}

#[test]
fn a_resolution_that_there_is_not_and_places_without_degrees_are_refused() {
    let data = data();
    let system = MetricSystem { srid: Srid::RDN2008_UTM32, data: &data };
    assert!(matches!(H3::new(system, 16), Err(Error::OutOfRange { what: "resolution", .. })));
    let coords = [(514_817.0, 5_034_608.0), (9e8, -9e8)].map(Coord::from);
    let points = Points::new("points", &coords).unwrap();
    let refused = h3(&data, Srid::RDN2008_UTM32, 3).bin(points, None, Limits::default(), &Progress::new());
    assert!(matches!(refused, Err(Error::BadCoordinate { index: 1, .. } | Error::NoDegrees)), "{refused:?}");
    let progress = Progress::new();
    progress.cancel();
    let points = Points::new("points", &coords[..1]).unwrap();
    let cancelled = h3(&data, Srid::RDN2008_UTM32, 3).bin(points, None, Limits::default(), &progress);
    assert_eq!(cancelled, Err(Error::Cancelled));
}
