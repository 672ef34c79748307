//! The private PostgreSQL that Civico starts in its data folder when it is given no database.
//!
//! PostgreSQL refuses to run as root: started by root, it runs as the user `postgres`. Whoever
//! uses the cluster holds a shared lock; the last one to leave stops it.

mod programs;

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use civico_domain::notice::Notice;
use civico_store::schema::Login;

use crate::import::Failure;
use programs::{Programs, ServerUser};

/// The user that prepares the database.
const ADMINISTRATOR: &str = "civico_admin";
/// The user that the program connects as: it owns nothing and inherits nothing.
const LOGIN: &str = "civico_login";
/// The database.
const DATABASE: &str = "civico";
/// Settings for one small server whose data can be imported again: no replicas, no JIT for
/// queries that take milliseconds.
const SETTINGS: &str = "
# Written by Civico when it made this cluster.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
shared_buffers = 256MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
";

/// The cluster, in use by this process.
#[derive(Debug)]
pub(crate) struct PrivateCluster {
    folder: PathBuf,
    programs: Programs,
    in_use: File,
    port: u16,
    secrets: Secrets,
}

/// Passwords, kept in a file that only the owner reads.
#[derive(Clone)]
struct Secrets {
    administrator: String,
    login: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets([redacted])")
    }
}

impl PrivateCluster {
    /// Joins the cluster below `data_folder`, made and started if need be.
    ///
    /// # Errors
    /// In words for a person: PostgreSQL is not installed, or the folder cannot be used.
    pub(crate) fn join(data_folder: &Path) -> Result<Self, Failure> {
        let programs = Programs::find()?;
        let unusable = |error: std::io::Error| {
            let notice = Notice::new("cli-data-folder").with("folder", data_folder.display());
            Failure(notice.with("reason", error))
        };
        let folder = make_folder(data_folder, &programs).map_err(unusable)?;
        programs.user.check_reach(&folder)?;
        // One process at a time starts or stops; the lock goes with the file.
        let starting = File::create(data_folder.join("postgres.starting")).map_err(unusable)?;
        starting.lock().map_err(unusable)?;
        let in_use = File::create(data_folder.join("postgres.in-use")).map_err(unusable)?;
        in_use.lock_shared().map_err(unusable)?;
        let secrets = secrets(&data_folder.join("postgres.secrets")).map_err(unusable)?;
        let mut cluster = Self { folder, programs, in_use, port: 0, secrets };
        cluster.start().map_err(unusable)?;
        if cluster.port == 0 {
            let log = cluster.folder.join("log");
            let notice = Notice::new("cli-postgres-failed").with("folder", cluster.folder.display());
            return Err(Failure(notice.with("log", log.display())));
        }
        Ok(cluster)
    }

    /// Returns the URL of the database for the user that prepares it.
    pub(crate) fn administrator_url(&self, database: &str) -> String {
        format!(
            "postgres://{ADMINISTRATOR}:{}@127.0.0.1:{}/{database}",
            self.secrets.administrator, self.port
        )
    }

    /// Returns the URL of the database for the program.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{LOGIN}:{}@127.0.0.1:{}/{DATABASE}", self.secrets.login, self.port)
    }

    /// Returns the user that the program connects as.
    pub(crate) fn login(&self) -> Login {
        Login { name: LOGIN.to_owned(), password: self.secrets.login.clone() }
    }

    /// Returns the name of the database.
    pub(crate) fn database() -> &'static str {
        DATABASE
    }

    /// Starts the server unless it runs; afterwards the port is known, or 0 when it does not start.
    fn start(&mut self) -> std::io::Result<()> {
        let data = self.folder.join("data");
        if !data.join("PG_VERSION").is_file() {
            self.initialise(&data)?;
        }
        if let Some(port) = running_port(&data, &self.programs) {
            self.port = port;
            return Ok(());
        }
        let port = free_port()?;
        let log = self.folder.join("log");
        let mut start = self.programs.command("pg_ctl");
        start.arg("-D").arg(&data).arg("-l").arg(&log).arg("-o").arg(format!("-p {port}"));
        start.args(["-w", "-t", "60", "start"]).stdout(Stdio::null()).stderr(Stdio::null());
        if start.status()?.success() {
            self.port = port;
        }
        Ok(())
    }

    /// Makes the cluster in a folder beside and moves it in place: half a cluster is never used.
    fn initialise(&self, data: &Path) -> std::io::Result<()> {
        let half = self.folder.join("data.half");
        if half.exists() {
            fs::remove_dir_all(&half)?;
        }
        let password = self.folder.join("password");
        fs::write(&password, &self.secrets.administrator)?;
        self.programs.user.give(&password)?;
        let mut initdb = self.programs.command("initdb");
        initdb.arg("-D").arg(&half).arg("--pwfile").arg(&password);
        initdb.args(["-U", ADMINISTRATOR, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]);
        let made = initdb.stdout(Stdio::null()).stderr(Stdio::null()).status();
        fs::remove_file(&password)?;
        if !made?.success() {
            return Err(std::io::Error::other("initdb failed"));
        }
        let mut configuration = fs::OpenOptions::new().append(true).open(half.join("postgresql.conf"))?;
        std::io::Write::write_all(&mut configuration, SETTINGS.as_bytes())?;
        fs::rename(half, data)
    }

    /// Leaves the cluster; the last one stops it.
    pub(crate) fn leave(self) {
        let Some(parent) = self.folder.parent() else { return };
        let Ok(starting) = File::create(parent.join("postgres.starting")) else { return };
        if starting.lock().is_err() || self.in_use.unlock().is_err() || self.in_use.try_lock().is_err() {
            // Somebody else is using it.
            return;
        }
        let mut stop = self.programs.command("pg_ctl");
        stop.arg("-D").arg(self.folder.join("data")).args(["-w", "-m", "fast", "stop"]);
        let stopped = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            tracing::warn!("cluster.stop.failed");
        }
    }
}

/// Makes the folder of the cluster, which belongs to the user that PostgreSQL runs as.
fn make_folder(data_folder: &Path, programs: &Programs) -> std::io::Result<PathBuf> {
    fs::create_dir_all(data_folder)?;
    let folder = fs::canonicalize(data_folder)?.join("postgres");
    if !folder.is_dir() {
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        programs.user.give(&folder)?;
    }
    Ok(folder)
}

/// Returns the port of the running server: `pg_ctl status` says whether, `postmaster.pid` where
/// (fourth line).
fn running_port(data: &Path, programs: &Programs) -> Option<u16> {
    let mut status = programs.command("pg_ctl");
    status.arg("-D").arg(data).arg("status").stdout(Stdio::null()).stderr(Stdio::null());
    if !status.status().ok()?.success() {
        return None;
    }
    fs::read_to_string(data.join("postmaster.pid")).ok()?.lines().nth(3)?.trim().parse().ok()
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn secrets(path: &Path) -> std::io::Result<Secrets> {
    if let Ok(text) = fs::read_to_string(path)
        && let Some((administrator, login)) = text.trim().split_once('\n')
    {
        return Ok(Secrets { administrator: administrator.to_owned(), login: login.to_owned() });
    }
    let secrets = Secrets { administrator: random()?, login: random()? };
    let mut options = fs::OpenOptions::new();
    std::os::unix::fs::OpenOptionsExt::mode(options.write(true).create(true).truncate(true), 0o600);
    let text = format!("{}\n{}\n", secrets.administrator, secrets.login);
    std::io::Write::write_all(&mut options.open(path)?, text.as_bytes())?;
    Ok(secrets)
}

fn random() -> std::io::Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(hex::encode(bytes))
}

/// Runs a program quietly and tells whether it succeeded.
fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

impl ServerUser {
    /// Checks that the user of the server can reach a folder.
    fn check_reach(&self, folder: &Path) -> Result<(), Failure> {
        let Self::Other { name, .. } = self else { return Ok(()) };
        let mut reach = Command::new("/bin/sh");
        reach.args(["-c", "cd \"$1\"", "sh"]).arg(folder).current_dir("/");
        self.become_user(&mut reach);
        if succeeds(&mut reach) {
            return Ok(());
        }
        let notice = Notice::new("cli-data-folder-unreachable").with("user", name);
        Err(Failure(notice.with("folder", folder.display())))
    }
}
