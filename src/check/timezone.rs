use jiff::tz;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "timezone",
    summary: "A time zone that is not in the IANA database.",
    why: "GitHub takes IANA names such as `Europe/Berlin`, not abbreviations such as `CET` offsets or `UTC+1`.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, schedule) in &input.pipeline.triggers.schedule {
        let Some(zone) = &schedule.timezone else { continue };
        // The database is part of the program, so that every machine gives the same answer.
        let database = tz::TimeZoneDatabase::bundled();
        if database
            .get(zone)
            .is_ok_and(|known| known.iana_name() == Some(zone))
        {
            continue;
        }
        let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
        let message = format!("unknown time zone `{zone}`");
        let mut diagnostic = Diagnostic::error(
            RULE.id,
            path!["triggers", "schedule", name, "timezone"].value(),
            message,
        )
        .help("allowed are the names of the IANA database, such as UTC or Europe/Berlin");
        if let Some(best) = crate::diagnostic::closest(zone, names.iter().map(String::as_str)) {
            diagnostic = diagnostic.label(format!("did you mean `{best}`?"));
        }
        found.push(diagnostic);
    }
}
