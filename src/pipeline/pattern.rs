//! Patterns over names: `*` stands for any run of characters, `?` for one.

/// Whether `name` matches `pattern`. Names have no path separators, so `*` matches everything.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    fast_glob::glob_match(pattern, name)
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
    }
}
