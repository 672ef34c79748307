//! Vector tiles of a collection, encoded by PostGIS.

use civico_domain::catalog::ColumnKind;
use civico_domain::identity::Actor;
use civico_domain::spatial::TileRequest;

use crate::catalog::{Collection, CollectionColumn};
use crate::error::Error;
use crate::filter::{Conditions, ItemFilter, search_box, within};
use crate::identifier::quote;
use crate::store::Store;
use crate::transaction::View;

impl Store {
    /// Returns a tile as MVT 2.1 with one layer named like the collection; empty when nothing is there.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn get_tile(
        &self,
        actor: &Actor,
        collection: &Collection,
        tile: &TileRequest,
    ) -> Result<Vec<u8>, Error> {
        // Outside the collection's box nothing is asked: its reference system may not reach there.
        let Some(search) = within(&tile.search, collection.bounds) else { return Ok(Vec::new()) };
        let mut conditions = Conditions::new(collection, &ItemFilter::default());
        let envelope = conditions.envelope(&search);
        let search = search_box(&envelope, collection.srid);
        let features = match tile.thin_cell_m {
            Some(cell_m) => thinned(collection, &mut conditions, &search, cell_m, tile),
            None => whole(collection, &mut conditions, &search, tile),
        };
        let layer = conditions.push(Box::new(collection.id.to_string()));
        let id = if tile.thin_cell_m.is_none() && collection.key == "fid" { ", 'fid'" } else { "" };
        let sql = format!(
            "SELECT ST_AsMVT(feature.*, {layer}, {}, 'geom'{id}) FROM ({features}) AS feature WHERE feature.geom IS NOT NULL",
            tile.extent
        );
        let transaction = self.read("tiles.get", actor, View::Current).await?;
        let row = transaction.query_one(&sql, &conditions.params()).await?;
        transaction.commit().await?;
        Ok(row.try_get(0)?)
    }
}

impl Collection {
    /// Returns the properties that features of tiles have beside the columns.
    pub fn tile_properties(&self) -> Vec<(&'static str, ColumnKind)> {
        let id = (self.key != "fid").then_some(("id", ColumnKind::Text));
        let labelled = self.is_labelled().then_some(("labelled", ColumnKind::Boolean));
        id.into_iter().chain(labelled).collect()
    }

    /// A polygon lies in many tiles, its name must stand in one: comuni carry a point for it.
    fn is_labelled(&self) -> bool {
        self.id.as_str() == "municipalities"
    }
}

/// Every feature, in the order of the keys, so that a capped tile is always the same.
fn whole(collection: &Collection, conditions: &mut Conditions, search: &str, tile: &TileRequest) -> String {
    let limit = tile.max_features;
    let envelope = envelope_of(conditions, tile);
    let key = quote(collection.key);
    let id = if collection.key == "fid" { key.to_string() } else { format!("{key}::text AS id") };
    let property = |column: &CollectionColumn| {
        format!(", {} AS {}", quote(&column.sql), quote(&truncated(&column.column.name)))
    };
    let properties: String = collection.columns.iter().map(property).collect();
    let clause = conditions.clause();
    let and = if clause.is_empty() { " WHERE " } else { " AND " };
    let is_labelled = collection.is_labelled();
    let mark = if is_labelled { ", true AS labelled" } else { "" };
    let select = |geometry: &str| {
        let geometry = to_tile(geometry, &envelope, tile);
        let from = &collection.relation;
        format!(
            "SELECT {id}{properties}{mark}, {geometry} AS geom FROM {from} AS item{clause}{and}geom && {search}"
        )
    };
    let shapes = format!("{} ORDER BY item.{key} LIMIT {limit}", select("geom"));
    if is_labelled { format!("({shapes}) UNION ALL ({})", select("ST_PointOnSurface(geom)")) } else { shapes }
}

/// One point for each cell of a grid with the number of features in it. The grid is that of the
/// stored reference system and its cells are searched whole, so that neighbouring tiles agree.
fn thinned(
    collection: &Collection,
    conditions: &mut Conditions,
    search: &str,
    cell_m: f64,
    tile: &TileRequest,
) -> String {
    let cell = conditions.push(Box::new(cell_m));
    let envelope = envelope_of(conditions, tile);
    let srid = collection.srid;
    let clause = conditions.clause();
    let and = if clause.is_empty() { " WHERE " } else { " AND " };
    let middle = format!("ST_SetSRID(ST_MakePoint(avg(ST_X(geom)), avg(ST_Y(geom))), {srid})");
    format!(
        "SELECT count(*) AS count, {} AS geom FROM {}{clause}{and}geom && (
            SELECT ST_MakeEnvelope(
                floor(ST_XMin(b.box) / {cell}) * {cell}, floor(ST_YMin(b.box) / {cell}) * {cell},
                ceil(ST_XMax(b.box) / {cell}) * {cell}, ceil(ST_YMax(b.box) / {cell}) * {cell}, {srid})
            FROM (SELECT {search} AS box) AS b)
         GROUP BY floor(ST_X(geom) / {cell}), floor(ST_Y(geom) / {cell})",
        to_tile(&middle, &envelope, tile),
        collection.relation
    )
}

/// The tile's box, as parameters: the statement is the same for every tile of a collection.
fn envelope_of(conditions: &mut Conditions, tile: &TileRequest) -> String {
    let mut push = |number: u32| conditions.push(Box::new(i32::try_from(number).unwrap_or(i32::MAX)));
    format!("ST_TileEnvelope({}, {}, {})", push(tile.z.into()), push(tile.x), push(tile.y))
}

fn to_tile(geometry: &str, envelope: &str, tile: &TileRequest) -> String {
    let TileRequest { extent, buffer, .. } = tile;
    format!("ST_AsMVTGeom(ST_Transform({geometry}, 3857), {envelope}, {extent}, {buffer}, true)")
}

/// PostgreSQL cuts names at 63 bytes and warns; a name is cut here, at a character.
fn truncated(name: &str) -> String {
    let end = (0..=name.len().min(63)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    name.split_at(end).0.to_owned()
}
