#![doc = include_str!("../README.md")]

pub mod density;
mod error;
mod input;
pub mod lattice;
pub mod nearest;
mod number;
mod progress;
pub mod reproject;

pub use error::Error;
pub use input::{Limits, Points, Positive, Values, Weights};
pub use progress::Progress;
