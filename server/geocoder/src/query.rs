//! What is asked.

use civico_domain::sensitive::Sensitive;
use civico_domain::toponymy::LifecycleStage;

use crate::entry::LonLat;
use crate::messages::Language;

/// Most answers to one query.
pub const MAX_LIMIT: usize = 50;

/// An address as somebody typed it; it does not print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// All in one line.
    Free(Sensitive<String>),
    /// In fields; those that are absent are empty.
    Fields(Sensitive<AddressFields>),
}

/// The fields of an address, each as somebody typed it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AddressFields {
    /// Street with its DUG; it may hold the number too when `number` is empty.
    pub street: String,
    /// House number with exponent, "km 3+200" or "snc".
    pub number: String,
    /// Comune.
    pub municipality: String,
    /// Postcode (CAP).
    pub postcode: String,
}

/// The stages that may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages(u8);

impl Stages {
    /// What is in force (vigente), and nothing else.
    pub const CURRENT: Self = Self(bit(LifecycleStage::Current));

    /// Adds a stage.
    #[must_use]
    pub const fn with(self, stage: LifecycleStage) -> Self {
        Self(self.0 | bit(stage))
    }

    /// Tells whether a stage may be answered.
    pub const fn contains(self, stage: LifecycleStage) -> bool {
        self.0 & bit(stage) != 0
    }
}

const fn bit(stage: LifecycleStage) -> u8 {
    match stage {
        LifecycleStage::Draft => 1,
        LifecycleStage::Proposed => 2,
        LifecycleStage::Current => 4,
        LifecycleStage::Retired => 8,
        LifecycleStage::Rejected => 16,
    }
}

impl Default for Stages {
    fn default() -> Self {
        Self::CURRENT
    }
}

impl FromIterator<LifecycleStage> for Stages {
    fn from_iter<I: IntoIterator<Item = LifecycleStage>>(stages: I) -> Self {
        stages.into_iter().fold(Self(0), Self::with)
    }
}

/// A question to the geocoder.
#[derive(Debug, Clone)]
pub struct Query {
    /// What was typed; beyond 300 characters it is not read.
    pub text: Text,
    /// Most answers wanted, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Among equals, the nearer to this point comes first.
    pub near: Option<LonLat>,
    /// The stages that may be answered.
    pub stages: Stages,
    /// Language of the words in the answer.
    pub language: Language,
}

impl Query {
    /// Asks for a line of text: five answers, what is in force, in Italian.
    pub fn free(text: impl Into<String>) -> Self {
        Self::of(Text::Free(Sensitive::new(text.into())))
    }

    /// Asks for an address in fields, with the same defaults.
    pub fn fields(fields: AddressFields) -> Self {
        Self::of(Text::Fields(Sensitive::new(fields)))
    }

    fn of(text: Text) -> Self {
        Self { text, limit: 5, near: None, stages: Stages::CURRENT, language: Language::Italian }
    }
}

/// A question about a point.
#[derive(Debug, Clone, Copy)]
pub struct ReverseQuery {
    /// The point.
    pub point: LonLat,
    /// Most answers wanted, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Nothing farther is answered, save the comune.
    pub max_distance_m: f64,
    /// The stages that may be answered.
    pub stages: Stages,
    /// Language of the words in the answer.
    pub language: Language,
}
