//! Numbers of ANNCSU in eight bytes.

use std::str::FromStr;

/// Up to fifteen digits, whose zeros in front count: how many in the highest byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits(u64);

impl Digits {
    const VALUE_BITS: u32 = 56;

    /// Takes what ANNCSU writes; none of what is no such number.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let length = u64::try_from(text.len()).ok().filter(|length| (1..=15).contains(length))?;
        let value: u64 = text.parse().ok()?;
        Some(Self(length << Self::VALUE_BITS | value))
    }

    /// Gives it back as it was.
    pub(crate) fn read<T: FromStr>(self) -> Option<T> {
        let length = usize::try_from(self.0 >> Self::VALUE_BITS).ok()?;
        let value = self.0 & ((1 << Self::VALUE_BITS) - 1);
        format!("{value:0length$}").parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_with_its_zeros() {
        for text in ["0", "7", "007", "1234567890", "999999999999999", "000000000000000"] {
            let packed = Digits::of(text).and_then(Digits::read::<String>);
            assert_eq!(packed.as_deref(), Some(text));
        }
        for text in ["", "1234567890123456", "12a"] {
            assert_eq!(Digits::of(text), None);
        }
    }
}
