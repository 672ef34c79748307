//! Densities beside those of scikit-learn, numpy and scipy (tests/oracle/geoprocessing).

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::lattice::Shape;

#[derive(Deserialize)]
struct Oracle {
    points: Vec<(f64, f64)>,
    weights: Vec<f64>,
    bandwidth_m: f64,
    cell_m: f64,
    columns: usize,
    rows: usize,
    gaussian: Vec<f64>,
    gaussian_weighted: Vec<f64>,
    epanechnikov_weighted: Vec<f64>,
    quartic_weighted: Vec<f64>,
    silverman_m: f64,
    silverman_weighted_m: f64,
}

fn oracle() -> (Oracle, Vec<Coord>) {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/density.json")).unwrap();
    let points = oracle.points.iter().map(|point| Coord::from(*point)).collect();
    (oracle, points)
}

fn metres(value: f64) -> Positive {
    Positive::new("bandwidth", value).unwrap()
}

fn squares(width_m: f64) -> Tiling {
    Tiling::new(Shape::Square, width_m).unwrap()
}

/// The cells that the oracle asks for: from the south-western corner of all points.
fn lattice(oracle: &Oracle) -> Lattice {
    let corner = Coord { x: 514_000.0 + 0.5, y: 5_034_000.0 + 0.5 };
    let size = |cells: usize| (crate::number::real(cells) - 0.5) * oracle.cell_m;
    let far = corner + Coord { x: size(oracle.columns), y: size(oracle.rows) };
    let lattice =
        Lattice::covering(squares(oracle.cell_m), Rect::new(corner, far), Limits::default()).unwrap();
    assert_eq!((lattice.columns(), lattice.rows()), (oracle.columns, oracle.rows));
    lattice
}

/// Compares with a tolerance relative to the highest.
fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    let highest = expected.iter().copied().fold(0.0, f64::max);
    assert_eq!(found.len(), expected.len());
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance * highest, "cell {place}: {found}, not {expected}");
    }
}

#[test]
fn densities_are_those_of_scikit_learn() {
    let (oracle, coords) = oracle();
    let points = Points::new("points", &coords).unwrap();
    let weights = Weights::new("weights", &oracle.weights, coords.len()).unwrap();
    for (kernel, weights, expected, tolerance) in [
        // What is cut off beyond five bandwidths is 4e-6 of a hill.
        (Kernel::Gaussian, None, &oracle.gaussian, 1e-5),
        (Kernel::Gaussian, Some(weights), &oracle.gaussian_weighted, 1e-5),
        (Kernel::Epanechnikov, Some(weights), &oracle.epanechnikov_weighted, 1e-9),
        (Kernel::Quartic, Some(weights), &oracle.quartic_weighted, 1e-9),
    ] {
        let bandwidth = metres(oracle.bandwidth_m);
        let surface = onto(points, weights, (kernel, bandwidth), lattice(&oracle), &Progress::new()).unwrap();
        assert_near(&surface.per_m2, expected, tolerance);
    }
}

#[test]
fn the_bandwidth_by_silverman_is_that_of_scipy() {
    let (oracle, coords) = oracle();
    let points = Points::new("points", &coords).unwrap();
    let weights = Weights::new("weights", &oracle.weights, coords.len()).unwrap();
    let plain = silverman(points, None, Kernel::Gaussian).unwrap().get();
    assert!((plain / oracle.silverman_m - 1.0).abs() < 1e-9, "{plain}");
    let weighted = silverman(points, Some(weights), Kernel::Gaussian).unwrap().get();
    assert!((weighted / oracle.silverman_weighted_m - 1.0).abs() < 1e-9, "{weighted}");
    // Silverman's table 4.1.
    let factor = silverman(points, None, Kernel::Epanechnikov).unwrap().get() / plain;
    assert!((factor - 2.40).abs() < 0.005, "{factor}");
    let factor = silverman(points, None, Kernel::Quartic).unwrap().get() / plain;
    assert!((factor - 2.78).abs() < 0.005, "{factor}");
}

#[test]
fn one_point_is_a_hill_of_its_kernel() {
    let coords = [Coord { x: 50.0, y: 50.0 }];
    let points = Points::new("points", &coords).unwrap();
    for (kernel, top) in [(Kernel::Quartic, 3.0), (Kernel::Epanechnikov, 2.0)] {
        let surface = estimate(
            points,
            None,
            (kernel, metres(150.0)),
            squares(100.0),
            Limits::default(),
            &Progress::new(),
        );
        let surface = surface.unwrap();
        let at = |row: i64, column: i64| {
            let place = (0..surface.per_m2.len())
                .find(|place| surface.lattice.cell(*place) == crate::lattice::Cell { row, column });
            surface.per_m2[place.unwrap()] * std::f64::consts::PI * 150.0 * 150.0
        };
        let side: f64 = 1.0 - 100.0 * 100.0 / 150.0 / 150.0;
        assert!((at(0, 0) - top).abs() < 1e-12);
        assert!((at(0, 1) - top * side.powf(top - 1.0)).abs() < 1e-12);
        assert!((at(1, 1) - top * (2.0 * side - 1.0).powf(top - 1.0)).abs() < 1e-12);
        assert!(at(1, 2).abs() < 1e-12 && at(2, 0).abs() < 1e-12);
    }
}

#[test]
fn a_single_place_has_no_bandwidth_by_silverman() {
    let coords = [Coord { x: 5.0, y: 5.0 }; 3];
    let points = Points::new("points", &coords).unwrap();
    let refused = Err(Error::Constant { what: "points" });
    assert_eq!(silverman(points, None, Kernel::Gaussian), refused);
    let weights = Weights::new("weights", &[0.0, 2.0, 0.0], 3).unwrap();
    assert_eq!(silverman(points, Some(weights), Kernel::Gaussian), refused);
    let one = Points::new("points", &coords[..1]).unwrap();
    assert_eq!(silverman(one, None, Kernel::Gaussian), refused);
}

#[test]
fn too_many_cells_are_refused_and_cancelling_ends_it() {
    let (_, coords) = oracle();
    let points = Points::new("points", &coords).unwrap();
    let kernel = (Kernel::Gaussian, metres(100.0));
    let limits = Limits { cells: 1000, ..Limits::default() };
    let refused = estimate(points, None, kernel, squares(1.0), limits, &Progress::new());
    assert!(matches!(refused, Err(Error::TooMany { what: "cells", limit: 1000, .. })), "{refused:?}");
    let weights = Some(Weights::new("weights", &[1.0], 1).unwrap());
    let refused = estimate(points, weights, kernel, squares(50.0), Limits::default(), &Progress::new());
    let mismatch = Error::Mismatch { what: "weights", found: 1, expected: coords.len() };
    assert_eq!(refused, Err(mismatch.clone()));
    assert_eq!(silverman(points, weights, Kernel::Gaussian), Err(mismatch));
    let narrow = (Kernel::Quartic, metres(1e-4));
    let refused = estimate(points, None, narrow, squares(50.0), Limits::default(), &Progress::new());
    assert!(matches!(refused, Err(Error::OutOfRange { what: "bandwidth", .. })), "{refused:?}");
    let progress = Progress::new();
    progress.cancel();
    let given_up = estimate(points, None, kernel, squares(50.0), Limits::default(), &progress);
    assert_eq!(given_up, Err(Error::Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_the_weight_is_lost(
        coords in prop::collection::vec((-500.0_f64..500.0, -500.0_f64..500.0), 1..40),
        bandwidth_m in 40.0_f64..400.0,
        shape in prop::sample::select(vec![Shape::Square, Shape::Hexagon]),
        kernel in prop::sample::select(vec![Kernel::Gaussian, Kernel::Quartic, Kernel::Epanechnikov]),
    ) {
        let coords: Vec<Coord> = coords.into_iter().map(Coord::from).collect();
        let points = Points::new("points", &coords).unwrap();
        let tiling = Tiling::new(shape, bandwidth_m / 8.0).unwrap();
        let progress = Progress::new();
        let surface =
            estimate(points, None, (kernel, metres(bandwidth_m)), tiling, Limits::default(), &progress).unwrap();
        let all = surface.per_m2.iter().sum::<f64>() * tiling.area_m2();
        // The sum over cells is a rough integral; the edge of Epanechnikov's hill is the worst.
        prop_assert!((all / crate::number::real(coords.len()) - 1.0).abs() < 0.02, "{all}");
        prop_assert!(surface.per_m2.iter().all(|value| *value >= 0.0));
        prop_assert_eq!(progress.percent(), 100);
        let again = estimate(points, None, (kernel, metres(bandwidth_m)), tiling, Limits::default(), &progress);
        prop_assert_eq!(again, Ok(surface));
    }
}
