#![doc = include_str!("../README.md")]

#[cfg(test)]
mod cancelling;
mod cells;
pub mod change;
pub mod clusters;
pub mod density;
mod error;
pub mod hexagons;
pub mod hotspots;
mod input;
pub mod lattice;
pub mod nearest;
pub mod network;
mod number;
pub mod overlay;
pub mod processes;
mod progress;
pub mod reproject;

pub use error::Error;
pub use input::{Limits, Points, Positive, Values, Weights};
pub use progress::Progress;
