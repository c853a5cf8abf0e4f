//! Values that a script writes into an output as JSON in so many words: `echo 'matrix={"include":[…]}'`.

use serde_json::Value as Json;

use super::facts::{Facts, Step};

/// Most literals of one output.
const MOST: usize = 64;

/// The JSON values that may stand behind `needs.JOB.outputs.NAME`, and the step that writes them.
pub(super) fn of_output<'f>(facts: &'f Facts<'_>, expression: &str) -> Option<(&'f Step, Vec<Json>)> {
    let path: Vec<&str> = expression.split('.').map(str::trim).collect();
    let ["needs", job, "outputs", output] = path.as_slice() else {
        return None;
    };
    let job = facts.job(job)?;
    let from = job.node.get("outputs")?.get(output)?.scalar()?;
    let from: Vec<String> = sole(&from)?.split('.').map(str::to_owned).collect();
    let [_, id, _, name] = from.as_slice() else {
        return None;
    };
    let step = job.steps.iter().find(|step| step.id.as_ref() == Some(id))?;
    let found = written(step.run.as_ref()?, name);
    (!found.is_empty()).then_some((step, found))
}

/// What is read from JSON by an expression that is nothing else: `fromJson(x)` is `x`.
pub(super) fn from_json(text: &str) -> Option<String> {
    let sole = sole(text)?;
    let call = sole
        .get(..8)
        .filter(|call| call.eq_ignore_ascii_case("fromjson"))?;
    let inside = sole[call.len()..].trim().strip_prefix('(')?.strip_suffix(')')?;
    Some(inside.trim().to_owned())
}

/// The expression of a scalar that is nothing else.
pub(super) fn sole(text: &str) -> Option<String> {
    let inside = text.trim().strip_prefix("${{")?.strip_suffix("}}")?;
    (!inside.contains("${{")).then(|| inside.trim().to_owned())
}

fn written(script: &str, name: &str) -> Vec<Json> {
    let mut found: Vec<Json> = Vec::new();
    let key = format!("{name}=");
    for (at, _) in script.match_indices(&key).take(MOST) {
        let line = script[at + key.len()..].lines().next().unwrap_or_default();
        let plain = line.trim_start_matches(['\'', '"']);
        let value = first_json(plain).or_else(|| first_json(&plain.replace("\\\"", "\"")));
        found.extend(value.filter(|value| !found.contains(value)));
    }
    found
}

fn first_json(text: &str) -> Option<Json> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_what_is_computed_is_not() {
        let script =
            "echo 'm={\"a\":[1]}' >> $X\necho \"m=[\\\"b\\\"]\"\necho \"m=$(cat f)\"\necho m={broken";
        let texts: Vec<String> = written(script, "m").iter().map(Json::to_string).collect();
        assert_eq!(texts, ["{\"a\":[1]}", "[\"b\"]"]);
        assert_eq!(
            from_json("${{ fromJSON( needs.a.outputs.b ) }}").as_deref(),
            Some("needs.a.outputs.b")
        );
        assert_eq!(from_json("${{ fromJSON(a) }}x"), None);
        assert_eq!(from_json("${{ é }}"), None);
    }
}
