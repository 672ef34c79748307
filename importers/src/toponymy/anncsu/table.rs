//! A file of ANNCSU as rows of its official columns.

use std::io::Write;

use civico_domain::catalog::frame::Severity;
use civico_domain::notice::Notice;

use crate::Error;
use crate::csv::{CsvTable, Records};
use crate::output::Output;

/// A file with its official columns found by name; others are left aside.
pub(super) struct Table<const N: usize> {
    table: CsvTable,
    columns: [usize; N],
}

/// A row that is as wide as its table: the official columns, as they are written.
pub(super) struct Line<const N: usize> {
    pub(super) number: u64,
    pub(super) fields: [String; N],
}

impl<const N: usize> Table<N> {
    /// Finds the columns.
    pub(super) fn new(table: CsvTable, names: [&'static str; N]) -> Result<Self, Error> {
        let missing: Vec<&str> = names.into_iter().filter(|name| table.find_column(name).is_none()).collect();
        if !missing.is_empty() {
            return Err(Error::MissingColumns { file: table.name().to_owned(), columns: missing.join(", ") });
        }
        let columns = names.map(|name| table.find_column(name).unwrap_or_default());
        Ok(Self { table, columns })
    }

    /// Says what about the file is not as ANNCSU writes it.
    pub(super) fn say_dialect<W: Write>(&self, output: &mut Output<W>) -> Result<(), Error> {
        if self.table.encoding.why.id != "encoding-ascii" {
            output.say(Severity::Assumption, self.table.encoding.why.clone())?;
        }
        let others: Vec<&str> = (self.table.names.iter().enumerate())
            .filter(|(index, _)| !self.columns.contains(index))
            .map(|(_, name)| name.trim())
            .collect();
        if !others.is_empty() {
            let notice = Notice::new("anncsu-columns-ignored").with("columns", others.join(", "));
            output.say(Severity::Assumption, notice)?;
        }
        let dialect = &self.table.dialect;
        if dialect.quoting || dialect.delimiter != b';' {
            let notice = Notice::new("anncsu-dialect")
                .with("file", self.table.name())
                .with("delimiter", dialect.delimiter_name());
            output.say(Severity::Warning, notice)?;
        }
        Ok(())
    }

    /// Begins with the first row.
    pub(super) fn lines(&self) -> Result<Lines<'_, N>, Error> {
        Ok(Lines { table: self, records: self.table.records()? })
    }
}

/// The rows of a table, one after the other.
pub(super) struct Lines<'a, const N: usize> {
    table: &'a Table<N>,
    records: Records,
}

impl<const N: usize> Lines<'_, N> {
    /// Reads the next row that is as wide as the table; others are rejected.
    pub(super) fn next<W: Write>(&mut self, output: &mut Output<W>) -> Result<Option<Line<N>>, Error> {
        let dialect = &self.table.table.dialect;
        while let Some((number, row)) = self.records.next()? {
            // One empty field more comes of a last delimiter.
            let more = row.len() == dialect.width + 1 && row.get(dialect.width).is_some_and(str::is_empty);
            if row.len() != dialect.width && !more {
                let notice = Notice::new("row-of-other-width")
                    .with("fields", row.len())
                    .with("expected", dialect.width)
                    .with("delimiter", dialect.delimiter_name());
                output.say_of_row(Severity::Rejected, number, None, notice)?;
                continue;
            }
            let fields = self.table.columns.map(|index| row.get(index).unwrap_or_default().to_owned());
            return Ok(Some(Line { number, fields }));
        }
        Ok(None)
    }
}
