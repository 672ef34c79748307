//! What the shell commands print.

use std::io::{IsTerminal, Write};

use civico_domain::notice::Notice;
use indicatif::{ProgressBar, ProgressStyle};

use crate::import::Watcher;
use crate::messages::Language;

/// The shell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    pub(crate) language: Language,
}

impl Terminal {
    /// Prints a line to standard output; a closed output is nobody's fault.
    #[expect(clippy::unused_self, reason = "all that is printed goes through the shell")]
    pub(crate) fn line(self, text: &str) {
        let _closed = writeln!(std::io::stdout(), "{text}");
    }

    /// Says a notice on standard output.
    pub(crate) fn say(self, notice: &Notice) {
        self.line(&self.language.say(notice));
    }

    /// Says a notice on standard error.
    pub(crate) fn complain(self, notice: &Notice) {
        let _closed = writeln!(std::io::stderr(), "{}", self.language.say(notice));
    }

    /// Prints JSON to standard output.
    pub(crate) fn json(self, value: &impl serde::Serialize) {
        self.line(&serde_json::to_string_pretty(value).unwrap_or_default());
    }

    /// Begins a progress bar for something that is read; where nobody watches it draws nothing.
    pub(crate) fn progress(self, name: &str) -> Progress {
        self.progress_of("cli-reading", name)
    }

    /// Begins a progress bar that names what is done by a word of ours.
    pub(crate) fn progress_of(self, word: &str, name: &str) -> Progress {
        let bar =
            if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
        bar.set_message(format!("{} {name}", self.language.word(word)));
        Progress { bar }
    }
}

/// A progress bar on standard error.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Watcher for Progress {
    fn rows(&mut self, read: u64, expected: Option<u64>) {
        if let Some(expected) = expected {
            self.bar.set_length(expected);
            let style = ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} {eta}");
            self.bar.set_style(style.unwrap_or_else(|_error| ProgressStyle::default_bar()));
        }
        self.bar.set_position(read);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
