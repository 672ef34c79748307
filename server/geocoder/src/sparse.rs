//! A column that few rows have: it takes next to nothing where none has.

use crate::compact::{index, position};

/// Rows in one mark.
const BLOCK: usize = u64::BITS as usize;

/// The values of those rows of a table that have one.
#[derive(Debug)]
pub(crate) struct Sparse<T> {
    marks: Vec<Mark>,
    values: Vec<T>,
}

/// Which of the rows of a block have a value, and how many values stand before theirs.
#[derive(Debug, Clone, Copy)]
struct Mark {
    bits: u64,
    before: u32,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self { marks: Vec::new(), values: Vec::new() }
    }
}

impl<T> Sparse<T> {
    /// Takes the rows of a table in their order.
    pub(crate) fn build(rows: impl Iterator<Item = Option<T>>) -> Self {
        let mut column = Self::default();
        for (at, value) in rows.enumerate() {
            let Some(value) = value else { continue };
            let before = position(column.values.len());
            let block = at / BLOCK;
            if column.marks.len() <= block {
                column.marks.resize(block + 1, Mark { bits: 0, before });
            }
            column.marks[block].bits |= 1 << (at % BLOCK);
            column.values.push(value);
        }
        column.marks.shrink_to_fit();
        column.values.shrink_to_fit();
        column
    }

    /// Returns the value of a row.
    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        let mark = self.marks.get(at / BLOCK)?;
        let bit = 1_u64 << (at % BLOCK);
        let before = mark.before + (mark.bits & (bit - 1)).count_ones();
        (mark.bits & bit != 0).then(|| &self.values[index(before)])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_column_that_no_row_has_takes_nothing() {
        let column: Sparse<u32> = Sparse::build((0..1000).map(|_row| None));
        assert_eq!((column.marks.capacity(), column.values.capacity()), (0, 0));
        assert_eq!(column.get(7), None);
    }

    proptest! {
        #[test]
        fn each_row_has_its_own_value(rows in prop::collection::vec(prop::option::weighted(0.1, 0..9_u8), 0..700)) {
            let column = Sparse::build(rows.iter().copied());
            for (at, value) in rows.iter().enumerate() {
                prop_assert_eq!(column.get(at), value.as_ref());
            }
            prop_assert_eq!(column.get(rows.len()), None);
        }
    }
}
