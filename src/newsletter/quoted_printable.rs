//! Bodies in letters that every mail server passes on: quoted-printable and base64 (RFC 2045, sections 6.7, 6.8).
//!
//! A body is encoded piece by piece, each from the start of a line to the start of a line, so that pieces
//! encoded long before can be put together around a reader's words.

/// The longest line, without its CRLF.
const LINE: usize = 76;

/// Encodes `text` and ends at the start of a line: after its own last line break, or after a soft one, which
/// decoders drop. `\n` is a line break; a lone `\r` is a character like any other.
///
/// Encoded text never holds `=_`, since a `=` is followed by two hexadecimal digits or ends its line: a
/// boundary with `=_` in it cannot occur in a body.
pub(crate) fn quoted_printable(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut column = 0;
    for (index, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' {
            out.extend_from_slice(b"\r\n");
            column = 0;
            continue;
        }
        let ends_line = bytes.get(index + 1).is_none_or(|next| *next == b'\n');
        let plain = match byte {
            // Servers strip blanks at the end of a line.
            b' ' | b'\t' => !ends_line,
            // A lone dot ends a message in SMTP, and `From ` starts one in an mbox file.
            b'.' if column == 0 => false,
            b'F' if column == 0 => !bytes[index..].starts_with(b"From "),
            b'=' => false,
            b'!'..=b'~' => true,
            _ => false,
        };
        let width = if plain { 1 } else { 3 };
        // The last place of a line belongs to the `=` of a soft break, unless the line ends here anyway.
        if column + width > if ends_line && index + 1 < bytes.len() { LINE } else { LINE - 1 } {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        }
        // After a soft break the byte stands at the start of a line, where dots and `From ` count again.
        let plain = plain && !(column == 0 && (byte == b'.' || bytes[index..].starts_with(b"From ")));
        if plain {
            out.push(byte);
            column += 1;
        } else {
            out.extend_from_slice(&[b'=', hex(byte >> 4), hex(byte & 15)]);
            column += 3;
        }
    }
    if column > 0 {
        out.extend_from_slice(b"=\r\n");
    }
}

fn hex(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 }
}

/// Encodes bytes in lines of 76 characters.
pub(crate) fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(base64_length(bytes.len()));
    for line in bytes.chunks(LINE / 4 * 3) {
        for group in line.chunks(3) {
            let padded = [group[0], *group.get(1).unwrap_or(&0), *group.get(2).unwrap_or(&0)];
            let bits = u32::from_be_bytes([0, padded[0], padded[1], padded[2]]);
            for place in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
                out.push(if place <= group.len() { letter } else { b'=' });
            }
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// How long [`base64`] makes `length` bytes, line breaks included.
pub(crate) fn base64_length(length: usize) -> usize {
    let letters = length.div_ceil(3) * 4;
    letters + letters.div_ceil(LINE) * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        quoted_printable(text, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn quoted_printable_by_cases() {
        check("", "");
        check("a\n", "a\r\n");
        check("a", "a=\r\n");
        check("ö=\n", "=C3=B6=3D\r\n");
        check("-- \n", "--=20\r\n");
        check("end ", "end=20=\r\n");
        check(".\nFrom me\nFroM\n", "=2E\r\n=46rom me\r\nFroM\r\n");
        check(&format!("{}\n", "x".repeat(76)), &format!("{}\r\n", "x".repeat(76)));
        check(&format!("{}\n", "x".repeat(77)), &format!("{}=\r\nxx\r\n", "x".repeat(75)));
        check(&format!("{}.From z\n", "x".repeat(75)), &format!("{}=\r\n=2EFrom z\r\n", "x".repeat(75)));
    }

    #[test]
    fn base64_by_cases() {
        let encode = |bytes: &[u8]| {
            let mut out = Vec::new();
            base64(bytes, &mut out);
            assert_eq!(out.len(), base64_length(bytes.len()));
            String::from_utf8(out).unwrap()
        };
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"M"), "TQ==\r\n");
        assert_eq!(encode(b"Ma"), "TWE=\r\n");
        assert_eq!(encode(b"Man"), "TWFu\r\n");
        assert_eq!(encode(&[0; 58]), format!("{}\r\nAA==\r\n", "A".repeat(76)));
    }
}
