//! Lines of a workflow that name an action at a commit: what bots read and update.

/// A line `uses: OWNER/NAME@COMMIT # VERSION`, as far as it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinLine<'t> {
    /// Number of the line, from 1.
    pub line: usize,
    /// Where the value begins, in bytes of the text.
    pub start: usize,
    /// The action: what stands before `@`.
    pub action: &'t str,
    /// The commit: what stands behind `@`, whatever it is.
    pub commit: &'t str,
    /// The comment behind it; empty where there is none.
    pub version: &'t str,
}

impl PinLine<'_> {
    /// Action, commit and version as they are written.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{} # {}", self.commit, self.version)
    }

    /// The bytes of the whole value and its comment.
    #[must_use]
    pub fn bytes(&self) -> std::ops::Range<usize> {
        let comment = match self.version.len() {
            0 => 0,
            length => length + 3,
        };
        self.start..self.start + self.action.len() + 1 + self.commit.len() + comment
    }
}

/// The lines of a text that name an action of another repository.
pub fn pin_lines(text: &str) -> impl Iterator<Item = PinLine<'_>> {
    let mut next = 0;
    text.split_inclusive('\n')
        .enumerate()
        .filter_map(move |(at, line)| {
            let start = next;
            next += line.len();
            let value = uses(line)?;
            let (value, comment) = value.split_once(" #").unwrap_or((value, ""));
            let value = value.trim();
            let quoted = |mark| value.strip_prefix(mark)?.strip_suffix(mark);
            let value = quoted('\'').or_else(|| quoted('"')).unwrap_or(value);
            let (action, commit) = value.split_once('@')?;
            let local = action.starts_with("./") || action.starts_with("$/");
            (!local).then(|| PinLine {
                line: at + 1,
                start: start + offset(line, action),
                action,
                commit,
                version: comment.trim(),
            })
        })
}

/// A text without its pins: two texts that differ in nothing else are the same.
#[must_use]
pub fn without_pins(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match uses(line).and_then(|value| value.find('@').map(|at| (value, at))) {
            Some((value, at)) => {
                kept.push_str(&line[..offset(line, value) + at]);
                kept.push('\n');
            }
            None => kept.push_str(line),
        }
    }
    kept
}

/// What stands behind `uses: ` of a line.
fn uses(line: &str) -> Option<&str> {
    let line = line.trim();
    line.strip_prefix("- ").unwrap_or(line).strip_prefix("uses: ")
}

/// Where a part of a line begins in it.
fn offset(line: &str, part: &str) -> usize {
    line.find(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "a:\n  - uses: o/a@11 # v1\r\n  - name: x\n    uses: o/b@22\n    uses: ./.github/x.yml@1\nuses: c\n";

    #[test]
    fn a_pin_is_read_with_its_place() {
        let pins: Vec<PinLine<'_>> = pin_lines(TEXT).collect();
        let told: Vec<_> = pins
            .iter()
            .map(|pin| (pin.line, pin.action, pin.commit, pin.version))
            .collect();
        assert_eq!(told, [(2, "o/a", "11", "v1"), (4, "o/b", "22", "")]);
        assert_eq!(&TEXT[pins[0].bytes()], "o/a@11 # v1");
        assert_eq!(&TEXT[pins[1].bytes()], "o/b@22");
    }

    #[test]
    fn only_pins_are_left_out() {
        let bumped = TEXT.replace("11 # v1", "12 # v1.1");
        assert_eq!(without_pins(TEXT), without_pins(&bumped));
        assert_ne!(without_pins(TEXT), without_pins(&TEXT.replace("o/a", "p/a")));
        assert_ne!(
            without_pins(TEXT),
            without_pins(&TEXT.replace("name: x", "name: y"))
        );
    }
}
