use std::collections::HashSet;

use serde_json::Value;

use super::*;
use crate::assets::{glyphs, sprite};
use crate::data::dataset_color;

const LANGUAGES: [Language; 2] = [Language::Italian, Language::English];
const KINDS: [GeometryKind; 5] =
    [GeometryKind::Point, GeometryKind::Line, GeometryKind::Polygon, GeometryKind::Mixed, GeometryKind::None];

fn every_style() -> Vec<Style> {
    let urls = Urls::default();
    let bases = LANGUAGES.map(|language| base(language, &urls));
    let datasets = KINDS.into_iter().flat_map(|kind| {
        LANGUAGES.map(|language| dataset("rho.parchi", "Parchi", kind, language, &Urls::default()))
    });
    bases.into_iter().chain(datasets).collect()
}

/// Every string in a value, keys of objects excepted.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => vec![],
    }
}

fn properties(layer: &Layer) -> Vec<&str> {
    let values = layer.layout.values().chain(layer.paint.values()).chain(layer.filter.iter());
    values.flat_map(strings).collect()
}

#[test]
fn layer_ids_are_unique() {
    for style in every_style() {
        let ids: HashSet<&str> = style.layers.iter().map(|layer| layer.id.as_str()).collect();
        assert_eq!(ids.len(), style.layers.len());
    }
}

#[test]
fn every_layer_but_the_background_has_a_source_whose_tiles_hold_its_layer() {
    for style in every_style() {
        for layer in &style.layers {
            assert_eq!(layer.source.is_none(), layer.kind == crate::LayerType::Background);
            assert_eq!(layer.source, layer.source_layer);
            assert!(layer.source.iter().all(|source| style.sources.contains_key(source)), "{}", layer.id);
        }
    }
}

#[test]
fn every_source_of_the_base_map_is_drawn() {
    let style = base(Language::Italian, &Urls::default());
    let drawn: HashSet<&String> = style.layers.iter().filter_map(|layer| layer.source.as_ref()).collect();
    assert_eq!(drawn, style.sources.keys().collect());
}

#[test]
fn no_name_of_the_palette_is_left_unresolved() {
    for style in every_style() {
        for layer in &style.layers {
            assert!(properties(layer).iter().all(|text| !text.starts_with('@')), "{}", layer.id);
        }
    }
}

#[test]
fn every_colour_of_the_palette_is_used() {
    let data = [include_str!("../../data/base.json"), include_str!("../../data/dataset.json")].concat();
    for name in PALETTE.colors.keys().chain(PALETTE.fonts.keys()).chain(PALETTE.conditions.keys()) {
        assert!(data.contains(&format!("\"@{name}\"")), "{name}");
    }
}

#[test]
fn every_font_has_glyphs_and_every_icon_is_in_the_sprite() {
    let index: Value = serde_json::from_slice(sprite("base.json").expect("an index")).expect("JSON");
    for layer in every_style().iter().flat_map(|style| &style.layers) {
        if let Some(font) = layer.layout.get("text-font") {
            for face in strings(font) {
                assert!(glyphs(face, "0-255").is_some(), "{face}");
            }
        }
        if let Some(Value::String(icon)) = layer.layout.get("icon-image") {
            assert!(index.get(icon).is_some(), "{icon}");
        }
    }
}

#[test]
fn zoom_ranges_are_not_empty() {
    for layer in every_style().iter().flat_map(|style| &style.layers) {
        assert!(layer.minzoom.unwrap_or(0.0) < layer.maxzoom.unwrap_or(24.0), "{}", layer.id);
    }
}

#[test]
fn titles_are_in_the_language_asked_for() {
    let [italian, english] = LANGUAGES.map(|language| base(language, &Urls::default()));
    assert_eq!(italian.name, "Civico, mappa di base");
    assert_eq!(english.name, "Civico, base map");
    let ids = |style: &Style| style.layers.iter().map(|layer| layer.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&italian), ids(&english));
}

#[test]
fn urls_stand_below_the_root_of_the_installation() {
    let style = base(Language::Italian, &Urls::below("https://portale.example.it/"));
    assert_eq!(style.sources["addresses"].url, "https://portale.example.it/tiles/addresses");
    assert_eq!(style.sprite, "https://portale.example.it/sprites/base");
    assert_eq!(style.glyphs, "https://portale.example.it/fonts/{fontstack}/{range}.pbf");
}

#[test]
fn a_table_without_geometry_draws_nothing() {
    assert!(dataset_layers("rho.elenco", GeometryKind::None, 0, Language::Italian).is_empty());
}

#[test]
fn the_colour_of_a_dataset_follows_from_its_id() {
    assert_eq!(color_index("rho.parchi"), color_index("rho.parchi"));
    let layers = dataset_layers("rho.parchi", GeometryKind::Line, 12, Language::Italian);
    assert_eq!(layers[1].paint["line-color"], dataset_color(2));
}

#[test]
fn templates_for_the_viewer_leave_id_and_colour_open() {
    let style = base(Language::Italian, &Urls::default());
    let template = &style.metadata["civico:dataset"]["layers"]["point"][0];
    assert_eq!(template["id"], "@id/point");
    assert_eq!(template["source-layer"], "@id");
    assert_eq!(template["paint"]["circle-color"], "@color");
}

/// The snapshots are what the viewer's tests check against the specification.
/// `CIVICO_BLESS=1` writes them again.
#[test]
fn the_styles_are_those_of_the_snapshots() {
    let urls = Urls::default();
    let mixed = dataset("rho.parchi", "Parchi", GeometryKind::Mixed, Language::Italian, &urls);
    let snapshots = [
        ("base.it.json", base(Language::Italian, &urls)),
        ("base.en.json", base(Language::English, &urls)),
        ("dataset.it.json", mixed),
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    for (name, style) in snapshots {
        let text = serde_json::to_string_pretty(&style).expect("a style is JSON") + "\n";
        if std::env::var_os("CIVICO_BLESS").is_some() {
            std::fs::write(folder.join(name), &text).expect("a writable folder");
        }
        let known = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(known == text, "{name} differs: look at the change, then run with CIVICO_BLESS=1");
    }
}
