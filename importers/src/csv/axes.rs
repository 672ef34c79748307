//! Names of columns that hold coordinates.

/// Which of two coordinates a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// Easting, longitude.
    X,
    /// Northing, latitude.
    Y,
}

/// Two columns that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) x: usize,
    pub(super) y: usize,
    /// What the two names share, such as `gaussb` or `wgs84`.
    pub(super) group: String,
    /// Whether the names say longitude and latitude.
    pub(super) angular: bool,
}

/// Words for one axis, and whether they mean an angle.
const WORDS: &[(&str, Axis, bool)] = &[
    ("x", Axis::X, false),
    ("y", Axis::Y, false),
    ("est", Axis::X, false),
    ("nord", Axis::Y, false),
    ("easting", Axis::X, false),
    ("northing", Axis::Y, false),
    ("lon", Axis::X, true),
    ("long", Axis::X, true),
    ("lng", Axis::X, true),
    ("longitude", Axis::X, true),
    ("longitudine", Axis::X, true),
    ("lat", Axis::Y, true),
    ("latitude", Axis::Y, true),
    ("latitudine", Axis::Y, true),
];

/// Words that say "coordinate", alone or grown together with the axis: coordx, xcoord.
const COORDINATE_WORDS: &[&str] = &["coordinata", "coordinate", "coord", "coor", "utm", "gps"];

/// Finds the pairs among the names of columns, in their order.
pub(super) fn pairs(names: &[String]) -> Vec<Pair> {
    let found: Vec<Option<(Axis, bool, String)>> = names.iter().map(|name| axis_of(name)).collect();
    let mut pairs = Vec::new();
    for (x, entry) in found.iter().enumerate() {
        let Some((Axis::X, angular, group)) = entry else { continue };
        let partner = found.iter().position(
            |other| matches!(other, Some((Axis::Y, same, shared)) if same == angular && shared == group),
        );
        if let Some(y) = partner {
            pairs.push(Pair { x, y, group: group.clone(), angular: *angular });
        }
    }
    pairs
}

/// Tells which axis a name means and what else it says.
fn axis_of(name: &str) -> Option<(Axis, bool, String)> {
    let words = words_of(name);
    let mut found = words.iter().filter_map(|word| axis_word(word));
    // "long_x_4326" says the axis twice; "x_y" says both, and is none.
    let (axis, mut angular) = found.next()?;
    for (other, also) in found {
        if other != axis {
            return None;
        }
        angular |= also;
    }
    let rest: Vec<&str> = words.iter().map(String::as_str).filter(|word| axis_word(word).is_none()).collect();
    // A longer name speaks of something else: "data_di_nascita_x_errore".
    (rest.len() <= 3).then(|| (axis, angular, rest.join(" ")))
}

fn axis_word(word: &str) -> Option<(Axis, bool)> {
    let direct =
        |word: &str| WORDS.iter().find(|(known, _, _)| *known == word).map(|(_, axis, a)| (*axis, *a));
    direct(word).or_else(|| {
        COORDINATE_WORDS.iter().find_map(|prefix| {
            word.strip_prefix(prefix).or_else(|| word.strip_suffix(prefix)).and_then(direct)
        })
    })
}

/// Splits a name at what is no letter or digit, and where a capital follows a small letter.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let camel = before.is_lowercase() && letter.is_uppercase();
        if !letter.is_alphanumeric() || camel {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Vec<(usize, usize, String)> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        pairs(&names).into_iter().map(|pair| (pair.x, pair.y, pair.group)).collect()
    }

    #[test]
    fn names_that_italian_files_use_are_paired() {
        assert_eq!(found(&["id", "CoordX", "CoordY"]), [(1, 2, "coord".into())]);
        assert_eq!(found(&["coorY", "coorX"]), [(1, 0, "coor".into())]);
        assert_eq!(found(&["coordx", "coordy"]).len(), 1);
        assert_eq!(found(&["Latitudine", "Longitudine"]), [(1, 0, String::new())]);
        assert_eq!(found(&["long_x_4326", "lat_y_4326"]), [(0, 1, "4326".into())]);
        assert_eq!(found(&["COORDINATA GEOGRAFICA X", "COORDINATA GEOGRAFICA Y"]).len(), 1);
        assert_eq!(found(&["EST", "NORD"]).len(), 1);
        let milan = ["GAUSSB_X", "GAUSSB_Y", "WGS84_X", "WGS84_Y", "LAT_WGS84", "LONG_WGS84"];
        assert_eq!(found(&milan), [(0, 1, "gaussb".into()), (2, 3, "wgs84".into()), (5, 4, "wgs84".into())]);
    }

    #[test]
    fn what_only_sounds_alike_is_no_coordinate() {
        assert!(found(&["Linux", "Latte", "x_y", "LONGHEZZA"]).is_empty());
    }
}
