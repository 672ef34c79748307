use super::find;
use crate::toponymy::address::{Address, AddressDetails, AddressId};
use crate::toponymy::arc::{NumberRange, StreetArc};
use crate::toponymy::house_number::{HouseNumber, Locator};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::position::{GeographicPosition, PositionMethod, PositionSpecification};
use crate::toponymy::rules::{AddressFacts, Inspection, Violation};
use crate::toponymy::thoroughfare::ThoroughfareId;

fn address() -> Address {
    Address {
        id: AddressId::of_source("015146", "1"),
        municipality: "015146".parse().unwrap(),
        thoroughfare: ThoroughfareId::of_source("015146", "1"),
        local_code: String::new(),
        anncsu_id: None,
        locator: number(12, Some("A"), None),
        stage: LifecycleStage::Current,
        positions: vec![GeographicPosition {
            point: String::new(),
            specification: PositionSpecification::Entrance,
            method: Some(PositionMethod(1)),
            uncertainty_cm: None,
            origin: None,
            source: None,
        }],
        details: AddressDetails::default(),
        predecessors: Vec::new(),
        successors: Vec::new(),
        internals: Vec::new(),
        confirmed_on: None,
        opening_reason: None,
        closing_reason: None,
    }
}

fn number(number: u32, exponent: Option<&str>, specificity: Option<&str>) -> Locator {
    let text = |text: Option<&str>| text.map(str::to_owned);
    Locator::Number(HouseNumber {
        number,
        exponent: text(exponent),
        specificity: text(specificity),
        extension: None,
    })
}

fn facts(address: &Address) -> AddressFacts<'_> {
    AddressFacts {
        address,
        street_stage: LifecycleStage::Current,
        arcs: &[],
        outside_m: Some(0.0),
        stacked: 1,
        from_street_m: Some(12.0),
    }
}

fn inspect(facts: &AddressFacts<'_>) -> Vec<Violation> {
    Inspection::default().address(facts)
}

fn rules(facts: &AddressFacts<'_>) -> Vec<&'static str> {
    inspect(facts).iter().map(|violation| violation.rule).collect()
}

#[test]
fn a_good_address_breaks_nothing() {
    assert_eq!(inspect(&facts(&address())), []);
}

#[test]
fn numbers_are_written_as_anncsu_takes_them() {
    for (locator, holds) in [
        (number(12, Some("a"), None), false),
        (number(12, Some(""), None), false),
        (number(12, Some(" A"), None), false),
        (number(12, Some("ABCDEFGHIJKLMNOP"), None), false),
        (number(0, None, None), false),
        (number(12, None, Some("azzurro")), false),
        (number(12, Some("BIS"), Some("rosso")), true),
        (Locator::Kilometric { metres: 3 }, true),
    ] {
        let address = Address { locator, ..address() };
        assert_eq!(find("number-form", &inspect(&facts(&address))).is_none(), holds, "{:?}", address.locator);
    }
}

#[test]
fn a_number_is_in_the_ranges_of_its_street() {
    let range = |from, to| Some(NumberRange { from, to });
    let arcs = [
        StreetArc { line: String::new(), left: range(1, 9), right: range(2, 10) },
        StreetArc { line: String::new(), left: range(11, 21), right: None },
    ];
    let breaks = |locator: Locator, arcs: &[StreetArc]| {
        let address = Address { locator, ..address() };
        rules(&AddressFacts { arcs, ..facts(&address) }) == ["number-outside-ranges"]
    };
    for inside in [1, 9, 10, 21] {
        assert!(!breaks(number(inside, Some("A"), None), &arcs), "{inside}");
    }
    for outside in [12, 23, 100] {
        assert!(breaks(number(outside, None, None), &arcs), "{outside}");
    }
    assert!(!breaks(Locator::Kilometric { metres: 3 }, &arcs), "a kilometre is in no range");
    let unknown = StreetArc { line: String::new(), left: None, right: None };
    assert!(!breaks(number(100, None, None), &[unknown]), "nobody said where it should be");
}

#[test]
fn positions_are_there_with_their_method() {
    let mut address = address();
    address.positions[0].method = None;
    assert_eq!(rules(&facts(&address)), ["method-missing"]);
    address.positions.clear();
    assert_eq!(rules(&AddressFacts { stacked: 40, ..facts(&address) }), ["position-missing"]);
}

#[test]
fn positions_are_inside_apart_and_near_their_street() {
    let address = address();
    let good = facts(&address);
    assert_eq!(rules(&AddressFacts { outside_m: Some(9.9), ..good }), [""; 0]);
    assert_eq!(rules(&AddressFacts { outside_m: Some(10.1), ..good }), ["position-outside"]);
    assert_eq!(rules(&AddressFacts { outside_m: Some(110.1), ..good }), ["position-far-outside"]);
    assert_eq!(rules(&AddressFacts { outside_m: None, from_street_m: None, ..good }), [""; 0]);
    assert_eq!(rules(&AddressFacts { stacked: 10, from_street_m: Some(150.0), ..good }), [""; 0]);
    assert_eq!(rules(&AddressFacts { stacked: 11, ..good }), ["position-stacked"]);
    assert_eq!(rules(&AddressFacts { from_street_m: Some(151.0), ..good }), ["number-far-from-street"]);
}

#[test]
fn an_address_ends_with_its_street() {
    let address = address();
    let ended = AddressFacts { street_stage: LifecycleStage::Retired, ..facts(&address) };
    assert_eq!(rules(&ended), ["address-on-retired-street"]);
    let both = Address { stage: LifecycleStage::Retired, ..address.clone() };
    assert_eq!(rules(&AddressFacts { address: &both, ..ended }), [""; 0]);
}
