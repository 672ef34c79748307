//! How well a comune keeps its register: every rule over every street and number.

use std::collections::HashMap;

use civico_domain::identity::{Actor, IstatCode};
use civico_domain::toponymy::rules::{
    AddressFacts, Inspection, NumberAlong, Quality, StreetFacts, Violation, folded_name, municipality_score,
};
use civico_domain::toponymy::{LifecycleStage, Locator, SubjectId, Thoroughfare, ThoroughfareId};
use civico_store::Store;
use civico_store::toponymy::{AsOf, MeasuredAddress, MunicipalRegister};

use crate::moment;

/// What was found.
#[derive(Debug)]
pub(crate) struct Report {
    /// The register number it was found at.
    pub(crate) seq: i64,
    pub(crate) qualities: Vec<Quality>,
    pub(crate) score: Option<f64>,
    /// Violations with the label of what violates.
    pub(crate) violations: Vec<(Violation, String)>,
}

/// Checks the register of a comune, as it is or was.
///
/// # Errors
/// There is, or was, no such comune, or the database cannot be reached.
pub(crate) async fn check(
    store: &Store,
    actor: &Actor,
    code: &IstatCode,
    as_of: AsOf,
) -> Result<Report, civico_store::Error> {
    let today = moment::now().today;
    // Retired streets are there for the numbers that are still on them.
    let register = store.read_municipal_register(actor, code, &LifecycleStage::ALL, as_of, today).await?;
    let across = match register.municipality.territory {
        Some(_) => Some(store.list_across_boundary(actor, code, as_of, today).await?),
        None => None,
    };
    // A large comune takes a while; other tasks go on meanwhile.
    tokio::task::spawn_blocking(move || inspect(&register, across.as_ref()))
        .await
        .map_err(|error| civico_store::Error::Unavailable(Box::new(error)))
}

type Across = HashMap<ThoroughfareId, Vec<ThoroughfareId>>;

fn inspect(register: &MunicipalRegister, across: Option<&Across>) -> Report {
    let mut inspection = Inspection::default();
    let streets = Streets::of(register);
    let mut violations = Vec::new();
    for street in &register.thoroughfares {
        violations.extend(streets.inspect(street, register, across, &mut inspection));
        if let Some(numbers) = streets.along.get(&street.id) {
            violations.extend(inspection.numbers(numbers));
        }
    }
    for measured in &register.addresses {
        let street = streets.by_id.get(&measured.address.thoroughfare);
        violations.extend(inspection.address(&AddressFacts {
            address: &measured.address,
            street_stage: street.map_or(LifecycleStage::Retired, |street| street.stage),
            arcs: street.map_or(&[], |street| street.arcs.as_slice()),
            outside_m: measured.outside_m,
            stacked: measured.stacked,
            from_street_m: measured.from_street_m,
        }));
    }
    let qualities = inspection.qualities();
    let score = municipality_score(&qualities);
    let labels = labels(register, &streets);
    let labelled = |violation: Violation| {
        let label = labels.get(&violation.subject).cloned().unwrap_or_default();
        (violation, label)
    };
    let violations = violations.into_iter().map(labelled).collect();
    Report { seq: register.seq, qualities, score, violations }
}

/// What has to be known of all streets before one is judged.
struct Streets<'a> {
    by_id: HashMap<ThoroughfareId, &'a Thoroughfare>,
    /// Active streets by locality and name in capitals, and by locality and folded name.
    names: HashMap<(Option<&'a str>, String), u32>,
    folded: HashMap<(Option<&'a str>, String), u32>,
    /// Active addresses of each.
    addresses: HashMap<ThoroughfareId, u32>,
    along: HashMap<ThoroughfareId, Vec<NumberAlong>>,
}

impl<'a> Streets<'a> {
    fn of(register: &'a MunicipalRegister) -> Self {
        let mut streets = Self {
            by_id: register.thoroughfares.iter().map(|street| (street.id, street)).collect(),
            names: HashMap::new(),
            folded: HashMap::new(),
            addresses: HashMap::new(),
            along: HashMap::new(),
        };
        for street in register.thoroughfares.iter().filter(|street| is_active(street.stage)) {
            let locality = locality(street, register);
            *streets.names.entry((locality, capitals(street))).or_default() += 1;
            *streets.folded.entry((locality, folded_name(&street.name))).or_default() += 1;
        }
        for measured in register.addresses.iter().filter(|measured| is_active(measured.address.stage)) {
            let street = measured.address.thoroughfare;
            *streets.addresses.entry(street).or_default() += 1;
            streets.along.entry(street).or_default().extend(along(measured));
        }
        streets
    }

    fn inspect(
        &self,
        street: &'a Thoroughfare,
        register: &'a MunicipalRegister,
        across: Option<&Across>,
        inspection: &mut Inspection,
    ) -> Vec<Violation> {
        let locality = locality(street, register);
        let count = |counts: &HashMap<(Option<&str>, String), u32>, name: String| {
            counts.get(&(locality, name)).copied().unwrap_or_default()
        };
        let same = count(&self.names, capitals(street));
        let others = across.map(|across| {
            let beyond = across.get(&street.id).map(Vec::as_slice).unwrap_or_default();
            let is_open = |other: &&ThoroughfareId| !street.twins.contains(other);
            beyond.iter().filter(is_open).copied().collect::<Vec<_>>()
        });
        inspection.street(&StreetFacts {
            street,
            locality_name: locality,
            namesakes: same.saturating_sub(1),
            folded_namesakes: Some(count(&self.folded, folded_name(&street.name)).saturating_sub(same)),
            across_boundary: others.as_deref(),
            addresses: self.addresses.get(&street.id).copied().unwrap_or_default(),
        })
    }
}

fn is_active(stage: LifecycleStage) -> bool {
    matches!(stage, LifecycleStage::Proposed | LifecycleStage::Current)
}

fn capitals(street: &Thoroughfare) -> String {
    street.name.to_string().to_uppercase()
}

fn locality<'a>(street: &Thoroughfare, register: &'a MunicipalRegister) -> Option<&'a str> {
    register.localities.get(&street.locality?).map(String::as_str)
}

fn along(measured: &MeasuredAddress) -> Option<NumberAlong> {
    let Locator::Number(number) = &measured.address.locator else { return None };
    let (along_m, is_left) = measured.along?;
    Some(NumberAlong { address: measured.address.id, number: number.number, along_m, is_left })
}

/// Streets and addresses as people call them.
fn labels(register: &MunicipalRegister, streets: &Streets<'_>) -> HashMap<SubjectId, String> {
    let of_streets = register
        .thoroughfares
        .iter()
        .map(|street| (SubjectId::Thoroughfare(street.id), street.name.to_string()));
    let of_addresses = register.addresses.iter().map(|measured| {
        let address = &measured.address;
        let street = streets.by_id.get(&address.thoroughfare).map(|street| street.name.to_string());
        (SubjectId::Address(address.id), format!("{} {}", street.unwrap_or_default(), address.locator))
    });
    of_streets.chain(of_addresses).collect()
}
