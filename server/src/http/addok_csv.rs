//! Files of CSV in a multipart form, as addok-csv takes them.
//!
//! The form's fields may follow the file, so the file is kept in memory, up to the size that the public
//! services with this dialect take.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use civico_domain::notice::Notice;
use futures_util::{StreamExt, stream};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::batch::{csv_type, place, stream as answer_stream};
use super::geocoder::snapshot;
use super::query::wrong;
use crate::geocoding::{
    AddokFace, AddokReverse, AddokSearch, Columns, RowFace, RowFilters, Table, TableOptions, TableWork,
    Wanted, read_delimiter, run,
};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// The largest file, in bytes.
const MAX_FILE_BYTES: usize = 50 * 1024 * 1024;
/// The longest other field of the form, in bytes.
const MAX_FIELD_BYTES: usize = 4 * 1024;
/// Most other fields.
const MAX_FIELDS: usize = 200;
/// Files that are kept at the same time.
const AT_ONCE: usize = 4;
/// The least score of a result, as in addok-csv.
const MIN_SCORE: f64 = 0.5;
/// Names of the columns with a position, as in addok-csv.
const LATITUDE: [&str; 2] = ["latitude", "lat"];
const LONGITUDE: [&str; 4] = ["longitude", "lon", "lng", "long"];

static UNDER_WAY: Semaphore = Semaphore::const_new(AT_ONCE);

/// A form with a file.
pub(super) struct Upload {
    data: Bytes,
    /// The file's name without its extension.
    name: String,
    fields: Vec<(String, String)>,
    kept: SemaphorePermit<'static>,
}

impl Upload {
    /// Reads the whole form.
    ///
    /// # Errors
    /// It is no form with a file in `data`, or too large.
    pub(super) async fn read(form: Result<Multipart, MultipartRejection>) -> Answer<Self> {
        let refused = |status, id| Problem::new(status, Notice::new(id));
        let unsupported = || refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "problem-addok-multipart");
        let mut form = form.map_err(|_rejection| unsupported())?;
        let busy = |_closed| refused(StatusCode::SERVICE_UNAVAILABLE, "problem-batch-busy");
        let kept = UNDER_WAY.try_acquire().map_err(busy)?;
        let (mut file, mut fields) = (None, Vec::new());
        let unreadable =
            |_error: MultipartError| Problem::bad_request(Notice::new("problem-addok-multipart"));
        while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().unwrap_or("data.csv").to_owned();
            let is_file = name == "data" && file.is_none();
            let most = if is_file { MAX_FILE_BYTES } else { MAX_FIELD_BYTES };
            let mut value = Vec::new();
            while let Some(piece) = field.chunk().await.map_err(unreadable)? {
                if value.len() + piece.len() > most {
                    return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "problem-addok-size"));
                }
                value.extend_from_slice(&piece);
            }
            if is_file {
                file = Some((Bytes::from(value), stem(&file_name)));
            } else if fields.len() < MAX_FIELDS {
                fields.push((name, String::from_utf8_lossy(&value).into_owned()));
            }
        }
        let (data, name) =
            file.ok_or_else(|| Problem::bad_request(Notice::new("problem-addok-multipart")))?;
        Ok(Self { data, name, fields, kept })
    }

    /// Answers addresses.
    pub(super) fn search(self, state: &AppState, language: Language) -> Answer<Response> {
        let table = self.table()?;
        let named = self.all("columns");
        let columns = if named.is_empty() {
            Columns::text((0..table.header.len()).collect())
        } else {
            let wanted = Wanted { text: Some(named.join(",")), ..Wanted::default() };
            Columns::of(&wanted, &table.header).map_err(Problem::bad_request)?.0
        };
        let min_score = match self.one("min_score") {
            Some(text) => text.parse().map_err(|_error| wrong("min_score"))?,
            None => MIN_SCORE,
        };
        let position = match (self.one("lat"), self.one("lon")) {
            (Some(lat), Some(lon)) => Some((Self::column(&table, &[lat])?, Self::column(&table, &[lon])?)),
            _ => None,
        };
        let face = self.face(state, language, &table, position)?;
        let seq = face.snapshot.seq();
        self.answer(table, AddokSearch { face, columns, min_score }, language, seq)
    }

    /// Answers positions.
    pub(super) fn reverse(self, state: &AppState, language: Language) -> Answer<Response> {
        let table = self.table()?;
        let position = (Self::column(&table, &LATITUDE)?, Self::column(&table, &LONGITUDE)?);
        let face = self.face(state, language, &table, Some(position))?;
        let seq = face.snapshot.seq();
        self.answer(table, AddokReverse(face), language, seq)
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// Returns what was said, as often as it was; empty fields say nothing.
    fn all(&self, name: &str) -> Vec<&str> {
        let own = self.fields.iter().filter(|(own, _)| own == name);
        own.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    fn column(table: &Table, names: &[&str]) -> Answer<usize> {
        let found = names.iter().find_map(|name| table.find(name).ok());
        let missing = || Notice::new("problem-no-such-column").with("name", names[0]);
        found.ok_or_else(|| Problem::bad_request(missing()))
    }

    fn table(&self) -> Answer<Table> {
        let delimiter = self.one("delimiter").map(read_delimiter).transpose();
        let options = TableOptions {
            delimiter: delimiter.map_err(Problem::bad_request)?,
            encoding: self.one("encoding").map(str::to_owned),
        };
        let mut table = Table::begin(&self.data, &options).map_err(Problem::bad_request)?;
        if self.one("with_bom").is_some_and(|token| matches!(token, "1" | "true" | "True" | "yes" | "on")) {
            table.coding = table.coding.with_bom();
        }
        Ok(table)
    }

    fn face(
        &self,
        state: &AppState,
        language: Language,
        table: &Table,
        position: Option<(usize, usize)>,
    ) -> Answer<AddokFace> {
        let named = ["citycode", "postcode", "type"].map(|name| self.one(name));
        Ok(AddokFace {
            snapshot: snapshot(state),
            filters: RowFilters::of(named, &table.header).map_err(Problem::bad_request)?,
            position,
            context: state.config.ente.name.clone(),
            language,
            delimiter: table.delimiter,
        })
    }

    fn answer(self, table: Table, face: impl RowFace, language: Language, seq: i64) -> Answer<Response> {
        let place = place()?;
        let content_type = csv_type(&table);
        let (reader, splitter) = table.read(0);
        let work = TableWork { table, face, language, rejects: None };
        let prelude = work.prelude();
        let (data, kept) = (self.data, self.kept);
        let source = stream::iter([Ok(data)]).map(move |piece| {
            // The file's place is free again when the file is.
            let _kept = &kept;
            piece
        });
        let answers = run(source.boxed(), Some(reader), splitter, &Arc::new(work));
        let mut response = answer_stream(prelude, answers, place, seq, content_type);
        let file = format!("attachment; filename=\"{}.geocoded.csv\"", self.name);
        if let Ok(value) = HeaderValue::from_str(&file) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }
}

/// A file's name without its extension, in letters that need no quoting.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_. ".contains(*letter);
    stem.chars().filter(is_plain).take(100).collect()
}
