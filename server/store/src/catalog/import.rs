//! Making versions of datasets from rows, published in one transaction.

use std::pin::Pin;

use bytes::Bytes;
use civico_domain::catalog::frame::{LayerSchema, Rows};
use civico_domain::catalog::{CollectionId, ColumnKind, DatasetMetadata};
use civico_domain::identity::{Actor, Ente, EnteCode, Right, Visibility};
use futures_util::SinkExt;
use tokio_postgres::CopyInSink;

use super::access::regrant;
use super::collection::CollectionColumn;
use crate::change_log::Change;
use crate::error::Error;
use crate::identifier::{Relation, column_identifier, ente_schema, quote};
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// First bytes of a binary COPY: signature, flags, length of the extension (PostgreSQL, COPY, "File Formats").
const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// Last bytes of a binary COPY.
const COPY_TRAILER: &[u8] = &[0xff, 0xff];
/// One import for an ente at a time; together with the ente's code.
const ENTE_LOCK: i32 = 0x6369;

/// A file that a version was made from.
#[derive(Debug, Clone)]
pub struct Original {
    /// Name as delivered.
    pub name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size_bytes: u64,
}

/// A layer to be published as a version of a dataset.
#[derive(Debug, Clone)]
pub struct ImportLayer {
    /// The dataset.
    pub collection: CollectionId,
    /// What is said of it.
    pub metadata: DatasetMetadata,
    /// Who sees it; as before, or everybody, if nobody says.
    pub visibility: Option<Visibility>,
    /// What its rows are.
    pub schema: LayerSchema,
}

/// A version being made: rows go in, [`VersionImport::publish`] ends it. One that is dropped
/// leaves nothing behind.
pub struct VersionImport {
    actor: Actor,
    ente: Ente,
    transaction: Transaction,
    digest: String,
    layers: Vec<Begun>,
    copy: Option<Pin<Box<CopyInSink<Bytes>>>>,
}

/// Versions that are made but for the end of the transaction.
pub(crate) struct Finished {
    pub(crate) actor: Actor,
    pub(crate) ente: EnteCode,
    pub(crate) transaction: Transaction,
    pub(crate) changes: Vec<Change>,
    pub(crate) published: Vec<(CollectionId, i32)>,
    pub(crate) relations: Vec<Relation>,
}

/// A layer whose table exists.
struct Begun {
    layer: ImportLayer,
    version: i32,
    relation: Relation,
    columns: Vec<CollectionColumn>,
    rows: u64,
    is_public: bool,
}

impl Store {
    /// Returns the datasets whose current version was made from a source with this digest.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn find_unchanged(&self, actor: &Actor, digest: &str) -> Result<Vec<String>, Error> {
        let transaction = self.read("catalog.find_unchanged", actor, View::Current).await?;
        let rows = transaction.query(sql!("catalog/find_unchanged"), &[&digest]).await?;
        transaction.commit().await?;
        rows.iter().map(|row| Ok(row.try_get("collection")?)).collect()
    }

    /// Begins to make versions of datasets of `ente` from a source with this digest.
    ///
    /// # Errors
    /// The actor may not, or the database refuses.
    pub async fn begin_import(
        &self,
        actor: &Actor,
        ente: &Ente,
        digest: &str,
    ) -> Result<VersionImport, Error> {
        let transaction = self.write_as_owner("catalog.import", actor, Right::Publish, &ente.code).await?;
        self.begin_versions(transaction, actor, ente, digest).await
    }

    /// Begins to make versions in a transaction of the owner's, whose right was asked.
    pub(crate) async fn begin_versions(
        &self,
        transaction: Transaction,
        actor: &Actor,
        ente: &Ente,
        digest: &str,
    ) -> Result<VersionImport, Error> {
        // An import waits for the one before it, however long.
        transaction.define("SET LOCAL lock_timeout = 0").await?;
        lock_ente(&transaction, &ente.code).await?;
        let (schema, reader) = (quote(&ente_schema(&ente.slug)), quote(&self.installation.reader()));
        transaction
            .define(&format!(
                "CREATE SCHEMA IF NOT EXISTS {schema}; GRANT USAGE ON SCHEMA {schema} TO {reader}"
            ))
            .await?;
        Ok(VersionImport {
            actor: actor.clone(),
            ente: ente.clone(),
            transaction,
            digest: digest.to_owned(),
            layers: Vec::new(),
            copy: None,
        })
    }
}

/// Lets one import or change of rights for an ente happen at a time, until the transaction ends:
/// concurrent GRANTs on one table fail.
pub(crate) async fn lock_ente(transaction: &Transaction, ente: &EnteCode) -> Result<(), Error> {
    transaction.query(sql!("catalog/lock_ente"), &[&ENTE_LOCK, &ente.as_str()]).await?;
    Ok(())
}

impl VersionImport {
    /// Begins a layer: makes its table and waits for rows.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn begin_layer(&mut self, layer: ImportLayer) -> Result<(), Error> {
        self.end_copy().await?;
        let id = layer.collection.as_str();
        let transaction = &self.transaction;
        let title = serde_json::to_value(&layer.metadata.title).unwrap_or_default();
        let (theme, license) = (&layer.metadata.theme, &layer.metadata.license);
        let visibility = layer.visibility.map(Visibility::as_str);
        let put = transaction
            .query_one(
                sql!("catalog/put_dataset"),
                &[
                    &id,
                    &self.ente.code.as_str(),
                    &title,
                    theme,
                    license,
                    &layer.metadata.attribution,
                    &visibility,
                ],
            )
            .await?;
        let is_public = put.try_get::<_, &str>("visibility")? == Visibility::Public.as_str();
        // Whoever it was shared with is not, once somebody said otherwise.
        if layer.visibility.is_some_and(|visibility| visibility != Visibility::Shared) {
            transaction.execute(sql!("catalog/remove_shares"), &[&id]).await?;
        }
        let version: i32 =
            transaction.query_one(sql!("catalog/next_version"), &[&id]).await?.try_get("version")?;
        let relation = Relation::of_version(&self.ente.slug, &layer.collection, version);
        let columns: Vec<CollectionColumn> = (layer.schema.columns.iter().enumerate())
            .map(|(place, column)| {
                CollectionColumn::new(column.clone(), column_identifier(&column.name, place))
            })
            .collect();
        transaction.define(&create_table(&relation, &layer.schema, &columns)).await?;
        let copy = format!("COPY {relation} FROM STDIN WITH (FORMAT binary, FREEZE)");
        let mut sink = Box::pin(transaction.copy_in(&copy).await?);
        sink.send(Bytes::from_static(COPY_HEADER)).await?;
        self.copy = Some(sink);
        self.layers.push(Begun { layer, version, relation, columns, rows: 0, is_public });
        Ok(())
    }

    /// Adds rows to the layer begun last.
    ///
    /// # Errors
    /// The rows do not fit the layer, or the database refuses them.
    pub async fn add_rows(&mut self, rows: Rows<'_>) -> Result<(), Error> {
        let (Some(begun), Some(copy)) = (self.layers.last_mut(), self.copy.as_mut()) else {
            return Err(Error::Rows);
        };
        if rows.layer != begun.layer.schema.layer {
            return Err(Error::Rows);
        }
        begun.rows += rows.check(begun.columns.len()).map_err(|_error| Error::Rows)?;
        Ok(copy.send(Bytes::copy_from_slice(rows.as_tuples())).await?)
    }

    /// Indexes the rows and publishes all layers in one transaction.
    ///
    /// `reports` are one JSON report for each layer. Returns the version of each dataset.
    ///
    /// # Errors
    /// The database refuses; nothing is published then.
    pub async fn publish(
        self,
        reports: &[serde_json::Value],
        originals: &[Original],
        store: &Store,
    ) -> Result<Vec<(CollectionId, i32)>, Error> {
        let finished = self.finish(reports, originals, store).await?;
        let Finished { actor, ente, transaction, changes, published, .. } = finished;
        let count = i64::try_from(published.len()).ok();
        transaction.audit(&actor, &ente, "datasets.publish", count, None).await?;
        transaction.commit_with(&actor, &changes).await?;
        Ok(published)
    }

    /// Indexes the rows and makes them the current versions, all but ending the transaction.
    pub(crate) async fn finish(
        mut self,
        reports: &[serde_json::Value],
        originals: &[Original],
        store: &Store,
    ) -> Result<Finished, Error> {
        self.end_copy().await?;
        let mut changes = Vec::with_capacity(self.layers.len());
        let mut published = Vec::with_capacity(self.layers.len());
        for (begun, report) in self.layers.iter().zip(reports) {
            self.publish_layer(begun, report, originals).await?;
            let collection = begun.layer.collection.clone();
            changes.push(Change {
                what: "dataset.published",
                subject: collection.to_string(),
                ente: self.ente.code.clone(),
                is_public: begun.is_public,
            });
            published.push((collection, begun.version));
        }
        let (transaction, ente) = (self.transaction, self.ente.code);
        regrant(&transaction, &store.installation, &ente).await?;
        let relations = self.layers.into_iter().map(|begun| begun.relation).collect();
        Ok(Finished { actor: self.actor, ente, transaction, changes, published, relations })
    }

    /// Returns how many rows each layer has so far.
    pub fn row_counts(&self) -> Vec<u64> {
        self.layers.iter().map(|begun| begun.rows).collect()
    }

    async fn end_copy(&mut self) -> Result<(), Error> {
        if let Some(mut copy) = self.copy.take() {
            copy.send(Bytes::from_static(COPY_TRAILER)).await?;
            copy.as_mut().finish().await?;
        }
        Ok(())
    }

    async fn publish_layer(
        &self,
        begun: &Begun,
        report: &serde_json::Value,
        originals: &[Original],
    ) -> Result<(), Error> {
        let (transaction, relation, id) =
            (&self.transaction, &begun.relation, begun.layer.collection.as_str());
        transaction.define(&index(relation)).await?;
        let measured = transaction.query_one(&measure(relation), &[]).await?;
        let bounds: Option<Vec<f64>> = measured.try_get("bounds")?;
        let (items, version) = (i64::try_from(begun.rows).unwrap_or(i64::MAX), begun.version);
        let columns = serde_json::to_value(&begun.columns).unwrap_or_default();
        let reprojection =
            begun.layer.schema.reprojection.as_ref().and_then(|record| serde_json::to_value(record).ok());
        let kind = begun.layer.schema.geometry.as_str();
        let (schema, name, actor) = (&relation.schema, &relation.name, self.actor.record_name());
        transaction
            .execute(
                sql!("catalog/add_version"),
                &[
                    &id,
                    &version,
                    schema,
                    name,
                    &columns,
                    &kind,
                    &items,
                    &bounds,
                    &reprojection,
                    report,
                    &self.digest,
                    &actor,
                ],
            )
            .await?;
        for original in originals {
            let size = i64::try_from(original.size_bytes).unwrap_or(i64::MAX);
            transaction
                .execute(
                    sql!("catalog/add_original"),
                    &[&id, &version, &original.name, &original.sha256, &size],
                )
                .await?;
        }
        transaction.execute(sql!("catalog/set_current"), &[&id, &Some(version)]).await?;
        Ok(())
    }
}

impl std::fmt::Debug for VersionImport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VersionImport").field("ente", &self.ente.code).finish_non_exhaustive()
    }
}

fn create_table(relation: &Relation, schema: &LayerSchema, columns: &[CollectionColumn]) -> String {
    let geometry = if schema.has_z { "GeometryZ" } else { "Geometry" };
    let definition =
        |column: &CollectionColumn| format!(", {} {}", quote(&column.sql), sql_type(column.column.kind));
    let properties: String = columns.iter().map(definition).collect();
    let srid = schema.srid.code();
    format!("CREATE TABLE {relation} (fid bigint NOT NULL, geom geometry({geometry}, {srid}){properties})")
}

fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Boolean => "boolean",
        ColumnKind::Integer => "bigint",
        ColumnKind::Real => "double precision",
        ColumnKind::Text => "text",
        ColumnKind::Date => "date",
        ColumnKind::Timestamp => "timestamptz",
    }
}

/// Rows are indexed after they came, which is faster than while they come.
fn index(relation: &Relation) -> String {
    format!(
        "ALTER TABLE {relation} ADD PRIMARY KEY (fid);
         CREATE INDEX ON {relation} USING gist (geom);
         ANALYZE {relation}"
    )
}

/// The box of the rows in degrees; widened on all sides by what a box loses when it is turned.
fn measure(relation: &Relation) -> String {
    format!(
        "SELECT ARRAY[ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)] AS bounds
         FROM (SELECT ST_Extent(geom)::geometry AS box, min(ST_SRID(geom)) AS srid FROM {relation}) AS extent
         CROSS JOIN LATERAL (
             SELECT ST_Transform(ST_Segmentize(ST_SetSRID(extent.box, extent.srid), 1000), 4326) AS box
         ) AS b
         WHERE extent.box IS NOT NULL
         UNION ALL SELECT NULL
         LIMIT 1"
    )
}
