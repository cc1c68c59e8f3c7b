//! XML as programs write it, into a tree with lines. Bare `&` and entities that the file declares itself stay as they are.

use super::text::clean;
use parcferme_core::{Diagnostic, Place};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A longer XML text is refused; a race of 24 hours has 12 MB.
pub(super) const MAX_XML_BYTES: usize = 64 << 20;
/// Elements inside each other; result files have six.
const MAX_DEPTH: usize = 32;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Its own text as one line.
    pub text: String,
    pub children: Vec<Element>,
    pub line: u32,
}

impl Element {
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|own| own.name.eq_ignore_ascii_case(name))
    }

    /// The text of a child; empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |own| own.text.as_str())
    }

    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
    }
}

/// The outermost element. What stands in elements called `skip` is left out.
pub(super) fn read(document: &str, text: &str, skip: &str) -> Result<Element, Box<Diagnostic>> {
    if text.len() > MAX_XML_BYTES {
        let told = Diagnostic::error("PF1021", "the text is larger than one result can be")
            .at(Place::document(document))
            .found(format!("{} bytes", text.len()))
            .expected(format!("at most {MAX_XML_BYTES} bytes"));
        return Err(Box::new(told));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut line, mut counted) = (1_u32, 0_usize);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        let before = line;
        let passed = text.as_bytes().get(counted..at).unwrap_or_default();
        line = line.saturating_add(u32::try_from(memchr::memchr_iter(b'\n', passed).count()).unwrap_or(0));
        counted = at.max(counted);
        let broken = |found: String| {
            let told = Diagnostic::error("PF1020", "the file breaks off or is damaged")
                .at(Place::line(document, line, ""))
                .found(clean(&found))
                .expected("whole XML, as the program wrote it")
                .help("fetch the file again");
            Box::new(told)
        };
        let mut piece = |text: &str| {
            if let Some(own) = open.last_mut() {
                own.text.push_str(text);
            }
        };
        match event {
            Ok(Event::Start(start)) => {
                if open.len() >= MAX_DEPTH {
                    return Err(broken(format!("more than {MAX_DEPTH} elements inside each other")));
                }
                open.push(element(&start, before));
            }
            Ok(Event::Empty(start)) => {
                let empty = element(&start, before);
                match open.last_mut() {
                    Some(parent) if parent.name != skip => parent.children.push(empty),
                    Some(_) => {}
                    None => return Ok(empty),
                }
            }
            Ok(Event::End(_)) => {
                let Some(mut own) = open.pop() else {
                    return Err(broken("an end without a start".to_owned()));
                };
                own.text = clean(&own.text);
                match open.last_mut() {
                    Some(parent) if parent.name != skip => parent.children.push(own),
                    Some(_) => {}
                    None => return Ok(own),
                }
            }
            Ok(Event::Text(text)) => piece(&text),
            Ok(Event::CData(text)) => piece(&text),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(own)) => piece(own.encode_utf8(&mut [0; 4])),
                _ => match quick_xml::escape::resolve_predefined_entity(&reference) {
                    Some(own) => piece(own),
                    None => piece(&format!("&{};", &*reference)),
                },
            },
            Ok(Event::Eof) => {
                let found = open.last().map_or_else(
                    || "no element".to_owned(),
                    |own| format!("the end of the file within <{}> of line {}", own.name, own.line),
                );
                return Err(broken(found));
            }
            Ok(_) => {}
            Err(error) => return Err(broken(error.to_string())),
        }
    }
}

fn element(start: &BytesStart<'_>, line: u32) -> Element {
    let mut all = start.attributes();
    let attributes = all.with_checks(false).filter_map(Result::ok).map(|own| {
        let value =
            quick_xml::escape::unescape(&own.value).map_or_else(|_| clean(&own.value), |own| clean(&own));
        (own.key.0.to_owned(), value)
    });
    Element { name: start.name().0.to_owned(), attributes: attributes.collect(), line, ..Element::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_ampersands_own_entities_and_skipped_parts() {
        let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE rF [\n<!ENTITY rFEnt \"rFactor Entity\">\n]>\n<a>\n<b x=\"1 &amp; 2\">Smith & Sons &amp; &#233; &rFEnt;</b>\n<Stream><c/><d>x</d></Stream><e/></a>";
        let root = read("f.xml", text, "Stream").expect("whole");
        let b = root.child("B").expect("b");
        assert_eq!((b.text.as_str(), b.line, b.attribute("x")), ("Smith & Sons & é &rFEnt;", 6, "1 & 2"));
        assert_eq!((root.children.len(), root.children[1].children.len()), (3, 0));
    }

    #[test]
    fn a_damaged_file_is_told_with_its_line() {
        for text in ["<a>\n<b>", "<a></b>", "", "<a", "</a>", "<a><b></a></b>"] {
            let told = read("f.xml", text, "").expect_err(text);
            assert_eq!(told.id, "PF1020", "{text}");
        }
        assert!(read("f.xml", &"<a>".repeat(100), "").is_err());
    }
}
