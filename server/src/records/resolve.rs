//! From the address of a record to its link, on the index in memory.

use civico_domain::identity::{Actor, EnteCode};
use civico_domain::records::{Finding, RecordId};
use civico_domain::toponymy::SubjectId;
use civico_geocoder::{Candidate, PlaceId, Query};
use civico_store::records::Filing;

use super::text::AddressText;
use super::vault::DataKey;
use crate::geocoding::spoken;
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::state::AppState;

/// Candidates shown to the officer.
const CANDIDATES: usize = 5;

/// What a record is to be linked to.
pub(crate) enum Place {
    /// An address as it was written.
    Text(AddressText),
    /// Something of the register.
    Register(SubjectId),
}

/// Looks for the place; the text of one that was not found is still to be sealed.
pub(crate) fn resolve(state: &AppState, place: &Place) -> Filing {
    let text = match place {
        Place::Text(text) => text,
        Place::Register(id) => return Filing::said(*id, "given"),
    };
    let found = civico_geocoder::geocode(&text.query(CANDIDATES), &state.index.load());
    let best = found.best().map(finding);
    let judged = state.config.records.acceptance().judge(best.as_ref());
    let linked = best.filter(|_| judged.is_ok());
    Filing {
        place: judged,
        level: linked.as_ref().map(|best| best.level.clone()),
        score: linked.as_ref().map(|best| best.score),
        margin: linked.as_ref().map(|best| best.margin),
        model: linked.is_some().then(|| civico_geocoder::MODEL.to_owned()),
        register_seq: Some(found.seq),
        sealed_text: None,
    }
}

/// Seals the text of a record that was not found.
///
/// # Errors
/// It cannot be sealed.
pub(crate) fn seal(filing: &mut Filing, id: RecordId, place: &Place, key: &DataKey) -> Answer<()> {
    if let (Err(_), Place::Text(text)) = (filing.place, place) {
        filing.sealed_text = Some(key.seal(id, text)?);
    }
    Ok(())
}

/// Returns the data key of an ente, a new one where it has none.
///
/// # Errors
/// The configuration has no master key, or not the one that the key is wrapped under.
pub(crate) async fn data_key(state: &AppState, actor: &Actor, ente: &EnteCode) -> Answer<DataKey> {
    let wrapped = match state.store.find_data_key(actor, ente).await? {
        Some(wrapped) => wrapped,
        None => state.store.add_data_key(actor, &state.vault.new_data_key(ente)?).await?,
    };
    Ok(state.vault.open_data_key(&wrapped)?)
}

/// Finds what an address may mean, for the officer to choose from, in the officer's language.
pub(crate) fn candidates(state: &AppState, text: &AddressText, language: Language) -> Vec<Candidate> {
    let query = Query { language: spoken(None, language), ..text.query(CANDIDATES) };
    civico_geocoder::geocode(&query, &state.index.load()).candidates
}

fn finding(best: &Candidate) -> Finding {
    let level = serde_json::to_value(best.level).ok();
    Finding {
        place: match &best.id {
            Some(PlaceId::Address(id)) => Some(SubjectId::Address(*id)),
            Some(PlaceId::Thoroughfare(id)) => Some(SubjectId::Thoroughfare(*id)),
            _ => None,
        },
        level: level.and_then(|level| level.as_str().map(str::to_owned)).unwrap_or_default(),
        score: best.score,
        margin: best.margin,
        is_ambiguous: best.ambiguous,
    }
}

impl From<super::vault::VaultError> for Problem {
    fn from(error: super::vault::VaultError) -> Self {
        Self::vault(&error)
    }
}
