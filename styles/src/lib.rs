#![doc = include_str!("../README.md")]

mod assets;
mod build;
mod data;
mod geometry;
mod language;
mod spec;

pub use assets::{glyphs, sprite};
pub use build::{Urls, base, dataset, dataset_layers};
pub use data::{color_index, dataset_color};
pub use geometry::GeometryKind;
pub use language::Language;
pub use spec::{Layer, LayerType, Source, Style};
