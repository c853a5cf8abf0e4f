//! Expressions inside of a shell script -> variables, with the quotes that keep their values one word.

use crate::expression::{Piece, pieces};

/// Where in a script the shell is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
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
    let mut quote = Quote::None;
    let mut has_document = false;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                quote = after(text, quote);
                has_document |= text.contains("<<");
                out.push_str(text);
            }
            Piece::Expression { text, .. } => {
                if has_document {
                    return Err(format!("`{text}` stands behind a here-document"));
                }
                out.push_str(&word(&lookup(text)?, quote));
            }
        }
    }
    Ok(out)
}

/// What an expression becomes.
pub(super) enum Word {
    /// The value of a variable.
    Variable(String),
    /// A text.
    Text(String),
}

fn word(word: &Word, quote: Quote) -> String {
    match (word, quote) {
        (Word::Variable(name), Quote::Single) => format!("'\"${{{name}}}\"'"),
        // GitHub pastes the text, so without quotes it may have become several words; a variable does the same.
        (Word::Variable(name), _) => format!("${{{name}}}"),
        (Word::Text(text), Quote::None) => single(text),
        (Word::Text(text), Quote::Single) => text.replace('\'', "'\\''"),
        (Word::Text(text), Quote::Double) => text.chars().flat_map(in_double).collect(),
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

/// The quotes that are open behind a text.
fn after(text: &str, mut quote: Quote) -> Quote {
    let mut chars = text.chars().peekable();
    let mut word_begins = true;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Quote::None | Quote::Double, '\\') => drop(chars.next()),
            (Quote::None, '\'') => quote = Quote::Single,
            (Quote::None, '"') => quote = Quote::Double,
            // An apostrophe in a comment opens nothing.
            (Quote::None, '#') if word_begins => while chars.next_if(|c| *c != '\n').is_some() {},
            (Quote::Single, '\'') | (Quote::Double, '"') => quote = Quote::None,
            _ => {}
        }
        word_begins = c.is_whitespace() || ";&|(".contains(c);
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_expands_wherever_the_expression_stood() {
        let variable = |_: &str| Ok(Word::Variable("V".to_owned()));
        for (script, expected) in [
            ("echo ${{ matrix.a }}", "echo ${V}"),
            ("echo \"${{ matrix.a }}-x\"", "echo \"${V}-x\""),
            ("echo 'a ${{ matrix.a }} b'", "echo 'a '\"${V}\"' b'"),
            ("# don't\necho ${{ matrix.a }}", "# don't\necho ${V}"),
            ("echo \\' ${{ matrix.a }}", "echo \\' ${V}"),
        ] {
            assert_eq!(substitute(script, variable).unwrap(), expected);
        }
        assert!(substitute("cat <<'E'\n${{ matrix.a }}\nE", variable).is_err());
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
