//! Text as files have it: encodings, numbers with a comma, dates by day and month.

mod date;
mod encoding;
mod number;
mod transcode;

pub use date::{DateStyle, parse_date};
pub use encoding::{Chosen, by_label, detect, of_dbf_language, single_byte};
pub use number::{DecimalMark, has_leading_zero, parse_loose, parse_real};
pub use transcode::Transcoder;
