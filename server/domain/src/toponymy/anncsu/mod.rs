//! Identifiers that ANNCSU, the national archive of streets and house numbers, gave.

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
