//! What may be told of many records together: tables of counts with small cells suppressed.
//!
//! The rules are those of tables with margins (Willenborg, de Waal, Elements of Statistical
//! Disclosure Control, 2001, chapter 4): a count below k is suppressed, and so are others, so that
//! no suppressed one can be worked out from what is published. The Regole deontologiche for
//! statistics (Gazzetta Ufficiale 14 January 2019, art. 5) ask for at least 3 and more where it is
//! sensitive: k is 5 and may be raised.

/// The least k.
pub const LEAST_K: u64 = 5;

/// Counts by row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One row for each area, each as long as the others.
    pub rows: Vec<Vec<u64>>,
}

/// What is published of a table: `None` is suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Counts by row and column.
    pub rows: Vec<Vec<Option<u64>>>,
    /// Sums of the rows.
    pub row_totals: Vec<Option<u64>>,
    /// Sums of the columns.
    pub column_totals: Vec<Option<u64>>,
    /// Sum of all.
    pub total: Option<u64>,
}

/// Suppresses what is below `k` and not zero, totals too, and with each such count three others, so
/// that it may be any number up to `k` more than it is.
///
/// A table with its margins is one larger table whose lines each sum up to nought when the margins
/// count negative. Four counts at the corners of a rectangle can change together by one without any
/// sum that is published showing it; so a count is safe when it and three such corners are suppressed
/// and those that would shrink have at least `k` to give.
pub fn publish(table: &Table, k: u64) -> Published {
    let full = with_margins(table);
    let height = full.len();
    let width = full.first().map_or(0, Vec::len);
    let is_small = |count: u64| (1..k).contains(&count);
    let mut hidden: Vec<Vec<bool>> =
        full.iter().map(|row| row.iter().map(|count| is_small(*count)).collect()).collect();
    for row in 0..height {
        for column in 0..width {
            if is_small(full[row][column]) {
                let (other_row, other_column) = cheapest(&full, &hidden, (row, column), k);
                for (row, column) in [(row, other_column), (other_row, column), (other_row, other_column)] {
                    hidden[row][column] = true;
                }
            }
        }
    }
    let shown = |row: usize, column: usize| (!hidden[row][column]).then(|| full[row][column]);
    let (last_row, last_column) = (height - 1, width - 1);
    Published {
        rows: (0..last_row).map(|row| (0..last_column).map(|column| shown(row, column)).collect()).collect(),
        row_totals: (0..last_row).map(|row| shown(row, last_column)).collect(),
        column_totals: (0..last_column).map(|column| shown(last_row, column)).collect(),
        total: shown(last_row, last_column),
    }
}

/// Adds the sums of the rows as the last column, then those of the columns as the last row.
fn with_margins(table: &Table) -> Vec<Vec<u64>> {
    let width = table.rows.first().map_or(0, Vec::len);
    let mut full: Vec<Vec<u64>> = Vec::with_capacity(table.rows.len() + 1);
    for row in &table.rows {
        let mut row = row.clone();
        row.push(row.iter().sum());
        full.push(row);
    }
    full.push((0..=width).map(|column| full.iter().map(|row| row[column]).sum()).collect());
    full
}

/// Finds the other corner of the rectangle that protects a count and takes away least. There always
/// is one: with the totals of its row and column and the grand total all four grow together.
fn cheapest(
    full: &[Vec<u64>],
    hidden: &[Vec<bool>],
    (row, column): (usize, usize),
    k: u64,
) -> (usize, usize) {
    let (last_row, last_column) = (full.len() - 1, full[0].len() - 1);
    // Whether the counts of two lines move against each other: not when one of them is the margin.
    let is_opposed = |one: usize, other: usize, last: usize| (one == last) == (other == last);
    let cost = |at: (usize, usize)| {
        let is_margin = u64::from(at.0 == last_row) + u64::from(at.1 == last_column);
        if hidden[at.0][at.1] { 0 } else { (full[at.0][at.1] + 1) << is_margin }
    };
    let mut best: Option<(u64, (usize, usize))> = None;
    for other_row in (0..full.len()).filter(|other| *other != row) {
        for other_column in (0..full[0].len()).filter(|other| *other != column) {
            let (rows, columns) =
                (is_opposed(row, other_row, last_row), is_opposed(column, other_column, last_column));
            let corners = [
                ((row, other_column), columns),
                ((other_row, column), rows),
                ((other_row, other_column), rows != columns),
            ];
            let is_safe = corners.iter().all(|(at, shrinks)| !shrinks || full[at.0][at.1] >= k);
            let cost = corners.iter().map(|(at, _)| cost(*at)).sum();
            if is_safe && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, (other_row, other_column)));
            }
        }
    }
    best.map_or((last_row, last_column), |(_, corner)| corner)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// All that is published, and all that is true, as one line: cells, row totals, column totals, total.
    fn line(published: &Published) -> Vec<Option<u64>> {
        let cells = published.rows.iter().flatten();
        let totals = published.row_totals.iter().chain(&published.column_totals);
        cells.chain(totals).copied().chain([published.total]).collect()
    }

    fn truth(rows: &[Vec<u64>]) -> Vec<u64> {
        let nothing_hidden = publish(&Table { rows: rows.to_vec() }, 1);
        line(&nothing_hidden).into_iter().flatten().collect()
    }

    /// All tables of this shape with counts up to `most`.
    fn tables(height: usize, width: usize, most: u64) -> impl Iterator<Item = Vec<Vec<u64>>> {
        let base = most + 1;
        let cells = u32::try_from(height * width).unwrap();
        (0..base.pow(cells)).map(move |mut number| {
            let mut next = || {
                let count = number % base;
                number /= base;
                count
            };
            (0..height).map(|_| (0..width).map(|_| next()).collect()).collect()
        })
    }

    /// The values that whoever reads what is published cannot rule out, by place.
    fn possible(published: &[Option<u64>], all: &[Vec<u64>]) -> BTreeMap<usize, Vec<u64>> {
        let fits = |table: &&Vec<u64>| {
            table.iter().zip(published).all(|(count, shown)| shown.is_none_or(|shown| shown == *count))
        };
        let mut values: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        for table in all.iter().filter(fits) {
            for (place, count) in table.iter().enumerate().filter(|(place, _)| published[*place].is_none()) {
                values.entry(place).or_default().push(*count);
            }
        }
        values
    }

    fn check(rows: &[Vec<u64>], k: u64, all: &[Vec<u64>]) -> Result<(), TestCaseError> {
        let shown = line(&publish(&Table { rows: rows.to_vec() }, k));
        let possible = possible(&shown, all);
        for (place, (shown, count)) in shown.iter().zip(truth(rows)).enumerate() {
            if let Some(shown) = shown {
                prop_assert_eq!(*shown, count);
                prop_assert!(count == 0 || count >= k, "{} is shown of {:?}", count, rows);
            } else {
                let values = &possible[&place];
                prop_assert!(values.iter().any(|value| *value != count), "{} is known: {:?}", place, rows);
                let is_open = count >= k || count == 0 || values.iter().any(|value| *value >= k);
                prop_assert!(is_open, "place {} of {:?} is known to be small", place, rows);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn no_suppressed_count_follows_from_what_is_published(
            rows in prop::collection::vec(prop::collection::vec(0_u64..6, 2), 2),
            k in 2_u64..5,
        ) {
            let all: Vec<Vec<u64>> = tables(2, 2, 12).map(|rows| truth(&rows)).collect();
            check(&rows, k, &all)?;
        }

        #[test]
        fn nor_in_a_longer_table(rows in prop::collection::vec(prop::collection::vec(0_u64..4, 2), 3)) {
            let all: Vec<Vec<u64>> = tables(3, 2, 6).map(|rows| truth(&rows)).collect();
            check(&rows, 3, &all)?;
        }

        #[test]
        fn nothing_small_is_ever_shown(
            rows in (1_usize..20, 1_usize..10).prop_flat_map(|(height, width)| {
                prop::collection::vec(prop::collection::vec(0_u64..40, width), height)
            }),
        ) {
            let table = Table { rows };
            let published = publish(&table, LEAST_K);
            prop_assert!(line(&published).iter().flatten().all(|count| *count == 0 || *count >= LEAST_K));
            prop_assert_eq!(publish(&table, LEAST_K), published);
        }
    }

    #[test]
    fn a_table_of_large_counts_is_published_whole() {
        let table = Table { rows: vec![vec![10, 20], vec![0, 30]] };
        let published = publish(&table, LEAST_K);
        assert_eq!(line(&published).iter().flatten().sum::<u64>(), 60 * 4);
        assert_eq!(published.total, Some(60));
    }

    #[test]
    fn one_area_alone_with_few_tells_nothing() {
        let published = publish(&Table { rows: vec![vec![3]] }, LEAST_K);
        assert_eq!(line(&published), [None; 4]);
        assert_eq!(line(&publish(&Table { rows: Vec::new() }, LEAST_K)), [Some(0)]);
    }
}
