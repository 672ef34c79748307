//! Names of streets in capitals, written as on a plate.

/// Words that stay small: prepositions, also joined with articles, and conjunctions.
///
/// "la", "lo", "le" and "de" are not among them: they begin surnames (Ugo La Malfa, De Gasperi).
const SMALL: &[&str] = &[
    "a", "ad", "ai", "agli", "al", "alla", "alle", "allo", "con", "da", "dagli", "dai", "dal", "dalla",
    "dalle", "dallo", "degli", "dei", "del", "della", "delle", "dello", "di", "e", "ed", "fra", "gli", "il",
    "in", "nei", "nel", "nella", "nelle", "per", "su", "sui", "sul", "sulla", "sulle", "tra",
];
/// Of these, what is a title before a name when it comes first: Fra Paolo Sarpi.
const TITLES: &[&str] = &["fra"];
/// What stands before an apostrophe and stays small: Duca d'Aosta, dell'Orso.
const ELIDED: &[&str] = &["all", "d", "dagl", "dall", "degl", "dell", "nell", "sull"];
/// Foreign articles that are small after "de": Calderon de la Barca.
const AFTER_DE: &[&str] = &["la", "las", "le", "los", "el"];

/// Writes a name with capitals where Italian has them; a name with small letters stays as it is.
///
/// The name follows its kind ("Via dei Tigli"), so that a preposition is small at the beginning too.
pub fn title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let cased = words.iter().enumerate().map(|(at, word)| {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let after = words.get(at + 1).copied().unwrap_or_default();
        cased(word, at == 0, before, after)
    });
    cased.collect::<Vec<_>>().join(" ")
}

fn cased(word: &str, first: bool, before: &str, after: &str) -> String {
    let small = SMALL.contains(&word) && !(first && TITLES.contains(&word));
    let after_de = before == "de" && AFTER_DE.contains(&word);
    let foreign_de = word == "de" && AFTER_DE.contains(&after);
    if small || after_de || foreign_de {
        return word.to_owned();
    }
    if is_numeral(word) {
        return word.to_uppercase();
    }
    if let Some((elided, rest)) = word.split_once('\'')
        && !rest.is_empty()
    {
        let begin = if ELIDED.contains(&elided) { elided.to_owned() } else { capitals(elided) };
        return format!("{begin}'{}", capitals(rest));
    }
    capitals(word)
}

/// Makes the first letter, and those after a point, a hyphen or a bracket, capital.
fn capitals(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut begins = true;
    for letter in word.chars() {
        if begins {
            text.extend(letter.to_uppercase());
        } else {
            text.push(letter);
        }
        begins = matches!(letter, '.' | '-' | '(' | '"' | '/' | '\u{2019}');
    }
    text
}

/// Tells a Roman numeral up to 39: kings, popes and days of the month go no further.
fn is_numeral(word: &str) -> bool {
    let tens = word.trim_start_matches('x');
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    !word.is_empty() && word.len() - tens.len() <= 3 && (ones.contains(&tens))
}

/// Tells what a spreadsheet has made of a day in a name: "11-set-01" for 11 September 2001.
pub(super) fn is_spreadsheet_date(name: &str) -> bool {
    const MONTHS: &str = "gen feb mar apr mag giu lug ago set ott nov dic";
    let parts: Vec<&str> = name.trim().split('-').collect();
    let digits = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [day, month] => digits(day) && is_month(month, MONTHS),
        [day, month, year] => digits(day) && digits(year) && is_month(month, MONTHS),
        _ => false,
    }
}

fn is_month(text: &str, months: &str) -> bool {
    let lower = text.to_lowercase();
    months.split(' ').any(|month| month == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_on_a_plate() {
        for (capitals, plate) in [
            ("DEI TIGLI", "dei Tigli"),
            ("DUCA D'AOSTA", "Duca d'Aosta"),
            ("XX SETTEMBRE", "XX Settembre"),
            ("PIO XI", "Pio XI"),
            ("VITTORIO EMANUELE II", "Vittorio Emanuele II"),
            ("PIETRO CALDERON DE LA BARCA", "Pietro Calderon de la Barca"),
            ("ALCIDE DE GASPERI", "Alcide De Gasperi"),
            ("UGO LA MALFA", "Ugo La Malfa"),
            ("SANT'AMBROGIO", "Sant'Ambrogio"),
            ("FRA' CRISTOFORO", "Fra' Cristoforo"),
            ("FRA PAOLO SARPI", "Fra Paolo Sarpi"),
            ("G.B. VICO", "G.B. Vico"),
            ("LEONARDO DA VINCI", "Leonardo da Vinci"),
            ("SANTA MARIA DELLE GRAZIE", "Santa Maria delle Grazie"),
            ("RENÉ  VANETTI", "René Vanetti"),
            ("Isola di Ponza", "Isola di Ponza"),
            ("", ""),
        ] {
            assert_eq!(title_case(capitals), plate);
        }
    }

    #[test]
    fn days_that_a_spreadsheet_made_are_no_names() {
        assert!(is_spreadsheet_date("11-set-01") && is_spreadsheet_date("20-set"));
        assert!(!is_spreadsheet_date("UNDICI SETTEMBRE 2001") && !is_spreadsheet_date("SAINT-BON"));
    }
}
