//! Which columns of a table make the address: said, or guessed from the names that offices use.

use civico_domain::notice::Notice;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::question::Question;

/// What stands as it is in a parameter of a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Names by which a column with a whole address goes, folded.
const TEXT: [&str; 17] = [
    "indirizzo",
    "indirizzocompleto",
    "indirizzoesteso",
    "indirizzoresidenza",
    "indirizzosede",
    "ubicazione",
    "localizzazione",
    "residenza",
    "recapito",
    "sede",
    "address",
    "fulladdress",
    "adresse",
    "testo",
    "text",
    "query",
    "q",
];
/// The street, in one column.
const STREET: [&str; 15] = [
    "via",
    "strada",
    "odonimo",
    "toponimo",
    "nomevia",
    "nomestrada",
    "descrizionevia",
    "descvia",
    "viapiazza",
    "denominazionevia",
    "denominazionestrada",
    "indirizzovia",
    "street",
    "streetname",
    "road",
];
/// The name of the street without its kind (DUF), and the kind (DUG).
const NAME: [&str; 4] = ["duf", "denominazioneufficiale", "nomeufficiale", "dizione"];
const KIND: [&str; 6] = ["dug", "tipovia", "tipostrada", "specievia", "specie", "qualificazione"];
/// The house number, and its exponent.
const NUMBER: [&str; 13] = [
    "civico",
    "numerocivico",
    "ncivico",
    "nrcivico",
    "numcivico",
    "numciv",
    "nciv",
    "nrciv",
    "civ",
    "numero",
    "number",
    "housenumber",
    "streetnumber",
];
const EXPONENT: [&str; 5] = ["esponente", "esponentecivico", "esp", "barrato", "lettera"];
/// The comune.
const MUNICIPALITY: [&str; 10] = [
    "comune",
    "nomecomune",
    "denominazionecomune",
    "descrizionecomune",
    "comuneresidenza",
    "citta",
    "municipality",
    "city",
    "town",
    "ville",
];
/// The postcode.
const POSTCODE: [&str; 8] = [
    "cap",
    "codicepostale",
    "codavviamentopostale",
    "capresidenza",
    "postcode",
    "postalcode",
    "zip",
    "zipcode",
];

/// What somebody said about the columns: names, several divided by commas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) text: Option<String>,
    pub(crate) street: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) municipality: Option<String>,
    pub(crate) postcode: Option<String>,
}

/// Columns by their places; what several hold is put together with spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    text: Vec<usize>,
    street: Vec<usize>,
    number: Vec<usize>,
    municipality: Vec<usize>,
    postcode: Vec<usize>,
}

impl Columns {
    /// Finds the columns that were named, or guesses them when none were. Tells besides whether they
    /// were guessed.
    ///
    /// # Errors
    /// A name is that of no column, a text and fields are both named, or nothing can be guessed.
    pub(crate) fn of(wanted: &Wanted, header: &[String]) -> Result<(Self, bool), Notice> {
        let named = |names: &Option<String>| match names {
            Some(names) => find_all(names, header),
            None => Ok(Vec::new()),
        };
        let columns = Self {
            text: named(&wanted.text)?,
            street: named(&wanted.street)?,
            number: named(&wanted.number)?,
            municipality: named(&wanted.municipality)?,
            postcode: named(&wanted.postcode)?,
        };
        if columns == Self::default() {
            let guessed = Self::guess(header).ok_or_else(|| Notice::new("problem-no-columns"))?;
            return Ok((guessed, true));
        }
        if !columns.text.is_empty() && columns.fields().any(|(_, places)| !places.is_empty()) {
            return Err(Notice::new("problem-wrong-parameter").with("name", "columns"));
        }
        Ok((columns, false))
    }

    /// Takes these columns as one text.
    pub(crate) fn text(places: Vec<usize>) -> Self {
        Self { text: places, ..Self::default() }
    }

    fn guess(header: &[String]) -> Option<Self> {
        let folded: Vec<String> = header.iter().map(|name| fold(name)).collect();
        // The first name of a list that is there: the lists begin with the likeliest.
        let find = |names: &[&str]| names.iter().find_map(|name| folded.iter().position(|own| own == name));
        let both = |first: Option<usize>, second: Option<usize>| -> Vec<usize> {
            first.into_iter().chain(second).collect()
        };
        let (text, street) = (find(&TEXT), find(&STREET).or(find(&NAME)));
        let number = find(&NUMBER);
        let (municipality, postcode) = (both(find(&MUNICIPALITY), None), both(find(&POSTCODE), None));
        let number_and_exponent = both(number, number.and(find(&EXPONENT)));
        match (street, text) {
            (Some(street), text) if number.is_some() || text.is_none() => Some(Self {
                street: both(find(&KIND).filter(|kind| *kind != street), Some(street)),
                number: number_and_exponent,
                municipality,
                postcode,
                ..Self::default()
            }),
            (_, Some(street)) if number.is_some() => Some(Self {
                street: vec![street],
                number: number_and_exponent,
                municipality,
                postcode,
                ..Self::default()
            }),
            // A whole address may hold the comune already; said twice it does no harm.
            (_, Some(text)) => {
                Some(Self::text([vec![text], postcode, municipality].into_iter().flatten().collect()))
            }
            (_, None) => None,
        }
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, &Vec<usize>)> {
        [
            ("street", &self.street),
            ("number", &self.number),
            ("municipality", &self.municipality),
            ("postcode", &self.postcode),
        ]
        .into_iter()
    }

    /// Writes the columns as the parameters that would name them.
    pub(crate) fn parameters(&self, header: &[String]) -> Vec<String> {
        std::iter::once(("columns", &self.text))
            .chain(self.fields())
            .filter(|(_, places)| !places.is_empty())
            .map(|(name, places)| {
                let names = places.iter().filter_map(|place| header.get(*place)).map(|name| parameter(name));
                format!("{name}={}", names.collect::<Vec<_>>().join(","))
            })
            .collect()
    }

    /// Makes the question of a row.
    pub(crate) fn question<'a>(&self, field: impl Fn(usize) -> &'a str) -> Question {
        let joined = |places: &[usize]| {
            let parts: Vec<&str> =
                places.iter().map(|place| field(*place).trim()).filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        };
        let of = |places: &[usize]| (!places.is_empty()).then(|| joined(places));
        Question {
            q: of(&self.text),
            street: of(&self.street),
            number: of(&self.number),
            municipality: of(&self.municipality),
            postcode: of(&self.postcode),
            ..Question::default()
        }
    }
}

/// Writes a value so that it can stand in a query.
pub(super) fn parameter(value: &str) -> String {
    utf8_percent_encode(value, PLAIN).to_string()
}

/// Finds one column: by its very name, else by its letters alone.
///
/// # Errors
/// There is none.
pub(super) fn find(name: &str, header: &[String]) -> Result<usize, Notice> {
    let exact = header.iter().position(|own| own.trim() == name.trim());
    let folded = fold(name);
    exact
        .or_else(|| header.iter().position(|own| fold(own) == folded))
        .ok_or_else(|| Notice::new("problem-no-such-column").with("name", name.trim()))
}

fn find_all(names: &str, header: &[String]) -> Result<Vec<usize>, Notice> {
    // A name may hold a comma itself.
    if let Ok(place) = find(names, header) {
        return Ok(vec![place]);
    }
    names.split(',').map(|name| find(name, header)).collect()
}

/// Folds a name: small letters and digits alone, without accents.
pub(super) fn fold(name: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'á' => 'a',
        'è' | 'é' => 'e',
        'ì' | 'í' => 'i',
        'ò' | 'ó' => 'o',
        'ù' | 'ú' => 'u',
        other => other,
    };
    name.chars().flat_map(char::to_lowercase).map(plain).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(header: &str) -> Option<String> {
        let header: Vec<String> = header.split(';').map(str::to_owned).collect();
        let (columns, _) = Columns::of(&Wanted::default(), &header).ok()?;
        Some(columns.parameters(&header).join("&"))
    }

    #[test]
    fn the_names_that_offices_use_are_understood() {
        for (header, expected) in [
            ("id;Indirizzo", "columns=Indirizzo"),
            ("INDIRIZZO;CAP;COMUNE", "columns=INDIRIZZO,CAP,COMUNE"),
            ("Indirizzo;N° civico;Città", "street=Indirizzo&number=N%C2%B0%20civico&municipality=Citt%C3%A0"),
            ("DUG;DUF;CIVICO;ESPONENTE", "street=DUG,DUF&number=CIVICO,ESPONENTE"),
            ("via;numero;cap;comune;indirizzo", "street=via&number=numero&municipality=comune&postcode=cap"),
            ("street;city", "street=street&municipality=city"),
        ] {
            assert_eq!(guessed(header).as_deref(), Some(expected), "{header}");
        }
        assert_eq!(guessed("a;b"), None);
    }

    #[test]
    fn named_columns_must_be_there() {
        let header = ["Via".to_owned(), "Nome, cognome".to_owned()];
        let of = |names: &str| {
            let wanted = Wanted { street: Some(names.to_owned()), ..Wanted::default() };
            Columns::of(&wanted, &header).map(|(columns, _)| columns.street).map_err(|notice| notice.id)
        };
        assert_eq!(of("via"), Ok(vec![0]));
        assert_eq!(of("Nome, cognome"), Ok(vec![1]));
        assert_eq!(of("via,strada"), Err("problem-no-such-column".to_owned()));
        let wanted = Wanted { text: Some("Via".into()), number: Some("Via".into()), ..Wanted::default() };
        assert!(Columns::of(&wanted, &header).is_err());
    }
}
