//! How a comune's delivery differs from the register, and what about it smells.

use serde::Serialize;

/// A point is moved when it is farther than this from where it was, in metres.
pub const MOVED_M: f64 = 0.5;
/// Farther than this it is another place.
const FAR_M: f64 = 100.0;
/// A delivery that ends more than this share of what is in force is looked at by a second person.
const RETIRED_SHARE: f64 = 0.02;
/// A delivery that moves more than this share far away is, too.
const FAR_SHARE: f64 = 0.05;
/// From this share of points on that move by one vector it is the reference system that moved.
const SHIFTED_SHARE: f64 = 0.5;
/// Vectors are one vector when they are no farther apart than this, in metres.
const SAME_VECTOR_M: f64 = 0.3;
/// Of fewer things than these a share says nothing.
const FEW: u64 = 5;

/// Which of register and delivery has a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    /// Both.
    #[default]
    InBoth,
    /// The delivery alone.
    Added,
    /// The register alone, and not as retired.
    Absent,
}

/// What becomes of the stage of a thing that both have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StageChange {
    /// Nothing.
    #[default]
    Same,
    /// It is in another stage.
    Restaged,
    /// It was not retired and is.
    Retired,
}

/// A street or an address that is not as the register has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changed {
    /// Whether it is a street; else it is an address.
    pub is_thoroughfare: bool,
    /// Which of the two has it.
    pub presence: Presence,
    /// What became of its stage.
    pub stage: StageChange,
    /// A street has another name, an address another number or street.
    pub is_renamed: bool,
    /// Metres to the east and to the north from where it was to where it is.
    pub moved: Option<(f64, f64)>,
}

/// How many things changed, by what about them did; one thing may count in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// New.
    pub added: u64,
    /// No longer listed: they are retired with the reason `absent-from-source`.
    pub absent: u64,
    /// In another stage.
    pub restaged: u64,
    /// Of those, retired.
    pub retired: u64,
    /// Streets: renamed. Addresses: renumbered, or on another street.
    pub renamed: u64,
    /// Moved by more than [`MOVED_M`].
    pub moved: u64,
    /// Of those, by more than 100 m.
    pub moved_far: u64,
}

/// What about a delivery needs a second person's approval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "smell", rename_all = "kebab-case")]
pub enum Smell {
    /// Over 2 % of what is in force would end: the file may be a part.
    ManyRetired {
        /// How many of how many.
        retired: u64,
        /// Streets and addresses that are not retired now.
        of: u64,
    },
    /// Over 5 % would move by more than 100 m.
    ManyMovedFar {
        /// How many of how many.
        moved_far: u64,
        /// Addresses in both.
        of: u64,
    },
    /// Most points would move by one and the same vector: a wrong reference system or datum.
    SameShift {
        /// Metres to the east.
        east_m: f64,
        /// Metres to the north.
        north_m: f64,
        /// Points that move so.
        points: u64,
    },
}

/// How a delivery differs from the register of a comune.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Difference {
    /// Streets.
    pub thoroughfares: Changes,
    /// Addresses.
    pub addresses: Changes,
    /// What needs a second person's approval.
    pub smells: Vec<Smell>,
}

impl Difference {
    /// Sums up the changes; `in_force` are the streets and addresses of the register that are not
    /// retired, `common` the addresses that both have.
    pub fn of(changes: &[Changed], in_force: u64, common: u64) -> Self {
        let mut difference = Self::default();
        for changed in changes {
            let counts = if changed.is_thoroughfare {
                &mut difference.thoroughfares
            } else {
                &mut difference.addresses
            };
            counts.add(changed);
        }
        difference.smells = smells(&difference, changes, in_force, common);
        difference
    }

    /// Tells whether anything changed.
    pub fn is_empty(&self) -> bool {
        self.thoroughfares == Changes::default() && self.addresses == Changes::default()
    }
}

impl Changes {
    fn add(&mut self, changed: &Changed) {
        self.added += u64::from(changed.presence == Presence::Added);
        self.absent += u64::from(changed.presence == Presence::Absent);
        self.restaged += u64::from(changed.stage != StageChange::Same);
        self.retired += u64::from(changed.stage == StageChange::Retired);
        self.renamed += u64::from(changed.is_renamed);
        let distance_m = changed.moved.map_or(0.0, |(east, north)| east.hypot(north));
        self.moved += u64::from(distance_m > MOVED_M);
        self.moved_far += u64::from(distance_m > FAR_M);
    }
}

fn smells(difference: &Difference, changes: &[Changed], in_force: u64, common: u64) -> Vec<Smell> {
    let mut smells = Vec::new();
    let (streets, addresses) = (difference.thoroughfares, difference.addresses);
    let retired = streets.absent + streets.retired + addresses.absent + addresses.retired;
    if exceeds(retired, in_force, RETIRED_SHARE) {
        smells.push(Smell::ManyRetired { retired, of: in_force });
    }
    if exceeds(addresses.moved_far, common, FAR_SHARE) {
        smells.push(Smell::ManyMovedFar { moved_far: addresses.moved_far, of: common });
    }
    smells.extend(shift(changes, common));
    smells
}

/// The vector by which most points move, if there is one.
fn shift(changes: &[Changed], common: u64) -> Option<Smell> {
    let moves: Vec<(f64, f64)> = (changes.iter())
        .filter(|changed| !changed.is_thoroughfare)
        .filter_map(|changed| changed.moved)
        .filter(|(east, north)| east.hypot(*north) > MOVED_M)
        .collect();
    let (east_m, north_m) = (median(moves.iter().map(|m| m.0))?, median(moves.iter().map(|m| m.1))?);
    let is_same = |(east, north): &&(f64, f64)| (east - east_m).hypot(north - north_m) <= SAME_VECTOR_M;
    let points = moves.iter().filter(is_same).count() as u64;
    exceeds(points, common, SHIFTED_SHARE).then_some(Smell::SameShift { east_m, north_m, points })
}

#[expect(clippy::cast_precision_loss, reason = "counts of a register are far below 2^52")]
fn exceeds(part: u64, whole: u64, share: f64) -> bool {
    part > FEW && part as f64 > whole as f64 * share
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(count: usize, vector: impl Fn(usize) -> (f64, f64)) -> Vec<Changed> {
        (0..count).map(|n| Changed { moved: Some(vector(n)), ..Changed::default() }).collect()
    }

    #[test]
    fn a_file_of_five_numbers_over_a_comune_smells() {
        let absent = vec![Changed { presence: Presence::Absent, ..Changed::default() }; 54_995];
        let difference = Difference::of(&absent, 55_000, 5);
        assert_eq!(difference.addresses.absent, 54_995);
        assert_eq!(difference.smells, [Smell::ManyRetired { retired: 54_995, of: 55_000 }]);
    }

    #[test]
    fn one_vector_for_all_is_a_wrong_datum_and_many_vectors_are_surveying() {
        let shifted = moved(1000, |n| (1.02 + f64::from(u8::try_from(n % 3).unwrap()) / 100.0, 0.22));
        let difference = Difference::of(&shifted, 1000, 1000);
        assert!(matches!(difference.smells[..], [Smell::SameShift { points: 1000, .. }]), "{difference:?}");
        let surveyed = moved(1000, |n| {
            let angle = f64::from(u16::try_from(n).unwrap());
            (angle.sin() * 2.0, angle.cos() * 2.0)
        });
        assert!(Difference::of(&surveyed, 1000, 1000).smells.is_empty());
    }

    #[test]
    fn a_few_changes_of_a_large_register_do_not_smell() {
        let mut changes = moved(40, |_| (150.0, 0.0));
        changes.extend(vec![Changed { stage: StageChange::Retired, ..Changed::default() }; 19]);
        let difference = Difference::of(&changes, 1000, 1000);
        assert_eq!((difference.addresses.moved_far, difference.addresses.retired), (40, 19));
        assert!(difference.smells.is_empty(), "{difference:?}");
        assert!(!difference.is_empty() && Difference::default().is_empty());
    }
}
