//! Answers of a MediaWiki server as JSON: a page's HTML or its wikitext within.

use super::findings::Findings;
use crate::json;
use jsonc_parser::ast::{Object, Value};
use parcferme_core::Diagnostic;

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
    let answer = match json::parse(findings.document(), text) {
        Ok(value) => page(&value).ok_or_else(|| match at(&value, "/error/info") {
            Some(info) => refused(format!("an error of the server: {}", shown(info)), "ask the server again"),
            None => refused(
                format!("an object with the keys {}", keys(&value)),
                "save the answer of `action=parse`, or the page itself",
            ),
        }),
        Err(told) => {
            Err(refused(told.found.unwrap_or(told.message), "save the answer again: it may end early"))
        }
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

fn page(value: &Value<'_>) -> Option<Answer> {
    // The only page of a query stands under its number, or in a list.
    let queried = match at(value, "/query/pages") {
        Some(Value::Object(pages)) if pages.properties.len() == 1 => Some(&pages.properties[0].value),
        Some(Value::Array(pages)) if pages.elements.len() == 1 => pages.elements.first(),
        _ => None,
    };
    SHAPES.iter().find_map(|(holder, path, is_html)| {
        let holder = match *holder {
            "/page" => queried?,
            holder => at(value, holder)?,
        };
        let text = at(holder, path)?.as_string_lit()?;
        let title = at(holder, "/title").and_then(Value::as_string_lit);
        Some(Answer {
            title: title.map(|own| own.value.to_string()),
            text: text.value.to_string(),
            is_html: *is_html,
        })
    })
}

/// What stands under the keys of a path, each after a `/`; a number is a place in a list.
fn at<'v, 't>(value: &'v Value<'t>, path: &str) -> Option<&'v Value<'t>> {
    path.split('/').skip(1).try_fold(value, |value, key| match value {
        Value::Object(object) => object.get(key).map(|own| &own.value),
        Value::Array(list) => list.elements.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn shown(value: &Value<'_>) -> String {
    let text = value.as_string_lit().map_or_else(|| "no text".into(), |own| own.value.clone());
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn keys(value: &Value<'_>) -> String {
    let keys = |object: &Object<'_>| -> Vec<String> {
        object.properties.iter().take(8).map(|own| format!("{:?}", own.name.as_str())).collect()
    };
    value.as_object().map_or_else(String::new, |object| keys(object).join(", "))
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
            r#"an object with the keys "laps", "cars""#
        );
        assert!(answer(r#"{"parse":{"title":"T","te"#).unwrap_err().contains("Unterminated"));
        assert!(!is_json("{| class=x\n|}") && !is_json("{{Infobox}}"));
    }
}
