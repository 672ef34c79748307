//! Civico: metropolitan web-GIS server with a shared toponymy register.

mod cli;
mod config;
mod export;
mod files;
mod filter;
mod geocoding;
mod http;
mod identity;
mod import;
mod index_feed;
mod limits;
mod messages;
mod moment;
mod opened;
mod originals;
mod private_cluster;
mod problem;
mod processing;
mod records;
mod register;
mod router;
mod state;
mod stop;
mod terminal;
mod upkeep;
mod worker;

use clap::Parser;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let filter = EnvFilter::try_from_env("CIVICO_LOG").unwrap_or_else(|_unset| EnvFilter::new("warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    // The message of a panic may hold a piece of text that somebody typed: only its place is told.
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(place = panic.location().map(ToString::to_string), "program.panicked");
    }));
    cli::run(cli::Arguments::parse()).await
}
