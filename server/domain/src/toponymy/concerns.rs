//! What a decision has to look at.

use super::address::AddressId;
use super::command::Command;
use super::event::{Event, Subject};
use super::living::LivingId;
use super::municipality::LocalityId;
use super::thoroughfare::{ThoroughfareId, ThoroughfareName};
use crate::identity::IstatCode;

/// The streets, addresses, comuni and names that a command is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concerns {
    /// Streets, the one that is to change first.
    pub thoroughfares: Vec<ThoroughfareId>,
    /// Addresses, the one that is to change first.
    pub addresses: Vec<AddressId>,
    /// Named places that are to change.
    pub localities: Vec<LocalityId>,
    /// Comuni named.
    pub municipalities: Vec<IstatCode>,
    /// Comuni of which everything changes.
    pub whole: Vec<IstatCode>,
    /// Names that streets would get, in capitals.
    pub names: Vec<String>,
}

impl Concerns {
    /// Returns what a command is about; for one that undoes, `undoing` is what the act did.
    pub fn of(command: &Command, undoing: &[Event]) -> Self {
        let mut concerns = Self::default();
        match command {
            Command::ProposeThoroughfare { municipality, name, .. } => {
                concerns.municipalities.push(municipality.clone());
                concerns.name(name);
            }
            Command::ProposeLocality { municipality, .. } => {
                concerns.municipalities.push(municipality.clone());
            }
            Command::RenameLocality { locality, .. } | Command::CorrectLocalityName { locality, .. } => {
                concerns.localities.push(*locality);
            }
            Command::ProposeAddress { thoroughfare, details, .. } => {
                concerns.thoroughfares.push(*thoroughfare);
                concerns.addresses.extend(details.main_address);
            }
            Command::Approve(subject)
            | Command::Reject(subject)
            | Command::Reinstate(subject)
            | Command::Retire { subject, .. }
            | Command::CorrectStage { subject, .. } => concerns.subject(*subject),
            Command::Rename { thoroughfare, name } | Command::CorrectName { thoroughfare, name } => {
                concerns.thoroughfares.push(*thoroughfare);
                concerns.name(name);
            }
            Command::Renumber { thoroughfare, numbers } => {
                concerns.thoroughfares.push(*thoroughfare);
                concerns.addresses.extend(numbers.iter().map(|number| number.address));
            }
            Command::Move { address, thoroughfare, .. } => {
                concerns.addresses.push(*address);
                concerns.thoroughfares.extend(*thoroughfare);
            }
            Command::Split { thoroughfare, name, numbers, .. } => {
                concerns.thoroughfares.push(*thoroughfare);
                concerns.addresses.extend(numbers.iter().map(|number| number.address));
                concerns.name(name);
            }
            Command::Merge { thoroughfare, into, .. } => {
                concerns.thoroughfares.extend([*thoroughfare, *into]);
            }
            Command::MergeMunicipality { municipality, into } => {
                concerns.municipalities.extend([municipality.clone(), into.clone()]);
                concerns.whole.push(municipality.clone());
            }
            Command::AttachAlias { thoroughfare, .. }
            | Command::AssignLocality { thoroughfare, .. }
            | Command::RecordArcs { thoroughfare, .. } => {
                concerns.thoroughfares.push(*thoroughfare);
            }
            Command::DeclareTwin { thoroughfare, twin, .. } => {
                concerns.thoroughfares.extend([*thoroughfare, *twin]);
            }
            Command::ConfirmOnSite { address, .. }
            | Command::CorrectPosition { address, .. }
            | Command::RecordInternals { address, .. } => {
                concerns.addresses.push(*address);
            }
            Command::CorrectDetails { address, details } => {
                concerns.addresses.push(*address);
                concerns.addresses.extend(details.main_address);
            }
            Command::Undo { .. } => undoing.iter().for_each(|event| concerns.event(event)),
        }
        concerns
    }

    fn name(&mut self, name: &ThoroughfareName) {
        self.names.push(name.to_string().to_uppercase());
    }

    fn subject(&mut self, subject: LivingId) {
        match subject {
            LivingId::Thoroughfare(id) => self.thoroughfares.push(id),
            LivingId::Address(id) => self.addresses.push(id),
            LivingId::Locality(id) => self.localities.push(id),
        }
    }

    fn event(&mut self, event: &Event) {
        for subject in event.before.iter().chain([&event.after]) {
            match subject {
                Subject::Thoroughfare(street) => {
                    self.thoroughfares.push(street.id);
                    self.name(&street.name);
                }
                Subject::Address(address) => {
                    self.addresses.push(address.id);
                    self.thoroughfares.push(address.thoroughfare);
                }
                Subject::Locality(locality) => self.localities.push(locality.id),
                Subject::Municipality(_) => {}
            }
            self.municipalities.push(subject.municipality().clone());
        }
    }
}
