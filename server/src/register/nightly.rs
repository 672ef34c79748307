//! Open data of the register, made anew each night: harvesters find them without waiting.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use civico_domain::identity::{Actor, Ente, EnteCode, EnteKind, IstatCode};
use civico_store::Store;
use civico_store::toponymy::AsOf;
use jiff::Timestamp;
use jiff::civil::time;
use tokio::time::sleep;

use super::download::{DownloadError, Format, Wanted, write};
use crate::config::Config;
use crate::problem::chain;
use crate::state::AppState;

/// How long after its start a node first looks, and how often it looks then.
const LOOKS: Duration = Duration::from_mins(10);
/// The hour of the night from which they are made.
const HOUR: i8 = 2;

/// Returns where the file of a zone, or of all comuni, is kept.
pub(crate) fn path(data_folder: &Path, zone: Option<&EnteCode>, format: Format) -> PathBuf {
    let scope = zone.map_or("all", EnteCode::as_str);
    data_folder.join("open-data").join(format!("{scope}.{format}.zip"))
}

/// Makes them each night.
pub(crate) async fn keep(state: AppState) {
    loop {
        sleep(LOOKS).await;
        if is_fresh(&state.config.data_folder, Timestamp::now()) {
            continue;
        }
        match make(&state.store, &state.config, Timestamp::now()).await {
            Ok(files) => tracing::info!(files, "upkeep.open_data.made"),
            Err(error) => tracing::warn!(error = %chain(&error), "upkeep.open_data.failed"),
        }
    }
}

/// Tells whether they were made since the last night began.
fn is_fresh(data_folder: &Path, now: Timestamp) -> bool {
    let last = last_night(now);
    let made = path(data_folder, None, Format::ALL[Format::ALL.len() - 1]).metadata();
    let made =
        made.and_then(|metadata| metadata.modified()).ok().and_then(|made| Timestamp::try_from(made).ok());
    made.zip(last).is_some_and(|(made, last)| made >= last)
}

/// The last time that it was two o'clock in Italy.
fn last_night(now: Timestamp) -> Option<Timestamp> {
    let here = now.in_tz("Europe/Rome").ok()?;
    let tonight = here.with().time(time(HOUR, 0, 0, 0)).build().ok()?;
    let night = if tonight > here {
        tonight.yesterday().ok()?.with().time(time(HOUR, 0, 0, 0)).build().ok()?
    } else {
        tonight
    };
    Some(night.timestamp())
}

/// Makes the files of each zone and of all comuni in all formats, and returns how many; each takes
/// the place of its predecessor when it is whole.
///
/// # Errors
/// The register cannot be read, or a file not be written.
pub(crate) async fn make(store: &Store, config: &Config, now: Timestamp) -> Result<u64, DownloadError> {
    let enti = store.list_enti(&Actor::Anonymous).await?;
    let zones =
        enti.iter().filter(|ente| ente.kind == EnteKind::HomogeneousZone).map(|ente| Some(&ente.code));
    let mut files = 0;
    // All comuni last: their last file says that the others are there.
    for zone in zones.chain([None]) {
        let codes = codes_of(&enti, zone);
        for format in Format::ALL {
            if !codes.is_empty() {
                let path = path(&config.data_folder, zone, format);
                let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
                std::fs::create_dir_all(folder)?;
                let mut file = tempfile::NamedTempFile::new_in(folder)?;
                let output = file.as_file_mut();
                let wanted = Wanted { codes: &codes, format, as_of: AsOf::default() };
                write(store, &Actor::Anonymous, &wanted, now, config, output).await?;
                file.as_file().sync_all()?;
                file.persist(&path).map_err(|error| error.error)?;
                files += 1;
            }
        }
    }
    Ok(files)
}

/// The comuni of a zone, or all.
pub(crate) fn codes_of(enti: &[Ente], zone: Option<&EnteCode>) -> Vec<IstatCode> {
    let is_of_zone = |ente: &&Ente| zone.is_none_or(|zone| ente.zone.as_ref() == Some(zone));
    let comuni = enti.iter().filter(|ente| ente.kind == EnteKind::Comune).filter(is_of_zone);
    comuni.filter_map(|ente| ente.code.as_str().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_before_two_in_italy_is_made_again_after() {
        let night = |text: &str| last_night(text.parse().unwrap()).unwrap().to_string();
        assert_eq!(night("2026-07-10T00:30:00Z"), "2026-07-10T00:00:00Z");
        assert_eq!(night("2026-07-09T23:30:00Z"), "2026-07-09T00:00:00Z");
        assert_eq!(night("2026-01-10T00:30:00Z"), "2026-01-09T01:00:00Z");
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_fresh(folder.path(), Timestamp::now()), "nothing was made yet");
        let last = path(folder.path(), None, Format::ALL[Format::ALL.len() - 1]);
        std::fs::create_dir_all(last.parent().unwrap()).unwrap();
        std::fs::write(last, "").unwrap();
        assert!(is_fresh(folder.path(), Timestamp::now()));
    }
}
