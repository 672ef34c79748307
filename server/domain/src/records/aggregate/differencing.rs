//! Somebody who reads all that is published, at two times, and subtracts.
//!
//! The attacker knows how counts are told and tries all tables that would be told as what was seen; a
//! question is how many records are in some cells at a time, or by how many these differ between the
//! times, with cells added and subtracted at will. A question that has answers from 1 to k - 1 alone,
//! whichever table is the true one, has singled out a few.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Small, so that all tables can be tried; the rule is the same for any k.
const K: u64 = 3;
/// Counts are tried up to this: three bands of k.
const MOST: u64 = 3 * K - 1;
const CELLS: usize = 4;

type Counts = [u64; CELLS];
type Question = [i64; CELLS];
/// How a table is told.
type Telling = fn(&Table, u64) -> Published;

/// Two areas by two kinds.
fn table(counts: Counts) -> Table {
    Table { rows: counts.chunks(2).map(<[u64]>::to_vec).collect() }
}

/// All numbers in a base, as so many digits.
fn all<const DIGITS: usize>(base: u64) -> impl Iterator<Item = [u64; DIGITS]> {
    let most = (0..DIGITS).fold(1, |most, _| most * base);
    (0..most).map(move |mut number| {
        std::array::from_fn(|_| {
            let digit = number % base;
            number /= base;
            digit
        })
    })
}

/// Cells added, left out and subtracted, in all ways.
fn questions() -> Vec<Question> {
    let signs = all(3).map(|digits: Counts| digits.map(|digit| digit.cast_signed() - 1));
    signs.filter(|question| question.iter().any(|sign| *sign != 0)).collect()
}

fn answer(question: &Question, counts: &Counts) -> i64 {
    question.iter().zip(counts).map(|(sign, count)| sign * count.cast_signed()).sum()
}

/// Whoever has worked out, once, how each table would be told.
struct Attacker {
    telling: Telling,
    tables: BTreeMap<Published, Vec<Counts>>,
    questions: Vec<Question>,
}

impl Attacker {
    fn of(telling: Telling) -> Self {
        let mut tables: BTreeMap<Published, Vec<Counts>> = BTreeMap::new();
        for counts in all(MOST + 1) {
            tables.entry(telling(&table(counts), K)).or_default().push(counts);
        }
        Self { telling, tables, questions: questions() }
    }

    /// The counts that may be true when these are.
    fn possible(&self, truth: Counts) -> &[Counts] {
        &self.tables[&(self.telling)(&table(truth), K)]
    }

    /// Finds a question about two times whose answer is 1 to k - 1 for certain.
    fn singles_out(&self, before: Counts, after: Counts) -> Option<String> {
        let (before, after) = (self.possible(before), self.possible(after));
        let is_few = |answer: i64| (1..K).contains(&answer.unsigned_abs());
        for question in &self.questions {
            for (time, counts) in [("before", before), ("after", after)] {
                if counts.iter().all(|counts| is_few(answer(question, counts))) {
                    return Some(format!("{question:?} {time}"));
                }
            }
            // Records may have come and gone; that they only came is tried as well.
            let only_came = |old: &Counts, new: &Counts| old.iter().zip(new).all(|(old, new)| old <= new);
            for only in [false, true] {
                let mut pairs = before
                    .iter()
                    .flat_map(|old| after.iter().map(move |new| (old, new)))
                    .filter(|(old, new)| !only || only_came(old, new))
                    .peekable();
                let is_any = pairs.peek().is_some();
                if is_any && pairs.all(|(old, new)| is_few(answer(question, new) - answer(question, old))) {
                    return Some(format!("{question:?} from one time to the other"));
                }
            }
        }
        None
    }
}

/// Counts from k on as they are, without totals: what is small is kept back, and nothing else.
fn suppressed(table: &Table, k: u64) -> Published {
    let shown = |count: &u64| (*count >= k).then_some(*count);
    let rows: Vec<Vec<Option<u64>>> = table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    Published { rows, row_totals: Vec::new(), column_totals: Vec::new(), total: None }
}

/// As [`publish`], with totals of rows that are rounded by themselves.
fn with_totals_of_their_own(table: &Table, k: u64) -> Published {
    let row_totals = table.rows.iter().map(|row| told(row.iter().sum(), k)).collect();
    Published { row_totals, ..publish(table, k) }
}

#[test]
fn the_attack_finds_one_more_record_where_counts_are_only_suppressed() {
    let attacker = Attacker::of(suppressed);
    assert!(attacker.singles_out([4, 0, 0, 0], [5, 0, 0, 0]).is_some());
}

#[test]
fn the_attack_finds_a_few_where_totals_are_rounded_by_themselves() {
    let attacker = Attacker::of(with_totals_of_their_own);
    assert!(attacker.singles_out([5, 1, 0, 0], [5, 1, 0, 0]).is_some());
}

#[test]
fn the_attack_finds_nothing_where_one_record_comes_to_any_table() {
    let attacker = Attacker::of(publish);
    let near_the_bounds = [0, 2, 3, 5];
    for places in all::<CELLS>(4) {
        let before = places.map(|place| near_the_bounds[usize::try_from(place).unwrap()]);
        let mut after = before;
        after[0] += 1;
        assert_eq!(attacker.singles_out(before, after), None, "{before:?} {after:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nor_where_any_records_come_and_go(
        before in prop::array::uniform4(0..=MOST), after in prop::array::uniform4(0..=MOST),
    ) {
        let found = Attacker::of(publish).singles_out(before, after);
        prop_assert_eq!(found, None, "{:?} {:?}", before, after);
    }
}
