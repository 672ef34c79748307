//! The projections anew from all events.

use civico_domain::identity::Actor;

use crate::error::Error;
use crate::sql;
use crate::store::Store;

impl Store {
    /// Brings every row of the projections to what the events say, act by act in the order of their
    /// numbers, by the statements that applying an act uses, and removes what no event speaks of.
    /// Readers see the old ones until it is done. Returns the number of acts.
    ///
    /// # Errors
    /// The actor may not, or the database refuses; nothing changes then.
    pub async fn rebuild_register(&self, actor: &Actor) -> Result<u64, Error> {
        if !actor.runs_installation() {
            return Err(Error::Forbidden);
        }
        let transaction = self.write_after_asking("toponymy.rebuild").await?;
        transaction.define("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
        // As acts and imports do: the comuni first, the log last.
        transaction.query(sql!("toponymy/lock_all_municipalities"), &[]).await?;
        transaction.query(sql!("change_log/lock"), &[]).await?;
        let acts = transaction.query(sql!("toponymy/list_acts_in_order"), &[]).await?;
        for act in &acts {
            super::apply::apply(&transaction, act.try_get("act")?).await?;
        }
        transaction.query(sql!("toponymy/remove_unfounded"), &[]).await?;
        transaction.commit().await?;
        Ok(u64::try_from(acts.len()).unwrap_or_default())
    }
}
