//! How much one address and one key may ask: requests by GCRA, bytes by the minute.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use uuid::Uuid;

/// Bytes are counted anew after this time.
const BYTES_WINDOW: Duration = Duration::from_mins(1);

/// The limits; 0 is none.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitsConfig {
    /// Requests a second of an address or a key, in the long run.
    pub(crate) requests_per_second: u32,
    /// Requests that may come at once.
    pub(crate) burst: u32,
    /// Megabytes a minute that an address or a key may send and be sent.
    pub(crate) megabytes_per_minute: u64,
    /// Sign-ins with a password that an address may try in a minute, and that may be tried for an
    /// account.
    pub(crate) sign_ins_per_minute: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        // An office of fifty people behind one address opens a map of 60 tiles each at once.
        Self { requests_per_second: 100, burst: 3000, megabytes_per_minute: 2000, sign_ins_per_minute: 10 }
    }
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// Whoever asks from an address.
    Address(IpAddr),
    /// A program.
    Key(Uuid),
}

/// Whose sign-ins with a password are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Trying {
    /// Those from an address.
    Address(IpAddr),
    /// Those for an account, by its digest, wherever they come from.
    Account([u8; 32]),
}

/// Where somebody stands, for the headers `X-RateLimit-*` (ModI).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset_s: u64,
}

/// Too much was asked; it may be asked again after this many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch {
    pub(crate) limit: u32,
    pub(crate) retry_after_s: u64,
}

type Requests<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// Counts what was asked.
pub(crate) struct Limits {
    requests: Option<(Requests<Counted>, u32, u32)>,
    sign_ins: Option<Requests<Trying>>,
    bytes: Option<ByteWindow>,
}

struct ByteWindow {
    limit: u64,
    counted: Mutex<(Instant, HashMap<Counted, u64>)>,
}

impl Limits {
    pub(crate) fn new(config: LimitsConfig) -> Self {
        let quota = |per: fn(NonZeroU32) -> Quota, rate: u32, burst: u32| {
            let (rate, burst) = (NonZeroU32::new(rate)?, NonZeroU32::new(burst.max(1))?);
            Some(per(rate).allow_burst(burst))
        };
        let per_second = quota(Quota::per_second, config.requests_per_second, config.burst);
        let per_minute = quota(Quota::per_minute, config.sign_ins_per_minute, config.sign_ins_per_minute);
        let bytes = config.megabytes_per_minute.saturating_mul(1024 * 1024);
        Self {
            requests: per_second
                .map(|quota| (limiter(quota), config.burst.max(1), config.requests_per_second)),
            sign_ins: per_minute.map(limiter),
            bytes: (bytes > 0)
                .then(|| ByteWindow { limit: bytes, counted: Mutex::new((Instant::now(), HashMap::new())) }),
        }
    }

    /// Counts a request; `None` when nothing limits it.
    ///
    /// # Errors
    /// There were too many, or too many bytes.
    pub(crate) fn request(&self, who: Counted) -> Result<Option<Standing>, TooMuch> {
        if let Some(bytes) = &self.bytes {
            bytes.check(who)?;
        }
        let Some((requests, burst, rate)) = &self.requests else { return Ok(None) };
        match requests.check_key(&who) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let reset_s = u64::from(burst.saturating_sub(remaining).div_ceil((*rate).max(1)));
                Ok(Some(Standing { limit: *burst, remaining, reset_s }))
            }
            Err(wait) => Err(TooMuch {
                limit: *burst,
                retry_after_s: whole_seconds(wait.wait_time_from(DefaultClock::default().now())),
            }),
        }
    }

    /// Counts a sign-in with a password.
    ///
    /// # Errors
    /// There were too many from this address, or for this account.
    pub(crate) fn sign_in(&self, from: Trying) -> Result<(), TooMuch> {
        let Some(sign_ins) = &self.sign_ins else { return Ok(()) };
        sign_ins.check_key(&from).map(|_state| ()).map_err(|wait| TooMuch {
            limit: wait.quota().burst_size().get(),
            retry_after_s: whole_seconds(wait.wait_time_from(DefaultClock::default().now())),
        })
    }

    /// Counts bytes that were sent.
    pub(crate) fn bytes(&self, who: Counted, bytes: u64) {
        if let Some(window) = &self.bytes {
            window.add(who, bytes);
        }
    }

    /// Forgets who did not ask for a while.
    pub(crate) fn tidy(&self) {
        if let Some((requests, ..)) = &self.requests {
            requests.retain_recent();
        }
        if let Some(sign_ins) = &self.sign_ins {
            sign_ins.retain_recent();
        }
    }
}

impl ByteWindow {
    fn check(&self, who: Counted) -> Result<(), TooMuch> {
        let (limit, over) = (
            u32::try_from(self.limit >> 20).unwrap_or(u32::MAX),
            self.since(|counted| counted.get(&who).is_some_and(|bytes| *bytes > self.limit)),
        );
        match over {
            (true, left) => Err(TooMuch { limit, retry_after_s: whole_seconds(left) }),
            (false, _) => Ok(()),
        }
    }

    fn add(&self, who: Counted, bytes: u64) {
        self.since(|counted| *counted.entry(who).or_default() += bytes);
    }

    /// Does something with the counts of this window; returns what is left of it too.
    fn since<T>(&self, with: impl FnOnce(&mut HashMap<Counted, u64>) -> T) -> (T, Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counted.0.elapsed() >= BYTES_WINDOW {
            *counted = (Instant::now(), HashMap::new());
        }
        let left = BYTES_WINDOW.saturating_sub(counted.0.elapsed());
        (with(&mut counted.1), left)
    }
}

fn limiter<K: Hash + Eq + Clone>(quota: Quota) -> Requests<K> {
    RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>()
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0).max(u64::from(wait.as_secs() == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> Counted {
        Counted::Address(IpAddr::from([192, 0, 2, last]))
    }

    #[tokio::test]
    async fn each_is_counted_apart() {
        let config = LimitsConfig { requests_per_second: 1, burst: 2, ..LimitsConfig::default() };
        let limits = Limits::new(config);
        assert_eq!(limits.request(address(1)), Ok(Some(Standing { limit: 2, remaining: 1, reset_s: 1 })));
        assert!(limits.request(address(1)).is_ok());
        assert_eq!(limits.request(address(1)), Err(TooMuch { limit: 2, retry_after_s: 1 }));
        assert!(limits.request(address(2)).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_are_counted_by_the_minute() {
        let none = LimitsConfig {
            requests_per_second: 0,
            burst: 0,
            megabytes_per_minute: 1,
            sign_ins_per_minute: 0,
        };
        let limits = Limits::new(none);
        limits.bytes(address(1), 2 << 20);
        assert_eq!(limits.request(address(1)), Err(TooMuch { limit: 1, retry_after_s: 60 }));
        assert_eq!(limits.request(address(2)), Ok(None));
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!(limits.request(address(1)), Ok(None));
    }
}
