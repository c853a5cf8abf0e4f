/// `v7.0.1` as numbers, as many as are written.
pub(super) fn numbers(version: &str) -> Option<Vec<u64>> {
    let digits = version.strip_prefix('v').unwrap_or(version);
    let parts = digits.split('.').map(|part| {
        let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    });
    parts.collect()
}

/// Numbers without the zeros at the end: `v7` is `v7.0.0`.
pub(super) fn rank(version: &str) -> Option<Vec<u64>> {
    let mut numbers = numbers(version)?;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

/// Whether a version is newer than another; false where one of them is no version.
#[must_use]
pub fn is_newer(version: &str, than: &str) -> bool {
    matches!((rank(version), rank(than)), (Some(version), Some(than)) if version > than)
}

/// Whether a text is a whole commit: 40 hexadecimal digits in lower case, as git writes them.
#[must_use]
pub fn is_commit(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_and_nothing_else() {
        assert!(rank("v7.10.0") > rank("v7.9.9"));
        assert_eq!(rank("v7"), rank("7.0.0"));
        for wrong in [
            "",
            "v",
            "main",
            "v7.",
            "v7..1",
            "v-1",
            "v7.0.1-rc.1",
            "v99999999999999999999",
            "v٣",
        ] {
            assert_eq!(rank(wrong), None, "{wrong}");
        }
        assert!(is_commit(&"0a".repeat(20)));
        assert!(!is_commit(&"0A".repeat(20)) && !is_commit(&"0a".repeat(19)) && !is_commit("v7"));
    }
}
