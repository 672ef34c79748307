//! Puts the entries of a builder in order and ties them together.

use std::collections::HashMap;

use civico_domain::identity::IstatCode;

use crate::accesses::{Accesses, RawAccess, Shared, Suffix};
use crate::anncsu::Digits;
use crate::builder::IndexBuilder;
use crate::compact::{Point, index, position};
use crate::course::Course;
use crate::distance::distance_m;
use crate::entry::{LocalityEntry, LonLat, MunicipalityEntry, ThoroughfareEntry};
use crate::gazetteer::Gazetteer;
use crate::index::{Index, find_municipality};
use crate::kinds;
use crate::names::{Names, RawName, Target};
use crate::near::Tree;
use crate::normalise::normalise;
use crate::place::Place;
use crate::segment::{Locality, Municipality, Segment, Start, Street};
use crate::sparse::Sparse;
use crate::tokens::{Token, tokenise};
use crate::words;

impl IndexBuilder {
    /// Builds the index; `seq` is the register number up to which the entries were read.
    pub fn build(mut self, seq: i64) -> Index {
        let (municipalities, gazetteer) = read_municipalities(&mut self);
        let segment = self.segment(&municipalities, Start::default(), None);
        Index::new(seq, municipalities, gazetteer, segment)
    }

    /// Builds a segment; all its comuni must be among these.
    pub(crate) fn segment(
        mut self,
        municipalities: &[Municipality],
        start: Start,
        origin: Option<LonLat>,
    ) -> Segment {
        let slots = ordered(std::mem::take(&mut self.streets), municipalities);
        let count = self.accesses.len();
        let raw_accesses =
            order_accesses(&slots, std::mem::take(&mut self.accesses), &self.suffixes, start.street);
        let anncsu_of = |entry: &ThoroughfareEntry| Digits::of(entry.anncsu_id.as_ref()?.as_str());
        let anncsu = Sparse::build(slots.iter().map(|(_, _, entry)| anncsu_of(entry)));
        let course_of = |entry: &ThoroughfareEntry| entry.course.as_ref().and_then(Course::pack);
        let courses = Sparse::build(slots.iter().map(|(_, _, entry)| course_of(entry)));
        let mut raw = Vec::new();
        let mut streets = read_streets(slots, start.street, &mut raw);
        tie(&mut streets, &raw_accesses, start);
        let localities =
            read_localities(std::mem::take(&mut self.localities), municipalities, start.locality, &mut raw);
        raw.sort_by_key(|name| (name.municipality, name.target, name.is_alias));
        raw.dedup_by(|later, first| later.target == first.target && later.same_words(first));
        let (names, vocabulary) = Names::build(&raw, municipalities.len());
        let places = places(&streets, &localities, &raw_accesses, start);
        let shared = Shared {
            suffixes: self.suffixes,
            postcodes: self.postcodes,
            certifications: self.certifications,
        };
        let access_ends = streets.iter().map(|street| street.accesses.1 - start.access).collect();
        let mut streets_by_id: Vec<u32> = (0..position(streets.len())).collect();
        streets_by_id.sort_unstable_by_key(|at| streets[index(*at)].id);
        Segment {
            start,
            vocabulary,
            names,
            streets,
            streets_by_id,
            localities,
            orphans: count - raw_accesses.len(),
            access_ends,
            anncsu,
            courses,
            accesses: Accesses::build(&raw_accesses, &self.known, shared),
            tree: origin.map_or_else(|| Tree::build(&places), |origin| Tree::build_around(origin, &places)),
        }
    }
}

/// A street with its comune and the slot that its accesses know it by.
type Slot = (u32, u32, ThoroughfareEntry);

fn ordered(streets: Vec<Option<ThoroughfareEntry>>, municipalities: &[Municipality]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = (0..)
        .zip(streets)
        .filter_map(|(slot, entry)| {
            let entry = entry?;
            Some((find_municipality(municipalities, &entry.municipality)?, slot, entry))
        })
        .collect();
    slots.sort_unstable_by(|a, b| (a.0, &a.2.name, a.2.id).cmp(&(b.0, &b.2.name, b.2.id)));
    slots
}

/// Orders the comuni by code; one that only streets and localities know is named by its code.
fn read_municipalities(builder: &mut IndexBuilder) -> (Vec<Municipality>, Gazetteer) {
    let streets = builder.streets.iter().flatten().map(|street| &street.municipality);
    let used: Vec<IstatCode> =
        streets.chain(builder.localities.iter().map(|locality| &locality.municipality)).cloned().collect();
    for code in used {
        let nowhere = LonLat { lon: f64::NAN, lat: f64::NAN };
        builder.municipalities.entry(code.clone()).or_insert_with(|| MunicipalityEntry {
            name: code.to_string(),
            istat_code: code,
            aliases: Vec::new(),
            point: nowhere,
            bounds: None,
        });
    }
    let mut entries: Vec<MunicipalityEntry> =
        std::mem::take(&mut builder.municipalities).into_values().collect();
    entries.sort_unstable_by(|a, b| a.istat_code.cmp(&b.istat_code));
    let names = (0..).zip(&entries).flat_map(|(at, entry)| {
        std::iter::once(&entry.name).chain(&entry.aliases).map(move |name| (at, name.as_str()))
    });
    let gazetteer = Gazetteer::build(names);
    let municipalities = entries.into_iter().map(|entry| Municipality {
        istat_code: entry.istat_code,
        name: entry.name.into(),
        point: Point::new(entry.point),
        bounds: entry.bounds,
        addresses: 0,
    });
    (municipalities.collect(), gazetteer)
}

/// Gives each access the place of its street, drops those without, and orders them.
fn order_accesses(
    slots: &[Slot],
    mut accesses: Vec<RawAccess>,
    suffixes: &[Suffix],
    start: u32,
) -> Vec<RawAccess> {
    let places: HashMap<u32, u32> = slots.iter().zip(start..).map(|((_, slot, _), at)| (*slot, at)).collect();
    accesses.retain_mut(|access| match places.get(&access.street) {
        Some(at) => {
            access.street = *at;
            true
        }
        None => false,
    });
    accesses.sort_unstable_by(|a, b| {
        let key = |access: &RawAccess| (access.street, access.kind, access.number);
        let suffix = |access: &RawAccess| &suffixes[index(access.suffix)];
        key(a).cmp(&key(b)).then_with(|| suffix(a).cmp(suffix(b))).then_with(|| a.id.cmp(&b.id))
    });
    accesses.shrink_to_fit();
    accesses
}

fn read_streets(slots: Vec<Slot>, start: u32, raw: &mut Vec<RawName>) -> Vec<Street> {
    let mut streets = Vec::with_capacity(slots.len());
    for ((municipality, _, entry), at) in slots.into_iter().zip(start..) {
        let full = [entry.kind.as_str(), entry.name.as_str()].join(" ");
        let (kind, name) = part_kind(&full);
        let target = Target::Street(at);
        raw.extend(RawName::read(municipality, target, &name, false));
        let aliases = entry.aliases.iter().flat_map(|alias| forms(alias));
        for alias in aliases.chain(road_number(kind, &name)) {
            raw.extend(RawName::read(municipality, target, &alias, true));
        }
        streets.push(Street {
            id: entry.id,
            municipality,
            kind_text: entry.kind.into(),
            kind,
            name: entry.name.into(),
            stage: entry.stage,
            point: entry.point.map_or(Point::NONE, Point::new),
            radius_m: 0,
            accesses: (0, 0),
        });
    }
    streets
}

/// Parts the DUG from the name; one that the table lacks stays in the name.
fn part_kind(full: &str) -> (Option<kinds::Kind>, String) {
    let normalised = normalise(full);
    let tokens = tokenise(&normalised);
    match kinds::at_head(&tokens).filter(|head| head.tokens < tokens.len()) {
        Some(head) => (head.kinds.first().copied(), text_from(&normalised, &tokens, head.tokens)),
        None => (None, normalised),
    }
}

/// An alias as it is, and without the DUG that it begins with for certain: `Corso Sempione`, not
/// `Porta Nuova (di)` nor `Piazza (f.lli)`.
fn forms(alias: &str) -> impl Iterator<Item = String> {
    let normalised = normalise(alias);
    let tokens = tokenise(&normalised);
    let head = kinds::at_head(&tokens).filter(|head| !head.doubtful);
    let names = |token: &Token<'_>| token.text.len() > 3 && !words::is_particle(token.text);
    let head = head.filter(|head| tokens[head.tokens..].iter().any(names));
    let name = head.map(|head| text_from(&normalised, &tokens, head.tokens));
    std::iter::once(alias.to_owned()).chain(name)
}

/// The number by which a road is known, where more of a name follows: `36` of `36 del Lago di Como`,
/// `A4` of `A4 Torino-Trieste`.
fn road_number(kind: Option<kinds::Kind>, name: &str) -> Option<String> {
    kind.filter(|kind| kind.is_numbered_road())?;
    let tokens = tokenise(name);
    let (first, second) = (tokens.first()?, tokens.get(1)?);
    if first.is_number() {
        return Some(first.text.to_owned());
    }
    let is_code = first.text.len() <= 2 && second.is_number() && tokens.len() > 2;
    is_code.then(|| format!("{} {}", first.text, second.text))
}

/// The text after the first tokens, which cover its letters in order.
fn text_from(normalised: &str, tokens: &[Token<'_>], skipped: usize) -> String {
    let mut rest = normalised;
    for token in &tokens[..skipped] {
        rest = rest.split_once(token.text).map_or("", |(_, after)| after);
    }
    rest.to_owned()
}

/// Tells each street where its accesses are, and gives it a point and a radius.
fn tie(streets: &mut [Street], accesses: &[RawAccess], start: Start) {
    let mut done = 0;
    for (street, at) in streets.iter_mut().zip(start.street..) {
        let count = accesses[done..].partition_point(|access| access.street == at);
        let own = &accesses[done..done + count];
        street.accesses = (start.access + position(done), start.access + position(done + count));
        done += count;
        let points: Vec<LonLat> = own.iter().filter_map(|access| access.point.lon_lat()).collect();
        let (middle, radius_m) = spread(&points);
        street.radius_m = radius_m;
        if street.point == Point::NONE {
            street.point = middle;
        }
    }
}

/// Returns the point nearest to the middle of the box around the points, and half the diagonal of
/// the box in metres.
fn spread(points: &[LonLat]) -> (Point, u32) {
    let fold = |get: fn(&LonLat) -> f64| {
        points
            .iter()
            .map(get)
            .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((west, east), (south, north)) = (fold(|p| p.lon), fold(|p| p.lat));
    let middle = LonLat { lon: f64::midpoint(west, east), lat: f64::midpoint(south, north) };
    let Some(nearest) = points.iter().min_by_key(|point| distance_m(**point, middle)) else {
        return (Point::NONE, 0);
    };
    let diagonal = distance_m(LonLat { lon: west, lat: south }, LonLat { lon: east, lat: north });
    (Point::new(*nearest), diagonal / 2)
}

fn read_localities(
    mut entries: Vec<LocalityEntry>,
    municipalities: &[Municipality],
    start: u32,
    raw: &mut Vec<RawName>,
) -> Vec<Locality> {
    entries.retain(|entry| find_municipality(municipalities, &entry.municipality).is_some());
    entries.sort_unstable_by_key(|entry| entry.id);
    let mut localities = Vec::with_capacity(entries.len());
    for (entry, at) in entries.into_iter().zip(start..) {
        let Some(municipality) = find_municipality(municipalities, &entry.municipality) else { continue };
        let (kind, name) = part_kind(&entry.name);
        raw.extend(RawName::read(municipality, Target::Locality(at), &name, false));
        for alias in &entry.aliases {
            raw.extend(RawName::read(municipality, Target::Locality(at), &part_kind(alias).1, true));
        }
        localities.push(Locality {
            id: entry.id,
            municipality,
            kind,
            name: entry.name.into(),
            point: entry.point.map_or(Point::NONE, Point::new),
        });
    }
    localities
}

/// Everything that a point can be near to: accesses, streets without any, localities.
fn places(
    streets: &[Street],
    localities: &[Locality],
    accesses: &[RawAccess],
    start: Start,
) -> Vec<(LonLat, Place)> {
    let accesses = (start.access..).zip(accesses).map(|(at, access)| (access.point, Place::Access(at)));
    let bare = (start.street..).zip(streets).filter(|(_, street)| street.address_count() == 0);
    let streets = bare.map(|(at, street)| (street.point, Place::Street(at)));
    let localities =
        (start.locality..).zip(localities).map(|(at, locality)| (locality.point, Place::Locality(at)));
    let all = accesses.chain(streets).chain(localities);
    all.filter_map(|(point, place)| point.lon_lat().map(|at| (at, place))).collect()
}
