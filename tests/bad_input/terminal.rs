use serde_json::{Value, json};

use super::scene::{Repository, good, snapshot};

#[test]
fn nothing_of_a_file_reaches_the_terminal_raw() {
    let hostile = "\\u001b[31m\\u0007\\u009b31m\\n::error::\\r\u{9b}31m\u{202e}\u{2028}";
    let text = format!(
        "{}\n\"{hostile}\" = 1\n[versions.\"{hostile}\"]\nchart = \"{hostile}\"\n[tools]\nhelm = \"{hostile}\"\n",
        good()
            .lines()
            .filter(|line| !line.starts_with("versions"))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    let repository = Repository::with(text.replace("\n\n[execution]", "\n[execution]"));
    let err = repository.refused();
    let raw = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2028}".contains(c);
    assert!(!err.contains(raw), "{err:?}");
    assert!(!err.lines().any(|line| line.starts_with("::")), "{err}");
    let github = repository.run(&["gen", "--format", "github"]);
    for line in github.out.lines() {
        assert!(line.starts_with("::error file=pipeline.toml,line="), "{line}");
    }
    assert_eq!(github.out.lines().count(), repository.diagnostics().len());
}

#[test]
fn carets_stand_under_emoji_and_under_text_from_right_to_left() {
    let text = good()
        + "\n[scenarios.\"🚀🚀\"]\ndescription = \"שלום\" # 🚀\nsuite = \"日本\"\ntests = [\"🚀\", \"lint\", \"עברית\"]\n";
    let text = text
        .replace("scenarios = { plain = {", "[scenarios.plain]\n")
        .replace("[\"lint\"] } }", "[\"lint\"]");
    let (head, tables) = text.split_once("[scenarios.plain]").unwrap();
    let (scenario, rest) = tables.split_once("\ntriggers").unwrap();
    let text = format!(
        "{head}triggers{rest}\n[scenarios.plain]{}\n",
        scenario.replace(", ", "\n")
    );
    snapshot("carets", Repository::with(text).refused().trim_end());
}

#[test]
fn a_line_of_a_megabyte_is_shown_in_part_and_the_column_is_still_right() {
    let text = format!(
        "{}\n[tools]\nhelm = \"{}\"\nhlm = 3\n",
        good(),
        "é".repeat(1 << 20)
    );
    let err = Repository::with(text).refused();
    assert!(err.len() < 2_000, "{} bytes", err.len());
    let list = "\"x\", ".repeat(5_000);
    let text = good().replace("tests = [\"lint\"]", &format!("tests = [{list}3]"));
    let found = Repository::with(&text).diagnostics();
    let at = text
        .lines()
        .find(|line| line.starts_with("scenarios"))
        .unwrap()
        .find("3]")
        .unwrap();
    let wrong: Vec<&Value> = found
        .iter()
        .filter(|found| found["rule"] == "wrong-type")
        .collect();
    assert_eq!(wrong[0]["column"], json!(at + 1));
}
