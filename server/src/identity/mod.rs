//! Who asks: tokens, passwords, the OpenID provider, the strength of a sign-in.

mod assertion;
mod claims;
pub(crate) mod config;
pub(crate) mod levels;
pub(crate) mod password;
pub(crate) mod provider;
pub(crate) mod token;
