//! Areas over areas beside those of shapely, and by hand.

use geo::{
    Area, Coord, Euclidean, Geometry, Length, LineString, MultiLineString, MultiPolygon, Point, Polygon, Rect,
};
use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Error, Limits, Points, Progress, Values};

type Ring = Vec<(f64, f64)>;

#[derive(Deserialize)]
struct Oracle {
    left: Vec<Vec<Ring>>,
    right: Vec<Vec<Ring>>,
    overlaps: Vec<(u32, u32, f64)>,
    rest: Vec<(u32, f64)>,
    values: Vec<f64>,
    targets: Vec<(f64, Option<f64>)>,
    points: Ring,
    point_values: Vec<f64>,
    summaries: Vec<(u64, f64)>,
    groups: Vec<u32>,
    dissolved: Vec<f64>,
    clipped: Vec<(u32, f64)>,
    line: Ring,
    line_within_m: f64,
    buffers: Vec<(f64, f64)>,
    line_buffer_m2: f64,
}

fn oracle() -> (Oracle, Vec<MultiPolygon>, Vec<MultiPolygon>) {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/overlay.json")).unwrap();
    let read = |areas: &Vec<Vec<Ring>>| {
        let area = |rings: &Vec<Ring>| {
            let mut rings = rings.iter().map(|ring| LineString::from(ring.clone()));
            MultiPolygon::from(Polygon::new(rings.next().unwrap(), rings.collect()))
        };
        areas.iter().map(area).collect()
    };
    let (left, right) = (read(&oracle.left), read(&oracle.right));
    (oracle, left, right)
}

fn areas(areas: &[MultiPolygon]) -> Areas<'_> {
    Areas::new("areas", areas).unwrap()
}

/// Corners move on a grid of 2^-30 of the extent: with stars of half a kilometre and outlines of two
/// kilometres less than 0.01 m².
fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.01, "{found}, not {expected}");
}

fn square(x: f64, y: f64, side: f64) -> MultiPolygon {
    MultiPolygon::from(Rect::new((x, y), (x + side, y + side)).to_polygon())
}

#[test]
fn what_areas_share_and_what_is_left_is_that_of_shapely() {
    let (oracle, left, right) = oracle();
    let limits = Limits::default();
    let found = intersections(areas(&left), areas(&right), 0.01, limits, &Progress::new()).unwrap();
    let pairs: Vec<(u32, u32)> = found.iter().map(|overlap| (overlap.left, overlap.right)).collect();
    let expected: Vec<(u32, u32)> = oracle.overlaps.iter().map(|(one, other, _)| (*one, *other)).collect();
    assert_eq!(pairs, expected);
    for (overlap, (.., area_m2)) in found.iter().zip(&oracle.overlaps) {
        assert_near(overlap.area_m2, *area_m2);
        let left_m2 = left[overlap.left as usize].unsigned_area();
        assert!((overlap.share_of_left - overlap.area_m2 / left_m2).abs() < 1e-12);
    }
    let rest = differences(areas(&left), areas(&right), 0.01, limits, &Progress::new()).unwrap();
    assert_eq!(rest.len(), oracle.rest.len());
    for (found, (index, area_m2)) in rest.iter().zip(&oracle.rest) {
        assert_eq!(found.index, *index);
        assert_near(found.area_m2, *area_m2);
    }
}

#[test]
fn unions_and_clips_are_those_of_shapely() {
    let (oracle, left, right) = oracle();
    let dissolved = dissolve(areas(&left), &oracle.groups, &Progress::new()).unwrap();
    assert!(dissolved.windows(2).all(|pair| pair[0].0 < pair[1].0));
    for ((_, shape), area_m2) in dissolved.iter().zip(&oracle.dissolved) {
        assert_near(shape.unsigned_area(), *area_m2);
    }
    let clipped = clip_areas(areas(&left), &right[0], &Progress::new()).unwrap();
    assert_eq!(clipped.len(), oracle.clipped.len());
    for ((index, shape), (expected, area_m2)) in clipped.iter().zip(&oracle.clipped) {
        assert_eq!(index, expected);
        assert_near(shape.unsigned_area(), *area_m2);
    }
    let line = [MultiLineString::new(vec![LineString::from(oracle.line.clone())])];
    let cut = clip_lines(&line, &right[0], &Progress::new()).unwrap();
    assert_near(cut.iter().map(|(_, line)| Euclidean.length(line)).sum(), oracle.line_within_m);
}

#[test]
fn sums_over_areas_are_those_of_shapely() {
    let (oracle, left, right) = oracle();
    let coords: Vec<Coord> = oracle.points.iter().map(|point| Coord::from(*point)).collect();
    let points = Points::new("points", &coords).unwrap();
    let values = Values::new("values", &oracle.point_values, coords.len()).unwrap();
    let found = summarise_points(points, Some(values), areas(&right), &Progress::new()).unwrap();
    for (found, (count, sum)) in found.iter().zip(&oracle.summaries) {
        assert_eq!(found.count, *count);
        assert!((found.sum - sum).abs() < 1e-9);
        assert_eq!(found.mean().is_none(), *count == 0);
    }
    let within = clip_points(points, &right[0], &Progress::new()).unwrap();
    assert_eq!(within.len() as u64, oracle.summaries[0].0);
    let values = Values::new("values", &oracle.values, left.len()).unwrap();
    let found =
        interpolate((areas(&left), values), areas(&right), Limits::default(), &Progress::new()).unwrap();
    for ((sum, mean), (expected_sum, expected_mean)) in found.iter().zip(&oracle.targets) {
        // Slivers that the oracle leaves out are worth less than this.
        assert!((sum - expected_sum).abs() < 1e-3, "{sum} {expected_sum}");
        assert!((mean.unwrap_or(-1.0) - expected_mean.unwrap_or(-1.0)).abs() < 1e-3);
    }
}

#[test]
fn buffers_are_those_of_shapely_but_for_their_corners() {
    let (oracle, left, _) = oracle();
    let line = Geometry::from(LineString::from(oracle.line.clone()));
    let star = Geometry::from(left[0].clone());
    for (distance_m, area_m2) in &oracle.buffers {
        let found = buffer(std::slice::from_ref(&star), &[*distance_m], &Progress::new()).unwrap();
        let found_m2 = found[0].unsigned_area();
        assert!((found_m2 / area_m2 - 1.0).abs() < 0.005, "{distance_m}: {found_m2}, not {area_m2}");
    }
    let found = buffer(&[line], &[25.0], &Progress::new()).unwrap();
    assert!((found[0].unsigned_area() / oracle.line_buffer_m2 - 1.0).abs() < 0.005);
}

#[test]
fn lines_and_points_have_no_inner_buffer_and_areas_may_be_eaten_up() {
    let things = [
        Geometry::from(Point::new(0.0, 0.0)),
        Geometry::from(LineString::from(vec![(0.0, 0.0), (9.0, 0.0)])),
        Geometry::from(square(0.0, 0.0, 10.0)),
        Geometry::from(square(0.0, 0.0, 10.0)),
    ];
    let found = buffer(&things, &[-1.0, 0.0, -6.0, -1.0], &Progress::new()).unwrap();
    let found_m2: Vec<f64> = found.iter().map(Area::unsigned_area).collect();
    assert_eq!(found_m2[..3], [0.0, 0.0, 0.0]);
    assert!((found_m2[3] - 64.0).abs() < 1e-6);
}

#[test]
fn neighbours_share_nothing_and_a_union_has_all_pieces_once() {
    let left = [square(0.0, 0.0, 10.0), square(10.0, 0.0, 10.0)];
    let right = [square(5.0, 0.0, 10.0)];
    let limits = Limits::default();
    let touching = intersections(areas(&left[..1]), areas(&left[1..]), 1e-6, limits, &Progress::new());
    assert_eq!(touching, Ok(Vec::new()));
    let pieces = union(areas(&left), areas(&right), 1e-6, limits, &Progress::new()).unwrap();
    assert_eq!(pieces.len(), 4);
    let area_m2 = |piece: &Piece| match piece {
        Piece::Both(overlap) => overlap.area_m2,
        Piece::Left(rest) | Piece::Right(rest) => rest.area_m2,
    };
    assert!((pieces.iter().map(area_m2).sum::<f64>() - 200.0).abs() < 1e-6);
}

#[test]
fn rings_that_turn_the_other_way_are_the_same_areas() {
    let mut turned = square(5.0, 0.0, 10.0);
    turned.0[0].exterior_mut(|ring| ring.0.reverse());
    let all = [square(0.0, 0.0, 10.0), turned];
    let found = dissolve(areas(&all), &[(), ()], &Progress::new()).unwrap();
    assert!((found[0].1.unsigned_area() - 150.0).abs() < 1e-6);
}

#[test]
fn what_cannot_be_is_refused_and_cancelling_ends_it() {
    let good = [square(0.0, 0.0, 1.0)];
    let bad = [square(0.0, 0.0, 1.0), square(f64::NAN, 0.0, 1.0)];
    assert_eq!(Areas::new("areas", &bad).unwrap_err(), Error::BadCoordinate { what: "areas", index: 1 });
    assert_eq!(Areas::new("areas", &[]).unwrap_err(), Error::Empty { what: "areas" });
    let progress = Progress::new();
    for least_m2 in [-1.0, f64::NAN, f64::INFINITY] {
        let refused = intersections(areas(&good), areas(&good), least_m2, Limits::default(), &progress);
        assert!(matches!(refused, Err(Error::OutOfRange { .. })));
    }
    let limits = Limits { pairs: 0, ..Limits::default() };
    let refused = intersections(areas(&good), areas(&good), 0.0, limits, &progress);
    assert_eq!(refused, Err(Error::TooMany { what: "pairs", found: 1, limit: 0 }));
    assert!(buffer(&[Geometry::from(Point::new(0.0, 0.0))], &[f64::NAN], &progress).is_err());
    assert!(buffer(&[], &[], &progress).is_err());
    assert!(dissolve::<u8>(areas(&good), &[], &progress).is_err());
    assert!(clip_areas(areas(&good), &bad[1], &progress).is_err());
    progress.cancel();
    assert_eq!(dissolve(areas(&good), &[1], &progress), Err(Error::Cancelled));
    let given_up = intersections(areas(&good), areas(&good), 0.0, Limits::default(), &progress);
    assert_eq!(given_up, Err(Error::Cancelled));
}

/// A rectangle cut by zigzag lines from west to east: strips that share their boundaries.
fn strips(cuts: &[Vec<f64>]) -> Vec<MultiPolygon> {
    let line = |number: usize| -> Vec<Coord> {
        let heights = cuts.get(number).cloned().unwrap_or_else(|| vec![0.0; 6]);
        let base = if number == usize::MAX { 0.0 } else { 100.0 * crate::number::real(number + 1) };
        (0_i32..)
            .zip(heights)
            .map(|(at, height)| Coord { x: f64::from(at) * 40.0, y: base + height })
            .collect()
    };
    (0..=cuts.len())
        .map(|number| {
            let mut ring = line(number.wrapping_sub(1));
            let mut back = line(number);
            back.reverse();
            ring.extend(back);
            MultiPolygon::from(Polygon::new(LineString::new(ring), Vec::new()))
        })
        .collect()
}

proptest! {
    #[test]
    fn points_on_shared_boundaries_are_in_one_area(
        cuts in prop::collection::vec(prop::collection::vec(-40_i32..40, 6), 1..5),
        steps in prop::collection::vec((0_usize..5, 0_i32..=4), 1..30),
    ) {
        let cuts: Vec<Vec<f64>> =
            cuts.into_iter().map(|cut| cut.into_iter().map(f64::from).collect()).collect();
        let strips = strips(&cuts);
        // Quarters along the segments of the first cut.
        let coords: Vec<Coord> = steps.into_iter().map(|(segment, quarter)| {
            let share = f64::from(quarter) / 4.0;
            let (from, to) = (cuts[0][segment], cuts[0][segment + 1]);
            let x = (crate::number::real(segment) + share) * 40.0;
            Coord { x, y: 100.0 + from + (to - from) * share }
        }).filter(|point| point.x < 200.0).collect();
        prop_assume!(!coords.is_empty());
        let points = Points::new("points", &coords).unwrap();
        let found = summarise_points(points, None, areas(&strips), &Progress::new()).unwrap();
        let counted: u64 = found.iter().map(|summary| summary.count).sum();
        prop_assert_eq!(counted, coords.len() as u64);
    }

    #[test]
    fn parts_and_rest_are_the_whole(
        squares in prop::collection::vec((0_i32..50, 0_i32..50, 1_i32..30), 2..8),
    ) {
        let all: Vec<MultiPolygon> = squares.iter()
            .map(|(x, y, side)| square(f64::from(*x), f64::from(*y), f64::from(*side))).collect();
        let (one, others) = all.split_at(1);
        let limits = Limits::default();
        let rest = differences(areas(one), areas(others), 0.0, limits, &Progress::new()).unwrap();
        let merged = dissolve(areas(others), &vec![0; others.len()], &Progress::new()).unwrap();
        let merged = [merged[0].1.clone()];
        let shared = intersections(areas(one), areas(&merged), 0.0, limits, &Progress::new()).unwrap();
        let share = rest.iter().map(|rest| rest.share).sum::<f64>()
            + shared.iter().map(|overlap| overlap.share_of_left).sum::<f64>();
        prop_assert!((share - 1.0).abs() < 1e-6, "{share}");
    }
}
