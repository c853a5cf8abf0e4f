//! `pipewright eval`: expressions and contexts in as JSON, answers out as JSON.

use std::fmt;
use std::io::{self, Write};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use super::environment::Environment;
use super::error::Error;
use super::expr::Expression;
use super::json::{self, JsonError};
use super::object::Object;
use super::unknown::Unknown;
use super::value::Value;

/// How many bytes of a batch a core answers before its answers are written.
const PART: usize = 1 << 18;

/// What came of an expression. Displays as one line of JSON.
#[derive(Clone, Debug)]
pub enum Answer {
    /// `{"value": …}`
    Value(Value),
    /// `{"unknown": "hashFiles"}`: the value depends on what only a run can tell.
    Unknown(Unknown),
    /// `{"error": {"kind", "message", "at"}}`; `at` counts UTF-16 units from 1, as GitHub's messages do.
    Error {
        /// What failed.
        error: Error,
        /// Where in the expression.
        at: usize,
    },
}

/// Why a question could not even be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadInput {
    /// The text is not JSON.
    Json(JsonError),
    /// The contexts are no object.
    ContextIsNoObject,
    /// A line of a batch is no object with a string `expr`.
    NoExpression,
    /// A line of a batch is not UTF-8.
    NotUtf8,
}

/// How a batch went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Lines that were answered.
    pub answered: usize,
    /// Lines that could not be read; each was answered by an error of kind `input`.
    pub unreadable: usize,
}

/// The answer for `expr`; the keys of the JSON object `context` are the contexts.
///
/// # Errors
/// `context` is not a JSON object.
pub fn eval(expr: &str, context: Option<&str>) -> Result<Answer, BadInput> {
    let none = Object::new();
    match context.map(json::read).transpose().map_err(BadInput::Json)? {
        None | Some(Value::Null) => Ok(answer(expr, &none)),
        Some(Value::Object(contexts)) => Ok(answer(expr, &contexts)),
        Some(_) => Err(BadInput::ContextIsNoObject),
    }
}

/// Answers each line `{"expr", "context"}` of `input` by one line of `output`, in order, on all cores.
/// Blank lines are skipped; a line that cannot be read is answered by an error of kind `input`, and the
/// batch goes on.
///
/// # Errors
/// Writing failed.
pub fn eval_batch(input: &[u8], mut output: impl Write) -> io::Result<Batch> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut batch = Batch::default();
    let mut rest = input;
    while !rest.is_empty() {
        let parts: Vec<&[u8]> = (0..workers).map(|_| take_lines(&mut rest)).collect();
        for (answers, part) in thread::scope(|scope| answer_parts(scope, &parts)) {
            output.write_all(answers.as_bytes())?;
            batch.answered += part.answered;
            batch.unreadable += part.unreadable;
        }
    }
    output.flush()?;
    Ok(batch)
}

/// Takes whole lines off the front of `rest`: [`PART`] bytes, and what the last line has beyond.
fn take_lines<'i>(rest: &mut &'i [u8]) -> &'i [u8] {
    let whole = rest
        .get(PART..)
        .and_then(|beyond| beyond.iter().position(|&b| b == b'\n'));
    let (part, after) = rest.split_at(whole.map_or(rest.len(), |at| PART + at + 1));
    *rest = after;
    part
}

fn answer_parts<'s>(scope: &'s thread::Scope<'s, '_>, parts: &'s [&[u8]]) -> Vec<(String, Batch)> {
    let (first, others) = parts.split_at(1.min(parts.len()));
    let others = others.iter().filter(|part| !part.is_empty());
    let running: Vec<_> = others.map(|part| scope.spawn(|| answer_part(part))).collect();
    let mut answers: Vec<_> = first.iter().map(|part| answer_part(part)).collect();
    answers.extend(
        running
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))),
    );
    answers
}

fn answer_part(lines: &[u8]) -> (String, Batch) {
    let mut batch = Batch::default();
    let mut answers = String::new();
    for line in lines
        .split(|&b| b == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
    {
        match answer_line(line) {
            Ok(answer) => {
                batch.answered += 1;
                answers.push_str(&answer.to_string());
            }
            Err(bad) => {
                batch.unreadable += 1;
                answers.push_str(&error_object("input", &bad.to_string(), bad.position()));
            }
        }
        answers.push('\n');
    }
    (answers, batch)
}

fn answer_line(line: &[u8]) -> Result<Answer, BadInput> {
    let line = std::str::from_utf8(line).map_err(|_| BadInput::NotUtf8)?;
    let question = json::members(line)
        .map_err(BadInput::Json)?
        .ok_or(BadInput::NoExpression)?;
    let member = |wanted| {
        question
            .iter()
            .rev()
            .find(|(name, _)| name == wanted)
            .map(|(_, text)| *text)
    };
    let Some(Ok(Value::String(expr))) = member("expr").map(json::read) else {
        return Err(BadInput::NoExpression);
    };
    let contexts = match member("context") {
        None | Some("null") => Object::new(),
        Some(context) => used_contexts(context, &expr)?,
    };
    Ok(answer(&expr, &contexts))
}

/// The contexts in the JSON text `context`. Those that `expr` does not name are there by name alone:
/// contexts are large, and most expressions look at little of them.
fn used_contexts(context: &str, expr: &str) -> Result<Object, BadInput> {
    let members = json::members(context)
        .map_err(BadInput::Json)?
        .ok_or(BadInput::ContextIsNoObject)?;
    let mut contexts = Object::new();
    let between = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let words: Vec<&str> = expr.split(between).filter(|word| !word.is_empty()).collect();
    let many = members.len() > 32;
    for (name, text) in members {
        // The status functions look at `job`, and a name beyond ASCII may be spelled otherwise.
        let used = many
            || name == "job"
            || !name.is_ascii()
            || words.iter().any(|word| word.eq_ignore_ascii_case(&name));
        let value = if used {
            json::read(text).map_err(BadInput::Json)?
        } else {
            Value::Null
        };
        contexts.put(name, value);
    }
    Ok(contexts)
}

fn answer(expr: &str, contexts: &Object) -> Answer {
    let value = Expression::parse(expr, contexts)
        .and_then(|expression| expression.evaluate(&Environment::new(contexts)));
    match value {
        Ok(Value::Unknown(unknown)) => Answer::Unknown(unknown),
        Ok(value) => Answer::Value(value),
        Err(error) => Answer::Error {
            at: error.position(expr),
            error,
        },
    }
}

fn error_object(kind: &str, message: &str, at: usize) -> String {
    let mut text = format!("{{\"error\":{{\"kind\":\"{kind}\",\"message\":");
    json::quote(&mut text, message);
    text.push_str(&format!(",\"at\":{at}}}}}"));
    text
}

fn unknown_object(unknown: &Unknown) -> String {
    let mut text = "{\"unknown\":".to_owned();
    json::quote(&mut text, &unknown.cause);
    text.push('}');
    text
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => match value.to_json() {
                Ok(text) => write!(f, "{{\"value\":{text}}}"),
                Err(unknown) => f.write_str(&unknown_object(&unknown)),
            },
            Self::Unknown(unknown) => f.write_str(&unknown_object(unknown)),
            Self::Error { error, at } => f.write_str(&error_object(error.kind.as_str(), &error.message, *at)),
        }
    }
}

impl BadInput {
    /// The byte of the line, from 1.
    fn position(&self) -> usize {
        match self {
            Self::Json(error) => error.at + 1,
            Self::ContextIsNoObject | Self::NoExpression | Self::NotUtf8 => 1,
        }
    }
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "not JSON: {error}"),
            Self::ContextIsNoObject => f.write_str("the context is not an object whose keys are contexts"),
            Self::NoExpression => f.write_str("a line must be an object with a string `expr`"),
            Self::NotUtf8 => f.write_str("the line is not UTF-8"),
        }
    }
}

impl std::error::Error for BadInput {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_answers_every_line_in_order() {
        let questions = concat!(
            r#"{"expr":"github.ref || 'x'","context":{"github":{"ref":""}}}"#,
            "\r\n\n",
            r#"{"expr":"1 == 'é' &","context":null}"#,
            "\n{\"expr\":1}\nnope\n",
            r#"{"expr":"foo"}"#,
            "\n",
            r#"{"expr":"fromJSON('{')"}"#,
            "\n",
            r#"{"expr":"hashFiles('*') || true"}"#,
        );
        let mut out = Vec::new();
        let batch = eval_batch(questions.as_bytes(), &mut out).unwrap();
        assert_eq!(
            batch,
            Batch {
                answered: 5,
                unreadable: 2
            }
        );
        let wanted = r#"{"value":"x"}
{"error":{"kind":"lexing","message":"Unexpected symbol: '&'","at":10}}
{"error":{"kind":"input","message":"a line must be an object with a string `expr`","at":1}}
{"error":{"kind":"input","message":"not JSON: unexpected character at byte 0","at":1}}
{"error":{"kind":"parsing","message":"Unrecognized named-value: 'foo'","at":1}}
{"error":{"kind":"evaluation","message":"Error parsing JSON when evaluating fromJson","at":1}}
{"unknown":"hashFiles"}
"#;
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }

    #[test]
    fn a_batch_of_many_parts_keeps_its_order() {
        let lines = |n: usize| format!("{{\"expr\":\"{n} + 'x'\"}}\n{{\"expr\":\"{n}\"}}\n");
        let input: String = (0..60_000).map(lines).collect();
        assert!(input.len() > 4 * PART);
        let mut out = Vec::new();
        eval_batch(input.trim_end().as_bytes(), &mut out).unwrap();
        let values = String::from_utf8(out).unwrap();
        let values = values.lines().filter(|line| line.contains("value"));
        assert!(values.eq((0..60_000).map(|n| format!("{{\"value\":{n}}}"))));
    }

    #[test]
    fn a_blank_expression_is_null_and_a_list_is_no_context() {
        assert_eq!(eval(" ", None).unwrap().to_string(), r#"{"value":null}"#);
        assert_eq!(eval("1", Some("[]")).unwrap_err(), BadInput::ContextIsNoObject);
    }
}
