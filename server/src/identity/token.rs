//! Random tokens: the browser's or the program's copy, and the digest that is stored.

use std::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of a token; 256 bits cannot be guessed, so that a plain digest protects them at rest.
const TOKEN_BYTES: usize = 32;
/// How keys of programs begin: a scanner of leaked secrets knows them by it.
const KEY_PREFIX: &str = "civico_";

/// A random secret in hexadecimal. It is not printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

/// A text is no token; the text is not repeated.
#[derive(Debug, thiserror::Error)]
#[error("not a token")]
pub(crate) struct TokenError;

impl Token {
    /// Makes a new one from the system's randomness.
    ///
    /// # Errors
    /// The system has none.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex::encode(bytes)))
    }

    /// Returns the text for the one who holds it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns what is stored.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let valid = text.len() == 2 * TOKEN_BYTES
            && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if valid { Ok(Self(text.to_owned())) } else { Err(TokenError) }
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// The key of a program as it is sent: `civico_{id}_{secret}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiKey {
    pub(crate) id: Uuid,
    pub(crate) secret: Token,
}

impl ApiKey {
    /// Returns the text, which is shown once.
    pub(crate) fn reveal(&self) -> String {
        format!("{KEY_PREFIX}{}_{}", self.id.as_simple(), self.secret.reveal())
    }
}

impl FromStr for ApiKey {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (id, secret) =
            text.strip_prefix(KEY_PREFIX).and_then(|rest| rest.split_once('_')).ok_or(TokenError)?;
        let id = Uuid::try_parse(id).map_err(|_error| TokenError)?;
        Ok(Self { id, secret: secret.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_shown() {
        let key = ApiKey { id: Uuid::new_v4(), secret: Token::random().unwrap() };
        assert_eq!(key.reveal().parse::<ApiKey>().unwrap(), key);
        assert!(!format!("{key:?}").contains(key.secret.reveal()));
        for text in
            ["", "civico_", "civico_x_y", "civico__", &key.reveal()[1..], &format!("{}0", key.reveal())]
        {
            assert!(text.parse::<ApiKey>().is_err(), "{text}");
        }
    }
}
