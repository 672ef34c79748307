//! Which squares are joined, directly or by others.

/// Disjoint sets (Galler, Fischer, Communications of the ACM 7 (1964), 301), with paths halved.
#[derive(Debug)]
pub(super) struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    /// Everything is alone.
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// Returns who stands for all that are joined with one.
    pub(super) fn root(&mut self, mut one: usize) -> usize {
        while self.parents[one] != one {
            self.parents[one] = self.parents[self.parents[one]];
            one = self.parents[one];
        }
        one
    }

    /// Joins two and all that are joined with them; the lower stands for both.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
