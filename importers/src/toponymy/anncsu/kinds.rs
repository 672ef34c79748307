//! The kinds of streets (DUG) that a name in upper case may begin with.
//!
//! Sources: the street types of libpostal's Italian dictionaries, of Nominatim's Italian variants
//! and of Milan's open data (table TipoVia). ANNCSU publishes no list of its own, and does not
//! check the kind against one.

/// The kinds, in no order that matters: the longest that a name begins with is taken.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "ALZAIA", "ANDRONA", "ARCO", "AUTOSTRADA", "BANCHINA", "BASTIONE", "BASTIONI", "BELVEDERE",
    "BIVIO", "BORGATA", "BORGO", "CALATA", "CALLE", "CAMPIELLO", "CAMPO", "CANALE", "CARRAIA",
    "CASALE", "CASCINA", "CASE SPARSE", "CAVALCAVIA", "CENTRO COMMERCIALE", "CHIASSO", "CHIUSA",
    "CIRCONVALLAZIONE", "CONTRA'", "CONTRADA", "CONTRÀ", "CORSO", "CORTE", "CORTILE", "COSTA",
    "CROCEVIA", "CUPA", "DISCESA", "FONDAMENTA", "FORO", "FRAZIONE", "GALLERIA", "GIARDINI",
    "GIARDINO", "GRADINI", "GRADINATA", "LARGHETTO", "LARGO", "LOCALITA'", "LOCALITÀ", "LOGGE",
    "LUNGADIGE", "LUNGARNO", "LUNGO LAGO", "LUNGO MARE", "LUNGOLAGO", "LUNGOMARE", "LUNGOTEVERE",
    "MOLO", "MONTE", "PARCO", "PASSAGGIO", "PASSEGGIATA", "PASSERELLA", "PIAZZA", "PIAZZALE",
    "PIAZZETTA", "PISTA CICLABILE", "PONTE", "PONTILE", "PORTA", "PORTICI", "PORTICO",
    "PROLUNGAMENTO", "QUARTIERE", "RACCORDO", "RACCORDO CAVALCAVIA", "RAMPA", "RAMPE", "REGIONE",
    "RESIDENZA", "RIO", "RIPA", "RIVA", "RIVIERA", "ROTATORIA", "ROTONDA", "SACCA", "SALITA",
    "SALIZADA", "SCALA", "SCALE", "SCALINATA", "SDRUCCIOLO", "SENTIERO", "SESTIERE", "SITO",
    "SOPRAELEVATA", "SOTTOPASSAGGIO", "SOTTOPASSO", "SOTTOVIA", "SPALTO", "STAZIONE", "STRADA",
    "STRADA COMUNALE", "STRADA NUOVA", "STRADA PRIVATA", "STRADA PROVINCIALE", "STRADA REGIONALE",
    "STRADA STATALE", "STRADA VECCHIA", "STRADA VICINALE", "STRADELLA", "STRADELLO", "STRADONE",
    "STRETTA", "SUPERSTRADA", "SUPPORTICO", "TANGENZIALE", "TRAVERSA", "VARCO", "VIA", "VIA COMUNALE",
    "VIA PRIVATA", "VIA PROVINCIALE", "VIA VICINALE", "VIALE", "VIALE PRIVATO", "VICO", "VICOLETTO",
    "VICOLO", "VICOLONE", "VILLA", "VILLAGGIO", "VIOTTOLO", "VIUZZO", "VOCABOLO", "VOLTA",
    "ZONA INDUSTRIALE",
];

/// Splits a name after its kind; joining the two with a blank gives the name back. Of a name that
/// begins with no kind, or is nothing else, the kind is empty.
pub(super) fn split_kind(name: &str) -> (&str, &str) {
    let rest_after = |kind: &&'static str| -> Option<(&str, &str)> {
        let rest = name.strip_prefix(kind)?.strip_prefix(' ')?;
        let is_name = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
        is_name.then(|| name.split_at(kind.len())).map(|(kind, _)| (kind, rest))
    };
    let longest = KINDS.iter().filter_map(rest_after).max_by_key(|(kind, _)| kind.len());
    longest.unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_kind_that_leaves_a_name_is_taken() {
        for (name, kind, rest) in [
            ("VIA PRIVATA DEI TIGLI", "VIA PRIVATA", "DEI TIGLI"),
            ("VIA PRIVATA", "VIA", "PRIVATA"),
            ("VIA DELL'ORSO", "VIA", "DELL'ORSO"),
            ("VIALE ROMA", "VIALE", "ROMA"),
            ("STRADA PROVINCIALE 7", "STRADA PROVINCIALE", "7"),
            ("VIANELLO", "", "VIANELLO"),
            ("VIA", "", "VIA"),
            ("VIA  ROMA", "", "VIA  ROMA"),
            ("CANTO ALLE TRE GORE", "", "CANTO ALLE TRE GORE"),
        ] {
            assert_eq!(split_kind(name), (kind, rest), "{name}");
        }
    }
}
