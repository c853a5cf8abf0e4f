//! GitHub's expression language, as those who call it see it.

use std::time::{Duration, Instant};

use pipewright::expression::{
    Arity, Environment, Expression, Function, Object, Place, Problem, ProblemKind, Scope, Shape, Status,
    Value, check, check_template, eval,
};

fn answer(expr: &str, context: &str) -> String {
    eval(expr, Some(context))
        .expect("the context is an object")
        .to_string()
}

fn problems(expr: &str, scope: &Scope) -> Vec<(ProblemKind, String, Option<String>)> {
    let placed = |p: Problem| {
        (
            p.kind,
            format!("{}@{}..{}", p.message, p.span.start, p.span.end),
            p.help,
        )
    };
    check(expr, scope).into_iter().map(placed).collect()
}

#[test]
fn every_problem_is_reported_with_what_to_do() {
    let scope = Place::JobIf
        .scope()
        .with_shape("inputs", Shape::scalars(["target", "dry-run"]));
    let found = problems(
        "gihtub.ref == env.X && inputs.tarrget || hashFiles('a') || contians() || contains(1)",
        &scope,
    );
    let shown: Vec<String> = found
        .iter()
        .map(|(kind, what, help)| format!("{kind:?} {what} [{}]", help.as_deref().unwrap_or("")))
        .collect();
    let functions = "case, contains, endsWith, format, fromJSON, join, startsWith, toJSON, always, failure, cancelled, success";
    let wanted = [
        "UnknownContext `gihtub` is no context@0..6 [did you mean `github`?]".to_owned(),
        "ContextNotAvailable context `env` is not available here@14..17 [available contexts: github, inputs, vars, needs]"
            .to_owned(),
        "UnknownMember there is no `tarrget` here, so this is always null@30..37 [did you mean `target`?]".to_owned(),
        format!("FunctionNotAvailable function `hashFiles` is not available here@41..50 [available functions: {functions}]"),
        "UnknownFunction there is no function `contians`@59..67 [did you mean `contains`?]".to_owned(),
        "WrongArity `contains` takes 2 arguments, not 1@73..81 []".to_owned(),
    ];
    assert_eq!(shown, wanted);
}

#[test]
fn what_is_right_has_no_problem() {
    let step = Shape::object([
        ("outputs", Shape::scalars(["digest"])),
        ("outcome", Shape::Scalar),
    ]);
    let scope = Place::Step
        .scope()
        .with_shape("steps", Shape::object([("build", step)]))
        .with_shape("needs", Shape::map(Shape::object([("result", Shape::Scalar)])))
        .with_shape(
            "matrix",
            Shape::object([("tags", Shape::List(Box::new(Shape::Scalar)))]),
        );
    for right in [
        "steps.BUILD.outputs['Digest']",
        "contains(needs.*.result, 'failure')",
        "needs[matrix.tags[0]].result",
        "steps.*.outputs.digest",
        "steps[format('{0}', matrix.x.y)].outputs && secrets.X",
        "github.event.anything[0].at.all && hashFiles('**/x')",
        "fromJSON('{}').a.b",
        "",
    ] {
        let found = problems(right, &scope);
        let expected = usize::from(right.contains("matrix.x"));
        assert_eq!(found.len(), expected, "{right}: {found:?}");
    }
    for wrong in [
        "steps.build.output",
        "needs.a.outputs.x",
        "steps.build.outcome.x",
        "success()",
        "steps.biuld",
    ] {
        assert_eq!(problems(wrong, &scope).len(), 1, "{wrong}");
    }
}

#[test]
fn problems_of_a_template_stand_where_they_are_in_it() {
    let found = check_template(
        "é ${{ github.ref }} ${{ foo }} ${{ 1 + }}",
        &Place::Workflow.scope(),
    );
    let spans: Vec<&str> = found
        .iter()
        .map(|p| &"é ${{ github.ref }} ${{ foo }} ${{ 1 + }}"[p.span.start..p.span.end])
        .collect();
    assert_eq!(spans, ["foo", "+"]);
}

#[test]
fn success_takes_jobs_in_the_if_of_a_job_alone() {
    assert!(problems("success('a', 'b')", &Place::JobIf.scope()).is_empty());
    assert_eq!(
        problems("success('a')", &Place::StepIf.scope())[0].0,
        ProblemKind::WrongArity
    );
    let scope = Scope::new(&["github"]).with_arity(Function::HashFiles, Arity { least: 2, most: 2 });
    assert_eq!(problems("hashFiles('a')", &scope)[0].0, ProblemKind::WrongArity);
}

#[test]
fn unknown_values_settle_what_they_can() {
    let mut contexts = Object::new();
    contexts.insert("secrets", Object::open("secrets").into());
    contexts.insert(
        "list",
        Value::array(vec![Value::Number(1.0), Value::unknown("x")]),
    );
    let environment = Environment {
        contexts: &contexts,
        status: Status::UNKNOWN,
    };
    let value = |expr: &str| {
        let value = Expression::parse(expr, &contexts)
            .unwrap()
            .evaluate(&environment)
            .unwrap();
        match value {
            Value::Unknown(unknown) => format!("{:?} {}", unknown.knowledge, unknown.cause),
            known => known.to_json().unwrap(),
        }
    };
    for (expr, wanted) in [
        ("secrets.A && false", "Falsy secrets.A"),
        ("secrets.A || true", "Truthy secrets.A"),
        ("!(secrets.A && false)", "true"),
        ("(secrets.A == 'x') && false", "false"),
        ("(secrets.A == 'x') || true", "true"),
        ("false && secrets.A", "false"),
        ("true || secrets.A", "true"),
        ("secrets.A == secrets.A", "Boolean secrets.A"),
        ("secrets.A && fromJSON('{')", "MayFail secrets.A"),
        ("fromJSON(secrets.A) || true", "MayFail secrets.A"),
        ("contains(list, 1)", "true"),
        ("contains(list, 2)", "Boolean x"),
        ("list[0]", "1"),
        ("list[1]", "Something x"),
        ("toJSON(list)", "Truthy x"),
        ("format('{0}', 1, secrets.A)", "\"1\""),
        ("format('a{0}', secrets.A)", "Truthy secrets.A"),
        ("format('{0}', secrets.A)", "Something secrets.A"),
        ("case(secrets.A == 1, 'a', 'a')", "\"a\""),
        ("case(secrets.A == 1, 'a', 'b')", "Truthy secrets.A"),
        ("case(secrets.A, 'a', 'b')", "MayFail secrets.A"),
        ("hashFiles('x') == ''", "Boolean hashFiles"),
        ("!cancelled()", "Boolean cancelled()"),
        ("always()", "true"),
        ("join(secrets.*, '') || 'x'", "Truthy secrets"),
    ] {
        assert_eq!(value(expr), wanted, "{expr}");
    }
}

#[test]
fn bombs_end_soon_and_small() {
    let started = Instant::now();
    let nested =
        |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(45), close.repeat(45));
    let format_bomb = nested("format('{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}', ", "'0123456789'", ")");
    let json_bomb = nested("toJSON(", "'\\'", ")");
    let separator = "x".repeat(100_000);
    let context = format!(r#"{{"a":[{}0],"s":"{separator}"}}"#, "0,".repeat(100_000));
    for bomb in [
        format_bomb,
        json_bomb,
        "join(a, s)".to_owned(),
        format!("join(a, {})", "'x'"),
    ] {
        let answer = answer(&bomb, &context);
        let small = bomb == "join(a, 'x')";
        assert_eq!(
            answer.contains("Exceeded max expression output"),
            !small,
            "{}",
            &answer[..answer.len().min(200)]
        );
    }
    for text in [
        "(", "!", "[", "a[", "a.", "1==", "format(", "'", "''", "0x", "\u{fffd}", "{0}", ".",
    ] {
        let _ = answer(&text.repeat(20_999 / text.encode_utf16().count()), r#"{"a":{}}"#);
        let _ = answer(&text.repeat(100_000), r#"{"a":{}}"#);
    }
    let deep = format!(r#"{{"a":"{}"}}"#, "[".repeat(1_000_000));
    assert!(answer("fromJSON(a)", &deep).contains("Error parsing JSON"));
    let many: String = (0..50_000).map(|n| format!("\"key{n}\":{n},")).collect();
    assert_eq!(
        answer("a.KEY49999", &format!(r#"{{"a":{{{many}"x":1}}}}"#)),
        r#"{"value":49999}"#
    );
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "took {:?}",
        started.elapsed()
    );
}

#[test]
fn places_in_errors_count_utf16_units_from_one() {
    assert_eq!(
        answer("'😀' == foo", "{}"),
        r#"{"error":{"kind":"parsing","message":"Unrecognized named-value: 'foo'","at":9}}"#
    );
    assert_eq!(
        answer("1 == format('{1}', 2)", "{}"),
        r#"{"error":{"kind":"evaluation","message":"The following format string references more arguments than were supplied: {1}","at":6}}"#
    );
}
