//! Counts beside those of scipy, and counts that tell nothing of a few.

use geo::Coord;
use serde::Deserialize;

use super::*;
use crate::lattice::Shape;

#[derive(Deserialize)]
struct Oracle {
    points: Vec<(f64, f64)>,
    values: Vec<f64>,
    width_m: f64,
    /// Row, column, count, sum.
    bins: Vec<(i64, i64, u64, f64)>,
}

#[test]
fn bins_are_those_of_the_nearest_middle() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/hexagons.json")).unwrap();
    let coords: Vec<Coord> = oracle.points.iter().map(|point| Coord::from(*point)).collect();
    let points = Points::new("points", &coords).unwrap();
    let values = Values::new("values", &oracle.values, coords.len()).unwrap();
    let tiling = Tiling::new(Shape::Hexagon, oracle.width_m).unwrap();
    let bins = bin(points, Some(values), tiling, Limits::default(), &Progress::new()).unwrap();
    assert_eq!(bins.len(), oracle.bins.len());
    for (bin, (row, column, count, sum)) in bins.iter().zip(oracle.bins) {
        assert_eq!((bin.cell.row, bin.cell.column, bin.count), (row, column, count));
        assert!((bin.sum - sum).abs() < 1e-9);
    }
}

fn bins_of(counts: &[u64]) -> Vec<Bin> {
    let cells = (0..).map(|column| Cell { row: 2, column });
    cells.zip(counts).map(|(cell, count)| Bin { cell, count: *count, sum: 0.0 }).collect()
}

#[test]
fn counts_are_rounded_down_and_few_are_as_none() {
    let told = told_counts(&[bins_of(&[3, 20, 7, 4, 59])], 5).unwrap();
    let told: Vec<(i64, u64)> = told.into_iter().map(|(cell, count)| (cell.column, count)).collect();
    assert_eq!(told, [(1, 20), (2, 5), (4, 55)]);
}

#[test]
fn of_several_sources_is_told_what_is_told_of_each() {
    let told = told_counts(&[bins_of(&[3, 9]), bins_of(&[4, 6, 8])], 5).unwrap();
    let told: Vec<(i64, u64)> = told.into_iter().map(|(cell, count)| (cell.column, count)).collect();
    assert_eq!(told, [(1, 10), (2, 5)]);
}

#[test]
fn a_k_that_protects_nobody_is_refused_and_so_are_too_many_cells() {
    for k in [0, 4, 6] {
        let refused = told_counts(&[bins_of(&[5, 5, 5])], k);
        assert!(matches!(refused, Err(Error::OutOfRange { what: "k", .. })));
    }
    let coords: Vec<Coord> = (0..15).map(|at| Coord { x: f64::from(at / 5) * 1_000.0, y: 0.0 }).collect();
    let points = Points::new("points", &coords).unwrap();
    let limits = Limits { cells: 2, ..Limits::default() };
    let tiling = Tiling::new(Shape::Hexagon, 1_000.0).unwrap();
    let refused = bin(points, None, tiling, limits, &Progress::new());
    assert_eq!(refused, Err(Error::TooMany { what: "cells", found: 3, limit: 2 }));
    let values = Values::new("values", &[1.0], 1).unwrap();
    let refused = bin(points, Some(values), tiling, limits, &Progress::new());
    assert_eq!(refused, Err(Error::Mismatch { what: "values", found: 1, expected: 15 }));
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(bin(points, None, tiling, limits, &progress), Err(Error::Cancelled));
}
