//! Takes away what is no part of the street: postcode, province, country, units inside the building.

use super::Typing;
use crate::kinds::Kind;
use crate::numerals;
use crate::tokens::{Separator, Token};

/// Vehicle codes of the provinces (sigle automobilistiche).
const PROVINCES: &str = "ag al an ao ap aq ar at av ba bg bi bl bn bo br bs bt bz ca cb ce ch cl cn co cr cs ct cz \
    en fc fe fg fi fm fr ge go gr im is kr lc le li lo lt lu mb mc me mi mn mo ms mt na no nu or pa pc pd pe pg pi pn \
    po pr pt pu pv pz ra rc re rg ri rm rn ro sa si so sp sr ss su sv ta te tn to tp tr ts tv ud va vb vc ve vi vr vt vv";

/// Words that begin a unit wherever they stand after the name.
const SURE_UNITS: &[&str] =
    &["int", "interno", "citofono", "app", "appartamento", "appart", "edif", "edificio", "palazzina"];

/// Words that begin a unit after a house number, and may be part of a name before one.
const UNITS: &[&str] = &[
    "scala", "sc", "scal", "piano", "pian", "p", "palazz", "torre", "corpo", "ingresso", "pal", "lotto",
    "blocco", "box", "isolato",
];

/// What is left, and the postcode.
pub(super) struct Stripped<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) postcode: Option<&'a str>,
}

/// Takes away postcode, country, province and units.
pub(super) fn strip<'a>(tokens: &[Token<'a>], typing: Typing) -> Stripped<'a> {
    let mut tokens = tokens.to_vec();
    name_care_of(&mut tokens);
    let postcode = take_postcode(&mut tokens);
    if names_country(&tokens) {
        tokens.pop();
    }
    take_province(&mut tokens, typing);
    if let Some(at) = tokens.windows(2).position(|pair| pair[0].text == "comune" && pair[1].text == "di") {
        tokens.drain(at..at + 2);
    }
    Stripped { tokens: without_units(&tokens), postcode }
}

/// Tells whether the last word is the country: not that of `corso Italia` or `Unità d'Italia`.
fn names_country(tokens: &[Token<'_>]) -> bool {
    let [.., before, last] = tokens else { return false };
    let is_country = matches!(last.text, "italia" | "italy");
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

/// Takes a number of five digits, with `cap` before it.
fn take_postcode<'a>(tokens: &mut Vec<Token<'a>>) -> Option<&'a str> {
    let at = tokens
        .iter()
        .position(|token| token.is_number() && token.text.len() == 5 && token.before != Separator::Glued)?;
    let postcode = tokens.remove(at).text;
    if let Some(next) = tokens.get_mut(at)
        && next.before == Separator::Blank
    {
        next.before = Separator::Comma;
    }
    if at > 0 && tokens[at - 1].text == "cap" {
        tokens.remove(at - 1);
    }
    tokens.retain(|token| token.text != postcode);
    Some(postcode)
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

/// Leaves out each unit with its value: `scala B`, `int. 3`, `piano terra`, `p.t.`.
fn without_units<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept: Vec<Token<'a>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let mut broken = false;
    while let Some(token) = tokens.get(at) {
        let number_seen = kept.iter().skip(1).any(Token::is_number);
        let end = unit_end(tokens, at, number_seen);
        if end == at {
            let before = if broken { Separator::Comma } else { token.before };
            kept.push(Token { before, ..*token });
            broken = false;
            at += 1;
        } else {
            broken = true;
            at = end;
        }
    }
    kept
}

/// Returns the index after the unit that begins at `at`, or `at` itself when none does.
fn unit_end(tokens: &[Token<'_>], at: usize, number_seen: bool) -> usize {
    let marker = tokens[at].text;
    let sure = at > 1 && SURE_UNITS.contains(&marker);
    let likely = number_seen && (SURE_UNITS.contains(&marker) || UNITS.contains(&marker));
    if (!sure && !likely) || tokens[at].before == Separator::Glued {
        return at;
    }
    let Some(value) = tokens.get(at + 1) else { return if sure { at + 1 } else { at } };
    if !is_value(value) || value.before == Separator::Comma {
        return at;
    }
    let more = tokens[at + 2..].iter().take_while(|token| {
        matches!(token.before, Separator::Glued | Separator::Slash | Separator::Hyphen)
            && (token.is_number() || token.letter().is_some())
    });
    at + 2 + more.count()
}

fn is_value(token: &Token<'_>) -> bool {
    token.is_number()
        || token.letter().is_some()
        || matches!(token.text, "terra" | "terreno" | "rialzato" | "ammezzato" | "unico" | "dx" | "sx")
        || numerals::roman(token.text).is_some()
        || numerals::word(token.text).is_some()
}
