//! The streets of a comune: those of the file of streets, then those that only addresses name.

use std::collections::BTreeMap;
use std::io::Write;

use civico_domain::catalog::GeometryKind;
use civico_domain::catalog::frame::Severity;
use civico_domain::notice::Notice;
use civico_domain::toponymy::anncsu::{STRAD_COLUMNS, StradRow, strad};
use civico_domain::toponymy::{Thoroughfare, rows};

use super::check::{Comune, Refused, Seen};
use super::kept::{Export, say_not_kept};
use super::street::{Street, columns};
use super::table::{Line, Table};
use crate::Error;
use crate::output::Output;
use crate::read::Job;
use crate::toponymy::announce::announce;
use crate::toponymy::source::silent;

/// Streets by ANNCSU's number, and the file they come from, if there is one.
pub(super) struct Streets {
    file: Option<Table<{ STRAD_COLUMNS.len() }>>,
    comune: Option<Comune>,
    all: Vec<Street>,
    places: BTreeMap<String, usize>,
}

impl Streets {
    /// Gathers the streets of the file and those that addresses name beside them.
    pub(super) fn gather(
        file: Option<Table<{ STRAD_COLUMNS.len() }>>,
        named: Vec<Street>,
        mut seen: Seen,
    ) -> Result<Self, Error> {
        let mut streets: Vec<Street> = Vec::new();
        let mut last = 0;
        if let Some(file) = &file {
            each(file, &mut seen, &mut silent()?, |line, _| {
                last = line.number;
                streets.push(Street::of_strad(line.number, &line.fields));
                Ok(())
            })?;
        }
        let mut places: BTreeMap<String, usize> =
            streets.iter().enumerate().map(|(place, street)| (street.id.clone(), place)).collect();
        for mut street in named {
            if let Some(place) = places.get(&street.id) {
                streets[*place].accesses = street.accesses;
            } else if !street.name.is_empty() {
                if file.is_some() {
                    last += 1;
                    (street.row, street.is_missing) = (last, true);
                }
                places.insert(street.id.clone(), streets.len());
                streets.push(street);
            }
        }
        let comune = seen.comune;
        if let Some(export) = comune.as_ref().map(Export::new) {
            for street in &mut streets {
                street.decoded = export.street(&street.values()).ok();
            }
        }
        Ok(Self { file, comune, all: streets, places })
    }

    /// Returns the comune of the files; `None` where no row says one.
    pub(super) fn comune(&self) -> Option<&Comune> {
        self.comune.as_ref()
    }

    /// Finds a street with the name of its locality.
    pub(super) fn find(&self, id: &str) -> Option<&(Thoroughfare, Option<String>)> {
        self.all[*self.places.get(id)?].decoded.as_ref()
    }

    /// Sends the streets.
    pub(super) fn send<W: Write>(&self, job: &Job, output: &mut Output<W>) -> Result<(), Error> {
        let expected = Some(self.all.len() as u64);
        announce(rows::THOROUGHFARES, &columns(), (GeometryKind::None, false), None, expected, job, output)?;
        if let Some(comune) = &self.comune {
            let notice = Notice::new("anncsu-municipality")
                .with("istat", &comune.istat)
                .with("cadastral", &comune.cadastral);
            output.say(Severity::Assumption, notice)?;
        }
        if let Some(file) = &self.file {
            let mut seen = Seen::of(self.comune.clone());
            each(file, &mut seen, output, |line, output| self.say_of_line(&line, output))?;
        }
        for street in &self.all {
            say_of_street(street, output)?;
            output.row(&street.values())?;
        }
        Ok(())
    }

    fn say_of_line<W: Write>(
        &self,
        line: &Line<{ STRAD_COLUMNS.len() }>,
        output: &mut Output<W>,
    ) -> Result<(), Error> {
        let place = self.places.get(line.fields[strad::PROGRESSIVO_NAZIONALE].trim());
        let street = place.and_then(|place| self.all.get(*place));
        let (Some(street), Some(comune)) = (street, &self.comune) else { return Ok(()) };
        let Some((thoroughfare, locality)) = &street.decoded else { return Ok(()) };
        let written = Export::new(comune).strad(thoroughfare, locality.as_deref(), street.accesses);
        say_not_kept((line.number, &line.fields, &written), STRAD_COLUMNS, &[], output)
    }
}

/// Goes through the rows that are streets; of others it says why they are none.
fn each<W: Write>(
    file: &Table<{ STRAD_COLUMNS.len() }>,
    seen: &mut Seen,
    output: &mut Output<W>,
    mut take: impl FnMut(Line<{ STRAD_COLUMNS.len() }>, &mut Output<W>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut lines = file.lines()?;
    while let Some(line) = lines.next(output)? {
        match check(&line.fields, seen) {
            Ok(()) => take(line, output)?,
            Err((field, notice)) => output.say_of_row(Severity::Rejected, line.number, field, notice)?,
        }
    }
    Ok(())
}

fn check(fields: &StradRow, seen: &mut Seen) -> Result<(), Refused> {
    seen.check_street(fields)?;
    if fields[strad::ODONIMO].trim().is_empty() {
        return Err((Some(STRAD_COLUMNS[strad::ODONIMO]), Notice::new("toponymy-name-missing")));
    }
    let id = fields[strad::PROGRESSIVO_NAZIONALE].trim();
    seen.once(STRAD_COLUMNS[strad::PROGRESSIVO_NAZIONALE], id)
}

fn say_of_street<W: Write>(street: &Street, output: &mut Output<W>) -> Result<(), Error> {
    if street.is_missing {
        let notice =
            Notice::new("anncsu-street-missing").with("number", &street.id).with("name", &street.name);
        output.say(Severity::Warning, notice)?;
    }
    if street.decoded.as_ref().is_some_and(|(thoroughfare, _)| thoroughfare.name.kind.is_empty()) {
        let notice = Notice::new("anncsu-kind-unknown").with("name", &street.name);
        output.say_of_row(Severity::Warning, street.row, Some(STRAD_COLUMNS[strad::ODONIMO]), notice)?;
    }
    Ok(())
}
