//! Well-known binary with its reference system, as PostGIS takes it.

use civico_domain::spatial::Srid;

use super::walk::{head, shape_of};

/// Flag of a type followed by the number of a reference system (PostGIS' EWKB).
const SRID_FLAG: u8 = 0x20;

/// Makes a point.
pub fn point(x: f64, y: f64, z: Option<f64>) -> Vec<u8> {
    let mut wkb = head(1, z.is_some());
    wkb.extend(x.to_le_bytes());
    wkb.extend(y.to_le_bytes());
    wkb.extend(z.map(f64::to_le_bytes).into_iter().flatten());
    wkb
}

/// Reads the position of a point; `None` where the geometry is another.
pub fn point_of(wkb: &[u8]) -> Option<(f64, f64)> {
    let number = |at: usize| wkb.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes);
    if shape_of(wkb).ok()?.code == 1 { Some((number(5)?, number(13)?)) } else { None }
}

/// Puts the reference system into a geometry.
pub fn to_ewkb(wkb: &[u8], srid: Srid) -> Vec<u8> {
    let mut ewkb = Vec::with_capacity(wkb.len() + 4);
    let (head, rest) = wkb.split_at(wkb.len().min(5));
    ewkb.extend(head);
    if let Some(last_of_type) = ewkb.get_mut(4) {
        *last_of_type |= SRID_FLAG;
    }
    ewkb.extend(srid.code().to_le_bytes());
    ewkb.extend(rest);
    ewkb
}

/// Takes the reference system out of a geometry, where one is in it; `None` where the bytes are
/// too few for a geometry or the highest byte of its type comes first.
pub fn without_srid(ewkb: &[u8]) -> Option<Vec<u8>> {
    let (head, rest) = ewkb.split_at_checked(5)?;
    let (1, of_type) = (*head.first()?, *head.get(4)?) else { return None };
    if of_type & SRID_FLAG == 0 {
        return Some(ewkb.to_vec());
    }
    let mut wkb = head.to_vec();
    *wkb.last_mut()? &= !SRID_FLAG;
    wkb.extend(rest.get(4..)?);
    Some(wkb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_system_goes_in_and_comes_out() {
        let wkb = point(1.0, 2.0, Some(3.0));
        assert_eq!(without_srid(&to_ewkb(&wkb, Srid::RDN2008_UTM32)), Some(wkb.clone()));
        assert_eq!(without_srid(&wkb), Some(wkb.clone()));
        assert_eq!(without_srid(&wkb[..4]), None);
    }

    #[test]
    fn a_point_is_written_as_postgis_reads_it() {
        // select encode(st_asewkb('SRID=7791;POINT(1 2)'::geometry), 'hex')
        let ewkb = to_ewkb(&point(1.0, 2.0, None), Srid::RDN2008_UTM32);
        let (head, coordinates) = ewkb.split_at(9);
        assert_eq!(head, [0x01, 0x01, 0, 0, 0x20, 0x6f, 0x1e, 0, 0]);
        assert_eq!(coordinates, [1.0_f64.to_le_bytes(), 2.0_f64.to_le_bytes()].concat());
    }
}
