//! Ways through streets: how far, how long, and what is reached.

mod build;
mod facilities;
mod graph;
mod reach;
mod route;
mod search;
mod snap;
mod split;
mod travel;

pub use facilities::{Reached, nearest};
pub use graph::{Edge, Network};
pub(crate) use reach::joined_parts;
pub use reach::{Outline, Part, ServiceArea, service_areas};
pub use route::{Route, route};
pub use search::costs;
pub use snap::Place;
pub use travel::{Direction, Street, Travel};

#[cfg(test)]
mod tests;
