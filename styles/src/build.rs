//! Turns the data into styles: names of the palette become values, collections become sources.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::data::{BASE, DATASET, PALETTE, Rule, color_index, dataset_color};
use crate::geometry::GeometryKind;
use crate::language::Language;
use crate::spec::{Layer, Source, Style};

/// Where an installation answers: `https://portale.example.it`, or empty for root-relative URLs.
///
/// Clients other than a browser on the same host need the absolute form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urls {
    root: String,
}

impl Urls {
    /// URLs below this root; a slash at its end is dropped.
    pub fn below(root: &str) -> Self {
        Self { root: root.trim_end_matches('/').to_owned() }
    }

    fn tilejson(&self, collection: &str) -> String {
        format!("{}/tiles/{collection}", self.root)
    }

    fn glyphs(&self) -> String {
        format!("{}/fonts/{{fontstack}}/{{range}}.pbf", self.root)
    }

    fn sprite(&self) -> String {
        format!("{}/sprites/base", self.root)
    }
}

/// The base map: comuni, streets, house numbers and localities of the register.
///
/// Its metadata also carry, under `civico:dataset`, the templates that [`dataset_layers`] uses,
/// so that the viewer draws datasets by the same rules.
pub fn base(language: Language, urls: &Urls) -> Style {
    let sources = BASE.collections.iter().map(|id| (id.clone(), source(urls, id))).collect();
    let layers = BASE.layers.iter().map(|rule| base_layer(rule, language)).collect();
    Style {
        version: 8,
        name: BASE.name.in_language(language).to_owned(),
        metadata: Map::from_iter([("civico:dataset".to_owned(), dataset_templates(language))]),
        sprite: urls.sprite(),
        glyphs: urls.glyphs(),
        sources,
        layers,
    }
}

/// One dataset over the base map, with the colour that [`color_index`] gives it.
///
/// `title` is the dataset's own title in the language asked for.
pub fn dataset(id: &str, title: &str, geometry: GeometryKind, language: Language, urls: &Urls) -> Style {
    let mut style = base(language, urls);
    title.clone_into(&mut style.name);
    if geometry != GeometryKind::None {
        style.sources.insert(id.to_owned(), source(urls, id));
    }
    style.layers.extend(dataset_layers(id, geometry, color_index(id), language));
    style
}

/// The default layers of a dataset, from the lowest to the highest; none for a table.
pub fn dataset_layers(id: &str, geometry: GeometryKind, color: usize, language: Language) -> Vec<Layer> {
    let rules = DATASET.layers.iter().filter(|rule| rule.geometry.contains(&geometry));
    rules
        .map(|rule| layer(rule, format!("{id}/{}", rule.id), Some(id), Some(dataset_color(color)), language))
        .collect()
}

fn base_layer(rule: &Rule, language: Language) -> Layer {
    layer(rule, rule.id.clone(), rule.collection.as_deref(), None, language)
}

fn layer(
    rule: &Rule,
    id: String,
    collection: Option<&str>,
    color: Option<&str>,
    language: Language,
) -> Layer {
    let title = rule.title.in_language(language);
    Layer {
        id,
        kind: rule.kind,
        metadata: Map::from_iter([("civico:title".to_owned(), title.into())]),
        source: collection.map(str::to_owned),
        source_layer: collection.map(str::to_owned),
        minzoom: rule.minzoom,
        maxzoom: rule.maxzoom,
        filter: rule.filter.as_ref().map(|filter| resolve(filter, color)),
        layout: resolve_map(&rule.layout, color),
        paint: resolve_map(&rule.paint, color),
    }
}

/// Replaces `@name` by what the palette says; a name it does not know stays, and a test finds it.
fn resolve(value: &Value, color: Option<&str>) -> Value {
    match value {
        Value::String(text) => text
            .strip_prefix('@')
            .and_then(|name| PALETTE.resolve(name, color))
            .unwrap_or_else(|| value.clone()),
        Value::Array(items) => items.iter().map(|item| resolve(item, color)).collect(),
        Value::Object(map) => Value::Object(resolve_map(map, color)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn resolve_map(map: &Map<String, Value>, color: Option<&str>) -> Map<String, Value> {
    map.iter().map(|(key, value)| (key.clone(), resolve(value, color))).collect()
}

/// Colours by index, and for each kind of geometry its layers with `@color` and `@id` still open.
fn dataset_templates(language: Language) -> Value {
    let kinds = [GeometryKind::Point, GeometryKind::Line, GeometryKind::Polygon, GeometryKind::Mixed];
    let templates: BTreeMap<String, Vec<Layer>> =
        kinds.into_iter().map(|kind| (kind.name().to_owned(), open_layers(kind, language))).collect();
    let colors: Vec<&str> = PALETTE.datasets.iter().map(|color| color.value.as_str()).collect();
    json!({ "colors": colors, "layers": templates })
}

fn open_layers(kind: GeometryKind, language: Language) -> Vec<Layer> {
    let rules = DATASET.layers.iter().filter(|rule| rule.geometry.contains(&kind));
    rules.map(|rule| layer(rule, format!("@id/{}", rule.id), Some("@id"), Some("@color"), language)).collect()
}

fn source(urls: &Urls, collection: &str) -> Source {
    Source { kind: "vector".to_owned(), url: urls.tilejson(collection) }
}

#[cfg(test)]
mod tests;
