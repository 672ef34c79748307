//! Whether a row can be a street or an access.

use std::collections::BTreeSet;

use civico_domain::identity::{CadastralCode, IstatCode};
use civico_domain::notice::Notice;
use civico_domain::toponymy::anncsu::{INDIR_COLUMNS, IndirRow, indir};
use civico_domain::toponymy::{AnncsuAccessId, AnncsuThoroughfareId};

/// Why a row is left out, and the column that is to blame.
pub(super) type Refused = (Option<&'static str>, Notice);

/// The codes of the comune of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comune {
    pub(super) cadastral: CadastralCode,
    pub(super) istat: IstatCode,
}

/// The rows seen so far, as far as later ones depend on them.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The comune of the first row.
    pub(super) comune: Option<Comune>,
    numbers: BTreeSet<String>,
}

/// The numbers that tell an access from others of its street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) number: Option<u32>,
    pub(super) metres: Option<u32>,
    pub(super) unnumbered: Option<u32>,
}

impl Seen {
    /// Begins with a comune that is known.
    pub(super) fn of(comune: Option<Comune>) -> Self {
        Self { comune, numbers: BTreeSet::new() }
    }

    /// Checks what both layouts have: the comune and ANNCSU's number of the street. The columns
    /// are the first three of either layout.
    pub(super) fn check_street<const N: usize>(&mut self, fields: &[String; N]) -> Result<(), Refused> {
        let comune = Comune {
            cadastral: code(indir::CODICE_COMUNE, fields)?,
            istat: code(indir::CODICE_ISTAT, fields)?,
        };
        let street = fields[indir::PROGRESSIVO_NAZIONALE].trim();
        number::<AnncsuThoroughfareId>(indir::PROGRESSIVO_NAZIONALE, street)?;
        let first = self.comune.get_or_insert_with(|| comune.clone());
        if *first != comune {
            let notice = Notice::new("anncsu-other-municipality")
                .with("istat", comune.istat)
                .with("cadastral", comune.cadastral)
                .with("first", &first.istat);
            return Err((Some(INDIR_COLUMNS[indir::CODICE_ISTAT]), notice));
        }
        Ok(())
    }

    /// Checks a row of addresses.
    pub(super) fn check_access(&mut self, fields: &IndirRow) -> Result<Numbers, Refused> {
        self.check_street(fields)?;
        let id = fields[indir::PROGRESSIVO_ACCESSO].trim();
        number::<AnncsuAccessId>(indir::PROGRESSIVO_ACCESSO, id)?;
        let numbers = Numbers {
            number: count(indir::CIVICO, fields)?,
            metres: count(indir::METRICO, fields)?,
            unnumbered: count(indir::PROGRESSIVO_SNC, fields)?,
        };
        self.once(INDIR_COLUMNS[indir::PROGRESSIVO_ACCESSO], id)?;
        Ok(numbers)
    }

    /// Takes a number that no earlier row has.
    pub(super) fn once(&mut self, column: &'static str, number: &str) -> Result<(), Refused> {
        if self.numbers.insert(number.to_owned()) {
            return Ok(());
        }
        Err((Some(column), Notice::new("anncsu-number-twice").with("number", number)))
    }
}

fn code<T: std::str::FromStr, const N: usize>(column: usize, fields: &[String; N]) -> Result<T, Refused> {
    let text = fields[column].trim();
    text.parse()
        .map_err(|_wrong| (Some(INDIR_COLUMNS[column]), Notice::new("anncsu-code-wrong").with("code", text)))
}

fn number<T: std::str::FromStr>(column: usize, text: &str) -> Result<(), Refused> {
    let refused = |notice| (Some(INDIR_COLUMNS[column]), notice);
    if text.is_empty() {
        return Err(refused(Notice::new("anncsu-number-missing")));
    }
    match text.parse::<T>() {
        Ok(_) => Ok(()),
        Err(_) => Err(refused(Notice::new("anncsu-number-wrong").with("number", text))),
    }
}

fn count(column: usize, fields: &IndirRow) -> Result<Option<u32>, Refused> {
    let text = fields[column].trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(count) if digits => Ok(Some(count)),
        _ => {
            Err((Some(INDIR_COLUMNS[column]), Notice::new("toponymy-number-unreadable").with("number", text)))
        }
    }
}
