//! Groups of features that lie densely.

use civico_domain::catalog::{ColumnKind, Value};
use civico_domain::notice::Notice;

use super::job::Job;
use super::rows::{points, values_of};
use super::table::{Feature, Table, columns};
use crate::clusters::dbscan;
use crate::{Error, Points, Positive};

/// Numbers the group of each feature; those that stand alone have none.
pub(super) fn run(job: &mut Job<'_>) -> Result<Table, Error> {
    let table = job.table("features")?;
    let rows = points("features", &table);
    job.settle(&rows)?;
    let radius = Positive::new("distance", job.number("distance")?)?;
    let least = job.count("least-points")?;
    let found = dbscan(Points::new("features", &rows.shapes)?, radius, least, job.progress)?;
    let alone = found.labels.iter().filter(|label| label.is_none()).count();
    let notice = Notice::new("process-notice-clusters").with("count", found.count).with("alone", alone);
    job.notices.push(notice);
    let row = |(place, label): (&usize, &Option<u32>)| {
        let mut values = values_of(&table, *place);
        values.push(label.map_or(Value::Null, |label| Value::Integer(label.into())));
        Feature { geometry: table.rows[*place].geometry.clone(), values }
    };
    let rows = rows.places.iter().zip(&found.labels).map(row).collect();
    let columns = columns(&[("", &table.columns)], &[("cluster", ColumnKind::Integer)]);
    Ok(Table { name: String::new(), columns, rows })
}
