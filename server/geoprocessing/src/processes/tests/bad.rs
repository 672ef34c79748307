//! What is refused before work starts, and what is bounded.

use std::time::{Duration, Instant};

use super::random::inputs_of;
use super::*;

/// All processes that are run here.
fn all() -> impl Iterator<Item = Process> {
    let elsewhere = [Process::DrillThrough, Process::GeocodeTable, Process::Echo];
    Process::ALL.into_iter().filter(move |process| !elsewhere.contains(process))
}

/// Runs a process with one table for all inputs of features.
fn with(process: Process, table: &Table, limits: Limits) -> Result<Outcome, Error> {
    let (inputs, names) = inputs_of(process);
    attempt(process, names.into_iter().map(|name| (name, vec![table.clone()])).collect(), inputs, limits)
}

#[test]
fn processes_that_need_more_than_geometry_are_not_run_here() {
    let tables = vec![("features", shapes(vec![point(0.0, 0.0)]))];
    let inputs = json!({"address": "v"});
    assert_eq!(refused(Process::GeocodeTable, tables, inputs), Error::NotGeometric);
}

#[test]
fn nothing_is_refused_as_nothing() {
    for process in all() {
        let found = with(process, &shapes(Vec::new()), Limits::default());
        assert!(matches!(found, Err(Error::Empty { .. })), "{process}: {found:?}");
    }
}

#[test]
fn rows_without_a_geometry_are_not_enough() {
    for process in all().filter(|process| *process != Process::Change) {
        let found = with(process, &shapes(vec![None; 3]), Limits::default());
        assert!(matches!(found, Err(Error::NothingUsable { found: 3, .. })), "{process}: {found:?}");
    }
}

#[test]
fn coordinates_that_are_nowhere_are_left_out() {
    let nowhere = |bad: f64| {
        let ring = vec![(0.0, 0.0), (1.0, bad), (1.0, 1.0), (0.0, 0.0)];
        let polygon = geo::Polygon::new(LineString::from(ring), Vec::new());
        [point(bad, 0.0), line(&[(0.0, 0.0), (bad, 1.0)]), Some(Geometry::Polygon(polygon))]
    };
    let bad = shapes([f64::NAN, f64::INFINITY, 1e300].into_iter().flat_map(nowhere).collect());
    for process in all() {
        match with(process, &bad, Limits::default()) {
            Err(Error::NothingUsable { .. }) => {}
            Ok(outcome) => assert_eq!(process, Process::Change, "{outcome:?}"),
            Err(error) => panic!("{process}: {error}"),
        }
    }
}

#[test]
fn values_that_are_not_finite_are_left_out() {
    let value = |value| (point(value, 0.0), Value::Real(value));
    let mut rows: Vec<(Option<Geometry>, Value)> = [1.0, 5.0, 9.0, 2.0, 8.0].map(value).into();
    rows.extend([f64::NAN, f64::INFINITY, 1e200].map(|bad| (point(0.0, 0.0), Value::Real(bad))));
    let outcome = ran(Process::Moran, vec![("features", table("a.b", rows))], json!({"value": "v", "k": 2}));
    assert_eq!(outcome.table.rows.len(), 5);
    let notice = &outcome.notices[0];
    assert_eq!((notice.id.as_str(), notice.args["count"].as_str()), ("process-notice-without-value", "3"));
}

#[test]
fn columns_have_to_be_there_and_be_numbers() {
    let points = || vec![("features", shapes(vec![point(0.0, 0.0), point(1.0, 0.0)]))];
    let error = refused(Process::KernelDensity, points(), json!({"weight": "w"}));
    assert_eq!(error, Error::NoColumn { what: "weight", column: "w".to_owned() });
    let mut tables = points();
    tables[0].1.columns[1].kind = ColumnKind::Text;
    let error = refused(Process::HotSpots, tables, json!({"value": "v"}));
    assert_eq!(error, Error::WrongColumn { what: "value", column: "v".to_owned() });
    assert_eq!(error.notice().args["column"], "v");
}

#[test]
fn a_surface_of_a_thousand_million_cells_is_refused_at_once() {
    let begun = Instant::now();
    let points = shapes(vec![point(0.0, 0.0), point(31_623.0, 31_623.0)]);
    let inputs = json!({"cell": 1, "bandwidth": 100});
    let error = refused(Process::KernelDensity, vec![("features", points)], inputs);
    let Error::TooMany { what: "cells", found, limit: 4_000_000 } = error else { panic!("{error}") };
    assert!(found > 1_000_000_000);
    assert_eq!(error.notice().id, "process-error-too-many-cells");
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn too_many_pairs_corners_and_rows_are_refused() {
    let points: Vec<Option<Geometry>> = grid(40, 40, 10.0).iter().map(|at| point(at.x, at.y)).collect();
    let tables =
        || vec![("features", vec![shapes(points.clone())]), ("targets", vec![shapes(points.clone())])];
    let limited = |limits| attempt(Process::Nearest, tables(), json!({"k": 100}), limits).unwrap_err();
    let few = Limits { pairs: 159_999, ..Limits::default() };
    assert_eq!(limited(few), Error::TooMany { what: "pairs", found: 160_000, limit: 159_999 });
    let few = Limits { vertices: 3_199, ..Limits::default() };
    assert_eq!(limited(few), Error::TooMany { what: "vertices", found: 3_200, limit: 3_199 });
    let few = Limits { rows: 159_999, ..Limits::default() };
    assert_eq!(limited(few), Error::TooMany { what: "rows", found: 160_000, limit: 159_999 });
    let tables = vec![("origins", vec![shapes(points.clone())]), ("destinations", vec![shapes(points)])];
    let few = Limits { rows: 1_000_000, ..Limits::default() };
    let error = attempt(Process::DistanceMatrix, tables, json!({}), few).unwrap_err();
    assert_eq!(error, Error::TooMany { what: "rows", found: 2_560_000, limit: 1_000_000 });
}

#[test]
fn streets_that_would_not_fit_into_memory_are_refused_before_there_is_a_graph() {
    let street = |row: i32| {
        let north = f64::from(row);
        Some(Geometry::LineString(vec![(0.0, north), (90.0, north)].into()))
    };
    let streets = shapes((0..1_000).map(street).collect());
    let tables = vec![("origins", vec![shapes(vec![point(0.0, 0.0)])]), ("streets", vec![streets])];
    let limits = Limits::within(999 * 800);
    let error = attempt(Process::ServiceArea, tables, json!({"limits": [5]}), limits).unwrap_err();
    assert_eq!(error, Error::TooMany { what: "streets", found: 1_000, limit: 999 });
    assert_eq!(error.notice().id, "process-error-too-many-streets");
}

#[test]
fn a_polygon_of_a_million_corners_takes_bounded_time() {
    let corner = |at: u32| {
        let angle = f64::from(at) / 1e6 * std::f64::consts::TAU;
        let radius_m = 10_000.0 + if at.is_multiple_of(2) { 5.0 } else { 0.0 };
        (radius_m * angle.cos(), radius_m * angle.sin())
    };
    let star = geo::Polygon::new((0..1_000_000).map(corner).collect(), Vec::new());
    let star = shapes(vec![Some(Geometry::Polygon(star))]);
    let small = shapes(vec![square(0.0, 0.0, 10_000.0), point(5.0, 5.0)]);
    for (process, star_as, small_as) in [
        (Process::Intersection, "features", "overlay"),
        (Process::Difference, "features", "overlay"),
        (Process::Clip, "areas", "features"),
        (Process::SummariseByArea, "areas", "features"),
        (Process::SpatialJoin, "features", "join"),
        (Process::Nearest, "features", "targets"),
    ] {
        let begun = Instant::now();
        let outcome = ran(process, vec![(star_as, star.clone()), (small_as, small.clone())], json!({}));
        assert!(!outcome.table.rows.is_empty());
        assert!(begun.elapsed() < Duration::from_mins(1), "{process}: {:?}", begun.elapsed());
    }
    // Around each of its corners are a hundred others: too much to draw.
    let begun = Instant::now();
    let error = refused(Process::Buffer, vec![("features", star)], json!({"distance": 10}));
    assert!(matches!(error, Error::TooMany { what: "pairs", .. }), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn work_that_is_cancelled_ends() {
    let points = shapes(grid(100, 100, 10.0).iter().map(|at| point(at.x, at.y)).collect());
    for process in all() {
        let (inputs, names) = inputs_of(process);
        let mut all = inputs;
        for name in &names {
            all[*name] = json!("a.b");
        }
        let arguments = Arguments::parse(process, all.as_object().unwrap()).unwrap();
        let progress = Progress::new();
        progress.cancel();
        let tables = names.iter().map(|name| ((*name).to_owned(), vec![points.clone()])).collect();
        let (limits, data) = (Limits::default(), proj_data());
        let system = MetricSystem { srid: Srid::RDN2008_UTM32, data: &data };
        let task = Task { process, arguments: &arguments, tables, limits, progress: &progress, system };
        assert_eq!(run(task), Err(Error::Cancelled), "{process}");
    }
}
