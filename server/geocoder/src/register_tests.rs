//! A small invented register, and what must be found in it.

use std::fmt::Write as _;

use civico_domain::identity::IstatCode;
use civico_domain::spatial::Bounds;
use civico_domain::toponymy::{AddressId, HouseNumber, LifecycleStage, LocalityId, Locator, ThoroughfareId};
use proptest::prelude::*;

use crate::*;

/// Comune, DUG, name, aliases, numbers (`12/A`, `12 (N01)`, `snc`, `km 3200`; `!` retired).
const STREETS: &[(&str, &str, &str, &str, &str)] = &[
    ("015146", "Via", "Dante Alighieri", "", "1 2 3 4 5 6 7 8 9 10 12 12/A 12/BIS 14 15/2 21"),
    ("015146", "Viale", "Monza", "", "1 2 3 5 7 9 11 100 102"),
    ("015146", "Corso", "Vittorio Emanuele II", "Vittorio Emanuele Secondo", "1 2 3 4"),
    ("015146", "Via", "Giuseppe Garibaldi", "", "1 3 5 7 20"),
    ("015146", "Corso", "Giuseppe Garibaldi", "", "2 4 6 8 11 20"),
    ("015146", "Via", "Vincenzo Monti", "", "1 2 3 12"),
    ("015146", "Via", "Monte Rosa", "", "1 2 91"),
    ("015146", "Via", "Massimo D'Azeglio", "", "1 3 5"),
    ("015146", "Piazza", "Sant'Ambrogio", "", "1 5 23/A"),
    ("015146", "Via", "Venti Settembre", "", "1 2 12 30"),
    ("015146", "Piazza", "Venticinque Aprile", "25 Aprile", "1 2 8"),
    ("015146", "Piazza", "Cinque Giornate", "", "1 3 10"),
    ("015146", "Via", "Undici Settembre 2001", "", "2 4"),
    ("015146", "Via", "dei Fiori Chiari", "", "1 2 4"),
    ("015146", "Via", "della Scala", "", "3 5"),
    ("015146", "Via", "Edmondo De Amicis", "", "10 12"),
    ("015146", "Via", "Agostino Depretis", "", "1 15"),
    ("015146", "Via", "Monte Napoleone", "", "1 8 27"),
    ("015146", "Via", "Giovanni Battista Pirelli", "", "1 2 3 4 5 39"),
    ("015146", "Via", "Fratelli Bandiera", "", "1 2 3"),
    ("015146", "Via", "Generale Gustavo Fara", "", "20 26"),
    ("015146", "Piazzale", "Luigi Cadorna", "", "1 14 15"),
    ("015146", "Corso", "di Porta Romana", "", "2 3 50 51"),
    ("015146", "Corso", "Magenta", "", "1 2 61"),
    ("015146", "Via", "San Marco", "", "1 2 4"),
    ("015146", "Piazza", "Carlo Mirabello", "", "1 2 5"),
    ("015146", "Via privata", "Asti", "", "4 6"),
    ("015146", "Via", "Legnano", "", "4 6 8"),
    ("015146", "Via", "Papa Giovanni XXIII", "", "1 2"),
    ("015146", "Via", "Mario Rossi", "", "10 10(N01) 10(P01) 14(N02)"),
    ("015146", "Strada Provinciale", "Paullese", "", "km:3200 km:4000 snc"),
    ("015146", "Via", "Bartolomeo Eustachi", "", "!1 !2"),
    ("015182", "Via", "Dante Alighieri", "", "1 4 6"),
    ("015182", "Via", "Giuseppe Garibaldi", "", "1 3"),
    ("015182", "Corso", "Europa", "", "100 102"),
    ("015182", "Via", "Milano", "", "1 2 3"),
    ("015118", "Via", "Milano", "", "1 7 9"),
    ("015118", "Corso", "Sempione", "", "1 20"),
    ("015209", "Via", "Alessandro Manzoni", "", "1 2"),
    ("015209", "Viale", "Gramsci", "Antonio Gramsci", "1 2 3"),
    ("015205", "Residenza", "Campo", "", "1 2"),
    ("015205", "Strada", "San Felice 1", "", "1 2"),
    ("015070", "Via", "Roma", "", "1 12"),
    ("015209", "Via", "Roma", "", "1 12"),
    ("015182", "Via", "Roma", "", "1 12"),
    ("015118", "Viale", "Toselli", "Corso Principe Umberto", "1 2"),
    ("015118", "Strada Statale", "33 del Sempione", "", "km:12000 km:12500"),
    ("015118", "Autostrada", "A8 dei Laghi", "", "snc"),
    ("015205", "Contrada", "Foresta", "", "12345 12347"),
    ("015209", "Via", "Torino", "", "21 23"),
    ("015209", "Via", "Lupetta", "", "1 3"),
];

const COMUNI: &[(&str, &str)] = &[
    ("015146", "Milano"),
    ("015182", "Rho"),
    ("015118", "Legnano"),
    ("015209", "Sesto San Giovanni"),
    ("015205", "Segrate"),
    ("015070", "Cernusco sul Naviglio"),
    ("015130", "Magenta"),
];

fn code(text: &str) -> IstatCode {
    text.parse().expect("a code")
}

fn locator(text: &str) -> Locator {
    if text == "snc" {
        return Locator::Unnumbered { after: None, after_metres: None, sequence: 1 };
    }
    if let Some(metres) = text.strip_prefix("km:") {
        return Locator::Kilometric { metres: metres.parse().expect("metres") };
    }
    let (text, extension) = match text.split_once('(') {
        Some((number, extension)) => (number, Some(extension.trim_end_matches(')').to_owned())),
        None => (text, None),
    };
    let (number, exponent) = match text.split_once('/') {
        Some((number, exponent)) => (number, Some(exponent.to_owned())),
        None => (text, None),
    };
    let number = number.parse().expect("a number");
    Locator::Number(HouseNumber { number, exponent, specificity: None, extension })
}

fn register() -> Index {
    let mut builder = IndexBuilder::new();
    for (street, (comune, kind, name, aliases, numbers)) in STREETS.iter().enumerate() {
        let id = ThoroughfareId::of_source("test", &street.to_string());
        let (lon, lat) = (9.0 + 0.01 * f64::from(u8::try_from(street).expect("few")), 45.4);
        for (at, number) in numbers.split(' ').enumerate() {
            let retired = number.starts_with('!');
            builder.push_address(AddressEntry {
                anncsu_id: None,
                certification: None,
                id: AddressId::of_source("test", &format!("{street} {number}")),
                thoroughfare: id,
                locator: locator(number.trim_start_matches('!')),
                postcode: Some(if *comune == "015146" {
                    "20121".into()
                } else {
                    format!("2{}", &comune[2..])
                }),
                stage: if retired { LifecycleStage::Retired } else { LifecycleStage::Current },
                point: Some(LonLat { lon, lat: lat + 0.0002 * f64::from(u8::try_from(at).expect("few")) }),
            });
        }
        builder.push_thoroughfare(ThoroughfareEntry {
            course: None,
            anncsu_id: None,
            id,
            municipality: code(comune),
            kind: (*kind).into(),
            name: (*name).into(),
            aliases: aliases.split('|').filter(|alias| !alias.is_empty()).map(Into::into).collect(),
            stage: LifecycleStage::Current,
            point: None,
        });
    }
    push_comuni(&mut builder);
    builder.build(42)
}

fn push_comuni(builder: &mut IndexBuilder) {
    for (at, (istat_code, name)) in COMUNI.iter().enumerate() {
        let west = 9.0 + f64::from(u8::try_from(at).expect("few"));
        builder.push_municipality(MunicipalityEntry {
            istat_code: code(istat_code),
            name: (*name).into(),
            aliases: Vec::from_iter((*name == "Cernusco sul Naviglio").then(|| "Cernusco Asinario".into())),
            point: LonLat { lon: west + 0.5, lat: 45.5 },
            bounds: Some(Bounds { west, south: 45.0, east: west + 1.0, north: 46.0 }),
        });
    }
    builder.push_locality(LocalityEntry {
        id: LocalityId::of_source("test", "gobba"),
        municipality: code("015146"),
        name: "Cascina Gobba".into(),
        aliases: vec!["Cascina Vecchia Osteria".into()],
        point: Some(LonLat { lon: 9.26, lat: 45.51 }),
    });
}

fn first(query: &Query, index: &Index) -> String {
    let answer = geocode(query, index);
    let Some(best) = answer.best() else { return "none".into() };
    let level = serde_json::to_value(best.level).expect("a token");
    format!("{} | {}", best.label, level.as_str().unwrap_or_default())
}

#[test]
fn each_query_finds_its_place() {
    let index = register();
    let mut wrong = String::new();
    for line in include_str!("register_queries.txt").lines().filter(|line| line.contains(" = ")) {
        let (query, expected) = line.split_once(" = ").expect("query = answer");
        let found = first(&Query::free(query.trim()), &index);
        if found != expected.trim() {
            let _ =
                writeln!(wrong, "{}\n    expected {}\n    found    {found}", query.trim(), expected.trim());
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn an_address_in_fields_is_found() {
    let index = register();
    let fields = |street: &str, number: &str, municipality: &str, postcode: &str| {
        Query::fields(AddressFields {
            street: street.into(),
            number: number.into(),
            municipality: municipality.into(),
            postcode: postcode.into(),
        })
    };
    let milano = "Via Dante Alighieri 12/A, 20121 Milano | house-number";
    assert_eq!(first(&fields("via Dante", "12/a", "Milano", "20121"), &index), milano);
    assert_eq!(first(&fields("via Dante 12 A", "", "MILANO", ""), &index), milano);
    assert_eq!(first(&fields("", "", "Rho", ""), &index), "Rho | municipality");
    assert_eq!(
        first(&fields("piazza 5 giornate", "n. 3", "Milano", ""), &index),
        "Piazza Cinque Giornate 3, 20121 Milano | house-number"
    );
    // Five digits in the field of the number are one; two streets have each the number beside it.
    let foresta = "Contrada Foresta 12345, 25205 Segrate | house-number";
    assert_eq!(first(&fields("contrada Foresta", "12345", "Segrate", ""), &index), foresta);
    let corner = |number| fields("via Torino 23 - via Lupetta", number, "Sesto San Giovanni", "");
    assert_eq!(first(&corner("1"), &index), "Via Torino 23, 25209 Sesto San Giovanni | house-number");
    let other = fields("via Torino 99/via Lupetta", "3", "Sesto San Giovanni", "");
    assert_eq!(first(&other, &index), "Via Lupetta 3, 25209 Sesto San Giovanni | house-number");
}

#[test]
fn what_is_not_in_force_is_shown_when_asked_for() {
    let index = register();
    let mut query = Query::free("via Eustachi 1, Milano");
    let hidden = geocode(&query, &index);
    assert_eq!(hidden.level(), Level::Street);
    query.stages = Stages::CURRENT.with(LifecycleStage::Retired);
    let shown = geocode(&query, &index);
    assert_eq!(shown.level(), Level::HouseNumber);
    assert_eq!(shown.best().and_then(|best| best.state), Some(LifecycleStage::Retired));
}

#[test]
fn what_may_mean_two_things_is_said_to_be_ambiguous() {
    let index = register();
    let ambiguous = |text: &str| geocode(&Query::free(text), &index).best().map(|best| best.ambiguous);
    assert_eq!(ambiguous("Garibaldi 20, Milano"), Some(true));
    assert_eq!(ambiguous("via Roma 12"), Some(true));
    assert_eq!(ambiguous("corso Garibaldi 20, Milano"), Some(false));
    assert_eq!(ambiguous("via Roma 12 Rho"), Some(false));
}

#[test]
fn a_comune_that_the_register_lacks_lowers_the_score() {
    let index = register();
    let answer = geocode(&Query::free("via Roma 1 Torino"), &index);
    assert!(answer.best().is_none_or(|best| best.score < 0.8));
}

#[test]
fn the_nearer_comes_first_among_equals() {
    let index = register();
    let mut query = Query::free("via Roma 12");
    query.near = Some(LonLat { lon: 9.42, lat: 45.4 });
    assert_eq!(first(&query, &index), "Via Roma 12, 25070 Cernusco sul Naviglio | house-number");
    query.near = Some(LonLat { lon: 9.44, lat: 45.4 });
    assert_eq!(first(&query, &index), "Via Roma 12, 25182 Rho | house-number");
}

#[test]
fn an_interpolated_number_has_no_id_and_says_how_uncertain_it_is() {
    let index = register();
    let answer = geocode(&Query::free("viale Monza 50, Milano"), &index);
    let best = answer.best().expect("an answer");
    assert_eq!((best.level, &best.id), (Level::Interpolated, &None));
    assert!(best.uncertainty_m.is_some_and(|metres| metres > 5));
    assert!(best.faults.iter().any(|fault| fault.kind == FaultKind::NumberInterpolated));
}

#[test]
fn the_properties_have_the_names_of_the_contract() {
    let index = register();
    let answer = geocode(&Query::free("dante 12/a rho"), &index);
    assert_eq!(answer.seq, 42);
    let json = serde_json::to_value(answer.best()).expect("json");
    for key in [
        "id",
        "label",
        "level",
        "score",
        "similarity",
        "margin",
        "ambiguous",
        "uncertainty_m",
        "faults",
        "street",
        "number",
        "municipality",
        "istat_code",
        "postcode",
        "state",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert!(
        json["faults"]
            .as_array()
            .is_some_and(|faults| faults.iter().all(|fault| fault["message"].is_string()))
    );
}

fn suggested(text: &str, index: &Index) -> Vec<String> {
    suggest(&Query::free(text), index).candidates.into_iter().map(|candidate| candidate.label).collect()
}

#[test]
fn suggestions_complete_streets_numbers_and_comuni() {
    let index = register();
    assert!(suggested("via dan", &index).contains(&"Via Dante Alighieri, Milano".to_owned()));
    assert_eq!(suggested("via dante alighieri 1", &index)[0], "Via Dante Alighieri 1, 20121 Milano");
    assert!(suggested("via dante alighieri 1", &index).iter().any(|label| label.contains(" 10,")));
    assert_eq!(suggested("viale monz", &index)[0], "Viale Monza, Milano");
    assert_eq!(suggested("cernus", &index)[0], "Cernusco sul Naviglio");
    assert!(suggested("via roma cernu", &index)[0].contains("Cernusco"));
}

#[test]
fn the_nearest_address_is_found_by_its_point() {
    let index = register();
    let mut query = ReverseQuery {
        point: LonLat { lon: 9.01, lat: 45.400_05 },
        limit: 2,
        max_distance_m: 500.0,
        stages: Stages::CURRENT,
        language: Language::Italian,
    };
    let answer = reverse(&query, &index);
    let labels: Vec<_> = answer.candidates.iter().map(|candidate| candidate.label.as_str()).collect();
    assert_eq!(labels, ["Viale Monza 1, 20121 Milano", "Viale Monza 2, 20121 Milano"]);
    assert_eq!(answer.candidates[0].distance_m, Some(5.6));
    query.point = LonLat { lon: 10.2, lat: 45.9 };
    assert_eq!(reverse(&query, &index).candidates[0].label, "Rho");
}

#[test]
fn what_is_typed_does_not_print() {
    let query = Query::free("via Segreta 1");
    assert!(!format!("{query:?}").contains("Segreta"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_is_too_much(text in any::<String>(), limit in 0_usize..200) {
        let index = register();
        let mut query = Query::free(text);
        query.limit = limit;
        prop_assert!(geocode(&query, &index).candidates.len() <= MAX_LIMIT.min(limit));
        prop_assert!(suggest(&query, &index).candidates.len() <= MAX_LIMIT.min(limit));
    }

    #[test]
    fn no_words_of_addresses_are_too_much(words in proptest::collection::vec("(via|v\\.|12|/|,|a|int|san|d'|rho|milano|dante|km|snc|n\\.|xx|1|settembre|20121|scala|-)", 0..24)) {
        let index = register();
        let query = Query::free(words.join(" "));
        for candidate in geocode(&query, &index).candidates {
            prop_assert!((0.0..=1.0).contains(&candidate.score));
        }
        suggest(&query, &index);
    }

    #[test]
    fn a_flat_never_changes_the_access(street in 0..STREETS.len(), number in 1_u32..30, flat in 1_u32..40) {
        let index = register();
        let (comune, kind, name, ..) = STREETS[street];
        let comune = COMUNI.iter().find(|(istat_code, _)| *istat_code == comune).expect("known").1;
        let plain = format!("{kind} {name} {number}, {comune}");
        let with_flat = format!("{kind} {name} {number}, int. {flat}, {comune}");
        let at_end = format!("{kind} {name} {number}, {comune} int. {flat}");
        let expected = first(&Query::free(plain), &index);
        prop_assert_eq!(&first(&Query::free(with_flat), &index), &expected);
        prop_assert_eq!(&first(&Query::free(at_end), &index), &expected);
    }
}
