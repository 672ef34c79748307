//! The rules.

use super::address as of_address;
use super::rule::{About, Check, Need, Rule, Severity};
use super::street as of_street;
use super::{locality, numbering, writing};
use Check::{Address, Numbering, Street, Writing};
use Need::{Boundary, Course, Nothing, Position, Ranges};
use Severity::{Error, Info, Warning};

const NOTE: &str = "Istat, nota 912/2014";
const ORDER: &str = "Istat, Istruzioni per l'ordinamento ecografico (2018)";
const ART_41: &str = "DPR 223/1989, art. 41";
const ART_42: &str = "DPR 223/1989, art. 42";
const STREETS: &str = "ANNCSU, Aggiornamento odonimi 1.0.1";
const ADDRESSES: &str = "ANNCSU, Aggiornamento accessi 1.0.2";
const ART_45: &str = "DPR 223/1989, art. 45";
const OPEN_DATA: &str = "ANNCSU, open data INDIR: COORD_X_COMUNE, COORD_Y_COMUNE, METODO";
const STACKS: &str = "Base Adresse Nationale, mes-adresses 683";
const PRACTICE: &str = "Civico";

/// All rules: first those of streets, then those of addresses, each from its writing outwards.
pub const RULES: &[Rule] = &[
    rule("missing-kind", Error, Nothing, STREETS, Writing(writing::missing_kind)),
    rule("kind-abbreviated", Warning, Nothing, NOTE, Writing(writing::kind_abbreviated)),
    rule("kind-length", Error, Nothing, STREETS, Writing(writing::kind_length)),
    rule("name-length", Error, Nothing, STREETS, Writing(writing::name_length)),
    rule("name-characters", Warning, Nothing, STREETS, Writing(writing::name_characters)),
    rule("name-abbreviated", Warning, Nothing, NOTE, Writing(writing::name_abbreviated)),
    rule("ordinal-in-roman", Warning, Nothing, NOTE, Writing(writing::ordinal_in_roman)),
    rule("date-without-year", Warning, Nothing, NOTE, Writing(writing::date_without_year)),
    rule("date-with-year", Warning, Nothing, NOTE, Writing(writing::date_with_year)),
    rule("spreadsheet-date", Error, Nothing, NOTE, Writing(writing::spreadsheet_date)),
    rule("digits-in-name", Warning, Nothing, NOTE, Writing(writing::digits_in_name)),
    rule("locality-in-name", Warning, Nothing, NOTE, Street(locality::locality_in_name)),
    rule("name-not-unique", Error, Nothing, ART_41, Street(of_street::not_unique)),
    rule("folded-name-not-unique", Warning, Nothing, ART_41, Street(of_street::folded_not_unique)),
    rule("same-name-across-boundary", Info, Boundary, PRACTICE, Street(of_street::same_name_across_boundary)),
    rule("street-missing-in-source", Warning, Nothing, ART_45, Street(of_street::missing_in_source)),
    rule("street-without-numbers", Info, Nothing, ART_42, Street(of_street::without_numbers)),
    rule("ranges-overlap", Warning, Ranges, PRACTICE, Street(of_street::ranges_overlap)),
    rule("address-on-retired-street", Error, Nothing, ART_42, Address(of_address::street_ended)),
    rule("number-form", Warning, Nothing, ADDRESSES, Address(of_address::number_form)),
    rule("position-missing", Warning, Nothing, OPEN_DATA, Address(of_address::position_missing)),
    rule("method-missing", Info, Position, OPEN_DATA, Address(of_address::method_missing)),
    rule("position-outside", Warning, Boundary, PRACTICE, Address(of_address::position_outside)),
    rule("position-far-outside", Error, Boundary, PRACTICE, Address(of_address::position_far_outside)),
    rule("position-stacked", Warning, Position, STACKS, Address(of_address::position_stacked)),
    rule("number-far-from-street", Warning, Course, PRACTICE, Address(of_address::far_from_street)),
    rule("number-outside-ranges", Warning, Ranges, PRACTICE, Address(of_address::outside_ranges)),
    rule("parity", Warning, Course, ORDER, Numbering(numbering::parity)),
    rule("order", Warning, Course, ORDER, Numbering(numbering::order)),
];

/// Finds a rule by its identifier.
pub fn find_rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

const fn rule(id: &'static str, severity: Severity, needs: Need, source: &'static str, check: Check) -> Rule {
    let about = match check {
        Writing(_) | Street(_) => About::Street,
        Address(_) | Numbering(_) => About::Address,
    };
    Rule { id, severity, about, needs, source, check }
}
