//! Enti, people, programs, what they may do, and what they did.

mod audit;
mod delegation;
mod enti;
mod key;
mod role;
mod session;
mod sign_in;

pub use audit::{AuditEntry, AuditPage};
pub use delegation::DelegationEntry;
pub(crate) use enti::put_ente;
pub use key::{KeyEntry, KnownKey, NewKey};
pub use role::RoleEntry;
pub(crate) use session::identity;
pub use session::{KnownSession, NewSession, OwnRoles};
pub use sign_in::{NewSignIn, SignIn};
