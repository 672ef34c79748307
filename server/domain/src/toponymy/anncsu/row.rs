//! Things of the register as rows of ANNCSU's layouts.

use super::super::{Address, GeographicPosition, Locator, Municipality, Thoroughfare};
use super::columns::{IndirRow, StradRow};
use super::fold::upper_letter;

/// The reference system of the coordinates: ETRF2000 (2008.0), longitude before latitude.
pub const COORDINATES_CRS: &str = "EPSG:6706";

/// Makes the row of an address; `locality` is the name of the street's.
///
/// Coordinates are written as they came when they came in [`COORDINATES_CRS`], else `lon_lat`, the
/// default position in degrees of that system, with seven decimals. Height and method are there
/// only beside coordinates. What ANNCSU has no column for, such as the extension of a number,
/// is not written.
pub fn indir_row(
    municipality: &Municipality,
    street: &Thoroughfare,
    locality: Option<&str>,
    address: &Address,
    lon_lat: Option<(f64, f64)>,
) -> IndirRow {
    let [cadastral, istat, street_id, street_code, name, locality, language_1, language_2] =
        street_fields(municipality, street, locality);
    let [number, exponent, specificity, metres, unnumbered] = locator_fields(&address.locator);
    let [x, y, height, method] =
        address.positions.first().and_then(|position| position_fields(position, lon_lat)).unwrap_or_default();
    [
        cadastral,
        istat,
        street_id,
        street_code,
        name,
        locality,
        language_1,
        language_2,
        address.anncsu_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        address.local_code.clone(),
        number,
        exponent,
        specificity,
        metres,
        unnumbered,
        x,
        y,
        height,
        method,
    ]
}

/// Makes the row of a street that has so many accesses.
pub fn strad_row(
    municipality: &Municipality,
    street: &Thoroughfare,
    locality: Option<&str>,
    accesses: u64,
) -> StradRow {
    let [cadastral, istat, street_id, street_code, name, locality, language_1, language_2] =
        street_fields(municipality, street, locality);
    let accesses = accesses.to_string();
    [cadastral, istat, street_id, street_code, name, locality, accesses, language_1, language_2]
}

/// Writes a name as ANNCSU stores it: in upper case, letter by letter, so that ß stays.
pub fn upper_case(name: &str) -> String {
    name.chars().map(upper_letter).collect()
}

fn street_fields(municipality: &Municipality, street: &Thoroughfare, locality: Option<&str>) -> [String; 8] {
    let name = |name: Option<&str>| name.map(upper_case).unwrap_or_default();
    [
        municipality.cadastral_code.to_string(),
        municipality.istat_code.to_string(),
        street.anncsu_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        street.local_code.clone(),
        upper_case(&street.name.to_string()),
        name(locality),
        name(street.name.language_1.as_deref()),
        name(street.name.language_2.as_deref()),
    ]
}

/// CIVICO, ESPONENTE, SPECIFICITA, METRICO, PROGRESSIVO_SNC; those that ANNCSU numbers count from
/// 1, so that the sequence 0 is an access of which the source said no number at all.
fn locator_fields(locator: &Locator) -> [String; 5] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let count = |count: &Option<u32>| count.as_ref().map(ToString::to_string).unwrap_or_default();
    match locator {
        Locator::Number(number) => [
            number.number.to_string(),
            text(&number.exponent),
            text(&number.specificity),
            String::new(),
            String::new(),
        ],
        Locator::Kilometric { metres } => {
            [String::new(), String::new(), String::new(), metres.to_string(), String::new()]
        }
        Locator::Unnumbered { after, after_metres, sequence } => [
            count(after),
            String::new(),
            String::new(),
            count(after_metres),
            count(&Some(*sequence).filter(|sequence| *sequence > 0)),
        ],
    }
}

/// COORD_X_COMUNE, COORD_Y_COMUNE, QUOTA, METODO.
fn position_fields(position: &GeographicPosition, lon_lat: Option<(f64, f64)>) -> Option<[String; 4]> {
    let source = position.source.as_ref();
    let height = source.and_then(|source| source.z.as_deref()).unwrap_or_default();
    let method = position.method.map(|method| method.0.to_string()).unwrap_or_default();
    match source.filter(|source| source.crs == COORDINATES_CRS) {
        Some(source) => Some([source.x.clone(), source.y.clone(), height.to_owned(), method]),
        None => lon_lat.map(|(lon, lat)| [degrees(lon), degrees(lat), with_comma(height), method]),
    }
}

fn degrees(value: f64) -> String {
    with_comma(&format!("{value:.7}"))
}

/// Writes a number with a decimal comma and without the zero that stands alone before it.
fn with_comma(number: &str) -> String {
    let number = number.replacen('.', ",", 1);
    match number.strip_prefix("0,") {
        Some(decimals) => format!(",{decimals}"),
        None => number,
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::indir;
    use super::*;
    use crate::toponymy::{PositionMethod, PositionSpecification, SourceCoordinates};

    fn position(crs: &str) -> GeographicPosition {
        GeographicPosition {
            point: String::new(),
            specification: PositionSpecification::Entrance,
            method: Some(PositionMethod(4)),
            uncertainty_cm: None,
            origin: None,
            source: Some(SourceCoordinates {
                x: "9,1".to_owned(),
                y: "45,40".to_owned(),
                z: Some("0.5".to_owned()),
                crs: crs.to_owned(),
            }),
        }
    }

    #[test]
    fn coordinates_are_written_as_they_came_or_anew() {
        let degrees = Some((9.123_456_78, 45.5));
        let written = |crs, lon_lat| position_fields(&position(crs), lon_lat);
        let texts = |fields: [&str; 4]| Some(fields.map(str::to_owned));
        assert_eq!(written(COORDINATES_CRS, degrees), texts(["9,1", "45,40", "0.5", "4"]));
        assert_eq!(written("EPSG:3003", degrees), texts(["9,1234568", "45,5000000", ",5", "4"]));
        assert_eq!(written("EPSG:3003", None), None);
    }

    #[test]
    fn an_access_is_a_number_or_metres_or_comes_after_one() {
        let fields = |locator| locator_fields(&locator).join(";");
        let unnumbered =
            |after, after_metres, sequence| Locator::Unnumbered { after, after_metres, sequence };
        assert_eq!(fields(Locator::Kilometric { metres: 250 }), ";;;250;");
        assert_eq!(fields(unnumbered(Some(9), None, 1)), "9;;;;1");
        assert_eq!(fields(unnumbered(None, Some(250), 2)), ";;;250;2");
        assert_eq!(fields(unnumbered(None, None, 3)), ";;;;3");
        assert_eq!(fields(unnumbered(None, None, 0)), ";;;;");
    }

    #[test]
    fn names_are_written_in_upper_case_letter_by_letter() {
        assert_eq!(upper_case("Via dell'Età"), "VIA DELL'ETÀ");
        assert_eq!(upper_case("Lindenstraße"), "LINDENSTRAßE");
        assert_eq!(indir::METODO + 1, super::super::INDIR_COLUMNS.len());
    }
}
