//! How processes are run: by how many, how large, for how long.

use std::time::Duration;

use civico_domain::processing::FixedGrid;
use civico_store::processing::Quota;
use serde::{Deserialize, Serialize};

/// How processes are run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcessesConfig {
    /// Jobs that this node works on at the same time; 0 leaves them to `civico worker` elsewhere.
    pub(crate) workers: u32,
    /// Threads of a job; 0 takes all processors.
    pub(crate) threads: usize,
    /// Address space of a job in megabytes.
    pub(crate) max_memory_mb: u64,
    /// How long a job may take, in seconds.
    pub(crate) max_seconds: u64,
    /// Rows that a job may read.
    pub(crate) max_rows: u64,
    /// Rows that a request may read that is answered at once.
    pub(crate) sync_rows: u64,
    /// Jobs of one ente that run at the same time.
    pub(crate) running_per_ente: u32,
    /// Jobs of one ente that may wait.
    pub(crate) waiting_per_ente: u32,
    /// Megabytes of results that one ente may keep.
    pub(crate) results_mb_per_ente: u64,
    /// Days until a result goes away.
    pub(crate) keep_days: u16,
    /// How long a silent worker keeps its job, in seconds.
    pub(crate) lease_s: u64,
    /// Hosts that may be told of the end of a job (callback); `host` or `host:port`.
    pub(crate) callback_hosts: Vec<String>,
    /// The grid in which persons are counted (process `hexagons` with k): `metric-500` and so on, or
    /// `h3-8` and so on. Who changes it should take back what was published in the former one.
    pub(crate) grid_of_persons: FixedGrid,
}

impl Default for ProcessesConfig {
    fn default() -> Self {
        Self {
            workers: 1,
            threads: 0,
            max_memory_mb: 4096,
            max_seconds: 1800,
            max_rows: 20_000_000,
            sync_rows: 10_000,
            running_per_ente: 2,
            waiting_per_ente: 20,
            results_mb_per_ente: 2048,
            keep_days: 7,
            lease_s: 15,
            callback_hosts: Vec::new(),
            grid_of_persons: FixedGrid::Metric(500),
        }
    }
}

impl ProcessesConfig {
    /// # Errors
    /// A value makes no sense; the error says which.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(self.max_memory_mb >= 256, "processes.max_memory_mb is at least 256");
        anyhow::ensure!(self.max_seconds > 0, "processes.max_seconds is above 0");
        anyhow::ensure!(self.lease_s >= 2, "processes.lease_s is at least 2");
        anyhow::ensure!(self.keep_days > 0, "processes.keep_days is above 0");
        Ok(())
    }

    pub(crate) fn quota(&self) -> Quota {
        Quota { waiting: self.waiting_per_ente, result_bytes: self.results_mb_per_ente * 1024 * 1024 }
    }

    pub(crate) fn lease(&self) -> Duration {
        Duration::from_secs(self.lease_s)
    }

    pub(crate) fn keep_days(&self) -> i32 {
        i32::from(self.keep_days)
    }
}
