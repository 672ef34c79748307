//! What comes of a process.

use super::Process;

/// An output of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// Its name, as served.
    pub name: &'static str,
    /// What it is.
    pub kind: OutputKind,
}

/// What an output is; it decides the media type of one that is asked for as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// Features: a collection, or a FeatureCollection (RFC 7946).
    Features,
    /// A JSON object.
    Object,
    /// Text, or nothing.
    Text,
    /// Any JSON.
    Anything,
}

const FEATURES: &[Output] = &[Output { name: "result", kind: OutputKind::Features }];
const OBJECT: &[Output] = &[Output { name: "result", kind: OutputKind::Object }];
/// Named as the inputs that they give back.
const ECHO: &[Output] = &[
    Output { name: "message", kind: OutputKind::Text },
    Output { name: "value", kind: OutputKind::Anything },
];

/// A process has no output of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the process has no output {0:?}")]
pub struct NoSuchOutput(pub String);

impl Process {
    /// Returns what comes of it, in the order of answers.
    pub fn outputs(self) -> &'static [Output] {
        match self {
            Self::Echo => ECHO,
            Self::DrillThrough => OBJECT,
            _ => FEATURES,
        }
    }

    /// Returns the outputs of those names in the order of answers, all of them where none is named
    /// (18-062r2, `/req/core/process-execute-default-outputs`).
    ///
    /// # Errors
    /// It has no output of one of the names.
    pub fn choose_outputs<'a>(
        self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<Output>, NoSuchOutput> {
        let names: Vec<&str> = names.into_iter().collect();
        let all = self.outputs();
        let unknown = names.iter().find(|name| !all.iter().any(|output| output.name == **name));
        if let Some(name) = unknown {
            return Err(NoSuchOutput((*name).to_owned()));
        }
        let is_wanted = |output: &&Output| names.is_empty() || names.contains(&output.name);
        Ok(all.iter().filter(is_wanted).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_come_in_their_own_order_and_all_where_none_is_named() {
        let names = |asked: &[&str]| -> Vec<&str> {
            let chosen = Process::Echo.choose_outputs(asked.iter().copied()).unwrap();
            chosen.iter().map(|output| output.name).collect()
        };
        assert_eq!(names(&[]), ["message", "value"]);
        assert_eq!(names(&["value", "message"]), ["message", "value"]);
        assert_eq!(names(&["value"]), ["value"]);
    }

    #[test]
    fn an_output_that_there_is_not_is_named() {
        let error = Process::Buffer.choose_outputs(["result", "spell"]).unwrap_err();
        assert_eq!(error, NoSuchOutput("spell".to_owned()));
    }

    #[test]
    fn every_process_gives_something_and_no_name_twice() {
        for process in Process::ALL {
            let mut names: Vec<&str> = process.outputs().iter().map(|output| output.name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert!(count > 0 && names.len() == count, "{process}");
        }
    }
}
