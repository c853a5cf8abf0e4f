use super::kitchen::Kitchen;

#[test]
fn a_flood_of_output_fills_neither_memory_nor_disk() {
    let kitchen = Kitchen::new().test("flood", "head -c 300000000 /dev/zero; echo; echo the end; exit 1");
    let mut command = std::process::Command::new("sh");
    let inner = kitchen.prepare();
    command.args([
        "-c",
        "\"$0\" \"$@\"; echo code $?; grep VmHWM /proc/self/status; cat /proc/$$/status > /dev/null",
    ]);
    command.arg(inner.get_program()).args(inner.get_args());
    let served = kitchen.serve(command);
    assert!(served.stdout.contains("code 1"), "{}", served.stdout);
    let log = std::fs::metadata(kitchen.path("out/logs/flood.1.log")).unwrap();
    assert!(log.len() < 40 << 20, "{}", log.len());
    let excerpt = served.test("flood")["attempts"][0]["excerpt"].as_str().unwrap();
    assert!(
        excerpt.ends_with("the end"),
        "the end is what tells why it failed"
    );
    assert!(excerpt.len() <= 4 << 10);
}

#[test]
fn output_that_is_no_text_does_no_harm() {
    let served = Kitchen::new()
        .test(
            "noise",
            "head -c 10000 /dev/urandom; printf '\\377\\376\\000]]>\\033[31m'; exit 1",
        )
        .run();
    served.code(1);
    assert_eq!(served.status("noise"), "failed");
}

#[test]
fn xml_stays_well_formed_whatever_a_test_prints() {
    let kitchen = Kitchen::new().test(
        "xml",
        "printf ']]></failure><testcase name=\"forged\"/> & \\001\\010 \\357\\277\\277 <!--'; exit 1",
    );
    kitchen.run().code(1);
    let text = std::fs::read_to_string(kitchen.path("out/junit.xml")).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut cases = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(element) if element.name().as_ref() == b"testcase" => cases += 1,
            _ => {}
        }
    }
    assert_eq!(cases, 1);
}

#[test]
fn a_full_disk_loses_no_result() {
    // A file system of its own, in a name space of its own: not every machine lets us.
    let script = "mount -t tmpfs -o size=6m none \"$1\" && shift && \"$@\"; code=$?; \
                  for f in result.json junit.xml journal.jsonl; do cp \"$KEEP/out/$f\" \"$KEEP/kept-$f\"; done; exit $code";
    let kitchen = Kitchen::new()
        .test("fills", "head -c 50000000 /dev/zero")
        .test(
            "fills-more",
            "head -c 50000000 /dev/zero > $PIPEWRIGHT_OUTPUT/junk",
        )
        .test("after", "exit 0")
        .arguments(&["--workers", "1"]);
    std::fs::create_dir(kitchen.path("out")).unwrap();
    let inner = kitchen.prepare();
    let mut command = std::process::Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(kitchen.path("out"));
    command
        .arg(inner.get_program())
        .args(inner.get_args())
        .env("KEEP", kitchen.path(""));
    let served = kitchen.serve(command);
    if !kitchen.path("kept-result.json").exists() && served.stderr.contains("unshare") {
        eprintln!("skipped: no mount name space here: {}", served.stderr);
        return;
    }
    let result = std::fs::read(kitchen.path("kept-result.json"))
        .unwrap_or_else(|_| panic!("{}{}", served.stdout, served.stderr));
    let result: serde_json::Value = serde_json::from_slice(&result).unwrap();
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 3, "{tests:?}");
    assert_eq!(served.code, Some(1), "{}{}", served.stdout, served.stderr);
}
