//! Which permission a refused request lacked, and which line grants it.

/// What to do about a permission, by its name in a workflow.
fn grant(permission: &str) -> String {
    let line = match permission {
        "pull-requests" | "issues" => "`enabled = true` of [report.comment] in pipeline.toml",
        "statuses" => "`enabled = true` of [report.status] in pipeline.toml",
        "checks" => "`enabled = true` of [report.check] in pipeline.toml",
        _ => return format!("the job needs `permissions: {{ {permission}: write }}` in its workflow"),
    };
    format!("{line} gives `{permission}: write` to the generated job; then `pipewright gen`")
}

/// What a 403 means, by the header `x-accepted-github-permissions`: alternatives by `;`, of which each is a list by
/// `,` of `scope=level`.
pub(super) fn lacking(header: Option<&str>) -> Option<String> {
    let alternatives: Vec<Vec<(String, &str)>> = header?.split(';').map(alternative).collect();
    let wanted = alternatives.first().filter(|list| !list.is_empty())?;
    let each: Vec<String> = alternatives
        .iter()
        .map(|list| {
            let each: Vec<String> = list
                .iter()
                .map(|(name, level)| format!("`{name}: {level}`"))
                .collect();
            each.join(" and ")
        })
        .collect();
    let preferred = alternatives
        .iter()
        .flatten()
        .find(|(name, _)| name == "pull-requests")
        .unwrap_or(&wanted[0]);
    let advice = if preferred.1 == "read" {
        format!(
            "the job needs `permissions: {{ {}: read }}` in its workflow",
            preferred.0
        )
    } else {
        grant(&preferred.0)
    };
    Some(format!("the token lacks {}: {advice}", each.join(" or ")))
}

fn alternative(text: &str) -> Vec<(String, &str)> {
    let plain =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.split(',')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, level)| plain(name) && plain(level))
        .map(|(name, level)| (name.replace('_', "-"), level))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::lacking;

    #[test]
    fn the_line_that_grants_it_is_named() {
        let said = lacking(Some("issues=write; pull_requests=write")).unwrap();
        assert!(
            said.starts_with("the token lacks `issues: write` or `pull-requests: write`: "),
            "{said}"
        );
        assert!(said.contains("[report.comment]"), "{said}");
        assert!(lacking(Some("checks=write")).unwrap().contains("[report.check]"));
        let actions = lacking(Some("actions=write")).unwrap();
        assert!(actions.contains("permissions: { actions: write }"), "{actions}");
    }

    #[test]
    fn a_header_that_says_nothing_is_not_guessed_at() {
        for header in [None, Some(""), Some("::error::x"), Some("a b=c")] {
            assert_eq!(lacking(header), None);
        }
    }
}
