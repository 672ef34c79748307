//! Limits of lists.

/// How many items a list answers when nobody says.
pub const DEFAULT_LIMIT: u32 = 10;
/// How many items a list answers at most.
pub const MAX_LIMIT: u32 = 10_000;

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many items at most, from 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// How many items to skip first.
    pub offset: u32,
}

impl Page {
    /// Clamps `limit` to what a list answers at most.
    pub fn new(limit: u32, offset: u32) -> Self {
        Self { limit: limit.clamp(1, MAX_LIMIT), offset }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new(DEFAULT_LIMIT, 0)
    }
}
