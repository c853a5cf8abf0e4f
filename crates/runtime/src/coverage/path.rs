//! The path of a source file, as a name that is the same from every tool and runner.

/// Longest path that is kept, in characters.
const MOST: usize = 1_000;

/// With `/` between its parts, and without `.`, `..`, empty parts and what is in front of the first part, so that it is
/// neither absolute nor outside of anything.
pub(super) fn plain(path: &str) -> String {
    let short: String = path
        .trim()
        .chars()
        .filter(|character| !character.is_control())
        .take(MOST)
        .collect();
    let mut parts: Vec<&str> = Vec::new();
    for part in short.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
