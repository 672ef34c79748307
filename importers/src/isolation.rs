//! What the process gives up before it opens a file it does not trust: network, other programs,
//! memory, time.
//!
//! A limit on memory shows as an abort (an allocation fails), one on time as SIGXCPU, one on a
//! written file's size as SIGXFSZ: whoever started the process tells them from the signal.

use std::collections::BTreeMap;

use rlimit::Resource;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, SeccompRule, TargetArch};

use crate::Error;

/// How much the process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space in mebibytes.
    pub memory_mb: u64,
    /// Time on the processor in seconds.
    pub cpu_s: u64,
    /// Size of each file it writes (those of an unpacked archive), in mebibytes.
    pub file_mb: u64,
}

/// Open files: an unpacked shapefile has a few, GDAL keeps some for each layer.
const OPEN_FILES: u64 = 512;
/// Seconds between the signal that can be told and the one that cannot be ignored.
const CPU_GRACE_S: u64 = 5;

/// System calls that reach out of the process: network, other programs, other processes.
const REFUSED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvmsg,
    libc::SYS_recvmmsg,
    libc::SYS_io_uring_setup,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
];

/// Limits the process and takes the network from it, for good.
///
/// # Errors
/// The system refuses a limit or the filter; then nothing should be read.
pub fn isolate(limits: Limits) -> Result<(), Error> {
    limit(limits).map_err(|error| Error::Isolation(error.to_string()))?;
    deny_network().map_err(|error| Error::Isolation(error.to_string()))
}

fn limit(limits: Limits) -> std::io::Result<()> {
    let mebibytes = |count: u64| count.saturating_mul(1024 * 1024);
    set(Resource::CORE, 0, 0)?;
    set(Resource::NOFILE, OPEN_FILES, OPEN_FILES)?;
    set(Resource::FSIZE, mebibytes(limits.file_mb), mebibytes(limits.file_mb))?;
    set(Resource::CPU, limits.cpu_s, limits.cpu_s.saturating_add(CPU_GRACE_S))?;
    set(Resource::AS, mebibytes(limits.memory_mb), mebibytes(limits.memory_mb))
}

/// Lowers a limit; one that is lower already stays.
fn set(resource: Resource, soft: u64, hard: u64) -> std::io::Result<()> {
    let (soft_now, hard_now) = resource.get()?;
    resource.set(soft.min(soft_now), hard.min(hard_now))
}

fn deny_network() -> Result<(), seccompiler::Error> {
    let rules: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, arch)?;
    let program: BpfProgram = filter.try_into()?;
    // Sets no_new_privs too.
    seccompiler::apply_filter_all_threads(&program)
}
