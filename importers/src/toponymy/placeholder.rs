//! Streets that addresses speak of and the file of streets does not have.

use std::collections::{BTreeMap, BTreeSet};

use civico_domain::catalog::Value;
use civico_domain::catalog::frame::Row;
use civico_domain::toponymy::LifecycleStage;

use super::announce::number;
use super::stage::strongest;

/// Codes of streets that are missing, with the stage that their addresses ask for.
#[derive(Debug, Default)]
pub(super) struct Missing {
    codes: BTreeMap<String, LifecycleStage>,
}

impl Missing {
    /// Notes an address; its street may be known.
    pub(super) fn look(&mut self, known: &BTreeSet<String>, code: &str, stage: LifecycleStage) {
        if !known.contains(code) {
            self.codes
                .entry(code.to_owned())
                .and_modify(|so_far| *so_far = strongest(*so_far, stage))
                .or_insert(stage);
        }
    }

    /// Tells whether a street is missing.
    pub(super) fn contains(&self, code: &str) -> bool {
        self.codes.contains_key(code)
    }

    /// Counts the streets.
    pub(super) fn len(&self) -> u64 {
        self.codes.len() as u64
    }

    /// Makes the rows that stand for the streets, counted on after the last of the file.
    pub(super) fn rows(&self, last: u64) -> impl Iterator<Item = Row> + '_ {
        self.codes.iter().zip(last + 1..).map(|((code, stage), row)| Row {
            number: number(row),
            geometry: None,
            values: vec![
                Value::Text(code.clone()),
                Value::Null,
                Value::Text(format!("codice {code}")),
                Value::Null,
                Value::Null,
                Value::Text(stage.as_str().to_owned()),
                Value::Boolean(true),
            ],
        })
    }
}
