#![doc = include_str!("../README.md")]

mod accesses;
mod anncsu;
mod answer;
mod assemble;
mod builder;
mod calibration;
mod changes;
mod compact;
mod compare;
mod course;
mod distance;
mod entry;
mod evidence;
mod fault;
mod fuzzy;
mod gazetteer;
mod geocode;
mod hits;
mod house_number;
mod index;
pub mod kinds;
mod locate;
mod messages;
mod names;
mod near;
pub mod normalise;
pub mod numerals;
mod parse;
mod place;
mod query;
mod reverse;
mod search;
mod segment;
mod sounds;
mod sparse;
mod suggest;
mod tally;
mod terms;
pub mod tokens;
mod view;
mod vocabulary;
pub mod words;

pub use answer::{AMBIGUITY_MARGIN, Answer, Candidate, Fault, Level, Method, PlaceId};
pub use builder::IndexBuilder;
pub use calibration::MODEL;
pub use changes::Update;
pub use entry::{
    AddressEntry, CourseEntry, LocalityEntry, LonLat, MunicipalityEntry, StretchEntry, ThoroughfareEntry,
};
pub use fault::FaultKind;
pub use geocode::geocode;
pub use index::Index;
pub use messages::Language;
pub use parse::parts::{AddressParts, part_address};
pub use query::{AddressFields, MAX_LIMIT, Query, ReverseQuery, Stages, Text};
pub use reverse::reverse;
pub use suggest::suggest;

#[cfg(test)]
mod changes_tests;
#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod grammar_tests;
#[cfg(test)]
mod interpolation_tests;
#[cfg(test)]
mod register_tests;
