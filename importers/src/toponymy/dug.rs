//! Kinds of streets (DUG, denominazione urbanistica generica) by Milan's codes.

/// Code and words, from the table TipoVia of the open data ds634 of the Comune di Milano
/// (33 rows, with the release of 2 March 2020); the printed description of August 2019 lacks
/// 32 and 33.
const KINDS: [(&str, &str); 33] = [
    ("1", "Via"),
    ("2", "Viale"),
    ("3", "Piazza"),
    ("4", "Largo"),
    ("5", "Vicolo"),
    ("6", "Via privata"),
    ("7", "Piazzale"),
    ("8", "Ponte"),
    ("9", "Sottopasso"),
    ("10", "Cavalcavia"),
    ("11", "Corso"),
    ("12", "Passeggiata"),
    ("13", "Alzaia"),
    ("14", "Bastioni"),
    ("15", "Passaggio"),
    ("16", "Foro"),
    ("17", "Galleria"),
    ("18", "Giardini"),
    ("19", "Monte"),
    ("20", "Parco"),
    ("21", "Piazzetta"),
    ("22", "Ripa"),
    ("23", "Sito"),
    ("24", "Sottovia"),
    ("25", "Strada"),
    ("26", "Porta"),
    ("27", "Giardino"),
    ("28", "Raccordo Cavalcavia"),
    ("29", "Superstrada"),
    ("30", "Tangenziale"),
    ("31", "Passerella"),
    ("32", "Rotatoria"),
    ("33", "Sopraelevata"),
];

/// Returns the words for a code of Milan.
pub(super) fn of_milan(code: &str) -> Option<&'static str> {
    KINDS.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}
