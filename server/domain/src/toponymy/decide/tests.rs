//! Random deeds: whatever is asked in whatever order, the register stays a register.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Context, decide, unschedule};
use crate::identity::IstatCode;
use crate::toponymy::address::AddressId;
use crate::toponymy::alias::{Alias, AliasKind};
use crate::toponymy::command::{Command, Renumbering};
use crate::toponymy::event::{Event, EventType, Subject};
use crate::toponymy::excerpt::{Excerpt, is_active};
use crate::toponymy::house_number::{HouseNumber, Locator};
use crate::toponymy::internal::Internal;
use crate::toponymy::legal_act::{LegalAct, LegalActKind};
use crate::toponymy::lifecycle::LifecycleStage;
use crate::toponymy::living::LivingId;
use crate::toponymy::municipality::{LocalityId, Municipality};
use crate::toponymy::thoroughfare::{ThoroughfareId, ThoroughfareName};
use crate::toponymy::{GroundLines, NewArc, NewLine, NumberRange};

/// A deed with numbers that choose what it is done to.
#[derive(Debug, Clone)]
struct Deed {
    verb: u8,
    one: usize,
    other: usize,
    number: u32,
    /// Days from today on which it is to hold.
    days: i32,
}

fn deed() -> impl Strategy<Value = Deed> {
    (0_u8..24, 0_usize..20, 0_usize..20, 1_u32..9, prop_oneof![8 => Just(0), 1 => 1..20, 1 => -20..0])
        .prop_map(|(verb, one, other, number, days)| Deed { verb, one, other, number, days })
}

/// A register in memory with all that ever happened in it.
#[derive(Default)]
struct Register {
    now: Excerpt,
    log: Vec<(Uuid, Event)>,
    /// How many events there were when a scheduled act took effect or was taken back.
    resolved: std::collections::HashMap<Uuid, usize>,
    /// What was decided for days to come: the act, its day and what was asked.
    scheduled: Vec<(Uuid, Date, Command)>,
}

impl Register {
    fn new() -> Self {
        let mut register = Self::default();
        for (code, cadastral) in [("015182", "H264"), ("015209", "I690")] {
            let municipality = Municipality {
                istat_code: code.parse().unwrap(),
                cadastral_code: cadastral.parse().unwrap(),
                name: code.to_owned(),
                homogeneous_zone: None,
                population: None,
                territory: None,
                successor: None,
            };
            register.now.put(Subject::Municipality(municipality), None, Uuid::nil());
        }
        register
    }

    fn street(&self, place: usize) -> ThoroughfareId {
        let all: Vec<ThoroughfareId> = self.now.thoroughfares().map(|known| known.thing.id).collect();
        if all.is_empty() { ThoroughfareId::of_source("test", "none") } else { all[place % all.len()] }
    }

    fn address(&self, place: usize) -> AddressId {
        let all: Vec<AddressId> = self.now.addresses().map(|known| known.thing.id).collect();
        if all.is_empty() { AddressId::of_source("test", "none") } else { all[place % all.len()] }
    }

    fn locality(&self, place: usize) -> LocalityId {
        let all: Vec<LocalityId> = self.now.localities().map(|known| known.thing.id).collect();
        if all.is_empty() { LocalityId::of_source("test", "none") } else { all[place % all.len()] }
    }

    fn subject(&self, deed: &Deed) -> LivingId {
        match deed.number % 5 {
            0 | 2 => LivingId::Thoroughfare(self.street(deed.one)),
            4 => LivingId::Locality(self.locality(deed.one)),
            _ => LivingId::Address(self.address(deed.one)),
        }
    }

    fn command(&self, deed: &Deed) -> Command {
        let name = ThoroughfareName::new("Via", ["Roma", "Dante", "Verdi", "Manzoni"][deed.other % 4]);
        let (street, other) = (self.street(deed.one), self.street(deed.other));
        let numbers = vec![
            Renumbering { address: self.address(deed.one), locator: number(deed.number) },
            Renumbering { address: self.address(deed.other), locator: number(deed.number + 1) },
        ];
        let code = |place: usize| -> IstatCode { ["015182", "015209"][place % 2].parse().unwrap() };
        match deed.verb {
            0 | 1 => Command::ProposeThoroughfare {
                municipality: code(deed.one),
                name,
                locality: deed.number.is_multiple_of(4).then(|| self.locality(deed.other)),
                local_code: String::new(),
            },
            2..=4 => Command::ProposeAddress {
                thoroughfare: street,
                locator: number(deed.number),
                position: None,
                local_code: String::new(),
                details: crate::toponymy::AddressDetails::default(),
            },
            5 | 6 => Command::Approve(self.subject(deed)),
            7 => Command::Reject(self.subject(deed)),
            8 => {
                Command::Retire { subject: self.subject(deed), with_addresses: deed.other.is_multiple_of(2) }
            }
            9 => Command::Reinstate(self.subject(deed)),
            10 => Command::Rename { thoroughfare: street, name },
            11 => Command::Renumber { thoroughfare: street, numbers },
            12 => Command::Move {
                address: self.address(deed.one),
                thoroughfare: Some(other),
                locator: None,
                position: None,
            },
            13 => Command::Split { thoroughfare: street, name, local_code: String::new(), numbers },
            14 => Command::Merge { thoroughfare: street, into: other, numbers: Vec::new() },
            15 => Command::AttachAlias {
                thoroughfare: street,
                alias: Alias::new(format!("Alias {}", deed.number), AliasKind::Popular),
            },
            16 | 17 => Command::ProposeLocality {
                municipality: code(deed.one),
                name: ["Pogliano", "Cascina Nuova", "Biringhello"][deed.other % 3].to_owned(),
            },
            18 => Command::RenameLocality { locality: self.locality(deed.one), name: name.name },
            19 => Command::CorrectLocalityName {
                locality: self.locality(deed.one),
                name: ["Pogliàno", "Cascina Nuòva", "Biringhéllo"][deed.other % 3].to_owned(),
            },
            20 => Command::AssignLocality {
                thoroughfare: street,
                locality: (!deed.number.is_multiple_of(3)).then(|| self.locality(deed.other)),
            },
            21 => Command::RecordInternals {
                address: self.address(deed.one),
                internals: vec![internal(deed.number)],
            },
            22 => Command::RecordArcs { thoroughfare: street, arcs: vec![stretch(deed.number)] },
            _ => {
                let acts: Vec<Uuid> = self.log.iter().map(|(act, _)| *act).collect();
                Command::Undo { act: if acts.is_empty() { Uuid::nil() } else { acts[deed.one % acts.len()] } }
            }
        }
    }

    /// Does a deed, if the register lets it be done.
    fn act(&mut self, deed: &Deed, act: Uuid, today: Date) {
        let command = self.command(deed);
        let undoing: Vec<Event> = match &command {
            Command::Undo { act } => self.of_act(*act),
            _ => Vec::new(),
        };
        let valid_from = today.checked_add(jiff::Span::new().days(deed.days)).unwrap();
        let before = self.now.clone();
        let Ok(mut events) = self.decide(&command, act, today, valid_from, &undoing) else {
            assert!(self.now == before, "what is refused changes nothing");
            return;
        };
        assert!(!events.is_empty(), "what changes nothing is refused");
        if valid_from > today {
            for event in &mut events {
                event.event_type = EventType::Scheduled;
            }
            self.scheduled.push((act, valid_from, command));
        }
        self.record(act, events);
    }

    fn decide(
        &self,
        command: &Command,
        act: Uuid,
        today: Date,
        valid_from: Date,
        undoing: &[Event],
    ) -> Result<Vec<Event>, crate::toponymy::Refusal> {
        let legal_act =
            LegalAct { kind: LegalActKind::Delibera, date: today, protocol: "1".to_owned(), prefect: None };
        let lines = command.arcs().map(|arcs| GroundLines {
            lines: arcs.iter().map(|arc| format!("{:?}", arc.line)).collect(),
            course: Some(format!("{arcs:?}")),
            outside_m: None,
        });
        let context = Context {
            act,
            today,
            valid_from,
            legal_act: Some(&legal_act),
            reason: Some("prova"),
            ground: None,
            lines: lines.as_ref(),
            joined_territory: None,
            undoing,
        };
        decide(command, &self.now, &context)
    }

    fn record(&mut self, act: Uuid, events: Vec<Event>) {
        for event in events {
            if !matches!(event.event_type, EventType::Scheduled | EventType::Unscheduled) {
                self.now.apply(&event, act);
            }
            self.log.push((act, event));
        }
    }

    fn of_act(&self, act: Uuid) -> Vec<Event> {
        self.log.iter().filter(|(of, _)| *of == act).map(|(_, event)| event.clone()).collect()
    }

    /// Carries out what was decided for this day, or takes it back.
    fn carry_out(&mut self, today: Date, mut next: impl FnMut() -> Uuid) {
        let (due, later) =
            std::mem::take(&mut self.scheduled).into_iter().partition(|(_, day, _)| *day <= today);
        self.scheduled = later;
        let due: Vec<(Uuid, Date, Command)> = due;
        for (act, day, command) in due {
            let events = match self.decide(&command, act, today, day, &[]) {
                Ok(mut events) => {
                    for event in &mut events {
                        event.event_type = EventType::TookEffect;
                    }
                    events
                }
                Err(_) => unschedule(self.of_act(act), &self.now, "impossibile"),
            };
            self.resolved.insert(act, self.log.len());
            self.record(next(), events);
        }
    }

    /// A thing on a day, by the first `known` events.
    fn as_of(&self, id: &str, day: Date, known: usize) -> Option<Subject> {
        let is_open = |act: &Uuid| self.resolved.get(act).is_none_or(|resolved| *resolved >= known);
        let counts = |act: &Uuid, event: &Event| match event.event_type {
            EventType::Unscheduled => false,
            EventType::Scheduled => is_open(act),
            _ => true,
        };
        let holds = |event: &Event| event.valid_from.is_none_or(|from| from <= day);
        (self.log[..known].iter().enumerate())
            .filter(|(_, (act, event))| event.after.id() == id && holds(event) && counts(act, event))
            .max_by_key(|(place, (_, event))| (event.valid_from, *place))
            .map(|(_, (_, event))| event.after.clone())
    }

    fn check(&self) {
        let streets: Vec<_> = self.now.thoroughfares().map(|known| &known.thing).collect();
        for (place, street) in streets.iter().enumerate().filter(|(_, street)| is_active(street.stage)) {
            let same = |other: &&&crate::toponymy::Thoroughfare| {
                is_active(other.stage)
                    && other.municipality == street.municipality
                    && other.locality == street.locality
                    && other.name.to_string().to_uppercase() == street.name.to_string().to_uppercase()
            };
            assert!(
                !streets[place + 1..].iter().any(|other| same(&other)),
                "two streets are {}",
                street.name
            );
        }
        for street in streets.iter().filter(|street| is_active(street.stage)) {
            let Some(place) = street.locality else { continue };
            let place = &self.now.locality(place).unwrap().thing;
            assert!(is_active(place.stage), "{} is in a place that is {}", street.name, place.stage);
            assert_eq!(place.municipality, street.municipality, "{} is elsewhere", street.name);
        }
        let places: Vec<_> = self.now.localities().map(|known| &known.thing).collect();
        for (at, place) in places.iter().enumerate().filter(|(_, place)| is_active(place.stage)) {
            let same = |other: &&crate::toponymy::Locality| {
                is_active(other.stage)
                    && other.municipality == place.municipality
                    && other.name.to_uppercase() == place.name.to_uppercase()
            };
            assert!(!places[at + 1..].iter().any(same), "two places are {}", place.name);
        }
        let addresses: Vec<_> = self.now.addresses().map(|known| &known.thing).collect();
        for (place, address) in addresses.iter().enumerate().filter(|(_, address)| is_active(address.stage)) {
            let street = &self.now.thoroughfare(address.thoroughfare).unwrap().thing;
            assert!(is_active(street.stage), "{} is on a street that is {}", address.locator, street.stage);
            let same = |other: &&crate::toponymy::Address| {
                is_active(other.stage)
                    && other.thoroughfare == address.thoroughfare
                    && other.locator.is_same(&address.locator)
            };
            assert!(!addresses[place + 1..].iter().any(same), "two numbers {}", address.locator);
        }
    }

    /// Everything anew from what happened.
    fn rebuilt(&self) -> Excerpt {
        let mut rebuilt = Self::new().now;
        let took_place =
            |event: &Event| !matches!(event.event_type, EventType::Scheduled | EventType::Unscheduled);
        for (act, event) in self.log.iter().filter(|(_, event)| took_place(event)) {
            rebuilt.apply(event, *act);
        }
        rebuilt
    }
}

fn internal(number: u32) -> Internal {
    Internal { building: None, stair: Some("A".to_owned()), floor: None, number: number.to_string() }
}

/// A stretch with numbers up to one.
fn stretch(number: u32) -> NewArc {
    NewArc {
        line: NewLine::LineString { coordinates: vec![[9.0, 45.5], [9.1, 45.5]] },
        left: Some(NumberRange { from: 1, to: number.max(1) }),
        right: None,
    }
}

fn number(number: u32) -> Locator {
    Locator::Number(HouseNumber { number, exponent: None, specificity: None, extension: None })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_register_stays_whole_whatever_is_asked(deeds in prop::collection::vec(deed(), 1..40)) {
        let mut register = Register::new();
        let (mut today, mut acts) = (date(2026, 1, 1), 0_u128);
        let mut asked: Vec<(String, Date, usize, Option<Subject>)> = Vec::new();
        for deed in &deeds {
            acts += 1;
            register.act(deed, Uuid::from_u128(acts), today);
            register.check();
            if deed.other.is_multiple_of(5) {
                today = today.checked_add(jiff::Span::new().days(7)).unwrap();
                register.carry_out(today, || { acts += 1; Uuid::from_u128(1_000_000 + acts) });
                register.check();
            }
            if let Some((_, event)) = register.log.last() {
                let (id, known) = (event.after.id(), register.log.len());
                for days in [-10, 0, 10] {
                    let day = today.checked_add(jiff::Span::new().days(days)).unwrap();
                    let answer = register.as_of(&id, day, known);
                    asked.push((id.clone(), day, known, answer));
                }
            }
        }
        // What was answered once is answered ever after.
        for (id, day, known, answer) in asked {
            prop_assert_eq!(register.as_of(&id, day, known), answer);
        }
        prop_assert!(register.rebuilt() == register.now, "the projection is what the events say");
        for (_, event) in &register.log {
            let is_known = register.now.find(&event.after).is_some();
            let is_planned = event.event_type == EventType::Scheduled || event.event_type == EventType::Unscheduled;
            prop_assert!(is_known || is_planned, "nothing is ever lost");
            if !is_planned {
                // As of today, by all that is known, is as it is.
                let as_of = register.as_of(&event.after.id(), today, register.log.len());
                prop_assert_eq!(as_of, register.now.find(&event.after).map(|(now, _)| now));
            }
        }
        prop_assert!(register.now.addresses().all(|known| known.thing.stage != LifecycleStage::Draft));
    }
}
