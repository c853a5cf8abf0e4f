use pipewright::expression::{
    Condition, Environment, Expression, Object, Place, Status, Template, check, check_template,
};

/// Parsing, checking and evaluating end; what is said has a place inside of the text; the same text means the same.
pub(crate) fn expression(text: &str) {
    let mut contexts = Object::new();
    contexts.insert("github", Object::open("github").into());
    contexts.insert("matrix", Object::new().into());
    let environment = Environment {
        contexts: &contexts,
        status: Status::UNKNOWN,
    };
    for problem in check(text, &Place::StepIf.scope())
        .into_iter()
        .chain(check_template(text, &Place::Step.scope()))
    {
        let (start, end) = (problem.span.start, problem.span.end);
        assert!(
            start <= end && end <= text.len(),
            "{problem:?} is not in {text:?}"
        );
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{problem:?} cuts {text:?}"
        );
    }
    match Expression::parse_any(text) {
        Ok(expression) => {
            let first = expression.evaluate(&environment);
            let again = expression.evaluate(&environment);
            assert_eq!(
                format!("{first:?}"),
                format!("{again:?}"),
                "{text:?} means two things"
            );
            // A parsed expression is the sole one of a scalar, unless a quote or a brace in it ends the scalar early.
            let scalar = format!("${{{{ {text} }}}}");
            if let Ok(template) = Template::parse_any(&scalar)
                && template.sole_expression().is_some()
                && !text.contains("}}")
            {
                assert_eq!(
                    format!("{:?}", template.evaluate(&environment).ok()),
                    format!("{:?}", first.ok()),
                    "{text:?}"
                );
            }
        }
        Err(error) => assert!(error.span.end <= text.len(), "{error:?} is not in {text:?}"),
    }
    let condition = Condition::parse_any(text).map(|condition| condition.holds(&environment));
    drop(condition);
    let template = Template::parse_any(text).map(|template| template.evaluate(&environment));
    drop(template);
}
