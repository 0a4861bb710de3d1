//! Reads bytes as the programs do that they are written for: escapes of URLs, HTML, JSON, mail, and base64.

/// Percent escapes, character references, and escapes of JSON and JavaScript, each resolved once.
pub fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let escape = match first {
            b'%' => hexadecimal(after.get(..2)).map(|byte| (Escaped::Byte(byte), 3)),
            b'&' => reference(after).map(|(character, length)| (Escaped::Character(character), length)),
            b'\\' => backslash(after),
            _ => None,
        };
        let length = match escape {
            Some((Escaped::Byte(byte), length)) => {
                plain.push(byte);
                length
            }
            Some((Escaped::Character(character), length)) => {
                plain.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
                length
            }
            None => {
                plain.push(*first);
                1
            }
        };
        rest = &rest[length..];
    }
    plain
}

/// Quoted-printable resolved (RFC 2045, section 6.7).
pub fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let length = if *first != b'=' {
            plain.push(*first);
            1
        } else if after.starts_with(b"\r\n") {
            3
        } else if after.starts_with(b"\n") {
            2
        } else if let Some(byte) = hexadecimal(after.get(..2)) {
            plain.push(byte);
            3
        } else {
            plain.push(*first);
            1
        };
        rest = &rest[length..];
    }
    plain
}

/// The bytes of base64 of either alphabet (RFC 4648, sections 4 and 5), as if it started here; the rest of an
/// incomplete group is left out.
pub fn unbase64(characters: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(characters.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    for character in characters {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => break,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            plain.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    plain
}

enum Escaped {
    Byte(u8),
    Character(char),
}

fn hexadecimal(digits: Option<&[u8]>) -> Option<u8> {
    let text = std::str::from_utf8(digits?).ok()?;
    if text.starts_with('+') { None } else { u8::from_str_radix(text, 16).ok() }
}

/// The character of a reference after its `&` (`#46;`, `#x2e;`, `commat;`), and the length with the `&`.
fn reference(after: &[u8]) -> Option<(char, usize)> {
    let end = after.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&after[..end]).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "commat" => '@',
            "period" => '.',
            "lowbar" | "UnderBar" => '_',
            "plus" => '+',
            "amp" => '&',
            "apos" => '\'',
            "quot" => '"',
            "lt" => '<',
            "gt" => '>',
            "nbsp" => '\u{a0}',
            _ => return None,
        },
    };
    Some((character, end + 2))
}

/// What a backslash and the bytes after it stand for, and the length of all; a line break or the like is a space.
fn backslash(after: &[u8]) -> Option<(Escaped, usize)> {
    match after.first()? {
        b'x' | b'X' => hexadecimal(after.get(1..3)).map(|byte| (Escaped::Byte(byte), 4)),
        b'u' | b'U' => {
            let digits = std::str::from_utf8(after.get(1..5)?).ok()?;
            Some((Escaped::Character(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?), 6))
        }
        b'n' | b'r' | b't' | b'b' | b'f' => Some((Escaped::Byte(b' '), 2)),
        other => Some((Escaped::Byte(*other), 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let text = br"zoe%2Er&#46;a&#x40;b&commat;c\u0040d\x40e\nf &unknown; &#99999999; %zz \";
        let plain = String::from_utf8(unescaped(text)).unwrap();
        assert_eq!(plain, r"zoe.r.a@b@c@d@e f &unknown; &#99999999; %zz \");
        assert_eq!(unquoted(b"zoe=40ex=\r\nam=\nple=2Enet =zz ="), b"zoe@example.net =zz =");
        assert_eq!(unbase64(b"em9lQGV4YW1wbGUubmV0"), b"zoe@example.net");
    }
}
