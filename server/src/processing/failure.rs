//! Why a process gives no result.

use civico_domain::notice::Notice;

use crate::problem::chain;

/// A process gives no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// What was asked cannot be done; the person who asked can mend it.
    #[error("{}", .0.id)]
    Refused(Notice),
    /// One input is refused.
    #[error("{input}: {}", notice.id)]
    Input {
        /// Name of the input.
        input: String,
        /// Why.
        notice: Notice,
    },
    /// The database fails.
    #[error(transparent)]
    Store(#[from] civico_store::Error),
    /// The child fails.
    #[error("the process ended early: {0}")]
    Child(String),
    /// The system fails.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Stopped {
    /// Refuses an input.
    pub(super) fn input(input: &str, notice: Notice) -> Self {
        Self::Input { input: input.to_owned(), notice }
    }

    /// Returns the words for whoever asked; what is not theirs to know goes to the log.
    pub(crate) fn notice(&self) -> Notice {
        match self {
            Self::Refused(notice) => notice.clone(),
            Self::Input { input, notice } => {
                let mut notice = notice.clone();
                notice.args.entry("input".to_owned()).or_insert_with(|| input.clone());
                notice
            }
            Self::Store(civico_store::Error::Timeout) => Notice::new("job-took-too-long"),
            Self::Store(civico_store::Error::DiskFull) => Notice::new("cli-disk-full"),
            Self::Store(civico_store::Error::Forbidden) => Notice::new("job-input-gone"),
            Self::Child(_) => Notice::new("job-crashed"),
            other => {
                tracing::error!(error = %chain(other), "processing.failed");
                Notice::new("job-failed-inside")
            }
        }
    }
}
