//! A tile as it is kept and sent.

use bytes::Bytes;
use martin_tile_utils::{decode_gzip, encode_gzip};
use xxhash_rust::xxh3::xxh3_128;

/// A tile, compressed once when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    gzip: Bytes,
    etag: String,
}

/// A tile cannot be compressed or expanded.
#[derive(Debug, thiserror::Error)]
#[error("a tile cannot be compressed or expanded")]
pub struct TileError(#[source] std::io::Error);

impl Tile {
    /// Compresses the bytes of an MVT; no bytes are an empty tile.
    ///
    /// # Errors
    /// The compressor fails.
    pub fn new(mvt: &[u8]) -> Result<Self, TileError> {
        let gzip = if mvt.is_empty() { Bytes::new() } else { encode_gzip(mvt).map_err(TileError)?.into() };
        Ok(Self { gzip, etag: format!("\"{:032x}\"", xxh3_128(mvt)) })
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.gzip.is_empty()
    }

    /// Returns the tile compressed by gzip.
    pub fn gzip(&self) -> Bytes {
        self.gzip.clone()
    }

    /// Returns the tile as MVT, for clients that do not take gzip.
    ///
    /// # Errors
    /// The kept bytes cannot be expanded.
    pub fn mvt(&self) -> Result<Bytes, TileError> {
        if self.is_empty() {
            Ok(Bytes::new())
        } else {
            decode_gzip(&self.gzip).map(Bytes::from).map_err(TileError)
        }
    }

    /// Returns the strong validator of the content, quoted as HTTP wants it.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Returns the size in the cache, in bytes.
    pub(crate) fn size_bytes(&self) -> u32 {
        u32::try_from(self.gzip.len() + self.etag.len() + 128).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_survives_compression_and_equal_tiles_have_equal_validators() {
        let tile = Tile::new(b"some tile").unwrap();
        assert_eq!(tile.mvt().unwrap(), &b"some tile"[..]);
        assert_eq!(tile.etag(), Tile::new(b"some tile").unwrap().etag());
        assert_ne!(tile.etag(), Tile::new(b"other").unwrap().etag());
        assert!(Tile::new(b"").unwrap().is_empty());
    }
}
