//! What may be told of many records together: counts rounded down to multiples of k.
//!
//! A count of n is told as the greatest multiple of k that is not above it, and one below k is not told
//! at all, so that it does not differ from none. All that is told beside the counts of single cells, such
//! as totals, is worked out from the rounded counts. So what is told says of each cell, each by itself,
//! that it holds one of k numbers; and **the numbers that are told might be the true ones**: in that case
//! every sum and difference of counts, of any cells and at any times, is a multiple of k. Hence no
//! arithmetic with what is told, however often it was told, shows for certain that there is a group of 1
//! to k - 1 records (`aggregate/differencing.rs` plays whoever tries).
//!
//! Suppression of small cells with others beside them (Willenborg, de Waal, Elements of Statistical
//! Disclosure Control, 2001, chapter 4) holds for one table alone: of two, told before and after one more
//! record, the difference is 1. Rounding to multiples is chapter 5 there. The Regole deontologiche for
//! statistics (Gazzetta Ufficiale 14 January 2019, art. 5) ask for at least 3 and more where it is
//! sensitive: k is 5 and may be doubled.

/// The least k.
pub const LEAST_K: u64 = 5;

/// Tells whether counts may be rounded to `k`: [`LEAST_K`], doubled as often as wanted. What is rounded to
/// a larger one then follows from what is rounded to a smaller one, and two answers say no more than one;
/// of 5 and 6 a count of 11 is told as 10 and 6, and is 10 or 11.
pub fn is_k(k: u64) -> bool {
    k.is_multiple_of(LEAST_K) && (k / LEAST_K).is_power_of_two()
}

/// Returns what is told of a count: the multiple of `k` at or below it, nothing where that is nought.
pub fn told(count: u64, k: u64) -> Option<u64> {
    count.checked_rem(k).map(|rest| count - rest).filter(|told| *told > 0)
}

/// Counts by row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One row for each area, each as long as the others.
    pub rows: Vec<Vec<u64>>,
}

/// What is published of a table: `None` is fewer than k, or none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// Counts by row and column, rounded down to multiples of k.
    pub rows: Vec<Vec<Option<u64>>>,
    /// What is told in the rows, summed up.
    pub row_totals: Vec<Option<u64>>,
    /// What is told in the columns, summed up.
    pub column_totals: Vec<Option<u64>>,
    /// All that is told, summed up.
    pub total: Option<u64>,
}

/// Rounds counts down to multiples of `k`. Totals are the sums of what is told: rounded by themselves they
/// would say more of the cells than these do (9 and 1 make 10: told as 5, nothing and 10, so that the
/// second is not empty).
pub fn publish(table: &Table, k: u64) -> Published {
    let told_row = |row: &Vec<u64>| row.iter().map(|count| told(*count, k)).collect();
    let rows: Vec<Vec<Option<u64>>> = table.rows.iter().map(told_row).collect();
    let width = rows.first().map_or(0, Vec::len);
    let row_totals: Vec<Option<u64>> = rows.iter().map(|row| sum(row.iter())).collect();
    Published {
        column_totals: (0..width).map(|column| sum(rows.iter().map(|row| &row[column]))).collect(),
        total: sum(row_totals.iter()),
        row_totals,
        rows,
    }
}

/// Sums up what is told; nothing where nothing is.
fn sum<'a>(told: impl Iterator<Item = &'a Option<u64>>) -> Option<u64> {
    told.flatten().copied().reduce(|sum, count| sum + count)
}

#[cfg(test)]
mod differencing;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All that is published as one line.
    fn line(published: &Published) -> Vec<Option<u64>> {
        let cells = published.rows.iter().flatten();
        let totals = published.row_totals.iter().chain(&published.column_totals);
        cells.chain(totals).copied().chain([published.total]).collect()
    }

    /// What is told, as if it were true.
    fn as_truth(published: &Published) -> Table {
        let row = |row: &Vec<Option<u64>>| row.iter().map(|count| count.unwrap_or(0)).collect();
        Table { rows: published.rows.iter().map(row).collect() }
    }

    fn any_table() -> impl Strategy<Value = Table> {
        (1_usize..20, 1_usize..10)
            .prop_flat_map(|(height, width)| {
                prop::collection::vec(prop::collection::vec(0_u64..60, width), height)
            })
            .prop_map(|rows| Table { rows })
    }

    proptest! {
        #[test]
        fn what_is_told_may_be_true_and_is_multiples_of_k(table in any_table(), doubled in 0_u32..4) {
            let k = LEAST_K << doubled;
            let published = publish(&table, k);
            prop_assert!(line(&published).iter().flatten().all(|count| *count >= k && count % k == 0));
            prop_assert_eq!(publish(&as_truth(&published), k), published);
        }

        #[test]
        fn a_larger_k_says_nothing_more(table in any_table(), doubled in 1_u32..4) {
            let finest = as_truth(&publish(&table, LEAST_K));
            prop_assert_eq!(publish(&finest, LEAST_K << doubled), publish(&table, LEAST_K << doubled));
        }

        #[test]
        fn counts_lose_less_than_k(count in 0_u64..1_000, doubled in 0_u32..4) {
            let k = LEAST_K << doubled;
            let shown = told(count, k).unwrap_or(0);
            prop_assert!(shown <= count && count < shown + k);
        }
    }

    #[test]
    fn totals_are_sums_of_what_is_told() {
        let published = publish(&Table { rows: vec![vec![10, 22], vec![4, 39]] }, LEAST_K);
        assert_eq!(published.rows, [[Some(10), Some(20)], [None, Some(35)]]);
        assert_eq!(published.row_totals, [Some(30), Some(35)]);
        assert_eq!((published.column_totals, published.total), (vec![Some(10), Some(55)], Some(65)));
    }

    #[test]
    fn few_are_told_as_none() {
        assert_eq!(line(&publish(&Table { rows: vec![vec![3]] }, LEAST_K)), [None; 4]);
        assert_eq!(line(&publish(&Table { rows: vec![vec![0]] }, LEAST_K)), [None; 4]);
        assert_eq!(line(&publish(&Table { rows: Vec::new() }, LEAST_K)), [None]);
        assert_eq!(told(3, 0), None);
    }

    #[test]
    fn k_is_five_or_that_doubled() {
        let possible: Vec<u64> = (0..=100).filter(|k| is_k(*k)).collect();
        assert_eq!(possible, [5, 10, 20, 40, 80]);
    }
}
