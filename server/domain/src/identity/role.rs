//! What a person or a program may do for an ente.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A role (ruolo), always held for one ente.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Lettore: reads what the ente does not show to all.
    Reader,
    /// Redattore: proposes changes of streets, numbers and live datasets.
    Editor,
    /// Approvatore: approves what editors propose.
    Approver,
    /// Pubblicatore: imports, publishes and withdraws datasets, and says who sees them.
    Publisher,
    /// Servizio che registra pratiche: registers records and follows them; reads no text of them.
    RecordsWriter,
    /// Incaricato delle pratiche: reads and keeps records of social services and permits.
    RecordsOfficer,
    /// Amministratore: keys, roles, delegations, audit, download of everything.
    Administrator,
}

/// What a call to the store asks of its actor, for the ente whose data it touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Read what is not public.
    Read,
    /// Propose changes.
    Edit,
    /// Approve changes.
    Approve,
    /// Publish and withdraw, change visibility.
    Publish,
    /// Register records, change and follow them.
    WriteRecords,
    /// Read what records hold that could not be resolved, and decide about it.
    KeepRecords,
    /// Keys, roles, delegations, audit, export.
    Administer,
}

/// A text is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a role is reader, editor, approver, publisher, records-writer, records-officer or administrator")]
pub struct RoleError;

impl Role {
    /// All roles, from the one with the fewest rights.
    pub const ALL: [Self; 7] = [
        Self::Reader,
        Self::Editor,
        Self::Approver,
        Self::Publisher,
        Self::RecordsWriter,
        Self::RecordsOfficer,
        Self::Administrator,
    ];

    /// Returns the role's token, as stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Publisher => "publisher",
            Self::RecordsWriter => "records-writer",
            Self::RecordsOfficer => "records-officer",
            Self::Administrator => "administrator",
        }
    }

    /// Tells whether the role has `right`. Every role reads datasets, but those
    /// for records; nothing else follows from another: who proposes and who approves are two roles,
    /// and a person may be given both.
    pub fn has(self, right: Right) -> bool {
        match right {
            Right::Read => !matches!(self, Self::RecordsWriter | Self::RecordsOfficer),
            Right::Edit => self == Self::Editor,
            Right::Approve => self == Self::Approver,
            Right::Publish => self == Self::Publisher,
            Right::WriteRecords => matches!(self, Self::RecordsWriter | Self::RecordsOfficer),
            Right::KeepRecords => self == Self::RecordsOfficer,
            Right::Administer => self == Self::Administrator,
        }
    }

    /// Tells whether an ente may let another have this role for its data: all but administering.
    pub fn is_delegable(self) -> bool {
        self != Self::Administrator
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(RoleError)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
