//! Differences by hand, beside shapely's distance, and of random versions.

use geo::{LineString, MultiPolygon, Point, Polygon, Rect};
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

fn point(x: f64, y: f64) -> Geometry {
    Geometry::from(Point::new(x, y))
}

fn ring(corners: &[(f64, f64)]) -> Geometry {
    Geometry::from(Polygon::new(LineString::from(corners.to_vec()), Vec::new()))
}

fn feature<'a>(shape: &'a Geometry, values: &'a [&'a str]) -> Feature<'a, &'a str> {
    Feature { shape: Some(shape), values }
}

#[test]
fn what_was_added_removed_changed_and_moved_is_told_by_key() {
    let places = [point(0.0, 0.0), point(3.0, 4.0), point(0.0, 0.2)];
    let old = [
        feature(&places[0], &["oak", "old"]),
        feature(&places[0], &["elm", "old"]),
        feature(&places[0], &["ash", "old"]),
        feature(&places[0], &["fir", "old"]),
        Feature { shape: None, values: &["yew", "old"] },
    ];
    let new = [
        Feature { shape: None, values: &["fir", "old"] },
        feature(&places[2], &["elm", "new"]),
        feature(&places[1], &["oak", "old"]),
        feature(&places[0], &["new", "new"]),
        feature(&places[0], &["yew", "old"]),
    ];
    let found = by_key((&[1, 2, 3, 4, 5], &old), (&[4, 2, 1, 9, 5], &new), 0.5, &Progress::new()).unwrap();
    let changed =
        |old, new, columns: &[u32], movement| Changed { old, new, columns: columns.to_vec(), movement };
    assert_eq!(
        found,
        Difference {
            added: vec![3],
            removed: vec![2],
            changed: vec![
                changed(3, 0, &[], Movement::Vanished),
                changed(1, 1, &[1], Movement::None),
                changed(0, 2, &[], Movement::Metres(5.0)),
                changed(4, 4, &[], Movement::Appeared),
            ],
            unchanged: 0,
        }
    );
}

#[test]
fn shapes_are_known_however_they_are_written() {
    let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
    let mut turned = [(10.0, 10.0), (10.0, 0.0), (0.0, 0.0), (0.0, 10.0), (10.0, 10.0)];
    let one = ring(&corners);
    let Geometry::Polygon(polygon) = ring(&turned) else { unreachable!() };
    let other = Geometry::from(MultiPolygon::new(vec![polygon]));
    let found = by_shape(&[feature(&one, &["a"])], &[feature(&other, &["b"])], &Progress::new()).unwrap();
    let changed = Changed { old: 0, new: 0, columns: vec![0], movement: Movement::None };
    assert_eq!(found.changed, [changed]);
    turned[1] = (11.0, 0.0);
    let other = ring(&turned);
    let found = by_shape(&[feature(&one, &["a"])], &[feature(&other, &["a"])], &Progress::new()).unwrap();
    assert_eq!((found.added, found.removed), (vec![0], vec![0]));
}

#[test]
fn of_features_with_one_shape_those_with_the_same_values_belong_together() {
    let place = point(1.0, 1.0);
    let old = [feature(&place, &["a"]), feature(&place, &["b"]), feature(&place, &["c"])];
    let new = [feature(&place, &["x"]), feature(&place, &["c"])];
    let found = by_shape(&old, &new, &Progress::new()).unwrap();
    assert_eq!(found.changed, [Changed { old: 0, new: 0, columns: vec![0], movement: Movement::None }]);
    assert_eq!((found.removed, found.unchanged), (vec![1], 1));
}

type Corners = Vec<(f64, f64)>;

#[derive(Deserialize)]
struct Oracle {
    pairs: Vec<(Corners, Corners, f64)>,
}

#[test]
fn how_far_a_line_moved_is_what_shapely_says() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/change.json")).unwrap();
    for (before, after, distance_m) in &oracle.pairs {
        let (before, after) = (LineString::from(before.clone()), LineString::from(after.clone()));
        let found = moved_m(&Geometry::from(before), &Geometry::from(after)).unwrap();
        assert!((found - distance_m).abs() < 1e-6, "{found}, not {distance_m}");
    }
}

#[test]
fn a_shape_that_is_only_drawn_with_more_corners_did_not_move() {
    let one = Geometry::from(Rect::new((0.0, 0.0), (10.0, 10.0)).to_polygon());
    let more = ring(&[(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]);
    assert_eq!(moved_m(&one, &more), Some(0.0));
    let found = by_key((&[1], &[feature(&one, &[])]), (&[1], &[feature(&more, &[])]), 0.0, &Progress::new());
    assert_eq!(found.unwrap().unchanged, 1);
}

#[test]
fn what_cannot_be_compared_is_refused_and_cancelling_ends_it() {
    let (good, bad) = (point(0.0, 0.0), point(f64::NAN, 0.0));
    let one = [feature(&good, &["a"])];
    let progress = Progress::new();
    let refused = by_key((&[1, 1], &[one[0]; 2]), (&[1], &one), 0.0, &progress);
    assert_eq!(refused, Err(Error::Repeated { what: "old", index: 1 }));
    let refused = by_key((&[1], &one), (&[], &one), 0.0, &progress);
    assert_eq!(refused, Err(Error::Mismatch { what: "new", found: 0, expected: 1 }));
    let refused = by_key((&[1], &one), (&[1], &[feature(&bad, &["a"])]), 0.0, &progress);
    assert_eq!(refused, Err(Error::BadCoordinate { what: "new", index: 0 }));
    assert!(by_key((&[1], &one), (&[1], &one), f64::NAN, &progress).is_err());
    let refused = by_shape(&one, &[feature(&good, &[])], &progress);
    assert_eq!(refused, Err(Error::Mismatch { what: "new", found: 0, expected: 1 }));
    progress.cancel();
    assert_eq!(by_key((&[1], &one), (&[1], &one), 0.0, &progress), Err(Error::Cancelled));
    assert_eq!(by_shape(&one, &one, &progress), Err(Error::Cancelled));
}

/// Features on a small square, so that shapes and values repeat.
fn version() -> impl Strategy<Value = Vec<(Geometry, Vec<u8>)>> {
    let shape = (0_i32..4, 0_i32..4).prop_map(|(x, y)| point(f64::from(x), f64::from(y)));
    prop::collection::vec((shape, prop::collection::vec(0_u8..3, 2)), 0..30)
}

proptest! {
    #[test]
    fn every_feature_is_counted_once(old in version(), new in version()) {
        let before: Vec<Feature<'_, u8>> =
            old.iter().map(|(shape, values)| Feature { shape: Some(shape), values }).collect();
        let after: Vec<Feature<'_, u8>> =
            new.iter().map(|(shape, values)| Feature { shape: Some(shape), values }).collect();
        let found = by_shape(&before, &after, &Progress::new()).unwrap();
        let both = found.changed.len() + usize::try_from(found.unchanged).unwrap();
        prop_assert_eq!(found.removed.len() + both, old.len());
        prop_assert_eq!(found.added.len() + both, new.len());
        prop_assert!(found.changed.iter().all(|changed| changed.movement == Movement::None));
        let same = by_shape(&before, &before, &Progress::new()).unwrap();
        prop_assert_eq!(same, Difference { unchanged: old.len() as u64, ..Difference::default() });
        let keys: Vec<usize> = (0..old.len().max(new.len())).collect();
        let by_number = by_key((&keys[..old.len()], &before), (&keys[..new.len()], &after), 0.0, &Progress::new());
        let by_number = by_number.unwrap();
        prop_assert_eq!(by_number.added.len(), new.len().saturating_sub(old.len()));
        prop_assert_eq!(by_number.removed.len(), old.len().saturating_sub(new.len()));
    }
}
