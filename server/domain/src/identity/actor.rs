//! On whose behalf something is done.

use super::ente::EnteCode;

/// A right that a store call may ask of its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Read what is public.
    ReadPublic,
    /// Change whatever the installation holds.
    Administer,
}

/// Who does something, acting for which ente.
///
/// Every call to the store takes one; there is no anonymous change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody on the web who did not sign in: reads what is public.
    Anonymous,
    /// The person at the shell of this installation, acting for an ente where that matters.
    LocalAdministrator {
        /// The ente acted for; `None` is the installation itself.
        ente: Option<EnteCode>,
    },
}

impl Actor {
    /// Returns the local administrator acting for the installation.
    pub fn local_administrator() -> Self {
        Self::LocalAdministrator { ente: None }
    }

    /// Returns the local administrator acting for `ente`.
    pub fn local_administrator_for(ente: EnteCode) -> Self {
        Self::LocalAdministrator { ente: Some(ente) }
    }

    /// Tells whether the actor has `right`.
    pub fn may(&self, right: Right) -> bool {
        match (self, right) {
            (_, Right::ReadPublic) | (Self::LocalAdministrator { .. }, Right::Administer) => true,
            (Self::Anonymous, Right::Administer) => false,
        }
    }

    /// Returns the name under which events and the change log record the actor.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::LocalAdministrator { .. } => "local-administrator",
        }
    }

    /// Returns the ente acted for.
    pub fn ente(&self) -> Option<&EnteCode> {
        match self {
            Self::Anonymous => None,
            Self::LocalAdministrator { ente } => ente.as_ref(),
        }
    }
}
