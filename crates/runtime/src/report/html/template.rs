//! The templates of the page. Every text is tamed and escaped, unless the page itself made it as markup.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};

use super::draw;
use crate::report::text;

const TEMPLATES: [(&str, &str); 11] = [
    ("page", include_str!("../../../templates/report/page.html")),
    ("verdict", include_str!("../../../templates/report/verdict.html")),
    ("missing", include_str!("../../../templates/report/missing.html")),
    (
        "heat_map",
        include_str!("../../../templates/report/heat_map.html"),
    ),
    ("card", include_str!("../../../templates/report/card.html")),
    (
        "failures",
        include_str!("../../../templates/report/failures.html"),
    ),
    ("changes", include_str!("../../../templates/report/changes.html")),
    ("flaky", include_str!("../../../templates/report/flaky.html")),
    ("trends", include_str!("../../../templates/report/trends.html")),
    ("site", include_str!("../../../templates/report/site.html")),
    ("tests", include_str!("../../../templates/report/tests.html")),
];

/// The templates, compiled.
#[derive(Debug)]
pub(in crate::report) struct Templates(Environment<'static>);

impl Templates {
    pub(in crate::report) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(write);
        environment.set_syntax(layout());
        environment.add_filter("seconds", |value: Value| text::seconds(number(&value)));
        environment.add_filter("short", |value: Value| text::short(number(&value)));
        environment.add_filter("rate", |value: Value| text::rate(number(&value)));
        environment.add_filter("percent", |value: Value| text::percent(number(&value)));
        environment.add_filter("clip", |text: String, most: usize| {
            text::clip(&text, most).into_owned()
        });
        environment.add_filter("moment", |time: String| text::moment(&time));
        environment.add_filter("day", |time: String| {
            text::clip(time.split('T').next().unwrap_or(""), 10).into_owned()
        });
        environment.add_filter("thousands", thousands);
        environment.add_filter("spark", |points: Vec<Value>| {
            let points: Vec<f64> = points.iter().map(number).collect();
            Value::from_safe_string(draw::spark(&points))
        });
        environment.add_filter("strip", |ends: String| {
            Value::from_safe_string(draw::strip(&ends))
        });
        for (name, source) in TEMPLATES {
            environment
                .add_template(name, source)
                .expect("a test compiles every template");
        }
        Self(environment)
    }

    /// A template with its values.
    pub(in crate::report) fn render(&self, name: &str, values: &serde_json::Value) -> String {
        let template = self
            .0
            .get_template(name)
            .expect("TEMPLATES has all that are asked for");
        template
            .render(Value::from(Serde(values)))
            .expect("a test renders every template with all of its values")
    }
}

/// A line that holds nothing but a tag leaves no empty line.
fn layout() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .expect("the delimiters are those that every template has")
}

fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => {
            minijinja::escape_formatter(out, state, &Value::from(text::tame(text).into_owned()))
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// A number; what is none, as JSON writes it, is NaN.
fn number(value: &Value) -> f64 {
    f64::try_from(value.clone()).unwrap_or(f64::NAN)
}

/// `12,345`
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
