//! Records leave by their links, never with a text.

use serde_json::{Value, json};

use super::Installation;
use crate::desk::{Desk, KEY};
use crate::office::{RHO, SESTO};

#[tokio::test]
async fn records_leave_as_links_and_what_is_sealed_stays() -> anyhow::Result<()> {
    const NOWHERE: &str = "Via Inesistentissima 9999, Rho";
    let desk = Desk::open().await?;
    let (_, numbers, _) = desk.street().await?;
    let linked = desk.register("ss-1", &json!({"address": numbers[0]["id"]})).await?;
    let waiting = desk.register("ss-2", &json!({"q": NOWHERE})).await?;
    let client = desk.office.database.client().await?;
    let sealed: Vec<u8> =
        client.query_one("SELECT sealed_text FROM civico.record WHERE reference = 'ss-2'", &[]).await?.get(0);
    let mut here = Installation::on(desk.office.database)?;
    here.environment.push(("CIVICO_RECORDS__MASTER_KEY", KEY.to_owned()));
    let (zip, _) = here.export(RHO, "rho.zip").await?;
    let lines = zip.text("records/records.ndjson")?;
    let rows: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(rows.len(), 2);
    for (row, record) in rows.iter().zip([&linked, &waiting]) {
        for field in ["id", "kind", "reference", "state", "review_reason", "revision"] {
            assert_eq!(row[field], record[field], "{field}: {row}");
        }
    }
    assert_eq!((&rows[0]["address"], &rows[0]["has_text"]), (&numbers[0]["id"], &json!(false)));
    assert_eq!((&rows[1]["address"], &rows[1]["has_text"]), (&Value::Null, &json!(true)));
    assert!(!zip.contains("Inesistentissima") && !zip.contains(&hex::encode(&sealed)), "no text, nor sealed");
    let readme = zip.text("README.txt")?;
    assert!(readme.contains("records: 2 pratiche") && readme.contains("records: 2 records"), "{readme}");
    let (other, _) = here.export(SESTO, "sesto.zip").await?;
    assert!(other.names().all(|name| !name.starts_with("records/")), "of another ente there are none");
    assert!(!other.contains("ss-1"));
    Ok(())
}
