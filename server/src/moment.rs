//! What time it is.

use civico_store::toponymy::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Where days of the register begin and end.
const ZONE: &str = "Europe/Rome";

/// Returns now, and today in Italy.
pub(crate) fn now() -> Moment {
    let now = Timestamp::now();
    // The zones are built into the program.
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    Moment { now, today: now.to_zoned(zone).date() }
}
