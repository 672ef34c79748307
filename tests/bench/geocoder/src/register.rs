//! A synthetic register over real comuni: the same for the same seed, entry by entry.

mod names;
mod words;

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;

use civico_domain::identity::IstatCode;
use civico_domain::toponymy::{AddressId, HouseNumber, LifecycleStage, Locator, ThoroughfareId};
use civico_geocoder::{AddressEntry, IndexBuilder, LonLat, MunicipalityEntry, ThoroughfareEntry};
use uuid::Uuid;

use crate::chance::Chance;
pub(crate) use names::{Name, capital};

/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// Most house numbers of a street; half of it is the mean.
const MAX_NUMBERS: usize = 112;
/// Between two numbers on one side, in metres.
const SPACING_M: f64 = 9.0;

/// A real comune, or a real name of one at an invented place.
#[derive(Debug, Clone)]
pub(crate) struct Comune {
    pub(crate) code: IstatCode,
    pub(crate) name: String,
    pub(crate) postcode: String,
    at: LonLat,
    radius_m: f64,
    /// Its part of the addresses.
    weight: f64,
}

/// What a register is made from.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) comuni: Vec<Comune>,
    pub(crate) addresses: usize,
    pub(crate) seed: u64,
}

/// A street with what its house numbers are made from.
#[derive(Debug)]
pub(crate) struct Street {
    pub(crate) id: ThoroughfareId,
    /// Position of its comune.
    pub(crate) comune: usize,
    pub(crate) kind: &'static str,
    pub(crate) name: Name,
    numbers: usize,
    start: LonLat,
    /// Degrees for one step along it, and across.
    along: (f64, f64),
    place: u64,
}

/// A house number of a street.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) id: AddressId,
    pub(crate) number: u32,
    pub(crate) exponent: Option<&'static str>,
    pub(crate) at: LonLat,
}

impl Plan {
    /// Reads the comuni: code, name, longitude, latitude, radius in metres and weight, parted by tabs.
    pub(crate) fn read(comuni: &Path, addresses: usize, seed: u64) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(comuni)?;
        let comuni =
            text.lines().zip(0_u32..).map(|(line, at)| read_comune(line, at)).collect::<Result<_, _>>()?;
        Ok(Self { comuni, addresses, seed })
    }

    /// Makes the streets, comune by comune, none of them kept.
    pub(crate) fn streets(&self) -> impl Iterator<Item = Street> + '_ {
        let total: f64 = self.comuni.iter().map(|comune| comune.weight).sum();
        let mut before = 0.0;
        self.comuni.iter().enumerate().flat_map(move |(at, comune)| {
            let first = self.quota(before / total);
            before += comune.weight;
            let quota = self.quota(before / total) - first;
            StreetsOf {
                plan: self,
                at,
                left: quota,
                taken: HashSet::new(),
                chance: Chance::new(self.seed, at as u64 + 1),
            }
        })
    }

    fn quota(&self, share: f64) -> usize {
        (self.addresses as f64 * share).round() as usize
    }

    /// Streams everything into a builder.
    pub(crate) fn fill(&self, builder: &mut IndexBuilder) {
        for comune in &self.comuni {
            builder.push_municipality(comune.entry());
        }
        for street in self.streets() {
            for house in street.houses() {
                builder.push_address(house.entry(&street, &self.comuni[street.comune]));
            }
            builder.push_thoroughfare(street.entry(&self.comuni[street.comune]));
        }
    }
}

fn read_comune(line: &str, at: u32) -> Result<Comune, Box<dyn Error>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [code, name, lon, lat, radius_m, weight] = fields[..] else {
        return Err(format!("not a comune: {line}").into());
    };
    Ok(Comune {
        code: code.parse()?,
        name: name.to_owned(),
        postcode: format!("{:05}", 20_010 + at),
        at: LonLat { lon: lon.parse()?, lat: lat.parse()? },
        radius_m: radius_m.parse()?,
        weight: weight.parse()?,
    })
}

impl Comune {
    fn entry(&self) -> MunicipalityEntry {
        MunicipalityEntry {
            istat_code: self.code.clone(),
            name: self.name.clone(),
            aliases: Vec::new(),
            point: self.at,
            bounds: None,
        }
    }
}

/// The streets of one comune; no two of them have one name and DUG.
struct StreetsOf<'p> {
    plan: &'p Plan,
    at: usize,
    /// Addresses still to be given out.
    left: usize,
    taken: HashSet<String>,
    chance: Chance,
}

impl Iterator for StreetsOf<'_> {
    type Item = Street;

    fn next(&mut self) -> Option<Street> {
        if self.left == 0 {
            return None;
        }
        let chance = &mut self.chance;
        let (kind, name) = loop {
            let (kind, name) = names::draw(chance);
            if self.taken.insert(format!("{kind} {}", name.official())) {
                break (kind, name);
            }
        };
        let numbers = (1 + chance.below(MAX_NUMBERS)).min(self.left);
        self.left -= numbers;
        let comune = &self.plan.comuni[self.at];
        let place = ((self.at as u64) << 32) | self.taken.len() as u64;
        Some(Street {
            id: Uuid::from_u128(wide(self.plan.seed, place, 0)).into(),
            comune: self.at,
            kind,
            name,
            numbers,
            start: somewhere(comune, chance),
            along: direction(comune.at, chance),
            place,
        })
    }
}

/// A point in the disc around the comune.
fn somewhere(comune: &Comune, chance: &mut Chance) -> LonLat {
    let (angle, far_m) = (chance.share() * std::f64::consts::TAU, comune.radius_m * chance.share().sqrt());
    let (sin, cos) = angle.sin_cos();
    let narrow = comune.at.lat.to_radians().cos();
    LonLat {
        lon: comune.at.lon + far_m * cos / (DEGREE_M * narrow),
        lat: comune.at.lat + far_m * sin / DEGREE_M,
    }
}

fn direction(at: LonLat, chance: &mut Chance) -> (f64, f64) {
    let (sin, cos) = (chance.share() * std::f64::consts::TAU).sin_cos();
    (SPACING_M * cos / (DEGREE_M * at.lat.to_radians().cos()), SPACING_M * sin / DEGREE_M)
}

/// 128 bits that look random.
fn wide(seed: u64, place: u64, number: u64) -> u128 {
    let mut chance = Chance::new(seed ^ place.rotate_left(17), number.wrapping_add(1));
    (u128::from(chance.next()) << 64) | u128::from(chance.next())
}

impl Street {
    /// Makes the house numbers: one in eight has an exponent.
    pub(crate) fn houses(&self) -> impl Iterator<Item = House> + '_ {
        let mut chance = Chance::new(self.place, 7);
        let mut number = 0_u32;
        let mut exponents = ["A", "B", "C"].iter();
        (0..self.numbers as u64).map(move |at| {
            let mut exponent = None;
            if number > 0 && chance.percent(12) {
                exponent = exponents.next().copied();
            }
            if exponent.is_none() {
                number += if chance.percent(85) { 1 } else { 2 };
                exponents =
                    if chance.percent(20) { ["BIS", "TER", "D"].iter() } else { ["A", "B", "C"].iter() };
            }
            let side = if number.is_multiple_of(2) { 0.5 } else { -0.5 };
            let steps = f64::from(number) / 2.0 + exponent.map_or(0.0, |_| 0.3);
            let (east, north) = self.along;
            House {
                id: Uuid::from_u128(wide(1, self.place, at)).into(),
                number,
                exponent,
                at: LonLat {
                    lon: self.start.lon + steps * east - side * north,
                    lat: self.start.lat + steps * north + side * east,
                },
            }
        })
    }

    fn entry(&self, comune: &Comune) -> ThoroughfareEntry {
        ThoroughfareEntry {
            course: None,
            anncsu_id: None,
            id: self.id,
            municipality: comune.code.clone(),
            kind: self.kind.to_owned(),
            name: self.name.official(),
            aliases: Vec::new(),
            stage: LifecycleStage::Current,
            point: None,
        }
    }
}

impl House {
    fn entry(&self, street: &Street, comune: &Comune) -> AddressEntry {
        AddressEntry {
            anncsu_id: None,
            certification: None,
            id: self.id,
            thoroughfare: street.id,
            locator: Locator::Number(HouseNumber {
                number: self.number,
                exponent: self.exponent.map(str::to_owned),
                specificity: None,
                extension: None,
            }),
            postcode: Some(comune.postcode.clone()),
            stage: LifecycleStage::Current,
            point: Some(self.at),
        }
    }
}
