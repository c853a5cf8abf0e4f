//! The header `Link`, which says where the next page is (RFC 8288).

/// The target of `rel="next"`.
pub(super) fn next(header: &str) -> Option<&str> {
    header.split(',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = |parameter: &str| {
            let (name, value) = parameter.trim().split_once('=').unwrap_or_default();
            name.eq_ignore_ascii_case("rel") && value.trim_matches('"').split(' ').any(|rel| rel == "next")
        };
        parameters.split(';').any(is_next).then_some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn only_the_next_page_is_the_next_page() {
        let both = r#"<https://x/?page=1>; rel="prev", <https://x/?page=3>; rel="next""#;
        assert_eq!(next(both), Some("https://x/?page=3"));
        assert_eq!(next(r#"<https://x/?page=9>; rel="last""#), None);
        assert_eq!(next("garbage, <; rel=next"), None);
    }
}
