//! Drill-through (carotaggio): all layers at a place, grouped by theme.

use std::collections::BTreeMap;

use civico_domain::catalog::LocalizedText;
use civico_domain::identity::Actor;
use civico_domain::notice::Notice;
use civico_domain::processing::{Argument, Arguments, CollectionSource, Source};
use civico_domain::spatial::Bounds;
use civico_store::catalog::Collection;
use civico_store::items::ItemFilter;
use civico_store::processing::{Drilled, DrilledFeature, JobInput, JobReader, Place};
use geozero::{CoordDimensions, ToWkb};
use serde_json::{Map, Value, json};

use super::failure::Stopped;
use super::geojson;
use crate::filter::item_filter;
use crate::http::geojson::json_value;
use crate::messages::Language;
use crate::worker::Workshop;

/// Most collections that one question looks in.
const MAX_COLLECTIONS: usize = 200;
/// The theme of the register's own collections.
const REGISTER: &str = "toponymy";
/// Most features of one collection that are told.
const MAX_FEATURES: u32 = 100;

/// Answers what lies at a place, and of which versions.
///
/// # Errors
/// The place is none, or a collection is not there for whoever asks.
pub(super) async fn drill_through(
    shop: &Workshop,
    actor: &Actor,
    arguments: &Arguments,
) -> Result<(Value, Value), Stopped> {
    let geometry = arguments.geometry("geometry").cloned().unwrap_or(Value::Null);
    let srid = shop.config.srid;
    let table = geojson::table(&shop.store, actor, "geometry", &geometry, srid).await?;
    let shape = table.rows.first().and_then(|row| row.geometry.as_ref());
    let nowhere = || Stopped::input("geometry", Notice::new("job-bad-geojson"));
    let wkb = shape.ok_or_else(nowhere)?.to_wkb(CoordDimensions::xy()).map_err(|_error| nowhere())?;
    let place = Place {
        wkb,
        distance_m: arguments.number("distance").unwrap_or(0.0),
        least_area_m2: arguments.number("least-area").unwrap_or(0.0),
    };
    let asked = collections(shop, actor, arguments).await?;
    let found = shop.store.drill(actor, &asked, &place, MAX_FEATURES).await?;
    let versions: BTreeMap<&str, i64> = asked
        .iter()
        .map(|(collection, filter)| (collection.id.as_str(), number(collection, filter)))
        .collect();
    let versions = json!(versions);
    let layers: Vec<Layer<'_>> = (asked.iter().zip(found))
        .filter_map(|((collection, filter), drilled)| {
            Some(Layer { collection, version: number(collection, filter), drilled: drilled? })
        })
        .filter(|layer| !layer.drilled.features.is_empty())
        .collect();
    Ok((document(&geometry, &layers), versions))
}

/// The collections that are meant, with their filters: those named, else all that the caller sees.
async fn collections(
    shop: &Workshop,
    actor: &Actor,
    arguments: &Arguments,
) -> Result<Vec<(Collection, ItemFilter)>, Stopped> {
    let all = match &shop.state {
        Some(state) if state.is_fresh() => state.catalog.load().collections.clone(),
        _ => shop.store.list_collections(actor).await?,
    };
    let mut all: Vec<Collection> =
        all.into_iter().filter(|collection| collection.is_visible_to(actor)).collect();
    if let Some(theme) = arguments.text("theme") {
        all.retain(|collection| collection.theme.as_deref() == Some(theme));
    }
    let Some(Argument::Features(sources)) = arguments.get("collections") else {
        // Results of jobs come and go: who wants one names it.
        all.retain(|collection| !CollectionSource::whole(collection.id.clone()).is_result());
        // In the same order whenever it is done again.
        all.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        all.truncate(MAX_COLLECTIONS);
        return Ok(all.into_iter().map(|collection| (collection, ItemFilter::default())).collect());
    };
    let mut chosen: Vec<(Collection, ItemFilter)> = Vec::with_capacity(sources.len());
    let mut reader = None;
    for (number, source) in (1_u32..).zip(sources) {
        let refused = |notice| Stopped::input("collections", notice);
        let Source::Collection(source) = source else {
            return Err(refused(Notice::new("job-collections-only")));
        };
        let missing = || refused(Notice::new("job-no-such-collection").with("number", number));
        let known = all.iter().find(|known| known.id == source.collection).ok_or_else(missing)?;
        if chosen.iter().any(|(before, _)| before.id == known.id) {
            return Err(refused(Notice::new("job-collection-twice").with("number", number)));
        }
        let (known, at) = if source.version.is_some() {
            let found = at_version(shop, actor, source, &mut reader).await?.ok_or_else(missing)?;
            (found.collection, found.known)
        } else {
            (known.clone(), None)
        };
        let pairs: Vec<(String, String)> =
            source.filter.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
        let bbox = source.bbox.map(Bounds::from);
        let filter = item_filter(&known, bbox, source.datetime.as_deref(), &pairs);
        let mut filter =
            filter.map_err(|_error| refused(Notice::new("job-bad-filter").with("number", number)))?;
        filter.known = at;
        chosen.push((known, filter));
    }
    Ok(chosen)
}

/// Finds a collection at the version that is named.
async fn at_version(
    shop: &Workshop,
    actor: &Actor,
    source: &CollectionSource,
    reader: &mut Option<JobReader>,
) -> Result<Option<JobInput>, Stopped> {
    let reader = match reader {
        Some(reader) => reader,
        None => reader.insert(shop.store.begin_reading(actor, shop.config.database.read_timeout_ms).await?),
    };
    match reader.find(source.collection.as_str(), source.version).await {
        Err(civico_store::Error::Forbidden) => Ok(None),
        found => Ok(found?),
    }
}

/// Puts what is kept in all languages into one, for whoever reads it.
pub(crate) fn in_language(outputs: &mut Value, language: Language) {
    let themes = outputs["result"]["themes"].as_array_mut().into_iter().flatten();
    for theme in themes {
        let title = match theme["theme"].as_str() {
            Some(REGISTER) => language.word("drill-toponymy"),
            Some(theme) => theme.to_owned(),
            None => language.word("drill-other"),
        };
        theme["title"] = json!(title);
        for collection in theme["collections"].as_array_mut().into_iter().flatten() {
            let title: Option<LocalizedText> = serde_json::from_value(collection["title"].take()).ok();
            collection["title"] = json!(title.as_ref().map(|title| title.get(language.as_str())));
        }
    }
}

/// What one collection has at the place.
struct Layer<'a> {
    collection: &'a Collection,
    version: i64,
    drilled: Drilled,
}

/// The number of the version that is read.
fn number(collection: &Collection, filter: &ItemFilter) -> i64 {
    filter.known.unwrap_or_else(|| collection.number())
}

fn document(geometry: &Value, layers: &[Layer<'_>]) -> Value {
    let mut themes: BTreeMap<Option<&str>, Vec<Value>> = BTreeMap::new();
    for one in layers {
        let theme = match one.collection.theme.as_deref() {
            None if one.collection.is_of_register() => Some(REGISTER),
            theme => theme,
        };
        themes.entry(theme).or_default().push(layer(one));
    }
    // What has no theme comes last.
    let (without, with): (Vec<_>, Vec<_>) = themes.into_iter().partition(|(theme, _)| theme.is_none());
    let themes: Vec<Value> = with
        .into_iter()
        .chain(without)
        .map(|(theme, collections)| json!({"theme": theme, "collections": collections}))
        .collect();
    let features: i64 = layers.iter().map(|layer| layer.drilled.total).sum();
    json!({
        "place": {"geometry": geometry},
        "themes": themes,
        "summary": {"collections": layers.len(), "features": features},
    })
}

fn layer(Layer { collection, version, drilled }: &Layer<'_>) -> Value {
    let shown = i64::try_from(drilled.features.len()).unwrap_or(i64::MAX);
    json!({
        "collection": collection.id,
        "title": collection.title,
        "ente": collection.ente.as_ref().map(|(_, name)| name),
        "version": version,
        "date": collection.updated,
        "license": collection.license,
        "numberMatched": drilled.total,
        "truncated": drilled.total > shown,
        "features": drilled.features.iter().map(|found| feature(collection, found)).collect::<Vec<_>>(),
    })
}

fn feature(collection: &Collection, found: &DrilledFeature) -> Value {
    let names = collection.columns.iter().map(|column| column.column.name.clone());
    let properties: Map<String, Value> = names.zip(found.values.iter().map(json_value)).collect();
    let mut feature = json!({"id": found.id, "properties": properties});
    let measures = [
        ("distance_m", Some(found.distance_m).filter(|distance| *distance > 0.0)),
        ("area_m2", found.area_m2),
        ("share", found.share),
        ("share_of_feature", found.share_of_feature),
        ("length_m", found.length_m),
    ];
    for (name, value) in measures {
        if let Some(value) = value {
            feature[name] = json!(value);
        }
    }
    feature
}
