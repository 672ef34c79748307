use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Argument, Arguments, Process, Source};
use super::{object, parse, refused};

fn reason(process: Process, inputs: Value) -> String {
    let refused = refused(process, inputs);
    assert_eq!(refused.len(), 1, "{refused:?}");
    refused[0].1.clone()
}

#[test]
fn what_is_left_out_is_filled_in() {
    let arguments =
        parse(Process::ServiceArea, json!({"origins": "milano.scuole", "streets": "milano.grafo"}));
    let arguments = arguments.unwrap();
    assert_eq!(arguments.numbers("limits"), [5.0, 10.0, 15.0]);
    assert_eq!(arguments.choice("travel"), Some("walking"));
    assert_eq!(arguments.number("around"), Some(30.0));
    assert_eq!((arguments.number("speed"), arguments.boolean("dissolve")), (None, false));
    assert_eq!(arguments.sources("origins").len(), 1);
}

#[test]
fn values_may_be_bare_qualified_or_several() {
    let point = json!({"type": "Point", "coordinates": [9.19, 45.46]});
    let arguments = parse(
        Process::Buffer,
        json!({
            "features": [
                {"value": point, "mediaType": "application/geo+json"},
                {"collection": "milano.scuole", "version": 3, "bbox": [9.0, 45.0, 9.5, 45.6], "filter": {"anno": 2020}},
                "rho.scuole",
            ],
            "distance": {"value": 100},
            "dissolve": null,
        }),
    )
    .unwrap();
    let [Source::Inline(inline), Source::Collection(part), Source::Collection(whole)] =
        arguments.sources("features")
    else {
        panic!("{arguments:?}")
    };
    assert_eq!(*inline, point);
    assert_eq!((part.version, part.filter["anno"].as_str()), (Some(3), "2020"));
    assert!(part.is_part() && !whole.is_part());
    assert_eq!(arguments.number("distance"), Some(100.0));
}

#[test]
fn arguments_survive_the_way_to_the_worker() {
    let inputs = json!({"features": {"collection": "milano.scuole"}, "distance": 0.1, "least-points": 7.0});
    let arguments = parse(Process::Dbscan, inputs).unwrap();
    let sent = serde_json::to_string(&arguments).unwrap();
    assert_eq!(serde_json::from_str::<Arguments>(&sent).unwrap(), arguments);
    assert_eq!(arguments.integer("least-points"), Some(7));
}

#[test]
fn all_faults_are_told_at_once() {
    let found = refused(Process::KernelDensity, json!({"bandwith": 100, "bandwidth": -1, "kernel": "round"}));
    assert_eq!(
        found.iter().map(|(input, id)| (input.as_str(), id.as_str())).collect::<Vec<_>>(),
        [
            ("bandwith", "process-input-unknown"),
            ("features", "process-input-missing"),
            ("bandwidth", "process-input-not-above"),
            ("kernel", "process-input-no-choice"),
        ]
    );
}

#[test]
fn numbers_out_of_their_bounds_are_refused() {
    for bandwidth in [json!(0), json!(-5.0), json!(1e300), json!(f64::MAX)] {
        let inputs = json!({"features": "milano.scuole", "bandwidth": bandwidth});
        assert_eq!(reason(Process::KernelDensity, inputs), "process-input-not-above");
    }
    for wrong in [json!("100"), json!(true), json!([1]), json!({"uom": "m"})] {
        let inputs = json!({"features": "milano.scuole", "bandwidth": wrong});
        assert_eq!(reason(Process::KernelDensity, inputs), "process-input-expects-number");
    }
    for (k, id) in [(json!(0), "process-input-out-of-range"), (json!(1.5), "process-input-expects-integer")] {
        let inputs = json!({"features": "a.b", "targets": "a.c", "k": k});
        assert_eq!(reason(Process::Nearest, inputs), id);
    }
    // Numbers that JSON can write and nobody can hold do not get this far.
    assert!(serde_json::from_str::<Value>("1e400").is_err());
}

#[test]
fn limits_are_put_in_order_and_are_not_too_many() {
    let inputs = |limits: Value| json!({"origins": "a.b", "streets": "a.c", "limits": limits});
    let arguments = parse(Process::ServiceArea, inputs(json!([10, 5, 10]))).unwrap();
    assert_eq!(arguments.numbers("limits"), [5.0, 10.0]);
    assert_eq!(parse(Process::ServiceArea, inputs(json!(7))).unwrap().numbers("limits"), [7.0]);
    let many: Vec<i32> = (1..=11).collect();
    assert_eq!(reason(Process::ServiceArea, inputs(json!(many))), "process-input-too-many");
    assert_eq!(reason(Process::ServiceArea, inputs(json!([]))), "process-input-expects-number");
    assert_eq!(reason(Process::ServiceArea, inputs(json!([0]))), "process-input-not-above");
}

#[test]
fn nothing_that_is_sent_becomes_an_address_to_fetch_from() {
    for features in [json!({"href": "http://169.254.169.254/"}), json!([{"href": "file:///etc/passwd"}])] {
        let found = reason(Process::Dissolve, json!({"features": features}));
        assert_eq!(found, "process-input-by-reference");
    }
    for id in ["https://example.org/ogc/collections/x", "../secret", "Milano.Scuole", ""] {
        let found = reason(Process::Dissolve, json!({"features": id}));
        assert_eq!(found, "process-input-no-collection");
        let found = reason(Process::Dissolve, json!({"features": {"collection": id}}));
        assert_eq!(found, "process-input-no-collection");
    }
}

#[test]
fn parts_of_collections_are_looked_over() {
    for (part, id) in [
        (json!({"collection": "a.b", "version": 0}), "process-input-bad-version"),
        (json!({"collection": "a.b", "version": 1e12}), "process-input-bad-collection"),
        (json!({"collection": "a.b", "bbox": [1, 2, 3]}), "process-input-bad-collection"),
        (json!({"collection": "a.b", "bbox": [9, 46, 10, 45]}), "process-input-bad-bbox"),
        (json!({"collection": "a.b", "table": "pg_user"}), "process-input-bad-collection"),
        (json!({"collection": "a.b", "filter": {"a": ["b"]}}), "process-input-bad-collection"),
        (json!({"collection": "a.b", "datetime": "x".repeat(2000)}), "process-input-filter-too-long"),
    ] {
        assert_eq!(reason(Process::Dissolve, json!({"features": part})), id);
    }
}

#[test]
fn geojson_is_looked_over() {
    let ring = |x: f64| json!([[[x, 45.0], [9.1, 45.0], [9.1, 45.1], [x, 45.0]]]);
    for (shape, id) in [
        (json!({"type": "Polygon", "coordinates": ring(200.0)}), "process-input-bad-position"),
        (json!({"type": "Polygon", "coordinates": [[[9.0, 45.0]]]}), "process-input-no-geojson"),
        (json!({"type": "Circle", "coordinates": [9.0, 45.0]}), "process-input-no-geojson"),
        (json!({"type": "Point", "coordinates": ["9", "45"]}), "process-input-no-geojson"),
        (json!({"type": "Point"}), "process-input-no-geojson"),
        (json!({"type": "FeatureCollection", "features": [1]}), "process-input-no-geojson"),
        (
            json!({"type": "Point", "coordinates": [9, 45], "crs": {"properties": {"name": "EPSG:3003"}}}),
            "process-input-other-crs",
        ),
        (
            json!({"type": "MultiPoint", "coordinates": vec![[9.0, 45.0]; 200_001]}),
            "process-input-geojson-too-large",
        ),
    ] {
        assert_eq!(reason(Process::Dissolve, json!({"features": shape})), id);
    }
    let feature = json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": ring(9.0)}});
    assert!(parse(Process::Dissolve, json!({"features": feature})).is_ok());
    let collection = json!({"type": "GeometryCollection", "geometries": []});
    assert_eq!(
        reason(Process::DrillThrough, json!({"geometry": collection})),
        "process-input-wrong-geometry"
    );
    let mut nested = json!({"type": "Point", "coordinates": [9, 45]});
    for _ in 0..10 {
        nested = json!({"type": "GeometryCollection", "geometries": [nested]});
    }
    assert_eq!(reason(Process::DrillThrough, json!({"geometry": nested})), "process-input-no-geojson");
}

#[test]
fn inputs_that_contradict_each_other_are_refused() {
    let two = json!({"features": "a.b", "distance": 5, "distance-property": "d"});
    assert_eq!(reason(Process::Buffer, two), "process-input-one-distance");
    assert_eq!(reason(Process::Buffer, json!({"features": "a.b"})), "process-input-one-distance");
    let walking = json!({"features": "a.b", "targets": "a.c", "travel": "walking"});
    assert_eq!(reason(Process::Nearest, walking), "process-input-needs-streets");
    let one_way = json!({"features": "a.b", "targets": "a.c", "one-way": "senso"});
    assert_eq!(reason(Process::Nearest, one_way), "process-input-of-nothing");
    let nearest = json!({"features": "a.b", "join": "a.c", "relation": "nearest-within"});
    assert_eq!(reason(Process::SpatialJoin, nearest), "process-input-needs-distance");
    assert_eq!(reason(Process::GeocodeTable, json!({"features": "a.b"})), "process-input-needs-address");
}

#[test]
fn counts_of_persons_cannot_be_cut_to_measure() {
    let part = json!({"collection": "a.b", "filter": {"via": "Roma"}});
    for (inputs, id) in [
        (json!({"features": "a.b", "k": 3}), "process-input-k-not-doubled"),
        (json!({"features": "a.b", "k": 6}), "process-input-k-not-doubled"),
        (json!({"features": "a.b", "k": 15}), "process-input-k-not-doubled"),
        (json!({"features": "a.b", "k": 5, "width": 499}), "process-input-fixed-width"),
        (json!({"features": "a.b", "k": 5, "value": "eta"}), "process-input-no-value-with-k"),
        (
            json!({"features": "a.b", "k": 5, "grid": "h3", "resolution": 15}),
            "process-input-fixed-resolution",
        ),
        (json!({"features": part, "k": 5}), "process-input-whole-with-k"),
        (
            json!({"features": {"type": "Point", "coordinates": [9, 45]}, "k": 5}),
            "process-input-whole-with-k",
        ),
        (json!({"features": "a.result-1", "k": 5}), "process-input-no-result-with-k"),
    ] {
        assert_eq!(reason(Process::Hexagons, inputs), id);
    }
    assert!(parse(Process::Hexagons, json!({"features": part, "k": 0, "width": 37.5})).is_ok());
    for inputs in [
        json!({"features": "a.b", "k": 5, "width": 1000}),
        json!({"features": ["a.b", "c.d"], "k": 40}),
        json!({"features": {"collection": "a.b", "version": 2}, "k": 5, "grid": "h3"}),
    ] {
        assert!(parse(Process::Hexagons, inputs.clone()).is_ok(), "{inputs}");
    }
}

#[test]
fn anything_is_bounded() {
    let mut deep = json!(1);
    for _ in 0..40 {
        deep = json!([deep]);
    }
    for large in [deep, json!(vec![0; 20_000]), json!("x".repeat(300_000))] {
        assert_eq!(reason(Process::Echo, json!({"value": large})), "process-input-too-large");
    }
    let small = json!({"a": [1, "due", null]});
    let arguments = parse(Process::Echo, json!({"value": small})).unwrap();
    assert_eq!(arguments.get("value"), Some(&Argument::Anything(small)));
    let qualified = json!({"value": {"value": 7, "mediaType": "application/json"}});
    assert_eq!(parse(Process::Echo, qualified).unwrap().anything("value"), Some(&json!(7)));
}

#[test]
fn an_echo_of_nothing_is_refused_and_one_of_null_is_not() {
    assert_eq!(reason(Process::Echo, json!({})), "process-input-needs-message");
    assert_eq!(reason(Process::Echo, json!({"pause": 1})), "process-input-needs-message");
    assert!(parse(Process::Echo, json!({"value": null})).is_ok());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z.]{0,8}".prop_map(Value::from),
        Just(json!("Point")),
    ];
    let name = prop_oneof![
        Just("type"),
        Just("coordinates"),
        Just("features"),
        Just("value"),
        Just("collection"),
        Just("href")
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..4).prop_map(|fields| json!(fields)),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_makes_reading_panic(value in any_json(), extra in any_json()) {
        for process in Process::ALL {
            for input in process.inputs() {
                let inputs = object(json!({input.name: value, "other": extra}));
                prop_assert!(Arguments::parse(process, &inputs).is_err());
            }
        }
    }
}
