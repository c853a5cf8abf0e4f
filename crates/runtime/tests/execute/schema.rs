//! `junit.xml` against the schema that Jenkins reads it by, if `PIPEWRIGHT_TEST_JUNIT_XSD` names it and xmllint is
//! there. The schema is in the source archive of pytest, `testing/example_scripts/junit-10.xsd`.

use super::kitchen::Kitchen;

#[test]
fn jenkins_reads_what_is_written() {
    let Some(schema) = std::env::var_os("PIPEWRIGHT_TEST_JUNIT_XSD") else {
        eprintln!("skipped: PIPEWRIGHT_TEST_JUNIT_XSD is not set");
        return;
    };
    let retry = "retry = { count = 2, backoff = \"0s\", stop_above = 100 }";
    let xml = "<testsuite><testcase classname=\"k\" name=\"&#27;[31m&amp;\" file=\"f\"><skipped/></testcase>\
               <testcase name=\"x\"><error message=\"&#1;\">]]&gt;</error></testcase></testsuite>";
    let kitchen = Kitchen::new()
        .file("r.xml", xml)
        .test("passes", "exit 0")
        .test_with(
            "flaky",
            "printf 'a]]>\\001\\033[31mb'; test $PIPEWRIGHT_ATTEMPT = 3",
            retry,
        )
        .test_with("fails", "echo no; exit 1", retry)
        .test_with("crashes", "kill -ABRT $$", retry)
        .test_with("cases", "cp r.xml $PIPEWRIGHT_OUTPUT", "junit = [\"*.xml\"]")
        .test_with("skipped", "exit 0", "secrets = [\"NONE\"]")
        .command("missing", &["./none"]);
    kitchen.run().code(1);
    let mut xmllint = std::process::Command::new("xmllint");
    xmllint
        .args(["--noout", "--schema"])
        .arg(schema)
        .arg(kitchen.path("out/junit.xml"));
    let output = xmllint.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
