//! Numbers that the register lacks, on a street that bends.

use civico_domain::toponymy::{AddressId, HouseNumber, LifecycleStage, Locator, NumberRange, ThoroughfareId};

use crate::distance::distance;
use crate::*;

const CORNER: LonLat = LonLat { lon: 9.19, lat: 45.46 };
/// A hundred metres and something, east and north of the corner.
const END: LonLat = LonLat { lon: 9.1915, lat: 45.46 };
const TOP: LonLat = LonLat { lon: 9.1915, lat: 45.461 };

/// Via dei Tigli goes east and then north; it has the numbers 1, 2 at its beginning and 41, 42 at its end.
fn index(course: Option<CourseEntry>) -> Index {
    let mut builder = IndexBuilder::new();
    let id = ThoroughfareId::of_source("test", "1");
    builder.push_municipality(MunicipalityEntry {
        istat_code: "015146".parse().expect("a code"),
        name: "Milano".into(),
        aliases: Vec::new(),
        point: CORNER,
        bounds: None,
    });
    builder.push_thoroughfare(ThoroughfareEntry {
        id,
        municipality: "015146".parse().expect("a code"),
        kind: "Via".into(),
        name: "dei Tigli".into(),
        aliases: Vec::new(),
        stage: LifecycleStage::Current,
        point: None,
        anncsu_id: Some("0042".parse().expect("digits")),
        course,
    });
    for (number, near) in [(1, CORNER), (2, CORNER), (41, TOP), (42, TOP)] {
        // Odd numbers stand ten metres to the south and east, even ones to the north and west.
        let aside = if number % 2 == 1 { 0.0001 } else { -0.0001 };
        builder.push_address(AddressEntry {
            id: AddressId::of_source("test", &number.to_string()),
            thoroughfare: id,
            locator: Locator::Number(HouseNumber {
                number,
                exponent: None,
                specificity: None,
                extension: None,
            }),
            postcode: None,
            stage: LifecycleStage::Current,
            point: Some(LonLat { lon: near.lon + aside, lat: near.lat - aside }),
            anncsu_id: Some(format!("77{number}").parse().expect("digits")),
            certification: None,
        });
    }
    builder.build(1)
}

fn course() -> CourseEntry {
    CourseEntry { lines: vec![vec![CORNER, END, TOP]], stretches: Vec::new() }
}

fn asked(text: &str, index: &Index) -> Candidate {
    geocode(&Query::free(text), index).candidates.into_iter().next().expect("an answer")
}

/// How far a point is from the street, in metres.
fn aside_m(point: LonLat) -> f64 {
    let by_latitude = distance(point, LonLat { lat: CORNER.lat, ..point });
    let by_longitude = distance(point, LonLat { lon: END.lon, ..point });
    by_latitude.min(by_longitude)
}

#[test]
fn a_number_between_two_lies_on_the_street_that_bends() {
    let (known, unknown) = (index(Some(course())), index(None));
    for number in 3..40 {
        let text = format!("via dei tigli {number}, milano");
        let (along, straight) = (asked(&text, &known), asked(&text, &unknown));
        assert_eq!((along.level, along.method), (Level::Interpolated, Some(Method::AlongStreet)), "{text}");
        assert_eq!(
            (straight.level, straight.method),
            (Level::Interpolated, Some(Method::Straight)),
            "{text}"
        );
        assert!(aside_m(along.point.expect("a point")) < 0.05, "{text}: {:?}", along.point);
        assert!(along.id.is_none() && along.anncsu_street.is_none() && along.anncsu_access.is_none());
        assert!(
            along.uncertainty_m > straight.uncertainty_m,
            "the way around is longer, and they stand aside"
        );
    }
    let cut = asked("via dei tigli 20, milano", &unknown).point.expect("a point");
    assert!(aside_m(cut) > 20.0, "the straight line cuts the corner");
}

#[test]
fn a_number_on_its_stretch_lies_there() {
    let stretches = vec![
        StretchEntry { lines: vec![vec![CORNER, END]], ranges: vec![NumberRange { from: 1, to: 9 }] },
        StretchEntry { lines: vec![vec![END, TOP]], ranges: vec![NumberRange { from: 11, to: 41 }] },
    ];
    let index = index(Some(CourseEntry { stretches, ..course() }));
    let at = |number: u32| asked(&format!("via dei tigli {number}, milano"), &index).point.expect("a point");
    assert!(distance(at(13), END) < 0.1, "by its neighbours it would be before the bend: {:?}", at(13));
    assert!((at(9).lat - CORNER.lat).abs() < 1e-6);
}

#[test]
fn only_the_place_that_was_asked_for_has_numbers_of_anncsu() {
    let index = index(Some(course()));
    let of = |text: &str| {
        let found = asked(text, &index);
        let texts =
            (found.anncsu_street.map(|id| id.to_string()), found.anncsu_access.map(|id| id.to_string()));
        (found.level, texts.0, texts.1)
    };
    let (street, access) = (Some("0042".to_owned()), Some("7741".to_owned()));
    assert_eq!(of("via dei tigli 41, milano"), (Level::HouseNumber, street.clone(), access.clone()));
    assert_eq!(of("via dei tigli 41/b, milano"), (Level::WithoutExponent, street.clone(), access));
    assert_eq!(of("via dei tigli, milano"), (Level::Street, street, None));
    assert_eq!(of("via dei tigli 99, milano"), (Level::NearestNumber, None, None));
}
