use super::*;

#[test]
fn one_point_becomes_a_hill_of_its_weight() {
    let hill = table("a.b", vec![(point(50.0, 50.0), Value::Real(3.0))]);
    let inputs = json!({"weight": "v", "bandwidth": 200, "cell": 10});
    let outcome = ran(Process::KernelDensity, vec![("features", hill)], inputs);
    let density = numbers(&outcome, "density");
    // Each cell has 100 m², a ten-thousandth of a square kilometre.
    let sum: f64 = density.iter().sum::<f64>() * 1e-4;
    assert!((sum - 3.0).abs() < 0.01, "{sum}");
    // 3/π of the weight at the top, over the square of the bandwidth in kilometres.
    let top = density.iter().copied().fold(0.0, f64::max);
    assert!((top / (3.0 * 3.0 / std::f64::consts::PI / 0.04) - 1.0).abs() < 0.01, "{top}");
    assert_eq!((names(&outcome), outcome.geometry), (vec!["density"], GeometryKind::Polygon));
}

#[test]
fn the_bandwidth_that_is_chosen_is_told() {
    let points = shapes(vec![point(0.0, 0.0), point(100.0, 0.0), point(0.0, 100.0), point(100.0, 100.0)]);
    let inputs = json!({"kernel": "gaussian", "shape": "hexagons", "cell": 50});
    let outcome = ran(Process::KernelDensity, vec![("features", points)], inputs);
    // The variance is 10000/3 along both axes: σ n^(-1/6) = 57.735 · 0.7937.
    assert_eq!(outcome.notices[0].args["metres"], "45.8");
}

fn spots() -> Table {
    let value = |at: Coord| if at.x < 250.0 && at.y < 250.0 { 10.0 } else { 1.0 };
    let rows = grid(12, 12, 100.0).into_iter().map(|at| (point(at.x, at.y), Value::Real(value(at))));
    table("a.b", rows.collect())
}

#[test]
fn high_values_together_are_hot() {
    for inputs in [json!({"value": "v", "distance": 150}), json!({"value": "v", "neighbours": "nearest"})] {
        let outcome = ran(Process::HotSpots, vec![("features", spots())], inputs);
        assert_eq!(names(&outcome), ["n", "v", "neighbours", "z", "p", "class"]);
        let class = numbers(&outcome, "class");
        assert_near(&[class[13], class[143]], &[3.0, 0.0]);
    }
}

#[test]
fn without_a_column_features_are_counted_in_hexagons() {
    let mut points: Vec<Option<Geometry>> = grid(20, 20, 200.0).iter().map(|at| point(at.x, at.y)).collect();
    points.extend(grid(30, 30, 10.0).iter().map(|at| point(at.x, at.y)));
    let inputs = json!({"cell": 500});
    let outcome = ran(Process::HotSpots, vec![("features", shapes(points))], inputs);
    assert_near(&[numbers(&outcome, "count").iter().sum()], &[1300.0]);
    assert_eq!(notices(&outcome), ["process-notice-distance", "process-notice-hot-spots"]);
    assert!(numbers(&outcome, "z").iter().copied().fold(0.0, f64::max) > 2.0);
}

#[test]
fn neighbours_that_are_alike_have_a_high_moran() {
    let outcome =
        ran(Process::Moran, vec![("features", spots())], json!({"value": "v", "permutations": 9999}));
    assert_eq!(names(&outcome), ["n", "v", "i", "p", "class"]);
    let overall: f64 = outcome.notices[0].args["i"].parse().unwrap();
    assert!(overall > 0.5, "{overall}");
    assert_eq!(column(&outcome, "class")[0], Value::Text("high-high".to_owned()));
}

#[test]
fn groups_are_numbered_and_the_lonely_have_none() {
    let points = shapes(vec![
        point(0.0, 0.0),
        point(1.0, 0.0),
        point(50.0, 0.0),
        point(2.0, 0.0),
        point(100.0, 0.0),
        point(101.0, 0.0),
        point(100.0, 1.0),
    ]);
    let inputs = json!({"distance": 1.5, "least-points": 3});
    let outcome = ran(Process::Dbscan, vec![("features", points)], inputs);
    let alone = f64::NAN;
    assert_near(&numbers(&outcome, "cluster"), &[0.0, 0.0, alone, 0.0, 1.0, 1.0, 1.0]);
    assert_eq!(outcome.notices[0].args["alone"], "1");
}

#[test]
fn hexagons_count_and_sum() {
    let value = |value| Value::Real(value);
    let points = table(
        "a.b",
        vec![(point(0.0, 0.0), value(1.0)), (point(1.0, 1.0), value(2.0)), (point(5000.0, 0.0), value(4.0))],
    );
    let outcome = ran(Process::Hexagons, vec![("features", points)], json!({"value": "v"}));
    assert_near(&numbers(&outcome, "count"), &[2.0, 1.0]);
    assert_near(&numbers(&outcome, "sum"), &[3.0, 4.0]);
}

#[test]
fn counts_of_persons_below_k_are_not_told() {
    let mut points = vec![point(0.0, 0.0); 3];
    points.extend(vec![point(3000.0, 0.0); 20]);
    points.extend(vec![point(6000.0, 0.0); 30]);
    let outcome = ran(Process::Hexagons, vec![("features", shapes(points))], json!({"k": 5, "width": 500}));
    let counts = numbers(&outcome, "count");
    // The 3 are not told, nor is another count from which they would follow.
    assert!(counts[0].is_nan(), "{counts:?}");
    assert!(counts.iter().filter(|count| count.is_nan()).count() >= 2 || outcome.notices.len() == 1);
}
