//! Saints, by which of San, Santo, Santa and Sant' stands before them.

use super::words::is_among;

/// Before these stands "Santa".
const SANTA: &str = "\
    barbara bernadette bibiana brigida caterina cecilia chiara cristina croce dorotea faustina felicita \
    filomena francesca gemma gertrude giulia giuliana giustina liberata lucia maddalena marcellina \
    margherita maria marina marta martina monica petronilla prassede radegonda reparata restituta rita \
    rosalia sabina scolastica sofia susanna tecla teresa valeria veronica vittoria";
/// Before these stands "San".
const SAN: &str = "\
    babila barnaba bartolomeo bassiano benedetto benigno bernardino bernardo biagio bonaventura calimero \
    calogero camillo carlo carpoforo cassiano cataldo celso cesario ciriaco cirillo clemente colombano cosma \
    cristoforo damiano daniele defendente desiderio dionigi domenico donato donnino faustino fedele felice \
    fermo filippo francesco gaetano galdino gallo gaudenzio geminiano gennaro genesio gerardo gerolamo \
    giacomo gimignano giorgio giovanni girolamo giuliano giuseppe giustino gottardo gregorio guglielmo \
    lazzaro leonardo leone liborio lorenzo luca luigi mamete marcellino marco martino marziano massimo \
    materno matteo maurilio maurizio mauro michele nazaro nazzaro nicola nicolao nicolo nicolò pancrazio \
    pantaleone paolo patrizio petronio pietro pio polo primo prospero protaso quirico quirino raffaele \
    remigio rocco romano rufino salvatore satiro savino sebastiano secondo senatore severino severo \
    silvestro simeone simone simpliciano siro sisto teodoro tommaso valentino valeriano venanzio vigilio \
    vincenzo vitale vito vittore zaccaria zeno zenone";
/// Before these stands "Santo", for the sake of the tongue.
const SANTO: &str = "sepolcro spirito stefano stanislao";
/// Before these stands "Sant'".
const SANT: &str = "\
    abbondio agata agnese agostino albino alessandro alessio ambrogio andrea angela angelo anna anselmo \
    antonino antonio apollinare apollonia aquilino arialdo egidio elena elia eligio elisabetta emidio erasmo \
    ermete eufemia eulalia eusebio eustachio eustorgio evasio ignazio ilario ippolito irene isaia isidoro \
    ivo omobono onofrio orsola osvaldo ubaldo uguzzone urbano";
/// After "SS." these are many: "Santi".
const SANTI: &str = "angeli apostoli innocenti martiri";
/// After "SS." these are most holy.
const SANTISSIMA: &str = "annunziata annunciata concezione trinita trinità vergine";
const SANTISSIMO: &str = "crocifisso crocefisso redentore rosario sacramento";

/// Returns what "S." means before a name in small letters; `None` where it may be an initial too.
pub(super) fn one_saint(name: &str) -> Option<&'static str> {
    let lists = [(SANTA, "Santa"), (SAN, "San"), (SANTO, "Santo"), (SANT, "Sant'")];
    lists.into_iter().find(|(names, _)| is_among(names, name)).map(|(_, title)| title)
}

/// Returns what "SS." means before a name in small letters.
pub(super) fn many_saints(name: &str) -> Option<&'static str> {
    let lists = [(SANTI, "Santi"), (SANTISSIMA, "Santissima"), (SANTISSIMO, "Santissimo")];
    let title = lists.into_iter().find(|(names, _)| is_among(names, name)).map(|(_, title)| title);
    title.or_else(|| one_saint(name).filter(|_| !["salvatore", "croce"].contains(&name)).map(|_| "Santi"))
}
