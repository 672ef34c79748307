//! A throwaway PostgreSQL cluster, one for each test process.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

/// Runs the server until its standard input is closed, then removes the folder. The input is held
/// by the test process: it closes however that process ends.
const KEEPER: &str = r#"
"$1/postgres" -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
    -c shared_buffers=256MB -c jit=off > "$2/log" 2>&1 &
server=$!
cat > /dev/null
kill -INT $server
wait $server
rm -rf "$2"
"#;

static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();

/// The cluster; its keeper ends with this process.
struct Cluster {
    url: String,
    _keeper: Child,
}

/// Returns the URL of the cluster's database `postgres`, which is started if need be.
pub(crate) fn url() -> anyhow::Result<String> {
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        return Ok(url);
    }
    let cluster = CLUSTER.get_or_init(|| start().map_err(|error| format!("{error:#}")));
    match cluster {
        Ok(cluster) => Ok(cluster.url.clone()),
        Err(reason) => anyhow::bail!("no PostgreSQL for the tests: {reason}"),
    }
}

fn start() -> anyhow::Result<Cluster> {
    let programs = ["17", "16", "15"]
        .map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")))
        .into_iter()
        .find(|folder| folder.join("postgres").is_file())
        .context("install postgresql-15 and postgresql-15-postgis-3")?;
    let folder = tempfile::Builder::new().prefix("civico-test-").tempdir()?.keep();
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let owner = owner()?;
    if let Some((uid, gid)) = owner {
        nix::unistd::chown(&folder, Some(uid), Some(gid))?;
    }
    let mut initdb = command(programs.join("initdb"), owner);
    initdb.arg("-D").arg(folder.join("data")).args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]);
    ensure!(initdb.stdout(Stdio::null()).status()?.success(), "initdb failed");
    let mut keeper = command("/bin/sh", owner);
    keeper.args(["-c", KEEPER, "sh"]).arg(&programs).arg(&folder).arg(port.to_string());
    // Its own group: Ctrl-C of the tests reaches it by the closed input alone.
    let keeper = keeper.stdin(Stdio::piped()).process_group(0).spawn()?;
    wait_until_ready(&folder, port)?;
    Ok(Cluster { url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), _keeper: keeper })
}

fn wait_until_ready(folder: &Path, port: u16) -> anyhow::Result<()> {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        if log.contains("ready to accept connections")
            && std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    anyhow::bail!(
        "the server does not start: {}",
        std::fs::read_to_string(folder.join("log")).unwrap_or_default()
    )
}

type Owner = Option<(nix::unistd::Uid, nix::unistd::Gid)>;

/// PostgreSQL does not run as root: then it runs as `postgres`.
fn owner() -> anyhow::Result<Owner> {
    if !nix::unistd::geteuid().is_root() {
        return Ok(None);
    }
    let user = nix::unistd::User::from_name("postgres")?.context("there is no user postgres")?;
    Ok(Some((user.uid, user.gid)))
}

fn command(program: impl AsRef<std::ffi::OsStr>, owner: Owner) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/").env("LC_ALL", "C.UTF-8");
    if let Some((uid, gid)) = owner {
        command.uid(uid.as_raw()).gid(gid.as_raw());
    }
    command
}
