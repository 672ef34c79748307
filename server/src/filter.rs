//! What items are asked for: the same words for items over HTTP and for inputs of processes.

use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use civico_store::items::{Interval, ItemFilter};

/// A filter makes no sense; the value is not repeated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FilterError {
    /// The value of this name is not of its kind.
    Wrong(String),
    /// The collection has no column of this name.
    Unknown(String),
}

/// Makes a filter of a box, a time and pairs of column and value.
///
/// # Errors
/// A name is no column's, or a value is not of its kind.
pub(crate) fn item_filter(
    collection: &Collection,
    bbox: Option<Bounds>,
    datetime: Option<&str>,
    pairs: &[(String, String)],
) -> Result<ItemFilter, FilterError> {
    let mut filter = ItemFilter { bbox, ..ItemFilter::default() };
    if let Some(text) = datetime {
        filter.interval = Some(interval(text).ok_or_else(|| FilterError::Wrong("datetime".to_owned()))?);
    }
    for (name, text) in pairs {
        let wrong = || FilterError::Wrong(name.clone());
        let place = collection.find_column(name).ok_or_else(|| FilterError::Unknown(name.clone()))?;
        let kind = collection.columns.get(place).map(|column| column.column.kind).ok_or_else(wrong)?;
        filter.equals.push((place, kind.parse(text).map_err(|_error| wrong())?));
    }
    Ok(filter)
}

/// Reads `datetime`: an instant, or `from/to` with `..` or nothing for an open end; a day stands
/// for the whole day in UTC (17-069r4, 7.15.4).
pub(crate) fn interval(text: &str) -> Option<Interval> {
    let open = |text: &str| text.is_empty() || text == "..";
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    let from = if open(from) { None } else { Some(begin(from)?) };
    let to = if open(to) { None } else { Some(end(to)?) };
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    (ordered && (text.contains('/') || from.is_some())).then_some(Interval { from, to })
}

fn begin(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok().or_else(|| {
        let day: jiff::civil::Date = text.parse().ok()?;
        Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

fn end(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok().or_else(|| {
        let day: jiff::civil::Date = text.parse().ok()?;
        let last = day.at(23, 59, 59, 999_999_000);
        Some(last.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_may_be_open_at_one_end() {
        let whole_day = interval("2018-02-12").unwrap();
        assert_eq!(whole_day.from.unwrap().to_string(), "2018-02-12T00:00:00Z");
        assert_eq!(whole_day.to.unwrap().to_string(), "2018-02-12T23:59:59.999999Z");
        assert!(interval("2018-02-12T00:00:00Z/..").unwrap().to.is_none());
        assert!(interval("../2018-02-12").unwrap().from.is_none());
        assert!(interval("/2018-02-12T23:20:50.52Z").unwrap().from.is_none());
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in [
            "",
            "..",
            "yesterday",
            "2018-02-12/2018-02-11",
            "2018-02-30",
            "a/b",
            "2018-02-12/2018-02-13/2018-02-14",
        ] {
            assert_eq!(interval(text), None, "{text}");
        }
    }
}
