//! Tiles kept in memory.

use std::future::Future;
use std::sync::Arc;

use martin_tile_utils::TileCoord;
use moka::future::Cache;

use crate::tile::Tile;

/// What a tile depends on. Whatever decides who may see it is part of it: today only public
/// collections are served, to everybody alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TileKey {
    /// Id of the collection.
    pub collection: String,
    /// Version of the collection, or number of the register.
    pub version: i64,
    /// The tile.
    pub coord: TileCoord,
}

/// A cache of tiles with a size in bytes; several callers of one tile wait for one computation.
#[derive(Debug, Clone)]
pub struct TileCache {
    tiles: Cache<TileKey, Arc<Tile>>,
}

impl TileCache {
    /// Makes a cache of at most `max_bytes`.
    pub fn new(max_bytes: u64) -> Self {
        let tiles = Cache::builder()
            .max_capacity(max_bytes)
            .weigher(|_key, tile: &Arc<Tile>| tile.size_bytes())
            .build();
        Self { tiles }
    }

    /// Returns the tile, made by `make` if it is not here.
    ///
    /// # Errors
    /// Those of `make`, shared by all callers that waited for it.
    pub async fn get_or_make<E>(
        &self,
        key: TileKey,
        make: impl Future<Output = Result<Tile, E>>,
    ) -> Result<Arc<Tile>, Arc<E>>
    where
        E: Send + Sync + 'static,
    {
        self.tiles.try_get_with(key, async { make.await.map(Arc::new) }).await
    }

    /// Returns the tile if it is here.
    pub async fn find(&self, key: &TileKey) -> Option<Arc<Tile>> {
        self.tiles.get(key).await
    }
}
