//! The encoding of a dBASE table: what stands beside it, in its header, in its bytes.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::ops::Range;
use std::path::Path;

use civico_domain::notice::Notice;
use encoding_rs::UTF_8;

use crate::Error;
use crate::text::{Chosen, by_label, of_dbf_language, single_byte};

/// What the texts of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Texts {
    /// Nothing above ASCII.
    Ascii,
    /// Valid UTF-8 with letters above ASCII.
    Utf8,
    /// Something else.
    Other,
}

/// Decides the encoding of a table; `label` is what its .cpg says.
pub(super) fn encoding(dbf: &Path, label: Option<&str>) -> Result<Chosen, Error> {
    let (language, texts) =
        scan(dbf).map_err(|source| Error::Unreadable { file: dbf.to_string_lossy().into_owned(), source })?;
    if let Some(label) = label.map(str::trim).filter(|label| !label.is_empty()) {
        match by_label(label) {
            Ok(encoding) if !(encoding == UTF_8 && texts == Texts::Other) => {
                let why = Notice::new("encoding-by-cpg").with("encoding", encoding.name()).with("cpg", label);
                return Ok(Chosen { encoding, why });
            }
            _ => {
                let why = Notice::new("encoding-cpg-wrong")
                    .with("encoding", single_byte().name())
                    .with("cpg", label);
                return Ok(Chosen { encoding: single_byte(), why });
            }
        }
    }
    Ok(match (texts, of_dbf_language(language)) {
        (Texts::Ascii, _) => Chosen { encoding: UTF_8, why: Notice::new("encoding-ascii") },
        // Programs write the byte of Windows whatever they write after it; UTF-8 is no accident.
        (Texts::Utf8, _) => Chosen { encoding: UTF_8, why: Notice::new("encoding-utf8") },
        (Texts::Other, Some(encoding)) => {
            let why = Notice::new("encoding-by-dbf-header")
                .with("encoding", encoding.name())
                .with("byte", format!("{language:02X}"));
            Chosen { encoding, why }
        }
        (Texts::Other, None) => {
            let why = Notice::new("encoding-dbf-not-utf8").with("encoding", single_byte().name());
            Chosen { encoding: single_byte(), why }
        }
    })
}

/// Reads the language byte and looks at all texts.
///
/// The header's layout is that of dBASE III: number of records at 4, lengths of header and record
/// at 8 and 10, language at 29, then 32 bytes for each field with its type at 11, length at 16.
fn scan(dbf: &Path) -> std::io::Result<(u8, Texts)> {
    let mut input = BufReader::with_capacity(256 * 1024, File::open(dbf)?);
    let mut head = [0; 32];
    if let Err(error) = input.read_exact(&mut head) {
        return if error.kind() == ErrorKind::UnexpectedEof { Ok((0, Texts::Ascii)) } else { Err(error) };
    }
    let header_length = usize::from(u16::from_le_bytes([head[8], head[9]]));
    let record_length = usize::from(u16::from_le_bytes([head[10], head[11]]));
    let mut fields = vec![0; header_length.saturating_sub(32)];
    let mut record = vec![0; record_length];
    let mut texts = Texts::Ascii;
    if read_whole(&mut input, &mut fields)? {
        let places = text_fields(&fields);
        while record_length > 0 && read_whole(&mut input, &mut record)? {
            for place in &places {
                texts = look(texts, record.get(place.clone()).unwrap_or_default());
            }
            if texts == Texts::Other {
                break;
            }
        }
    }
    Ok((head[29], texts))
}

fn text_fields(fields: &[u8]) -> Vec<Range<usize>> {
    let mut at = 1;
    let mut places = Vec::new();
    for field in fields.chunks_exact(32).take_while(|field| field[0] != 0x0D) {
        // Texts of more than 255 bytes keep the rest of their length in the place of decimals.
        let is_text = field[11] == b'C';
        let length = usize::from(field[16]) + if is_text { usize::from(field[17]) << 8 } else { 0 };
        if is_text {
            places.push(at..at + length);
        }
        at += length;
    }
    places
}

fn look(texts: Texts, text: &[u8]) -> Texts {
    if text.is_ascii() {
        return texts;
    }
    let trimmed = text.trim_ascii_end();
    match std::str::from_utf8(trimmed) {
        Ok(_) => Texts::Utf8,
        // The end of a full field may cut a letter of UTF-8; before blanks nothing was cut, and
        // "citt\xE0" is Latin.
        Err(error) if error.error_len().is_none() && trimmed.len() == text.len() => {
            if text[..error.valid_up_to()].is_ascii() { texts } else { Texts::Utf8 }
        }
        Err(_) => Texts::Other,
    }
}

/// Fills the buffer, or says that the file ended before.
fn read_whole(input: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<bool> {
    match input.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_letter_before_blanks_is_no_cut_utf8() {
        assert_eq!(look(Texts::Ascii, b"citt\xE0   "), Texts::Other);
        assert_eq!(look(Texts::Ascii, "città   ".as_bytes()), Texts::Utf8);
        assert_eq!(look(Texts::Ascii, b"citt\xC3"), Texts::Ascii);
        assert_eq!(look(Texts::Utf8, b"via Roma  "), Texts::Utf8);
    }
}
