use super::scene::Run;

/// What every comment of ours begins with.
const OPENING: &str = "<!-- pipewright:comment ";

/// The hidden first line of a comment: whose it is, and from which run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The workflow file, from the root.
    pub(crate) workflow: String,
    /// The run.
    pub(crate) run: Run,
}

impl Marker {
    /// The line. Whatever is not plain in the name of the workflow is written as its number, so that nothing ends the
    /// line early.
    pub(crate) fn line(&self) -> String {
        let Run { id, attempt } = self.run;
        format!(
            "{OPENING}workflow={} run={id} attempt={attempt} -->\n",
            encoded(&self.workflow)
        )
    }

    /// The run that a comment is from, if it is one of this workflow's.
    pub(super) fn run_of(&self, body: &str) -> Option<Run> {
        let line = body.strip_prefix(OPENING)?.lines().next()?;
        let mut words = line.strip_suffix("-->")?.split_whitespace();
        let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        let is_ours = value("workflow")? == encoded(&self.workflow);
        let run = Run {
            id: value("run")?.parse().ok()?,
            attempt: value("attempt")?.parse().ok()?,
        };
        is_ours.then_some(run)
    }
}

fn encoded(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "._/-".contains(*c);
    let each = text.chars().map(|c| {
        if plain(&c) {
            c.to_string()
        } else {
            format!("%{:x};", u32::from(c))
        }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(workflow: &str) -> Marker {
        Marker {
            workflow: workflow.to_owned(),
            run: Run { id: 12, attempt: 3 },
        }
    }

    #[test]
    fn it_finds_itself_and_nobody_else() {
        let own = marker(".github/workflows/test-suite.yml");
        let body = format!("{}\n## text", own.line());
        assert_eq!(own.run_of(&body), Some(own.run));
        assert_eq!(
            own.run_of(&body.replace('\n', "\r\n")),
            Some(own.run),
            "GitHub may turn the ends of lines"
        );
        assert_eq!(marker(".github/workflows/other.yml").run_of(&body), None);
        for other in [
            "",
            "## text",
            &format!("quoted:\n{body}"),
            &body.replace("run=12", "run=x"),
        ] {
            assert_eq!(own.run_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_hostile_name_does_not_end_the_line() {
        let own = marker("a --> <b>\n.yml");
        assert_eq!(own.line().matches("-->").count(), 1);
        assert_eq!(own.line().lines().count(), 1);
        assert_eq!(own.run_of(&own.line()), Some(own.run));
    }
}
