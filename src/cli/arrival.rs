//! What `init`, `import` and `migrate` share: a new file never takes the place of another, and leaves through `sync`.

use anyhow::{Context, bail};

use super::{Place, load};
use crate::emit::BANNER;
use crate::read;
use crate::sync::{self, Desired, Outcome, State};

/// Where the main workflow goes by default, and where it goes if something else is there.
const OUTPUT: &str = ".github/workflows/test-suite.yml";
const OTHER_OUTPUT: &str = ".github/workflows/pipewright.yml";

/// Refuses to go on where the pipeline file is there already.
pub(super) fn is_free(place: &Place) -> anyhow::Result<()> {
    let path = place.root.join(&place.pipeline);
    // A link that leads nowhere is in the way too.
    if path.symlink_metadata().is_ok() {
        bail!(
            "{} is there already, and is not written over; name another file with --pipeline, or look at what would be \
             written with --dry-run --pipeline new.toml",
            path.display()
        );
    }
    Ok(())
}

/// Writes a new pipeline file.
pub(super) fn write(place: &Place, text: &str) -> anyhow::Result<()> {
    apply(place, text, State::Missing)
}

/// Writes the pipeline file, in whatever state it was.
pub(super) fn apply(place: &Place, text: &str, state: State) -> anyhow::Result<()> {
    let path = load::source(place);
    // Through a link, it is the file behind it that is written.
    let path = match std::fs::canonicalize(place.root.join(&path)) {
        Ok(real) if place.root.join(&path).is_symlink() => real.to_string_lossy().into_owned(),
        _ => path,
    };
    let desired = [Desired {
        path: path.clone(),
        text: text.to_owned(),
    }];
    sync::apply(&place.root, &desired, &[Outcome { path, state }]).context("nothing was changed")
}

/// Where the workflow goes, if not where it goes by default: nothing that a person wrote is written over.
pub(super) fn output(place: &Place, imported: Option<&str>) -> Option<String> {
    let is_ours = |text: String| text.starts_with(BANNER);
    let path = place.root.join(OUTPUT);
    let taken = path.exists() && !read::text(&path).is_ok_and(is_ours);
    (taken || imported == Some(OUTPUT)).then(|| OTHER_OUTPUT.to_owned())
}
