//! Clusters beside those of scikit-learn, and beside the definition.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Oracle {
    points: Vec<(f64, f64)>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    radius_m: f64,
    least: usize,
    labels: Vec<i64>,
    cores: Vec<usize>,
}

fn find(coords: &[Coord], radius_m: f64, least: usize) -> Clusters {
    let radius = Positive::new("radius", radius_m).unwrap();
    dbscan(Points::new("points", coords).unwrap(), radius, least, &Progress::new()).unwrap()
}

/// Noise as -1, as scikit-learn has it.
fn signed(clusters: &Clusters) -> Vec<i64> {
    clusters.labels.iter().map(|label| label.map_or(-1, i64::from)).collect()
}

#[test]
fn labels_are_those_of_scikit_learn() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/clusters.json")).unwrap();
    let coords: Vec<Coord> = oracle.points.iter().map(|point| Coord::from(*point)).collect();
    for case in &oracle.cases {
        let found = find(&coords, case.radius_m, case.least);
        assert_eq!(signed(&found), case.labels, "{} {}", case.radius_m, case.least);
        let cores: Vec<usize> = (0..coords.len()).filter(|place| found.is_core[*place]).collect();
        assert_eq!(cores, case.cores);
    }
}

#[test]
fn points_at_exactly_the_radius_are_reached() {
    let coords: Vec<Coord> = (0..100).map(|place| Coord { x: f64::from(place) * 0.1, y: 0.0 }).collect();
    // Tenths are not exact: some gaps are longer than 0.1 by rounding.
    let found = find(&coords, 0.1 + 1e-12, 3);
    assert_eq!(found.count, 1);
    assert!(found.labels.iter().all(|label| *label == Some(0)));
    let whole: Vec<Coord> = (0..100).map(|place| Coord { x: f64::from(place), y: 0.0 }).collect();
    assert_eq!(find(&whole, 1.0, 3).count, 1);
    assert_eq!(find(&whole, 0.999, 3).count, 0);
}

#[test]
fn an_edge_between_two_clusters_belongs_to_the_first() {
    // The middle one is reached by both, and has too few around it to be a core.
    let coords = [(10.0, 0.0), (11.0, 0.0), (10.0, 1.0), (5.0, 0.0), (0.0, 0.0), (-1.0, 0.0), (0.0, 1.0)];
    let found = find(&coords.map(Coord::from), 5.0, 4);
    assert_eq!(signed(&found), [0, 0, 0, 0, 1, 1, 1]);
    assert!(!found.is_core[3]);
    let mut turned = coords.map(Coord::from);
    turned.reverse();
    assert_eq!(signed(&find(&turned, 5.0, 4)), [0, 0, 0, 0, 1, 1, 1]);
}

#[test]
fn many_points_at_one_place_are_one_cluster() {
    let coords = vec![Coord { x: 3.0, y: 4.0 }; 100_000];
    let found = find(&coords, 1.0, 5);
    assert_eq!(found.count, 1);
}

#[test]
fn no_least_and_no_radius_are_refused_and_cancelling_ends_it() {
    let coords = [Coord::zero(), Coord { x: 1e6, y: 0.0 }];
    let points = Points::new("points", &coords).unwrap();
    let radius = Positive::new("radius", 1.0).unwrap();
    let refused = dbscan(points, radius, 0, &Progress::new());
    assert_eq!(refused, Err(Error::NotPositive { what: "least-points", value: 0.0 }));
    let short = Positive::new("radius", 1e-6).unwrap();
    assert!(matches!(dbscan(points, short, 1, &Progress::new()), Err(Error::OutOfRange { .. })));
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(dbscan(points, radius, 1, &progress), Err(Error::Cancelled));
}

/// The definition, point by point.
fn by_definition(coords: &[Coord], radius_m: f64, least: usize) -> Vec<i64> {
    let near = |one: usize| -> Vec<usize> {
        (0..coords.len())
            .filter(|other| square_of_distance(coords[one], coords[*other]) <= radius_m * radius_m)
            .collect()
    };
    let mut labels = vec![-1; coords.len()];
    let mut count = 0;
    for start in 0..coords.len() {
        if labels[start] >= 0 || near(start).len() < least {
            continue;
        }
        let mut waiting = vec![start];
        while let Some(point) = waiting.pop() {
            if labels[point] < 0 {
                labels[point] = count;
                if near(point).len() >= least {
                    waiting.extend(near(point));
                }
            }
        }
        count += 1;
    }
    labels
}

proptest! {
    #[test]
    fn labels_are_those_of_the_definition(
        coords in prop::collection::vec((0_i32..60, 0_i32..60), 1..150),
        radius_m in 1_i32..12,
        least in 1_usize..8,
    ) {
        let coords: Vec<Coord> =
            coords.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect();
        let radius_m = f64::from(radius_m);
        prop_assert_eq!(signed(&find(&coords, radius_m, least)), by_definition(&coords, radius_m, least));
    }
}
