//! The record layouts of registers of streets and house numbers, sent in the columns that
//! `civico_domain::toponymy::rows` names.

mod anncsu;
mod announce;
mod arcs;
mod dug;
mod generic;
mod layout;
mod milano;
mod municipalities;
mod placeholder;
mod source;
mod stage;
mod title_case;

pub use layout::{Layout, read};
pub use title_case::title_case;
