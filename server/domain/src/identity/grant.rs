//! Which roles somebody has for which ente, and why.

use serde::{Deserialize, Serialize};

use super::ente::EnteCode;
use super::role::{Right, Role};

/// A role for an ente's data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// Whose data.
    pub ente: EnteCode,
    /// In which role.
    pub role: Role,
}

/// How the ente acted for stands to the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Enti that were merged into it, directly or by way of another (Vermezzo into Vermezzo con Zelo).
    pub predecessors: Vec<EnteCode>,
    /// Roles that other enti let it have for their data.
    pub delegations: Vec<Grant>,
    /// All enti, when it is the metropolitan city, which sees them all.
    pub seen: Vec<EnteCode>,
}

/// Works out what somebody may do who holds `roles` for `ente` and acts for it.
///
/// The heir of a merged ente has its rights over the predecessors' data. A delegated role is had by
/// those who hold that role at home. The metropolitan city reads across enti, records apart, and
/// changes a comune's data only where the comune delegated that.
pub fn grants(ente: &EnteCode, roles: &[Role], relations: &Relations) -> Vec<Grant> {
    let own = std::iter::once(ente).chain(&relations.predecessors);
    let mut grants: Vec<Grant> =
        own.flat_map(|ente| roles.iter().map(|role| Grant { ente: ente.clone(), role: *role })).collect();
    let delegated = relations.delegations.iter().filter(|grant| roles.contains(&grant.role));
    grants.extend(delegated.cloned());
    if roles.iter().any(|role| role.has(Right::Read)) {
        let seen = relations.seen.iter().filter(|seen| *seen != ente);
        grants.extend(seen.map(|ente| Grant { ente: ente.clone(), role: Role::Reader }));
    }
    grants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> EnteCode {
        text.parse().unwrap()
    }

    fn may(grants: &[Grant], right: Right, ente: &str) -> bool {
        grants.iter().any(|grant| grant.ente == code(ente) && grant.role.has(right))
    }

    #[test]
    fn the_metropolitan_city_reads_all_and_changes_only_what_was_delegated() {
        let relations = Relations {
            delegations: vec![Grant { ente: code("015182"), role: Role::Editor }],
            seen: ["cm-milano", "015182", "015209"].map(code).to_vec(),
            ..Relations::default()
        };
        let editor = grants(&code("cm-milano"), &[Role::Editor], &relations);
        assert!(may(&editor, Right::Edit, "015182"));
        assert!(may(&editor, Right::Read, "015209"));
        assert!(!may(&editor, Right::Edit, "015209"));
        let reader = grants(&code("cm-milano"), &[Role::Reader], &relations);
        assert!(!may(&reader, Right::Edit, "015182"), "a reader at home is no editor abroad");
        assert!(!may(&reader, Right::KeepRecords, "015182"));
        let officer = grants(&code("cm-milano"), &[Role::RecordsOfficer], &relations);
        assert!(!may(&officer, Right::Read, "015209"), "records are no way to datasets");
        let writer = grants(&code("cm-milano"), &[Role::RecordsWriter], &relations);
        assert!(
            may(&writer, Right::WriteRecords, "cm-milano") && !may(&writer, Right::KeepRecords, "cm-milano")
        );
        assert!(grants(&code("cm-milano"), &[], &relations).is_empty());
    }

    #[test]
    fn an_heir_has_its_roles_for_what_was_merged_into_it() {
        let relations = Relations { predecessors: vec![code("vermezzo")], ..Relations::default() };
        let publisher = grants(&code("015251"), &[Role::Publisher], &relations);
        assert!(may(&publisher, Right::Publish, "vermezzo"));
        assert!(!may(&publisher, Right::Administer, "vermezzo"));
    }
}
