//! Time, memory, and the tables that are printed.

use std::fs;
use std::time::{Duration, Instant};

/// How often each speed is measured; the median counts.
pub(crate) const ROUNDS: usize = 3;

/// What a run through all questions took.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) took: Duration,
    pub(crate) questions: usize,
}

impl Run {
    pub(crate) fn per_second(&self) -> f64 {
        self.questions as f64 / self.took.as_secs_f64()
    }
}

/// Runs `ask` for every question, shared out among threads that each take every n-th.
pub(crate) fn run<Q: Sync>(questions: &[Q], threads: usize, ask: impl Fn(&Q) + Sync) -> Run {
    let began = Instant::now();
    std::thread::scope(|scope| {
        for first in 0..threads {
            let ask = &ask;
            scope.spawn(move || questions.iter().skip(first).step_by(threads).for_each(ask));
        }
    });
    Run { took: began.elapsed(), questions: questions.len() }
}

/// Returns the median speed of some runs.
pub(crate) fn median_speed<Q: Sync>(questions: &[Q], threads: usize, ask: impl Fn(&Q) + Sync) -> f64 {
    let mut speeds: Vec<f64> = (0..ROUNDS).map(|_| run(questions, threads, &ask).per_second()).collect();
    speeds.sort_by(f64::total_cmp);
    speeds[ROUNDS / 2]
}

/// Times of single questions, in order.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Asks one question after the other and notes each time.
    pub(crate) fn of<Q>(questions: &[Q], ask: impl Fn(&Q)) -> Self {
        let time = |question| {
            let began = Instant::now();
            ask(question);
            began.elapsed()
        };
        Self::from(questions.iter().map(time).collect::<Vec<_>>())
    }

    /// Returns the time that so many in a thousand keep within, in microseconds.
    pub(crate) fn within_us(&self, thousandths: usize) -> f64 {
        let at = (self.0.len() * thousandths / 1000).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
    }
}

impl From<Vec<Duration>> for Times {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
}

/// Returns a figure of `/proc/self/status` in megabytes: resident memory now (`VmRSS`) or at its
/// peak (`VmHWM`).
pub(crate) fn memory_mb(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

/// Returns the load of the machine over the last minute.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Prints a table in Markdown.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) {
    println!("| {} |", head.join(" | "));
    println!("|{}", " --- |".repeat(head.len()));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
    println!();
}

/// Writes a whole number with commas between thousands.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
