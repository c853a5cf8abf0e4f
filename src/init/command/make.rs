use super::{Finding, Look};

/// A Makefile with a target that is called `test` or `check`.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    let (name, text) = ["GNUmakefile", "makefile", "Makefile"]
        .into_iter()
        .find_map(|name| Some((name, look.text(name)?)))?;
    let target = ["test", "check"]
        .into_iter()
        .find(|target| has_target(&text, target))?;
    let place = look.folder.argument();
    let seen = format!("{}, target `{target}`", look.file(name));
    let command = match place.as_str() {
        "." => vec!["make", target],
        place => vec!["make", "-C", place, target],
    };
    Some(Finding::new("make", &look.folder.path, seen, &command))
}

fn has_target(text: &str, target: &str) -> bool {
    text.lines().any(|line| {
        let (names, rest) = line.split_once(':').unwrap_or_default();
        !rest.starts_with('=')
            && !line.starts_with(['\t', '#'])
            && names.split_whitespace().any(|name| name == target)
    })
}

#[cfg(test)]
mod tests {
    use super::has_target;

    #[test]
    fn a_target_is_no_variable_no_recipe_and_no_comment() {
        assert!(has_target("all: build\nlint test: build\n", "test"));
        for text in ["test := 1\n", "x:\n\ttest: y\n", "# test: z\n", "tests: a\n", ""] {
            assert!(!has_target(text, "test"), "{text:?}");
        }
    }
}
