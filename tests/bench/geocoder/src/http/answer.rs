//! Answers of HTTP/1.1, as much of it as a benchmark needs.

use std::io::{BufRead, Error, Read, Result};

/// What the head says about the body.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head {
    Length(u64),
    Chunked,
}

/// Reads a head; any status but 200 fails.
pub(super) fn read_head(reader: &mut impl BufRead) -> Result<Head> {
    let status = line(reader)?;
    if !status.contains(" 200 ") {
        return Err(Error::other(format!("the server answers {status}")));
    }
    let mut head = Head::Length(0);
    loop {
        let field = line(reader)?.to_ascii_lowercase();
        match field.split_once(':') {
            None => return Ok(head),
            Some(("content-length", value)) => {
                head = Head::Length(value.trim().parse().map_err(Error::other)?);
            }
            Some(("transfer-encoding", value)) if value.contains("chunked") => head = Head::Chunked,
            Some(_) => {}
        }
    }
}

fn line(reader: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(Error::other("the server hung up"));
    }
    Ok(line.trim_end().to_owned())
}

/// A body, read to its end.
pub(super) struct Body<'r, R> {
    reader: &'r mut R,
    head: Head,
}

impl<'r, R: BufRead> Body<'r, R> {
    pub(super) fn new(reader: &'r mut R, head: Head) -> Self {
        Self { reader, head }
    }

    /// Reads it and forgets it.
    pub(super) fn drain(self) -> Result<()> {
        self.each(|_piece| {})
    }

    /// Counts its lines and bytes.
    pub(super) fn count_lines(self) -> Result<(usize, usize)> {
        let (mut lines, mut bytes) = (0, 0);
        self.each(|piece| {
            bytes += piece.len();
            lines += piece.split(|byte| *byte == b'\n').count() - 1;
        })?;
        Ok((lines, bytes))
    }

    fn each(self, mut visit: impl FnMut(&[u8])) -> Result<()> {
        match self.head {
            Head::Length(length) => piece(self.reader, length, &mut visit),
            Head::Chunked => loop {
                let size = line(self.reader)?;
                let size = u64::from_str_radix(size.split(';').next().unwrap_or_default(), 16);
                let size = size.map_err(Error::other)?;
                piece(self.reader, size, &mut visit)?;
                line(self.reader)?;
                if size == 0 {
                    return Ok(());
                }
            },
        }
    }
}

fn piece(reader: &mut impl BufRead, length: u64, visit: &mut impl FnMut(&[u8])) -> Result<()> {
    let mut limited = reader.take(length);
    loop {
        let read = limited.fill_buf()?;
        if read.is_empty() {
            break;
        }
        visit(read);
        let read = read.len();
        limited.consume(read);
    }
    if limited.limit() > 0 {
        return Err(Error::other("the answer is cut short"));
    }
    Ok(())
}
