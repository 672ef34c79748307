//! Being told to stop: Ctrl-C, or SIGTERM of a service manager.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Knows whether somebody told the program to stop. Made once, so that no signal is lost between
/// two places that wait for it.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system allows no signal handlers.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tell.send_replace(true);
            // Kept open: who asks later must still be told.
            tell.closed().await;
        });
        Ok(Self(told))
    }

    /// Returns when the program was told to stop.
    pub(crate) async fn told(mut self) {
        if self.0.wait_for(|told| *told).await.is_err() {
            // The listener ended with the runtime.
            std::future::pending::<()>().await;
        }
    }
}
