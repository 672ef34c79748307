//! Rows as lines of a file.

/// A field cannot be written: nothing in the layout could quote what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a field holds a semicolon or a line break")]
pub struct UnwritableField {
    /// Place of the field in the row.
    pub column: usize,
}

/// Writes a row, or the names of the columns, as a line: `;` between fields, LF at the end.
///
/// # Errors
/// A field holds `;` or a line break, which the layout has no quotes for.
pub fn line<T: AsRef<str>>(row: &[T]) -> Result<String, UnwritableField> {
    let mut line = String::with_capacity(96);
    for (column, field) in row.iter().map(AsRef::as_ref).enumerate() {
        if field.contains([';', '\n', '\r']) {
            return Err(UnwritableField { column });
        }
        if column > 0 {
            line.push(';');
        }
        line.push_str(field);
    }
    line.push('\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_between_semicolons_as_they_are() {
        assert_eq!(line(&["VIA DELL'ORSO", "", "\"A\""]).unwrap(), "VIA DELL'ORSO;;\"A\"\n");
        assert_eq!(line(&["A", "B;C"]), Err(UnwritableField { column: 1 }));
    }
}
