//! What is near beside scipy's cKDTree, and beside looking at all.

use geo::Coord;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Oracle {
    points: Vec<(f64, f64)>,
    places: Vec<(f64, f64)>,
    k: usize,
    nearest: Vec<Vec<u32>>,
    distances_m: Vec<Vec<f64>>,
    bound_m: f64,
    within: Vec<Vec<u32>>,
}

fn coords(pairs: &[(f64, f64)]) -> Vec<Coord> {
    pairs.iter().map(|pair| Coord::from(*pair)).collect()
}

fn tree(coords: &[Coord]) -> Tree {
    Tree::new(points(coords), &Progress::new()).unwrap()
}

fn points(coords: &[Coord]) -> Points<'_> {
    Points::new("points", coords).unwrap()
}

#[test]
fn nearest_points_are_those_of_ckdtree() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/nearest.json")).unwrap();
    let (among, places) = (coords(&oracle.points), coords(&oracle.places));
    let tree = tree(&among);
    let found = nearest(points(&places), &tree, oracle.k, Limits::default(), &Progress::new()).unwrap();
    for (place, (indices, distances_m)) in oracle.nearest.iter().zip(&oracle.distances_m).enumerate() {
        let of = found.of(place);
        assert_eq!(of.iter().map(|found| found.index).collect::<Vec<_>>(), *indices);
        // Twelve digits are written.
        assert!(
            of.iter().zip(distances_m).all(|(found, expected)| (found.distance_m - expected).abs() < 1e-8)
        );
    }
    let bound = Positive::new("bound", oracle.bound_m).unwrap();
    let rows = distances(points(&places), &tree, bound, Limits::default(), &Progress::new()).unwrap();
    for (row, expected) in rows.iter().zip(&oracle.within) {
        assert_eq!(row.iter().map(|found| found.index).collect::<Vec<_>>(), *expected);
    }
}

#[test]
fn of_equally_far_points_the_earlier_is_nearer() {
    let among = coords(&[(0.0, 10.0), (10.0, 0.0), (0.0, -10.0), (-10.0, 0.0), (30.0, 0.0)]);
    let tree = tree(&among);
    let found = nearest(points(&[Coord::zero()]), &tree, 3, Limits::default(), &Progress::new()).unwrap();
    assert_eq!(found.of(0).iter().map(|found| found.index).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn of_few_points_all_are_nearest() {
    let among = coords(&[(0.0, 3.0), (4.0, 0.0)]);
    let tree = tree(&among);
    let found = nearest(points(&[Coord::zero()]), &tree, 9, Limits::default(), &Progress::new()).unwrap();
    assert_eq!(found.each(), 2);
    assert_eq!(found.of(0)[1], Neighbour { index: 1, distance_m: 4.0 });
}

#[test]
fn no_neighbours_and_too_many_are_refused() {
    let one = [Coord::zero()];
    let tree = tree(&one);
    let limits = Limits { pairs: 1, ..Limits::default() };
    let nought = nearest(points(&one), &tree, 0, limits, &Progress::new());
    assert_eq!(nought, Err(Error::NotPositive { what: "k", value: 0.0 }));
    let alone = nearest_others(points(&one), 1, limits, &Progress::new());
    assert_eq!(alone, Err(Error::Empty { what: "other-points" }));
    let two = [Coord::zero(), Coord::zero()];
    let many = nearest(points(&two), &tree, 1, limits, &Progress::new());
    assert_eq!(many, Err(Error::TooMany { what: "pairs", found: 2, limit: 1 }));
    let bound = Positive::new("bound", 1.0).unwrap();
    let many = distances(points(&two), &tree, bound, limits, &Progress::new());
    assert_eq!(many, Err(Error::TooMany { what: "pairs", found: 2, limit: 1 }));
}

#[test]
fn cancelling_ends_the_search() {
    let among = vec![Coord::zero(); 1000];
    let progress = Progress::new();
    progress.cancel();
    let tree = tree(&among);
    assert_eq!(nearest(points(&among), &tree, 1, Limits::default(), &progress), Err(Error::Cancelled));
}

proptest! {
    #[test]
    fn nothing_nearer_is_left_out(
        // Whole metres on a small square, so that many are equally far or at one place.
        among in prop::collection::vec((0_i32..30, 0_i32..30), 2..200),
        k in 1_usize..20,
    ) {
        let among: Vec<Coord> =
            among.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect();
        let found = nearest_others(points(&among), k, Limits::default(), &Progress::new()).unwrap();
        for (place, point) in among.iter().enumerate() {
            let mut all: Vec<(f64, u32)> = among.iter().enumerate().filter(|(other, _)| *other != place)
                .map(|(other, coord)| (square_of_distance(*coord, *point).sqrt(), crate::number::place(other)))
                .collect();
            all.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let found: Vec<(f64, u32)> =
                found.of(place).iter().map(|found| (found.distance_m, found.index)).collect();
            prop_assert_eq!(&found[..], &all[..k.min(among.len() - 1)]);
        }
    }
}
