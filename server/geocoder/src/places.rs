//! What the index tells of a place by its code.

use crate::index::Index;

impl Index {
    /// Returns the name of a comune by its ISTAT code.
    pub fn municipality_name(&self, istat_code: &str) -> Option<&str> {
        let found = self.municipalities.iter().find(|comune| comune.istat_code.as_str() == istat_code);
        found.map(|comune| comune.name.as_ref())
    }
}
