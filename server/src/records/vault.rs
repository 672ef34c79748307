//! Texts of records, sealed: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under one data key for
//! each ente, which the master key of the configuration wraps.
//!
//! Nonces are 192 bits at random. What is sealed is bound to its ente and record, a wrapped key to its
//! ente: moved elsewhere, neither opens.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use civico_domain::identity::EnteCode;
use civico_domain::records::RecordId;
use civico_store::records::WrappedKey;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::config::RecordsConfig;
use super::text::AddressText;

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
const NONCE_BYTES: usize = 24;

/// Why a text cannot be sealed or opened; no text and no key is in it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    /// The configuration has no master key.
    #[error("the configuration has no records.master_key")]
    NoMasterKey,
    /// A master key is not 64 hexadecimal digits.
    #[error("a master key of records is 64 hexadecimal digits")]
    NoKey,
    /// A data key is wrapped under a master key that the configuration lacks.
    #[error("the master key {0} is not in the configuration")]
    UnknownMasterKey(String),
    /// What was sealed does not open: another key, another record, or other bytes.
    #[error("what was sealed does not open")]
    Damaged,
    /// The system has no randomness.
    #[error("the system has no randomness")]
    Randomness(#[source] getrandom::Error),
    /// The store failed while keys were wrapped anew.
    #[error("the data keys cannot be kept")]
    Store(#[from] civico_store::Error),
}

/// A key with its id: the first 8 bytes of a SHA-256 over it.
struct MasterKey {
    key: Zeroizing<[u8; KEY_BYTES]>,
    id: String,
}

/// The master keys; the first wraps, all unwrap.
pub(crate) struct Vault {
    current: Option<MasterKey>,
    former: Vec<MasterKey>,
}

/// The data key of an ente.
pub(crate) struct DataKey {
    ente: EnteCode,
    key: Zeroizing<[u8; KEY_BYTES]>,
}

impl MasterKey {
    fn parse(text: &str) -> Result<Self, VaultError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        hex::decode_to_slice(text.trim(), &mut *key).map_err(|_error| VaultError::NoKey)?;
        let mut digest = Sha256::new_with_prefix("civico records master key");
        digest.update(key.as_slice());
        Ok(Self { id: hex::encode(&digest.finalize()[..8]), key })
    }
}

impl Vault {
    /// Reads the keys of the configuration.
    ///
    /// # Errors
    /// One is no key.
    pub(crate) fn new(config: &RecordsConfig) -> Result<Self, VaultError> {
        Ok(Self {
            current: config.master_key.as_deref().map(MasterKey::parse).transpose()?,
            former: config
                .former_master_keys
                .iter()
                .map(|text| MasterKey::parse(text))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Makes a data key for an ente and wraps it.
    ///
    /// # Errors
    /// There is no master key, or no randomness.
    pub(crate) fn new_data_key(&self, ente: &EnteCode) -> Result<WrappedKey, VaultError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(&mut *key).map_err(VaultError::Randomness)?;
        self.wrap(&DataKey { ente: ente.clone(), key })
    }

    /// Unwraps a data key.
    ///
    /// # Errors
    /// Its master key is not here, or it is damaged.
    pub(crate) fn open_data_key(&self, wrapped: &WrappedKey) -> Result<DataKey, VaultError> {
        let mut masters = self.current.iter().chain(&self.former);
        let master = masters
            .find(|master| master.id == wrapped.master_key)
            .ok_or_else(|| VaultError::UnknownMasterKey(wrapped.master_key.clone()))?;
        let opened = open(&master.key, &wrapped.wrapped, &about_key(&wrapped.ente))?;
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        if opened.len() != KEY_BYTES {
            return Err(VaultError::Damaged);
        }
        key.copy_from_slice(&opened);
        Ok(DataKey { ente: wrapped.ente.clone(), key })
    }

    /// Wraps a data key under the master key of today; nothing if it is already.
    ///
    /// # Errors
    /// There is no master key, the one it is wrapped under is not here, or it is damaged.
    pub(crate) fn rewrap(&self, wrapped: &WrappedKey) -> Result<Option<WrappedKey>, VaultError> {
        let current = self.current.as_ref().ok_or(VaultError::NoMasterKey)?;
        if wrapped.master_key == current.id {
            return Ok(None);
        }
        self.wrap(&self.open_data_key(wrapped)?).map(Some)
    }

    fn wrap(&self, key: &DataKey) -> Result<WrappedKey, VaultError> {
        let master = self.current.as_ref().ok_or(VaultError::NoMasterKey)?;
        Ok(WrappedKey {
            ente: key.ente.clone(),
            wrapped: seal(&master.key, &*key.key, &about_key(&key.ente))?,
            master_key: master.id.clone(),
        })
    }
}

impl DataKey {
    /// Seals the text of a record.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn seal(&self, record: RecordId, text: &AddressText) -> Result<Vec<u8>, VaultError> {
        let bytes = text.to_bytes().map_err(|_error| VaultError::Damaged)?;
        seal(&self.key, &bytes, &self.about(record))
    }

    /// Opens the text of a record.
    ///
    /// # Errors
    /// It was sealed for another ente or record, or is damaged.
    pub(crate) fn open(&self, record: RecordId, sealed: &[u8]) -> Result<AddressText, VaultError> {
        let bytes = open(&self.key, sealed, &self.about(record))?;
        serde_json::from_slice(&bytes).map_err(|_error| VaultError::Damaged)
    }

    fn about(&self, record: RecordId) -> String {
        format!("civico record {} {record}", self.ente)
    }
}

fn about_key(ente: &EnteCode) -> String {
    format!("civico record key {ente}")
}

fn seal(key: &[u8; KEY_BYTES], message: &[u8], about: &str) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(VaultError::Randomness)?;
    let payload = Payload { msg: message, aad: about.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key.into()).encrypt(XNonce::from_slice(&nonce), payload);
    let sealed = sealed.map_err(|_error| VaultError::Damaged)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; KEY_BYTES], sealed: &[u8], about: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or(VaultError::Damaged)?;
    let payload = Payload { msg: sealed, aad: about.as_bytes() };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(XNonce::from_slice(nonce), payload);
    opened.map(Zeroizing::new).map_err(|_error| VaultError::Damaged)
}

/// Makes a master key, as the configuration has it.
///
/// # Errors
/// The system has no randomness.
pub(crate) fn new_master_key() -> Result<String, VaultError> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(&mut *key).map_err(VaultError::Randomness)?;
    Ok(hex::encode(key.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(current: Option<&str>, former: &[&str]) -> Vault {
        let config = RecordsConfig {
            master_key: current.map(|two| two.repeat(KEY_BYTES)),
            former_master_keys: former.iter().map(|two| two.repeat(KEY_BYTES)).collect(),
            ..RecordsConfig::default()
        };
        Vault::new(&config).unwrap()
    }

    fn text() -> AddressText {
        AddressText { q: Some("via Dante 4".to_owned().into()), ..AddressText::default() }
    }

    #[test]
    fn what_is_sealed_opens_for_its_record_alone() {
        let vault = vault(Some("ab"), &[]);
        let (rho, arese): (EnteCode, EnteCode) = ("015182".parse().unwrap(), "015009".parse().unwrap());
        let wrapped = vault.new_data_key(&rho).unwrap();
        let key = vault.open_data_key(&wrapped).unwrap();
        let (one, two) = (RecordId::of_source("x", "1"), RecordId::of_source("x", "2"));
        let sealed = key.seal(one, &text()).unwrap();
        assert!(!sealed.windows(5).any(|five| five == b"Dante"));
        assert_ne!(sealed, key.seal(one, &text()).unwrap());
        assert_eq!(key.open(one, &sealed).unwrap(), text());
        assert!(key.open(two, &sealed).is_err());
        for place in 0..sealed.len() {
            let mut other = sealed.clone();
            other[place] ^= 1;
            assert!(key.open(one, &other).is_err(), "byte {place}");
        }
        assert!(key.open(one, &sealed[..10]).is_err());
        assert!(vault.open_data_key(&WrappedKey { ente: arese, ..wrapped }).is_err());
    }

    #[test]
    fn a_new_master_key_opens_what_the_former_wrapped_once_it_is_wrapped_anew() {
        let ente: EnteCode = "015182".parse().unwrap();
        let old = vault(Some("ab"), &[]).new_data_key(&ente).unwrap();
        let sealed = vault(Some("ab"), &[])
            .open_data_key(&old)
            .unwrap()
            .seal(RecordId::of_source("x", "1"), &text())
            .unwrap();
        assert!(matches!(vault(Some("cd"), &[]).open_data_key(&old), Err(VaultError::UnknownMasterKey(_))));
        let both = vault(Some("cd"), &["ab"]);
        assert!(both.open_data_key(&old).is_ok());
        let new = both.rewrap(&old).unwrap().unwrap();
        assert_eq!(both.rewrap(&new).unwrap(), None);
        let key = vault(Some("cd"), &[]).open_data_key(&new).unwrap();
        assert_eq!(key.open(RecordId::of_source("x", "1"), &sealed).unwrap(), text());
        assert!(matches!(vault(None, &["ab"]).new_data_key(&ente), Err(VaultError::NoMasterKey)));
        assert!(MasterKey::parse("ab").is_err());
        assert_eq!(new_master_key().unwrap().len(), 64);
    }
}
