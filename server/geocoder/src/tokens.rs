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
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = normalised;
    let mut first = true;
    while tokens.len() < MAX_TOKENS {
        let start = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let (gap, word) = rest.split_at(start);
        let Some(head) = word.chars().next() else { break };
        let digits = head.is_ascii_digit();
        let end =
            word.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits).unwrap_or(word.len());
        let (text, after) = word.split_at(end);
        tokens.push(Token { text, before: if first { Separator::Start } else { separator(gap) } });
        first = false;
        rest = after;
    }
    tokens
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
