//! Patterns over names: `*` stands for any run of characters, `?` for one.

/// Whether `name` matches `pattern`. Every character but these two stands for itself.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of) = (0, 0);
    // Where the last `*` is, and how far the name was when it was met: what it stands for can only grow.
    let mut star: Option<(usize, usize)> = None;
    while of < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, of));
                at += 1;
            }
            Some(c) if *c == '?' || *c == name[of] => (at, of) = (at + 1, of + 1),
            _ => match &mut star {
                Some((asterisk, begun)) => {
                    *begun += 1;
                    (at, of) = (*asterisk + 1, *begun);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_dot_is_only_a_dot() {
        assert!(matches("3.5.*", "3.5.7"));
        assert!(!matches("3.5.*", "3.50.7"));
        assert!(!matches("3.5.?", "3.5.10"));
        assert!(matches("*", "anything.at-all"));
        assert!(!matches("", "x"));
        assert!(matches("*", "") && matches("a*c*e", "abcde") && !matches("a*c*e", "abcd"));
        assert!(matches("*", "a/b"), "a bad name is a name");
        assert!(!matches("{a,b}", "a") && !matches("[ab]", "a") && !matches("!a", "b"));
    }
}
