#![doc = include_str!("../README.md")]

pub mod crs;
pub mod csv;
mod error;
pub mod frames;
pub mod geometry;
pub mod input;
pub mod isolation;
pub mod ogr;
pub mod output;
pub mod read;
pub mod text;
pub mod toponymy;

pub use error::Error;
