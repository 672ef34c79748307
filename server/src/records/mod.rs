//! Records of other services: resolved on the index in memory, sealed where that fails, and kept
//! along with the register.

pub(crate) mod config;
pub(crate) mod follow;
pub(crate) mod resolve;
pub(crate) mod sums;
pub(crate) mod text;
pub(crate) mod vault;
