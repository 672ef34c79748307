//! The processes by name.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Input, catalogue};

/// What kind of question a process answers; lists are grouped by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProcessTheme {
    /// What is at a place (carotaggio).
    Question,
    /// What areas share, and what lies in them.
    Overlay,
    /// What is near, and how to get there.
    Proximity,
    /// Where things lie densely or values are unusual.
    Pattern,
    /// What changed.
    Time,
    /// Where addresses are.
    Address,
    /// For programs that try the service out.
    Test,
}

impl ProcessTheme {
    /// Returns the token, as served; its words are `process-theme-<token>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Overlay => "overlay",
            Self::Proximity => "proximity",
            Self::Pattern => "pattern",
            Self::Time => "time",
            Self::Address => "address",
            Self::Test => "test",
        }
    }
}

/// A text names no process.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no process of that name")]
pub struct ProcessError;

/// Defines the processes: name, identifier, theme, inputs.
macro_rules! processes {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $theme:ident, $inputs:ident;)*) => {
        /// A process that can be run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Process {
            $($(#[$doc])* $name,)*
        }

        impl Process {
            /// All of them, in the order of lists.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$name),*];

            /// Returns the identifier, kebab-case.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Returns what kind of question it answers.
            pub fn theme(self) -> ProcessTheme {
                match self { $(Self::$name => ProcessTheme::$theme,)* }
            }

            /// Returns what it takes, in the order of forms.
            pub fn inputs(self) -> &'static [Input] {
                match self { $(Self::$name => catalogue::$inputs,)* }
            }
        }
    };
}

processes! {
    /// Carotaggio: all that there is at a point or in an area.
    DrillThrough = "drill-through", Question, DRILL_THROUGH;
    /// Everything up to a distance.
    Buffer = "buffer", Overlay, BUFFER;
    /// Areas of one kind as one.
    Dissolve = "dissolve", Overlay, DISSOLVE;
    /// What areas of two layers share.
    Intersection = "intersection", Overlay, TWO_LAYERS;
    /// What is left of areas without those of another layer.
    Difference = "difference", Overlay, TWO_LAYERS;
    /// Two layers laid over each other.
    Union = "union", Overlay, TWO_LAYERS;
    /// What lies within areas, cut at their boundary.
    Clip = "clip", Overlay, CLIP;
    /// What of another layer belongs to each thing.
    SpatialJoin = "spatial-join", Overlay, SPATIAL_JOIN;
    /// How much lies in each area.
    SummariseByArea = "summarise-by-area", Overlay, SUMMARISE_BY_AREA;
    /// The nearest things.
    Nearest = "nearest", Proximity, NEAREST;
    /// How far all are from all.
    DistanceMatrix = "distance-matrix", Proximity, DISTANCE_MATRIX;
    /// What is reached in a time or within a distance (isocrone).
    ServiceArea = "service-area", Proximity, SERVICE_AREA;
    /// The best way.
    ShortestPath = "shortest-path", Proximity, SHORTEST_PATH;
    /// How densely things lie, smoothed.
    KernelDensity = "kernel-density", Pattern, KERNEL_DENSITY;
    /// Getis-Ord Gi*: where high or low values lie together.
    HotSpots = "hot-spots", Pattern, HOT_SPOTS;
    /// Moran's I: whether neighbours are alike.
    Moran = "moran", Pattern, MORAN;
    /// Groups of points that lie densely.
    Dbscan = "dbscan", Pattern, DBSCAN;
    /// Things counted in hexagons.
    Hexagons = "hexagons", Pattern, HEXAGONS;
    /// How two versions differ.
    Change = "change", Time, CHANGE;
    /// The places of a table of addresses.
    GeocodeTable = "geocode-table", Address, GEOCODE_TABLE;
    /// What was sent, sent back.
    Echo = "echo", Test, ECHO;
}

impl Process {
    /// Returns the version: its second number changes with inputs, its first with what results mean.
    pub fn version(self) -> &'static str {
        match self {
            // Counts with k are rounded, and there is H3; an output for each input.
            Self::Hexagons | Self::Echo => "2.0.0",
            // Distances over the ellipsoid; collections at a version.
            Self::Nearest | Self::DistanceMatrix | Self::DrillThrough => "1.1.0",
            _ => "1.0.0",
        }
    }

    /// Returns an input by its name.
    pub fn input(self, name: &str) -> Option<&'static Input> {
        self.inputs().iter().find(|input| input.name == name)
    }
}

impl FromStr for Process {
    type Err = ProcessError;

    fn from_str(text: &str) -> Result<Self, ProcessError> {
        Self::ALL.into_iter().find(|process| process.id() == text).ok_or(ProcessError)
    }
}

impl TryFrom<String> for Process {
    type Error = ProcessError;

    fn try_from(text: String) -> Result<Self, ProcessError> {
        text.parse()
    }
}

impl From<Process> for String {
    fn from(process: Process) -> Self {
        process.id().to_owned()
    }
}

impl std::fmt::Display for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}
