//! Text of any encoding as UTF-8, on the way.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

/// Reads another encoding as UTF-8; what cannot be decoded becomes U+FFFD.
pub struct Transcoder<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    text_at: usize,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    /// Reads `input`, which is in `encoding`; a byte order mark is left out.
    pub fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, raw: vec![0; 64 * 1024], text: Vec::new(), text_at: 0, ended: false }
    }

    /// Decodes the next block.
    fn decode(&mut self) -> io::Result<()> {
        let count = self.input.read(&mut self.raw)?;
        self.ended = count == 0;
        let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(self.raw.len() * 4);
        self.text.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..count], &mut self.text, self.ended);
        self.text.truncate(written);
        self.text_at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.text_at == self.text.len() && !self.ended {
            self.decode()?;
        }
        let rest = &self.text[self.text_at..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.text_at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_comes_out_as_utf8() {
        let mut text = String::new();
        Transcoder::new(&b"libert\xE0"[..], encoding_rs::WINDOWS_1252).read_to_string(&mut text).unwrap();
        assert_eq!(text, "libertà");
        text.clear();
        Transcoder::new(&b"\xFF\xFEv\0i\0a\0"[..], encoding_rs::UTF_16LE).read_to_string(&mut text).unwrap();
        assert_eq!(text, "via");
    }
}
