//! What a person typed, and what must not be seen in a log.

/// A value that prints as `[…]`: addresses typed by people are personal data.
///
/// It can be read from a request but not serialised, and [`expose`](Sensitive::expose) is the one way to the value, so that
/// each place that looks at it can be found by name.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value; it must not go into a log, a metric, a URL or an error.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value, under the same rule as [`expose`](Sensitive::expose).
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T> std::fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[…]")
    }
}

impl<T> std::fmt::Display for Sensitive<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[…]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensitive_value_does_not_print() {
        let typed = Sensitive::new("via Dante 4".to_owned());
        assert_eq!(format!("{typed} {typed:?} {:?}", Some(&typed)), "[…] […] Some([…])");
        assert_eq!(typed.expose(), "via Dante 4");
    }
}
