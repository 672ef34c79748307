//! What ANNCSU has of a comune, by its newest file.

use civico_domain::identity::{Actor, IstatCode, Right};

use super::act::ente_of;
use crate::change_log::Change;
use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::View;

/// Between the columns of a row.
const SEPARATOR: &str = "\u{1f}";

/// A street or an access as ANNCSU has it, and as both had it when they last agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnncsuRow {
    /// Whether it is a street (STRAD), else an access (INDIR).
    pub is_thoroughfare: bool,
    /// What it is found by.
    pub key: String,
    /// The columns of the newest file, `None` when ANNCSU has it no more.
    pub theirs: Option<Vec<String>>,
    /// The columns when both agreed.
    pub agreed: Option<Vec<String>>,
}

impl Store {
    /// Returns what ANNCSU has of a comune.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_anncsu_rows(&self, actor: &Actor, code: &IstatCode) -> Result<Vec<AnncsuRow>, Error> {
        let transaction = self.read("toponymy.list_anncsu_rows", actor, View::Snapshot).await?;
        let rows = transaction.query(sql!("toponymy/list_anncsu_rows"), &[&code.as_str()]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(AnncsuRow {
                    is_thoroughfare: row.try_get::<_, &str>("subject_kind")? == "thoroughfare",
                    key: row.try_get("row_key")?,
                    theirs: row.try_get("fields")?,
                    agreed: row.try_get("agreed")?,
                })
            })
            .collect()
    }

    /// Replaces what ANNCSU has of a comune; what certifies its addresses changes with it.
    ///
    /// # Errors
    /// The actor may not, or the database cannot be reached.
    pub async fn put_anncsu_rows(
        &self,
        actor: &Actor,
        code: &IstatCode,
        rows: &[AnncsuRow],
    ) -> Result<(), Error> {
        let ente = ente_of(code)?;
        let transaction =
            self.write_as_owner("toponymy.put_anncsu_rows", actor, Right::Approve, &ente).await?;
        transaction.query(sql!("toponymy/lock_municipalities"), &[&vec![code.as_str()]]).await?;
        transaction.execute(sql!("toponymy/clear_anncsu_rows"), &[&code.as_str()]).await?;
        for (kind, is_thoroughfare) in [("thoroughfare", true), ("address", false)] {
            let of_kind = || rows.iter().filter(|row| row.is_thoroughfare == is_thoroughfare);
            let joined = |fields: &Option<Vec<String>>| fields.as_ref().map(|fields| fields.join(SEPARATOR));
            let keys: Vec<&str> = of_kind().map(|row| row.key.as_str()).collect();
            let theirs: Vec<Option<String>> = of_kind().map(|row| joined(&row.theirs)).collect();
            let agreed: Vec<Option<String>> = of_kind().map(|row| joined(&row.agreed)).collect();
            let sql = sql!("toponymy/add_anncsu_rows");
            transaction.execute(sql, &[&code.as_str(), &kind, &keys, &theirs, &agreed]).await?;
        }
        let compared =
            Change { what: "register.anncsu-compared", subject: code.to_string(), ente, is_public: true };
        transaction.commit_with(actor, &[compared]).await
    }
}
