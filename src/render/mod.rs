//! Outputs: painted rows, plain text, JSON, and findings for people.
//!
//! Owns how rows become styled stretches ([`paint`]), which a screen and a printed page share, and one file for each
//! format that is written.
//! Invariant: no output that a terminal may read holds a control character of a file's text.

pub mod check;
pub mod diff;
pub mod export;
pub mod findings;
pub mod json;
pub mod page;
pub mod paint;
pub mod pen;
