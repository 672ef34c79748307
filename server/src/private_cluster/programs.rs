//! PostgreSQL's programs and the user they run as.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use civico_domain::notice::Notice;
use nix::unistd::{Gid, Uid, User, chown};

use crate::import::Failure;

/// Where Debian puts the versions that Civico runs on, newest first.
const VERSIONS: [&str; 3] = ["17", "16", "15"];

/// PostgreSQL's programs.
#[derive(Debug)]
pub(crate) struct Programs {
    folder: PathBuf,
    pub(super) user: ServerUser,
}

/// The user that PostgreSQL runs as.
#[derive(Debug)]
pub(super) enum ServerUser {
    /// The one that started Civico.
    Same,
    /// Another, since root may not.
    Other { name: String, uid: Uid, gid: Gid },
}

impl Programs {
    /// Finds the programs.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or there is no user to run it as.
    pub(super) fn find() -> Result<Self, Failure> {
        let folders =
            VERSIONS.iter().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
        let mut complete =
            folders.filter(|folder| ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file()));
        let folder = complete.next().ok_or_else(|| Failure(Notice::new("cli-no-postgres-programs")))?;
        Ok(Self { folder, user: ServerUser::find()? })
    }

    /// Begins to call a program as the user of the server.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        // The user may not see the folder that Civico was started in.
        command.current_dir("/").env("LC_ALL", "C.UTF-8");
        self.user.become_user(&mut command);
        command
    }
}

impl ServerUser {
    fn find() -> Result<Self, Failure> {
        if !nix::unistd::geteuid().is_root() {
            return Ok(Self::Same);
        }
        match User::from_name("postgres") {
            Ok(Some(user)) => Ok(Self::Other { name: user.name, uid: user.uid, gid: user.gid }),
            _ => Err(Failure(Notice::new("cli-no-postgres-user"))),
        }
    }

    /// Makes a command run as this user.
    pub(super) fn become_user(&self, command: &mut Command) {
        if let Self::Other { uid, gid, .. } = self {
            command.uid(uid.as_raw()).gid(gid.as_raw());
        }
    }

    /// Gives a file or folder to this user.
    pub(super) fn give(&self, path: &Path) -> std::io::Result<()> {
        match self {
            Self::Same => Ok(()),
            Self::Other { uid, gid, .. } => Ok(chown(path, Some(*uid), Some(*gid))?),
        }
    }
}
