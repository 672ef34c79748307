//! Stages of life as registers write them.

use civico_domain::toponymy::LifecycleStage;

/// Reads the stage of a street of Milan (table StatoVia: 1 deliberata, 2 attiva, 3 soppressa).
pub(super) fn of_milan_street(code: &str) -> Option<LifecycleStage> {
    Some(match code {
        "1" => LifecycleStage::Proposed,
        "2" => LifecycleStage::Current,
        "3" => LifecycleStage::Retired,
        _ => return None,
    })
}

/// Reads the stage of an address of Milan.
///
/// Table StatoCivico: 2 applicato, 4 iter in corso, 5 provvisorio, 7 in attesa di fine lavori,
/// 99 soppresso. The codes 6 (sistema) and 8 (via, centroide) are no addresses: the first is a
/// row that the comune's program keeps for itself, the second the middle of a street.
pub(super) fn of_milan_address(code: &str) -> Option<LifecycleStage> {
    Some(match code {
        "2" => LifecycleStage::Current,
        "4" | "5" | "7" => LifecycleStage::Proposed,
        "99" => LifecycleStage::Retired,
        _ => return None,
    })
}

/// Reads the stage in words; nothing said is in force.
pub(super) fn in_words(text: &str) -> Option<LifecycleStage> {
    Some(match text.trim().to_lowercase().as_str() {
        "" | "vigente" => LifecycleStage::Current,
        "proposto" => LifecycleStage::Proposed,
        "cessato" => LifecycleStage::Retired,
        _ => return None,
    })
}

/// Of the stages of a street's addresses, the one that the street must at least have.
pub(super) fn strongest(a: LifecycleStage, b: LifecycleStage) -> LifecycleStage {
    let rank = |stage| match stage {
        LifecycleStage::Current => 2,
        LifecycleStage::Proposed => 1,
        _ => 0,
    };
    if rank(b) > rank(a) { b } else { a }
}
