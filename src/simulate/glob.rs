//! GitHub's patterns for branches, tags and paths.
//!
//! `*` anything but `/`, `**` anything, `?` the character before it or not, `+` the character before it once or more,
//! `[…]` one of some letters and digits, `\` takes the next character as it is, `!` in front takes back.

use regex::Regex;

/// A pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// It takes back what an earlier one matched.
    pub negative: bool,
    regex: Regex,
}

impl Pattern {
    /// Reads a pattern. In a list of what is ignored, a `!` has no meaning of its own.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (negative, body) = match text.strip_prefix('!') {
            Some(body) => (true, body),
            None => (false, text),
        };
        if body.is_empty() {
            return Err("a pattern cannot be empty".to_owned());
        }
        let regex = Regex::new(&translate(body)?).map_err(|_| format!("`{text}` is no pattern"))?;
        Ok(Self { negative, regex })
    }

    /// Does it match a whole name?
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.regex.is_match(name)
    }
}

/// Whether a name is in, after all patterns in their order.
#[must_use]
pub(super) fn included(patterns: &[Pattern], name: &str) -> bool {
    let last = patterns.iter().rev().find(|pattern| pattern.matches(name));
    last.is_some_and(|pattern| !pattern.negative)
}

fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::from("(?s)^");
    let mut rest = pattern;
    let mut repeatable = false;
    while let Some(c) = rest.chars().next() {
        let before = &pattern[..pattern.len() - rest.len()];
        let begins = before.is_empty();
        let (piece, length, may_repeat) = match c {
            '*' if rest.starts_with("**/") && (begins || before.ends_with('/')) => {
                ("(?:.*/)?".to_owned(), 3, false)
            }
            '*' if rest.starts_with("**") => (".*".to_owned(), 2, false),
            '*' => ("[^/]*".to_owned(), 1, false),
            '?' | '+' if repeatable => (c.to_string(), 1, false),
            '?' | '+' => return Err(format!("`{c}` needs a character before it in `{pattern}`")),
            '[' => {
                let end = rest
                    .find(']')
                    .ok_or_else(|| format!("`[` is not closed in `{pattern}`"))?;
                (set(&rest[1..end], pattern)?, end + 1, true)
            }
            '\\' => {
                let next = rest
                    .chars()
                    .nth(1)
                    .ok_or_else(|| format!("`{pattern}` ends in a lone `\\`"))?;
                (regex::escape(&next.to_string()), 1 + next.len_utf8(), true)
            }
            other => (regex::escape(&other.to_string()), other.len_utf8(), true),
        };
        out.push_str(&piece);
        rest = &rest[length..];
        repeatable = may_repeat;
    }
    out.push('$');
    Ok(out)
}

fn set(inside: &str, pattern: &str) -> Result<String, String> {
    if inside.is_empty()
        || !inside
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')
    {
        return Err(format!(
            "`[{inside}]` holds more than letters, digits and ranges in `{pattern}`"
        ));
    }
    Ok(format!("[{}]", inside.replace('.', "\\.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(patterns: &[&str], name: &str) -> bool {
        let patterns: Vec<Pattern> = patterns
            .iter()
            .map(|text| Pattern::parse(text).unwrap())
            .collect();
        included(&patterns, name)
    }

    /// The examples of GitHub's documentation of filter patterns.
    #[test]
    fn the_examples_of_the_documentation_match() {
        for (pattern, yes, no) in [
            ("feature/*", "feature/my-branch", "feature/beta-a/my-branch"),
            ("feature/**", "feature/beta-a/my-branch", "feature"),
            ("main", "main", "mains"),
            ("*", "main", "all/the/branches"),
            ("**", "all/the/branches", "\u{0}never\u{0}".trim_matches('x')),
            ("*feature", "mona-feature", "feature-10"),
            ("v2*", "v2.9", "v3"),
            ("v[12].[0-9]+.[0-9]+", "v1.10.1", "v3.0.0"),
            ("*.jsx?", "page.js", "page.jsxx"),
            ("feature**/x", "feature-a/b/x", "featurex"),
            ("**.js", "src/js/app.js", "app.jsx"),
            ("docs/*", "docs/README.md", "docs/mona/octocat.txt"),
            ("docs/**/*.md", "docs/README.md", "README.md"),
            ("**/docs/**", "dir/docs/my-file.txt", "docs.md"),
            ("**/README.md", "README.md", "README.mdx"),
            ("**/*src/**", "my-src/code/js/app.js", "srcs"),
            ("**/*-post.md", "path/their-post.md", "post.md"),
            ("**/migrate-*.sql", "db/sept/migrate-v1.sql", "migrate.sql"),
        ] {
            assert!(says(&[pattern], yes), "{pattern} {yes}");
            assert!(pattern == "**" || !says(&[pattern], no), "{pattern} {no}");
        }
    }

    #[test]
    fn the_order_of_patterns_decides() {
        let patterns = ["releases/**", "!releases/**-alpha", "releases/special-alpha"];
        assert!(says(&patterns, "releases/10"));
        assert!(!says(&patterns, "releases/10-alpha"));
        assert!(says(&patterns, "releases/special-alpha"));
        assert!(!says(&["!main"], "dev"));
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        for text in ["", "!", "+a", "a*?", "[a", "[!x]", "a\\"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
