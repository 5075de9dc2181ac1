//! What a person asked of the library last, and the queries that were given names.

use crate::system::{System, state_folder};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;

/// The last look at a library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryView {
    /// The folders that it was opened from.
    #[serde(default)]
    pub roots: Vec<String>,
    /// What was asked.
    #[serde(default)]
    pub query: String,
    /// The order, by the word that queries have for it.
    #[serde(default)]
    pub sort: String,
    /// The headings, by their name.
    #[serde(default)]
    pub grouping: String,
    /// The file of the brief that was chosen.
    #[serde(default)]
    pub chosen: Option<String>,
}

/// A query that was given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub query: String,
}

impl LibraryView {
    fn path(system: &dyn System) -> Option<PathBuf> {
        Some(state_folder(system)?.join("library.json"))
    }

    /// What was kept; nothing where there is nothing, or what is there is none.
    #[must_use]
    pub fn read(system: &dyn System) -> Self {
        let bytes = Self::path(system).and_then(|path| system.read(&path).ok());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Keeps it.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn keep(&self, system: &dyn System) -> io::Result<()> {
        let Some(path) = Self::path(system) else { return Ok(()) };
        system.replace(&path, &serde_json::to_vec_pretty(self).map_err(io::Error::other)?)
    }
}

impl SavedQuery {
    fn path(system: &dyn System) -> Option<PathBuf> {
        Some(state_folder(system)?.join("queries.json"))
    }

    /// All that have names, by those.
    ///
    /// # Errors
    /// What the operating system says; `InvalidData` where the file holds something else.
    pub fn all(system: &dyn System) -> io::Result<Vec<Self>> {
        let Some(path) = Self::path(system) else { return Ok(Vec::new()) };
        match system.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
            }),
        }
    }

    /// Gives a query a name, or takes the name away; the result is all that have names now.
    ///
    /// # Errors
    /// As [`SavedQuery::all`]; what is there then stays as it is.
    pub fn save(system: &dyn System, name: &str, query: Option<&str>) -> io::Result<Vec<Self>> {
        let path = Self::path(system).ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, "set HOME to the full path of your home folder")
        })?;
        let _held = system.lock(path.parent().unwrap_or(&path))?;
        let mut all = Self::all(system)?;
        all.retain(|saved| saved.name != name);
        all.extend(query.map(|query| Self { name: name.to_owned(), query: query.to_owned() }));
        all.sort_by(|a, b| a.name.cmp(&b.name));
        system.replace(&path, &serde_json::to_vec_pretty(&all).map_err(io::Error::other)?)?;
        Ok(all)
    }
}
