use super::{facts, find, street};
use crate::toponymy::arc::{NumberRange, StreetArc};
use crate::toponymy::command::Command;
use crate::toponymy::rules::{Inspection, StreetFacts, Violation, folded_name, standard_form};
use crate::toponymy::thoroughfare::{Thoroughfare, ThoroughfareId, ThoroughfareName};

fn inspect(facts: &StreetFacts<'_>) -> Vec<Violation> {
    Inspection::default().street(facts)
}

#[test]
fn a_name_is_unique_in_its_comune_and_locality() {
    let street = street("Via", "Dante");
    let exact = StreetFacts { namesakes: 1, ..facts(&street) };
    let folded = StreetFacts { folded_namesakes: Some(2), ..facts(&street) };
    assert!(find("name-not-unique", &inspect(&exact)).is_some());
    assert!(find("folded-name-not-unique", &inspect(&folded)).is_some());
    assert_eq!(inspect(&facts(&street)), []);
}

#[test]
fn folding_leaves_what_people_tell_apart() {
    let fold = |kind: &str, name: &str| folded_name(&ThoroughfareName::new(kind, name));
    assert_eq!(fold("VIA", "S. AMBROGIO"), fold("Via", "Sant'Ambrogio"));
    assert_eq!(fold("Via", "della Libertà"), fold("VIA", "LIBERTA'"));
    assert_eq!(fold("P.za", "Vittorio Emanuele II"), fold("Piazza", "Vittorio Emanuele Secondo"));
    assert_ne!(fold("Via", "Roma"), fold("Viale", "Roma"));
    assert_ne!(fold("Via", "San Paolo"), fold("Via", "Paolo"));
}

#[test]
fn the_standard_form_follows_all_rules_of_writing() {
    let name = ThoroughfareName::new("P.za", "S.Pio  V");
    assert_eq!(standard_form(&name), ThoroughfareName::new("Piazza", "San Pio Quinto"));
}

#[test]
fn a_twin_is_offered_where_one_street_alone_has_the_name() {
    let street = street("Via", "Dante");
    let (one, other) = (ThoroughfareId::of_source("a", "1"), ThoroughfareId::of_source("a", "2"));
    let near = |across_boundary: Option<&[ThoroughfareId]>| {
        let violations = inspect(&StreetFacts { across_boundary, ..facts(&street) });
        find("same-name-across-boundary", &violations).cloned()
    };
    let offered = near(Some(&[one])).unwrap().fix;
    assert_eq!(offered, Some(Command::DeclareTwin { thoroughfare: street.id, twin: one, holds: true }));
    assert_eq!(near(Some(&[one, other])).unwrap().fix, None);
    assert_eq!(near(Some(&[])), None);
    assert_eq!(near(None), None);
}

#[test]
fn a_number_is_on_one_stretch_only() {
    let range = |from, to| Some(NumberRange { from, to });
    let arc = |left, right| StreetArc { line: String::new(), left, right };
    let found = |arcs: Vec<StreetArc>| {
        let street = Thoroughfare { arcs, ..street("Via", "Dante") };
        let violations = inspect(&facts(&street));
        find("ranges-overlap", &violations)
            .map(|violation| violation.found.as_ref().unwrap().args["text"].clone())
    };
    assert_eq!(found(vec![arc(range(1, 9), range(2, 10)), arc(range(11, 21), range(12, 20))]), None);
    let twice = found(vec![arc(range(1, 9), range(2, 10)), arc(range(9, 21), range(12, 20))]);
    assert_eq!(twice.as_deref(), Some("1-9, 9-21"));
    assert_eq!(found(vec![arc(None, None)]), None);
}

#[test]
fn what_is_not_known_is_not_counted() {
    let street = street("Via", "Dante");
    let mut inspection = Inspection::default();
    inspection.street(&StreetFacts { across_boundary: None, folded_namesakes: None, ..facts(&street) });
    let checked = |id| inspection.qualities().into_iter().find(|quality| quality.rule == id).unwrap().checked;
    assert_eq!(checked("same-name-across-boundary"), 0);
    assert_eq!(checked("folded-name-not-unique"), 0);
    assert_eq!(checked("name-not-unique"), 1);
}

#[test]
fn a_street_has_numbers_and_is_listed() {
    let listed = street("Via", "Dante");
    let unlisted = Thoroughfare { missing_in_source: true, ..listed.clone() };
    assert!(find("street-missing-in-source", &inspect(&facts(&unlisted))).is_some());
    assert!(find("street-missing-in-source", &inspect(&facts(&listed))).is_none());
    let empty = StreetFacts { addresses: 0, ..facts(&listed) };
    assert!(find("street-without-numbers", &inspect(&empty)).is_some());
    assert!(find("street-without-numbers", &inspect(&facts(&listed))).is_none());
}

#[test]
fn a_locality_is_no_part_of_a_name() {
    for (name, locality, suggested) in [
        ("Roma (San Felice)", Some("San Felice"), Some("Roma")),
        ("Roma (San Felice)", None, None),
        ("Roma loc. San Felice", Some("San Felice"), Some("Roma")),
        ("ROMA - FRAZ. SAN FELICE", Some("San Felice"), Some("ROMA")),
        ("Roma San Felice", Some("San Felice"), Some("Roma")),
        ("Roma (Redecesio)", Some("San Felice"), None),
    ] {
        let street = street("Via", name);
        let violations = inspect(&StreetFacts { locality_name: locality, ..facts(&street) });
        let violation = find("locality-in-name", &violations).unwrap();
        assert_eq!(violation.suggestion.as_ref().map(|name| name.name.as_str()), suggested, "{name}");
    }
    for name in [
        "San Felice",
        "per San Felice",
        "di San Felice",
        "Duomo (del)",
        "Gabba (F.lli)",
        "Stefano (Santo)",
        "Roma",
        "Località",
    ] {
        let street = street("Via", name);
        let violations = inspect(&StreetFacts { locality_name: Some("San Felice"), ..facts(&street) });
        assert_eq!(find("locality-in-name", &violations), None, "{name}");
    }
}
