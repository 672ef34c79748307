//! Where the features of an input come from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::geometry::check_features;
use super::refusal::expected;
use crate::catalog::CollectionId;
use crate::notice::Notice;
use crate::spatial::Bounds;

/// Conditions of a filter.
const MOST_CONDITIONS: usize = 20;
/// Characters of a condition, of its name and of a time.
const LONGEST_TEXT: usize = 1_000;

/// What names of datasets begin with that are results of jobs.
pub const RESULT: &str = "result-";

/// Where features come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A collection of the portal.
    Collection(CollectionSource),
    /// GeoJSON in longitude and latitude: a feature collection, a feature or a geometry.
    Inline(Value),
}

/// A collection, whole or in part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionSource {
    /// Which one.
    pub collection: CollectionId,
    /// Which version, of the register its number; the current one when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// West, south, east, north in degrees: only what meets this box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
    /// An instant or interval as items take it (OGC API Features 1.0, 7.15.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datetime: Option<String>,
    /// Columns and the values that they have to have, as items take them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filter: BTreeMap<String, String>,
}

impl CollectionSource {
    /// Takes a whole collection in its current version.
    pub fn whole(collection: CollectionId) -> Self {
        Self { collection, version: None, bbox: None, datetime: None, filter: BTreeMap::new() }
    }

    /// Tells whether only a part of the collection is asked for.
    pub fn is_part(&self) -> bool {
        self.bbox.is_some() || self.datetime.is_some() || !self.filter.is_empty()
    }

    /// Tells whether it is the result of a job.
    pub fn is_result(&self) -> bool {
        self.collection.parts().is_some_and(|(_, dataset)| dataset.starts_with(RESULT))
    }

    /// Looks over what was sent.
    fn check(&self) -> Result<(), Notice> {
        if self.version.is_some_and(|version| version < 1) {
            return Err(Notice::new("process-input-bad-version"));
        }
        if let Some([west, south, east, north]) = self.bbox
            && format!("{west},{south},{east},{north}").parse::<Bounds>().is_err()
        {
            return Err(Notice::new("process-input-bad-bbox"));
        }
        let texts = self.filter.iter().flat_map(|(name, value)| [name, value]).chain(&self.datetime);
        let is_long = self.filter.len() > MOST_CONDITIONS
            || texts.into_iter().any(|text| text.chars().count() > LONGEST_TEXT);
        if is_long { Err(Notice::new("process-input-filter-too-long")) } else { Ok(()) }
    }
}

impl Source {
    /// Reads the id of a collection, a collection with what is asked of it, or GeoJSON.
    pub(super) fn parse(value: &Value) -> Result<Self, Notice> {
        if let Some(id) = value.as_str() {
            let id = id.parse().map_err(|_no_id| Notice::new("process-input-no-collection"))?;
            return Ok(Self::Collection(CollectionSource::whole(id)));
        }
        let object = value.as_object().ok_or_else(|| expected("features"))?;
        if object.contains_key("collection") {
            if object["collection"].as_str().is_none_or(|id| id.parse::<CollectionId>().is_err()) {
                return Err(Notice::new("process-input-no-collection"));
            }
            let source: CollectionSource = serde_json::from_value(as_text(value))
                .map_err(|_not_so| Notice::new("process-input-bad-collection"))?;
            source.check()?;
            return Ok(Self::Collection(source));
        }
        check_features(value).map_err(|fault| Notice::new(fault.token()))?;
        Ok(Self::Inline(value.clone()))
    }
}

/// Numbers and truth values of a filter as text, since that is how a query of items has them.
fn as_text(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(filter) = value.get_mut("filter").and_then(Value::as_object_mut) {
        for condition in filter.values_mut() {
            if condition.is_number() || condition.is_boolean() {
                *condition = Value::String(condition.to_string());
            }
        }
    }
    value
}
