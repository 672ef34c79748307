//! Questions about addresses of the register, as one should write them and as people do.

use civico_domain::toponymy::AddressId;

use crate::chance::Chance;
use crate::messy::messy;
use crate::register::{Comune, Name, Plan};

/// An address that is asked for.
#[derive(Debug)]
pub(crate) struct Sample<'p> {
    pub(crate) id: AddressId,
    pub(crate) kind: &'static str,
    pub(crate) name: Name,
    pub(crate) number: u32,
    pub(crate) exponent: Option<&'static str>,
    pub(crate) comune: &'p Comune,
}

/// A question and the address that answers it.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) right: AddressId,
}

/// Draws about `count` addresses evenly, in the order of a shuffled deck.
pub(crate) fn samples(plan: &Plan, count: usize) -> Vec<Sample<'_>> {
    let mut chance = Chance::new(plan.seed, 0x5a);
    let share = count as f64 / plan.addresses as f64;
    let mut found = Vec::with_capacity(count);
    for street in plan.streets() {
        for house in street.houses() {
            if chance.share() < share {
                found.push(Sample {
                    id: house.id,
                    kind: street.kind,
                    name: street.name.clone(),
                    number: house.number,
                    exponent: house.exponent,
                    comune: &plan.comuni[street.comune],
                });
            }
        }
    }
    for last in (1..found.len()).rev() {
        found.swap(last, chance.below(last + 1));
    }
    found
}

/// Writes the questions as one should: DUG, name and number as in the register, then the comune.
pub(crate) fn clean(samples: &[Sample<'_>]) -> Vec<Asked> {
    let text = |sample: &Sample<'_>| {
        let exponent = sample.exponent.map(|exponent| format!("/{exponent}")).unwrap_or_default();
        let name = sample.name.official();
        format!("{} {name} {}{exponent}, {}", sample.kind, sample.number, sample.comune.name)
    };
    samples.iter().map(|sample| Asked { text: text(sample), right: sample.id }).collect()
}

/// Writes the questions as people do.
pub(crate) fn as_typed(samples: &[Sample<'_>], seed: u64) -> Vec<Asked> {
    let mut chance = Chance::new(seed, 0xa7);
    samples.iter().map(|sample| Asked { text: messy(sample, &mut chance), right: sample.id }).collect()
}
