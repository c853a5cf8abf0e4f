use super::kitchen::Kitchen;

const MOON: &str =
    "[capabilities.moon]\nprobe = [\"sh\", \"-c\", \"echo probed >> probes; echo full moon; test -e up\"]";

#[test]
fn a_capability_is_probed_once_and_its_detail_kept() {
    let kitchen = Kitchen::new()
        .tables(MOON)
        .file("up", "")
        .test_with("a", "exit 0", "needs = [\"moon\"]")
        .test_with("b", "exit 0", "needs = [\"moon\"]")
        .test("c", "exit 0");
    let served = kitchen.run();
    served.code(0);
    assert_eq!(
        std::fs::read_to_string(kitchen.path("probes")).unwrap(),
        "probed\n"
    );
    let probe = &served.result["capabilities"][0];
    assert_eq!(
        (&probe["name"], &probe["available"], &probe["detail"]),
        (&"moon".into(), &true.into(), &"full moon".into())
    );
}

#[test]
fn what_is_missing_is_a_skip_here_and_an_error_where_it_was_promised() {
    let kitchen = || {
        Kitchen::new()
            .tables(MOON)
            .test_with("a", "exit 0", "needs = [\"moon\"]")
            .test("b", "exit 0")
    };
    let served = kitchen().run();
    served.code(0);
    assert_eq!(served.status("a"), "skipped");
    let served = kitchen().variable("PIPEWRIGHT_PROMISED", "helm moon").run();
    served.code(1);
    assert_eq!(
        (served.status("a"), &served.test("a")["failure"]),
        ("errored", &"need".into())
    );
}

#[test]
fn a_capability_that_stands_on_a_missing_one_is_not_probed() {
    let kitchen = Kitchen::new()
        .tables(MOON)
        .tables("[capabilities.tide]\nprobe = [\"touch\", \"tide\"]\nneeds = [\"moon\"]")
        .test_with("a", "exit 0", "needs = [\"tide\"]")
        .test("b", "exit 0");
    let served = kitchen.run();
    served.code(0);
    assert_eq!(
        served.test("a")["skip_reason"],
        "needs tide, which is not there: it needs moon, which is not there"
    );
    assert!(!kitchen.path("tide").exists());
}

#[test]
fn a_need_that_nobody_knows_is_refused() {
    let served = Kitchen::new()
        .test_with("a", "exit 0", "needs = [\"helmet\"]")
        .run();
    served.code(2);
    assert!(
        served.stderr.contains("`helmet`") && served.stderr.contains("helm, kubectl"),
        "{}",
        served.stderr
    );
}

#[test]
fn there_is_no_cluster_behind_a_configuration_that_leads_nowhere() {
    let kitchen = Kitchen::new().test_with("a", "exit 0", "needs = [\"cluster\"]").test("b", "exit 0").file(
        "kubeconfig",
        "{apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x, user: x}}], \
         clusters: [{name: x, cluster: {server: 'http://127.0.0.1:1'}}], users: [{name: x, user: {}}]}",
    );
    let path = kitchen.path("kubeconfig").display().to_string();
    let served = kitchen.variable("KUBECONFIG", &path).run();
    served.code(0);
    assert_eq!(served.status("a"), "skipped");
}
