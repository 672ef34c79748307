//! Encodings of CSV: found out, read, and written again as they came.

use std::borrow::Cow;

use civico_domain::notice::Notice;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};

const BOM_UTF8: &[u8] = b"\xEF\xBB\xBF";
/// How archives of files (XLSX, ODS) and old Excel files begin.
const NO_TEXT: [&[u8]; 3] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF"];

/// In which encoding a file is, and its answer will be.
#[derive(Clone, Copy)]
pub(crate) struct Coding {
    encoding: &'static Encoding,
    /// It began with a byte order mark.
    has_bom: bool,
    /// Nothing said UTF-8 yet: a row that is not is taken as windows-1252.
    is_open: bool,
}

/// Refuses what is no text, by its first bytes.
///
/// # Errors
/// It is a spreadsheet, a PDF or other binary data.
pub(crate) fn sniff_text(head: &[u8]) -> Result<(), Notice> {
    let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let is_binary = NO_TEXT.iter().any(|magic| head.starts_with(magic));
    if is_binary || (!is_wide && head.contains(&0)) {
        return Err(Notice::new("problem-no-text"));
    }
    Ok(())
}

impl Coding {
    /// Returns the encoding that somebody named, or finds it out from the first bytes: a byte order
    /// mark, else UTF-8 where most of their lines are that, else windows-1252. Tells besides whether it was found out.
    ///
    /// # Errors
    /// The name is that of no encoding that is read here.
    pub(crate) fn of(name: Option<&str>, head: &[u8]) -> Result<(Self, bool), Notice> {
        let marked = Encoding::for_bom(head).map(|(encoding, _length)| encoding);
        let has_bom = marked.is_some();
        let Some(name) = name else {
            // A bad row does not make the file another's; windows-1252 is hardly ever UTF-8 by chance.
            let (are, are_not) = count_utf8(head);
            let encoding = marked.unwrap_or(if are >= are_not { UTF_8 } else { WINDOWS_1252 });
            let is_open = !has_bom && encoding == UTF_8 && are == 0;
            return Ok((Self { encoding, has_bom, is_open }, true));
        };
        // Python's name for UTF-8 with a byte order mark.
        let name = if name.eq_ignore_ascii_case("utf-8-sig") { "utf-8" } else { name };
        let encoding = Encoding::for_label(name.as_bytes());
        let encoding = encoding.filter(|found| found.is_single_byte() || found.output_encoding() == UTF_8);
        let unknown = || Notice::new("problem-wrong-parameter").with("name", "encoding");
        let encoding = encoding.ok_or_else(unknown)?;
        Ok((Self { encoding, has_bom: marked == Some(encoding), is_open: false }, false))
    }

    /// Adds a byte order mark to the answer if it is in UTF-8.
    #[must_use]
    pub(crate) fn with_bom(self) -> Self {
        Self { has_bom: true, ..self }
    }

    /// Returns its name, in small letters.
    pub(crate) fn name(self) -> String {
        self.encoding.name().to_ascii_lowercase()
    }

    /// Returns the name of the answer's encoding, in small letters.
    pub(crate) fn output_name(self) -> String {
        self.encoding.output_encoding().name().to_ascii_lowercase()
    }

    /// Begins to read.
    pub(crate) fn reader(self) -> Reader {
        // Bytes in UTF-8 pass as they are, so that each row can be told whether it is.
        let decoder = (self.encoding != UTF_8).then(|| self.encoding.new_decoder_with_bom_removal());
        Reader { decoder, to_strip: if self.encoding == UTF_8 { BOM_UTF8 } else { &[] } }
    }

    /// Returns the text of a row that was read; `None` when it is in another encoding.
    pub(crate) fn text(self, row: &[u8]) -> Option<Cow<'_, str>> {
        match std::str::from_utf8(row) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_error) if self.is_open => Some(WINDOWS_1252.decode_without_bom_handling(row).0),
            Err(_error) => None,
        }
    }

    /// Returns what stands before the answer's first row.
    pub(crate) fn mark(self) -> &'static [u8] {
        if self.has_bom && self.encoding.output_encoding() == UTF_8 { BOM_UTF8 } else { &[] }
    }

    /// Writes an answer; letters that the encoding does not have become question marks.
    pub(crate) fn encode(self, answer: Vec<u8>) -> Vec<u8> {
        let encoding = self.encoding.output_encoding();
        if encoding == UTF_8 || answer.is_ascii() {
            return answer;
        }
        let text = String::from_utf8_lossy(&answer);
        let (bytes, _, has_unknown) = encoding.encode(&text);
        if !has_unknown {
            return bytes.into_owned();
        }
        let mut written = Vec::with_capacity(answer.len());
        let mut buffer = [0; 4];
        for letter in text.chars() {
            let (bytes, _, is_unknown) = encoding.encode(letter.encode_utf8(&mut buffer));
            written.extend_from_slice(if is_unknown { b"?" } else { &bytes });
        }
        written
    }
}

/// Counts the lines with letters beyond ASCII that are UTF-8, and those that are not.
fn count_utf8(bytes: &[u8]) -> (usize, usize) {
    let (mut are, mut are_not) = (0_usize, 0_usize);
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        match std::str::from_utf8(line) {
            Ok(text) => are += usize::from(!text.is_ascii()),
            // The last letter of what came so far may be cut in two.
            Err(error) if error.error_len().is_none() && lines.peek().is_none() => {}
            Err(_) => are_not += 1,
        }
    }
    (are, are_not)
}

/// Turns what comes into UTF-8.
pub(crate) struct Reader {
    decoder: Option<Decoder>,
    /// What is left of a byte order mark that has to go.
    to_strip: &'static [u8],
}

impl Reader {
    /// Reads the next bytes, the last ones when `is_last`.
    pub(crate) fn read<'a>(&mut self, mut bytes: &'a [u8], is_last: bool) -> Cow<'a, [u8]> {
        let Some(decoder) = &mut self.decoder else {
            while let (Some(first), Some((next, rest))) = (bytes.first(), self.to_strip.split_first()) {
                if first != next {
                    self.to_strip = &[];
                    break;
                }
                (bytes, self.to_strip) = (&bytes[1..], rest);
            }
            return Cow::Borrowed(bytes);
        };
        let mut text = String::with_capacity(bytes.len() * 2 + 16);
        loop {
            let (result, read, _) = decoder.decode_to_string(bytes, &mut text, is_last);
            bytes = &bytes[read..];
            match result {
                CoderResult::InputEmpty => return Cow::Owned(text.into_bytes()),
                CoderResult::OutputFull => text.reserve(bytes.len() * 3 + 16),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(head: &[u8]) -> String {
        Coding::of(None, head).unwrap().0.name()
    }

    #[test]
    fn the_encoding_is_found_out() {
        assert_eq!(found(b"via;civico"), "utf-8");
        assert_eq!(found("via;città".as_bytes()), "utf-8");
        assert_eq!(found(&"città".as_bytes()[..6]), "utf-8");
        assert_eq!(found(b"via;citt\xE0\n"), "windows-1252");
        assert_eq!(found("via\ncittà\n".as_bytes()), "utf-8");
        assert_eq!(found(b"via\ncitt\xC3\xA0\ncitt\xE0;x\n"), "utf-8");
        assert_eq!(found(b"\xFF\xFEv\0i\0a\0"), "utf-16le");
        assert!(Coding::of(Some("klingon"), b"").is_err());
        assert!(Coding::of(Some("iso-2022-jp"), b"").is_err());
        assert_eq!(Coding::of(Some("ISO-8859-15"), b"").unwrap().0.output_name(), "iso-8859-15");
    }

    #[test]
    fn what_is_read_is_written_again_byte_for_byte() {
        for (name, bytes) in [("windows-1252", &b"citt\xE0 \x80 \x81"[..]), ("utf-8", "città €".as_bytes())]
        {
            let (coding, _) = Coding::of(Some(name), bytes).unwrap();
            let mut reader = coding.reader();
            let mut read = reader.read(&bytes[..5], false).into_owned();
            read.extend_from_slice(&reader.read(&bytes[5..], true));
            assert_eq!(coding.encode(read), bytes);
        }
    }

    #[test]
    fn a_mark_is_taken_off_and_put_on_again() {
        let (coding, _) = Coding::of(None, b"\xEF\xBB\xBFvia").unwrap();
        let mut reader = coding.reader();
        let mut read = reader.read(b"\xEF\xBB", false).into_owned();
        read.extend_from_slice(&reader.read(b"\xBFvia", true));
        assert_eq!(read, b"via");
        assert_eq!(coding.mark(), BOM_UTF8);
        let (wide, _) = Coding::of(None, b"\xFF\xFEv\0").unwrap();
        assert_eq!(&*wide.reader().read(b"\xFF\xFEv\0", true), b"v");
    }

    #[test]
    fn a_late_letter_of_windows_is_read_where_nothing_said_otherwise() {
        let (open, _) = Coding::of(None, b"only ascii").unwrap();
        assert_eq!(open.text(b"citt\xE0").unwrap(), "città");
        let (cut, _) = Coding::of(None, b"via\ncitt\xE0").unwrap();
        assert_eq!(cut.text(b"citt\xE0").unwrap(), "città");
        let (utf8, _) = Coding::of(None, "città".as_bytes()).unwrap();
        assert!(utf8.text(b"citt\xE0").is_none());
    }

    #[test]
    fn what_is_no_text_is_refused_and_unknown_letters_become_question_marks() {
        assert!(sniff_text(b"PK\x03\x04rest").is_err());
        assert!(sniff_text(b"a\0b").is_err());
        assert!(sniff_text(b"\xFF\xFEv\0").is_ok());
        let (coding, _) = Coding::of(Some("windows-1252"), b"").unwrap();
        assert_eq!(coding.encode("Doberdò č".into()), b"Doberd\xF2 ?");
    }
}
