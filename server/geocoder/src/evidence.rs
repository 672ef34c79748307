//! Whether the words typed and a name share enough not to share it by chance.
//!
//! Forms are full of what is no address (`N.D.`, `da definire`, `senza fissa dimora`), and each city has a
//! street that some letters of it recall. Such a text is answered with nothing rather than with a weak
//! candidate. A name is grounded in a text that
//!
//! 1. has just its words, or
//! 2. has a whole word of it, of four letters or more, that is no title, particle or "saint", or
//! 3. has such a word shorter, misspelt, cut, or a number in letters, and either no word that the name
//!    lacks or three of its words (`B. Pad. Pio d/Pietral.`).
//!
//! Letters and numbers alone say nothing (`via n. 5`). Of a text without DUG, number and comune more is
//! asked: the word that the name is known by, and more letters that the name has than letters that it
//! lacks; a word that is short or misspelt has to be longer than those where one slip makes another word.

use crate::terms::Class;

/// A word shorter than this may be anything.
const TELLING: usize = 4;
/// In a word of at most so many letters a slip makes another word.
pub(crate) const SHORT: usize = 5;
/// So many words in common are hardly chance, whatever they are.
const SEVERAL: u16 = 3;

/// What the words typed and a name have in common, in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Evidence {
    /// Of whole words alike.
    alike: u16,
    /// Of short words alike, of numbers in letters, of words misspelt or cut.
    doubtful: u16,
    /// Of words typed that the name lacks.
    stray: u16,
    /// How many words have a partner, of whatever kind.
    words: u16,
    /// Whether one of the doubtful words is short.
    has_short: bool,
    /// Whether the word that the name is known by is among them.
    pub(crate) is_known: bool,
}

/// How the partner of a word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is the same word.
    Alike,
    /// It is the same but for slips of the pen, or begins so.
    Nearly,
    /// It begins with the same letter.
    Letter,
}

/// What counts of a word typed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) class: Class,
    pub(crate) letters: usize,
    /// Whether it was cut out of a longer one.
    pub(crate) is_part: bool,
    pub(crate) has_digits: bool,
}

impl Word {
    fn length(self) -> u16 {
        u16::try_from(self.letters).unwrap_or(u16::MAX)
    }
}

impl Evidence {
    /// Counts a word typed whose partner is of a class.
    pub(crate) fn count(&mut self, word: Word, of: Class, found: Found) {
        self.words += 1;
        let is_name = |class| matches!(class, Class::Word | Class::Given);
        let is_number = word.class == Class::Number && !word.has_digits;
        let is_long = word.letters >= TELLING;
        match found {
            Found::Alike if is_name(word.class) && is_name(of) && is_long && !word.is_part => {
                self.alike += word.length();
            }
            Found::Alike if is_number || is_name(word.class) && is_name(of) => self.doubt(word),
            Found::Nearly if is_long && is_name(of) => self.doubt(word),
            _ => {}
        }
    }

    fn doubt(&mut self, word: Word) {
        self.doubtful += word.length();
        self.has_short |= word.letters <= SHORT;
    }

    /// Counts a word typed that has no partner.
    pub(crate) fn count_stray(&mut self, word: Word) {
        if matches!(word.class, Class::Word | Class::Given) {
            self.stray += word.length();
        }
    }

    /// Tells whether a name that is not wholly as typed is grounded; `bare`: there is nothing but it.
    pub(crate) fn grounds(&self, bare: bool) -> bool {
        let is_several = self.stray == 0 || self.words >= SEVERAL;
        let is_grounded = self.alike > 0 || self.doubtful > 0 && is_several;
        let outweighs = self.alike + self.doubtful > self.stray;
        let stands_alone = self.is_known && outweighs && (self.alike > 0 || !self.has_short);
        is_grounded && (!bare || stands_alone)
    }
}
