use super::table::joined;
use super::*;

#[test]
fn several_sources_are_one_with_the_columns_of_all() {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let one = shapes(vec![point(0.0, 0.0)]);
    let mut other = shapes(vec![point(1.0, 0.0)]);
    other.name = "c.d".to_owned();
    other.columns = vec![column("v", ColumnKind::Integer), column("source", ColumnKind::Text)];
    other.rows[0].values = vec![Value::Integer(7), Value::Text("x".to_owned())];
    let all = joined(vec![one, other]);
    let columns: Vec<(&str, ColumnKind)> =
        all.columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
    assert_eq!(
        columns,
        [
            ("n", ColumnKind::Integer),
            ("v", ColumnKind::Real),
            ("source_input", ColumnKind::Text),
            ("source", ColumnKind::Text)
        ]
    );
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(all.rows[0].values, [Value::Integer(1), Value::Real(1.0), Value::Null, text("a.b")]);
    assert_eq!(all.rows[1].values, [Value::Null, Value::Real(7.0), text("x"), text("c.d")]);
}

#[test]
fn one_source_stays_as_it_is() {
    let one = shapes(vec![point(0.0, 0.0)]);
    assert_eq!(joined(vec![one.clone()]), one);
    assert_eq!(joined(Vec::new()), Table::default());
}

#[test]
fn an_older_column_makes_way_for_a_new_one() {
    let points = shapes(vec![point(0.0, 0.0)]);
    let first = ran(Process::Buffer, vec![("features", points)], json!({"distance": 10}));
    let second = ran(Process::Buffer, vec![("features", first.table)], json!({"distance": 10}));
    assert_eq!(names(&second), ["n", "v", "area_m2_input", "area_m2"]);
}

#[test]
fn sources_of_several_enti_are_analysed_together() {
    let one = shapes(vec![point(0.0, 0.0), point(1.0, 0.0)]);
    let other = Table { name: "c.d".to_owned(), ..shapes(vec![point(2.0, 0.0)]) };
    let tables = vec![("features", vec![one, other])];
    let inputs = json!({"distance": 1.5, "least-points": 2});
    let outcome = attempt(Process::Dbscan, tables, inputs, Limits::default()).unwrap();
    assert_eq!(names(&outcome), ["n", "v", "source", "cluster"]);
    assert_near(&numbers(&outcome, "cluster"), &[0.0, 0.0, 0.0]);
}
