use super::file::{missing, outside};
use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;
use crate::read::Kind;

pub(super) const RULE: Rule = Rule {
    id: "hashed-files",
    summary: "The key of a cache that names a file or a folder that is not there.",
    why: "`hashFiles` says nothing of a pattern that matches no file. The key then never changes, and what is restored from the \
          cache is as old as its first day. A pattern is held up to its first wildcard: `docker/**/requirements.txt` needs \
          a folder `docker`. What a pattern that begins with a wildcard matches is not looked for.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (index, step) in input.pipeline.steps.iter().enumerate() {
        for (table, values) in [("with", &step.with), ("env", &step.env)] {
            for (key, value) in values {
                for pattern in hashed(value) {
                    held(input, path!["steps", index, table, key], pattern, found);
                }
            }
        }
    }
}

/// The patterns that calls of `hashFiles` in a text name. A string of GitHub's has no escapes but `''`, and no path has that.
fn hashed(text: &str) -> Vec<&str> {
    const CALL: &str = "hashfiles(";
    let lower = text.to_ascii_lowercase();
    let mut patterns = Vec::new();
    for (at, _) in lower.match_indices(CALL) {
        let arguments = &text[at + CALL.len()..];
        let arguments = &arguments[..arguments.find(')').unwrap_or(arguments.len())];
        patterns.extend(arguments.split('\'').skip(1).step_by(2));
    }
    patterns
}

/// Whether what a pattern names up to its first wildcard is there. One with a `!` takes files out, and may take out none.
fn held(input: Input<'_>, place: Path, pattern: &str, found: &mut Vec<Diagnostic>) {
    let wild = pattern.find(['*', '?', '[']);
    let named = match wild {
        Some(at) => pattern[..at].rsplit_once('/').map_or("", |(folder, _)| folder),
        None => pattern.trim_end_matches('/'),
    };
    if pattern.starts_with('!') || named.is_empty() {
        return;
    }
    if let Some(diagnostic) = outside(RULE.id, place.clone().value(), named) {
        found.push(diagnostic);
        return;
    }
    let kind = input.root.kind(named);
    if kind == Kind::Missing || wild.is_some() && kind == Kind::File {
        found.push(missing(RULE.id, place.value(), input.root, "", named));
    }
}

#[cfg(test)]
mod tests {
    use super::hashed;

    #[test]
    fn patterns_are_found_wherever_they_are_hashed() {
        assert_eq!(
            hashed("${{ runner.os }}-${{ hashFiles('a', 'b/**') }}-${{ HASHFILES( 'c.txt' ) }}"),
            ["a", "b/**", "c.txt"]
        );
        assert!(hashed("hashFiles() of ${{ env.WHAT }} it's").is_empty());
        assert_eq!(hashed("${{ hashFiles('unfinished"), ["unfinished"]);
    }
}
