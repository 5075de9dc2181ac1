//! Numbers of texts.

/// A number of a text that is the same in every version of the program (FNV-1a, 32 bits): for names and for telling
/// that a text has changed, not against somebody who wants two texts to have the same.
#[must_use]
pub fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
