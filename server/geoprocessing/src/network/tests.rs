//! Ways and service areas beside those of networkx, and by hand.

use geo::{Contains, Coord, Euclidean, Length, LineString, Point};
use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Error, Limits, Positive, Progress};

#[derive(Deserialize)]
struct Oracle {
    streets: Vec<Line>,
    tolerance_m: f64,
    pairs: Vec<Pair>,
    areas: Vec<Area>,
}

#[derive(Deserialize)]
struct Line {
    line: Vec<(f64, f64)>,
    direction: String,
}

#[derive(Deserialize)]
struct Pair {
    from: (f64, f64),
    to: (f64, f64),
    shortest_m: Option<f64>,
    cycling_s: Option<f64>,
}

#[derive(Deserialize)]
struct Area {
    origin: (f64, f64),
    limit_m: f64,
    reached_m: f64,
}

fn metres(value: f64) -> Positive {
    Positive::new("metres", value).unwrap()
}

fn network(lines: &[(LineString, Direction)], tolerance_m: f64) -> Network {
    let streets: Vec<Street<'_>> =
        lines.iter().map(|(line, direction)| Street { line, direction: *direction }).collect();
    Network::from_streets(&streets, metres(tolerance_m), &Progress::new()).unwrap()
}

fn both(lines: &[&[(f64, f64)]]) -> Network {
    let lines: Vec<(LineString, Direction)> =
        lines.iter().map(|line| (LineString::from(line.to_vec()), Direction::Both)).collect();
    network(&lines, 0.5)
}

fn at(network: &Network, place: (f64, f64)) -> Place {
    network.find_place(Coord::from(place), f64::INFINITY).unwrap()
}

fn way(network: &Network, from: (f64, f64), to: (f64, f64), by: Travel) -> Option<Route> {
    route(network, (at(network, from), at(network, to)), by, &Progress::new()).unwrap()
}

fn one_cost(network: &Network, from: Place, to: Place, by: Travel) -> Option<f64> {
    let table = costs(network, (&[from], &[to]), by, f64::INFINITY, Limits::default(), &Progress::new());
    table.unwrap()[0][0]
}

#[test]
fn costs_and_areas_are_those_of_networkx() {
    let oracle: Oracle = serde_json::from_str(include_str!("../../oracle/network.json")).unwrap();
    let lines: Vec<(LineString, Direction)> = oracle
        .streets
        .iter()
        .map(|street| {
            let direction = match street.direction.as_str() {
                "forward" => Direction::Forward,
                "backward" => Direction::Backward,
                _ => Direction::Both,
            };
            (LineString::from(street.line.clone()), direction)
        })
        .collect();
    let network = network(&lines, oracle.tolerance_m);
    // Ends that are joined are up to 0.03 m from where the oracle has them, at both ends of 16 edges.
    let tolerance_m = 1.0;
    let is_near = |found: Option<f64>, expected: Option<f64>, tolerance: f64| match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= tolerance,
        (None, None) => true,
        _ => false,
    };
    for pair in &oracle.pairs {
        let found = way(&network, pair.from, pair.to, Travel::Shortest).map(|route| route.cost);
        assert!(is_near(found, pair.shortest_m, tolerance_m), "{found:?}, not {:?}", pair.shortest_m);
        let found = way(&network, pair.from, pair.to, Travel::CYCLING).map(|route| route.cost);
        assert!(is_near(found, pair.cycling_s, tolerance_m), "{found:?}, not {:?}", pair.cycling_s);
    }
    for area in &oracle.areas {
        let origin = at(&network, area.origin);
        let found = service_areas(&network, &[origin], &[area.limit_m], Travel::Shortest, &Progress::new());
        let found_m = Euclidean.length(&found.unwrap()[0][0].lines(&network));
        assert!((found_m / area.reached_m - 1.0).abs() < 0.002, "{found_m}, not {}", area.reached_m);
    }
}

#[test]
fn a_line_is_split_where_another_ends_beside_it_and_not_under_a_bridge() {
    let network = both(&[
        &[(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)],
        &[(30.0, 0.3), (30.0, 80.0)],
        &[(60.0, -50.0), (60.0, 50.0)],
    ]);
    let parts: Vec<usize> =
        (0..3).map(|street| network.edges().iter().filter(|edge| edge.street == street).count()).collect();
    assert_eq!(parts, [2, 1, 1]);
    assert_eq!(network.nodes().len(), 6);
    let found = way(&network, (0.0, 0.0), (30.0, 80.0), Travel::Shortest).unwrap();
    assert!((found.cost - (30.0_f64.hypot(0.3) + 79.7)).abs() < 1e-9, "{}", found.cost);
    assert_eq!(way(&network, (0.0, 0.0), (60.0, 50.0), Travel::Shortest), None);
}

#[test]
fn lines_that_share_a_corner_meet_there() {
    let network =
        both(&[&[(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], &[(50.0, -40.0), (50.0, 0.0), (50.0, 40.0)]]);
    assert_eq!((network.nodes().len(), network.edges().len()), (5, 4));
    let found = way(&network, (10.0, 0.0), (50.0, 30.0), Travel::Shortest).unwrap();
    assert!((found.cost - 70.0).abs() < 1e-9);
    assert_eq!(found.line, LineString::from(vec![(10.0, 0.0), (50.0, 0.0), (50.0, 30.0)]));
}

#[test]
fn ends_a_little_apart_are_one_node() {
    let network = both(&[&[(0.0, 0.0), (50.0, 0.0)], &[(50.3, 0.0), (100.0, 0.0)]]);
    assert_eq!(network.nodes().len(), 3);
    let apart = both(&[&[(0.0, 0.0), (50.0, 0.0)], &[(50.6, 0.0), (100.0, 0.0)]]);
    assert_eq!(apart.nodes().len(), 4);
}

#[test]
fn bicycles_keep_to_one_way_streets_and_walkers_do_not() {
    let ring = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
    let lines: Vec<(LineString, Direction)> =
        ring.windows(2).map(|side| (LineString::from(side.to_vec()), Direction::Forward)).collect();
    let network = network(&lines, 0.5);
    let (from, to) = ((60.0, 0.0), (20.0, 0.0));
    let walk = way(&network, from, to, Travel::WALKING).unwrap();
    assert!((walk.cost - 40.0 / 1.25).abs() < 1e-9 && (walk.length_m - 40.0).abs() < 1e-9);
    let ride = way(&network, from, to, Travel::CYCLING).unwrap();
    assert!((ride.length_m - 360.0).abs() < 1e-9, "{}", ride.length_m);
    assert_eq!(ride.edges.len(), 5);
    assert!(ride.edges.iter().all(|(_, is_forward)| *is_forward));
    assert!((Euclidean.length(&ride.line) - 360.0).abs() < 1e-9);
}

#[test]
fn a_place_is_on_the_nearest_street_up_to_a_distance() {
    let network = both(&[&[(0.0, 0.0), (100.0, 0.0)], &[(0.0, 40.0), (100.0, 40.0)]]);
    let found = at(&network, (30.0, 15.0));
    assert_eq!((found.edge, found.at), (0, Coord { x: 30.0, y: 0.0 }));
    assert!((found.along_m - 30.0).abs() < 1e-12 && (found.away_m - 15.0).abs() < 1e-12);
    // In the middle the first of the two.
    assert_eq!(at(&network, (30.0, 20.0)).edge, 0);
    assert_eq!(network.find_place(Coord { x: 30.0, y: 15.0 }, 14.0), None);
    assert_eq!(network.find_place(Coord { x: f64::NAN, y: 15.0 }, 14.0), None);
}

#[test]
fn what_is_reached_is_cut_at_the_limit() {
    let network =
        both(&[&[(0.0, 0.0), (100.0, 0.0)], &[(100.0, 0.0), (100.0, 100.0)], &[(100.0, 0.0), (150.0, 0.0)]]);
    let origin = at(&network, (80.0, 0.0));
    let limits = [10.0, 60.0];
    let found = service_areas(&network, &[origin], &limits, Travel::Shortest, &Progress::new()).unwrap();
    assert_eq!(found[0][0].parts, [Part { edge: 0, from_m: 70.0, to_m: 90.0 }]);
    let expected = [
        Part { edge: 0, from_m: 20.0, to_m: 100.0 },
        Part { edge: 1, from_m: 0.0, to_m: 40.0 },
        Part { edge: 2, from_m: 0.0, to_m: 40.0 },
    ];
    assert_eq!(found[0][1].parts, expected);
    let minute = service_areas(&network, &[origin], &[48.0], Travel::WALKING, &Progress::new()).unwrap();
    assert_eq!(minute[0][0].parts, expected);
}

#[test]
fn the_polygon_holds_the_streets_and_blocks_are_filled() {
    let block = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
    let network = both(&[&block]);
    let origin = at(&network, (0.0, 0.0));
    let area =
        &service_areas(&network, &[origin], &[500.0], Travel::Shortest, &Progress::new()).unwrap()[0][0];
    let polygon = |fill_m2: f64| {
        let outline = Outline { around: metres(10.0), fill_m2 };
        area.polygon(&network, outline, &Progress::new()).unwrap()
    };
    assert_eq!(polygon(1000.0).0[0].interiors().len(), 1);
    assert_eq!(polygon(10_000.0).0[0].interiors().len(), 0);
    for corner in block {
        assert!(polygon(0.0).contains(&Point::from(corner)));
    }
    assert!(!polygon(0.0).contains(&Point::new(50.0, 50.0)));
    assert!(!polygon(0.0).contains(&Point::new(-10.1, 50.0)));
}

#[test]
fn what_cannot_be_is_refused() {
    let nowhere = LineString::from(vec![(0.0, 0.0), (f64::NAN, 1.0)]);
    let street = Street { line: &nowhere, direction: Direction::Both };
    let refused = Network::from_streets(&[street], metres(1.0), &Progress::new()).unwrap_err();
    assert_eq!(refused, Error::BadCoordinate { what: "streets", index: 0 });
    let point = LineString::from(vec![(1.0, 1.0), (1.0, 1.0)]);
    let street = Street { line: &point, direction: Direction::Both };
    for streets in [&[][..], &[street]] {
        let refused = Network::from_streets(streets, metres(1.0), &Progress::new()).unwrap_err();
        assert_eq!(refused, Error::Empty { what: "streets" });
    }
    let network = both(&[&[(0.0, 0.0), (100.0, 0.0)]]);
    let place = at(&network, (0.0, 0.0));
    for limit in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = service_areas(&network, &[place], &[limit], Travel::Shortest, &Progress::new());
        assert!(matches!(refused, Err(Error::NotPositive { .. })));
    }
    let none = service_areas(&network, &[place], &[], Travel::Shortest, &Progress::new());
    assert_eq!(none, Err(Error::Empty { what: "limits" }));
    let progress = Progress::new();
    let refused =
        nearest(&network, (&[place], &[place]), (0, 1.0), Travel::Shortest, Limits::default(), &progress);
    assert_eq!(refused, Err(Error::NotPositive { what: "k", value: 0.0 }));
    for bound in [-1.0, f64::NAN] {
        let limits = Limits::default();
        let refused = costs(&network, (&[place], &[place]), Travel::Shortest, bound, limits, &progress);
        assert!(matches!(refused, Err(Error::OutOfRange { what: "bound", .. })));
        let refused =
            nearest(&network, (&[place], &[place]), (1, bound), Travel::Shortest, limits, &progress);
        assert!(matches!(refused, Err(Error::OutOfRange { what: "bound", .. })));
    }
    let limits = Limits { pairs: 3, ..Limits::default() };
    let refused = costs(&network, (&[place; 2], &[place; 2]), Travel::Shortest, 1.0, limits, &progress);
    assert_eq!(refused, Err(Error::TooMany { what: "pairs", found: 4, limit: 3 }));
    progress.cancel();
    assert_eq!(route(&network, (place, place), Travel::Shortest, &progress), Err(Error::Cancelled));
    let given_up = service_areas(&network, &[place], &[1.0], Travel::Shortest, &progress);
    assert_eq!(given_up, Err(Error::Cancelled));
}

/// Streets between crossings of a small, uneven grid, some of them one-way.
fn streets() -> impl Strategy<Value = Vec<(LineString, Direction)>> {
    let direction = prop::sample::select(vec![Direction::Both, Direction::Forward, Direction::Backward]);
    let crossing = (0_i32..5, 0_i32..5).prop_map(|(x, y)| Coord {
        x: f64::from(x * 100 + (x * 7 + y * 13) % 17),
        y: f64::from(y * 100 + (x * 11 + y * 5) % 19),
    });
    let street = (crossing.clone(), crossing, direction)
        .prop_map(|(from, to, direction)| (LineString::new(vec![from, to]), direction));
    prop::collection::vec(street, 3..40).prop_filter("one of them has a length", |streets| {
        streets.iter().any(|(line, _)| line.0[0] != line.0[1])
    })
}

proptest! {
    #[test]
    fn the_best_way_costs_what_the_table_says(
        streets in streets(),
        places in prop::collection::vec((0.0_f64..500.0, 0.0_f64..500.0), 2..6),
    ) {
        let network = network(&streets, 0.5);
        let places: Vec<Place> = places.into_iter().map(|place| at(&network, place)).collect();
        for by in [Travel::Shortest, Travel::CYCLING] {
            for (from, to) in places.iter().zip(&places[1..]) {
                let table = one_cost(&network, *from, *to, by);
                let found = route(&network, (*from, *to), by, &Progress::new()).unwrap();
                prop_assert_eq!(found.is_some(), table.is_some());
                let (Some(found), Some(table)) = (found, table) else { continue };
                prop_assert!((found.cost - table).abs() < 1e-6, "{} {table}", found.cost);
                let drawn_m = Euclidean.length(&found.line);
                prop_assert!((drawn_m - found.length_m).abs() < 1e-6, "{drawn_m} {}", found.length_m);
                let ends = (Euclidean.length(&found.line) > 0.0).then(|| (found.line.0[0], *found.line.0.last().unwrap()));
                let (begin, end) = ends.unwrap_or((from.at, to.at));
                prop_assert!((begin - from.at).x.hypot((begin - from.at).y) < 1e-6);
                prop_assert!((end - to.at).x.hypot((end - to.at).y) < 1e-6);
                let may = |(edge, is_forward): &(u32, bool)| by.may_go(network.edge(*edge).direction, *is_forward);
                prop_assert!(found.length_m < 1e-5 || found.edges.iter().all(may));
            }
        }
    }

    #[test]
    fn the_nearest_by_streets_are_those_of_the_table(
        streets in streets(),
        things in prop::collection::vec((0.0_f64..500.0, 0.0_f64..500.0), 1..12),
        k in 1_usize..6,
        bound in 50.0_f64..600.0,
    ) {
        let network = network(&streets, 0.5);
        let things: Vec<Place> = things.into_iter().map(|place| at(&network, place)).collect();
        for by in [Travel::Shortest, Travel::CYCLING] {
            let progress = Progress::new();
            let origin = at(&network, (250.0, 250.0));
            let found =
                nearest(&network, (&[origin], &things), (k, bound), by, Limits::default(), &progress).unwrap();
            let table = costs(&network, (&[origin], &things), by, bound, Limits::default(), &progress).unwrap();
            let mut all: Vec<f64> = table[0].iter().copied().flatten().collect();
            all.sort_by(f64::total_cmp);
            all.truncate(k);
            prop_assert_eq!(found[0].len(), all.len());
            for (found, expected) in found[0].iter().zip(&all) {
                prop_assert!((found.cost - expected).abs() < 1e-6);
                let of_table = table[0][found.index as usize];
                prop_assert!(of_table.is_some_and(|cost| (cost - found.cost).abs() < 1e-6));
            }
        }
    }
}
