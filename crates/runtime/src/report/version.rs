//! Versions in the order that people count in.

/// What versions are sorted by: `3.10` comes after `3.9`.
pub(super) fn natural(version: &str) -> Vec<(u64, String)> {
    let parts = version.split(['.', '-', '+', '_']);
    parts
        .map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn versions_are_in_the_order_that_people_count_in() {
        let mut versions = vec!["4.0.0", "3.10.1", "3.9", "3.9-rc1", "main"];
        versions.sort_by_cached_key(|version| natural(version));
        assert_eq!(versions, ["3.9", "3.9-rc1", "3.10.1", "4.0.0", "main"]);
    }
}
