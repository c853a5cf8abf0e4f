//! Text from outside, made fit to be looked at. That it is no markup is the business of who writes it.

use std::borrow::Cow;

/// Control characters and those that turn the direction of text become visible; colours of terminals are dropped.
pub(crate) fn tame(text: &str) -> Cow<'_, str> {
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut tamed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c == '\u{1b}' { escape_sequence(rest) } else { 0 };
        if length == 0 {
            push(&mut tamed, c);
        }
        rest = &rest[length.max(c.len_utf8())..];
    }
    Cow::Owned(tamed)
}

/// At most so many characters, the last one an ellipsis where there were more.
pub(crate) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let kept = text
                .char_indices()
                .nth(most.saturating_sub(1))
                .map_or(0, |(at, _)| at);
            Cow::Owned(format!("{}…", &text[..kept]))
        }
    }
}

/// Seconds for people: `16 ms`, `3.2 s`, `1 min 15 s`, `2 h 5 min`.
pub(crate) fn seconds(seconds: f64) -> String {
    let whole = seconds.round();
    match seconds {
        _ if !seconds.is_finite() || seconds < 0.0 => "–".to_owned(),
        _ if seconds < 0.9995 => format!("{:.0} ms", seconds * 1_000.0),
        _ if seconds < 9.95 => format!("{seconds:.1} s"),
        _ if whole < 60.0 => format!("{whole:.0} s"),
        _ if whole < 3_600.0 => format!("{:.0} min {:.0} s", (whole / 60.0).floor(), whole % 60.0),
        _ => format!(
            "{:.0} h {:.0} min",
            (whole / 3_600.0).floor(),
            (whole % 3_600.0 / 60.0).floor()
        ),
    }
}

/// A time of day as files have it, for people: `2026-11-22 02:00 UTC`. What is no such time stays as it is.
pub(crate) fn moment(time: &str) -> String {
    match (time.get(..10), time.get(10..11), time.get(11..16)) {
        (Some(day), Some("T"), Some(minute)) if time.ends_with('Z') => format!("{day} {minute} UTC"),
        _ => clip(time, 40).into_owned(),
    }
}

/// A number with as many digits as are of use: `1234`, `12.3`, `0.012`.
pub(crate) fn short(number: f64) -> String {
    match number.abs() {
        size if !size.is_finite() => "–".to_owned(),
        size if size >= 100.0 || number == number.round() => format!("{number:.0}"),
        size if size >= 1.0 => format!("{number:.1}"),
        _ => format!("{number:.3}"),
    }
}

/// A rate in percent. It is rounded down: only what is whole is said to be whole.
pub(crate) fn rate(percent: f64) -> String {
    short((percent * 10.0).floor() / 10.0)
}

/// A change in percent with its sign: `+12.3 %`.
pub(crate) fn percent(change: f64) -> String {
    if change.is_finite() {
        format!("{change:+.1} %").replace('-', "−")
    } else {
        "–".to_owned()
    }
}

fn push(into: &mut String, c: char) {
    match c {
        _ if !is_odd(c) => into.push(c),
        '\r' => {}
        '\0'..='\u{1f}' => into.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7f}' => into.push('␡'),
        _ => into.push_str(&format!("[U+{:04X}]", u32::from(c))),
    }
}

fn is_odd(c: char) -> bool {
    // Neither HTML nor XML may hold the last two.
    let is_none = matches!(c, '\u{fffe}' | '\u{ffff}');
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || is_none || (c.is_control() && c != '\n' && c != '\t')
}

/// How many bytes the escape sequence of a terminal takes that the text begins with: `ESC [ … letter`.
fn escape_sequence(text: &str) -> usize {
    let Some(inside) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let end = inside.find(|c: char| !matches!(c, '0'..='9' | ';' | ':' | '?'));
    match end.and_then(|end| inside[end..].chars().next().map(|c| (end, c))) {
        Some((end, last)) if last.is_ascii_alphabetic() => 2 + end + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_deceive_the_eye_is_seen() {
        assert_eq!(tame("plain"), "plain");
        assert_eq!(tame("gpj\u{202e}exe\0\r\n"), "gpj[U+202E]exe␀\n");
        assert_eq!(tame("\u{1b}[1;31mred\u{1b}[0m \u{1b}]0;t\u{7}"), "red ␛]0;t␇");
        assert_eq!(tame("\u{1b}["), "␛[");
        assert_eq!(tame("\u{85}"), "[U+0085]");
    }

    #[test]
    fn a_moment_is_one_or_stays_as_it_is() {
        assert_eq!(moment("2026-11-22T02:00:04.120Z"), "2026-11-22 02:00 UTC");
        assert_eq!(moment("2026-11-22T02:00:04+01:00"), "2026-11-22T02:00:04+01:00");
        assert_eq!(moment("😀T"), "😀T");
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(clip("ab", 2), "ab");
        assert_eq!(clip("a😀b", 2), "a…");
        assert_eq!(clip("", 0), "");
        assert_eq!(clip("😀😀", 1), "…");
    }

    #[test]
    fn times_are_as_exact_as_is_of_use() {
        let shown = [
            0.0,
            0.016,
            0.9999,
            9.96,
            59.7,
            75.0,
            3_599.6,
            7_500.0,
            -1.0,
            f64::NAN,
        ]
        .map(seconds);
        assert_eq!(
            shown,
            [
                "0 ms",
                "16 ms",
                "1.0 s",
                "10 s",
                "1 min 0 s",
                "1 min 15 s",
                "1 h 0 min",
                "2 h 5 min",
                "–",
                "–"
            ]
        );
    }
}
