//! `civico-files show`: frames as lines of JSON, to look at what a job sent.

use std::io::{Read, Write};

use civico_domain::catalog::frame::{Frame, LayerSchema, Row};
use civico_domain::catalog::{Column, Value};
use civico_importers::Error;
use civico_importers::frames::Frames;
use serde_json::{Map, json};

/// Reads frames to the end and writes a line for each, for rows a line each.
pub(crate) fn show(input: impl Read, output: impl Write) -> Result<bool, Error> {
    let mut output = std::io::BufWriter::new(output);
    let mut frames = Frames::begin(input)?;
    let mut layers: Vec<LayerSchema> = Vec::new();
    while let Some(frame) = frames.read()? {
        show_frame(frame, &mut layers, &mut output)?;
    }
    output.flush()?;
    Ok(frames.is_whole())
}

fn show_frame(frame: Frame<'_>, layers: &mut Vec<LayerSchema>, output: &mut impl Write) -> Result<(), Error> {
    let line = match frame {
        Frame::Layer(schema) => {
            let line = json!({ "layer": schema });
            layers.push(schema);
            line
        }
        Frame::Rows(rows) => {
            let columns = layers.get(usize::from(rows.layer)).map_or(&[][..], |layer| &layer.columns);
            for row in rows.to_rows(columns).map_err(std::io::Error::other)? {
                writeln!(output, "{}", json!({ "row": shown(&row, columns) }))?;
            }
            return Ok(());
        }
        Frame::Report(entry) => json!({ "report": entry }),
        Frame::Progress(progress) => json!({ "progress": progress }),
        Frame::Percent(percent) => json!({ "percent": percent }),
        Frame::End(end) => json!({ "end": end }),
        Frame::Failure(notice) => json!({ "failure": notice }),
    };
    Ok(writeln!(output, "{line}")?)
}

fn shown(row: &Row, columns: &[Column]) -> serde_json::Value {
    let mut values = Map::new();
    for (column, value) in columns.iter().zip(&row.values) {
        let value = match value {
            Value::Null => serde_json::Value::Null,
            Value::Boolean(value) => json!(value),
            Value::Integer(value) => json!(value),
            Value::Real(value) => json!(value),
            Value::Text(value) => json!(value),
            Value::Date(value) => json!(value.to_string()),
            Value::Timestamp(value) => json!(value.to_string()),
        };
        values.insert(column.name.clone(), value);
    }
    json!({ "number": row.number, "geometry": row.geometry.as_deref().map(hex), "values": values })
}

/// Writes EWKB as PostGIS shows it.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let _written = write!(text, "{byte:02X}");
        text
    })
}
