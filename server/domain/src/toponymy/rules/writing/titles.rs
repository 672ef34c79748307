//! Titles that are shortened before a name, and mean one thing there.

/// Short forms in small letters with their dots. Those that differ by the person's gender (Dott.,
/// Prof., Avv.) or mean other things too (Mar., Arch.) are not here.
const TITLES: [(&str, &str); 22] = [
    ("b.v.", "Beata Vergine"),
    ("brig.", "Brigadiere"),
    ("can.", "Canonico"),
    ("cap.", "Capitano"),
    ("card.", "Cardinale"),
    ("cav.", "Cavaliere"),
    ("col.", "Colonnello"),
    ("comm.", "Commendatore"),
    ("f.lli", "Fratelli"),
    ("f.lli.", "Fratelli"),
    ("fll.", "Fratelli"),
    ("flli", "Fratelli"),
    ("flli.", "Fratelli"),
    ("gen.", "Generale"),
    ("ing.", "Ingegnere"),
    ("magg.", "Maggiore"),
    ("mons.", "Monsignore"),
    ("on.", "Onorevole"),
    ("s.ta", "Santa"),
    ("s.to", "Santo"),
    ("serg.", "Sergente"),
    ("ten.", "Tenente"),
];

/// Returns the title that a short form in small letters means.
pub(super) fn title(form: &str) -> Option<&'static str> {
    TITLES.iter().find(|(short, _)| *short == form).map(|(_, full)| *full)
}
