//! Which columns of a table are coordinates, and what they are like.

use std::collections::BTreeMap;

use civico_domain::catalog::GeometryKind;
use civico_domain::spatial::Srid;
use civico_geoprocessing::reproject::Extent;
use csv::StringRecord;

use super::axes::{Pair, pairs};
use crate::crs::{Declared, Range, range_of};
use crate::geometry::{for_each_position, shape_of};
use crate::ogr::wkb_of_wkt;
use crate::text::parse_loose;

/// Names of columns that may hold well-known text.
const WKT_NAMES: &[&str] =
    &["wkt", "wkt_geom", "geom", "geom_wkt", "the_geom", "geometry", "geometria", "shape", "location"];

/// What the coordinates of a pair look like, and whether north stands before east.
type Look = (Range, bool);

/// A pair of columns and the positions seen in it.
#[derive(Debug)]
struct Candidate {
    pair: Pair,
    seen: BTreeMap<Look, (u64, Extent)>,
}

/// A column of well-known text and what was seen in it.
#[derive(Debug)]
struct Texts {
    column: usize,
    good: u64,
    bad: u64,
    extent: Extent,
    kinds: Vec<GeometryKind>,
    has_z: bool,
}

/// What is learnt of coordinates while all rows are looked at.
#[derive(Debug)]
pub(super) struct Survey {
    candidates: Vec<Candidate>,
    texts: Vec<Texts>,
}

/// Where a table's geometries come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Coordinates {
    /// Two columns.
    Pair {
        /// Easting or longitude.
        x: usize,
        /// Northing or latitude.
        y: usize,
        /// What most positions look like.
        range: Range,
        /// Whether north stands before east.
        swapped: bool,
        /// Their box, as the columns have it.
        extent: Extent,
        /// What the names say of the reference system.
        declared: Declared,
        /// Pairs that were not chosen.
        others: Vec<(usize, usize)>,
    },
    /// A column of well-known text.
    Wkt {
        /// The column.
        column: usize,
        /// Box of the coordinates.
        extent: Extent,
        /// What the geometries are.
        kind: GeometryKind,
        /// Whether they have heights.
        has_z: bool,
    },
    /// There are none.
    None,
}

impl Survey {
    pub(super) fn new(names: &[String]) -> Self {
        let candidates = pairs(names).into_iter().map(|pair| Candidate { pair, seen: BTreeMap::new() });
        let is_text = |name: &String| WKT_NAMES.contains(&name.trim().to_lowercase().as_str());
        let columns = names.iter().enumerate().filter(|(_, name)| is_text(name)).map(|(index, _)| index);
        let texts = columns.map(|column| Texts {
            column,
            good: 0,
            bad: 0,
            extent: Extent::EMPTY,
            kinds: Vec::new(),
            has_z: false,
        });
        Self { candidates: candidates.collect(), texts: texts.collect() }
    }

    /// Looks at a row.
    pub(super) fn look(&mut self, row: &StringRecord) {
        for candidate in &mut self.candidates {
            if let Some((x, y)) = position(row, candidate.pair.x, candidate.pair.y) {
                let (count, extent) = candidate.seen.entry(look_of(x, y)).or_insert((0, Extent::EMPTY));
                *count += 1;
                extent.include(x, y);
            }
        }
        for texts in &mut self.texts {
            texts.look(row.get(texts.column).unwrap_or_default().trim());
        }
    }

    /// Decides; `asked` is the reference system that a person says the source is in.
    pub(super) fn decide(self, asked: Option<Srid>) -> Coordinates {
        let text = self.texts.into_iter().find(|texts| texts.good > 0 && texts.good >= texts.bad * 9);
        let pair = choose(&self.candidates, asked);
        match (text, pair) {
            // Lines and areas are more than the point beside them.
            (Some(text), pair) if pair.is_none() || text.kind() != GeometryKind::Point => Coordinates::Wkt {
                column: text.column,
                extent: text.extent,
                kind: text.kind(),
                has_z: text.has_z,
            },
            (_, Some(chosen)) => chosen,
            (_, None) => Coordinates::None,
        }
    }
}

impl Texts {
    fn look(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let Some((mut wkb, shape)) = wkb_of_wkt(text).and_then(|wkb| shape_of(&wkb).ok().map(|s| (wkb, s)))
        else {
            self.bad += 1;
            return;
        };
        self.good += 1;
        self.has_z |= shape.has_z;
        if !self.kinds.contains(&shape.kind()) {
            self.kinds.push(shape.kind());
        }
        let extent = &mut self.extent;
        // What GDAL writes can be walked over.
        let _walked = for_each_position(&mut wkb, &mut |position| {
            let number = |at: usize| {
                position.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(f64::NAN, f64::from_le_bytes)
            };
            extent.include(number(0), number(8));
        });
    }

    fn kind(&self) -> GeometryKind {
        match self.kinds.as_slice() {
            [one] => *one,
            _ => GeometryKind::Mixed,
        }
    }
}

/// Reads the position of a row; `None` where either number is missing or none.
pub(super) fn position(row: &StringRecord, x: usize, y: usize) -> Option<(f64, f64)> {
    Some((parse_loose(row.get(x)?)?, parse_loose(row.get(y)?)?))
}

/// Tells what a position looks like, with its axes swapped where only that makes sense in Italy.
pub(super) fn look_of(x: f64, y: f64) -> Look {
    let as_is = range_of(x, y);
    if matches!(as_is, Range::Degrees | Range::Other) {
        let turned = range_of(y, x);
        if !matches!(turned, Range::Degrees | Range::Other | Range::WebMercator) {
            return (turned, true);
        }
    }
    (as_is, false)
}

fn choose(candidates: &[Candidate], asked: Option<Srid>) -> Option<Coordinates> {
    let known: Vec<(&Candidate, Look, Extent)> = candidates
        .iter()
        .filter_map(|candidate| {
            let (look, (_, extent)) = candidate.seen.iter().max_by_key(|(_, (count, _))| *count)?;
            Some((candidate, *look, *extent))
        })
        .collect();
    let fits_asked = |range: Range| asked.is_some_and(|srid| fits(range, srid));
    let chosen = known
        .iter()
        .find(|(_, look, _)| fits_asked(look.0))
        .or_else(|| known.iter().find(|(_, look, _)| !matches!(look.0, Range::Other | Range::WebMercator)))
        .or_else(|| known.first())?;
    let (candidate, (range, swapped), extent) = *chosen;
    let pair = &candidate.pair;
    let others = known.iter().map(|(other, _, _)| &other.pair).filter(|other| *other != pair);
    Some(Coordinates::Pair {
        x: pair.x,
        y: pair.y,
        range,
        swapped,
        extent,
        declared: declared_by_names(pair, range),
        others: others.map(|other| (other.x, other.y)).collect(),
    })
}

/// Tells whether coordinates of that look can be in a reference system.
fn fits(range: Range, srid: Srid) -> bool {
    match srid.code() {
        3003 => range == Range::GaussBoagaWest,
        3004 => range == Range::GaussBoagaEast,
        3857 => range == Range::WebMercator,
        4326 | 4258 | 4265 | 6706 => range.is_degrees(),
        23032 | 25832 | 32632 | 6707 | 7791 | 23033 | 25833 | 32633 | 6708 | 7792 => range == Range::Utm,
        _ => false,
    }
}

/// Concludes a reference system from names, where the values do not contradict.
fn declared_by_names(pair: &Pair, range: Range) -> Declared {
    let says = |word: &str| pair.group.contains(word);
    let by_number = pair
        .group
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .find(|code: &i32| fits(range, Srid::from_code(*code)));
    match (by_number, range) {
        (Some(code), _) => Declared::ByColumns(code),
        (None, Range::DegreesItaly | Range::Degrees) if pair.angular || says("wgs84") => {
            Declared::ByColumns(4326)
        }
        (None, Range::GaussBoagaWest) if says("gauss") => Declared::ByColumns(3003),
        (None, Range::GaussBoagaEast) if says("gauss") => Declared::ByColumns(3004),
        (None, Range::Utm) if says("wgs84") => Declared::ByColumns(32632),
        (None, Range::WebMercator) if says("merc") => Declared::ByColumns(3857),
        _ => Declared::Nothing,
    }
}
