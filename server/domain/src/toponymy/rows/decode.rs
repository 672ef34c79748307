//! From rows to things of the register.

use super::super::{
    Address, AddressDetails, AddressId, Alias, AliasKind, AnncsuAccessId, AnncsuThoroughfareId,
    GeographicPosition, HouseNumber, LifecycleStage, Locality, LocalityId, Locator, Municipality,
    NumberRange, PositionMethod, PositionSpecification, SourceCoordinates, StreetArc, Subject, Thoroughfare,
    ThoroughfareId, ThoroughfareName,
};
use super::{ADDRESSES, ALIAS_SEPARATOR, ARCS, MUNICIPALITIES, THOROUGHFARES};
use crate::catalog::Value;
use crate::catalog::frame::{LayerSchema, Row};
use crate::identity::IstatCode;

/// The authority whose numbers identify things that ANNCSU numbers.
const ANNCSU: &str = "anncsu";

/// A row cannot become a thing of the register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the field {field} of a register row is missing or wrong")]
pub struct RowRefused {
    /// The column of [`super`] that is missing or wrong.
    pub field: &'static str,
}

/// A stretch of a street that a comune delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredArc {
    /// The comune.
    pub municipality: IstatCode,
    /// The comune's own code of the street.
    pub thoroughfare_code: String,
    /// The stretch.
    pub arc: StreetArc,
}

/// Reads the rows of one layer.
#[derive(Debug)]
pub struct RowReader<'a> {
    schema: &'a LayerSchema,
    /// The comune that delivers; comuni themselves say who they are.
    istat_code: Option<&'a IstatCode>,
}

impl<'a> RowReader<'a> {
    /// Makes a reader of a layer that `istat_code` delivered.
    pub fn new(schema: &'a LayerSchema, istat_code: Option<&'a IstatCode>) -> Self {
        Self { schema, istat_code }
    }

    /// Returns what a row says, the named place of a street before the street.
    ///
    /// # Errors
    /// A field is missing or wrong, or the layer is not one of the register's.
    pub fn subjects(&self, row: &Row) -> Result<Vec<Subject>, RowRefused> {
        let fields = Fields { schema: self.schema, row };
        match self.schema.name.as_str() {
            MUNICIPALITIES => Ok(vec![Subject::Municipality(municipality(&fields)?)]),
            THOROUGHFARES => thoroughfare(&fields, self.municipality()?),
            ADDRESSES => Ok(vec![Subject::Address(Box::new(address(&fields, self.municipality()?)?))]),
            _ => Err(RowRefused { field: "layer" }),
        }
    }

    /// Tells whether the rows are stretches of streets, which are no things of their own.
    pub fn is_of_arcs(&self) -> bool {
        self.schema.name == ARCS
    }

    /// Returns the stretch of a street that a row is.
    ///
    /// # Errors
    /// A field is missing or wrong.
    pub fn arc(&self, row: &Row) -> Result<DeliveredArc, RowRefused> {
        let fields = Fields { schema: self.schema, row };
        Ok(DeliveredArc {
            municipality: self.municipality()?.clone(),
            thoroughfare_code: fields.text("thoroughfare_code")?.to_owned(),
            arc: StreetArc {
                line: fields.geometry().ok_or(RowRefused { field: "geometry" })?,
                left: fields.range("left_from", "left_to")?,
                right: fields.range("right_from", "right_to")?,
            },
        })
    }

    fn municipality(&self) -> Result<&'a IstatCode, RowRefused> {
        self.istat_code.ok_or(RowRefused { field: "istat_code" })
    }
}

fn municipality(fields: &Fields<'_>) -> Result<Municipality, RowRefused> {
    Ok(Municipality {
        istat_code: fields.parse("istat_code")?,
        cadastral_code: fields.parse("cadastral_code")?,
        name: fields.text("name")?.to_owned(),
        homogeneous_zone: fields.find_text("homogeneous_zone").map(str::to_owned),
        population: fields.find_integer("population"),
        territory: Some(fields.geometry().ok_or(RowRefused { field: "geometry" })?),
        successor: None,
    })
}

fn thoroughfare(fields: &Fields<'_>, istat_code: &IstatCode) -> Result<Vec<Subject>, RowRefused> {
    let anncsu_id: Option<AnncsuThoroughfareId> = fields.find("anncsu_id")?;
    let local_code = fields.code("local_code", anncsu_id.is_some())?;
    let locality = fields.find_text("locality").map(|name| {
        let id = LocalityId::of_source(istat_code.as_str(), &name.to_lowercase());
        Locality::new(id, istat_code.clone(), name, LifecycleStage::Current)
    });
    let aliases = fields.find_text("aliases").map(|text| text.split(ALIAS_SEPARATOR));
    let aliases = aliases.into_iter().flatten().map(|text| Alias::new(text, AliasKind::Popular));
    let thoroughfare = Thoroughfare {
        id: match &anncsu_id {
            Some(id) => ThoroughfareId::of_source(ANNCSU, id.as_str()),
            None => ThoroughfareId::of_source(istat_code.as_str(), &local_code),
        },
        municipality: istat_code.clone(),
        local_code,
        anncsu_id,
        name: ThoroughfareName {
            kind: fields.find_text("kind").unwrap_or_default().to_owned(),
            complement: None,
            name: fields.text("name")?.to_owned(),
            language_1: fields.find_text("language_1").map(str::to_owned),
            language_2: fields.find_text("language_2").map(str::to_owned),
        },
        aliases: aliases.collect(),
        locality: locality.as_ref().map(|locality| locality.id),
        stage: fields.stage()?,
        missing_in_source: matches!(fields.value("missing_in_source"), Some(Value::Boolean(true))),
        course: fields.geometry(),
        arcs: Vec::new(),
        twins: Vec::new(),
        predecessors: Vec::new(),
        successors: Vec::new(),
        opening_reason: None,
        closing_reason: None,
    };
    let thoroughfare = Subject::Thoroughfare(Box::new(thoroughfare));
    Ok(locality.map(Subject::Locality).into_iter().chain([thoroughfare]).collect())
}

fn address(fields: &Fields<'_>, istat_code: &IstatCode) -> Result<Address, RowRefused> {
    let anncsu_id: Option<AnncsuAccessId> = fields.find("anncsu_id")?;
    let local_code = fields.code("local_code", anncsu_id.is_some())?;
    // An archive that numbers accesses numbers their streets too.
    let authority = if anncsu_id.is_some() { ANNCSU } else { istat_code.as_str() };
    Ok(Address {
        id: AddressId::of_source(authority, anncsu_id.as_ref().map_or(&local_code, |id| id.as_str())),
        municipality: istat_code.clone(),
        thoroughfare: ThoroughfareId::of_source(authority, fields.text("thoroughfare_code")?),
        local_code,
        anncsu_id,
        locator: locator(fields)?,
        stage: fields.stage()?,
        positions: fields.geometry().map(|point| position(fields, point)).into_iter().collect(),
        details: AddressDetails {
            postcode: fields.find_text("postcode").map(str::to_owned),
            ..AddressDetails::default()
        },
        predecessors: Vec::new(),
        successors: Vec::new(),
        internals: Vec::new(),
        confirmed_on: None,
        opening_reason: None,
        closing_reason: None,
    })
}

/// An access without a number is an unnumbered one (SNC) at the beginning of its street.
fn locator(fields: &Fields<'_>) -> Result<Locator, RowRefused> {
    let (number, metres) = (fields.find_count("number")?, fields.find_count("metres")?);
    if let Some(sequence) = fields.find_count("unnumbered")? {
        return Ok(Locator::Unnumbered { after: number, after_metres: metres, sequence });
    }
    let number = match (number, metres) {
        (Some(number), _) => number,
        (None, Some(metres)) => return Ok(Locator::Kilometric { metres }),
        (None, None) => {
            let sequence = u32::try_from(fields.row.number).unwrap_or_default();
            return Ok(Locator::Unnumbered { after: None, after_metres: None, sequence });
        }
    };
    let text = |name| fields.find_text(name).map(str::to_owned);
    Ok(Locator::Number(HouseNumber {
        number,
        exponent: text("exponent"),
        specificity: text("specificity"),
        extension: text("extension"),
    }))
}

fn position(fields: &Fields<'_>, point: String) -> GeographicPosition {
    let source = |name| fields.find_text(name).map(str::to_owned);
    GeographicPosition {
        point,
        specification: PositionSpecification::Entrance,
        method: fields.find_integer("method").and_then(|code| u8::try_from(code).ok()).map(PositionMethod),
        source: source("source_x")
            .zip(source("source_y"))
            .zip(source("source_crs"))
            .map(|((x, y), crs)| SourceCoordinates { x, y, z: source("source_z"), crs }),
        uncertainty_cm: None,
        origin: None,
    }
}

/// The fields of a row by name.
struct Fields<'a> {
    schema: &'a LayerSchema,
    row: &'a Row,
}

impl<'a> Fields<'a> {
    fn value(&self, name: &str) -> Option<&'a Value> {
        let place = self.schema.columns.iter().position(|column| column.name == name)?;
        self.row.values.get(place)
    }

    fn find_text(&self, name: &str) -> Option<&'a str> {
        match self.value(name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    fn text(&self, field: &'static str) -> Result<&'a str, RowRefused> {
        self.find_text(field).ok_or(RowRefused { field })
    }

    fn find_integer(&self, name: &str) -> Option<i64> {
        match self.value(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    fn find_count(&self, field: &'static str) -> Result<Option<u32>, RowRefused> {
        let count = self.find_integer(field).map(u32::try_from).transpose();
        count.map_err(|_negative| RowRefused { field })
    }

    /// A range of a side: both numbers, or none where the side has no numbers.
    fn range(&self, from: &'static str, to: &'static str) -> Result<Option<NumberRange>, RowRefused> {
        match (self.find_count(from)?, self.find_count(to)?) {
            (Some(from), Some(to)) => Ok(Some(NumberRange { from: from.min(to), to: from.max(to) })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(RowRefused { field: to }),
            (None, Some(_)) => Err(RowRefused { field: from }),
        }
    }

    fn find<T: std::str::FromStr>(&self, field: &'static str) -> Result<Option<T>, RowRefused> {
        let found = self.find_text(field).map(str::parse).transpose();
        found.map_err(|_wrong| RowRefused { field })
    }

    /// The comune's own code, which only a thing that another archive numbers may lack.
    fn code(&self, field: &'static str, may_lack: bool) -> Result<String, RowRefused> {
        match self.find_text(field) {
            Some(code) => Ok(code.to_owned()),
            None if may_lack => Ok(String::new()),
            None => Err(RowRefused { field }),
        }
    }

    fn parse<T: std::str::FromStr>(&self, field: &'static str) -> Result<T, RowRefused> {
        self.text(field)?.parse().map_err(|_wrong| RowRefused { field })
    }

    fn stage(&self) -> Result<LifecycleStage, RowRefused> {
        self.parse("stage")
    }

    fn geometry(&self) -> Option<String> {
        self.row.geometry.as_ref().map(hex::encode)
    }
}
