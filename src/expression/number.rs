//! Numbers: read and written as JavaScript does.

use super::letters::trim;

/// The number that a string stands for: 0 if blank, NaN if it is none.
pub(super) fn parse(text: &str) -> f64 {
    let text = trim(text);
    let bytes = text.as_bytes();
    match bytes {
        [] => 0.0,
        [b'0', b'x' | b'X', digits @ ..] => radix(digits, 16),
        [b'0', b'o' | b'O', digits @ ..] => radix(digits, 8),
        [b'0', b'b' | b'B', digits @ ..] => radix(digits, 2),
        _ => decimal(text),
    }
}

fn decimal(text: &str) -> f64 {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "Infinity" || is_decimal(unsigned.as_bytes()) {
        // "Infinity" is a number to Rust as well, in any case; only this spelling gets here.
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// Digits, a point and an exponent, in JavaScript's arrangement: `5.` and `.5` are fine, `.` is not.
fn is_decimal(bytes: &[u8]) -> bool {
    let whole = digits(bytes);
    let mut rest = &bytes[whole..];
    let mut count = whole;
    if let [b'.', fraction @ ..] = rest {
        let length = digits(fraction);
        count += length;
        rest = &fraction[length..];
    }
    if count == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Digits of a power-of-two base, rounded once, to the nearest even.
fn radix(digits: &[u8], base: u32) -> f64 {
    if digits.is_empty() {
        return f64::NAN;
    }
    let shift = base.trailing_zeros();
    let mut mantissa: u64 = 0;
    let mut dropped: i32 = 0;
    for &byte in digits {
        let Some(digit) = char::from(byte).to_digit(base) else {
            return f64::NAN;
        };
        if mantissa >> 58 == 0 {
            mantissa = mantissa << shift | u64::from(digit);
        } else {
            // What no longer fits only matters as "something was there".
            mantissa |= u64::from(digit != 0);
            dropped = dropped.saturating_add(shift as i32);
        }
    }
    mantissa as f64 * 2f64.powi(dropped)
}

/// A number as a string of the language: at most 15 decimals, no negative zero.
pub(super) fn text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() || value.abs() >= 1e21 || value.fract() == 0.0 {
        return shortest(value);
    }
    shortest(fifteen_decimals(value))
}

/// The nearest number of 15 decimals; a tie goes away from zero.
fn fifteen_decimals(value: f64) -> f64 {
    let magnitude = value.abs();
    // A number with exactly 16 decimals is an odd multiple of 2⁻¹⁶: only there is a tie possible.
    let tie = (magnitude * 65536.0).fract() == 0.0 && magnitude * 65536.0 % 2.0 == 1.0;
    let decimals = if tie {
        // The last two of the 16 are 25 or 75, so nothing is carried.
        let exact = format!("{magnitude:.16}");
        let (kept, last) = exact.split_at(exact.len() - 2);
        format!("{kept}{}", if last == "25" { '3' } else { '8' })
    } else {
        format!("{magnitude:.15}")
    };
    let rounded: f64 = decimals.parse().unwrap_or(magnitude);
    rounded.copysign(value)
}

/// The shortest digits that read back as the same number, laid out as JavaScript does.
pub(super) fn shortest(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return (value as i64).to_string();
    }
    let scientific = even_digits(value.abs());
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = digits.replace('.', "");
    let sign = if value < 0.0 { "-" } else { "" };
    format!(
        "{sign}{}",
        layout(&digits, exponent.parse::<i32>().unwrap_or(0) + 1)
    )
}

/// The shortest digits in scientific notation. Of two that are as short and as near, JavaScript takes the even one.
fn even_digits(magnitude: f64) -> String {
    let shortest = format!("{magnitude:e}");
    let count = shortest.bytes().take_while(|&b| b != b'e').count() - 1;
    // Numbers of 15 digits are further apart than two floats, so fewer digits are never in between.
    if count < 16 {
        return shortest;
    }
    let nearest = format!("{magnitude:.*e}", count - 1);
    if nearest.parse() == Ok(magnitude) {
        nearest
    } else {
        shortest
    }
}

/// `digits` with the decimal point after the first `point` of them.
fn layout(digits: &str, point: i32) -> String {
    let count = digits.len() as i32;
    if (1..=21).contains(&point) {
        if count <= point {
            return format!("{digits}{}", "0".repeat((point - count) as usize));
        }
        let (whole, fraction) = digits.split_at(point as usize);
        return format!("{whole}.{fraction}");
    }
    if (-5..=0).contains(&point) {
        return format!("0.{}{digits}", "0".repeat(-point as usize));
    }
    let exponent = point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{first}{point}{rest}e{sign}{}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_become_numbers_as_in_javascript() {
        for (given, wanted) in [
            ("", 0.0),
            (" \t\u{a0}", 0.0),
            ("5.", 5.0),
            (".5", 0.5),
            ("+1e3", 1000.0),
            ("-0x1", f64::NAN),
            ("0xff", 255.0),
            ("0XFF", 255.0),
            ("0o17", 15.0),
            ("0b11", 3.0),
            ("010", 10.0),
            ("1e400", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            let got = parse(given);
            assert!(
                got == wanted || got.is_nan() && wanted.is_nan(),
                "{given:?}: {got} is not {wanted}"
            );
        }
        for none in [
            ".", "e5", "1e", "1_0", "0x", "0xg", "inf", "infinity", "nan", "NaN", "1 2", "--1",
        ] {
            assert!(parse(none).is_nan(), "{none:?}");
        }
    }

    #[test]
    fn a_long_hexadecimal_number_is_rounded_once() {
        assert_eq!(parse("0x20000000000001"), 9007199254740992.0);
        assert_eq!(parse("0x20000000000003"), 9007199254740996.0);
        assert_eq!(
            parse("0x2000000000000100000000000000000000001"),
            2f64.powi(145) + 2f64.powi(93)
        );
        assert_eq!(parse(&format!("0x{}", "f".repeat(300))), f64::INFINITY);
    }

    #[test]
    fn numbers_become_strings_as_in_javascript() {
        for (given, wanted) in [
            (-0.0, "0"),
            (1e21, "1e+21"),
            (123456789012345680000.0, "123456789012345680000"),
            (1e-7, "1e-7"),
            (0.00001, "0.00001"),
            (1.0 / 65536.0, "0.000015258789063"),
            (-1.0 / 65536.0, "-0.000015258789063"),
            (3.0 / 65536.0, "0.000045776367188"),
            (15419.883377075195, "15419.883377075195"),
            (0.1 + 0.2, "0.3"),
            (1e-16, "0"),
            (-1.5, "-1.5"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(text(given), wanted);
        }
        assert_eq!(shortest(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(shortest(5e-324), "5e-324");
        // It is 826855943197109.25: two numbers of sixteen digits are as near.
        assert_eq!(shortest(826855943197109.2), "826855943197109.2");
        assert_eq!(shortest(-122751.90454101562), "-122751.90454101562");
    }
}
