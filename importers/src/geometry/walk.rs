//! Well-known binary as GDAL writes it: little-endian, with the flag 0x80000000 for heights.

use civico_domain::catalog::GeometryKind;

/// Flag of a type with heights (OGC 99-049 extended; PostGIS' EWKB uses the same).
pub(super) const Z_FLAG: u32 = 0x8000_0000;
/// How deep collections may hold collections.
const MAX_DEPTH: usize = 16;

/// Bytes are no geometry that can be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no well-known binary of a simple feature")]
pub struct WkbError;

/// Kind and dimension of a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The number of its type in OGC 06-103r4, 8.2.3: 1 point to 7 collection.
    pub code: u32,
    /// Whether positions have heights.
    pub has_z: bool,
}

impl Shape {
    /// Returns the kind of layer that such geometries make.
    pub fn kind(self) -> GeometryKind {
        match self.code {
            1 | 4 => GeometryKind::Point,
            2 | 5 => GeometryKind::Line,
            3 | 6 => GeometryKind::Polygon,
            _ => GeometryKind::Mixed,
        }
    }
}

/// Reads the head of a geometry.
///
/// # Errors
/// The bytes are no little-endian simple feature.
pub fn shape_of(wkb: &[u8]) -> Result<Shape, WkbError> {
    let [1, a, b, c, d, ..] = *wkb else { return Err(WkbError) };
    let word = u32::from_le_bytes([a, b, c, d]);
    let (code, has_z) = (word & !Z_FLAG, word & Z_FLAG != 0);
    if (1..=7).contains(&code) { Ok(Shape { code, has_z }) } else { Err(WkbError) }
}

/// Calls `visit` with each position (16 bytes, or 24 with a height), to read or to change.
///
/// # Errors
/// The bytes are cut or no geometry.
pub fn for_each_position(wkb: &mut [u8], visit: &mut impl FnMut(&mut [u8])) -> Result<(), WkbError> {
    let used = walk(wkb, 0, visit)?;
    if used == wkb.len() { Ok(()) } else { Err(WkbError) }
}

fn walk(wkb: &mut [u8], depth: usize, visit: &mut impl FnMut(&mut [u8])) -> Result<usize, WkbError> {
    if depth > MAX_DEPTH {
        return Err(WkbError);
    }
    let shape = shape_of(wkb)?;
    let size = if shape.has_z { 24 } else { 16 };
    let mut at = 5;
    match shape.code {
        1 => positions(wkb, &mut at, 1, size, visit)?,
        2 => {
            let count = count(wkb, &mut at)?;
            positions(wkb, &mut at, count, size, visit)?;
        }
        3 => {
            for _ring in 0..count(wkb, &mut at)? {
                let count = count(wkb, &mut at)?;
                positions(wkb, &mut at, count, size, visit)?;
            }
        }
        _ => {
            for _part in 0..count(wkb, &mut at)? {
                let part = wkb.get_mut(at..).ok_or(WkbError)?;
                at += walk(part, depth + 1, visit)?;
            }
        }
    }
    Ok(at)
}

fn count(wkb: &[u8], at: &mut usize) -> Result<usize, WkbError> {
    let bytes = wkb.get(*at..*at + 4).and_then(|bytes| bytes.try_into().ok()).ok_or(WkbError)?;
    *at += 4;
    usize::try_from(u32::from_le_bytes(bytes)).map_err(|_too_long| WkbError)
}

fn positions(
    wkb: &mut [u8],
    at: &mut usize,
    count: usize,
    size: usize,
    visit: &mut impl FnMut(&mut [u8]),
) -> Result<(), WkbError> {
    let end = count.checked_mul(size).and_then(|length| length.checked_add(*at)).ok_or(WkbError)?;
    let bytes = wkb.get_mut(*at..end).ok_or(WkbError)?;
    bytes.chunks_exact_mut(size).for_each(visit);
    *at = end;
    Ok(())
}

/// Keeps the polygons of a geometry, as a polygon or a multipolygon; `None` where there are none.
///
/// # Errors
/// The bytes are cut or no geometry.
pub fn polygonal_part(wkb: &[u8]) -> Result<Option<Vec<u8>>, WkbError> {
    let mut polygons = Vec::new();
    let mut copy = wkb.to_vec();
    gather(&mut copy, 0, &mut polygons)?;
    Ok(match polygons.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        many => {
            let has_z = many.iter().any(|polygon| shape_of(polygon).is_ok_and(|shape| shape.has_z));
            let mut multi = head(6, has_z);
            multi.extend(u32::try_from(many.len()).unwrap_or(u32::MAX).to_le_bytes());
            for polygon in many {
                multi.extend(polygon);
            }
            Some(multi)
        }
    })
}

fn gather(wkb: &mut [u8], depth: usize, polygons: &mut Vec<Vec<u8>>) -> Result<usize, WkbError> {
    let shape = shape_of(wkb)?;
    if shape.code < 4 {
        let length = walk(wkb, depth, &mut |_position| {})?;
        let bytes = wkb.get(..length).ok_or(WkbError)?;
        // A polygon of no rings is none.
        if shape.code == 3 && length > 9 {
            polygons.push(bytes.to_vec());
        }
        return Ok(length);
    }
    let mut at = 5;
    for _part in 0..count(wkb, &mut at)? {
        if depth >= MAX_DEPTH {
            return Err(WkbError);
        }
        at += gather(wkb.get_mut(at..).ok_or(WkbError)?, depth + 1, polygons)?;
    }
    Ok(at)
}

/// Writes the first bytes of a geometry.
pub(super) fn head(code: u32, has_z: bool) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend((if has_z { code | Z_FLAG } else { code }).to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<u8> {
        let mut wkb = head(3, false);
        wkb.extend(1_u32.to_le_bytes());
        wkb.extend(4_u32.to_le_bytes());
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)] {
            wkb.extend(f64::to_le_bytes(x));
            wkb.extend(f64::to_le_bytes(y));
        }
        wkb
    }

    fn collection(parts: &[Vec<u8>]) -> Vec<u8> {
        let mut wkb = head(7, false);
        wkb.extend(u32::try_from(parts.len()).unwrap().to_le_bytes());
        for part in parts {
            wkb.extend(part);
        }
        wkb
    }

    #[test]
    fn every_position_is_visited_in_collections_too() {
        let mut wkb = collection(&[square(), super::super::point(3.0, 4.0, None)]);
        let mut count = 0;
        for_each_position(&mut wkb, &mut |_position| count += 1).unwrap();
        assert_eq!(count, 5);
    }

    #[test]
    fn cut_bytes_and_too_deep_nests_are_refused() {
        let mut wkb = square();
        wkb.pop();
        assert_eq!(for_each_position(&mut wkb, &mut |_position| {}), Err(WkbError));
        let mut nest = collection(&[]);
        for _ in 0..20 {
            nest = collection(&[nest]);
        }
        assert_eq!(for_each_position(&mut nest, &mut |_position| {}), Err(WkbError));
    }

    #[test]
    fn of_a_mended_polygon_only_polygons_are_kept() {
        let mixed = collection(&[square(), super::super::point(3.0, 4.0, None), collection(&[square()])]);
        let kept = polygonal_part(&mixed).unwrap().unwrap();
        assert_eq!(shape_of(&kept).unwrap().code, 6);
        assert_eq!(polygonal_part(&super::super::point(3.0, 4.0, None)).unwrap(), None);
    }
}
