use super::*;

/// A square of streets, 100 m a side, and a way beside it that is not linked.
fn town() -> Table {
    shapes(vec![
        line(&[(0.0, 0.0), (100.0, 0.0)]),
        line(&[(100.0, 0.0), (100.0, 100.0)]),
        line(&[(0.0, 0.0), (0.0, 100.0), (100.0, 100.0)]),
        line(&[(1000.0, 0.0), (1100.0, 0.0)]),
    ])
}

#[test]
fn the_nearest_in_a_straight_line_are_ranked() {
    let features = shapes(vec![point(0.0, 0.0), point(10.0, 0.0)]);
    let targets = shapes(vec![point(9.0, 0.0), point(0.0, 3.0), point(100.0, 0.0)]);
    let tables = vec![("features", features), ("targets", targets)];
    let outcome = ran(Process::Nearest, tables.clone(), json!({"k": 2}));
    assert_eq!(names(&outcome), ["n", "v", "target_n", "target_v", "rank", "distance_m"]);
    assert_near(&numbers(&outcome, "target_n"), &[2.0, 1.0, 1.0, 2.0]);
    assert_near(&numbers(&outcome, "rank"), &[1.0, 2.0, 1.0, 2.0]);
    assert_near(&numbers(&outcome, "distance_m"), &[3.0, 9.0, 1.0, 109.0_f64.sqrt()]);
    assert_eq!(outcome.geometry, GeometryKind::Line);
    let outcome = ran(Process::Nearest, tables, json!({"most-distance": 2, "draw": "features"}));
    assert_near(&numbers(&outcome, "n"), &[2.0]);
    assert_eq!(outcome.geometry, GeometryKind::Point);
}

#[test]
fn the_nearest_by_the_streets_takes_time() {
    let features = shapes(vec![point(50.0, 1.0), point(50.0, 900.0)]);
    let targets = shapes(vec![point(0.0, 50.0), point(100.0, 99.0)]);
    let tables = vec![("features", features), ("targets", targets), ("streets", town())];
    let outcome = ran(Process::Nearest, tables, json!({"travel": "walking", "speed": 3.6}));
    assert_near(&numbers(&outcome, "target_n"), &[1.0]);
    assert_near(&numbers(&outcome, "distance_m"), &[100.0]);
    assert_near(&numbers(&outcome, "cost_s"), &[100.0]);
    assert_eq!(notices(&outcome), ["process-notice-far-from-streets"]);
}

#[test]
fn a_matrix_has_a_row_for_each_pair_that_is_linked() {
    let origins = shapes(vec![point(0.0, 0.0), point(100.0, 0.0)]);
    let destinations = shapes(vec![point(100.0, 100.0), point(1000.0, 0.0)]);
    let tables = vec![("origins", origins), ("destinations", destinations)];
    let outcome = ran(Process::DistanceMatrix, tables.clone(), json!({"origin-key": "n"}));
    assert_eq!(names(&outcome), ["origin", "destination", "distance_m"]);
    assert_near(&numbers(&outcome, "distance_m"), &[2.0_f64.sqrt() * 100.0, 1000.0, 100.0, 900.0]);
    let mut tables = tables;
    tables.push(("streets", town()));
    let outcome = ran(Process::DistanceMatrix, tables, json!({}));
    assert_near(&numbers(&outcome, "distance_m"), &[200.0, 100.0]);
    assert_near(&numbers(&outcome, "destination"), &[1.0, 1.0]);
    assert_eq!(outcome.geometry, GeometryKind::None);
}

#[test]
fn a_path_is_drawn_and_timed() {
    let tables = vec![
        ("origins", shapes(vec![point(50.0, 0.0)])),
        ("destinations", shapes(vec![point(100.0, 100.0), point(1050.0, 0.0)])),
        ("streets", town()),
    ];
    let outcome = ran(Process::ShortestPath, tables, json!({"speed": 3.6, "destination-key": "v"}));
    assert_eq!(names(&outcome), ["origin", "destination", "length_m", "cost_s"]);
    assert_near(&numbers(&outcome, "length_m"), &[150.0]);
    assert_near(&numbers(&outcome, "cost_s"), &[150.0]);
    assert_eq!(outcome.table.rows[0].geometry, line(&[(50.0, 0.0), (100.0, 0.0), (100.0, 100.0)]));
    assert_eq!(notices(&outcome), ["process-notice-no-way"]);
}

#[test]
fn one_way_streets_are_obeyed_by_bicycle_only() {
    let mut streets = town();
    let backward = Value::Real(-1.0);
    streets.columns[1].kind = ColumnKind::Text;
    for row in &mut streets.rows {
        row.values[1] = Value::Null;
    }
    assert_ne!(streets.rows[0].values[1], backward);
    streets.rows[0].values[1] = Value::Text("TF".to_owned());
    let tables = |streets: Table| {
        vec![
            ("origins", shapes(vec![point(10.0, 0.0)])),
            ("destinations", shapes(vec![point(90.0, 0.0)])),
            ("streets", streets),
        ]
    };
    let length_m = |travel: &str| {
        let inputs = json!({"travel": travel, "one-way": "v"});
        numbers(&ran(Process::ShortestPath, tables(streets.clone()), inputs), "length_m")
    };
    assert_near(&length_m("walking"), &[80.0]);
    assert_near(&length_m("metres"), &[80.0]);
    assert_near(&length_m("cycling"), &[320.0]);
}

#[test]
fn a_service_area_ends_where_the_time_is_over() {
    let tables = vec![("origins", shapes(vec![point(0.0, 0.0)])), ("streets", town())];
    // A minute at 3.6 km/h is 60 m; both ways from the corner.
    let inputs = json!({"limits": [1, 2], "speed": 3.6, "output": "streets"});
    let outcome = ran(Process::ServiceArea, tables.clone(), inputs);
    assert_eq!(names(&outcome), ["n", "v", "limit", "length_m"]);
    assert_near(&numbers(&outcome, "limit"), &[1.0, 2.0]);
    assert_near(&numbers(&outcome, "length_m"), &[120.0, 240.0]);
    let inputs = json!({"limits": [50], "unit": "metres", "around": 10});
    let outcome = ran(Process::ServiceArea, tables, inputs);
    // Two arms of 50 m, 20 m wide, that share a square, and the round of three ends; less for corners.
    let found = numbers(&outcome, "area_m2")[0];
    assert!((2050.0..2320.0).contains(&found), "{found}");
}

#[test]
fn origins_may_be_taken_together() {
    let tables = vec![("origins", shapes(vec![point(0.0, 0.0), point(50.0, 0.0)])), ("streets", town())];
    let inputs =
        json!({"limits": [50], "unit": "metres", "output": "streets", "dissolve": true, "travel": "cycling"});
    let outcome = ran(Process::ServiceArea, tables, inputs);
    assert_eq!(names(&outcome), ["limit", "length_m"]);
    assert_near(&numbers(&outcome, "length_m"), &[150.0]);
}

#[test]
fn distances_are_told_over_the_ellipsoid_where_they_are_asked_for() {
    // By `geod +ellps=WGS84 -I` (PROJ 9.1) of the same places in degrees; in the plane 10,000 m each.
    const EXPECTED_M: [f64; 2] = [10_003.956_16, 10_003.977_48];
    let from = shapes(vec![point(514_000.0, 5_034_000.0)]);
    let to = shapes(vec![point(524_000.0, 5_034_000.0), point(514_000.0, 5_044_000.0)]);
    let tables = vec![("origins", from.clone()), ("destinations", to.clone())];
    let outcome = ran(Process::DistanceMatrix, tables, json!({"geodesic": true}));
    assert_near(&numbers(&outcome, "distance_m"), &EXPECTED_M);
    let tables = vec![("features", from), ("targets", to)];
    let outcome = ran(Process::Nearest, tables, json!({"k": 2, "geodesic": true}));
    assert_near(&numbers(&outcome, "distance_m"), &EXPECTED_M);
}
