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
fn hexagons_of_h3_count_and_sum() {
    let value = |value| Value::Real(value);
    let (x, y) = (514_817.0, 5_034_608.0);
    let points = table(
        "a.b",
        vec![(point(x, y), value(1.0)), (point(x + 1.0, y), value(2.0)), (point(x + 5e3, y), value(4.0))],
    );
    let inputs = json!({"value": "v", "grid": "h3", "resolution": 9});
    let outcome = ran(Process::Hexagons, vec![("features", points)], inputs);
    assert_eq!((names(&outcome), outcome.geometry), (vec!["h3", "count", "sum"], GeometryKind::Polygon));
    let mut counts = numbers(&outcome, "count");
    counts.sort_by(f64::total_cmp);
    assert_near(&counts, &[1.0, 2.0]);
    for index in column(&outcome, "h3") {
        assert!(
            matches!(&index, Value::Text(index) if index.starts_with("891") && index.len() == 15),
            "{index:?}"
        );
    }
}

#[test]
fn counts_of_persons_below_k_are_not_told() {
    let places = [(514_000.0, 3), (524_000.0, 22), (534_000.0, 30)];
    let points = |many: usize| {
        let crowd = places.iter().flat_map(move |(x, count)| vec![point(*x, 5_034_000.0); count * many]);
        shapes(crowd.collect())
    };
    for grid in [json!({"k": 5}), json!({"k": 5, "grid": "h3", "resolution": 8})] {
        let outcome = ran(Process::Hexagons, vec![("features", points(1))], grid.clone());
        let mut counts = numbers(&outcome, "count");
        counts.sort_by(f64::total_cmp);
        assert_near(&counts, &[20.0, 30.0]);
        assert_eq!(notices(&outcome), ["process-notice-rounded"]);
        // Of two collections each is told by itself: 3 and 6 are not 9.
        let two = vec![("features", vec![points(1), points(2)])];
        let outcome = attempt(Process::Hexagons, two, grid, Limits::default()).unwrap();
        let mut counts = numbers(&outcome, "count");
        counts.sort_by(f64::total_cmp);
        assert_near(&counts, &[5.0, 60.0, 90.0]);
    }
    let few = shapes(vec![point(514_000.0, 5_034_000.0); 4]);
    let outcome = ran(Process::Hexagons, vec![("features", few)], json!({"k": 5}));
    assert!(outcome.table.rows.is_empty() && outcome.geometry == GeometryKind::Polygon);
}
