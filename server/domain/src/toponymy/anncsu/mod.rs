//! ANNCSU, the national archive of streets and house numbers: its identifiers, the layouts of its
//! open data, and how the comune's register and the archive are brought together.
//!
//! The layouts are those of the files `INDIR_*` (addresses) and `STRAD_*` (streets) that the
//! Agenzia delle Entrate publishes: UTF-8, `;` between fields, no quotes, a decimal comma, LF at
//! the end of lines.

mod columns;
mod fold;
mod line;
mod order;
pub mod reconcile;
mod row;

pub use columns::{INDIR_COLUMNS, IndirRow, STRAD_COLUMNS, StradRow, indir, strad};
pub use line::{UnwritableField, line};
pub use order::{IndirOrder, StradOrder};
pub use row::{COORDINATES_CRS, indir_row, strad_row, upper_case};

use crate::id::text_code;

/// ASCII digits, from one to `longest` of them.
fn is_digits(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

text_code! {
    /// Progressivo nazionale: a street's number in ANNCSU (`progr_nazionale`, at most 10 digits).
    AnncsuThoroughfareId, "1 to 10 digits", |text| is_digits(text, 10)
}

text_code! {
    /// Progressivo accesso: an access's number in ANNCSU (`progr_civico`, at most 15 digits).
    AnncsuAccessId, "1 to 15 digits", |text| is_digits(text, 15)
}
