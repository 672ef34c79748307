//! Small tables of anything: no process panics, and threads change nothing.

use proptest::prelude::*;

use super::*;

/// Inputs with which a process runs on tables of the tests, and the names of those of features.
pub(super) fn inputs_of(process: Process) -> (serde_json::Value, Vec<&'static str>) {
    let features = vec!["features"];
    match process {
        Process::Buffer => (json!({"distance": 7.5}), features),
        Process::Dissolve => (json!({"by": "v", "sum": "n"}), features),
        Process::Intersection | Process::Difference | Process::Union => {
            (json!({}), vec!["features", "overlay"])
        }
        Process::Clip => (json!({}), vec!["features", "areas"]),
        Process::SpatialJoin => (json!({"value": "v"}), vec!["features", "join"]),
        Process::SummariseByArea => (json!({"value": "v", "weight": "n"}), vec!["areas", "features"]),
        Process::Nearest => (json!({"k": 3}), vec!["features", "targets"]),
        Process::DistanceMatrix => (json!({"origin-key": "v"}), vec!["origins", "destinations"]),
        Process::ServiceArea => (json!({"limits": [0.1, 1]}), vec!["origins", "streets"]),
        Process::ShortestPath => (json!({"one-way": "n"}), vec!["origins", "destinations", "streets"]),
        Process::KernelDensity => (json!({"weight": "n", "bandwidth": 50, "cell": 10}), features),
        Process::HotSpots => (json!({"value": "v", "distance": 40}), features),
        Process::Moran => (json!({"value": "v", "k": 2, "permutations": 99}), features),
        Process::Dbscan => (json!({"distance": 25, "least-points": 2}), features),
        Process::Hexagons => (json!({"value": "v", "width": 30}), features),
        Process::Change => (json!({"key": "n"}), vec!["old", "new"]),
        Process::DrillThrough | Process::GeocodeTable | Process::Echo => (json!({}), Vec::new()),
    }
}

/// A coordinate: mostly on a coarse grid, so that things touch, overlap and repeat.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        20 => (-8_i32..8).prop_map(|at| f64::from(at) * 12.5),
        8 => -100.0_f64..100.0,
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(1e12), Just(-0.0)],
    ]
}

fn coords(least: usize, most: usize) -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((coordinate(), coordinate()), least..most)
}

fn polygon() -> impl Strategy<Value = geo::Polygon> {
    (coords(0, 8), prop::collection::vec(coords(0, 5), 0..2)).prop_map(|(ring, holes)| {
        geo::Polygon::new(LineString::from(ring), holes.into_iter().map(LineString::from).collect())
    })
}

fn shape() -> impl Strategy<Value = Option<Geometry>> {
    prop_oneof![
        1 => Just(None),
        4 => coords(1, 2).prop_map(|at| point(at[0].0, at[0].1)),
        4 => coords(0, 6).prop_map(|corners| line(&corners)),
        6 => polygon().prop_map(|polygon| Some(Geometry::Polygon(polygon))),
        2 => prop::collection::vec(polygon(), 0..3)
            .prop_map(|parts| Some(Geometry::MultiPolygon(geo::MultiPolygon::new(parts)))),
        1 => coords(0, 4).prop_map(|points| Some(Geometry::MultiPoint(geo::MultiPoint::from(points)))),
        1 => prop::collection::vec(coords(0, 4), 0..3).prop_map(|lines| {
            let lines = lines.into_iter().map(LineString::from).collect();
            Some(Geometry::MultiLineString(geo::MultiLineString::new(lines)))
        }),
        1 => (polygon(), coords(1, 2)).prop_map(|(polygon, at)| {
            let parts = vec![Geometry::Polygon(polygon), Geometry::Point(Point::from(at[0]))];
            Some(Geometry::GeometryCollection(geo::GeometryCollection::from(parts)))
        }),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => (-3_i32..4).prop_map(|value| Value::Real(f64::from(value))),
        1 => Just(Value::Null),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(1e99)].prop_map(Value::Real),
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    prop::collection::vec((shape(), any_value()), 0..9).prop_map(|rows| table("a.b", rows))
}

/// All processes that are run here.
fn any_process() -> impl Strategy<Value = Process> {
    let run_here = |process: &Process| !inputs_of(*process).1.is_empty();
    prop::sample::select(Process::ALL.into_iter().filter(run_here).collect::<Vec<_>>())
}

/// What a result says, as text: bit for bit, since numbers are written as short as they can be.
fn written(process: Process, tables: &[Table], threads: usize) -> String {
    let (inputs, names) = inputs_of(process);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let tables = names.into_iter().zip(tables).map(|(name, table)| (name, vec![table.clone()])).collect();
    format!("{:?}", pool.install(|| attempt(process, tables, inputs, Limits::default())))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_table_makes_a_process_panic(
        process in any_process(), tables in prop::collection::vec(any_table(), 3),
    ) {
        let (inputs, names) = inputs_of(process);
        let features = names.into_iter().zip(tables).map(|(name, table)| (name, vec![table])).collect();
        if let Ok(outcome) = attempt(process, features, inputs, Limits::default()) {
            for row in &outcome.table.rows {
                prop_assert_eq!(row.values.len(), outcome.table.columns.len());
            }
        }
    }
}

#[test]
fn results_are_the_same_on_any_number_of_threads() {
    let value = |at: usize| Value::Real(f64::from(u32::try_from(at * at % 17).unwrap()));
    let squares = grid(30, 30, 12.3).into_iter().enumerate();
    let squares = squares.map(|(at, corner)| (square(corner.x * 1.1, corner.y, 13.7), value(at)));
    let squares = table("a.b", squares.collect());
    let streets = (0..40).map(|at| f64::from(at) * 10.1).flat_map(|at| {
        let across = (0..41).map(|step| (f64::from(step) * 10.1, at)).collect::<Vec<_>>();
        let up: Vec<(f64, f64)> = across.iter().map(|(x, y)| (*y, *x)).collect();
        [line(&across), line(&up)]
    });
    let streets = shapes(streets.collect());
    for process in Process::ALL {
        let (_, names) = inputs_of(process);
        let of = |name: &&str| if *name == "streets" { streets.clone() } else { squares.clone() };
        let mut tables: Vec<Table> = names.iter().map(of).collect();
        if process == Process::ShortestPath {
            tables[0].rows.truncate(20);
            tables[1].rows.truncate(5);
        }
        if process == Process::ServiceArea {
            tables[0].rows.truncate(40);
        }
        if let Some(other) = tables.get_mut(1).filter(|_| process != Process::ServiceArea) {
            other.rows.reverse();
        }
        if !names.is_empty() {
            let (one, two) = (written(process, &tables, 1), written(process, &tables, 2));
            assert!(one.starts_with("Ok"), "{process}: {one:.200}");
            assert!(one == two, "{process}");
        }
    }
}
