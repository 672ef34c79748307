//! The register of a comune from its files, all or nothing.

use civico_domain::catalog::frame::{Frame, LayerSchema, ReportEntry, Rows, Severity};
use civico_domain::identity::{Actor, Ente, EnteKind, IstatCode, Right};
use civico_domain::notice::Notice;
use civico_domain::toponymy::Subject;
use civico_domain::toponymy::rows::RowReader;
use civico_store::toponymy::{AsOf, Delivery, RegisterImport, UnknownArcs};

use super::anncsu::{check_whose, municipality_of};
use super::failure::Failure;
use super::report::{ImportReport, LayerReports, Outcome};
use super::{Importer, Watcher};
use crate::files::{FilesProcess, ToponymyRequest};
use crate::moment;
use crate::originals::{SourceFile, digest_of, source_files};

/// The layout of the national archive.
pub(crate) const ANNCSU: &str = "anncsu";

/// The layout of stretches of streets: it tells of streets that the register has, and of no others.
pub(crate) const ARCS: &str = "arcs";

/// What is to be imported, for whom.
#[derive(Debug, Clone)]
pub(crate) struct RegisterImportRequest {
    pub(crate) ente: Ente,
    pub(crate) request: ToponymyRequest,
    /// Whether it is only looked at.
    pub(crate) is_preview: bool,
    /// The second person who approved it.
    pub(crate) approved_by: Option<String>,
}

/// Imports the register of an ente.
///
/// # Errors
/// In words for a person; nothing is changed then.
pub(crate) async fn import_register(
    importer: &Importer,
    actor: &Actor,
    import: &RegisterImportRequest,
    watcher: &mut dyn Watcher,
) -> Result<ImportReport, Failure> {
    let stored = |error: civico_store::Error| Failure::store(&error);
    let files = digest_files(&import.request)?;
    let ToponymyRequest { format, crs, encoding, .. } = &import.request;
    let digest = digest_of(&files, &format!("{}|{format}|{crs:?}|{encoding:?}", import.ente.code));
    let mut report = ImportReport {
        input: import
            .request
            .files
            .iter()
            .map(|file| file.display().to_string())
            .collect::<Vec<_>>()
            .join(" "),
        outcome: Outcome::Unchanged,
        source_digest: digest.clone(),
        layers: Vec::new(),
        register: None,
        difference: None,
    };
    if importer.store.is_register_unchanged(actor, &import.ente.code, &digest).await.map_err(stored)? {
        return Ok(report);
    }
    let mut reading = Reading::begin(importer, actor, import).await?;
    if format == ANNCSU {
        reading.put_municipality(importer, actor, &import.ente).await?;
    }
    reading.run(import, importer, watcher).await?;
    let Reading { register, istat_code, mut reports, .. } = reading;
    let staged = register.end().await.map_err(stored)?;
    let is_whole = format != ARCS;
    if let Some(municipality) = istat_code.as_ref().filter(|_| !is_whole) {
        let unknown = staged.resolve_arcs(municipality).await.map_err(stored)?;
        for arcs in &unknown {
            refuse_arcs(&mut reports, arcs);
        }
    }
    report.layers = reports.layers;
    if import.is_preview && !is_whole {
        report.outcome = Outcome::Previewed;
        return Ok(report);
    }
    if let Some(municipality) = istat_code.as_ref().filter(|_| is_whole) {
        let difference = staged.compare(municipality).await.map_err(stored)?;
        let needs_approval = !difference.smells.is_empty() && import.approved_by.is_none();
        report.difference = Some(difference);
        if import.is_preview || needs_approval {
            report.outcome = if import.is_preview { Outcome::Previewed } else { Outcome::NeedsApproval };
            return Ok(report);
        }
    }
    let said = serde_json::to_value(&report.layers).unwrap_or_default();
    let delivery = Delivery {
        ente: &import.ente.code,
        municipality: istat_code.as_ref(),
        is_whole,
        digest: &digest,
        report: &said,
        day: moment::now().today,
        approved_by: import.approved_by.as_deref(),
    };
    report.register = Some(staged.publish(&delivery).await.map_err(stored)?);
    report.outcome = Outcome::Published;
    Ok(report)
}

fn digest_files(request: &ToponymyRequest) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in &request.files {
        if !path.exists() {
            return Err(Failure(Notice::new("cli-no-such-path").with("path", path.display())));
        }
        files.extend(source_files(path).map_err(|error| Failure::io(&error, path))?);
    }
    Ok(files)
}

/// A register being read.
struct Reading {
    register: RegisterImport,
    istat_code: Option<IstatCode>,
    schema: Option<LayerSchema>,
    reports: LayerReports,
}

impl Reading {
    async fn begin(
        importer: &Importer,
        actor: &Actor,
        import: &RegisterImportRequest,
    ) -> Result<Self, Failure> {
        let right = if import.is_preview { Right::Edit } else { Right::Approve };
        let (ente, now) = (&import.ente.code, jiff::Timestamp::now());
        let register = importer.store.begin_register_import(actor, ente, right, now).await;
        let istat_code = match import.ente.kind {
            EnteKind::Comune => import.ente.code.as_str().parse().ok(),
            _ => None,
        };
        Ok(Self {
            register: register.map_err(|error| Failure::store(&error))?,
            istat_code,
            schema: None,
            reports: LayerReports::default(),
        })
    }

    async fn run(
        &mut self,
        import: &RegisterImportRequest,
        importer: &Importer,
        watcher: &mut dyn Watcher,
    ) -> Result<(), Failure> {
        let path = import.request.files.first().cloned().unwrap_or_default();
        let failed = |error| Failure::files(error, &path, &importer.files);
        let mut process =
            FilesProcess::toponymy(&import.request, importer.srid, &importer.files).await.map_err(failed)?;
        while let Some(frame) = process.next().await.map_err(failed)? {
            match frame {
                Frame::Layer(schema) => {
                    watcher.rows(0, schema.expected_rows);
                    self.reports.begin(&schema, None);
                    self.schema = Some(schema);
                }
                Frame::Rows(rows) => self.add(rows).await?,
                Frame::Report(entry) => {
                    check_whose(&entry.notice, &import.ente)?;
                    self.reports.add(entry);
                }
                Frame::Progress(progress) => watcher.rows(progress.rows, None),
                Frame::Percent(_) => {}
                Frame::End(end) => self.reports.end(&end),
                Frame::Failure(notice) => return Err(Failure(notice)),
            }
        }
        Ok(())
    }

    /// The archive's files tell of a comune that the register may not know yet.
    async fn put_municipality(
        &mut self,
        importer: &Importer,
        actor: &Actor,
        ente: &Ente,
    ) -> Result<(), Failure> {
        let stored = |error: civico_store::Error| Failure::store(&error);
        let municipality = municipality_of(ente)?;
        let (today, as_of) = (moment::now().today, AsOf::default());
        let code = municipality.istat_code.as_str();
        let (_seq, known) = importer.store.find_thing(actor, code, as_of, today).await.map_err(stored)?;
        if known.is_none() {
            self.register.add(Subject::Municipality(municipality)).await.map_err(stored)?;
        }
        Ok(())
    }

    async fn add(&mut self, rows: Rows<'_>) -> Result<(), Failure> {
        let Some(schema) = self.schema.clone() else {
            return Err(Failure::store(&civico_store::Error::Rows));
        };
        let decoded =
            rows.to_rows(&schema.columns).map_err(|_error| Failure::store(&civico_store::Error::Rows))?;
        let istat_code = self.istat_code.clone();
        let reader = RowReader::new(&schema, istat_code.as_ref());
        for row in &decoded {
            if reader.is_of_arcs() {
                match reader.arc(row) {
                    Ok(arc) => self.register.add_arc(&arc).await.map_err(|error| Failure::store(&error))?,
                    Err(refused) => self.refuse(row.number, refused.field),
                }
                continue;
            }
            match reader.subjects(row) {
                Ok(subjects) if is_foreign(&subjects, istat_code.as_ref()) => {
                    self.refuse(row.number, "istat_code");
                }
                Ok(subjects) => {
                    for subject in subjects {
                        self.register.add(subject).await.map_err(|error| Failure::store(&error))?;
                    }
                }
                Err(refused) => self.refuse(row.number, refused.field),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, row: i64, field: &str) {
        let notice = Notice::new("cli-register-row").with("field", field);
        refuse(&mut self.reports, 1, u64::try_from(row).ok(), field, notice);
    }
}

/// Stretches of a street that the register lacks.
fn refuse_arcs(reports: &mut LayerReports, arcs: &UnknownArcs) {
    let notice =
        Notice::new("cli-register-arcs").with("code", &arcs.thoroughfare_code).with("count", arcs.count);
    refuse(reports, arcs.count, None, "COD_VIA", notice);
}

fn refuse(reports: &mut LayerReports, count: u64, row: Option<u64>, field: &str, notice: Notice) {
    let Some(layer) = reports.layers.last_mut() else { return };
    layer.rejected += count;
    layer.add(ReportEntry {
        severity: Severity::Rejected,
        layer: Some(layer.name.clone()),
        row,
        field: Some(field.to_owned()),
        notice,
    });
}

/// Tells whether a comune's files speak of another.
fn is_foreign(subjects: &[Subject], own: Option<&IstatCode>) -> bool {
    own.is_some_and(|own| subjects.iter().any(|subject| subject.municipality() != own))
}
