//! The `if` of a job or a step.

use super::coerce;
use super::environment::Environment;
use super::error::Error;
use super::expr::Expression;
use super::letters::trim;
use super::names::Names;
use super::template::Template;
use super::value::Value;

/// The `if` of a job or a step: an expression with or without `${{ }}`, behind an implicit `success() &&`
/// unless it asks for the status itself.
#[derive(Clone, Debug)]
pub struct Condition {
    template: Template,
    asks_status: bool,
}

impl Condition {
    /// Parses the text of an `if`; a blank one is `success()`.
    ///
    /// # Errors
    /// The first error; its span is in the text.
    pub fn parse(text: &str, names: &dyn Names) -> Result<Self, Error> {
        Self::parse_with(
            text,
            |scalar| Template::parse(scalar, names),
            |text| Expression::parse(text, names),
        )
    }

    /// The same, whatever names are used.
    ///
    /// # Errors
    /// The first error; its span is in the text.
    pub fn parse_any(text: &str) -> Result<Self, Error> {
        Self::parse_with(text, Template::parse_any, Expression::parse_any)
    }

    fn parse_with(
        text: &str,
        template: impl Fn(&str) -> Result<Template, Error>,
        expression: impl Fn(&str) -> Result<Expression, Error>,
    ) -> Result<Self, Error> {
        let template = if text.contains("${{") {
            template(text)?
        } else {
            let trimmed = trim(text);
            let offset = text.find(trimmed).unwrap_or(0);
            let shifted = |error: Error| Error {
                span: error.span.shifted(offset),
                ..error
            };
            let text = if trimmed.is_empty() { "true" } else { trimmed };
            Template::sole(expression(text).map_err(shifted)?, offset)
        };
        let asks_status = template.expressions().any(Expression::calls_status);
        Ok(Self {
            template,
            asks_status,
        })
    }

    /// Text around `${{ }}` makes the whole a text, which is true whatever the expression says: surely a
    /// mistake.
    #[must_use]
    pub fn is_always_true_text(&self) -> bool {
        self.template.sole_expression().is_none()
    }

    /// What its own value depends on that is unknown, for people.
    #[must_use]
    pub fn unknown(&self, environment: &Environment<'_>) -> Option<String> {
        match self.template.evaluate(environment) {
            Ok(Value::Unknown(unknown)) => Some(unknown.cause.to_string()),
            _ => None,
        }
    }

    /// Does it run? `None` if that depends on what is unknown.
    ///
    /// # Errors
    /// What surely fails; the span is in the text.
    pub fn holds(&self, environment: &Environment<'_>) -> Result<Option<bool>, Error> {
        let success = if self.asks_status {
            Some(true)
        } else {
            environment.status.success
        };
        if success == Some(false) {
            return Ok(Some(false));
        }
        match (success, self.template.evaluate(environment)) {
            (Some(_), value) => Ok(coerce::truth(&value?)),
            (None, Ok(value)) => Ok(coerce::truth(&value).filter(|truth| !truth)),
            (None, Err(_)) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Object, Status};

    fn holds(text: &str, status: Status) -> Option<bool> {
        let mut contexts = Object::new();
        contexts.insert("secrets", Object::open("secrets").into());
        let environment = Environment {
            contexts: &contexts,
            status,
        };
        Condition::parse(text, &contexts)
            .unwrap()
            .holds(&environment)
            .unwrap()
    }

    #[test]
    fn success_is_implied_unless_the_status_is_asked_for() {
        let failed = Status::of_job("failure");
        for text in ["", "true", "${{ true }}", "'success()' != ''"] {
            assert_eq!(holds(text, Status::SUCCESS), Some(true), "{text}");
            assert_eq!(holds(text, failed), Some(false), "{text}");
            assert_eq!(holds(text, Status::UNKNOWN), None, "{text}");
        }
        for text in [
            "always()",
            "!cancelled()",
            "${{ failure() }}",
            "always() || success()",
        ] {
            assert_eq!(holds(text, failed), Some(true), "{text}");
        }
        assert_eq!(holds("false", Status::UNKNOWN), Some(false));
        assert_eq!(holds("!cancelled() && false", Status::UNKNOWN), Some(false));
    }

    #[test]
    fn unknown_secrets_decide_nothing_that_they_need_not() {
        assert_eq!(holds("secrets.A", Status::SUCCESS), None);
        assert_eq!(holds("secrets.A && false", Status::SUCCESS), Some(false));
        assert_eq!(holds("secrets.A || true", Status::SUCCESS), Some(true));
        assert_eq!(holds("fromJSON(secrets.A) && false", Status::SUCCESS), None);
    }

    #[test]
    fn text_around_an_expression_is_noticed() {
        let condition = |text| Condition::parse_any(text).unwrap();
        assert!(condition("${{ github.ref }} == 'x'").is_always_true_text());
        assert!(condition(" ${{ github.ref }}").is_always_true_text());
        assert!(!condition("github.ref == 'x'").is_always_true_text());
        assert_eq!(Condition::parse_any("  1 +").unwrap_err().span.start, 4);
    }
}
