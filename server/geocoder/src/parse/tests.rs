use super::*;
use crate::normalise::normalise;
use crate::tokens::tokenise;

fn first(text: &str) -> (String, String, Option<NumberQuery>, Vec<u32>) {
    let gazetteer = Gazetteer::build((0..).zip(["Milano", "Rho", "Legnano", "Cesano Boscone"]));
    let text = normalise(text);
    let tokens = tokenise(&text);
    let reading = readings(&tokens, &gazetteer, Typing::Done).into_iter().next().unwrap_or_default();
    let kinds: Vec<_> = reading.kinds.iter().map(|kind| kind.name()).collect();
    let name: Vec<_> = reading.name.iter().map(|token| token.text).collect();
    (kinds.join("|"), name.join(" "), reading.number, reading.municipalities)
}

fn house(number: u32, suffix: &str) -> NumberQuery {
    NumberQuery::House { number, suffix: suffix.into(), range_to: None }
}

#[test]
fn the_comune_may_stand_anywhere() {
    let expected = ("via".to_owned(), "dante".to_owned(), Some(house(4, "")), vec![1]);
    for text in [
        "via Dante 4 Rho",
        "Rho, via Dante 4",
        "via Dante, 4 - 20017 Rho (MI)",
        "Rho via Dante n. 4",
        "via Dante 4, int. 3, Rho",
        "VIA DANTE,4 SCALA B INT 2 RHO MI ITALIA",
        "4 via Dante, Rho",
        "via dante, rho, 4",
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

#[test]
fn digits_of_a_date_belong_to_the_name() {
    assert_eq!(
        first("via 4 novembre 31, Rho"),
        ("via".into(), "4 novembre".into(), Some(house(31, "")), vec![1])
    );
    assert_eq!(first("via 18 agosto 1944, Rho"), ("via".into(), "18 agosto 1944".into(), None, vec![1]));
    assert_eq!(first("piazza 5 giornate"), ("piazza".into(), "5 giornate".into(), None, vec![]));
}

#[test]
fn a_comune_that_is_the_name_of_the_street_stays_its_name() {
    let (kind, name, _, of) = first("via Legnano");
    assert_eq!((kind.as_str(), name.as_str(), of), ("via", "legnano", vec![]));
}

#[test]
fn units_are_no_part_of_the_address() {
    assert_eq!(first("via della Scala 3").1, "della scala");
    assert_eq!(first("via Dante 12/A int. 3").2, Some(house(12, "A")));
}
