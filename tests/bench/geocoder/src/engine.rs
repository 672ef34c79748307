//! The engine on a synthetic register: first whether it is right, then how fast it is.

use std::hint::black_box;
use std::time::Instant;

use civico_geocoder::{Answer, Index, IndexBuilder, PlaceId, Query, geocode};

use crate::measure::{Times, grouped, load, median_speed, memory_mb, table};
use crate::queries::{Asked, as_typed, clean, samples};
use crate::register::Plan;
use crate::reverse;

/// An answer with this score is given as certain.
const CERTAIN: f64 = 0.9;
/// Questions whose single times are noted.
const TIMED: usize = 50_000;

/// What is asked beside the plan.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) questions: usize,
    /// Candidates wanted, beside one alone.
    pub(crate) limit: usize,
}

/// Builds, asks and prints.
pub(crate) fn benchmark(plan: &Plan, options: &Options) {
    let index = build(plan);
    let samples = samples(plan, options.questions);
    let mut found = Vec::new();
    for (name, asked, target) in
        [("clean", clean(&samples), 300_000.0), ("messy", as_typed(&samples, plan.seed), 100_000.0)]
    {
        for limit in [1, options.limit] {
            found.push(ask_all(name, &asked, target, limit, &index));
        }
    }
    println!("{} questions each, load {}:\n", samples.len(), load());
    table(
        &[
            "questions",
            "candidates wanted",
            "right first",
            "ambiguous",
            "wrong, score >= 0.9",
            "1 thread /s",
            "2 threads /s",
            "target /s",
            "beside it",
            "p50 µs",
            "p99 µs",
        ],
        &found,
    );
    drop(samples);
    reverse::benchmark(plan, &index, options.questions);
}

/// Builds the index and says what it took.
fn build(plan: &Plan) -> Index {
    let before_mb = memory_mb("VmRSS");
    let began = Instant::now();
    let mut builder = IndexBuilder::new();
    plan.fill(&mut builder);
    let filled_s = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let index = builder.build(1);
    let built_s = began.elapsed().as_secs_f64();
    println!(
        "{} comuni, {} streets, {} house numbers; load {}\n",
        plan.comuni.len(),
        grouped(index.thoroughfare_count() as f64),
        grouped(index.address_count() as f64),
        load(),
    );
    let per_address = (memory_mb("VmRSS") - before_mb) * 1_048_576.0 / index.address_count() as f64;
    table(
        &["", "measured", "target for 27 million"],
        &[
            vec!["made and pushed, s".into(), format!("{filled_s:.1}"), String::new()],
            vec!["built, s".into(), format!("{built_s:.1}"), "60 with pushing".into()],
            vec![
                "resident memory of the index with reverse, MB".into(),
                grouped(memory_mb("VmRSS") - before_mb),
                "1,600 (1,000 without reverse)".into(),
            ],
            vec![
                "the same for each house number, bytes".into(),
                format!("{per_address:.1}"),
                "62 (39)".into(),
            ],
            vec!["peak while building, MB".into(), grouped(memory_mb("VmHWM") - before_mb), String::new()],
        ],
    );
    index
}

fn ask_all(name: &str, asked: &[Asked], target: f64, limit: usize, index: &Index) -> Vec<String> {
    let queries: Vec<Query> =
        asked.iter().map(|asked| Query { limit, ..Query::free(asked.text.as_str()) }).collect();
    let verdict = Verdict::of(asked, &queries, index);
    let ask = |query: &Query| drop(black_box(geocode(query, index)));
    let one = median_speed(&queries, 1, ask);
    let two = median_speed(&queries, 2, ask);
    let times = Times::of(&queries[..queries.len().min(TIMED)], ask);
    vec![
        name.to_owned(),
        limit.to_string(),
        verdict.share(verdict.right),
        verdict.share(verdict.ambiguous),
        verdict.certain_and_wrong.to_string(),
        grouped(one),
        grouped(two),
        grouped(target),
        format!("{:.2}", two / target),
        format!("{:.1}", times.within_us(500)),
        format!("{:.1}", times.within_us(990)),
    ]
}

/// How many answers are right.
#[derive(Debug, Default)]
struct Verdict {
    asked: usize,
    right: usize,
    /// Not right, but said to be doubtful.
    ambiguous: usize,
    certain_and_wrong: usize,
    /// Some of those that are wrong, to be looked at.
    examples: Vec<String>,
}

impl Verdict {
    fn of(asked: &[Asked], queries: &[Query], index: &Index) -> Self {
        let mut verdict = Self { asked: asked.len(), ..Self::default() };
        for (asked, query) in asked.iter().zip(queries) {
            verdict.count(asked, &geocode(query, index));
        }
        for example in &verdict.examples {
            println!("not right: {example}");
        }
        verdict
    }

    fn count(&mut self, asked: &Asked, answer: &Answer) {
        let Some(best) = answer.best() else { return };
        if best.id == Some(PlaceId::Address(asked.right)) {
            self.right += 1;
        } else if best.ambiguous {
            self.ambiguous += 1;
        } else if best.score >= CERTAIN {
            self.certain_and_wrong += 1;
        }
        let wrong = best.id != Some(PlaceId::Address(asked.right)) && !best.ambiguous;
        if wrong && self.examples.len() < crate::EXAMPLES.get().copied().unwrap_or(0) {
            self.examples
                .push(format!("{} -> {} ({:?}, {:.3})", asked.text, best.label, best.level, best.score));
        }
    }

    fn share(&self, count: usize) -> String {
        format!("{:.2} %", count as f64 * 100.0 / self.asked as f64)
    }
}
