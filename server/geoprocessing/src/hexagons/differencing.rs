//! Somebody who reads every result that a portal might publish of some collections, and subtracts.
//!
//! Results differ by the sources that are counted together, by their versions and by k. The attacker looks
//! for points that would have been told alike and among which every sum or difference is a multiple of k:
//! where there are such, nothing that was told shows that there is a group of 1 to k - 1.

use std::collections::BTreeMap;

use geo::Coord;
use proptest::prelude::*;

use super::*;
use crate::lattice::{Shape, Tiling};

const K: u64 = 5;
/// Two collections in three versions each.
const SOURCES: usize = 6;

type Told = Vec<(Cell, u64)>;

fn tiling(width_m: f64) -> Tiling {
    Tiling::new(Shape::Hexagon, width_m).unwrap()
}

fn bins(points: &[Coord], width_m: f64) -> Vec<Bin> {
    match Points::new("points", points) {
        Ok(points) => bin(points, None, tiling(width_m), Limits::default(), &Progress::new()).unwrap(),
        Err(_nothing) => Vec::new(),
    }
}

/// All that may come to be known in cells of one width: each choice of sources, to each k.
fn all_told(sources: &[Vec<Coord>], width_m: f64) -> Vec<Told> {
    let bins: Vec<Vec<Bin>> = sources.iter().map(|points| bins(points, width_m)).collect();
    let mut all = Vec::new();
    for choice in 1_u32..1 << sources.len() {
        let chosen = bins.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0);
        let chosen: Vec<Vec<Bin>> = chosen.map(|(_, bins)| bins.clone()).collect();
        all.extend([K, 2 * K, 8 * K].map(|k| told_counts(&chosen, k).unwrap()));
    }
    all
}

/// As many points in the middle of each cell as are told of it.
fn as_told(points: &[Coord], width_m: f64) -> Vec<Coord> {
    let told = told_counts(&[bins(points, width_m)], K).unwrap();
    told.into_iter().flat_map(|(cell, count)| (0..count).map(move |_| tiling(width_m).center(cell))).collect()
}

/// Points near each other, so that cells of a kilometre have few or many; versions that grow by some.
fn any_sources() -> impl Strategy<Value = Vec<Vec<Coord>>> {
    let point = (0.0_f64..3_000.0, 0.0_f64..3_000.0).prop_map(Coord::from);
    let points = prop::collection::vec(point, 20..80);
    (points, prop::collection::vec(0_usize..6, SOURCES)).prop_map(|(points, added)| {
        let (one, other) = points.split_at(points.len() / 2);
        let mut versions = Vec::new();
        for points in [one, other] {
            let mut count = points.len() / 2;
            for _ in 0..SOURCES / 2 {
                count = (count + added[versions.len()]).min(points.len());
                versions.push(points[..count].to_vec());
            }
        }
        versions
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_told_multiples_of_k_would_be_told_alike(sources in any_sources()) {
        let imagined: Vec<Vec<Coord>> = sources.iter().map(|points| as_told(points, 1_000.0)).collect();
        prop_assert_eq!(all_told(&imagined, 1_000.0), all_told(&sources, 1_000.0));
        for bin in imagined.iter().flat_map(|points| bins(points, 1_000.0)) {
            prop_assert_eq!(bin.count % K, 0);
        }
    }
}

/// A cell of a kilometre holds the cell of half of that around the same middle, and half of each of the
/// six around this. With 3 points within and 9 in each of the others, the counts of both widths together
/// show the 3: this is why a portal counts persons in one grid.
#[test]
fn two_widths_would_show_a_few() {
    let (wide, narrow) = (tiling(1_000.0), tiling(500.0));
    let middle = wide.center(Cell { row: 4, column: 4 });
    let mut points = vec![middle; 3];
    let mut uppermost = 0;
    for step in 0..6 {
        let (sin, cos) = (f64::from(step) * std::f64::consts::FRAC_PI_3).sin_cos();
        let around = middle + Coord { x: cos, y: sin } * 400.0;
        assert_ne!(narrow.cell_at(around), narrow.cell_at(middle));
        points.extend(vec![around; 9]);
    }
    let count = |width_m: f64| -> BTreeMap<Cell, u64> {
        told_counts(&[bins(&points, width_m)], K).unwrap().into_iter().collect()
    };
    let (of_wide, of_narrow) = (count(1_000.0), count(500.0));
    assert_eq!(of_wide.values().copied().collect::<Vec<_>>(), [55]);
    assert!(!of_narrow.contains_key(&narrow.cell_at(middle)));
    for told in of_narrow.values() {
        uppermost += told + K - 1;
    }
    // The points within are those of the wide cell less those of the six others, at least; and fewer than k.
    assert_eq!(55 - uppermost, 1);
}
