//! What an export will hold, known before its first byte.

use std::collections::{BTreeMap, BTreeSet};

use civico_domain::identity::{Actor, Ente};
use civico_store::export::{OwnDataset, OwnOriginal, OwnRegister};
use jiff::civil::DateTime;

use super::Exporter;
use super::failure::ExportError;

/// What an export will hold.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) ente: Ente,
    /// When it was asked for, in the time of the machine.
    pub(crate) moment: DateTime,
    pub(super) datasets: Vec<OwnDataset>,
    pub(super) originals: Vec<PlannedOriginal>,
    pub(super) register: OwnRegister,
    /// How many records it has.
    pub(super) records: i64,
}

/// An original file and its place in the ZIP.
#[derive(Debug)]
pub(super) struct PlannedOriginal {
    pub(super) own: OwnOriginal,
    /// `None` where the file is not in the data folder.
    pub(super) path: Option<String>,
    /// Whether it is this one of several with the same content that goes into the ZIP.
    pub(super) is_first: bool,
}

impl Exporter {
    /// Finds out what belongs to an ente.
    ///
    /// # Errors
    /// The actor does not administer the ente, or the database cannot be reached.
    pub(crate) async fn plan(&self, actor: &Actor, ente: Ente) -> Result<Plan, ExportError> {
        let datasets = self.store.list_own_datasets(actor, &ente.code).await?;
        let originals = self.store.list_own_originals(actor, &ente.code).await?;
        let register = self.store.count_own_register(actor, &ente.code).await?;
        let records = self.store.count_own_records(actor, &ente.code).await?;
        let kept = self.originals.clone();
        let originals =
            tokio::task::spawn_blocking(move || places(originals, |digest| Ok(kept.open(digest)?.is_some())))
                .await??;
        Ok(Plan { ente, moment: jiff::Zoned::now().datetime(), datasets, originals, register, records })
    }
}

impl Plan {
    /// Returns the number of rows of tables.
    pub(crate) fn rows(&self) -> i64 {
        let streets =
            if self.has_register() { self.register.thoroughfares + self.register.addresses } else { 0 };
        self.datasets.iter().filter_map(|dataset| dataset.item_count).sum::<i64>() + streets
    }

    /// Returns the name of the file for whoever saves it.
    pub(crate) fn file_name(&self) -> String {
        format!("civico-{}-{}.zip", self.ente.slug, self.moment.date())
    }

    /// Returns how many original files are not in the data folder.
    pub(crate) fn missing(&self) -> usize {
        self.originals.iter().filter(|original| original.path.is_none()).count()
    }

    /// Tells whether streets and addresses belong to the ente.
    pub(super) fn has_register(&self) -> bool {
        self.register.is_municipality
    }

    /// Tells whether nothing belongs to the ente but its place here.
    pub(super) fn is_empty(&self) -> bool {
        self.datasets.is_empty() && self.rows() == 0 && self.register.events == 0 && self.records == 0
    }
}

/// Gives each original its place: under its name, under its version too where another of the
/// dataset has the name. The same content has one place.
fn places(
    originals: Vec<OwnOriginal>,
    is_kept: impl Fn(&str) -> std::io::Result<bool>,
) -> Result<Vec<PlannedOriginal>, ExportError> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut planned = Vec::with_capacity(originals.len());
    for own in originals {
        if !is_kept(&own.original.sha256)? {
            planned.push(PlannedOriginal { own, path: None, is_first: false });
            continue;
        }
        let content = (own.collection.clone(), own.original.sha256.clone());
        let place = known.get(&content).cloned();
        let is_first = place.is_none();
        let path = place.unwrap_or_else(|| place_of(&own, &mut taken));
        known.insert(content, path.clone());
        planned.push(PlannedOriginal { own, path: Some(path), is_first });
    }
    Ok(planned)
}

fn place_of(own: &OwnOriginal, taken: &mut BTreeSet<String>) -> String {
    let (folder, name) = (format!("datasets/{}/originals", own.collection), plain(&own.original.name));
    let versions = (1..).map(|number| match number {
        1 => format!("{folder}/v{}/{name}", own.version),
        number => format!("{folder}/v{}-{number}/{name}", own.version),
    });
    // Without regard to case: the ZIP may be unpacked where that makes no difference.
    let path = std::iter::once(format!("{folder}/{name}"))
        .chain(versions)
        .find(|path| !taken.contains(&path.to_lowercase()))
        .unwrap_or_default();
    taken.insert(path.to_lowercase());
    path
}

/// Makes a name that stays in its folder and in its line of the checksums.
fn plain(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_control() || matches!(c, '/' | '\\' | ':') { '_' } else { c }).collect();
    if name.trim_matches('.').trim().is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use civico_store::catalog::Original;

    use super::*;

    fn own(version: i32, name: &str, sha256: &str) -> OwnOriginal {
        let original = Original { name: name.to_owned(), sha256: sha256.to_owned(), size_bytes: 1 };
        OwnOriginal { collection: "rho.parchi".to_owned(), version, original }
    }

    #[test]
    fn originals_of_one_name_have_two_places_and_those_of_one_content_one() {
        let all = vec![own(3, "p.zip", "c"), own(2, "p.zip", "b"), own(1, "q.zip", "c"), own(1, "x", "lost")];
        let planned = places(all, |digest| Ok(digest != "lost")).unwrap();
        let seen: Vec<_> = planned.iter().map(|one| (one.path.as_deref(), one.is_first)).collect();
        let folder = "datasets/rho.parchi/originals";
        let (first, second) = (format!("{folder}/p.zip"), format!("{folder}/v2/p.zip"));
        let expected = [(Some(&*first), true), (Some(&*second), true), (Some(&*first), false), (None, false)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn no_name_leaves_its_folder() {
        assert_eq!(plain("../../etc\npasswd"), ".._.._etc_passwd");
        assert_eq!(plain(".."), "file");
    }
}
