//! Where briefs come from, and the numbers of errands.

use std::path::PathBuf;
use std::sync::Arc;

/// The number of an errand, so that news of an old one can be told from news of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Where a brief comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// Standard input, as it was read.
    Input(Arc<Vec<u8>>),
    /// A sample built into the program, by its name.
    Sample(&'static str),
}

impl Origin {
    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Input(_) => "<stdin>".to_owned(),
            Self::Sample(name) => format!("sample {name}"),
        }
    }
}
