//! The inputs of each process: one list for each, in the order of forms.

use crate::catalog::{ColumnKind, GeometryKind};

use super::{Input, InputKind};

/// How many collections one input may have: a theme of all enti has one for each of its comuni, yet
/// most questions are about a few.
const SOURCES: usize = 20;

const ALL: &[GeometryKind] =
    &[GeometryKind::Point, GeometryKind::Line, GeometryKind::Polygon, GeometryKind::Mixed];
const SHAPES: &[GeometryKind] = &[GeometryKind::Point, GeometryKind::Line, GeometryKind::Polygon];
const TABLES: &[GeometryKind] = &[
    GeometryKind::None,
    GeometryKind::Point,
    GeometryKind::Line,
    GeometryKind::Polygon,
    GeometryKind::Mixed,
];
const POINTS: &[GeometryKind] = &[GeometryKind::Point, GeometryKind::Mixed];
const LINES: &[GeometryKind] = &[GeometryKind::Line, GeometryKind::Mixed];
const AREAS: &[GeometryKind] = &[GeometryKind::Polygon, GeometryKind::Mixed];
const POINTS_AND_AREAS: &[GeometryKind] = &[GeometryKind::Point, GeometryKind::Polygon, GeometryKind::Mixed];

const NUMERIC: &[ColumnKind] = &[ColumnKind::Integer, ColumnKind::Real];
const WORDS: &[ColumnKind] = &[ColumnKind::Text, ColumnKind::Integer];
const ANY_COLUMN: &[ColumnKind] = &[
    ColumnKind::Boolean,
    ColumnKind::Integer,
    ColumnKind::Real,
    ColumnKind::Text,
    ColumnKind::Date,
    ColumnKind::Timestamp,
];

const fn required(name: &'static str, kind: InputKind) -> Input {
    Input { name, kind, is_required: true }
}

const fn optional(name: &'static str, kind: InputKind) -> Input {
    Input { name, kind, is_required: false }
}

const fn features(geometry: &'static [GeometryKind]) -> InputKind {
    InputKind::Features { geometry, at_most: SOURCES }
}

const fn property(of: &'static str, kinds: &'static [ColumnKind]) -> InputKind {
    InputKind::Property { of, kinds }
}

/// From nought, which is in.
const fn from_nought(most: f64, default: Option<f64>, unit: &'static str) -> InputKind {
    InputKind::Number { least: 0.0, least_is_in: true, most, default, unit: Some(unit) }
}

/// Above nought.
const fn above_nought(most: f64, default: Option<f64>, unit: &'static str) -> InputKind {
    InputKind::Number { least: 0.0, least_is_in: false, most, default, unit: Some(unit) }
}

const fn integer(least: i64, most: i64, default: i64) -> InputKind {
    InputKind::Integer { least, most, default: Some(default), unit: None }
}

const fn choice(of: &'static [&'static str]) -> InputKind {
    InputKind::Choice { of, default: of[0] }
}

const NO: InputKind = InputKind::Boolean { default: false };

/// Slivers: what areas that touch share by rounding.
const LEAST_AREA: Input = optional("least-area", from_nought(1e9, Some(0.01), "m2"));

/// The streets that a way goes by, the same wherever there is one.
const ONE_WAY: Input = optional("one-way", property("streets", WORDS));
const TOLERANCE: Input = optional("tolerance", above_nought(20.0, Some(0.5), "m"));
const SNAP: Input = optional("snap", above_nought(5_000.0, Some(200.0), "m"));
const TRAVEL: Input = optional("travel", choice(&["walking", "cycling", "metres"]));
const SPEED: Input = optional("speed", above_nought(130.0, None, "km/h"));

pub(super) const DRILL_THROUGH: &[Input] = &[
    required("geometry", InputKind::Geometry { geometry: SHAPES }),
    optional("distance", from_nought(5_000.0, Some(0.0), "m")),
    optional("collections", InputKind::Features { geometry: ALL, at_most: 200 }),
    optional("theme", InputKind::Text { most_chars: 40 }),
    optional("least-area", from_nought(1e9, Some(1.0), "m2")),
];

pub(super) const BUFFER: &[Input] = &[
    required("features", features(ALL)),
    optional(
        "distance",
        InputKind::Number {
            least: -10_000.0,
            least_is_in: true,
            most: 100_000.0,
            default: None,
            unit: Some("m"),
        },
    ),
    optional("distance-property", property("features", NUMERIC)),
    optional("dissolve", NO),
    optional("quadrant-segments", integer(1, 64, 8)),
];

pub(super) const DISSOLVE: &[Input] = &[
    required("features", features(AREAS)),
    optional("by", property("features", ANY_COLUMN)),
    optional("sum", property("features", NUMERIC)),
];

pub(super) const TWO_LAYERS: &[Input] =
    &[required("features", features(AREAS)), required("overlay", features(AREAS)), LEAST_AREA];

pub(super) const CLIP: &[Input] = &[required("features", features(ALL)), required("areas", features(AREAS))];

pub(super) const SPATIAL_JOIN: &[Input] = &[
    required("features", features(ALL)),
    required("join", features(ALL)),
    optional("relation", choice(&["intersects", "within", "contains", "nearest-within"])),
    optional("distance", from_nought(100_000.0, None, "m")),
    optional("value", property("join", NUMERIC)),
];

pub(super) const SUMMARISE_BY_AREA: &[Input] = &[
    required("areas", features(AREAS)),
    required("features", features(POINTS_AND_AREAS)),
    optional("value", property("features", NUMERIC)),
    optional("weight", property("features", NUMERIC)),
];

pub(super) const NEAREST: &[Input] = &[
    required("features", features(ALL)),
    required("targets", features(ALL)),
    optional("k", integer(1, 100, 1)),
    optional("most-distance", above_nought(1e6, None, "m")),
    optional("draw", choice(&["lines", "features"])),
    optional("streets", features(LINES)),
    optional("travel", choice(&["metres", "walking", "cycling"])),
    SPEED,
    ONE_WAY,
    TOLERANCE,
    SNAP,
];

pub(super) const DISTANCE_MATRIX: &[Input] = &[
    required("origins", features(ALL)),
    required("destinations", features(ALL)),
    optional("origin-key", property("origins", ANY_COLUMN)),
    optional("destination-key", property("destinations", ANY_COLUMN)),
    optional("most-distance", above_nought(1e6, None, "m")),
    optional("streets", features(LINES)),
    optional("travel", choice(&["metres", "walking", "cycling"])),
    SPEED,
    ONE_WAY,
    TOLERANCE,
    SNAP,
];

pub(super) const SERVICE_AREA: &[Input] = &[
    required("origins", features(ALL)),
    required("streets", features(LINES)),
    optional(
        "limits",
        InputKind::Numbers {
            least: 0.0,
            least_is_in: false,
            most: 100_000.0,
            at_most: 10,
            default: &[5.0, 10.0, 15.0],
        },
    ),
    optional("unit", choice(&["minutes", "metres"])),
    optional("travel", choice(&["walking", "cycling"])),
    SPEED,
    optional("output", choice(&["outlines", "streets"])),
    optional("around", above_nought(1_000.0, Some(30.0), "m")),
    optional("dissolve", NO),
    ONE_WAY,
    TOLERANCE,
    SNAP,
];

pub(super) const SHORTEST_PATH: &[Input] = &[
    required("origins", features(ALL)),
    required("destinations", features(ALL)),
    required("streets", features(LINES)),
    optional("origin-key", property("origins", ANY_COLUMN)),
    optional("destination-key", property("destinations", ANY_COLUMN)),
    TRAVEL,
    SPEED,
    ONE_WAY,
    TOLERANCE,
    SNAP,
];

pub(super) const KERNEL_DENSITY: &[Input] = &[
    required("features", features(POINTS)),
    optional("weight", property("features", NUMERIC)),
    optional("bandwidth", above_nought(100_000.0, None, "m")),
    optional("kernel", choice(&["quartic", "gaussian", "epanechnikov"])),
    optional("cell", above_nought(100_000.0, Some(100.0), "m")),
    optional("shape", choice(&["squares", "hexagons"])),
];

pub(super) const HOT_SPOTS: &[Input] = &[
    required("features", features(POINTS_AND_AREAS)),
    optional("value", property("features", NUMERIC)),
    optional("cell", above_nought(100_000.0, Some(500.0), "m")),
    optional("neighbours", choice(&["band", "nearest"])),
    optional("distance", above_nought(1e6, None, "m")),
    optional("k", integer(1, 1_000, 8)),
];

pub(super) const MORAN: &[Input] = &[
    required("features", features(POINTS_AND_AREAS)),
    required("value", property("features", NUMERIC)),
    optional("neighbours", choice(&["nearest", "band"])),
    optional("distance", above_nought(1e6, None, "m")),
    optional("k", integer(1, 1_000, 8)),
    optional("permutations", integer(99, 99_999, 999)),
    optional("seed", integer(0, (1 << 53) - 1, 1)),
];

pub(super) const DBSCAN: &[Input] = &[
    required("features", features(POINTS_AND_AREAS)),
    required("distance", above_nought(100_000.0, None, "m")),
    optional("least-points", integer(1, 100_000, 5)),
];

pub(super) const HEXAGONS: &[Input] = &[
    required("features", features(POINTS_AND_AREAS)),
    optional("value", property("features", NUMERIC)),
    optional("grid", choice(&["metric", "h3"])),
    optional(
        "width",
        InputKind::Number {
            least: 1.0,
            least_is_in: true,
            most: 100_000.0,
            default: Some(500.0),
            unit: Some("m"),
        },
    ),
    optional("resolution", integer(0, 15, 8)),
    optional("k", integer(0, 1_000, 0)),
];

pub(super) const CHANGE: &[Input] = &[
    required("old", features(TABLES)),
    required("new", features(TABLES)),
    optional("key", property("new", ANY_COLUMN)),
    optional("still", from_nought(1_000.0, Some(0.01), "m")),
];

pub(super) const GEOCODE_TABLE: &[Input] = &[
    required("features", features(TABLES)),
    optional("address", property("features", WORDS)),
    optional("street", property("features", WORDS)),
    optional("number", property("features", WORDS)),
    optional("municipality", property("features", WORDS)),
    optional("postcode", property("features", WORDS)),
];

pub(super) const ECHO: &[Input] = &[
    // For programs that give words only where words are asked for; first, since some of them try the first.
    optional("message", InputKind::Text { most_chars: 10_000 }),
    optional("value", InputKind::Anything),
    optional("pause", from_nought(600.0, Some(0.0), "s")),
];
