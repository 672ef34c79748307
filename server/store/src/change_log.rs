//! The change log: every write that others must notice, complete and in order.
//!
//! Writers take one advisory lock as the last thing they do before COMMIT, and number their block
//! from the greatest number that is committed. A sequence would be faster and wrong: readers would
//! see number 2 before number 1.

use civico_domain::identity::{Actor, EnteCode};
use jiff::Timestamp;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::error::Error;
use crate::sql;
use crate::store::Store;
use crate::transaction::{Transaction, View};

/// A change to be logged.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) what: &'static str,
    pub(crate) subject: String,
    pub(crate) ente: EnteCode,
    /// Whether the thing is public.
    pub(crate) is_public: bool,
}

/// A change in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// Number, without gaps.
    pub seq: i64,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// What happened, such as `dataset.published`.
    pub change_type: String,
    /// Collection id, or identifier of the thing of the register.
    pub subject: String,
    /// Ente whose data changed.
    pub ente: String,
}

impl Store {
    /// Logs the changes and ends the transaction. The log is the owner's, whoever made the changes.
    pub(crate) async fn commit_with(
        &self,
        transaction: Transaction,
        actor: &Actor,
        changes: &[Change],
    ) -> Result<(), Error> {
        transaction.set_role(&self.installation.owner()).await?;
        transaction.commit_with(actor, changes).await
    }
}

impl Transaction {
    /// Logs the changes and ends the transaction, which runs under the owner's role.
    pub(crate) async fn commit_with(self, actor: &Actor, changes: &[Change]) -> Result<(), Error> {
        let types: Vec<&str> = changes.iter().map(|change| change.what).collect();
        let subjects: Vec<&str> = changes.iter().map(|change| change.subject.as_str()).collect();
        let enti: Vec<&str> = changes.iter().map(|change| change.ente.as_str()).collect();
        self.query(sql!("change_log/notify"), &[]).await?;
        self.query(sql!("change_log/lock"), &[]).await?;
        let public: Vec<bool> = changes.iter().map(|change| change.is_public).collect();
        let actor = actor.record_name();
        self.execute(sql!("change_log/append"), &[&types, &subjects, &enti, &actor, &public]).await?;
        self.commit().await
    }

    /// Numbers the events of an act, ends the transaction, and returns the number of the last.
    pub(crate) async fn commit_act(self, actor: &Actor, act: Uuid) -> Result<Option<i64>, Error> {
        self.query(sql!("change_log/notify"), &[]).await?;
        self.query(sql!("change_log/lock"), &[]).await?;
        let row = self.query_one(sql!("change_log/append_act"), &[&act, &actor.record_name()]).await?;
        let last = row.try_get("last")?;
        self.commit().await?;
        Ok(last)
    }
}

impl Store {
    /// Returns the changes after number `seq`, at most `limit` of them.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn list_changes(
        &self,
        actor: &Actor,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<LoggedChange>, Error> {
        let transaction = self.read("change_log.list", actor, View::Current).await?;
        let rows = transaction.query(sql!("change_log/list_after"), &[&seq, &i64::from(limit)]).await?;
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(LoggedChange {
                    seq: row.try_get("seq")?,
                    recorded: row.try_get("recorded")?,
                    change_type: row.try_get("change_type")?,
                    subject: row.try_get("subject")?,
                    ente: row.try_get("ente")?,
                })
            })
            .collect()
    }

    /// Returns the number of the last change, 0 when there is none.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn get_last_seq(&self, actor: &Actor) -> Result<i64, Error> {
        let transaction = self.read("change_log.last", actor, View::Current).await?;
        let row = transaction.query_one(sql!("change_log/get_last"), &[]).await?;
        transaction.commit().await?;
        Ok(row.try_get("seq")?)
    }

    /// Listens for the wake-up call of writers: a message in `wake` says "read the log". Returns
    /// when the connection is lost.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn listen_for_changes(&self, wake: mpsc::Sender<()>) -> Result<(), Error> {
        use futures_util::{StreamExt, stream};
        let (client, mut connection) = self.connect().await?;
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        let listen = client.batch_execute("LISTEN civico_change_log");
        let relay = async {
            while let Some(message) = messages.next().await {
                if matches!(message?, tokio_postgres::AsyncMessage::Notification(_)) {
                    // A full channel means that the reader is already awake.
                    let _awake = wake.try_send(());
                }
            }
            Ok::<(), Error>(())
        };
        let (listening, relayed) = tokio::join!(listen, relay);
        listening?;
        relayed
    }
}
