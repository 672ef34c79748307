//! Which encoding a file is in, and why that is thought.

use std::io::{self, Read};

use civico_domain::notice::Notice;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Error;

/// An encoding and the sentence that says why.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Why.
    pub why: Notice,
}

/// Looks an encoding up by the name a person or a file gives it.
///
/// # Errors
/// No encoding has that name.
pub fn by_label(label: &str) -> Result<&'static Encoding, Error> {
    let label = label.trim();
    let number = label.to_lowercase().replace(['-', '_', ' '], "");
    let known = match number.as_str() {
        "utf8" | "65001" => Some(UTF_8),
        "utf16" | "utf16le" => Some(UTF_16LE),
        "utf16be" => Some(UTF_16BE),
        "ansi" | "ansi1252" | "1252" | "cp1252" | "88591" | "iso88591" | "latin1" => Some(WINDOWS_1252),
        other => of_code_page(other),
    };
    known
        .or_else(|| Encoding::for_label_no_replacement(label.as_bytes()))
        .ok_or_else(|| Error::UnknownEncoding(label.to_owned()))
}

/// Code pages as .cpg files and DBF headers name them: `1251`, `cp1251`, `ansi1251`, `88592`.
fn of_code_page(name: &str) -> Option<&'static Encoding> {
    let digits = name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let label = match digits {
        "932" => "shift_jis".to_owned(),
        "936" => "gbk".to_owned(),
        "949" => "euc-kr".to_owned(),
        "950" => "big5".to_owned(),
        "874" => "windows-874".to_owned(),
        "866" => "ibm866".to_owned(),
        other if other.len() == 4 && other.starts_with("125") => format!("windows-{other}"),
        other => format!("iso-8859-{}", other.strip_prefix("8859")?),
    };
    Encoding::for_label(label.as_bytes())
}

/// Maps the language byte of a DBF header to an encoding.
///
/// Source: ESRI, "Codepage Handling in shapefiles and dBASE files"; the code pages 437 and 850,
/// which DOS programs wrote without meaning them, are left out.
pub fn of_dbf_language(byte: u8) -> Option<&'static Encoding> {
    let label: &[u8] = match byte {
        0x03 | 0x57 | 0x58 | 0x59 => b"windows-1252",
        0xC8 => b"windows-1250",
        0xC9 => b"windows-1251",
        0xCA => b"windows-1254",
        0xCB => b"windows-1253",
        0xCC => b"windows-1257",
        0x26 | 0x65 => b"ibm866",
        0x7B | 0x13 => b"shift_jis",
        0x7A | 0x4D => b"gbk",
        0x79 | 0x4E => b"euc-kr",
        0x78 | 0x4F => b"big5",
        0x7C => b"windows-874",
        0x7D => b"windows-1255",
        0x7E => b"windows-1256",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// What stands for bytes that are no UTF-8: windows-1252, of which ISO-8859-1 is a part.
pub fn single_byte() -> &'static Encoding {
    WINDOWS_1252
}

/// Looks at all bytes of a text to find its encoding.
///
/// # Errors
/// The input cannot be read.
pub fn detect(mut input: impl Read) -> io::Result<Chosen> {
    let mut buffer = vec![0; 128 * 1024];
    let mut filled = fill(&mut input, &mut buffer)?;
    if let Some(chosen) = by_mark(&buffer[..filled]).or_else(|| by_zeros(&buffer[..filled])) {
        return Ok(chosen);
    }
    let mut any_high = false;
    let mut carried = 0;
    loop {
        let bytes = &buffer[..carried + filled];
        any_high |= !bytes.is_ascii();
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() && filled > 0 => error.valid_up_to(),
            Err(error) => {
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
                let why = Notice::new("encoding-not-utf8").with("byte", format!("{byte:02X}"));
                return Ok(Chosen { encoding: WINDOWS_1252, why });
            }
        };
        if filled == 0 {
            break;
        }
        let end = carried + filled;
        buffer.copy_within(valid..end, 0);
        carried = end - valid;
        filled = fill(&mut input, &mut buffer[carried..])?;
    }
    let why = if any_high { Notice::new("encoding-utf8") } else { Notice::new("encoding-ascii") };
    Ok(Chosen { encoding: UTF_8, why })
}

fn by_mark(bytes: &[u8]) -> Option<Chosen> {
    let (encoding, _) = Encoding::for_bom(bytes)?;
    let why = Notice::new("encoding-by-mark").with("encoding", encoding.name());
    Some(Chosen { encoding, why })
}

/// Recognises UTF-16 without a mark: every other byte of Latin text is zero.
fn by_zeros(bytes: &[u8]) -> Option<Chosen> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let half = sample.len() / 2;
    let encoding = match (zeros(0), zeros(1)) {
        (even, odd) if half >= 2 && odd * 10 > half * 7 && even * 10 < half => UTF_16LE,
        (even, odd) if half >= 2 && even * 10 > half * 7 && odd * 10 < half => UTF_16BE,
        _ => return None,
    };
    Some(Chosen { encoding, why: Notice::new("encoding-by-zeros").with("encoding", encoding.name()) })
}

fn fill(input: &mut impl Read, mut buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while !buffer.is_empty() {
        match input.read(buffer)? {
            0 => break,
            count => {
                filled += count;
                buffer = buffer.get_mut(count..).unwrap_or_default();
            }
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(bytes: &[u8]) -> (&'static str, String) {
        let chosen = detect(bytes).unwrap();
        (chosen.encoding.name(), chosen.why.id)
    }

    #[test]
    fn encodings_are_recognised_by_mark_zeros_or_validity() {
        assert_eq!(detected(b"\xEF\xBB\xBFvia").0, "UTF-8");
        assert_eq!(detected("libertà".as_bytes()), ("UTF-8", "encoding-utf8".into()));
        assert_eq!(detected(b"libert\xE0;"), ("windows-1252", "encoding-not-utf8".into()));
        assert_eq!(detected(b"libert\xC3"), ("windows-1252", "encoding-not-utf8".into()));
        assert_eq!(detected(b"v\0i\0a\0;\0").0, "UTF-16LE");
        assert_eq!(detected(b"\xFE\xFF\0v\0i").0, "UTF-16BE");
    }

    #[test]
    fn a_letter_across_two_blocks_is_still_utf8() {
        let mut bytes = vec![b'a'; 128 * 1024 - 1];
        bytes.extend("à".as_bytes());
        assert_eq!(detected(&bytes), ("UTF-8", "encoding-utf8".into()));
    }

    #[test]
    fn names_of_encodings_are_read_as_files_write_them() {
        for (label, name) in [
            ("ANSI 1252", "windows-1252"),
            ("UTF-8", "UTF-8"),
            ("88592", "ISO-8859-2"),
            ("1251", "windows-1251"),
            ("Big5", "Big5"),
        ] {
            assert_eq!(by_label(label).unwrap().name(), name, "{label}");
        }
        assert!(by_label("klingon").is_err());
    }
}
