//! Named transactions under the actor's database role.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Buf;
use civico_domain::identity::{Actor, EnteCode, Right};
use deadpool_postgres::Object;
use tokio_postgres::types::ToSql;
use tokio_postgres::{CancelToken, CopyInSink, NoTls, Row, RowStream};

use crate::error::Error;
use crate::identifier::quote;
use crate::store::Store;

/// Statements a connection remembers before it forgets them all: tables of versions come and go.
const STATEMENTS_REMEMBERED: usize = 256;

/// How long a change waits for another of the same things, in milliseconds.
const LOCK_TIMEOUT_MS: u32 = 5_000;

/// What a transaction sees of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Each statement what is committed when it begins.
    Current,
    /// All statements the same moment.
    Snapshot,
}

/// A transaction under way. One that is dropped without an end is rolled back: where nothing is
/// under way its connection goes back to the pool with all its statements prepared, else what is
/// under way is cancelled and the connection closed.
#[derive(Debug)]
pub(crate) struct Transaction {
    client: Option<Object>,
    name: &'static str,
    began: Instant,
    /// Statements whose end has not been seen.
    under_way: AtomicUsize,
}

/// A parameter of a statement.
pub(crate) type Param<'a> = &'a (dyn ToSql + Sync);

impl Store {
    /// Begins a transaction that reads as `actor`.
    pub(crate) async fn read(
        &self,
        name: &'static str,
        actor: &Actor,
        view: View,
    ) -> Result<Transaction, Error> {
        let role = self.role_of(actor);
        // A snapshot reads the whole register or catalog, and has the time to.
        let (isolation, timeout_ms) = match view {
            View::Current => ("READ COMMITTED", self.limits.read_timeout_ms),
            View::Snapshot => ("REPEATABLE READ", self.limits.write_timeout_ms),
        };
        self.begin(name, &format!("BEGIN ISOLATION LEVEL {isolation} READ ONLY"), &role, timeout_ms).await
    }

    /// Begins a transaction that reads one moment as `actor`, for as long as a job needs.
    pub(crate) async fn read_for(
        &self,
        name: &'static str,
        actor: &Actor,
        timeout_ms: u64,
    ) -> Result<Transaction, Error> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.begin(name, begin, &self.role_of(actor), timeout_ms).await
    }

    /// Begins a transaction that writes under the role of `actor`: policies decide what.
    pub(crate) async fn write(&self, name: &'static str, actor: &Actor) -> Result<Transaction, Error> {
        self.begin_write(name, &self.role_of(actor)).await
    }

    /// Begins a transaction that writes under the owner's role, for an actor who has `right` for
    /// the data of `ente`: COPY, publishing, and what concerns all enti.
    pub(crate) async fn write_as_owner(
        &self,
        name: &'static str,
        actor: &Actor,
        right: Right,
        ente: &EnteCode,
    ) -> Result<Transaction, Error> {
        if !actor.may(right, ente) {
            return Err(Error::Forbidden);
        }
        self.begin_write(name, &self.installation.owner()).await
    }

    /// Begins a transaction under the owner's role whose right is asked in it, once it is known
    /// whose data it touches.
    pub(crate) async fn write_after_asking(&self, name: &'static str) -> Result<Transaction, Error> {
        self.begin_write(name, &self.installation.owner()).await
    }

    async fn begin_write(&self, name: &'static str, role: &str) -> Result<Transaction, Error> {
        // Whoever waits holds a connection of the pool: nobody waits long for somebody's import.
        let begin =
            format!("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}");
        self.begin(name, &begin, role, self.limits.write_timeout_ms).await
    }

    /// Returns the database role that an actor has.
    fn role_of(&self, actor: &Actor) -> String {
        match actor {
            Actor::Anonymous => self.installation.reader(),
            Actor::LocalAdministrator { .. } | Actor::Node => self.installation.owner(),
            Actor::Signed(identity) => match &identity.acting {
                Some(acting) => self.installation.ente_role(&acting.slug),
                None => self.installation.reader(),
            },
        }
    }

    async fn begin(
        &self,
        name: &'static str,
        begin: &str,
        role: &str,
        timeout_ms: u64,
    ) -> Result<Transaction, Error> {
        let asked_at = Instant::now();
        let client = self.pool.get().await?;
        metrics::histogram!("civico_pool_wait_seconds", "transaction" => name)
            .record(asked_at.elapsed().as_secs_f64());
        if client.statement_cache.size() > STATEMENTS_REMEMBERED {
            client.statement_cache.clear();
        }
        let under_way = AtomicUsize::new(0);
        let transaction = Transaction { client: Some(client), name, began: asked_at, under_way };
        let role = quote(role);
        let begin = format!("{begin}; SET LOCAL ROLE {role}; SET LOCAL statement_timeout = {timeout_ms}");
        transaction.define(&begin).await?;
        Ok(transaction)
    }
}

impl Transaction {
    fn client(&self) -> Result<&Object, Error> {
        self.client.as_ref().ok_or(Error::NotFound("connection"))
    }

    /// Counts a statement that is sent.
    fn sent(&self) {
        self.under_way.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one as answered; one that is given up before stays under way.
    fn answered(&self) {
        self.under_way.fetch_sub(1, Ordering::Relaxed);
    }

    /// Runs a statement and returns its rows.
    pub(crate) async fn query(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        let client = self.client()?;
        self.sent();
        let rows = match client.prepare_cached(sql).await {
            Ok(statement) => client.query(&statement, params).await,
            Err(error) => Err(error),
        };
        self.answered();
        Ok(rows?)
    }

    /// Runs a statement and returns its rows one by one, as they come.
    pub(crate) async fn query_stream(&self, sql: &str, params: &[Param<'_>]) -> Result<RowStream, Error> {
        let client = self.client()?;
        // Nobody sees here how many of them were taken.
        self.sent();
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query_raw(&statement, params.iter().copied()).await?)
    }

    /// Begins a COPY into a table.
    pub(crate) async fn copy_in<T: Buf + 'static + Send>(&self, sql: &str) -> Result<CopyInSink<T>, Error> {
        // Nobody sees here whether it comes to its end.
        self.sent();
        Ok(self.client()?.copy_in(sql).await?)
    }

    /// Runs a statement that gives one row at most.
    pub(crate) async fn query_opt(&self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a statement that gives exactly one row.
    pub(crate) async fn query_one(&self, sql: &str, params: &[Param<'_>]) -> Result<Row, Error> {
        self.query_opt(sql, params).await?.ok_or(Error::NotFound("row"))
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) async fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, Error> {
        let client = self.client()?;
        self.sent();
        let changed = match client.prepare_cached(sql).await {
            Ok(statement) => client.execute(&statement, params).await,
            Err(error) => Err(error),
        };
        self.answered();
        Ok(changed?)
    }

    /// Runs statements that define objects.
    pub(crate) async fn define(&self, sql: &str) -> Result<(), Error> {
        let client = self.client()?;
        self.sent();
        let defined = client.batch_execute(sql).await;
        self.answered();
        Ok(defined?)
    }

    /// Goes on under another role.
    pub(crate) async fn set_role(&self, role: &str) -> Result<(), Error> {
        self.define(&format!("SET LOCAL ROLE {}", quote(role))).await
    }

    /// Ends the transaction.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        self.define("COMMIT").await?;
        metrics::histogram!("civico_transaction_seconds", "transaction" => self.name)
            .record(self.began.elapsed().as_secs_f64());
        self.client = None;
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        let is_idle = *self.under_way.get_mut() == 0;
        tracing::debug!(transaction = self.name, is_idle, "store.transaction.abandoned");
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) if is_idle => {
                runtime.spawn(roll_back(client));
            }
            Ok(runtime) => {
                runtime.spawn(cancel(client.cancel_token()));
                drop(Object::take(client));
            }
            Err(_no_runtime) => drop(Object::take(client)),
        }
    }
}

/// Ends a transaction that did nothing that is to last, and gives its connection back.
async fn roll_back(client: Object) {
    if let Err(error) = client.batch_execute("ROLLBACK").await {
        tracing::debug!(%error, "store.transaction.not_rolled_back");
        drop(Object::take(client));
    }
}

/// Asks the database to give up what a connection asked: it would notice only after a while, or
/// when it wants to send rows, that nobody is there any more.
async fn cancel(token: CancelToken) {
    if let Err(error) = token.cancel_query(NoTls).await {
        tracing::debug!(%error, "store.transaction.not_cancelled");
    }
}
