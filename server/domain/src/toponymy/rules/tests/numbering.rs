use super::find;
use crate::toponymy::address::AddressId;
use crate::toponymy::living::SubjectId;
use crate::toponymy::rules::{Inspection, NumberAlong};

fn id(number: u32) -> AddressId {
    AddressId::of_source("numbering", &number.to_string())
}

fn side(numbers: &[u32], is_left: bool) -> Vec<NumberAlong> {
    let along = (0_u32..).map(|place| f64::from(place) * 20.0);
    let door = |(number, along_m): (&u32, f64)| NumberAlong {
        address: id(*number),
        number: *number,
        along_m,
        is_left,
    };
    numbers.iter().zip(along).map(door).collect()
}

/// The rules that are broken, with the numbers that break them.
fn broken(rule: &str, numbers: &[NumberAlong]) -> Vec<u32> {
    let violations = Inspection::default().numbers(numbers);
    let of_rule = violations.iter().filter(|violation| violation.rule == rule);
    let subjects: Vec<SubjectId> = of_rule.map(|violation| violation.subject).collect();
    let breaks = |door: &&NumberAlong| subjects.contains(&SubjectId::Address(door.address));
    numbers.iter().filter(breaks).map(|door| door.number).collect()
}

#[test]
fn an_even_number_on_the_odd_side_breaks_parity() {
    let mut doors = side(&[1, 3, 5, 7, 9, 10, 11, 13, 15, 17, 19], true);
    doors.extend(side(&[2, 4, 6, 8, 12], false));
    assert_eq!(broken("parity", &doors), [10]);
}

#[test]
fn a_square_that_counts_round_has_no_parity() {
    assert_eq!(broken("parity", &side(&[1, 2, 3, 4, 5, 6, 7, 8], true)), [0; 0]);
    assert_eq!(broken("parity", &side(&[1, 3, 5, 2], true)), [0; 0], "four numbers show no rule");
}

#[test]
fn a_number_far_from_its_place_breaks_order() {
    let astray = [1, 3, 5, 41, 7, 9, 11, 13, 15, 17];
    assert_eq!(broken("order", &side(&astray, true)), [41]);
    let backwards: Vec<u32> = astray.iter().rev().copied().collect();
    assert_eq!(broken("order", &side(&backwards, false)), [41]);
}

#[test]
fn neighbours_that_changed_places_are_in_order() {
    assert_eq!(broken("order", &side(&[1, 3, 7, 5, 9, 11, 13, 15, 17], true)), [0; 0]);
    assert_eq!(broken("order", &side(&[9, 2, 14, 1, 8, 3, 11, 4], true)), [0; 0], "there is no order");
    assert_eq!(broken("order", &side(&[2, 2, 4, 4, 4, 6, 8], true)), [0; 0], "exponents share a number");
}

#[test]
fn only_sides_that_show_a_rule_are_counted() {
    let mut inspection = Inspection::default();
    inspection.numbers(&side(&[1, 3, 5], true));
    inspection.numbers(&side(&[2, 4, 6, 8, 10, 12], false));
    let checked = inspection.qualities().into_iter().filter(|quality| quality.checked > 0);
    let checked: Vec<_> = checked.map(|quality| (quality.rule, quality.checked)).collect();
    assert_eq!(checked, [("parity", 6), ("order", 6)]);
    assert!(find("parity", &[]).is_none());
}

#[test]
fn measures_that_are_no_numbers_are_left_out() {
    let mut doors = side(&[2, 4, 6, 8, 10, 12], false);
    doors[0].along_m = f64::NAN;
    assert_eq!(broken("order", &doors), [0; 0]);
}
