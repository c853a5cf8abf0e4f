//! Expressions inside of a shell script -> variables, with the quotes that keep their values one word.

use crate::expression::{Piece, pieces};

/// Where in a script the shell is: the quotes, and those that it goes back to behind each open parenthesis.
#[derive(Clone)]
struct State {
    quote: Quote,
    outer: Vec<Quote>,
    /// Whether a comment is open, and whether a word may begin here: both go on behind an expression.
    in_comment: bool,
    /// Whether a word `case` stood where its parentheses cannot be told from others.
    is_lost: bool,
    word_begins: bool,
    /// Whether a backtick is open, behind which nothing is sure.
    is_unsure: bool,
}

/// Open quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
    /// `$'…'`, in which a backslash escapes.
    Ansi,
}

/// The script with every expression replaced by what `lookup` gives for it, as a word of shell that expands to it.
///
/// # Errors
/// An expression that is none, or that `lookup` refuses; or one behind a here-document, whose quoting is not known.
pub(super) fn substitute(
    script: &str,
    mut lookup: impl FnMut(&str) -> Result<Word, String>,
) -> Result<String, String> {
    let pieces = pieces(script).map_err(|error| error.message)?;
    let mut out = String::new();
    let mut state = State {
        quote: Quote::None,
        outer: Vec::new(),
        in_comment: false,
        is_lost: false,
        word_begins: true,
        is_unsure: false,
    };
    let mut has_document = false;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                state.pass(text);
                has_document |= text.contains("<<");
                out.push_str(text);
            }
            Piece::Expression { text, .. } => {
                if has_document {
                    return Err(format!("`{text}` stands behind a here-document"));
                }
                if state.is_lost || state.quote == Quote::Ansi {
                    return Err(format!("`{text}` stands where the quotes around it are not sure"));
                }
                if state.is_unsure {
                    return Err(format!("`{text}` stands between backticks inside of quotes"));
                }
                let found = lookup(text)?;
                if let Word::Variable(_, values) = &found
                    && let Some(value) = values.iter().find(|value| is_code(value, state.quote))
                {
                    let value = value.lines().next().unwrap_or_default();
                    return Err(format!(
                        "GitHub pastes `{text}` into the script, and of `{value}` the shell would read more than a word"
                    ));
                }
                out.push_str(&word(&found, state.quote));
                state.word_begins = false;
            }
        }
    }
    Ok(out)
}

/// What an expression becomes.
pub(super) enum Word {
    /// The value of a variable, and the values that it may have, where they are known.
    Variable(String, Vec<String>),
    /// A text.
    Text(String),
}

fn word(word: &Word, quote: Quote) -> String {
    match (word, quote) {
        (Word::Variable(name, _), Quote::Single | Quote::Ansi) => format!("'\"${{{name}}}\"'"),
        // GitHub pastes the text, so without quotes it may have become several words; a variable does the same.
        (Word::Variable(name, _), _) => format!("${{{name}}}"),
        (Word::Text(text), Quote::None) => single(text),
        (Word::Text(text), Quote::Single | Quote::Ansi) => text.replace('\'', "'\\''"),
        (Word::Text(text), Quote::Double) => text.chars().flat_map(in_double).collect(),
    }
}

/// Whether a shell that is pasted a value does something else with it than with a variable that has it.
fn is_code(value: &str, quote: Quote) -> bool {
    match quote {
        Quote::None => {
            let name = value.split('=').next().unwrap_or_default();
            let is_setting = name.len() < value.len()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_setting
                || value.contains([
                    '\'', '"', '`', '$', '\\', ';', '&', '|', '<', '>', '(', ')', '{', '}', '#', '!', '~',
                    '\n',
                ])
        }
        Quote::Double => value.contains(['"', '$', '`', '\\']),
        Quote::Single | Quote::Ansi => value.contains('\''),
    }
}

fn in_double(c: char) -> impl Iterator<Item = char> {
    let escaped = "\"$`\\".contains(c);
    escaped.then_some('\\').into_iter().chain([c])
}

/// A text in single quotes.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

impl State {
    /// Goes behind a text.
    fn pass(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if self.in_comment {
                self.in_comment = c != '\n';
                self.word_begins = true;
                continue;
            }
            match (self.quote, c) {
                (Quote::None, '$') if chars.next_if_eq(&'\'').is_some() => self.quote = Quote::Ansi,
                (Quote::Ansi, '\'') => self.quote = Quote::None,
                // A pattern of `case` inside of `"$(…)"` closes a parenthesis that was never opened.
                (Quote::None, 'c')
                    if self.word_begins
                        && self.outer.contains(&Quote::Double)
                        && chars.clone().take(3).eq("ase".chars()) =>
                {
                    self.is_lost = true;
                }
                (Quote::None | Quote::Double | Quote::Ansi, '\\') => drop(chars.next()),
                (Quote::None, '\'') => self.quote = Quote::Single,
                (Quote::None, '"') => self.quote = Quote::Double,
                // An apostrophe in a comment opens nothing.
                (Quote::None, '#') if self.word_begins => self.in_comment = true,
                (Quote::Single, '\'') | (Quote::Double, '"') => self.quote = Quote::None,
                (Quote::Double, '`') => self.is_unsure = !self.is_unsure,
                // What stands in `$(…)` has quotes of its own.
                (Quote::Double, '$') if chars.next_if_eq(&'(').is_some() => {
                    self.outer.push(Quote::Double);
                    self.quote = Quote::None;
                    self.word_begins = true;
                    continue;
                }
                (Quote::None, '(') => self.outer.push(Quote::None),
                (Quote::None, ')') => self.quote = self.outer.pop().unwrap_or(Quote::None),
                _ => {}
            }
            self.word_begins = c.is_whitespace() || ";&|(".contains(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_expands_wherever_the_expression_stood() {
        let variable = |_: &str| Ok(Word::Variable("V".to_owned(), Vec::new()));
        for (script, expected) in [
            ("echo ${{ matrix.a }}", "echo ${V}"),
            ("echo \"${{ matrix.a }}-x\"", "echo \"${V}-x\""),
            ("echo 'a ${{ matrix.a }} b'", "echo 'a '\"${V}\"' b'"),
            ("# don't\necho ${{ matrix.a }}", "# don't\necho ${V}"),
            ("echo \\' ${{ matrix.a }}", "echo \\' ${V}"),
            (
                "echo \"$(printf '%s' '${{ matrix.a }}')\" '${{ matrix.a }}'",
                "echo \"$(printf '%s' ''\"${V}\"'')\" ''\"${V}\"''",
            ),
            ("(echo \"$( (ls) )${{ matrix.a }}\")", "(echo \"$( (ls) )${V}\")"),
        ] {
            assert_eq!(substitute(script, variable).unwrap(), expected);
        }
        assert!(substitute("cat <<'E'\n${{ matrix.a }}\nE", variable).is_err());
        assert!(substitute("echo \"`echo '${{ matrix.a }}'`\"", variable).is_err());
        assert!(substitute("${{ ", variable).is_err());
    }

    #[test]
    fn a_text_is_no_code_in_any_quotes() {
        let hostile = |_: &str| Ok(Word::Text("$(id)'\"`x`\\".to_owned()));
        for script in [
            "printf %s ${{ a }}",
            "printf %s \"${{ a }}\"",
            "printf %s '${{ a }}'",
        ] {
            let script = substitute(script, hostile).unwrap();
            let output = std::process::Command::new("sh")
                .args(["-c", &script])
                .output()
                .unwrap();
            assert_eq!(
                String::from_utf8(output.stdout).unwrap(),
                "$(id)'\"`x`\\",
                "{script}"
            );
        }
    }
}
