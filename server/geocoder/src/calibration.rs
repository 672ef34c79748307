//! From similarity to score: how often answers that fit a question so well are right.
//!
//! The curves are isotonic regressions (pool adjacent violators: Ayer et al., 1955) over labelled
//! addresses, for each kind of answer one where it stands alone and one where it is ambiguous.
//! `tests/accuracy` fits them on one half of its addresses, and measures them on the other. A curve that
//! changes answers gets a new version, and the golden answers with it: scores never drift silently.

use std::sync::LazyLock;

use crate::answer::Level;

/// The version of the model that scores come from.
pub const MODEL: &str = "2026-1";

/// The kinds of answers: the access itself, one that stands near it, the street and what is larger.
const KINDS: [&str; 3] = ["access", "near", "street"];

/// By kind, and by whether the answer is ambiguous.
static CURVES: LazyLock<[[Curve; 2]; 3]> = LazyLock::new(|| {
    let model = include_str!("../model/2026-1.csv");
    KINDS.map(|kind| ["alone", "ambiguous"].map(|of| Curve::read(model, &format!("{kind},{of}"))))
});

/// Similarities in thousandths, from 0 to this.
const WHOLE: u16 = 1000;

/// Returns the score, 0 to 1, of an answer of this similarity, 0 to 1.
pub(crate) fn score(level: Level, similarity: f64, is_ambiguous: bool) -> f64 {
    let kind = match level {
        Level::HouseNumber => 0,
        Level::WithoutExponent | Level::Interpolated | Level::NearestNumber => 1,
        Level::Street | Level::Locality | Level::Municipality | Level::None => 2,
    };
    let at = usize::from(rounded(similarity.clamp(0.0, 1.0) * f64::from(WHOLE)));
    f64::from(CURVES[kind][usize::from(is_ambiguous)].0[at]) / f64::from(WHOLE)
}

/// The score of each similarity, both in thousandths.
struct Curve(Vec<u16>);

impl Curve {
    /// Reads the knots of one curve, lines of `kind,curve,similarity,score` in thousandths. Straight lines
    /// join them, from nothing to the first.
    fn read(model: &str, of: &str) -> Self {
        let knots =
            model.lines().filter_map(|line| line.strip_prefix(of)?.strip_prefix(',')?.split_once(','));
        let knots = knots.filter_map(|(at, score)| Some((at.parse().ok()?, score.parse().ok()?)));
        let mut known: Vec<(u16, u16)> = std::iter::once((0, 0)).chain(knots).collect();
        if let Some(last) = known.last().copied() {
            known.push((WHOLE + 1, last.1));
        }
        Self((0..=WHOLE).map(|at| between(&known, at)).collect())
    }
}

/// The height of the line through the knots.
fn between(knots: &[(u16, u16)], at: u16) -> u16 {
    let next = knots.partition_point(|(knot, _)| *knot <= at).clamp(1, knots.len() - 1);
    let ((from, low), (to, high)) = (knots[next - 1], knots[next]);
    let share = f64::from(at.saturating_sub(from)) / f64::from((to - from).max(1));
    let height = f64::from(low) + share * (f64::from(high) - f64::from(low));
    rounded(height)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
fn rounded(height: f64) -> u16 {
    height.round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_the_knots() {
        let curve = Curve::read("near,alone,500,100\nnear,alone,900,900\nnear,ambiguous,700,1", "near,alone");
        let at = |at: usize| curve.0[at];
        assert_eq!([at(0), at(250), at(500), at(700), at(900), at(1000)], [0, 50, 100, 500, 900, 900]);
    }

    #[test]
    fn the_model_is_whole_and_never_falls() {
        for curve in CURVES.iter().flatten() {
            assert_eq!(curve.0.len(), usize::from(WHOLE) + 1);
            assert!(curve.0.is_sorted());
            assert!(curve.0.iter().all(|score| *score <= WHOLE));
        }
        for level in [Level::HouseNumber, Level::Street] {
            assert!(score(level, 1.0, false) > score(level, 1.0, true), "what is ambiguous is less sure");
            assert!(score(level, 1.0, false) > 0.9);
        }
    }
}
