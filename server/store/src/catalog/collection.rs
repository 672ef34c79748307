//! What a collection is, as the nodes serve it.

use civico_domain::catalog::{CollectionId, CollectionKind, Column, GeometryKind, LocalizedText};
use civico_domain::identity::{Actor, EnteCode, Right, Visibility};
use civico_domain::spatial::Bounds;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::identifier::Relation;

/// The SQL type of a collection's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// `bigint`: rows of a version.
    Integer,
    /// `uuid`: streets and addresses.
    Uuid,
    /// `text`: codes.
    Text,
}

/// A column of a collection and its name in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionColumn {
    /// Name and type.
    #[serde(flatten)]
    pub column: Column,
    /// Name in the database.
    pub(crate) sql: String,
}

impl CollectionColumn {
    pub(crate) fn new(column: Column, sql: String) -> Self {
        Self { column, sql }
    }
}

/// What is served as items and tiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// Title.
    pub title: LocalizedText,
    /// Code and name of the ente it belongs to; `None` for the register's own.
    pub ente: Option<(EnteCode, String)>,
    /// Code of the homogeneous zone of that ente.
    pub zone: Option<String>,
    /// Who sees it.
    pub visibility: Visibility,
    /// Enti that see it besides, when it is shared.
    pub shared_with: Vec<EnteCode>,
    /// How it changes.
    pub kind: CollectionKind,
    /// What its geometries are.
    pub geometry: GeometryKind,
    /// Number of items shown by default.
    pub count: i64,
    /// Box of the items.
    pub bounds: Option<Bounds>,
    /// Changes whenever what is served, or to whom, changes: the edition, or the register number.
    pub version: i64,
    /// Number of the version of the dataset whose items they are; none of the register's.
    pub(crate) dataset_version: Option<i32>,
    /// When that was.
    pub updated: Option<Timestamp>,
    /// Theme token.
    pub theme: Option<String>,
    /// SPDX licence id.
    pub license: Option<String>,
    /// Words that have to stand on a map.
    pub attribution: Option<String>,
    /// Columns.
    pub columns: Vec<CollectionColumn>,
    /// Place of the column that says when, for `datetime`.
    pub temporal: Option<usize>,
    /// What the functions begin with that give the items as they were, where there are any: `_on` a
    /// day, for `datetime`; as `_known` at a register number.
    pub(crate) history: Option<&'static str>,
    /// Place of the column of the stage of life; only current items are shown unless asked.
    pub stage: Option<usize>,
    pub(crate) relation: Relation,
    pub(crate) key: &'static str,
    pub(crate) key_kind: KeyKind,
    pub(crate) srid: i32,
}

impl Collection {
    /// Returns the EPSG code of the reference system in which its geometry is stored.
    pub fn srid(&self) -> i32 {
        self.srid
    }

    /// Returns what its items are called again by: the number of the dataset's version, or of the register.
    pub fn number(&self) -> i64 {
        self.dataset_version.map_or(self.version, i64::from)
    }

    /// Tells whether its items are numbered, as rows of a version are.
    pub fn is_numbered(&self) -> bool {
        self.key_kind == KeyKind::Integer
    }

    /// Tells whether it is one of the register's own.
    pub fn is_of_register(&self) -> bool {
        self.relation.schema == "civico"
    }

    /// Tells whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public
    }

    /// Tells whether `actor` may see it. The database decides for itself when rows are read.
    pub fn is_visible_to(&self, actor: &Actor) -> bool {
        let is_own = |ente: &EnteCode| actor.may(Right::Read, ente);
        self.is_public()
            || self.ente.as_ref().is_none_or(|(ente, _)| is_own(ente))
            || self.visibility == Visibility::Shared
                && actor.ente().is_some_and(|ente| self.shared_with.contains(ente) && is_own(ente))
    }

    /// Returns the place of the column with this name.
    pub fn find_column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.column.name == name)
    }
}
