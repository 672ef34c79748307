//! Tests of `civico-files` from outside: files go in, frames come out.

mod anncsu;
mod csv_tables;
mod fixtures;
mod hostile;
mod isolation;
mod layers;
mod messages;
mod real_data;
mod run;
mod samples;
mod toponymy;
mod write;
