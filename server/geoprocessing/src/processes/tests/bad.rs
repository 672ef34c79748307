use super::*;
#[test]
fn processes_that_need_more_than_geometry_are_not_run_here() {
    let tables = vec![("features", shapes(vec![point(0.0, 0.0)]))];
    let inputs = json!({"address": "v"});
    assert_eq!(refused(Process::GeocodeTable, tables, inputs), Error::NotGeometric);
}
