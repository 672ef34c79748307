#![doc = include_str!("../README.md")]

pub mod catalog;
mod id;
pub mod identity;
pub mod notice;
pub mod page;
pub mod processing;
pub mod records;
pub mod sensitive;
pub mod spatial;
pub mod toponymy;
