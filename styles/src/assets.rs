//! Glyph ranges and the sprite, embedded so that a server needs no files beside its binary.

const REGULAR: &str = "Titillium Web Regular";
const SEMIBOLD: &str = "Titillium Web SemiBold";

/// Expands to the ranges of one face that have glyphs, each with its file.
macro_rules! face {
    ($name:literal: $($range:literal),+ $(,)?) => {
        &[$(($range, include_bytes!(concat!("../glyphs/", $name, "/", $range, ".pbf")))),+]
    };
}

type Ranges = &'static [(&'static str, &'static [u8])];

const FACES: [(&str, Ranges); 2] = [
    (
        REGULAR,
        face!("Titillium Web Regular": "0-255", "256-511", "512-767", "7680-7935", "8192-8447", "8448-8703"),
    ),
    (
        SEMIBOLD,
        face!("Titillium Web SemiBold": "0-255", "256-511", "512-767", "7680-7935", "8192-8447", "8448-8703"),
    ),
];

const SPRITE: Ranges = &[
    ("base.json", include_bytes!("../sprites/base.json")),
    ("base.png", include_bytes!("../sprites/base.png")),
    ("base@2x.json", include_bytes!("../sprites/base@2x.json")),
    ("base@2x.png", include_bytes!("../sprites/base@2x.png")),
];

/// The glyph file for `/fonts/{fontstack}/{range}.pbf`, as `application/x-protobuf`.
///
/// Of a stack of several faces separated by commas the first that exists counts. A well-formed range
/// in which the face has no glyphs is an empty file, since clients take an error for a fault of the map.
/// `None` for an unknown face or a range that is not 256 code points from a multiple of 256 up to 65535.
pub fn glyphs(fontstack: &str, range: &str) -> Option<&'static [u8]> {
    let mut faces = fontstack.split(',').map(str::trim);
    let ranges = faces.find_map(|name| FACES.iter().find(|(face, _)| *face == name))?.1;
    let found = ranges.iter().find(|(known, _)| *known == range);
    found.map_or_else(|| is_range(range).then_some([].as_slice()), |(_, data)| Some(*data))
}

/// The file for `/sprites/{name}`: `base.json`, `base.png` and the same with `@2x`.
pub fn sprite(name: &str) -> Option<&'static [u8]> {
    SPRITE.iter().find(|(known, _)| *known == name).map(|(_, data)| *data)
}

fn is_range(range: &str) -> bool {
    let Some((start, end)) = range.split_once('-') else { return false };
    let (Ok(start), Ok(end)) = (start.parse::<u16>(), end.parse::<u16>()) else { return false };
    start.is_multiple_of(256) && u32::from(end) == u32::from(start) + 255
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_glyph_file_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("glyphs");
        for (face, ranges) in FACES {
            let mut names: Vec<String> = std::fs::read_dir(folder.join(face))
                .expect("a folder for each face")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".pbf", ""))
                .collect();
            let mut embedded: Vec<&str> = ranges.iter().map(|(range, _)| *range).collect();
            names.sort_unstable();
            embedded.sort_unstable();
            assert_eq!(names, embedded, "{face}");
        }
    }

    #[test]
    fn the_accented_letters_of_italian_are_in_the_first_range() {
        for face in [REGULAR, SEMIBOLD] {
            let file = glyphs(face, "0-255").expect("the first range");
            for letter in "aàèéìòùÀÈÉÌÒÙ'/°".chars() {
                let id = u32::from(letter);
                let (low, high) = ((id & 127) | 128, id >> 7);
                let mark = if id < 128 { vec![id] } else { vec![low, high] };
                let bytes: Vec<u8> =
                    [8].into_iter().chain(mark).map(|byte| u8::try_from(byte).expect("a byte")).collect();
                assert!(file.windows(bytes.len()).any(|window| window == bytes), "{letter} in {face}");
            }
        }
    }

    #[test]
    fn the_first_known_face_of_a_stack_counts() {
        assert_eq!(glyphs("Noto Sans Regular,Titillium Web Regular", "0-255"), glyphs(REGULAR, "0-255"));
        assert_eq!(glyphs("Noto Sans Regular", "0-255"), None);
    }

    #[test]
    fn a_range_without_glyphs_is_empty_and_a_malformed_one_is_absent() {
        assert_eq!(glyphs(REGULAR, "19968-20223"), Some([].as_slice()));
        assert_eq!(glyphs(REGULAR, "65280-65535"), Some([].as_slice()));
        for range in ["", "0", "1-256", "0-511", "65536-65791", "-1-254", "../x"] {
            assert_eq!(glyphs(REGULAR, range), None, "{range}");
        }
    }

    #[test]
    fn the_sprite_has_both_densities() {
        for name in ["base.json", "base.png", "base@2x.json", "base@2x.png"] {
            assert!(sprite(name).is_some(), "{name}");
        }
        assert_eq!(sprite("other.png"), None);
    }
}
