use std::collections::HashSet;

/// Longest name, in characters: what the rule `name` allows less room for a number.
const LONGEST: usize = 50;

/// Names of one table: each as near to the text it stands for as the rule `name` allows, no two alike in any case.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// No name may be one of these.
    pub fn without(reserved: &[&str]) -> Self {
        Self {
            taken: reserved.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// A new name for a text.
    pub fn new_for(&mut self, text: &str) -> String {
        let name = allowed(text, ".-_");
        self.unique(name)
    }

    /// A new name that can also be the id of a job, which holds no dot and begins with a letter.
    pub fn job_for(&mut self, text: &str) -> String {
        let name = allowed(text, "-_");
        let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
            format!("n{name}")
        } else {
            name
        };
        self.unique(name)
    }

    fn unique(&mut self, name: String) -> String {
        let mut unique = name.clone();
        let mut count = 1;
        while !self.taken.insert(unique.to_lowercase()) {
            count += 1;
            unique = format!("{name}-{count}");
        }
        unique
    }
}

fn allowed(text: &str, marks: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    let mut name = String::new();
    for c in text.chars() {
        let c = if fits(c) { c } else { '-' };
        if !(c == '-' && name.ends_with('-')) {
            name.push(c);
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let first = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let name = first.trim_end_matches(['.', '-']);
    if name.is_empty() {
        "unnamed".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_allowed_and_never_alike() {
        let mut names = Names::without(&["all"]);
        assert_eq!(names.new_for("3.5.7"), "3.5.7");
        assert_eq!(names.new_for("ALL"), "ALL-2");
        assert_eq!(names.new_for("../../etc/passwd\n"), "etc-passwd");
        assert_eq!(names.new_for("ETC/passwd"), "ETC-passwd-2");
        assert_eq!(names.new_for("日本"), "unnamed");
        assert_eq!(names.new_for(&"x".repeat(500)).len(), 50);
        assert_eq!(names.job_for("3.5"), "n3-5");
    }
}
