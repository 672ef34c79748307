//! Passwords of local accounts: Argon2id with the parameters of RFC 9106's second choice.

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// The shortest password that is taken, in characters.
pub(crate) const SHORTEST: usize = 12;
/// The longest password that is hashed, in bytes.
const LONGEST_BYTES: usize = 1024;

/// A password cannot be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub(crate) struct PasswordError(argon2::password_hash::Error);

/// 64 MiB, three passes, four lanes (RFC 9106, section 4, second recommended option).
fn argon2id() -> Argon2<'static> {
    let params = Params::new(64 * 1024, 3, 4, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password as a PHC string; takes a tenth of a second of one processor.
///
/// # Errors
/// The system has no randomness.
pub(crate) fn hash(password: &str) -> Result<String, PasswordError> {
    let salt = SaltString::generate(&mut OsRng);
    Ok(argon2id().hash_password(password.as_bytes(), &salt).map_err(PasswordError)?.to_string())
}

/// Tells whether a password is the one that was hashed. Without a hash (there is no such account) it
/// takes as long and says no, so that nobody learns which accounts there are.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    if password.len() > LONGEST_BYTES {
        return false;
    }
    if let Some(hash) = hash.and_then(|hash| PasswordHash::new(hash).ok()) {
        argon2id().verify_password(password.as_bytes(), &hash).is_ok()
    } else {
        let _same_effort = self::hash(password);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_taken() {
        let stored = hash("giusta e abbastanza lunga").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"));
        assert!(verify("giusta e abbastanza lunga", Some(&stored)));
        assert!(!verify("sbagliata", Some(&stored)));
        assert!(!verify("sbagliata", None));
        assert!(!verify(&"x".repeat(LONGEST_BYTES + 1), Some(&stored)));
    }
}
