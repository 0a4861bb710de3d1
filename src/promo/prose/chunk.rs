//! Eight bytes of text looked at as one number: a question about each is then a few instructions and no branch.

/// Bytes that are looked at together.
pub(crate) const CHUNK: usize = size_of::<u64>();
/// The highest bit of each byte.
pub(crate) const HIGH_BITS: u64 = ONES << 7;
const ONES: u64 = u64::from_le_bytes([1; CHUNK]);

/// Eight bytes from byte `at` on, the first one lowest, with zeros after the end.
pub(crate) const fn chunk(bytes: &[u8], at: usize) -> u64 {
    let (_, rest) = bytes.split_at(at);
    if let Some(chunk) = rest.first_chunk::<CHUNK>() {
        return u64::from_le_bytes(*chunk);
    }
    let mut chunk = [0; CHUNK];
    let mut index = 0;
    while index < rest.len() {
        chunk[index] = rest[index];
        index += 1;
    }
    u64::from_le_bytes(chunk)
}

/// The high bit of every byte of `chunk` that is ASCII and from `first` to `last`.
pub(crate) const fn in_range(chunk: u64, first: u8, last: u8) -> u64 {
    // Seven bits and the addend never carry into the next byte.
    let low = chunk & !HIGH_BITS;
    let from_first = low + ONES * (0x80 - first as u64);
    let after_last = low + ONES * (0x7F - last as u64);
    from_first & !after_last & !chunk & HIGH_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_its_ranges_only() {
        for byte in 0..=u8::MAX {
            for other in [0, b'a', 0x7F, 0xFF] {
                let bytes = [other, byte, other, byte, byte, other, other, byte];
                for (first, last) in [(0, 0x1F), (b' ', b' '), (b'a', b'z'), (b'{', b'{'), (0, 0x7F)] {
                    let marks = in_range(chunk(&bytes, 0), first, last).to_le_bytes();
                    let expected = bytes.map(|byte| if (first..=last).contains(&byte) { 0x80 } else { 0 });
                    assert_eq!(marks, expected, "{bytes:?} {first}..={last}");
                }
            }
        }
    }

    #[test]
    fn zeros_follow_the_end() {
        assert_eq!(chunk(b"abc", 1).to_le_bytes(), *b"bc\0\0\0\0\0\0");
        assert_eq!(chunk(b"0123456789", 1).to_le_bytes(), *b"12345678");
        assert_eq!(chunk(b"", 0), 0);
    }
}
