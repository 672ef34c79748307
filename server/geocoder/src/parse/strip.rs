//! Takes away what is no part of the street: postcode, province, country, units inside the building,
//! telephone numbers.

use super::Typing;
use super::postcode;
use super::units::without_units;
use crate::kinds::Kind;
use crate::tokens::{Separator, Token};

/// Vehicle codes of the provinces (sigle automobilistiche).
const PROVINCES: &str = "ag al an ao ap aq ar at av ba bg bi bl bn bo br bs bt bz ca cb ce ch cl cn co cr cs ct cz \
    en fc fe fg fi fm fr ge go gr im is kr lc le li lo lt lu mb mc me mi mn mo ms mt na no nu or pa pc pd pe pg pi pn \
    po pr pt pu pv pz ra rc re rg ri rm rn ro sa si so sp sr ss su sv ta te tn to tp tr ts tv ud va vb vc ve vi vr vt vv";

/// Words that begin a number which is no house number, where digits follow.
const CONTACTS: &[&str] = &[
    "tel",
    "telefono",
    "fax",
    "cell",
    "cellulare",
    "mobile",
    "piva",
    "cf",
    "foglio",
    "fg",
    "mappale",
    "mapp",
    "particella",
    "part",
    "sub",
    "prot",
    "protocollo",
];

/// What is left, and the postcode.
pub(super) struct Stripped<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) postcode: Option<&'a str>,
    /// Digits that were taken for a house number, and may be a postcode.
    pub(super) doubtful: Option<&'a str>,
}

/// Takes away postcode, country, province and units; several ways when it is not certain which number
/// is the postcode, and whether it is one.
pub(super) fn strip<'a>(tokens: &[Token<'a>], typing: Typing) -> Vec<Stripped<'a>> {
    let mut tokens = tokens.to_vec();
    name_care_of(&mut tokens);
    leave_out_contacts(&mut tokens);
    join_exponent(&mut tokens);
    let ways = postcode::ways(tokens, typing).into_iter();
    ways.map(|way| Stripped { tokens: around_street(way.tokens, typing), ..way }).collect()
}

fn around_street(mut tokens: Vec<Token<'_>>, typing: Typing) -> Vec<Token<'_>> {
    if names_country(&tokens) {
        tokens.pop();
    }
    take_province(&mut tokens, typing);
    if let Some(at) = tokens.windows(2).position(|pair| pair[0].text == "comune" && pair[1].text == "di") {
        tokens.drain(at..at + 2);
    }
    without_units(&tokens)
}

/// Leaves out `tel. 02 ...`, `c.f. 80...`, `foglio 12 particella 3`: not `largo Tel Aviv`, `via Foglio 3`.
fn leave_out_contacts(tokens: &mut Vec<Token<'_>>) {
    let mut at = 0;
    while at < tokens.len() {
        let end = contact_end(tokens, at);
        tokens.drain(at..end);
        if end == at {
            at += 1;
        } else if let Some(next) = tokens.get_mut(at) {
            next.before = if at == 0 { Separator::Start } else { Separator::Comma };
        }
    }
}

/// Returns the index after the numbers that a word announces, or `at` itself when it announces none.
fn contact_end(tokens: &[Token<'_>], at: usize) -> usize {
    let has_digits = |at: usize| tokens.get(at).is_some_and(Token::is_number);
    let text = |offset: usize| tokens.get(at + offset).map_or("", |token| token.text);
    if !has_digits(at + 1) && !has_digits(at + 2) {
        return at;
    }
    let words = match (text(0), text(1)) {
        (word, _) if CONTACTS.contains(&word) && has_digits(at + 1) => 1,
        (word, "n" | "nr") if CONTACTS.contains(&word) && has_digits(at + 2) => 2,
        ("c", "f") | ("p", "iva") if has_digits(at + 2) => 2,
        _ => return at,
    };
    if at > 0 && Kind::find(tokens[at - 1].text).is_some() {
        return at;
    }
    at + words + tokens[at + words..].iter().take_while(|token| token.is_number()).count()
}

/// Reads `90 lett. A` as `90/A`.
fn join_exponent(tokens: &mut Vec<Token<'_>>) {
    let is_word = |text| matches!(text, "lett" | "lettera" | "let" | "esponente" | "esp");
    let at = (1..tokens.len()).find(|at| {
        tokens[at - 1].is_number()
            && is_word(tokens[*at].text)
            && tokens.get(at + 1).is_some_and(|next| next.letter().is_some())
    });
    if let Some(at) = at {
        tokens.remove(at);
        tokens[at].before = Separator::Slash;
    }
}

/// Tells whether the last word is the country: not that of `corso Italia` or `Unità d'Italia`.
fn names_country(tokens: &[Token<'_>]) -> bool {
    let [.., before, last] = tokens else { return false };
    let is_country = matches!(last.text, "italia" | "italy") || (last.text == "it" && tokens.len() > 3);
    let apart = matches!(last.before, Separator::Comma | Separator::Blank | Separator::Stop);
    is_country && apart && (last.before == Separator::Comma || Kind::find(before.text).is_none())
}

/// Writes `c/o` as the word it stands for.
fn name_care_of(tokens: &mut Vec<Token<'_>>) {
    let is_care_of =
        |pair: &[Token<'_>]| pair[0].text == "c" && pair[1].text == "o" && pair[1].before == Separator::Slash;
    if let Some(at) = tokens.windows(2).position(is_care_of) {
        tokens.remove(at + 1);
        tokens[at].text = "presso";
        tokens[at].before = if at == 0 { Separator::Start } else { Separator::Comma };
    }
}

fn take_province(tokens: &mut Vec<Token<'_>>, typing: Typing) {
    let count = tokens.len();
    let Some(last) = tokens.last() else { return };
    let known = last.text.len() == 2 && PROVINCES.split_whitespace().any(|code| code == last.text);
    let apart = last.before == Separator::Comma;
    let sure = match typing {
        // `Rho MI`, but not `via PT`
        Typing::Done => count > 3 || (count > 1 && (apart || Kind::find(tokens[0].text).is_none())),
        Typing::Going => apart && count > 2,
    };
    if known && sure && matches!(last.before, Separator::Comma | Separator::Blank) {
        tokens.pop();
    }
}
