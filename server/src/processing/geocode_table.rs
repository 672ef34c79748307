//! A table whose rows are given their places by the index of addresses (geocode-table).

use std::sync::Arc;

use civico_domain::catalog::frame::{LayerSchema, Row, Rows};
use civico_domain::catalog::{Column, ColumnKind, GeometryKind, Value};
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::Arguments;
use civico_domain::spatial::Srid;
use civico_geocoder::{Candidate, Index, geocode};
use civico_geoprocessing::processes::{Outcome, Table};
use geo::{Geometry, Point};
use geozero::{CoordDimensions, ToWkb};

use super::failure::Stopped;
use super::inputs::{Content, Inputs};
use super::job::Storing;
use super::table;
use crate::geocoding::Question;
use crate::messages::Language;
use crate::worker::Workshop;
use civico_store::processing::JobReader;

/// Rows are asked for in pieces of so many.
const PIECE: usize = 2_000;
/// The columns that are added: what was found, and how sure that is.
const ADDED: [(&str, ColumnKind); 7] = [
    ("found_id", ColumnKind::Text),
    ("found_label", ColumnKind::Text),
    ("found_level", ColumnKind::Text),
    ("found_score", ColumnKind::Real),
    ("found_ambiguous", ColumnKind::Boolean),
    ("found_uncertainty_m", ColumnKind::Integer),
    ("found_istat_code", ColumnKind::Text),
];
/// The inputs that name the columns of an address.
const PARTS: [&str; 5] = ["address", "street", "number", "municipality", "postcode"];

/// Which columns of a table hold the address, by [`PARTS`].
type Places = [Option<usize>; 5];

/// Geocodes a small table whole.
///
/// # Errors
/// No column of an address is named, or the database fails.
pub(super) async fn whole(
    shop: &Workshop,
    actor: &Actor,
    arguments: &Arguments,
    tables: Vec<Table>,
) -> Result<Outcome, Stopped> {
    let joined = civico_geoprocessing::processes::table::joined(tables);
    let places = places(arguments, &joined.columns)?;
    let rows = joined.rows.into_iter().map(|row| row.values).collect();
    let mut out = Table { name: joined.name, columns: with_added(joined.columns), rows: Vec::new() };
    for row in answer(shop, actor, places, rows).await? {
        out.rows.push(table::feature(row).map_err(std::io::Error::other)?);
    }
    Ok(Outcome { table: out, geometry: GeometryKind::Point, notices: Vec::new() })
}

/// Geocodes tables of any length into a result, piece by piece.
///
/// # Errors
/// No column of an address is named, tables differ, or the database fails.
pub(super) async fn streamed(
    shop: &Workshop,
    actor: &Actor,
    arguments: &Arguments,
    (inputs, reader): (Inputs, &JobReader),
    storing: &mut Storing<'_>,
) -> Result<(), Stopped> {
    let mut first: Option<Vec<Column>> = None;
    let total = inputs.rows.max(1);
    let (mut done, mut number) = (0_u64, 0_i64);
    for opened in inputs.tables {
        let Content::Collection { found, filter } = opened.content else {
            return Err(Stopped::input(&opened.input, Notice::new("job-collections-only")));
        };
        let columns = found.columns();
        if first.as_ref().is_some_and(|first| *first != columns) {
            return Err(Stopped::input(&opened.input, Notice::new("job-other-columns")));
        }
        let places = places(arguments, &columns)?;
        if first.is_none() {
            storing.begin(schema(with_added(columns.clone()), shop.config.srid)).await?;
            first = Some(columns);
        }
        let mut rows = reader.rows(&found, &filter).await?;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            while piece.len() < PIECE {
                let Some(row) = rows.next().await? else { break };
                piece.push(row.values);
            }
            if piece.is_empty() {
                break;
            }
            done += piece.len() as u64;
            let mut bytes = Vec::new();
            for row in answer(shop, actor, places, piece).await? {
                number += 1;
                Row { number, ..row }.encode(&mut bytes);
            }
            storing.add(Rows::new(0, &bytes)).await?;
            storing.reach(u8::try_from(done.saturating_mul(100) / total).unwrap_or(100));
        }
    }
    Ok(())
}

fn schema(columns: Vec<Column>, srid: Srid) -> LayerSchema {
    LayerSchema {
        layer: 0,
        name: "geocode-table".to_owned(),
        geometry: GeometryKind::Point,
        has_z: false,
        srid,
        columns,
        reprojection: None,
        expected_rows: None,
    }
}

/// The columns of the table but those of these names, then what is added.
fn with_added(columns: Vec<Column>) -> Vec<Column> {
    let rename = |column: Column| {
        let is_taken = ADDED.iter().any(|(name, _)| *name == column.name);
        let name = if is_taken { format!("{}_input", column.name) } else { column.name };
        Column { name, kind: column.kind }
    };
    let added = ADDED.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: *kind });
    columns.into_iter().map(rename).chain(added).collect()
}

fn places(arguments: &Arguments, columns: &[Column]) -> Result<Places, Stopped> {
    let found = PARTS.map(|part| {
        let name = arguments.property(part)?;
        columns.iter().position(|column| column.name == name)
    });
    if found.iter().all(Option::is_none) {
        return Err(Stopped::input("address", Notice::new("job-no-address-column")));
    }
    Ok(found)
}

/// Asks the index of now for each row, on threads that may be busy.
async fn answer(
    shop: &Workshop,
    actor: &Actor,
    places: Places,
    rows: Vec<Vec<Value>>,
) -> Result<Vec<Row>, Stopped> {
    let not_here = || Stopped::Refused(Notice::new("job-no-such-process"));
    let index: Arc<Index> = shop.state.as_ref().ok_or_else(not_here)?.index.load_full();
    let answered = tokio::task::spawn_blocking(move || {
        let ask = |values: Vec<Value>| {
            let best = ask(&index, &values, places);
            (values, best)
        };
        rows.into_iter().map(ask).collect::<Vec<_>>()
    });
    let answered = answered.await.map_err(|_panic| Stopped::Child("panic".to_owned()))?;
    let mut wkb = Vec::new();
    for at in answered.iter().filter_map(|(_, best)| best.as_ref()?.point) {
        let point = Geometry::from(Point::new(at.lon, at.lat));
        wkb.push(point.to_wkb(CoordDimensions::xy()).map_err(std::io::Error::other)?);
    }
    let srid = shop.config.srid;
    let mut metres = shop.store.transform(actor, &wkb, Srid::WGS84.code(), srid.code()).await?.into_iter();
    let row = |(values, best): (Vec<Value>, Option<Candidate>)| {
        let has_place = best.as_ref().is_some_and(|best| best.point.is_some());
        let geometry = if has_place { metres.next().and_then(|wkb| table::ewkb(wkb, srid)) } else { None };
        let values = values.into_iter().chain(added(best.as_ref())).collect();
        Row { number: 0, geometry, values }
    };
    Ok(answered.into_iter().map(row).collect())
}

/// The best answer to a row; none to an empty one.
fn ask(index: &Index, values: &[Value], places: Places) -> Option<Candidate> {
    let text = |place: Option<usize>| match values.get(place?)? {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let [q, street, number, municipality, postcode] = places.map(text);
    let mut question = Question { q, street, number, municipality, postcode, ..Question::default() };
    // A comune beside a line of text is part of the line.
    if let Some(line) = question.q.take() {
        let rest = [question.postcode.take(), question.municipality.take()].into_iter().flatten();
        question.q = Some(std::iter::once(line).chain(rest).collect::<Vec<_>>().join(" "));
        (question.street, question.number) = (None, None);
    }
    if question.is_empty() || question.is_too_long() {
        return None;
    }
    let query = question.query(Language::It).ok()?;
    geocode(&query, index).candidates.into_iter().next()
}

fn added(best: Option<&Candidate>) -> [Value; 7] {
    let Some(best) = best else { return std::array::from_fn(|_| Value::Null) };
    let text = |value: Option<serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => Value::Text(text),
        _ => Value::Null,
    };
    let level = serde_json::to_value(best.level).ok();
    let id = best.id.as_ref().and_then(|id| serde_json::to_value(id).ok());
    let code = best.istat_code.as_ref().and_then(|code| serde_json::to_value(code).ok());
    [
        text(id),
        Value::Text(best.label.clone()),
        text(level),
        Value::Real(best.score),
        Value::Boolean(best.ambiguous),
        best.uncertainty_m.map_or(Value::Null, |metres| Value::Integer(metres.into())),
        text(code),
    ]
}
