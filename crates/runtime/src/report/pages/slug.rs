use sha2::{Digest, Sha256};

/// Most characters that are kept of a name.
const MOST: usize = 60;

/// A name as it may stand in a path and in an address. Two names never share one: what is changed gets a hash.
pub(super) fn slug(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let kept: String = name
        .chars()
        .take(MOST)
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    // A file system may not tell capital letters from small ones, and a leading dot hides a folder.
    let is_same = kept == name
        && !name.starts_with('.')
        && !name.is_empty()
        && !name.contains(|c: char| c.is_ascii_uppercase());
    if is_same {
        return kept;
    }
    let hash = Sha256::digest(name.as_bytes());
    let digits: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{digits}", kept.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn plain_names_stay_and_no_other_leaves_its_folder() {
        assert_eq!(slug("main"), "main");
        assert_eq!(slug("release-3.5"), "release-3.5");
        for name in [
            "../../etc",
            "..",
            ".",
            "",
            "a/b",
            "feature/x y",
            "\0",
            "é",
            "Main",
        ] {
            let made = slug(name);
            assert!(
                !made.contains(['/', '\0']) && !made.starts_with('.') && made != name,
                "{name:?}: {made}"
            );
        }
        assert_ne!(slug("a/b"), slug("a-b"));
        assert_ne!(slug("a/b"), slug("a b"));
        assert!(slug(&"x".repeat(10_000)).len() < 80);
    }
}
