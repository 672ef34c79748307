//! Invalid polygons are mended by GEOS, each with the reason.

use civico_domain::notice::Notice;

use super::{messages, raw};
use crate::geometry::{for_each_position, polygonal_part};

/// What became of a geometry.
#[derive(Debug)]
pub enum Mended {
    /// It was valid.
    Sound,
    /// It was not, now it is.
    Repaired {
        /// The new geometry.
        wkb: Vec<u8>,
        /// What was wrong.
        reason: Notice,
    },
    /// Nothing could be made of it.
    Lost {
        /// What was wrong.
        reason: Notice,
    },
}

/// Checks a geometry by the rules of OGC 06-103r4, 6.1.11, and mends it where it breaks them.
///
/// With `only_polygons` what is no polygon in the result (a spike becomes a line) is dropped.
pub fn mend(wkb: &[u8], only_polygons: bool) -> Mended {
    messages::forget();
    let Some(mut geometry) = raw::Geometry::from_wkb(wkb) else {
        return Mended::Lost { reason: Notice::new("geometry-unreadable") };
    };
    if geometry.is_valid() {
        return Mended::Sound;
    }
    let reason = messages::last().unwrap_or_default();
    // GEOS takes no open ring.
    geometry.close_rings();
    let made = geometry.make_valid().and_then(|mended| mended.to_wkb());
    let kept = match made {
        Some(made) if only_polygons => polygonal_part(&made).ok().flatten(),
        other => other.filter(|made| made.len() > 9),
    };
    messages::forget();
    match kept {
        Some(mut wkb) => {
            fill_heights(&mut wkb);
            Mended::Repaired { wkb, reason: repaired(&reason) }
        }
        None => Mended::Lost { reason: Notice::new("geometry-not-repairable").with("reason", reason) },
    }
}

/// Says what was wrong: the sentences of GEOS that polygons meet, else its own words.
fn repaired(reason: &str) -> Notice {
    let place = reason.split_once("point ").map_or("?", |(_, place)| place.trim());
    let says = |words: &str| reason.contains(words);
    if says("elf-intersection") {
        Notice::new("geometry-repaired-self-intersection").with("place", place)
    } else if says("Too few points") {
        Notice::new("geometry-repaired-too-few-points").with("place", place)
    } else if says("Hole lies outside") {
        Notice::new("geometry-repaired-hole-outside").with("place", place)
    } else if says("Nested") || says("nested") {
        Notice::new("geometry-repaired-nested").with("place", place)
    } else if says("Duplicate") {
        Notice::new("geometry-repaired-duplicate-ring").with("place", place)
    } else if says("not closed") || says("closed linestring") {
        Notice::new("geometry-repaired-open-ring")
    } else if says("disconnected") {
        Notice::new("geometry-repaired-disconnected").with("place", place)
    } else {
        Notice::new("geometry-repaired").with("reason", reason)
    }
}

/// Gives the points that GEOS made without a height the mean height of the others.
fn fill_heights(wkb: &mut [u8]) {
    let (mut sum, mut known, mut unknown) = (0.0, 0_u32, false);
    let height = |position: &[u8]| {
        position.get(16..24).and_then(|bytes| bytes.try_into().ok()).map(f64::from_le_bytes)
    };
    let walked = for_each_position(wkb, &mut |position| match height(position) {
        Some(z) if z.is_finite() => {
            sum += z;
            known += 1;
        }
        Some(_) => unknown = true,
        None => {}
    });
    if walked.is_err() || !unknown {
        return;
    }
    let mean = if known > 0 { sum / f64::from(known) } else { 0.0 };
    // The same bytes were walked over just now.
    let _walked_before = for_each_position(wkb, &mut |position| {
        if height(position).is_some_and(|z| !z.is_finite())
            && let Some(bytes) = position.get_mut(16..24)
        {
            bytes.copy_from_slice(&mean.to_le_bytes());
        }
    });
}
