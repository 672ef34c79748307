//! Numbers from one kind into another, where it is known what becomes of them.

/// A count as a real number; counts stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// The number of a cell as a real number.
#[expect(clippy::cast_precision_loss, reason = "cells are numbered within 2^53")]
pub(crate) fn real_of_cell(number: i64) -> f64 {
    number as f64
}

/// The greatest integer that is not above a number; what is too large becomes the largest integer.
#[expect(clippy::cast_possible_truncation, reason = "a float to an integer saturates")]
pub(crate) fn floor(value: f64) -> i64 {
    value.floor() as i64
}

/// How many whole steps there are: nought for what is negative or NaN.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates"
)]
pub(crate) fn steps(value: f64) -> usize {
    value as usize
}

/// The place of a point in a list; [`Points`](crate::Points) has no more than 2^32.
#[expect(clippy::cast_possible_truncation, reason = "lists of points are no longer than 2^32")]
pub(crate) fn place(index: usize) -> u32 {
    index as u32
}
