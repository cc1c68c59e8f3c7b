//! Answers of a MediaWiki server as JSON: a page's HTML or its wikitext within.

use super::findings::Findings;
use parcferme_core::Diagnostic;
use serde_json::Value;

/// The page in an answer.
pub(super) struct Answer {
    pub title: Option<String>,
    pub text: String,
    pub is_html: bool,
}

/// Whether a text is a JSON object rather than wikitext, which also may begin with a brace.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

pub(super) fn read(text: &str, findings: &mut Findings) -> Option<Answer> {
    let refused = |found: String, help: &str| {
        Diagnostic::error("PF0143", "no page in this JSON")
            .at(findings.whole())
            .found(found)
            .expected("an answer of a MediaWiki server with one page: `parse.text`, `parse.wikitext`, `html` or `source`")
            .help(help.to_owned())
    };
    let answer = match serde_json::from_str::<Value>(text) {
        Ok(value) => page(&value).ok_or_else(|| match value.pointer("/error/info") {
            Some(info) => refused(format!("an error of the server: {}", shown(info)), "ask the server again"),
            None => refused(
                format!("an object with the keys {}", keys(&value)),
                "save the answer of `action=parse`, or the page itself",
            ),
        }),
        Err(error) => Err(refused(error.to_string(), "save the answer again: it may end early")),
    };
    match answer {
        Ok(answer) => Some(answer),
        Err(diagnostic) => {
            findings.push(diagnostic);
            None
        }
    }
}

/// Where an answer has a page: its object, the text within, and whether that is HTML.
const SHAPES: [(&str, &str, bool); 9] = [
    ("/parse", "/text/*", true),
    ("/parse", "/text", true),
    ("/parse", "/wikitext/*", false),
    ("/parse", "/wikitext", false),
    ("", "/html", true),
    ("", "/source", false),
    ("/page", "/revisions/0/slots/main/*", false),
    ("/page", "/revisions/0/slots/main/content", false),
    ("/page", "/revisions/0/*", false),
];

fn page(value: &Value) -> Option<Answer> {
    // The only page of a query stands under its number, or in a list.
    let queried = match value.pointer("/query/pages") {
        Some(Value::Object(pages)) if pages.len() == 1 => pages.values().next(),
        Some(Value::Array(pages)) if pages.len() == 1 => pages.first(),
        _ => None,
    };
    SHAPES.iter().find_map(|(holder, path, is_html)| {
        let holder = match *holder {
            "/page" => queried?,
            holder => value.pointer(holder)?,
        };
        let text = holder.pointer(path)?.as_str()?;
        let title = holder.get("title").and_then(Value::as_str);
        Some(Answer { title: title.map(str::to_owned), text: text.to_owned(), is_html: *is_html })
    })
}

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn keys(value: &Value) -> String {
    let keys = value.as_object().map(|object| object.keys().take(8).map(|key| format!("{key:?}")).collect());
    keys.map_or_else(String::new, |keys: Vec<String>| keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Result<(Option<String>, String, bool), String> {
        let mut findings = Findings::new("page");
        match read(text, &mut findings) {
            Some(answer) => Ok((answer.title, answer.text, answer.is_html)),
            None => Err(findings.finish().remove(0).found.unwrap_or_default()),
        }
    }

    #[test]
    fn every_shape_of_an_answer_gives_its_page() {
        let title = Some("T".to_owned());
        for (text, is_html) in [
            (r#"{"parse":{"title":"T","text":{"*":"x"}}}"#, true),
            (r#"{"parse":{"title":"T","text":"x"}}"#, true),
            (r#"{"parse":{"title":"T","wikitext":{"*":"x"}}}"#, false),
            (r#"{ "title":"T","html":"x"}"#, true),
            (r#"{"title":"T","source":"x"}"#, false),
            (r#"{"query":{"pages":{"7":{"title":"T","revisions":[{"slots":{"main":{"*":"x"}}}]}}}}"#, false),
            (
                r#"{"query":{"pages":[{"title":"T","revisions":[{"slots":{"main":{"content":"x"}}}]}]}}"#,
                false,
            ),
        ] {
            assert!(is_json(text));
            assert_eq!(answer(text), Ok((title.clone(), "x".to_owned(), is_html)), "{text}");
        }
    }

    #[test]
    fn other_json_is_refused_with_what_it_is() {
        assert_eq!(
            answer(r#"{"error":{"code":"a","info":"No such page."}}"#).unwrap_err(),
            "an error of the server: No such page."
        );
        assert_eq!(
            answer(r#"{"laps":[],"cars":1}"#).unwrap_err(),
            r#"an object with the keys "cars", "laps""#
        );
        assert!(answer(r#"{"parse":{"title":"T","te"#).unwrap_err().contains("EOF"));
        assert!(!is_json("{| class=x\n|}") && !is_json("{{Infobox}}"));
    }
}
