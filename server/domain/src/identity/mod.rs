//! Who: enti, their codes, and the actor that every call to the store takes.

mod actor;
mod code;
mod ente;
mod visibility;

pub use actor::{Actor, Right};
pub use code::{CadastralCode, CodeError, EnteSlug, IstatCode};
pub use ente::{Ente, EnteCode, EnteKind};
pub use visibility::Visibility;
