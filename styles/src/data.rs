//! The embedded data: palette, layers of the base map, templates of dataset layers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::geometry::GeometryKind;
use crate::language::Text;
use crate::spec::LayerType;

/// The name that stands for the colour of a dataset in its templates.
pub(crate) const COLOR: &str = "color";

pub(crate) static PALETTE: LazyLock<Palette> =
    LazyLock::new(|| embedded(include_str!("../data/palette.json")));
pub(crate) static BASE: LazyLock<BaseMap> = LazyLock::new(|| embedded(include_str!("../data/base.json")));
pub(crate) static DATASET: LazyLock<Templates> =
    LazyLock::new(|| embedded(include_str!("../data/dataset.json")));

fn embedded<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the embedded data is read by a test")
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Palette {
    #[serde(rename = "$schema")]
    _schema: String,
    pub(crate) colors: BTreeMap<String, Color>,
    pub(crate) fonts: BTreeMap<String, Vec<String>>,
    pub(crate) conditions: BTreeMap<String, Value>,
    pub(crate) datasets: Vec<Color>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Color {
    pub(crate) value: String,
    #[serde(rename = "for")]
    _purpose: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaseMap {
    #[serde(rename = "$schema")]
    _schema: String,
    pub(crate) name: Text,
    pub(crate) collections: Vec<String>,
    pub(crate) layers: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Templates {
    #[serde(rename = "$schema")]
    _schema: String,
    pub(crate) layers: Vec<Rule>,
}

/// One layer as the data files describe it, with names of the palette still in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: LayerType,
    pub(crate) title: Text,
    pub(crate) collection: Option<String>,
    #[serde(default)]
    pub(crate) geometry: Vec<GeometryKind>,
    pub(crate) minzoom: Option<f64>,
    pub(crate) maxzoom: Option<f64>,
    pub(crate) filter: Option<Value>,
    #[serde(default)]
    pub(crate) layout: Map<String, Value>,
    #[serde(default)]
    pub(crate) paint: Map<String, Value>,
}

impl Palette {
    /// What `@name` stands for; the colour of a dataset is not in the palette and comes with the call.
    pub(crate) fn resolve(&self, name: &str, dataset_color: Option<&str>) -> Option<Value> {
        if name == COLOR {
            return dataset_color.map(Value::from);
        }
        let color = self.colors.get(name).map(|color| color.value.clone().into());
        let font = || self.fonts.get(name).map(|font| font.clone().into());
        let condition = || self.conditions.get(name).cloned();
        color.or_else(font).or_else(condition)
    }
}

/// The colour with this index, as `#rrggbb`; indexes past the last begin again.
pub fn dataset_color(index: usize) -> &'static str {
    let colors = &PALETTE.datasets;
    &colors[index % colors.len()].value
}

/// The colour index that a dataset has by default, from its id alone (FNV-1a, 32 bits).
///
/// The viewer computes the same, so that a dataset looks alike everywhere.
pub fn color_index(dataset: &str) -> usize {
    let hash = dataset
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize % PALETTE.datasets.len()
}
