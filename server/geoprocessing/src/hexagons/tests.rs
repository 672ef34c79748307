//! Counts beside those of scipy, and counts that tell nothing of a few.

use geo::Coord;
use proptest::prelude::*;
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

/// So many points in the middle of some hexagons of a kilometre.
fn crowd(counts: &[u64]) -> Vec<Coord> {
    let tiling = FixedWidth::Km1.tiling().unwrap();
    let mut coords = Vec::new();
    for (column, count) in (0..).zip(counts) {
        coords.extend((0..*count).map(|_| tiling.center(Cell { row: 2, column })));
    }
    coords
}

fn published(counts: &[u64], k: u64) -> AnonymousCounts {
    let coords = crowd(counts);
    let points = Points::new("points", &coords).unwrap();
    anonymous_counts(points, FixedWidth::Km1, k, Limits::default(), &Progress::new()).unwrap()
}

#[test]
fn with_one_small_count_the_least_of_the_others_is_kept_back_too() {
    let found = published(&[3, 20, 7, 50], 5);
    let counts: Vec<Option<u64>> = found.cells.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [None, Some(20), None, Some(50)]);
    assert_eq!(found.total, Some(80));
    assert_eq!(published(&[5, 20, 7], 5).cells[0].1, Some(5));
}

#[test]
fn a_k_that_protects_nobody_is_refused_and_so_are_too_many_cells() {
    let coords = crowd(&[5, 5, 5]);
    let points = Points::new("points", &coords).unwrap();
    let refused = anonymous_counts(points, FixedWidth::Km1, 4, Limits::default(), &Progress::new());
    assert!(matches!(refused, Err(Error::OutOfRange { what: "k", .. })));
    let limits = Limits { cells: 2, ..Limits::default() };
    let refused = anonymous_counts(points, FixedWidth::Km1, 5, limits, &Progress::new());
    assert_eq!(refused, Err(Error::TooMany { what: "cells", found: 3, limit: 2 }));
    let values = Values::new("values", &[1.0], 1).unwrap();
    let tiling = FixedWidth::Km1.tiling().unwrap();
    let refused = bin(points, Some(values), tiling, limits, &Progress::new());
    assert_eq!(refused, Err(Error::Mismatch { what: "values", found: 1, expected: 15 }));
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(bin(points, None, tiling, limits, &progress), Err(Error::Cancelled));
}

proptest! {
    #[test]
    fn no_small_count_is_told_nor_follows_from_the_total(
        counts in prop::collection::vec(1_u64..30, 1..40),
        k in 5_u64..12,
    ) {
        let found = published(&counts, k);
        let hidden: Vec<u64> = found.cells.iter().zip(&counts)
            .filter(|((_, shown), _)| shown.is_none()).map(|(_, count)| *count).collect();
        for ((_, shown), count) in found.cells.iter().zip(&counts) {
            prop_assert!(shown.is_none_or(|shown| shown == *count && shown >= k));
        }
        // What the total gives away is the sum of at least two, which may be k of one of them more.
        if found.total.is_some() && !hidden.is_empty() {
            prop_assert!(hidden.len() >= 2, "{counts:?}");
            for one in 0..hidden.len() {
                let others: u64 = hidden.iter().sum::<u64>() - hidden[one];
                prop_assert!(hidden[one] >= k || others >= k, "{hidden:?}");
            }
        }
    }
}
