//! From a question to a written answer, in one way for all faces: single queries, batches as NDJSON
//! or CSV, addok's dialect, the shell.

mod addok;
mod addok_table;
mod answer;
mod cells;
mod columns;
mod encoding;
mod fault;
mod ndjson;
mod pipeline;
mod question;
mod rejects;
mod rows;
mod table;
mod work;

pub(crate) use addok::{AddokForm, AddokPoint, AddokQuestion, Filters, read_degrees};
pub(crate) use addok_table::{AddokFace, AddokReverse, AddokSearch, REACH_M, RowFilters};
pub(crate) use answer::{Ask, GeoJson, Snapshot, Typing, answer};
pub(crate) use cells::NUMERIC;
pub(crate) use columns::{Columns, Wanted};
pub(crate) use encoding::sniff_text;
pub(crate) use ndjson::NdjsonWork;
pub(crate) use pipeline::{Answers, Source, run};
pub(crate) use question::{Question, limit, lon_lat, spoken, stages};
pub(crate) use rejects::{RejectRule, row_of_reject};
pub(crate) use rows::Splitter;
pub(crate) use table::{RowFace, Table, TableOptions, TableSearch, TableWork, read_delimiter};
pub(crate) use work::Done;
