//! Hot spots and clusters beside those of esda and libpysal (tests/oracle/geoprocessing).

use geo::Coord;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Error, Limits, Points, Positive, Progress, Values};

#[derive(Deserialize)]
struct Oracle {
    points: Vec<(f64, f64)>,
    values: Vec<f64>,
    band_m: f64,
    gi_star: GiStar,
    k: usize,
    nearest: Moran,
    within: Moran,
}

#[derive(Deserialize)]
struct GiStar {
    z: Vec<f64>,
    p: Vec<f64>,
    adjusted_p: Vec<f64>,
}

#[derive(Deserialize)]
struct Moran {
    i: f64,
    variance_normal: f64,
    variance_randomised: f64,
    z_normal: f64,
    p_randomised: f64,
    local: Vec<f64>,
    quadrants: Vec<usize>,
    local_p: Vec<f64>,
}

fn oracle() -> (Oracle, Vec<Coord>) {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/hotspots.json")).unwrap();
    let points = oracle.points.iter().map(|point| Coord::from(*point)).collect();
    (oracle, points)
}

fn metres(value: f64) -> Positive {
    Positive::new("band", value).unwrap()
}

fn assert_near(found: f64, expected: f64) {
    // Twelve digits are written, of sums of a hundred numbers.
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found}, not {expected}");
}

#[test]
fn gi_star_and_its_correction_are_those_of_esda_and_scipy() {
    let (oracle, coords) = oracle();
    let points = Points::new("points", &coords).unwrap();
    let values = Values::new("values", &oracle.values, coords.len()).unwrap();
    let spots = getis_ord(points, values, metres(oracle.band_m), &Progress::new()).unwrap();
    for (place, spot) in spots.iter().enumerate() {
        assert_near(spot.z, oracle.gi_star.z[place]);
        assert_near(spot.p, oracle.gi_star.p[place]);
        assert_near(spot.adjusted_p, oracle.gi_star.adjusted_p[place]);
    }
    assert!(spots.iter().any(|spot| spot.confidence() == Confidence::Percent99));
    assert!(spots.iter().any(|spot| spot.p < 0.05 && spot.confidence() == Confidence::None));
}

fn check_moran(neighbours: &Neighbours, given: &[f64], expected: &Moran) {
    let values = Values::new("values", given, given.len()).unwrap();
    let global = global_moran(neighbours, values).unwrap();
    assert_near(global.i, expected.i);
    assert_near(global.variance_normal, expected.variance_normal);
    assert_near(global.variance_randomised, expected.variance_randomised);
    assert_near(global.normal().0, expected.z_normal);
    assert_near(global.randomised().1, expected.p_randomised);
    let draws = Permutations { count: 9999, seed: 1 };
    let local = local_moran(neighbours, values, draws, Limits::default(), &Progress::new()).unwrap();
    let quadrants = [Quadrant::HighHigh, Quadrant::LowHigh, Quadrant::LowLow, Quadrant::HighLow];
    for (place, local) in local.iter().enumerate() {
        assert_near(local.i, expected.local[place]);
        assert_eq!(local.quadrant, quadrants[expected.quadrants[place] - 1], "{place}");
        if neighbours.of(place).is_empty() {
            // esda gives the least probability to a point without neighbours.
            assert_near(local.p, 1.0);
            continue;
        }
        // Two estimates from 9,999 draws each: five deviations of their difference.
        let tolerance = 5.0 * (0.5 * 0.5 / 9999.0 * 2.0_f64).sqrt();
        assert!((local.p - expected.local_p[place]).abs() < tolerance, "{place}: {}", local.p);
    }
    assert_eq!(local_moran(neighbours, values, draws, Limits::default(), &Progress::new()), Ok(local));
}

#[test]
fn morans_i_is_that_of_esda() {
    let (oracle, coords) = oracle();
    let points = Points::new("points", &coords).unwrap();
    let nearest = Neighbours::nearest(points, oracle.k, Limits::default(), &Progress::new()).unwrap();
    check_moran(&nearest, &oracle.values, &oracle.nearest);
    let within =
        Neighbours::within(points, metres(oracle.band_m), Limits::default(), &Progress::new()).unwrap();
    check_moran(&within, &oracle.values, &oracle.within);
}

/// Points in a row, 10 m apart.
fn row(count: u32) -> Vec<Coord> {
    (0..count).map(|place| Coord { x: f64::from(place) * 10.0, y: 0.0 }).collect()
}

#[test]
fn neighbours_at_exactly_the_distance_count() {
    let coords = row(50);
    let points = Points::new("points", &coords).unwrap();
    let found = Neighbours::within(points, metres(10.0), Limits::default(), &Progress::new()).unwrap();
    assert_eq!(found.of(0), [1]);
    assert!((1..49).all(|place| found.of(place).len() == 2));
}

#[test]
fn values_in_turns_are_unlike_and_sorted_ones_are_alike() {
    let coords = row(40);
    let points = Points::new("points", &coords).unwrap();
    let neighbours = Neighbours::within(points, metres(10.0), Limits::default(), &Progress::new()).unwrap();
    let turns: Vec<f64> = (0..40).map(|place| f64::from(place % 2)).collect();
    let turns = global_moran(&neighbours, Values::new("values", &turns, 40).unwrap()).unwrap();
    assert_near(turns.i, -1.0);
    let sorted: Vec<f64> = (0..40).map(f64::from).collect();
    let sorted = global_moran(&neighbours, Values::new("values", &sorted, 40).unwrap()).unwrap();
    assert!(sorted.i > 0.9 && sorted.randomised().1 < 1e-6, "{sorted:?}");
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let coords = row(5);
    let points = Points::new("points", &coords).unwrap();
    let equal = Values::new("values", &[0.1; 5], 5).unwrap();
    let constant = Err(Error::Constant { what: "values" });
    assert_eq!(getis_ord(points, equal, metres(10.0), &Progress::new()), constant);
    let alone = Neighbours::within(points, metres(1.0), Limits::default(), &Progress::new()).unwrap();
    let values = Values::new("values", &[1.0, 2.0, 3.0, 4.0, 5.0], 5).unwrap();
    assert_eq!(global_moran(&alone, values), Err(Error::Empty { what: "neighbours" }));
    let limits = Limits { pairs: 3, ..Limits::default() };
    let many = Neighbours::within(points, metres(10.0), limits, &Progress::new());
    assert_eq!(many, Err(Error::TooMany { what: "pairs", found: 4, limit: 3 }));
    let near = Neighbours::nearest(points, 2, Limits::default(), &Progress::new()).unwrap();
    let none = Permutations { count: 0, seed: 1 };
    let refused = local_moran(&near, values, none, Limits::default(), &Progress::new());
    assert_eq!(refused, Err(Error::NotPositive { what: "permutations", value: 0.0 }));
    let three = Values::new("values", &[1.0, 2.0, 3.0], 3).unwrap();
    assert_eq!(
        global_moran(&near, three).unwrap_err(),
        Error::Mismatch { what: "values", found: 3, expected: 5 }
    );
}

#[test]
fn cancelling_ends_each_of_them() {
    let coords = row(5);
    let points = Points::new("points", &coords).unwrap();
    let values = Values::new("values", &[1.0, 2.0, 3.0, 4.0, 5.0], 5).unwrap();
    let near = Neighbours::nearest(points, 2, Limits::default(), &Progress::new()).unwrap();
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(getis_ord(points, values, metres(10.0), &progress), Err(Error::Cancelled));
    let draws = Permutations { count: 9, seed: 1 };
    assert_eq!(local_moran(&near, values, draws, Limits::default(), &progress), Err(Error::Cancelled));
    let band = Neighbours::within(points, metres(10.0), Limits::default(), &progress);
    assert_eq!(band, Err(Error::Cancelled));
}

proptest! {
    #[test]
    fn corrected_probabilities_are_no_less_and_keep_their_order(
        probabilities in prop::collection::vec(0.0_f64..=1.0, 1..60),
    ) {
        let corrected = adjusted(&probabilities);
        for (one, corrected_one) in probabilities.iter().zip(&corrected) {
            prop_assert!(one <= corrected_one && *corrected_one <= 1.0);
            for (other, corrected_other) in probabilities.iter().zip(&corrected) {
                prop_assert!(one > other || corrected_one <= corrected_other);
            }
        }
    }

    #[test]
    fn hot_spots_do_not_change_when_all_is_moved_and_scaled(
        values in prop::collection::vec(0.0_f64..100.0, 30),
    ) {
        let coords: Vec<Coord> =
            (0..30_i32).map(|place| Coord { x: f64::from(place * 7 % 11), y: f64::from(place * 5 % 13) }).collect();
        let points = Points::new("points", &coords).unwrap();
        let given = Values::new("values", &values, 30).unwrap();
        let spots = getis_ord(points, given, metres(4.0), &Progress::new()).unwrap();
        let scaled: Vec<f64> = values.iter().map(|value| value * 3.0 + 1000.0).collect();
        let given = Values::new("values", &scaled, 30).unwrap();
        let again = getis_ord(points, given, metres(4.0), &Progress::new()).unwrap();
        prop_assert!(spots.iter().zip(&again).all(|(one, other)| (one.z - other.z).abs() < 1e-9));
    }
}
