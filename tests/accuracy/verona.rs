//! Names of streets as OpenStreetMap and as the Comune di Verona write them, paired by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use civico_domain::toponymy::{LifecycleStage, ThoroughfareId};
use civico_geocoder::{
    Candidate, Index, IndexBuilder, LonLat, MunicipalityEntry, PlaceId, Query, ThoroughfareEntry, geocode,
};

use crate::baseline::words;
use crate::register::table;
use crate::score::{Outcome, Row, rate};
use crate::{is_shown, say};

const OFFICIAL: &str = "stradario/verona_toponomastica.csv";
const PAIRS: &str = "stradario/verona_osm_to_official.csv";
const VERONA: &str = "023091";

/// The official names.
struct Names {
    index: Index,
    by_id: BTreeMap<ThoroughfareId, String>,
    by_words: BTreeMap<BTreeSet<String>, String>,
}

impl Names {
    fn read(data: &Path) -> anyhow::Result<Self> {
        let mut builder = IndexBuilder::new();
        builder.push_municipality(MunicipalityEntry {
            istat_code: VERONA.parse()?,
            name: "Verona".into(),
            aliases: Vec::new(),
            point: LonLat { lon: 10.99, lat: 45.44 },
            bounds: None,
        });
        let (mut by_id, mut by_words) = (BTreeMap::new(), BTreeMap::new());
        for row in table(&data.join(OFFICIAL), b';')? {
            let name = row["NOME_NORM"].trim().to_owned();
            let id = ThoroughfareId::of_source("verona", &name);
            by_words.insert(words(&name), name.clone());
            if by_id.insert(id, name.clone()).is_none() {
                builder.push_thoroughfare(ThoroughfareEntry {
                    course: None,
                    anncsu_id: None,
                    id,
                    municipality: VERONA.parse()?,
                    kind: String::new(),
                    name,
                    aliases: Vec::new(),
                    stage: LifecycleStage::Current,
                    point: None,
                });
            }
        }
        Ok(Self { index: builder.build(1), by_id, by_words })
    }

    fn judge(&self, best: Option<&Candidate>, official: &str) -> Outcome {
        let Some(best) = best else { return Outcome::NotFound };
        let Some(PlaceId::Thoroughfare(id)) = &best.id else { return Outcome::NotFound };
        match self.by_id.get(id) {
            _ if best.ambiguous => Outcome::Ambiguous,
            Some(found) if found == official => Outcome::Right,
            _ if best.score >= 0.9 => Outcome::Silent,
            _ => Outcome::Wrong,
        }
    }
}

/// Asks for each name as OpenStreetMap writes it; pairs whose official name is no more are left out.
pub(crate) fn score(data: &Path) -> anyhow::Result<Row> {
    let names = Names::read(data)?;
    // Looked into: see BENCHMARKS.md.
    let mut row = Row { set: "Verona, names".into(), silent_limit: 6, ..Row::default() };
    let (mut simple, mut seconds) = (0, 0.0);
    for pair in table(&data.join(PAIRS), b';')? {
        let (typed, official) = (pair["NOME_VIA"].trim(), pair["NOME_NORM"].trim());
        if !names.by_id.values().any(|name| name == official) {
            continue;
        }
        let began = Instant::now();
        let answer = geocode(&Query::free(format!("{typed}, Verona")), &names.index);
        seconds += began.elapsed().as_secs_f64();
        let outcome = names.judge(answer.best(), official);
        row.count(outcome);
        simple += usize::from(names.by_words.get(&words(typed)).is_some_and(|found| found == official));
        if is_shown(&row.set) && outcome != Outcome::Right {
            let found = answer.best().map(|best| format!("{} {:.3}", best.label, best.score));
            say(&format!("{}\t{outcome:?}\t{typed}\t{official}\t{}", row.set, found.unwrap_or_default()));
        }
    }
    row.baseline = Some(simple);
    row.per_second = rate(row.rows, seconds);
    Ok(row)
}
