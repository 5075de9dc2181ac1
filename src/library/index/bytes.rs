//! Numbers and texts as bytes.
//!
//! Invariant: reading past the end, or what is no number, gives none: bytes of a damaged file are as harmless as right
//! ones.

/// Appends a number in groups of seven bits, the lowest first (LEB128): small numbers take one byte, and only 0 has a
/// byte that is 0.
pub(super) fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7f) as u8);
}

/// Appends bytes with their length before them.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Takes a number from the start of some bytes.
#[inline]
pub(super) fn take(from: &mut &[u8]) -> Option<u64> {
    let (&first, rest) = from.split_first()?;
    if first < 0x80 {
        *from = rest;
        return Some(u64::from(first));
    }
    take_long(from)
}

fn take_long(from: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for (i, byte) in from.iter().enumerate().take(10) {
        n |= u64::from(byte & 0x7f).checked_shl(u32::try_from(7 * i).ok()?)?;
        if *byte < 0x80 {
            *from = from.get(i + 1..)?;
            return Some(n);
        }
    }
    None
}

/// Takes a number that has to be small.
#[inline]
pub(super) fn take_u32(from: &mut &[u8]) -> Option<u32> {
    take(from).and_then(|n| u32::try_from(n).ok())
}

/// Takes as many bytes.
pub(super) fn take_slice<'a>(from: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (head, rest) = from.split_at_checked(len)?;
    *from = rest;
    Some(head)
}

/// Takes bytes with their length before them.
pub(super) fn take_bytes<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(take(from)?).ok()?;
    take_slice(from, len)
}

/// Takes a number of eight bytes, the lowest first.
pub(super) fn take_fixed(from: &mut &[u8]) -> Option<u64> {
    take_slice(from, 8)?.try_into().ok().map(u64::from_le_bytes)
}

/// The checksum of some bytes: XXH3, 64 bits.
pub(super) fn sum(bytes: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(all in proptest::collection::vec(any::<u64>().prop_map(|n| n >> (n % 64)), 0..50)) {
            let mut bytes = Vec::new();
            for n in &all {
                put(&mut bytes, *n);
            }
            let mut from = bytes.as_slice();
            prop_assert_eq!(all.iter().map(|_| take(&mut from).unwrap()).collect::<Vec<_>>(), all);
            prop_assert_eq!(take(&mut from), None);
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut from = bytes.as_slice();
            while take(&mut from).is_some() {}
            let mut from = bytes.as_slice();
            while take_bytes(&mut from).is_some() {}
        }
    }
}
