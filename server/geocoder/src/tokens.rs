//! Cuts a normalised text into words and numbers.

/// Most tokens of a text; what comes after is not read.
pub const MAX_TOKENS: usize = 32;

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// Nothing: the text begins.
    Start,
    /// Nothing: a digit meets a letter.
    Glued,
    /// A blank.
    Blank,
    /// A full stop and a blank.
    Stop,
    /// A full stop alone.
    Dot,
    /// A comma, a bracket, a free hyphen.
    Comma,
    /// A slash.
    Slash,
    /// A hyphen within a word or between numbers.
    Hyphen,
    /// An apostrophe between letters.
    Apostrophe,
    /// A plus between numbers.
    Plus,
}

/// A run of letters or a run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The letters or digits.
    pub text: &'a str,
    /// What stands before it.
    pub before: Separator,
}

impl Token<'_> {
    /// Tells whether it is a run of digits.
    pub fn is_number(&self) -> bool {
        self.text.as_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    /// Returns the letter of a token of one letter.
    pub fn letter(&self) -> Option<char> {
        let mut chars = self.text.chars();
        let first = chars.next().filter(|c| c.is_alphabetic())?;
        chars.next().is_none().then_some(first)
    }
}

/// Cuts a text that [`normalise`](crate::normalise::normalise) made; at most [`MAX_TOKENS`].
pub fn tokenise(normalised: &str) -> Vec<Token<'_>> {
    // One byte tells a sign, a digit and a letter apart: what is not ASCII is part of a letter.
    let bytes = normalised.as_bytes();
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(12);
    let mut end = 0;
    while tokens.len() < MAX_TOKENS {
        let start = end + bytes[end..].iter().take_while(|byte| is_sign(**byte)).count();
        let Some(head) = bytes.get(start) else { break };
        let belongs = |byte: &&u8| !is_sign(**byte) && byte.is_ascii_digit() == head.is_ascii_digit();
        let before = if tokens.is_empty() { Separator::Start } else { separator(&normalised[end..start]) };
        end = start + bytes[start..].iter().take_while(belongs).count();
        tokens.push(Token { text: &normalised[start..end], before });
    }
    tokens
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

fn separator(gap: &str) -> Separator {
    match gap {
        "" => Separator::Glued,
        ". " => Separator::Stop,
        "." => Separator::Dot,
        ", " => Separator::Comma,
        "/" => Separator::Slash,
        "-" => Separator::Hyphen,
        "'" => Separator::Apostrophe,
        "+" => Separator::Plus,
        _ => Separator::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_part_and_keep_what_stood_between() {
        let seen: Vec<_> = tokenise("v.le d'azeglio, 12a/bis").iter().map(|t| (t.text, t.before)).collect();
        assert_eq!(
            seen,
            [
                ("v", Separator::Start),
                ("le", Separator::Dot),
                ("d", Separator::Blank),
                ("azeglio", Separator::Apostrophe),
                ("12", Separator::Comma),
                ("a", Separator::Glued),
                ("bis", Separator::Slash),
            ]
        );
    }

    #[test]
    fn a_text_has_a_cap() {
        assert_eq!(tokenise(&"a ".repeat(100)).len(), MAX_TOKENS);
    }
}
