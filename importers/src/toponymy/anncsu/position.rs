//! Whether COORD_X_COMUNE and COORD_Y_COMUNE are a position.

use civico_domain::notice::Notice;
use civico_domain::toponymy::anncsu::{IndirRow, indir};

use crate::crs::{Range, range_of};
use crate::text::parse_loose;

/// What is made of the coordinates of a row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Longitude and latitude.
    pub(super) lon_lat: Option<(f64, f64)>,
    /// What about them is odd.
    pub(super) notice: Option<Notice>,
}

/// Looks at the coordinates of a row. Both empty is nothing odd: most accesses have none.
pub(super) fn find(fields: &IndirRow) -> Found {
    let (x, y) = (fields[indir::COORD_X_COMUNE].trim(), fields[indir::COORD_Y_COMUNE].trim());
    let none = |notice: Notice| Found { lon_lat: None, notice: Some(notice) };
    match (x.is_empty(), y.is_empty()) {
        (true, true) => return Found::default(),
        (false, false) => {}
        _ => return none(Notice::new("anncsu-coordinate-alone").with("x", x).with("y", y)),
    }
    let (Some(lon), Some(lat)) = (parse_loose(x), parse_loose(y)) else {
        return none(Notice::new("anncsu-coordinates-unreadable").with("x", x).with("y", y));
    };
    if lon.abs() <= f64::EPSILON && lat.abs() <= f64::EPSILON {
        return none(Notice::new("anncsu-coordinates-zero").with("x", x).with("y", y));
    }
    match (range_of(lon, lat), range_of(lat, lon)) {
        (Range::DegreesItaly, _) => Found { lon_lat: Some((lon, lat)), notice: decimal_point(x, y) },
        (_, Range::DegreesItaly) => Found {
            lon_lat: Some((lat, lon)),
            notice: Some(Notice::new("anncsu-axes-swapped").with("x", x).with("y", y)),
        },
        (Range::Degrees, _) => none(Notice::new("anncsu-coordinates-elsewhere").with("x", x).with("y", y)),
        _ => none(Notice::new("anncsu-coordinates-metric").with("x", x).with("y", y)),
    }
}

fn decimal_point(x: &str, y: &str) -> Option<Notice> {
    let has_point = x.contains('.') || y.contains('.');
    has_point.then(|| Notice::new("anncsu-decimal-point").with("x", x).with("y", y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirt_is_told_from_positions() {
        for (x, y, lon_lat, id) in [
            ("", "", None, ""),
            ("9,1234567", "45,4234567", Some((9.123_456_7, 45.423_456_7)), ""),
            ("9.12", "45.42", Some((9.12, 45.42)), "anncsu-decimal-point"),
            ("45,42", "9,12", Some((9.12, 45.42)), "anncsu-axes-swapped"),
            ("0", "0,0", None, "anncsu-coordinates-zero"),
            ("514817,04", "5034608,42", None, "anncsu-coordinates-metric"),
            ("9,12", "", None, "anncsu-coordinate-alone"),
            ("9,12", "N", None, "anncsu-coordinates-unreadable"),
            ("-9,12", "45,42", None, "anncsu-coordinates-elsewhere"),
        ] {
            let mut row = IndirRow::default();
            x.clone_into(&mut row[indir::COORD_X_COMUNE]);
            y.clone_into(&mut row[indir::COORD_Y_COMUNE]);
            let found = find(&row);
            assert_eq!(found.lon_lat, lon_lat, "{x} {y}");
            assert_eq!(found.notice.map_or(String::new(), |notice| notice.id), id, "{x} {y}");
        }
    }
}
