//! Hostile and absurd input, through the real binary and through the library: always the right answer, never a panic,
//! never a file written.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test arranges files of its own, and ends where it cannot"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use pipewright::check;
use pipewright::decode::decode;
use pipewright::diagnostic::{Diagnostic, Format, Place, Severity, Source, render};
use pipewright::emit;
use pipewright::lower::{self, lower};
use pipewright::plan::plan;
use pipewright::read::Root;
use serde_json::{Value, json};
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(fixtures().join(name)).unwrap()
}

/// A pipeline that nothing is wrong with.
fn good() -> String {
    fixture("rules/timeout/good.toml")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A repository of its own, in which the binary runs with no environment.
#[must_use]
struct Repository {
    folder: TempDir,
    pipeline: String,
}

/// How a run ended.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&fixtures().join("repository"), folder.path());
        Self {
            folder,
            pipeline: "pipeline.toml".to_owned(),
        }
    }

    fn with(text: impl AsRef<[u8]>) -> Self {
        let repository = Self::new();
        std::fs::write(repository.path("pipeline.toml"), text).unwrap();
        repository
    }

    fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.pipeline);
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_pipewright"))
            .args(arguments)
            .args(["--pipeline", &self.pipeline])
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `gen` on input that is wrong: exit 2, and nothing is written.
    fn refused(&self) -> String {
        let ran = self.run(&["gen"]);
        assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "errors are for standard error");
        assert!(!self.path(".github").exists(), "something was written");
        ran.err
    }

    fn diagnostics(&self) -> Vec<Value> {
        let ran = self.run(&["check", "--format", "json"]);
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        document["diagnostics"].as_array().unwrap().clone()
    }
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}

// --- Everything in one run ---------------------------------------------------------------------------------------

#[test]
fn every_mistake_is_said_in_one_run_sorted_by_place_and_none_twice() {
    let repository = Repository::with(fixture("everything.toml"));
    let err = repository.refused();
    let found = repository.diagnostics();
    let places: Vec<(u64, u64)> = found
        .iter()
        .map(|found| (found["line"].as_u64().unwrap(), found["column"].as_u64().unwrap()))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let line = |found: &Value| {
        format!(
            "{}:{} {} {}\n",
            found["line"],
            found["column"],
            found["rule"].as_str().unwrap(),
            found["message"].as_str().unwrap()
        )
    };
    let list: String = found.iter().map(line).collect();
    snapshot("everything", list.trim_end());
    assert!(
        err.ends_with(&format!("{} errors; nothing was written\n", found.len())),
        "{err}"
    );
    assert!(!err.contains("correct-horse"), "a secret is repeated");
}

#[test]
fn a_misspelt_table_is_one_mistake_and_what_is_wrong_inside_is_still_said() {
    let text = good()
        .replace("tests = {", "tets = {")
        .replace("[\"suites/lint\"]", "[\"suites/lnt\"]");
    let found = Repository::with(text).diagnostics();
    let rules: Vec<&str> = found
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["unknown-key", "command"], "{found:#?}");
    assert_eq!((&found[1]["line"], &found[1]["column"]), (&json!(4), &json!(30)));
}

#[test]
fn an_error_of_syntax_hides_nothing_in_other_tables_and_makes_nothing_up() {
    let text = good() + "\n[retry]\ncount = = 3\n\n[retention]\nresults = 30\n\n[trends]\nwindow = 7\n";
    let found = Repository::with(text).diagnostics();
    let rules: Vec<&str> = found
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["syntax", "unknown-key"], "{found:#?}");
    let commas = good() + "\n[retry]\non = [\"signal\" \"timeout\"]\noutput = [\"a\" \"b\"]\n";
    assert_eq!(Repository::with(commas).diagnostics().len(), 2);
    let bracket = good() + "\n[retry]\non = {\n\n[retention]\nresults = 30\naggregates = 90\ncomments = 7\n";
    assert!(
        Repository::with(bracket).diagnostics().len() <= 3,
        "one bracket is few errors"
    );
    // One character taken out of a good file, or put into it, is never more than errors of syntax or of form.
    let text = fixture("complete/release.toml");
    let mut random = Random(0x5EED);
    for _ in 0..700 {
        let mut broken = text.clone();
        let at = random.below(text.len());
        if random.below(2) == 0 {
            broken.remove(at);
        } else {
            broken.insert(at, ['[', ']', '{', '"', '=', '\'', '\n'][random.below(7)]);
        }
        let found = decode(&broken).diagnostics;
        let syntax = found.iter().any(|found| found.rule == "syntax");
        let others: Vec<_> = found.iter().filter(|found| found.rule != "syntax").collect();
        assert!(
            !syntax || others.is_empty(),
            "at {at}, {:?}: {found:#?}",
            &broken[at.saturating_sub(20)..at + 20]
        );
    }
}

#[test]
fn a_merge_that_nobody_has_resolved_is_one_mistake() {
    let merged = "\n[retry]\n<<<<<<< HEAD\ncount = 3\n||||||| base\ncount = 1\n=======\ncount = 2\n>>>>>>> other\n\
                  \n[retention]\nresults = 30\n";
    let repository = Repository::with(good() + merged);
    let found = repository.diagnostics();
    let line = good().lines().count() + 3;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (&found[0]["rule"], &found[0]["line"], &found[0]["column"]),
        (&json!("syntax"), &json!(line), &json!(1))
    );
    assert!(
        repository
            .refused()
            .contains("a merge conflict that nobody has resolved")
    );
    let text = good().replace("name = \"", "name = \"a\"\n# \n<<<<<<< ");
    assert!(
        decode(&text)
            .diagnostics
            .iter()
            .all(|found| !found.message.contains("merge")),
        "one mark alone is no conflict"
    );
}

#[test]
fn a_value_that_cannot_be_used_has_no_echo() {
    for (good_text, bad_text) in [
        ("tests = [\"lint\"]", "tests = \"lint\""),
        ("suite = \"smoke\"", "suite = 3"),
        ("smoke = {}", "smoke = 3"),
        ("push = { branches = [\"main\"] }", "push = true"),
        ("{ lint = { command = [\"suites/lint\"] } }", "[]"),
        ("{ push = { branches = [\"main\"] } }", "3"),
        ("{ chart = \"charts/operator\" }", "{ chart = 3 }"),
        ("\"1.0\" = ", "4.1 = "),
    ] {
        let text = good().replace(good_text, bad_text);
        assert_ne!(text, good());
        let found = Repository::with(text).diagnostics();
        assert_eq!(found.len(), 1, "{bad_text}: {found:#?}");
    }
}

// --- Files that cannot be read -----------------------------------------------------------------------------------

#[test]
fn a_file_that_is_none_is_said_to_be_so() {
    let refused = |repository: Repository, message: &str| {
        let err = repository.refused();
        assert!(
            err.starts_with("error[unreadable]: ") && err.contains(message),
            "{message}: {err}"
        );
        assert!(err.contains("= help: "), "{err}");
        let json = repository.diagnostics();
        assert_eq!(json.len(), 1);
        assert!(json[0]["line"].as_u64() >= Some(1) && json[0]["column"].as_u64() >= Some(1));
    };
    refused(Repository::new(), "there is no pipeline.toml in ");
    refused(Repository::with(""), "the file is empty");
    refused(Repository::with(" \r\n\t\n"), "the file is empty");
    refused(Repository::with("\u{feff}"), "the file is empty");
    refused(Repository::new().called("charts"), "it is a folder");
    for outside in ["/dev/zero", "../pipeline.toml", "charts/../../pipeline.toml"] {
        refused(
            Repository::new().called(outside),
            "is not inside of the repository",
        );
    }
    #[cfg(unix)]
    {
        let device = Repository::new();
        std::os::unix::fs::symlink("/dev/zero", device.path("zero.toml")).unwrap();
        refused(device.called("zero.toml"), "it is no regular file");
    }
    refused(
        Repository::new().called("a\u{1b}[31m\nb.toml"),
        "cannot be called \"a\\u{1b}[31m\\nb.toml\"",
    );
    refused(Repository::new().called("${{ x }}.toml"), "cannot be called");
    let large = Repository::with("");
    let file = std::fs::File::create(large.path("pipeline.toml")).unwrap();
    file.set_len(50 << 20).unwrap();
    refused(large, "it has 52428800 bytes, and at most 4194304 are read");
}

#[test]
fn bytes_that_are_no_text_are_named_by_line_and_column() {
    let repository = Repository::with(b"name = \"x\"\n# \xc3\xa9 \xff\n");
    let err = repository.refused();
    assert!(
        err.contains("not UTF-8 text: the byte 0xff begins no character"),
        "{err}"
    );
    assert!(err.contains("pipeline.toml:2:5"), "{err}");
    assert!(
        Repository::with(b"\xff\xfen\0a\0")
            .refused()
            .contains("pipeline.toml:1:1"),
        "UTF-16"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_an_error_that_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::with(good());
    let path = repository.path("pipeline.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is not refused.
    if std::fs::File::open(&path).is_err() {
        assert!(
            repository
                .refused()
                .contains("give yourself the right to read it")
        );
    }
}

#[test]
fn a_values_file_is_read_with_the_same_care() {
    for (bytes, message) in [
        (b"replicas: \xff\n".to_vec(), "plain.yaml:1:11"),
        (vec![b'#'; 5 << 20], "at most 4194304 are read"),
        (b"a: [1\nb: }".to_vec(), "not YAML"),
        ("[".repeat(100_000).into_bytes(), "not YAML"),
    ] {
        let repository = Repository::with(good());
        std::fs::write(repository.path("charts/operator/ci/plain.yaml"), bytes).unwrap();
        let err = repository.refused();
        assert!(err.contains(message), "{message}: {err}");
    }
}

#[test]
fn no_path_leads_out_of_the_repository() {
    for (inside, outside) in [
        ("ci/plain.yaml", "../../ci/plain.yaml"),
        ("charts/operator", "/etc"),
        ("charts/operator", "charts/../charts/operator"),
        ("suites/lint", "../suites/lint"),
    ] {
        let err = Repository::with(good().replace(inside, outside)).refused();
        assert!(
            err.contains(&format!("`{outside}` leads out of the repository")),
            "{err}"
        );
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = Repository::with(good());
    assert_eq!(plain.run(&["gen"]).code, Some(0));
    for text in [good().replace('\n', "\r\n"), format!("\u{feff}{}", good())] {
        let repository = Repository::with(&text);
        assert_eq!(repository.run(&["gen"]).code, Some(0));
        let read = |repository: &Repository| {
            std::fs::read(repository.path(".github/workflows/test-suite.yml")).unwrap()
        };
        assert!(read(&repository) == read(&plain));
    }
    let marked = format!("\u{feff}nam = 1\r\n{}", good().replacen("name", "title", 1));
    let err = Repository::with(marked).refused();
    assert!(
        err.contains("pipeline.toml:1:1\n") && err.contains("1 | nam = 1\n") && !err.contains('␍'),
        "{err}"
    );
}

#[test]
fn nesting_without_end_is_an_error_with_a_place() {
    let deep = 20_000;
    for (text, place) in [
        (format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)), ":1:"),
        (format!("a = {}1{}", "{a=".repeat(deep), "}".repeat(deep)), ":1:"),
        (format!("x = 1\n[{}]", vec!["a"; deep].join(".")), ":2:1"),
        (format!("x = 1\n{} = 1", vec!["a"; deep].join(".")), ":2:1"),
        (format!("a = {}", "[{a=".repeat(deep)), ":1:"),
        ("[[a]]\n".repeat(deep), ":1:"),
    ] {
        let err = Repository::with(text).refused();
        assert!(
            err.contains(&format!("pipeline.toml{place}")),
            "{}",
            &err[..err.len().min(500)]
        );
    }
}

// --- Text that is not what it seems ------------------------------------------------------------------------------

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

// --- Text that would be code -------------------------------------------------------------------------------------

/// Every string of a document, by pointer.
fn strings(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::String(_) => into.push(at.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                strings(item, &format!("{at}/{index}"), into);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                strings(
                    value,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    into,
                );
            }
        }
        _ => {}
    }
}

/// The files of a document, if nothing is wrong with it.
fn generated(document: &Value, schema: &jsonschema::Validator, root: &Root) -> Option<Vec<(String, String)>> {
    let pipeline = serde_json::from_value(document.clone()).ok()?;
    let source = "pipeline.toml";
    let input = check::Input {
        pipeline: &pipeline,
        root,
        source,
    };
    let wrong = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if !schema.is_valid(document) || check::check(input).iter().any(wrong) {
        return None;
    }
    let plan = plan(&pipeline);
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source,
    });
    let files = files.iter().filter(|file| !file.path.ends_with(".json"));
    Some(
        files
            .map(|file| (file.path.clone(), emit::text(file, source)))
            .collect(),
    )
}

/// The keys of a YAML document and the number of its items: what text must not change.
fn shape(value: &serde_yaml::Value, into: &mut String) {
    match value {
        serde_yaml::Value::Mapping(map) => {
            into.push('{');
            for (key, value) in map {
                into.push_str(key.as_str().unwrap_or("?"));
                into.push(':');
                shape(value, into);
            }
            into.push('}');
        }
        serde_yaml::Value::Sequence(items) => {
            into.push('[');
            items.iter().for_each(|item| shape(item, into));
            into.push(']');
        }
        _ => into.push('.'),
    }
}

fn shapes(files: &[(String, String)]) -> Vec<String> {
    let one = |(path, text): &(String, String)| {
        let mut out = String::new();
        let tree = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        shape(&tree, &mut out);
        out
    };
    files.iter().map(one).collect()
}

#[test]
fn no_text_of_the_user_becomes_an_expression_or_changes_the_workflow() {
    let text = fixture("complete/release.toml");
    let source = decode(&text);
    assert!(source.diagnostics.is_empty());
    let document = as_json(&text);
    let root = Root::new(fixtures().join("repository"));
    let schema = jsonschema::draft202012::new(&pipewright::pipeline::Pipeline::schema()).unwrap();
    let sound = generated(&document, &schema, &root).unwrap();
    let (expected, expressions) = (shapes(&sound), count(&sound));
    let mut pointers = Vec::new();
    strings(&document, "", &mut pointers);
    let hostile = [
        "${{ secrets.PWNED }}",
        "x'\"`$(touch pwned); touch pwned\\ # {{ 7 }} */ : - | ''\n  pwned: true\n- pwned # ",
        "x' # pwned: \"*/ $(touch pwned)",
        "x\u{2028}pwned: true",
    ];
    for pointer in &pointers {
        for evil in hostile {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = json!(evil);
            let Some(files) = generated(&changed, &schema, &root) else {
                continue;
            };
            // An expression has its place in the `env` and `with` of a step of one's own, and nowhere else.
            let allowed =
                pointer.starts_with("/steps/") && (pointer.contains("/env/") || pointer.contains("/with/"));
            assert!(
                allowed || count(&files) == expressions,
                "{pointer} = {evil:?} is an expression"
            );
            // An optional key may come or go with a value; a key of the text's own may not.
            let shapes = shapes(&files);
            assert!(
                shapes.iter().all(|shape| !shape.contains("pwned")),
                "{pointer} = {evil:?} is YAML"
            );
            assert_eq!(shapes.len(), expected.len(), "{pointer} = {evil:?}");
        }
    }
}

#[test]
fn the_emitter_by_itself_keeps_a_comment_a_comment() {
    let text = good().replace(
        "triggers = { push = { branches = [\"main\"] } }",
        "triggers.schedule.nightly = { cron = \"0 2 * * *\", description = \"x\\u2028pwned: true\" }",
    );
    let pipeline = decode(&text).pipeline.unwrap();
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan(&pipeline),
        source: "pipeline.toml",
    });
    let suite = emit::text(&files[0], "pipeline.toml");
    assert!(!suite.contains('\u{2028}'), "{suite}");
}

/// How many expressions there are in all.
fn count(files: &[(String, String)]) -> usize {
    files.iter().map(|(_, text)| text.matches("${{").count()).sum()
}

/// A document without the decoder's own code.
fn as_json(text: &str) -> Value {
    use toml::de::{DeTable, DeValue};
    fn of(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => json!(text),
            DeValue::Boolean(flag) => json!(flag),
            DeValue::Datetime(date) => json!(date.to_string()),
            DeValue::Integer(number) => json!(number.as_str().parse::<i64>().unwrap()),
            DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
            DeValue::Array(items) => items.iter().map(|item| of(item.get_ref())).collect(),
            DeValue::Table(entries) => entries
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), of(value.get_ref())))
                .collect(),
        }
    }
    let table = DeTable::parse(text).unwrap();
    let entries = table.get_ref().iter();
    entries
        .map(|(key, value)| (key.get_ref().to_string(), of(value.get_ref())))
        .collect()
}

#[test]
fn keys_of_the_user_do_not_change_the_workflow() {
    for key in ["#", "#value", "a: b", "x\\ny", "${{ x }}", "", "*a", "a b"] {
        for table in ["with", "env"] {
            let action = if table == "with" {
                "uses = \"actions/setup-node@0123456789abcdef0123456789abcdef01234567 # v1.2.3\""
            } else {
                "run = \"true\""
            };
            let text = format!(
                "{}\n[[steps]]\njob = \"cell\"\nposition = \"before\"\nstep = \"execute\"\nid = \"mine\"\n{action}\n{table} = {{ \"{key}\" = \"v\" }}\n",
                good()
            );
            let err = Repository::with(text).refused();
            assert!(err.contains("cannot be the name of"), "{table}.{key}: {err}");
        }
    }
}

// --- Much of it --------------------------------------------------------------------------------------------------

#[test]
fn ten_thousand_mistakes_take_seconds_and_are_all_said() {
    let many = 10_000;
    let lines = |line: &dyn Fn(usize) -> String| (0..many).map(line).collect::<String>();
    let unknown_keys = good() + &lines(&|n| format!("key{n} = {n}\n"));
    let unknown_tests = good().replace(
        "tests = [\"lint\"]",
        &format!("tests = [\"lint\", {}]", lines(&|n| format!("\"lint{n}\",\n"))),
    );
    let schedules = good() + &lines(&|n| format!("[triggers.schedule.s{n}]\ncron = \"{n} 2 * * 7\"\n"));
    let schedules = schedules.replace("triggers = { push = { branches = [\"main\"] } }\n", "");
    let syntax = good() + &lines(&|n| format!("a{n} = = 1\n"));
    for (name, text) in [
        ("unknown keys", unknown_keys),
        ("unknown tests", unknown_tests),
        ("schedules", schedules),
        ("syntax", syntax),
    ] {
        let repository = Repository::with(text);
        let begun = Instant::now();
        let found = repository.diagnostics();
        let json = begun.elapsed();
        assert!(found.len() >= many, "{name}: {}", found.len());
        assert!(json < Duration::from_secs(60), "{name}: {json:?}");
        if name == "syntax" {
            let err = repository.refused();
            assert!(
                err.ends_with("\n10000 errors; nothing was written\n"),
                "{}",
                err.len()
            );
        }
    }
}

/// Numbers without a library: xorshift, from Marsaglia 2003.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// A text with a few bytes or lines changed, taken out, doubled or put elsewhere.
fn mutated(text: &str, random: &mut Random) -> String {
    const BYTES: &[u8] = b"[]{}=\"'.,#\n\r\t \\0179-_ax*$\x00\x1b\xc3\xa9\xff";
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => bytes[at] = BYTES[random.below(BYTES.len())],
            1 => bytes.insert(at, BYTES[random.below(BYTES.len())]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            _ => {
                let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
                let (from, to) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(from, to);
                bytes = lines.join(&b'\n');
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_mutated_pipeline_is_never_a_panic_and_every_error_has_a_place() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline.toml")).unwrap();
    let root = Root::new(env!("CARGO_MANIFEST_DIR"));
    let mut random = Random(0x5EED_2026_1122);
    let mut wrong = 0;
    for round in 0..1_200 {
        let text = mutated(&text, &mut random);
        let decoded = decode(&text);
        let mut found = decoded.diagnostics.clone();
        if let Some(pipeline) = &decoded.pipeline {
            let input = check::Input {
                pipeline,
                root: &root,
                source: "pipeline.toml",
            };
            found.extend(
                check::check(input)
                    .into_iter()
                    .filter(|found| !decoded.is_echo(found)),
            );
        } else {
            assert!(!found.is_empty(), "{round}: no pipeline, and no reason");
        }
        let source = Source {
            file: "pipeline.toml",
            text: &text,
            spans: Some(&decoded),
        };
        for diagnostic in &found {
            let located = source.locate(&diagnostic.place);
            assert!(
                !matches!(diagnostic.place, Place::Whole),
                "{round}: {diagnostic:?}"
            );
            assert!(
                located.start >= (1, 1) && located.start <= located.end,
                "{round}: {diagnostic:?}"
            );
            assert!(
                located.start.0 <= text.matches('\n').count() + 1,
                "{round}: {diagnostic:?}"
            );
        }
        wrong += usize::from(!found.is_empty());
        let human = render(&found, &source, Format::Human { colour: false });
        assert!(
            !human.contains(|c: char| c.is_control() && c != '\n'),
            "{round}: {human:?}"
        );
        let json = render(&found, &source, Format::Json);
        serde_json::from_str::<Value>(&json).unwrap();
    }
    assert!(wrong > 600, "only {wrong} mutations were mistakes");
}

// --- What machines read ------------------------------------------------------------------------------------------

#[test]
fn exit_codes_are_0_as_asked_1_drift_2_wrong_input() {
    let repository = Repository::with(good());
    assert_eq!(repository.run(&["check"]).code, Some(0));
    let drift = repository.run(&["gen", "--check"]);
    assert_eq!(drift.code, Some(1), "{}", drift.err);
    assert_eq!(repository.run(&["gen"]).code, Some(0));
    assert_eq!(repository.run(&["gen", "--check"]).code, Some(0));
    let bad = Repository::with(fixture("everything.toml"));
    for arguments in [
        &["check"][..],
        &["gen"],
        &["gen", "--check"],
        &["gen", "--dry-run"],
        &["plan"],
        &["check", "--format", "sarif"],
    ] {
        assert_eq!(bad.run(arguments).code, Some(2), "{arguments:?}");
    }
    assert_eq!(bad.run(&["check", "--format", "xml"]).code, Some(2));
    let warned = Repository::with(fixture("rules/unused/bad.toml"));
    assert_eq!(
        warned.run(&["check"]).code,
        Some(0),
        "a warning keeps nobody from working"
    );
    assert_eq!(warned.run(&["gen"]).code, Some(0));
}

#[test]
fn annotations_for_github_are_escaped() {
    let repository = Repository::with(good() + "\"100%\\r\\n::error::a,b:c\" = 1\n").called("a,b:c%.toml");
    std::fs::rename(repository.path("pipeline.toml"), repository.path("a,b:c%.toml")).unwrap();
    let ran = repository.run(&["check", "--format", "github"]);
    let line = good().lines().count() + 1;
    let expected = format!("::error file=a%2Cb%3Ac%25.toml,line={line},endLine={line},col=1,endColumn=");
    assert!(ran.out.starts_with(&expected), "{}", ran.out);
    assert!(ran.out.contains("100%25%0D%0A::error::a,b:c"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn sarif_has_what_code_scanning_asks_for() {
    let repository = Repository::with(fixture("everything.toml"));
    let ran = repository.run(&["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "pipewright");
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), repository.diagnostics().len());
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(
            ["error", "warning"].contains(&result["level"].as_str().unwrap()),
            "{result}"
        );
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "pipeline.toml");
        let region = &place["region"];
        let number = |key: &str| region[key].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{result}");
        assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")));
    }
}
