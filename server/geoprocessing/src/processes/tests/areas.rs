use super::*;

/// How much smaller a circle of 4 n sides is than the true one.
fn of_circle(per_quadrant: f64) -> f64 {
    let sides = 4.0 * per_quadrant;
    sides / (2.0 * std::f64::consts::PI) * (2.0 * std::f64::consts::PI / sides).sin()
}

#[test]
fn a_buffer_has_the_area_of_its_polygon() {
    let points = shapes(vec![point(0.0, 0.0), point(15.0, 0.0), point(500.0, 0.0)]);
    let outcome = ran(Process::Buffer, vec![("features", points)], json!({"distance": 10}));
    let circle = std::f64::consts::PI * 100.0 * of_circle(8.0);
    assert_near(&numbers(&outcome, "area_m2"), &[circle; 3]);
    assert_eq!(names(&outcome), ["n", "v", "area_m2"]);
    assert_eq!(outcome.geometry, GeometryKind::Polygon);
}

#[test]
fn dissolved_buffers_that_touch_are_one() {
    let points = shapes(vec![point(0.0, 0.0), point(15.0, 0.0), point(500.0, 0.0)]);
    let inputs = json!({"distance": 10, "dissolve": true, "quadrant-segments": 64});
    let outcome = ran(Process::Buffer, vec![("features", points)], inputs);
    let circle = std::f64::consts::PI * 100.0;
    // Two circles of radius 10 that are 15 apart share 2 r² acos(d / 2r) - d/2 √(4 r² - d²).
    let lens = 200.0 * (0.75_f64).acos() - 7.5 * 175.0_f64.sqrt();
    let found = numbers(&outcome, "area_m2");
    for (found, expected) in found.iter().zip([2.0 * circle - lens, circle]) {
        assert!((found / expected - 1.0).abs() < 2e-4, "{found}, not {expected}");
    }
}

#[test]
fn a_distance_may_come_from_a_column_or_shrink() {
    let (wide, none) = (Value::Real(20.0), Value::Null);
    let points = table("a.b", vec![(point(0.0, 0.0), wide), (point(0.0, 0.0), none)]);
    let inputs = json!({"distance-property": "v"});
    let outcome = ran(Process::Buffer, vec![("features", points)], inputs);
    assert_near(&numbers(&outcome, "area_m2"), &[std::f64::consts::PI * 400.0 * of_circle(8.0)]);
    assert_eq!(notices(&outcome), ["process-notice-without-value"]);
    let squares = shapes(vec![square(0.0, 0.0, 10.0), square(0.0, 0.0, 2.0), point(0.0, 0.0)]);
    let outcome = ran(Process::Buffer, vec![("features", squares)], json!({"distance": -1}));
    assert_near(&numbers(&outcome, "area_m2"), &[64.0]);
    assert_eq!(outcome.notices[0].args["count"], "2");
}

#[test]
fn areas_of_one_value_become_one_in_the_order_of_the_first() {
    let value = |value| Value::Real(value);
    let areas = table(
        "a.b",
        vec![
            (square(0.0, 0.0, 10.0), value(7.0)),
            (square(100.0, 0.0, 10.0), value(3.0)),
            (square(5.0, 0.0, 10.0), value(7.0)),
            (square(0.0, 50.0, 10.0), Value::Null),
        ],
    );
    let inputs = json!({"by": "v", "sum": "n"});
    let outcome = ran(Process::Dissolve, vec![("features", areas)], inputs);
    assert_eq!(names(&outcome), ["v", "count", "area_m2", "sum"]);
    assert_near(&numbers(&outcome, "v"), &[7.0, 3.0, f64::NAN]);
    assert_near(&numbers(&outcome, "count"), &[2.0, 1.0, 1.0]);
    assert_near(&numbers(&outcome, "area_m2"), &[150.0, 100.0, 100.0]);
    assert_near(&numbers(&outcome, "sum"), &[4.0, 2.0, 4.0]);
}

fn layers() -> Vec<(&'static str, Table)> {
    let left = shapes(vec![square(0.0, 0.0, 10.0), square(100.0, 0.0, 10.0)]);
    let right = shapes(vec![square(5.0, 0.0, 20.0), square(50.0, 50.0, 1.0)]);
    vec![("features", left), ("overlay", right)]
}

#[test]
fn what_two_layers_share_has_its_shares() {
    let outcome = ran(Process::Intersection, layers(), json!({}));
    assert_eq!(names(&outcome), ["n", "v", "overlay_n", "overlay_v", "area_m2", "share", "overlay_share"]);
    assert_near(&numbers(&outcome, "area_m2"), &[50.0]);
    assert_near(&numbers(&outcome, "share"), &[0.5]);
    assert_near(&numbers(&outcome, "overlay_share"), &[0.125]);
}

#[test]
fn what_is_left_has_its_share() {
    let outcome = ran(Process::Difference, layers(), json!({}));
    assert_near(&numbers(&outcome, "n"), &[1.0, 2.0]);
    assert_near(&numbers(&outcome, "area_m2"), &[50.0, 100.0]);
    assert_near(&numbers(&outcome, "share"), &[0.5, 1.0]);
}

#[test]
fn a_union_has_all_pieces_once() {
    let outcome = ran(Process::Union, layers(), json!({}));
    let nothing = f64::NAN;
    assert_near(&numbers(&outcome, "area_m2"), &[50.0, 50.0, 100.0, 350.0, 1.0]);
    assert_near(&numbers(&outcome, "n"), &[1.0, 1.0, 2.0, nothing, nothing]);
    assert_near(&numbers(&outcome, "overlay_n"), &[1.0, nothing, nothing, 1.0, 2.0]);
}

#[test]
fn what_is_clipped_keeps_its_values_and_has_its_share() {
    let features = shapes(vec![
        point(5.0, 5.0),
        point(50.0, 5.0),
        line(&[(-10.0, 5.0), (10.0, 5.0)]),
        square(5.0, 5.0, 10.0),
    ]);
    let areas = shapes(vec![square(0.0, 0.0, 8.0), square(0.0, 0.0, 10.0)]);
    let outcome = ran(Process::Clip, vec![("features", features), ("areas", areas)], json!({}));
    assert_eq!(names(&outcome), ["n", "v", "length_m", "area_m2", "share"]);
    assert_near(&numbers(&outcome, "n"), &[1.0, 3.0, 4.0]);
    assert_near(&numbers(&outcome, "length_m"), &[f64::NAN, 10.0, f64::NAN]);
    assert_near(&numbers(&outcome, "area_m2"), &[f64::NAN, f64::NAN, 25.0]);
    assert_near(&numbers(&outcome, "share"), &[f64::NAN, 0.5, 0.25]);
    assert_eq!(outcome.geometry, GeometryKind::Mixed);
    let points = shapes(vec![point(5.0, 5.0)]);
    let areas = shapes(vec![square(0.0, 0.0, 8.0)]);
    let outcome = ran(Process::Clip, vec![("features", points), ("areas", areas)], json!({}));
    assert_eq!((names(&outcome), outcome.geometry), (vec!["n", "v"], GeometryKind::Point));
}

#[test]
fn a_self_intersecting_polygon_is_mended_and_counted() {
    // A bow tie of two triangles of 25 m² each.
    let tie = LineString::from(vec![(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0), (0.0, 0.0)]);
    let tie = Some(Geometry::Polygon(geo::Polygon::new(tie, Vec::new())));
    let all = shapes(vec![square(-1.0, -1.0, 20.0)]);
    let layers = vec![("features", shapes(vec![tie])), ("overlay", all)];
    let outcome = ran(Process::Intersection, layers, json!({}));
    assert_near(&numbers(&outcome, "area_m2"), &[50.0]);
    assert_near(&numbers(&outcome, "share"), &[1.0]);
    assert_eq!(notices(&outcome), ["process-notice-repaired"]);
}

fn joined_layers() -> Vec<(&'static str, Table)> {
    let areas = shapes(vec![square(0.0, 0.0, 10.0), square(100.0, 0.0, 10.0)]);
    let value = |value| Value::Real(value);
    let points = table(
        "a.b",
        vec![(point(1.0, 1.0), value(3.0)), (point(2.0, 2.0), value(5.0)), (point(13.0, 5.0), value(7.0))],
    );
    vec![("features", areas), ("join", points)]
}

#[test]
fn a_join_counts_what_is_related() {
    let outcome = ran(Process::SpatialJoin, joined_layers(), json!({"relation": "contains", "value": "v"}));
    assert_eq!(names(&outcome), ["n", "v", "count", "sum", "mean"]);
    assert_near(&numbers(&outcome, "count"), &[2.0, 0.0]);
    assert_near(&numbers(&outcome, "sum"), &[8.0, 0.0]);
    assert_near(&numbers(&outcome, "mean"), &[4.0, f64::NAN]);
    let turned =
        joined_layers().into_iter().zip(["join", "features"]).map(|((_, table), name)| (name, table));
    let outcome = ran(Process::SpatialJoin, turned.collect(), json!({"relation": "within"}));
    assert_near(&numbers(&outcome, "count"), &[1.0, 1.0, 0.0]);
}

#[test]
fn a_join_finds_the_nearest_up_to_a_distance() {
    let mut layers = joined_layers();
    layers[1].1.rows.drain(..2);
    let inputs = json!({"relation": "nearest-within", "distance": 5, "value": "v"});
    let outcome = ran(Process::SpatialJoin, layers, inputs);
    assert_eq!(names(&outcome), ["n", "v", "join_n", "join_v", "distance_m", "count", "sum", "mean"]);
    assert_near(&numbers(&outcome, "distance_m"), &[3.0, f64::NAN]);
    assert_near(&numbers(&outcome, "join_v"), &[7.0, f64::NAN]);
}

#[test]
fn points_and_areas_are_summed_up_by_area() {
    let mut layers = joined_layers();
    layers[0].0 = "areas";
    layers[1].0 = "features";
    let outcome = ran(Process::SummariseByArea, layers.clone(), json!({"value": "v", "weight": "n"}));
    assert_near(&numbers(&outcome, "count"), &[2.0, 0.0]);
    assert_near(&numbers(&outcome, "sum"), &[8.0, 0.0]);
    // (1 · 3 + 2 · 5) / 3.
    assert_near(&numbers(&outcome, "mean"), &[13.0 / 3.0, f64::NAN]);
    // 100 inhabitants on 400 m², a quarter of which lies in the first area.
    layers[1].1 = table("a.b", vec![(square(0.0, 0.0, 20.0), Value::Real(100.0))]);
    let outcome = ran(Process::SummariseByArea, layers, json!({"value": "v"}));
    assert_near(&numbers(&outcome, "sum"), &[25.0, 0.0]);
    assert_near(&numbers(&outcome, "mean"), &[100.0, f64::NAN]);
}
