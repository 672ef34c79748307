//! Items of a collection.

use std::pin::Pin;

use bytes::Bytes;
use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::identity::Actor;
use futures_util::TryStreamExt;

use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Row, RowStream};

use crate::catalog::Collection;
use crate::error::Error;
use crate::filter::Conditions;
pub use crate::filter::{Interval, ItemFilter};
use crate::identifier::quote;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// An item: its key, its geometry in degrees of WGS 84, its values in the order of the columns.
#[derive(Debug, Clone)]
pub struct Item {
    /// Key as text.
    pub id: String,
    /// Geometry as WKB, longitude before latitude.
    pub geometry: Option<Bytes>,
    /// One value for each column of the collection.
    pub values: Vec<Value>,
}

/// A page of items: after a key, or after so many.
#[derive(Debug, Clone)]
pub struct ItemPage {
    /// How many at most.
    pub limit: u32,
    /// How many to skip.
    pub offset: u32,
    /// The key after which to begin.
    pub after: Option<String>,
}

/// Items as the database gives them. Dropping it before the end ends the query.
pub struct ItemRows {
    transaction: Option<Transaction>,
    rows: Pin<Box<RowStream>>,
    kinds: Vec<ColumnKind>,
}

impl std::fmt::Debug for ItemRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ItemRows").field("kinds", &self.kinds).finish_non_exhaustive()
    }
}

impl ItemRows {
    /// Returns the next item, `None` after the last.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn next(&mut self) -> Result<Option<Item>, Error> {
        if let Some(row) = self.rows.try_next().await? {
            return Ok(Some(item(&row, &self.kinds)?));
        }
        if let Some(transaction) = self.transaction.take() {
            transaction.commit().await?;
        }
        Ok(None)
    }
}

/// Up to how many items are counted one by one.
const COUNTED_AT_MOST: i64 = 100_000;

impl Store {
    /// Begins to read a page: items in the order of their keys, at most one more than the page's
    /// limit; the one more says that there is a next page.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_items(
        &self,
        actor: &Actor,
        collection: &Collection,
        filter: &ItemFilter,
        page: &ItemPage,
    ) -> Result<ItemRows, Error> {
        let mut conditions = Conditions::new(collection, filter);
        if let Some(after) = &page.after {
            conditions.after(collection, after);
        }
        // Numbers of ours, as literals: a plan for an unknown limit is never kept, and planning
        // takes a third of the query.
        let offset = if page.offset == 0 { String::new() } else { format!(" OFFSET {}", page.offset) };
        let sql = format!(
            "{}{} ORDER BY item.{} LIMIT {}{offset}",
            select(collection, &conditions.source(collection)),
            conditions.clause(),
            quote(collection.key),
            i64::from(page.limit) + 1
        );
        let transaction = self.read("items.list", actor, View::Current).await?;
        let rows = Box::pin(transaction.query_stream(&sql, &conditions.params()).await?);
        let kinds = collection.columns.iter().map(|column| column.column.kind).collect();
        Ok(ItemRows { transaction: Some(transaction), rows, kinds })
    }

    /// Returns the item with this key, whatever the stage of its life.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_item(
        &self,
        actor: &Actor,
        collection: &Collection,
        key: &str,
    ) -> Result<Option<Item>, Error> {
        let mut conditions = Conditions::default();
        conditions.key(collection, key);
        let sql = format!("{}{}", select(collection, &conditions.source(collection)), conditions.clause());
        let transaction = self.read("items.find", actor, View::Current).await?;
        let row = transaction.query_opt(&sql, &conditions.params()).await?;
        transaction.commit().await?;
        let kinds: Vec<_> = collection.columns.iter().map(|column| column.column.kind).collect();
        row.map(|row| item(&row, &kinds)).transpose()
    }

    /// Counts the items of a filter; `None` when there are too many to count for one answer.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn count_items(
        &self,
        actor: &Actor,
        collection: &Collection,
        filter: &ItemFilter,
    ) -> Result<Option<i64>, Error> {
        if filter.is_empty() {
            return Ok(Some(collection.count));
        }
        let mut conditions = Conditions::new(collection, filter);
        let limit = conditions.push(Box::new(COUNTED_AT_MOST + 1));
        let sql = format!(
            "SELECT count(*) FROM (SELECT FROM {}{} LIMIT {limit}) AS counted",
            conditions.source(collection),
            conditions.clause()
        );
        let transaction = self.read("items.count", actor, View::Current).await?;
        let row = transaction.query_one(&sql, &conditions.params()).await?;
        transaction.commit().await?;
        let count: i64 = row.try_get(0)?;
        Ok((count <= COUNTED_AT_MOST).then_some(count))
    }
}

fn select(collection: &Collection, source: &str) -> String {
    let mut sql = format!("SELECT {}::text, ST_AsBinary(ST_Transform(geom, 4326))", quote(collection.key));
    for column in &collection.columns {
        sql.push_str(", ");
        sql.push_str(&quote(&column.sql).to_string());
    }
    // The alias tells the key itself from the text of the same name that is selected.
    format!("{sql} FROM {source} AS item")
}

fn item(row: &Row, kinds: &[ColumnKind]) -> Result<Item, Error> {
    let mut values = Vec::with_capacity(kinds.len());
    for (place, kind) in kinds.iter().enumerate() {
        values.push(value(row, place + 2, *kind)?);
    }
    let geometry: Option<Wkb> = row.try_get(1)?;
    Ok(Item { id: row.try_get(0)?, geometry: geometry.map(|wkb| wkb.0), values })
}

pub(crate) fn value(row: &Row, place: usize, kind: ColumnKind) -> Result<Value, Error> {
    fn get<'a, T: FromSql<'a>>(row: &'a Row, place: usize, into: fn(T) -> Value) -> Result<Value, Error> {
        Ok(row.try_get::<_, Option<T>>(place)?.map_or(Value::Null, into))
    }
    match kind {
        ColumnKind::Boolean => get(row, place, Value::Boolean),
        ColumnKind::Integer => get(row, place, Value::Integer),
        ColumnKind::Real => get(row, place, Value::Real),
        ColumnKind::Text => get(row, place, Value::Text),
        ColumnKind::Date => get(row, place, Value::Date),
        ColumnKind::Timestamp => get(row, place, Value::Timestamp),
    }
}

/// The bytes of a `bytea`.
pub(crate) struct Wkb(pub(crate) Bytes);

impl<'a> FromSql<'a> for Wkb {
    fn from_sql(_kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Bytes::copy_from_slice(raw)))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::BYTEA
    }
}
