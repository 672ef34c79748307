//! The rows of ANNCSU's files, read by the child process as an import would read them.

use civico_domain::catalog::frame::{Frame, LayerSchema};
use civico_domain::identity::{CadastralCode, Ente, IstatCode};
use civico_domain::notice::Notice;
use civico_domain::toponymy::rows::RowReader;
use civico_domain::toponymy::{LifecycleStage, Municipality, Subject};
use civico_store::toponymy::{MeasuredAddress, MunicipalRegister};

use super::{Failure, Importer};
use crate::files::{FilesProcess, ToponymyRequest};
use crate::register::anncsu::AnncsuRows;

/// The notice in which the files say whose they are.
const WHOSE: &str = "anncsu-municipality";

/// Returns the comune as the register begins to know it by ANNCSU's files: without a territory.
///
/// # Errors
/// The ente is no comune, or its land registry code is not known.
pub(crate) fn municipality_of(ente: &Ente) -> Result<Municipality, Failure> {
    let refused = || Failure(Notice::new("cli-anncsu-comune").with("ente", &ente.name));
    let istat_code: IstatCode = ente.code.as_str().parse().map_err(|_error| refused())?;
    let cadastral_code: CadastralCode = ente.cadastral_code.clone().ok_or_else(refused)?;
    Ok(Municipality {
        istat_code,
        cadastral_code,
        name: ente.name.clone(),
        homogeneous_zone: None,
        population: None,
        territory: None,
        successor: None,
    })
}

/// Refuses files of another comune.
///
/// # Errors
/// The files say that they are of another.
pub(crate) fn check_whose(notice: &Notice, ente: &Ente) -> Result<(), Failure> {
    let istat = notice.args.get("istat").map_or("", String::as_str);
    if notice.id == WHOSE && istat != ente.code.as_str() {
        return Err(Failure(Notice::new("cli-anncsu-other").with("istat", istat).with("ente", &ente.name)));
    }
    Ok(())
}

/// Reads the rows of files in ANNCSU's layouts.
///
/// # Errors
/// In words for a person.
pub(crate) async fn read_anncsu(
    importer: &Importer,
    ente: &Ente,
    request: &ToponymyRequest,
) -> Result<AnncsuRows, Failure> {
    let mut register = MunicipalRegister {
        seq: 0,
        municipality: municipality_of(ente)?,
        localities: std::collections::BTreeMap::new(),
        thoroughfares: Vec::new(),
        addresses: Vec::new(),
    };
    let path = request.files.first().cloned().unwrap_or_default();
    let failed = |error| Failure::files(error, &path, &importer.files);
    let mut process =
        FilesProcess::toponymy(request, importer.srid, &importer.files).await.map_err(failed)?;
    let mut schema: Option<LayerSchema> = None;
    while let Some(frame) = process.next().await.map_err(failed)? {
        match frame {
            Frame::Layer(layer) => schema = Some(layer),
            Frame::Report(entry) => check_whose(&entry.notice, ente)?,
            Frame::Failure(notice) => return Err(Failure(notice)),
            Frame::Rows(rows) => {
                let unreadable = || Failure::store(&civico_store::Error::Rows);
                let schema = schema.as_ref().ok_or_else(unreadable)?;
                let code = register.municipality.istat_code.clone();
                let reader = RowReader::new(schema, Some(&code));
                for row in rows.to_rows(&schema.columns).map_err(|_error| unreadable())? {
                    // A row that is none was reported by the child.
                    reader
                        .subjects(&row)
                        .into_iter()
                        .flatten()
                        .for_each(|subject| put(&mut register, subject));
                }
            }
            Frame::Progress(_) | Frame::Percent(_) | Frame::End(_) => {}
        }
    }
    Ok(AnncsuRows::of(&register))
}

fn put(register: &mut MunicipalRegister, subject: Subject) {
    match subject {
        Subject::Locality(locality) => {
            register.localities.insert(locality.id, locality.name);
        }
        Subject::Thoroughfare(street) => register.thoroughfares.push(*street),
        Subject::Address(address) if address.stage == LifecycleStage::Current => {
            register.addresses.push(MeasuredAddress {
                address: *address,
                lon_lat: None,
                outside_m: None,
                stacked: 0,
                from_street_m: None,
                along: None,
            });
        }
        Subject::Address(_) | Subject::Municipality(_) => {}
    }
}
