//! A ZIP archive of files that are stored as they are (PKWARE APPNOTE 6.3.10): what Word documents and e-books are packed in.
//!
//! Invariant: the same files give the same bytes; every entry is dated the first of January 1980, the earliest that there is.

/// The first of January 1980.
const DAY: u16 = (1 << 5) | 1;

/// An archive in the making.
#[derive(Debug, Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    central: Vec<u8>,
    count: u16,
}

impl Zip {
    /// Adds a file. Its name is ASCII.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) {
        let offset = size(self.bytes.len());
        let mut common = Vec::new();
        // Version needed, flags, method (stored), time, date.
        for field in [20, 0, 0, 0, DAY] {
            common.extend(u16::to_le_bytes(field));
        }
        for field in [crc32(content), size(content.len()), size(content.len())] {
            common.extend(u32::to_le_bytes(field));
        }
        common.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        common.extend(u16::to_le_bytes(0));
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);
        self.central.extend(b"PK\x01\x02\x14\x00");
        self.central.extend(&common);
        // Comment, disk, internal and external attributes.
        self.central.extend([0; 10]);
        self.central.extend(offset.to_le_bytes());
        self.central.extend(name.as_bytes());
        self.count = self.count.saturating_add(1);
    }

    /// The archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let offset = size(self.bytes.len());
        let length = size(self.central.len());
        self.bytes.append(&mut self.central);
        self.bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(offset.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// A size of the format. A brief of four gigabytes is none that anything would open.
fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The checksum of ISO 3309.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    };
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(super::crc32(b""), 0);
    }
}
