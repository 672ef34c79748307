//! The tests are in `suite/`.
