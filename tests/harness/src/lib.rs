#![doc = include_str!("../README.md")]

mod cluster;
mod database;
mod programs;
mod server;
mod shared;

pub use database::TestDatabase;
pub use programs::{Finished, civico, civico_with, program};
pub use server::TestServer;
pub use shared::{repository, samples, shared_data};
