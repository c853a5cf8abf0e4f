//! What the schema lets an expression look at.

use crate::expression::{Arity, Condition, Function, Scope, check, check_template};

/// What is wrong with the expressions of a scalar, or with a condition, where only these contexts may be used. A function
/// among them is written with how many arguments it takes: `success(0,MAX)`.
pub(super) fn problems(text: &str, context: &[String]) -> Vec<String> {
    let names = context.iter().filter(|name| !name.contains('('));
    let functions = context.iter().filter_map(|name| function(name));
    let names: Vec<&str> = names.map(String::as_str).collect();
    let scope = functions.fold(Scope::new(&names), |scope, (function, arity)| {
        scope.with_arity(function, arity)
    });
    let found = if text.contains("${{") {
        check_template(text, &scope)
    } else if Condition::parse_any(text).is_ok() {
        check(text.trim(), &scope)
    } else {
        check(text, &scope)
    };
    found.into_iter().map(|problem| problem.message).collect()
}

fn function(text: &str) -> Option<(Function, Arity)> {
    let (name, arguments) = text.strip_suffix(')')?.split_once('(')?;
    let (least, most) = arguments.split_once(',')?;
    let arity = Arity {
        least: least.trim().parse().ok()?,
        most: most.trim().parse().unwrap_or(usize::MAX),
    };
    Some((Function::named(name)?, arity))
}
