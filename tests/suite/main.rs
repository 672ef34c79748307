//! One test binary: a real PostGIS, the real program, real files.

mod acts;
mod anncsu;
mod bad_input;
mod catalog;
mod change_log;
mod enti;
mod export;
mod feed;
mod geocoder;
mod hostile;
mod identity;
mod interrupted;
mod isolation;
mod items;
mod office;
mod quality;
mod real_data;
mod register;
mod routes;
mod samples;
mod schema;
mod serve;
mod tidy;
mod tiles;
