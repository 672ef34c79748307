//! How a table is delimited.

use csv::{ReaderBuilder, StringRecord};

/// Delimiters that are looked for, the Italian one first.
const DELIMITERS: &[u8] = b";,|\t";
/// Lines that may stand above the line of names.
const MAX_TITLE_LINES: usize = 10;

/// How a table is delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between fields.
    pub delimiter: u8,
    /// Whether fields may be quoted; where none is, a quote is a letter like others.
    pub quoting: bool,
    /// Lines above the line of names.
    pub title_lines: usize,
    /// How many fields a row has.
    pub width: usize,
}

impl Dialect {
    /// Finds the dialect of which the beginning of a table makes the best sense.
    ///
    /// `cut` tells that the sample ends in the middle of a row.
    pub fn of_sample(sample: &str, cut: bool) -> Option<Self> {
        DELIMITERS
            .iter()
            .filter_map(|delimiter| Self::try_delimiter(sample, cut, *delimiter))
            .max_by_key(|(fit, dialect)| (*fit, dialect.title_lines == 0, dialect.width))
            .map(|(_, dialect)| dialect)
            .or_else(|| single_column(sample))
    }

    /// Returns how many tenths of the rows are of the commonest width, and the dialect.
    fn try_delimiter(sample: &str, cut: bool, delimiter: u8) -> Option<(usize, Self)> {
        let quoting = has_quoted_fields(sample, delimiter);
        let mut widths: Vec<usize> = reader(delimiter, quoting, sample.as_bytes())
            .into_records()
            .map_while(Result::ok)
            .map(|record: StringRecord| record.len())
            .collect();
        if cut {
            widths.pop();
        }
        let width = commonest(&widths)?;
        let title_lines = widths.iter().position(|found| *found == width)?;
        if width < 2 || title_lines > MAX_TITLE_LINES {
            return None;
        }
        let rows = widths.len() - title_lines;
        let fitting = widths.iter().filter(|found| **found == width).count();
        Some((fitting * 10 / rows, Self { delimiter, quoting, title_lines, width }))
    }

    /// Returns the delimiter as people name it.
    pub fn delimiter_name(&self) -> &'static str {
        match self.delimiter {
            b';' => ";",
            b',' => ",",
            b'|' => "|",
            _ => "TAB",
        }
    }
}

/// Makes a reader of a table.
pub(super) fn reader<R: std::io::Read>(delimiter: u8, quoting: bool, input: R) -> csv::Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(input)
}

fn single_column(sample: &str) -> Option<Dialect> {
    let any = sample.lines().any(|line| !line.trim().is_empty());
    any.then_some(Dialect { delimiter: b';', quoting: sample.contains('"'), title_lines: 0, width: 1 })
}

/// Tells whether quotes stand around fields, not only within them.
fn has_quoted_fields(sample: &str, delimiter: u8) -> bool {
    let mut begins = false;
    let mut ends = false;
    let bytes = sample.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'"') {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b'\n');
        let after = bytes.get(at + 1).copied().unwrap_or(b'\n');
        begins |= before == delimiter || before == b'\n';
        ends |= after == delimiter || after == b'\n' || after == b'\r';
    }
    begins && ends
}

fn commonest(widths: &[usize]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(*width).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map(|(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(sample: &str) -> (u8, bool, usize, usize) {
        let found = Dialect::of_sample(sample, false).unwrap();
        (found.delimiter, found.quoting, found.title_lines, found.width)
    }

    #[test]
    fn delimiters_titles_and_quotes_are_recognised() {
        assert_eq!(dialect("id;x;y\n1;514,3;5034,2\n2;514,4;5034,3\n"), (b';', false, 0, 3));
        assert_eq!(dialect("Estrazione del 2026-08-21\na|b|c\n1|2|3\n"), (b'|', false, 1, 3));
        assert_eq!(dialect("a,b\n\"uno, due\",\"tre\"\n"), (b',', true, 0, 2));
        assert_eq!(dialect("a\tb\nx\ty\n"), (b'\t', false, 0, 2));
        assert_eq!(dialect("nome\nDuomo\n"), (b';', false, 0, 1));
        assert!(Dialect::of_sample(" \n\n", false).is_none());
    }
}
