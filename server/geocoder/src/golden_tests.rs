//! Answers of the model as they were when it got its version: none changes unseen. A change that is
//! meant goes into the file, as the failed test shows it, and gets the model a new version where scores
//! change.

use std::fmt::Write as _;

use crate::grammar_tests::{REGISTER, queries};
use crate::*;

/// Beside the queries of the grammar: slips of the pen, words too few and too many, numbers that the
/// register lacks, several places of one name, no place at all.
const MORE: &[&str] = &[
    "via dnte alighieri 4 milano",
    "via dantte alighierri 4 milano",
    "via alighieri 4 milano",
    "via d. alighieri 4 milano",
    "alighieri 4",
    "piazza dante alighieri 4 milano",
    "via dante alighieri 5 milano",
    "via dante alighieri 140 milano",
    "via dante alighieri 14/C milano",
    "via dante alighieri snc milano",
    "via dante alighieri milano",
    "via dante alighieri 4 rho",
    "via dante alighieri 4 bis",
    "via filippi 2 milano",
    "via palestro 4 milnao",
    "via palestr 2 milano",
    "via xx settembre 14 rosso genova",
    "museumstraße 5 bozen",
    "cannaregio 3456",
    "milano",
    "via che non esiste 4 milano",
    "qwertz",
    "",
];

#[test]
fn the_answers_of_the_model_are_those_that_were_kept() {
    let mut answers =
        format!("Model {MODEL}: query = label | level | similarity | score | margin | ambiguous\n");
    for query in queries().map(|(query, _)| query).chain(MORE.iter().copied()) {
        let answer = geocode(&Query::free(query), &REGISTER);
        let best = answer.best().map_or_else(
            || "nothing".to_owned(),
            |best| {
                let Candidate { label, level, similarity, score, margin, ambiguous, .. } = best;
                format!("{label} | {level:?} | {similarity:.3} | {score:.3} | {margin:.3} | {ambiguous}")
            },
        );
        let _infallible = writeln!(answers, "{query} = {best}");
    }
    let kept = include_str!("../model/2026-1-answers.txt");
    let changed: Vec<_> = answers.lines().zip(kept.lines()).filter(|(now, then)| now != then).collect();
    assert!(answers == kept, "answers changed: {changed:#?}\nall as they are now:\n{answers}");
}
