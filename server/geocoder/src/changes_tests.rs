//! An index brought up to date by what changed answers as one built anew.

use std::collections::{BTreeMap, BTreeSet};

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{
    AddressId, Certification, Evidence, HouseNumber, LifecycleStage, LocalityId, Locator, ThoroughfareId,
};
use proptest::prelude::*;

use crate::*;

const COMUNI: [(&str, &str); 3] = [("015146", "Milano"), ("015182", "Rho"), ("015209", "Sesto San Giovanni")];
const KINDS: [&str; 3] = ["Via", "Piazza", "Viale"];
const NAMES: [&str; 12] = [
    "Dante Alighieri",
    "Dante Aleghieri",
    "Giuseppe Garibaldi",
    "Giuseppe Garibaldo",
    "Anita Garibaldi",
    "Venti Settembre",
    "Monte Napoleone",
    "Montenapoleone",
    "Sant'Ambrogio",
    "San Giuseppe",
    "dei Tigli",
    "Milano",
];
const STAGES: [LifecycleStage; 3] =
    [LifecycleStage::Current, LifecycleStage::Proposed, LifecycleStage::Retired];
const QUERIES: [&str; 18] = [
    "via dante 4 milano",
    "via dante alighieri 4/a, rho",
    "dante aligheri 12",
    "garibaldi",
    "via g. garibaldi 3 sesto san giovanni",
    "piazza anita garibaldy",
    "via xx settembre 7",
    "via 20 settembre milano",
    "montenapoleone 2",
    "monte napoleone 5, milano",
    "santambrogio 1",
    "v. s. giuseppe 8",
    "viale tigli 30 20121",
    "via milano 3",
    "rho",
    "cascina gobba",
    "cascina gbba 4 milano",
    "via che non esiste 4",
];

type Streets = BTreeMap<u8, (ThoroughfareEntry, BTreeMap<u8, AddressEntry>)>;

/// A register as its entries.
#[derive(Debug, Clone, Default)]
struct Register {
    streets: Streets,
    localities: BTreeMap<u8, LocalityEntry>,
}

/// A change of one thing: which it is, and how it is from now on.
#[derive(Debug, Clone)]
enum Change {
    Street { street: u8, comune: usize, kind: usize, name: usize, alias: Option<usize>, stage: usize },
    Gone { street: u8 },
    Address { street: u8, number: u8, stage: usize, postcode: bool, place: (i8, i8) },
    Removed { street: u8, number: u8 },
    Locality { locality: u8, comune: usize, name: usize },
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (0_u8..14, 0_usize..3, 0_usize..3, 0_usize..12, proptest::option::of(0_usize..12), 0_usize..3)
            .prop_map(|(street, comune, kind, name, alias, stage)| Change::Street { street, comune, kind, name, alias, stage }),
        1 => (0_u8..14).prop_map(|street| Change::Gone { street }),
        6 => (0_u8..14, 1_u8..14, 0_usize..3, any::<bool>(), any::<(i8, i8)>())
            .prop_map(|(street, number, stage, postcode, place)| Change::Address { street, number, stage, postcode, place }),
        1 => (0_u8..14, 1_u8..14).prop_map(|(street, number)| Change::Removed { street, number }),
        1 => (0_u8..3, 0_usize..3, 0_usize..12)
            .prop_map(|(locality, comune, name)| Change::Locality { locality, comune, name }),
    ]
}

impl Register {
    /// Changes one thing; returns the street touched.
    fn apply(&mut self, change: &Change) -> Option<u8> {
        match change {
            Change::Street { street, comune, kind, name, alias, stage } => {
                let entry = ThoroughfareEntry {
                    course: name.is_multiple_of(3).then(course),
                    anncsu_id: name.is_multiple_of(2).then(|| format!("00{name}").parse().expect("digits")),
                    id: street_id(*street),
                    municipality: code(*comune),
                    kind: KINDS[*kind].into(),
                    name: NAMES[*name].into(),
                    aliases: alias.iter().map(|alias| NAMES[*alias].into()).collect(),
                    stage: STAGES[*stage],
                    point: None,
                };
                let numbers = self.streets.remove(street).map_or_else(BTreeMap::new, |(_, numbers)| numbers);
                self.streets.insert(*street, (entry, numbers));
                Some(*street)
            }
            Change::Gone { street } => self.streets.remove(street).map(|_| *street),
            Change::Address { street, number, stage, postcode, place } => {
                let (_, numbers) = self.streets.get_mut(street)?;
                numbers.insert(*number, address(*street, *number, STAGES[*stage], *postcode, *place));
                Some(*street)
            }
            Change::Removed { street, number } => {
                self.streets.get_mut(street)?.1.remove(number).map(|_| *street)
            }
            Change::Locality { locality, comune, name } => {
                let entry = LocalityEntry {
                    id: LocalityId::of_source("test", &locality.to_string()),
                    municipality: code(*comune),
                    name: format!("Cascina {}", if *name > 6 { "Gobba" } else { NAMES[*name] }),
                    aliases: vec![format!("Corte {}", NAMES[*name % NAMES.len()])],
                    point: Some(LonLat { lon: 9.3, lat: 45.5 + f64::from(*locality) / 1000.0 }),
                };
                self.localities.insert(*locality, entry);
                None
            }
        }
    }

    fn build(&self, seq: i64) -> Index {
        let mut builder = IndexBuilder::new();
        for (istat_code, name) in COMUNI {
            builder.push_municipality(MunicipalityEntry {
                istat_code: istat_code.parse().expect("a code"),
                name: name.into(),
                aliases: Vec::new(),
                point: LonLat { lon: 9.2, lat: 45.4 },
                bounds: None,
            });
        }
        for (entry, numbers) in self.streets.values() {
            builder.push_thoroughfare(entry.clone());
            for address in numbers.values() {
                builder.push_address(address.clone());
            }
        }
        for entry in self.localities.values() {
            builder.push_locality(entry.clone());
        }
        builder.build(seq)
    }

    fn update(&self, touched: &BTreeSet<u8>) -> Update {
        let present = || touched.iter().filter_map(|street| self.streets.get(street));
        Update {
            touched: touched.iter().copied().map(street_id).collect(),
            thoroughfares: present().map(|(entry, _)| entry.clone()).collect(),
            addresses: present().flat_map(|(_, numbers)| numbers.values().cloned()).collect(),
            localities: self.localities.values().cloned().collect(),
            municipalities: Vec::new(),
        }
    }
}

/// Through the midst of the addresses.
fn course() -> CourseEntry {
    let line = [9.18, 9.2, 9.22].map(|lon| LonLat { lon, lat: 45.45 + (lon - 9.2) / 10.0 });
    CourseEntry { lines: vec![line.to_vec()], stretches: Vec::new() }
}

fn code(at: usize) -> IstatCode {
    COMUNI[at].0.parse().expect("a code")
}

fn street_id(street: u8) -> ThoroughfareId {
    ThoroughfareId::of_source("test", &street.to_string())
}

fn address(street: u8, number: u8, stage: LifecycleStage, postcode: bool, place: (i8, i8)) -> AddressEntry {
    AddressEntry {
        anncsu_id: postcode.then(|| format!("{street}{number}").parse().expect("digits")),
        certification: Some(Certification::of(&Evidence {
            stage,
            confirmed_on: None,
            is_decided: place.0 > 0,
            is_aligned: place.1 > 0,
        }))
        .filter(|certification| certification.certified),
        id: AddressId::of_source("test", &format!("{street} {number}")),
        thoroughfare: street_id(street),
        locator: Locator::Number(HouseNumber {
            number: u32::from(number),
            exponent: number.is_multiple_of(4).then(|| "A".to_owned()),
            specificity: None,
            extension: None,
        }),
        postcode: postcode.then(|| format!("2012{}", street % 3)),
        stage,
        point: Some(LonLat {
            lon: 9.2 + f64::from(place.0) / 10_000.0,
            lat: 45.45 + f64::from(place.1) / 10_000.0,
        }),
    }
}

fn answers(index: &Index) -> Vec<Answer> {
    let stages = Stages::CURRENT.with(LifecycleStage::Proposed);
    let queries = QUERIES.iter().map(|text| Query { limit: 10, stages, ..Query::free(*text) });
    let both = queries.flat_map(|query| [geocode(&query, index), suggest(&query, index)]);
    let points = [(9.2, 45.45), (9.21, 45.449), (9.3, 45.5)].map(|(lon, lat)| LonLat { lon, lat });
    let reversed = points.map(|point| {
        let query =
            ReverseQuery { point, limit: 5, max_distance_m: 2_000.0, stages, language: Language::Italian };
        reverse(&query, index)
    });
    both.chain(reversed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_updated_index_answers_as_one_built_anew(
        before in proptest::collection::vec(change(), 0..60),
        batches in proptest::collection::vec(proptest::collection::vec(change(), 1..8), 1..6),
    ) {
        let mut register = Register::default();
        for change in &before {
            register.apply(change);
        }
        let mut index = register.build(1);
        for (batch, seq) in batches.iter().zip(2_i64..) {
            let touched: BTreeSet<u8> = batch.iter().filter_map(|change| register.apply(change)).collect();
            index = index.updated(register.update(&touched), seq).expect("known comuni");
            let anew = register.build(seq);
            prop_assert_eq!(index.thoroughfare_count(), anew.thoroughfare_count());
            prop_assert_eq!(index.address_count(), anew.address_count());
            for (updated, built) in answers(&index).into_iter().zip(answers(&anew)) {
                prop_assert_eq!(updated, built);
            }
        }
    }
}

#[test]
fn a_comune_that_the_index_lacks_asks_for_a_new_one() {
    let mut register = Register::default();
    register.apply(&Change::Street { street: 1, comune: 0, kind: 0, name: 0, alias: None, stage: 0 });
    let index = register.build(1);
    let mut update = register.update(&BTreeSet::from([1]));
    update.thoroughfares[0].municipality = "015077".parse().expect("a code");
    assert!(index.updated(update, 2).is_none());
}
