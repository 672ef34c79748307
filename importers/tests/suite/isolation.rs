//! What the process may not do. The first test is of the library: it isolates its own process, so
//! that it runs a copy of this test program for that.

use std::process::Command;

use civico_importers::isolation::{Limits, isolate};

use crate::fixtures::Folder;
use crate::run::raw;

#[test]
fn an_isolated_process_reaches_no_network_and_starts_no_program() {
    const INSIDE: &str = "CIVICO_TEST_ISOLATED";
    if std::env::var_os(INSIDE).is_none() {
        let name = "isolation::an_isolated_process_reaches_no_network_and_starts_no_program";
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--test-threads", "1"])
            .env(INSIDE, "1")
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
        return;
    }
    isolate(Limits { memory_mb: 2048, cpu_s: 60, file_mb: 1 }).unwrap();
    let denied = |error: std::io::Error| assert_eq!(error.raw_os_error(), Some(libc::EPERM), "{error}");
    denied(std::net::TcpListener::bind("127.0.0.1:0").unwrap_err());
    denied(std::net::UdpSocket::bind("127.0.0.1:0").unwrap_err());
    denied(std::os::unix::net::UnixStream::pair().unwrap_err());
    assert!(Command::new("/bin/true").status().is_err());
}

#[test]
fn a_memory_limit_ends_the_process_without_an_end() {
    let folder = Folder::new();
    let point = r#"{"type":"Point","coordinates":[9.19,45.46]}"#;
    let path = folder.file("punti.geojson", crate::fixtures::geojson(&[point; 1000]));
    let arguments = ["read", path.to_str().unwrap(), "--target-srid", "7791", "--max-memory-mb"];
    let (enough, _) = raw(arguments.iter().copied().chain(["512"]));
    assert_eq!(enough, Some(0));
    let (too_little, _) = raw(arguments.iter().copied().chain(["40"]));
    assert_ne!(too_little, Some(0));
}

#[test]
fn a_limit_on_time_ends_the_process() {
    let folder = Folder::new();
    let table = format!("id;lon;lat\n{}", "1;9,19;45,46\n".repeat(3_000_000));
    let path = folder.file("tanti.csv", table);
    let (code, _) = raw(["read", path.to_str().unwrap(), "--target-srid", "7791", "--max-cpu-s", "1"]);
    assert_eq!(code, None, "a signal ends it");
}
