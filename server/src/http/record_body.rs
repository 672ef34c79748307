//! What services send of their records; what is refused is not repeated.

use axum::http::{HeaderMap, header};
use civico_domain::notice::Notice;
use civico_domain::records::{RecordKind, Reference};
use civico_domain::sensitive::Sensitive;
use civico_domain::toponymy::{AddressId, SubjectId, ThoroughfareId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::problem::{Answer, Problem};
use crate::records::resolve::Place;
use crate::records::text::AddressText;

/// Records in one request at most; the longest body holds fewer that are long.
const MOST: usize = 500;

/// A record to be registered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordBody {
    kind: RecordKind,
    reference: Reference,
    q: Option<Sensitive<String>>,
    street: Option<Sensitive<String>>,
    number: Option<Sensitive<String>>,
    municipality: Option<Sensitive<String>>,
    postcode: Option<Sensitive<String>>,
    address: Option<AddressId>,
    thoroughfare: Option<ThoroughfareId>,
}

/// Where a record is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceBody {
    q: Option<Sensitive<String>>,
    street: Option<Sensitive<String>>,
    number: Option<Sensitive<String>>,
    municipality: Option<Sensitive<String>>,
    postcode: Option<Sensitive<String>>,
    address: Option<AddressId>,
    thoroughfare: Option<ThoroughfareId>,
}

/// One record, or many of which each was read or not.
pub(crate) enum Posted {
    One(Answer<RecordBody>),
    Many(Vec<Answer<RecordBody>>),
}

impl RecordBody {
    /// Returns what the record is, its number at the service, and its place.
    ///
    /// # Errors
    /// The place is not said, or said twice.
    pub(crate) fn parts(self) -> Answer<(RecordKind, Reference, Place)> {
        let Self { kind, reference, q, street, number, municipality, postcode, address, thoroughfare } = self;
        let place = PlaceBody { q, street, number, municipality, postcode, address, thoroughfare }.place()?;
        Ok((kind, reference, place))
    }
}

impl PlaceBody {
    /// Returns the place.
    ///
    /// # Errors
    /// It is not said, or said twice.
    pub(crate) fn place(self) -> Answer<Place> {
        let Self { q, street, number, municipality, postcode, address, thoroughfare } = self;
        let text = AddressText { q, street, number, municipality, postcode };
        let says_nothing = text == AddressText::default();
        match (address, thoroughfare) {
            (None, None) if text.is_sound() => Ok(Place::Text(text)),
            (Some(id), None) if says_nothing => Ok(Place::Register(SubjectId::Address(id))),
            (None, Some(id)) if says_nothing => Ok(Place::Register(SubjectId::Thoroughfare(id))),
            _ => Err(unreadable()),
        }
    }
}

impl Posted {
    /// Reads a body: an object, a list, or NDJSON by its media type.
    ///
    /// # Errors
    /// It is none of these, or holds too many.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Answer<Self> {
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.contains("ndjson")) {
            let lines = body.split(|byte| *byte == b'\n');
            let lines: Vec<&[u8]> = lines.filter(|line| !line.trim_ascii().is_empty()).collect();
            check_count(lines.len())?;
            return Ok(Self::Many(lines.into_iter().map(one).collect()));
        }
        if body.trim_ascii_start().starts_with(b"[") {
            let listed: Vec<&RawValue> = serde_json::from_slice(body).map_err(|_error| unreadable())?;
            check_count(listed.len())?;
            return Ok(Self::Many(listed.into_iter().map(|item| one(item.get().as_bytes())).collect()));
        }
        Ok(Self::One(one(body)))
    }
}

fn one(text: &[u8]) -> Answer<RecordBody> {
    serde_json::from_slice(text).map_err(|_error| unreadable())
}

fn check_count(count: usize) -> Answer<()> {
    if count <= MOST {
        return Ok(());
    }
    Err(Problem::bad_request(Notice::new("problem-too-many-records").with("limit", MOST)))
}

pub(super) fn unreadable() -> Problem {
    Problem::bad_request(Notice::new("problem-record-body"))
}
