//! How a call to the store can fail.

use civico_domain::identity::EnteCode;

/// What failed, for whoever called.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection could be had, or it was lost.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A statement took longer than allowed.
    #[error("the database took longer than allowed")]
    Timeout,
    /// The database's disk is full.
    #[error("the database has no space left on its disk")]
    DiskFull,
    /// The database has no PostGIS and Civico may not add it.
    #[error("the database has no PostGIS extension and this user may not create it")]
    NoPostgis,
    /// The roles are missing and Civico may not create them.
    #[error("the database roles of this installation are missing and this user may not create them")]
    RolesMissing,
    /// The schema was written by another version of the program.
    #[error("the database's schema is not one this program knows: {0}")]
    UnknownSchema(String),
    /// The installation stores geometry in another reference system than the configuration says.
    #[error("the database stores geometry in EPSG:{stored}, the configuration says EPSG:{configured}")]
    OtherSrid {
        /// What the database has.
        stored: i32,
        /// What the configuration has.
        configured: i32,
    },
    /// The actor may not do this.
    #[error("the actor may not do this")]
    Forbidden,
    /// There is no such ente.
    #[error("there is no ente {0}")]
    NoSuchEnte(EnteCode),
    /// What was asked for does not exist.
    #[error("{0} does not exist")]
    NotFound(&'static str),
    /// The version was withdrawn: its rows are gone.
    #[error("the version was withdrawn")]
    Withdrawn,
    /// Comuni must be loaded before their streets.
    #[error("the territory of the comune {0} is not loaded")]
    NoSuchMunicipality(String),
    /// Somebody else is changing the same things.
    #[error("somebody else is changing the same things")]
    Busy,
    /// A code or name belongs to another.
    #[error("a code or name belongs to another")]
    Taken,
    /// Values contradict each other.
    #[error("the values contradict each other")]
    Inconsistent,
    /// The register does not do what it was asked.
    #[error("the register refuses: {0}")]
    Refused(#[source] civico_domain::toponymy::Refusal),
    /// The thing is not as whoever asks has seen it.
    #[error("the thing changed since it was read")]
    ChangedSinceRead,
    /// The act does not wait for this decision.
    #[error("the act does not wait for this decision any more")]
    ActDecided,
    /// The record does not wait for a review.
    #[error("the record does not wait for a review")]
    NotWaiting,
    /// The ente has too many jobs waiting, or too much of results kept.
    #[error("the ente has too many jobs waiting, or too much of results kept")]
    QuotaExceeded,
    /// The ente has no database role, and Civico may not make it.
    #[error("the ente has no database role and this user may not create it")]
    NoEnteRole,
    /// A row in the database is not what this program writes.
    #[error("a row of {table} is not what this program writes")]
    InconsistentRow {
        /// The table or view.
        table: &'static str,
    },
    /// Rows do not fit the schema that was announced.
    #[error("the rows do not fit the schema announced for them")]
    Rows,
    /// Any other refusal of the database.
    #[error("the database refused a statement")]
    Database(#[source] tokio_postgres::Error),
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        match error.code() {
            Some(code) if *code == SqlState::QUERY_CANCELED => Self::Timeout,
            Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => Self::Forbidden,
            // SET ROLE to a role that is not there.
            Some(code) if *code == SqlState::INVALID_PARAMETER_VALUE && is_unknown_role(&error) => {
                Self::NoEnteRole
            }
            Some(code)
                if *code == SqlState::LOCK_NOT_AVAILABLE || *code == SqlState::T_R_DEADLOCK_DETECTED =>
            {
                Self::Busy
            }
            // What was sent is none of the database's: a NUL, a day beyond its calendar, a text too long.
            Some(code)
                if [
                    SqlState::CHARACTER_NOT_IN_REPERTOIRE,
                    SqlState::UNTRANSLATABLE_CHARACTER,
                    SqlState::DATETIME_FIELD_OVERFLOW,
                    SqlState::CHECK_VIOLATION,
                ]
                .contains(code) =>
            {
                Self::Inconsistent
            }
            Some(code) if *code == SqlState::DISK_FULL => Self::DiskFull,
            Some(code) if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN => {
                Self::Unavailable(Box::new(error))
            }
            Some(_) => Self::Database(error),
            None => Self::Unavailable(Box::new(error)),
        }
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl From<civico_domain::toponymy::Refusal> for Error {
    fn from(refusal: civico_domain::toponymy::Refusal) -> Self {
        Self::Refused(refusal)
    }
}

fn is_unknown_role(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|refusal| refusal.routine() == Some("check_role"))
}

impl Error {
    /// Returns `other` when what was referred to is not there, else the error itself.
    pub(crate) fn or_if_missing(self, other: Self) -> Self {
        use tokio_postgres::error::SqlState;
        match &self {
            Self::Database(source) if source.code() == Some(&SqlState::FOREIGN_KEY_VIOLATION) => other,
            _ => self,
        }
    }
}
