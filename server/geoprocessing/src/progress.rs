//! How far a long work is, and the word to give it up.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::Error;

/// What whoever waits and whoever works share: one asks for the per cent and may cancel, the other
/// counts steps and looks whether to go on.
///
/// A step is small: after [`Progress::cancel`] an algorithm ends within a fraction of a second.
#[derive(Debug, Default)]
pub struct Progress {
    cancelled: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Begins with nothing done.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to be given up; it cannot be taken back.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Tells whether the work was asked to be given up.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Returns how much of the algorithm under way is done, from 0 to 100 per cent.
    ///
    /// It begins anew with each algorithm that is given the same `Progress`, and with each part of
    /// [`union`](crate::overlay::union), which has three.
    pub fn percent(&self) -> u8 {
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed).min(total);
        if total == 0 { 0 } else { u8::try_from(u128::from(done) * 100 / u128::from(total)).unwrap_or(100) }
    }

    /// Says how many steps there will be.
    ///
    /// # Errors
    /// The work was cancelled.
    pub(crate) fn begin(&self, total: usize) -> Result<(), Error> {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
        self.check()
    }

    /// Counts steps as done.
    ///
    /// # Errors
    /// The work was cancelled.
    pub(crate) fn advance(&self, steps: usize) -> Result<(), Error> {
        self.done.fetch_add(steps as u64, Ordering::Relaxed);
        self.check()
    }

    /// Looks whether to go on.
    ///
    /// # Errors
    /// The work was cancelled.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_go_from_nothing_to_hundred() {
        let progress = Progress::new();
        assert_eq!(progress.percent(), 0);
        progress.begin(3).unwrap();
        progress.advance(1).unwrap();
        assert_eq!(progress.percent(), 33);
        progress.advance(5).unwrap();
        assert_eq!(progress.percent(), 100);
    }

    #[test]
    fn who_is_cancelled_hears_it_at_the_next_step() {
        let progress = Progress::new();
        progress.cancel();
        assert_eq!(progress.begin(3), Err(Error::Cancelled));
        assert_eq!(progress.advance(1), Err(Error::Cancelled));
    }
}
