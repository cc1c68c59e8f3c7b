//! The three formats, on findings with every character that one of them takes for its own.

use super::*;

fn found() -> Vec<Suite> {
    let spot = |path: &str, line, column| Spot { path: path.to_owned(), line, column };
    let first = Found {
        id: "PF0203",
        severity: Severity::Error,
        message: "100 % of <b> & \"c\"\u{1b}[31m {0}".to_owned(),
        details: vec!["published 6\nand\r7".to_owned()],
        places: vec![spot("my season, 1:a/é.csv", 5, 2), spot("b.csv", 0, 0)],
    };
    let second = Found {
        id: "PF0101",
        severity: Severity::Warning,
        message: "nowhere ]]>".to_owned(),
        details: Vec::new(),
        places: Vec::new(),
    };
    let case = |name: &str, compared, found| Case { name: name.to_owned(), compared, found };
    let cases = vec![
        case("standings-cell", true, vec![first.clone(), first]),
        case("line-up", true, vec![second]),
        case("waiver", false, Vec::new()),
        case("nation<ality", true, Vec::new()),
    ];
    vec![Suite { name: "a/2003".to_owned(), cases }]
}

#[test]
fn workflow_commands_escape_as_documented() {
    let text = github(&found());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        "::error file=my season%2C 1%3Aa/é.csv,line=5,col=2,title=PF0203::100 %25 of <b> & \"c\" {0}%0Apublished 6 and 7"
    );
    assert_eq!(lines[2], "::warning title=PF0101::nowhere ]]>");
}

#[test]
fn sarif_has_rules_regions_and_addresses() {
    let page =
        |id: &str| (id == "PF0203").then(|| Page { title: "a cell".to_owned(), text: "# A".to_owned() });
    let tool = |pages: &'static str| Tool { name: "Parc Fermé", version: "1.2.3", pages, page: &page };
    let log: serde_json::Value =
        serde_json::from_str(&sarif(&found(), &tool("https://example.org/e/"))).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.iter().map(|own| own["id"].as_str().unwrap()).collect::<Vec<_>>(), ["PF0101", "PF0203"]);
    assert_eq!(rules[1]["helpUri"], "https://example.org/e/PF0203.md");
    assert_eq!(rules[1]["shortDescription"]["text"], "a cell");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let first = &results[0];
    assert_eq!(first["level"], "error");
    assert_eq!(first["message"]["text"], "100 % of <b> & \"c\" {{0}}\npublished 6 and 7");
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20season%2C%201%3Aa/%C3%A9.csv");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&5.into(), &2.into()));
    let related = &first["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "b.csv");
    assert!(related.get("region").is_none(), "a file as a whole has no region");
    assert_eq!(results[2]["locations"], serde_json::json!([]));
    let log: serde_json::Value = serde_json::from_str(&sarif(&found(), &tool(""))).unwrap();
    assert!(log["runs"][0]["tool"]["driver"]["rules"][1].get("helpUri").is_none());
}

#[test]
fn junit_has_a_case_for_each_check() {
    let xml = junit(&found());
    assert!(
        xml.contains("<testsuite name=\"a/2003\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\">"),
        "{xml}"
    );
    assert!(
        xml.contains(
            "<failure type=\"PF0203\" message=\"100 % of &lt;b&gt; &amp; &quot;c&quot; {0} (and 1 more)\">error[PF0203]: 100 %"
        ),
        "{xml}"
    );
    assert!(xml.contains("--&gt; b.csv"), "{xml}");
    assert!(xml.contains("<system-out>warning[PF0101]: nowhere ]]&gt;</system-out>"), "{xml}");
    assert!(xml.contains("name=\"waiver\">\n      <skipped message=\"nothing to compare\"/>"), "{xml}");
    assert!(xml.contains("name=\"nation&lt;ality\"/>"), "{xml}");
    assert!(xml.chars().all(|own| own == '\n' || !own.is_control()), "{xml}");
    let opened = xml.matches("<testcase ").count();
    assert_eq!(opened, xml.matches("</testcase>").count() + 1, "one case has nothing in it");
}
