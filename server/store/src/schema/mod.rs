//! Bringing a database to the schema that this program knows.

mod database;
mod migration;
mod prepare;
mod roles;

pub use prepare::Login;
pub use roles::role_statements;
