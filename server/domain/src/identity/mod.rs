//! Who: enti, their codes, and the actor that every call to the store takes.

mod actor;
mod code;
mod ente;
mod grant;
mod role;
mod visibility;

pub use actor::{Acting, Actor, Identity, Principal};
pub use code::{CadastralCode, CodeError, EnteSlug, IpaCode, IstatCode};
pub use ente::{Ente, EnteCode, EnteKind, EnteKindError};
pub use grant::{Grant, Relations, grants};
pub use role::{Right, Role, RoleError};
pub use visibility::{Visibility, VisibilityError};
