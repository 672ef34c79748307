//! Tables in the dialect of addok-csv: the columns that it adds.

use civico_domain::notice::Notice;
use civico_domain::sensitive::Sensitive;
use civico_geocoder::Answer;

use super::addok::{AddokPoint, AddokQuestion, Filters, Properties, read_degrees};
use super::answer::{Form, Snapshot, answer};
use super::cells::Cells;
use super::columns::{Columns, find};
use super::fault::Fault;
use super::question::{lon_lat, spoken};
use super::table::{Record, RowFace};
use crate::messages::Language;

/// What a search adds.
const SEARCH: [&str; 18] = [
    "latitude",
    "longitude",
    "result_label",
    "result_score",
    "result_score_next",
    "result_type",
    "result_id",
    "result_housenumber",
    "result_name",
    "result_street",
    "result_postcode",
    "result_city",
    "result_context",
    "result_citycode",
    "result_anncsu_street",
    "result_anncsu_access",
    "result_certification",
    "result_status",
];
/// What a reverse search adds.
const REVERSE: [&str; 17] = [
    "result_latitude",
    "result_longitude",
    "result_label",
    "result_distance",
    "result_type",
    "result_id",
    "result_housenumber",
    "result_name",
    "result_street",
    "result_postcode",
    "result_city",
    "result_context",
    "result_citycode",
    "result_anncsu_street",
    "result_anncsu_access",
    "result_certification",
    "result_status",
];
/// Answers that are looked at, as in addok-csv.
const LIMIT: usize = 3;
/// How far from a point is looked, in metres.
pub(crate) const REACH_M: f64 = 500.0;

/// The columns in which the filters of each row stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowFilters {
    citycode: Option<usize>,
    postcode: Option<usize>,
    kind: Option<usize>,
}

impl RowFilters {
    /// Finds the columns that were named.
    ///
    /// # Errors
    /// One of them is not there.
    pub(crate) fn of(named: [Option<&str>; 3], header: &[String]) -> Result<Self, Notice> {
        let place = |name: Option<&str>| name.map(|name| find(name, header)).transpose();
        let [citycode, postcode, kind] = named;
        Ok(Self { citycode: place(citycode)?, postcode: place(postcode)?, kind: place(kind)? })
    }

    fn read(&self, record: &Record) -> Filters {
        let one = |place: Option<usize>| -> Vec<String> {
            let text = place.map(|place| record.get(place).trim()).filter(|text| !text.is_empty());
            text.map(str::to_owned).into_iter().collect()
        };
        Filters { citycode: one(self.citycode), postcode: one(self.postcode), kind: one(self.kind) }
    }
}

/// What searches of tables in addok's dialect share.
pub(crate) struct AddokFace {
    pub(crate) snapshot: Snapshot,
    pub(crate) filters: RowFilters,
    /// Latitude and longitude: where a search prefers, what a reverse search asks about.
    pub(crate) position: Option<(usize, usize)>,
    pub(crate) context: String,
    pub(crate) language: Language,
    pub(crate) delimiter: u8,
}

impl AddokFace {
    fn point(&self, record: &Record) -> Option<civico_geocoder::LonLat> {
        let (lat, lon) = self.position?;
        lon_lat([read_degrees(record.get(lon))?, read_degrees(record.get(lat))?])
    }
}

/// Rows of addresses.
pub(crate) struct AddokSearch {
    pub(crate) face: AddokFace,
    pub(crate) columns: Columns,
    /// A result is written when its score is greater.
    pub(crate) min_score: f64,
}

/// Rows of positions.
pub(crate) struct AddokReverse(pub(crate) AddokFace);

impl RowFace for AddokSearch {
    fn names(&self) -> &'static [&'static str] {
        &SEARCH
    }

    fn answer(&self, record: &Record, out: &mut Vec<u8>) -> Result<Answer, Fault> {
        let question = self.columns.question(|at| record.get(at));
        if question.is_empty() {
            return Err(Fault::Empty);
        }
        if question.is_too_long() {
            return Err(Fault::TooLong);
        }
        let asked = AddokQuestion {
            text: Sensitive::new(question.q.unwrap_or_default()),
            limit: LIMIT,
            is_typing: false,
            near: self.face.point(record),
            filters: self.face.filters.read(record),
            language: spoken(None, self.face.language),
        };
        let form = SearchCells { face: &self.face, min_score: self.min_score };
        Ok(answer(&asked, &self.face.snapshot, &form, out))
    }

    fn error(&self, _error: &str, out: &mut Vec<u8>) {
        failed(out, self.face.delimiter, SEARCH.len());
    }
}

impl RowFace for AddokReverse {
    fn names(&self) -> &'static [&'static str] {
        &REVERSE
    }

    fn answer(&self, record: &Record, out: &mut Vec<u8>) -> Result<Answer, Fault> {
        let asked = AddokPoint {
            point: self.0.point(record).ok_or(Fault::NoPosition)?,
            limit: 1,
            max_distance_m: REACH_M,
            filters: self.0.filters.read(record),
            language: spoken(None, self.0.language),
        };
        Ok(answer(&asked, &self.0.snapshot, &ReverseCells(&self.0), out))
    }

    fn error(&self, _error: &str, out: &mut Vec<u8>) {
        failed(out, self.0.delimiter, REVERSE.len());
    }
}

fn failed(out: &mut Vec<u8>, delimiter: u8, columns: usize) {
    let mut cells = Cells { out, delimiter };
    cells.empty(columns - 1);
    cells.text("error");
}

fn not_found(cells: &mut Cells<'_>, columns: usize) {
    cells.empty(columns - 1);
    cells.text("not-found");
}

struct SearchCells<'a> {
    face: &'a AddokFace,
    min_score: f64,
}

impl Form for SearchCells<'_> {
    fn write(&self, found: &Answer, _snapshot: &Snapshot, out: &mut Vec<u8>) {
        let mut cells = Cells { out, delimiter: self.face.delimiter };
        let Some(best) = found.best().filter(|best| best.score > self.min_score) else {
            return not_found(&mut cells, SEARCH.len());
        };
        let own = Properties::of(best, &self.face.context);
        cells.value(&best.point.map(|at| at.lat));
        cells.value(&best.point.map(|at| at.lon));
        cells.text(own.label);
        cells.value(&own.score);
        match found.candidates.get(1) {
            Some(next) => cells.value(&next.score),
            None => cells.value(&0),
        }
        finish(&mut cells, &own);
    }
}

struct ReverseCells<'a>(&'a AddokFace);

impl Form for ReverseCells<'_> {
    fn write(&self, found: &Answer, _snapshot: &Snapshot, out: &mut Vec<u8>) {
        let mut cells = Cells { out, delimiter: self.0.delimiter };
        let Some(best) = found.best() else { return not_found(&mut cells, REVERSE.len()) };
        let own = Properties::of(best, &self.0.context);
        cells.value(&best.point.map(|at| at.lat));
        cells.value(&best.point.map(|at| at.lon));
        cells.text(own.label);
        cells.value(&own.distance);
        finish(&mut cells, &own);
    }
}

/// The cells that both end with.
fn finish(cells: &mut Cells<'_>, own: &Properties<'_>) {
    cells.text(own.r#type);
    cells.value(&own.id);
    for text in [own.housenumber, Some(own.name), own.street, own.postcode, own.city, Some(own.context)] {
        cells.text(text.unwrap_or_default());
    }
    cells.text(own.citycode.unwrap_or_default());
    cells.value(&own.anncsu_street);
    cells.value(&own.anncsu_access);
    cells.value(&own.certification.map(|certification| certification.level));
    cells.text("ok");
}
