//! The geocoder's speed: the engine on a synthetic register, and clients for the server's face.
//!
//! `civico-bench-geocoder engine COMUNI [--addresses N] [--questions N] [--limit N] [--seed N] [--examples N]`
//! `civico-bench-geocoder rate ADDRESS REQUESTS --per-second N --seconds N [--connections N]`
//! `civico-bench-geocoder batch ADDRESS BODY TYPE`
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "figures of a benchmark"
)]
#![expect(clippy::print_stdout, reason = "tables are what it is for")]

mod chance;
mod engine;
mod http;
mod measure;
mod messy;
mod queries;
mod register;
mod reverse;

use std::error::Error;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use crate::register::Plan;

/// How many wrong answers are shown of each kind of question.
pub(crate) static EXAMPLES: OnceLock<usize> = OnceLock::new();

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["engine", comuni, ..] => {
            let number = |name, default| number(&words, name, default);
            EXAMPLES.get_or_init(|| number("--examples", 0));
            let plan = Plan::read(
                Path::new(comuni),
                number("--addresses", 1_500_000),
                number("--seed", 15_146) as u64,
            )?;
            let options =
                engine::Options { questions: number("--questions", 200_000), limit: number("--limit", 5) };
            engine::benchmark(&plan, &options);
            Ok(())
        }
        ["rate", address, requests, ..] => {
            let load = http::Load {
                per_second: number(&words, "--per-second", 5_000),
                lasting: Duration::from_secs(number(&words, "--seconds", 10) as u64),
                connections: number(&words, "--connections", 32),
            };
            http::rate(address, Path::new(requests), &load)
        }
        ["batch", address, body, media_type] => http::batch(address, Path::new(body), media_type),
        _ => Err("what shall be measured? engine, rate or batch; see the head of main.rs".into()),
    }
}

/// Reads an option that is a number.
fn number(arguments: &[&str], name: &str, default: usize) -> usize {
    let at = arguments.iter().position(|argument| *argument == name);
    at.and_then(|at| arguments.get(at + 1)).and_then(|text| text.parse().ok()).unwrap_or(default)
}
