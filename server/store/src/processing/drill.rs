//! What lies at a place, in many collections at once (carotaggio).

use std::fmt::Write;

use civico_domain::catalog::Value;
use civico_domain::identity::Actor;
use futures_util::future::join_all;

use crate::catalog::Collection;
use crate::error::Error;
use crate::filter::{Conditions, ItemFilter};
use crate::identifier::quote;
use crate::items::value;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A place that is asked about.
#[derive(Debug, Clone)]
pub struct Place {
    /// Geometry as WKB, in the stored reference system.
    pub wkb: Vec<u8>,
    /// What is no farther than this counts too, in metres.
    pub distance_m: f64,
    /// Areas that share less with the place are left out, in square metres.
    pub least_area_m2: f64,
}

/// What one collection has there.
#[derive(Debug, Clone)]
pub struct Drilled {
    /// How many features.
    pub total: i64,
    /// The nearest of them, those that share most first.
    pub features: Vec<DrilledFeature>,
}

/// A feature at a place.
#[derive(Debug, Clone)]
pub struct DrilledFeature {
    /// Key as text.
    pub id: String,
    /// One value for each column of the collection.
    pub values: Vec<Value>,
    /// Distance from the place, in metres; 0 where they touch.
    pub distance_m: f64,
    /// What two areas share, in square metres.
    pub area_m2: Option<f64>,
    /// That as a share of the place.
    pub share: Option<f64>,
    /// That as a share of the feature.
    pub share_of_feature: Option<f64>,
    /// How much of a line lies in an area, in metres.
    pub length_m: Option<f64>,
}

impl Store {
    /// Returns what each collection has at a place, at most `most` features of each; `None` for one
    /// that the database does not show to `actor` any more.
    ///
    /// # Errors
    /// The database cannot be reached or takes too long.
    pub async fn drill(
        &self,
        actor: &Actor,
        collections: &[(Collection, ItemFilter)],
        place: &Place,
        most: u32,
    ) -> Result<Vec<Option<Drilled>>, Error> {
        let transaction = self.read("processing.drill", actor, View::Current).await?;
        // A plan for each place anew takes longer than finding what lies there.
        transaction.define("SET LOCAL plan_cache_mode = force_generic_plan").await?;
        // One after the other is sent before the first is answered.
        let asked = collections.iter().map(|(collection, filter)| {
            let transaction = &transaction;
            async move { drill(transaction, collection, filter, place, most).await }
        });
        let mut found = Vec::with_capacity(collections.len());
        for (answer, known) in join_all(asked).await.into_iter().zip(collections) {
            match answer {
                Ok(drilled) => found.push(Some(drilled)),
                // The transaction is over with the first refusal: those after it are asked alone.
                Err(Error::Forbidden | Error::Database(_)) => {
                    found.push(self.drill_alone(actor, known, place, most).await?);
                }
                Err(error) => return Err(error),
            }
        }
        transaction.commit().await?;
        Ok(found)
    }

    async fn drill_alone(
        &self,
        actor: &Actor,
        (collection, filter): &(Collection, ItemFilter),
        place: &Place,
        most: u32,
    ) -> Result<Option<Drilled>, Error> {
        let transaction = self.read("processing.drill", actor, View::Current).await?;
        match drill(&transaction, collection, filter, place, most).await {
            Ok(drilled) => {
                transaction.commit().await?;
                Ok(Some(drilled))
            }
            Err(Error::Forbidden) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

async fn drill(
    transaction: &Transaction,
    collection: &Collection,
    filter: &ItemFilter,
    place: &Place,
    most: u32,
) -> Result<Drilled, Error> {
    let mut conditions = Conditions::new(collection, filter);
    let shape = conditions.push(Box::new(place.wkb.clone()));
    let shape = format!("ST_MakeValid(ST_GeomFromWKB({shape}::bytea, {}))", collection.srid);
    let distance = conditions.push(Box::new(place.distance_m));
    conditions.also(&format!("ST_DWithin(geom, {shape}, {distance}::double precision)"));
    let least = conditions.push(Box::new(place.least_area_m2));
    let key = quote(collection.key);
    let mut columns = String::new();
    for column in &collection.columns {
        // Writing to a string cannot fail.
        let _written = write!(columns, ", found.{}", quote(&column.sql));
    }
    let sql = format!(
        "SELECT found.{key}::text, found.distance, found.area, found.of_place, found.of_feature, found.length,
                count(*) OVER () AS total{columns}
         FROM (
             SELECT item.*, ST_Distance(geom, {shape}) AS distance, cut.area, cut.length,
                    cut.area / nullif(ST_Area({shape}), 0) AS of_place,
                    cut.area / nullif(ST_Area(geom), 0) AS of_feature
             FROM {} AS item
             CROSS JOIN LATERAL (
                 SELECT CASE WHEN ST_Dimension(geom) = 2 AND ST_Dimension({shape}) = 2
                             THEN ST_Area(ST_Intersection(geom, {shape})) END AS area,
                        CASE WHEN ST_Dimension(geom) + ST_Dimension({shape}) = 3
                             THEN ST_Length(ST_Intersection(geom, {shape})) END AS length
             ) AS cut{}
         ) AS found
         WHERE found.area IS NULL OR found.distance > 0 OR found.area >= {least}::double precision
         ORDER BY found.distance, found.area DESC NULLS LAST, found.{key}
         LIMIT {most}",
        conditions.source(collection),
        conditions.clause(),
    );
    let rows = transaction.query(&sql, &conditions.params()).await?;
    let total = rows.first().map_or(Ok(0), |row| row.try_get("total"))?;
    let features = rows.iter().map(|row| {
        let values = (collection.columns.iter().enumerate())
            .map(|(place, column)| value(row, place + 7, column.column.kind))
            .collect::<Result<_, Error>>()?;
        Ok(DrilledFeature {
            id: row.try_get(0)?,
            values,
            distance_m: row.try_get("distance")?,
            area_m2: row.try_get("area")?,
            share: row.try_get("of_place")?,
            share_of_feature: row.try_get("of_feature")?,
            length_m: row.try_get("length")?,
        })
    });
    Ok(Drilled { total, features: features.collect::<Result<_, Error>>()? })
}
