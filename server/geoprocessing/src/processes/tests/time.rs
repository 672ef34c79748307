use super::*;

fn versions() -> (Table, Table) {
    let value = |value| Value::Real(value);
    let old = table(
        "a.b",
        vec![(point(0.0, 0.0), value(1.0)), (point(10.0, 0.0), value(2.0)), (point(20.0, 0.0), value(3.0))],
    );
    let mut new = old.clone();
    // The first moved by 5 m, the second has another value, the third is gone, a fourth is new.
    new.rows[0].geometry = point(3.0, 4.0);
    new.rows[1].values[1] = value(9.0);
    new.rows[2].values[0] = Value::Integer(4);
    (old, new)
}

#[test]
fn what_changed_is_told_by_key() {
    let (old, new) = versions();
    let outcome = ran(Process::Change, vec![("old", old), ("new", new)], json!({"key": "n"}));
    assert_eq!(names(&outcome), ["n", "v", "change", "changed_columns", "moved_m"]);
    assert_near(&numbers(&outcome, "n"), &[1.0, 2.0, 4.0, 3.0]);
    let text = |text: &str| Value::Text(text.to_owned());
    let (changed, added, removed) = (text("changed"), text("added"), text("removed"));
    assert_eq!(column(&outcome, "change"), [changed.clone(), changed, added, removed]);
    assert_eq!(column(&outcome, "changed_columns"), [Value::Null, text("v"), Value::Null, Value::Null]);
    assert_near(&numbers(&outcome, "moved_m"), &[5.0, f64::NAN, f64::NAN, f64::NAN]);
    assert_eq!(outcome.notices[0].args["unchanged"], "0");
}

#[test]
fn without_a_key_the_shape_tells() {
    let (old, new) = versions();
    let outcome = ran(Process::Change, vec![("old", old), ("new", new)], json!({}));
    let text = |text: &str| Value::Text(text.to_owned());
    let kinds = ["added", "changed", "changed", "removed"].map(text);
    assert_eq!(column(&outcome, "change"), kinds);
}

#[test]
fn a_column_that_only_one_version_has_is_told_and_not_compared() {
    let (old, _) = versions();
    let mut new = old.clone();
    new.columns[1].name = "w".to_owned();
    let outcome = ran(Process::Change, vec![("old", old), ("new", new)], json!({"key": "n"}));
    assert!(outcome.table.rows.is_empty());
    assert_eq!(outcome.geometry, GeometryKind::Mixed);
    let [old, new, change] = &outcome.notices[..] else { panic!("{:?}", outcome.notices) };
    assert_eq!((old.args["columns"].as_str(), new.args["columns"].as_str()), ("v", "w"));
    assert_eq!(change.args["unchanged"], "3");
}

#[test]
fn a_key_that_is_there_twice_is_refused() {
    let (old, mut new) = versions();
    new.rows[1].values[0] = Value::Integer(1);
    let error = refused(Process::Change, vec![("old", old), ("new", new)], json!({"key": "n"}));
    assert_eq!(error, Error::Repeated { what: "new", index: 1 });
}
