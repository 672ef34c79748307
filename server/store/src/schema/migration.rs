//! Numbered, forward-only migrations with checksums.

use civico_domain::spatial::Srid;
use sha2::{Digest, Sha256};
use tokio_postgres::Client;

use crate::error::Error;
use crate::identifier::{InstallationId, quote};

/// A step of the schema; the text has places for the names of roles and the SRID.
struct Migration {
    version: i32,
    name: &'static str,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "bones", text: include_str!("../../migrations/V0001__bones.sql") },
    Migration { version: 2, name: "identity", text: include_str!("../../migrations/V0002__identity.sql") },
    Migration { version: 3, name: "export", text: include_str!("../../migrations/V0003__export.sql") },
    Migration {
        version: 4,
        name: "retirements",
        text: include_str!("../../migrations/V0004__retirements.sql"),
    },
    Migration {
        version: 5,
        name: "life_cycle",
        text: include_str!("../../migrations/V0005__life_cycle.sql"),
    },
    Migration {
        version: 6,
        name: "deliveries",
        text: include_str!("../../migrations/V0006__deliveries.sql"),
    },
    Migration { version: 7, name: "records", text: include_str!("../../migrations/V0007__records.sql") },
    Migration {
        version: 8,
        name: "localities",
        text: include_str!("../../migrations/V0008__localities.sql"),
    },
    Migration { version: 9, name: "arcs", text: include_str!("../../migrations/V0009__arcs.sql") },
    Migration { version: 10, name: "jobs", text: include_str!("../../migrations/V0010__jobs.sql") },
    Migration { version: 11, name: "geocoder", text: include_str!("../../migrations/V0011__geocoder.sql") },
    Migration { version: 12, name: "outputs", text: include_str!("../../migrations/V0012__outputs.sql") },
    Migration { version: 13, name: "known", text: include_str!("../../migrations/V0013__known.sql") },
];

/// The table of what was done, in the same style as the rest.
const HISTORY: &str = "
CREATE TABLE IF NOT EXISTS civico.schema_migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE civico.schema_migration IS 'Steps that brought the schema here.';
COMMENT ON COLUMN civico.schema_migration.version IS 'Number of the step, from 1.';
COMMENT ON COLUMN civico.schema_migration.name IS 'Name of the step.';
COMMENT ON COLUMN civico.schema_migration.checksum IS 'SHA-256 of the text of the step.';
COMMENT ON COLUMN civico.schema_migration.applied_at IS 'When it was done.';";

impl Migration {
    fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.text))
    }

    fn statements(&self, installation: &InstallationId, srid: Srid) -> String {
        self.text
            .replace("{srid}", &srid.code().to_string())
            .replace("{reader}", &quote(&installation.reader()).to_string())
            .replace("{enti}", &quote(&installation.enti()).to_string())
            .replace("{ente_prefix}", &installation.ente_prefix())
    }
}

/// Runs the steps that are missing; the role must be the owner's.
///
/// # Errors
/// The database has steps that this program does not know, or a step with another text.
pub(super) async fn migrate(
    client: &mut Client,
    installation: &InstallationId,
    srid: Srid,
) -> Result<(), Error> {
    client.batch_execute(HISTORY).await?;
    let done =
        client.query("SELECT version, checksum FROM civico.schema_migration ORDER BY version", &[]).await?;
    for row in &done {
        let (version, checksum): (i32, &str) = (row.try_get(0)?, row.try_get(1)?);
        match MIGRATIONS.iter().find(|known| known.version == version) {
            None => return Err(Error::UnknownSchema(format!("step {version} is newer than this program"))),
            Some(known) if known.checksum() != checksum => {
                return Err(Error::UnknownSchema(format!("step {version} has another text")));
            }
            Some(_) => {}
        }
    }
    for migration in MIGRATIONS.iter().skip(done.len()) {
        let transaction = client.transaction().await?;
        transaction.batch_execute(&migration.statements(installation, srid)).await?;
        transaction
            .execute(
                "INSERT INTO civico.schema_migration (version, name, checksum) VALUES ($1, $2, $3)",
                &[&migration.version, &migration.name, &migration.checksum()],
            )
            .await?;
        transaction.commit().await?;
        tracing::info!(version = migration.version, name = migration.name, "store.schema.migrated");
    }
    Ok(())
}
