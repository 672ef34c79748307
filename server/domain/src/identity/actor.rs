//! On whose behalf something is done.

use std::borrow::Cow;
use std::sync::Arc;

use uuid::Uuid;

use super::code::EnteSlug;
use super::ente::{EnteCode, EnteKind};
use super::grant::Grant;
use super::role::Right;

/// Who does something, acting for which ente.
///
/// Every call to the store takes one; there is no anonymous change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody on the web who did not sign in: reads what is public.
    Anonymous,
    /// A person who signed in or a program with a key.
    Signed(Arc<Identity>),
    /// The person at the shell of this installation, acting for an ente where that matters.
    LocalAdministrator {
        /// The ente acted for; `None` is the installation itself.
        ente: Option<EnteCode>,
    },
    /// The server itself, for what no request asks for: following the change log, knowing sessions.
    Node,
}

/// A person or a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// A person, by its id here.
    Person(Uuid),
    /// A program, by the id of its key.
    Key(Uuid),
}

/// Somebody who is known, and what they may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub principal: Principal,
    /// The ente acted for; `None` for a person without a role.
    pub acting: Option<Acting>,
    /// Roles for the data of enti, worked out by [`grants`](super::grants).
    pub grants: Vec<Grant>,
    /// Rights that the strength of the sign-in (acr) does not suffice for.
    pub withheld: Vec<Right>,
}

/// The ente acted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Its code.
    pub code: EnteCode,
    /// Its slug.
    pub slug: EnteSlug,
    /// What kind of body it is.
    pub kind: EnteKind,
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

    /// Tells whether the actor has `right` for the data of `ente`.
    pub fn may(&self, right: Right, ente: &EnteCode) -> bool {
        match self {
            Self::Anonymous => false,
            Self::LocalAdministrator { .. } => true,
            Self::Node => right == Right::Read,
            Self::Signed(identity) => identity.may(right, ente),
        }
    }

    /// Tells whether the actor runs the installation: keeps the list of enti, appoints their
    /// administrators.
    pub fn runs_installation(&self) -> bool {
        match self {
            Self::Anonymous | Self::Node => false,
            Self::LocalAdministrator { .. } => true,
            Self::Signed(identity) => identity.acting.as_ref().is_some_and(|acting| {
                acting.kind == EnteKind::MetropolitanCity && identity.may(Right::Administer, &acting.code)
            }),
        }
    }

    /// Tells whether the actor reads what is summed up over all enti: people and programs of the
    /// metropolitan city that read for it, and the shell.
    pub fn sums_up(&self) -> bool {
        match self {
            Self::Anonymous | Self::Node => false,
            Self::LocalAdministrator { .. } => true,
            Self::Signed(identity) => identity.acting.as_ref().is_some_and(|acting| {
                acting.kind == EnteKind::MetropolitanCity && identity.may(Right::Read, &acting.code)
            }),
        }
    }

    /// Returns the name under which events, the change log and the audit record the actor: no
    /// person's name is in it.
    pub fn record_name(&self) -> Cow<'static, str> {
        match self {
            Self::Anonymous => "anonymous".into(),
            Self::LocalAdministrator { .. } => "local-administrator".into(),
            Self::Node => "node".into(),
            Self::Signed(identity) => match identity.principal {
                Principal::Person(id) => format!("person:{id}").into(),
                Principal::Key(id) => format!("key:{id}").into(),
            },
        }
    }

    /// Returns the ente acted for.
    pub fn ente(&self) -> Option<&EnteCode> {
        match self {
            Self::Anonymous | Self::Node => None,
            Self::LocalAdministrator { ente } => ente.as_ref(),
            Self::Signed(identity) => identity.acting.as_ref().map(|acting| &acting.code),
        }
    }

    /// Returns the person or program, of one that is known.
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Signed(identity) => Some(identity),
            _ => None,
        }
    }
}

impl Identity {
    /// Tells whether it has `right` for the data of `ente`.
    pub fn may(&self, right: Right, ente: &EnteCode) -> bool {
        !self.withheld.contains(&right)
            && self.grants.iter().any(|grant| grant.ente == *ente && grant.role.has(right))
    }
}

#[cfg(test)]
mod tests {
    use super::super::role::Role;
    use super::*;

    #[test]
    fn a_weak_sign_in_withholds_rights_and_leaves_the_others() {
        let ente: EnteCode = "015182".parse().unwrap();
        let grant = |role| Grant { ente: ente.clone(), role };
        let identity = Identity {
            principal: Principal::Person(Uuid::nil()),
            acting: None,
            grants: vec![grant(Role::Editor), grant(Role::Administrator)],
            withheld: vec![Right::Administer],
        };
        let actor = Actor::Signed(Arc::new(identity));
        assert!(actor.may(Right::Edit, &ente));
        assert!(!actor.may(Right::Administer, &ente));
        assert!(!actor.may(Right::Edit, &"015209".parse().unwrap()));
    }
}
