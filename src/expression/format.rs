//! `format('{0} of {1}', …)`.

use std::borrow::Cow;

use super::budget::Budget;
use super::call::text_or_unknown;
use super::coerce;
use super::unknown::Knowledge;
use super::value::Value;

/// `template` with `{0}`, `{1}`… replaced by `values`, and doubled braces single.
pub(super) fn format(template: &Value, values: &[Value], budget: &mut Budget) -> Result<Value, String> {
    let template = match template {
        Value::Unknown(unknown) => return Ok(Value::Unknown(unknown.knowing(Knowledge::MayFail))),
        known => coerce::text(known).unwrap_or_default(),
    };
    let mut out = String::new();
    let mut unknown = None;
    let mut rest: &str = &template;
    while let Some((piece, after)) = next_piece(rest) {
        rest = after;
        let text = match piece {
            Piece::Text(text) => Cow::Borrowed(text),
            Piece::Argument(at) => match values.get(at) {
                Some(Value::Unknown(found)) => {
                    unknown = Some(found.clone());
                    continue;
                }
                Some(value) => coerce::text(value).unwrap_or_default(),
                None => {
                    let message = "The following format string references more arguments than were supplied";
                    return Err(format!("{message}: {template}"));
                }
            },
            Piece::Invalid => return Err(format!("The following format string is invalid: {template}")),
        };
        budget.spend(text.len())?;
        out.push_str(&text);
    }
    Ok(text_or_unknown(out, unknown))
}

enum Piece<'t> {
    Text(&'t str),
    Argument(usize),
    Invalid,
}

/// The first piece of `template` and what follows it.
fn next_piece(template: &str) -> Option<(Piece<'_>, &str)> {
    if template.is_empty() {
        return None;
    }
    let brace = template.find(['{', '}']).unwrap_or(template.len());
    if brace > 0 {
        let (text, rest) = template.split_at(brace);
        return Some((Piece::Text(text), rest));
    }
    for doubled in ["{{", "}}"] {
        if let Some(rest) = template.strip_prefix(doubled) {
            return Some((Piece::Text(&doubled[1..]), rest));
        }
    }
    Some(placeholder(template).unwrap_or((Piece::Invalid, "")))
}

/// `{`, a number, and anything up to the next `}`.
fn placeholder(template: &str) -> Option<(Piece<'_>, &str)> {
    let (inside, rest) = template.strip_prefix('{')?.split_once('}')?;
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    // A number too large for us is larger than any count of arguments.
    Some((
        Piece::Argument(inside[..digits].parse().unwrap_or(usize::MAX)),
        rest,
    ))
}
