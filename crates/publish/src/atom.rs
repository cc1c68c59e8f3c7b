//! Feeds of what was published: Atom (RFC 4287). Media type `application/atom+xml`.

use crate::stamp::Stamp;
use std::fmt::Write;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Stable for ever, such as `tag:example.org,2003:alms`.
    pub id: String,
    pub title: String,
    pub subtitle: String,
    /// Where the feed itself is.
    pub self_url: String,
    /// The page that it is the feed of.
    pub url: String,
    pub author: String,
    pub rights: String,
    pub entries: Vec<Entry>,
}

/// One published document or edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Stable for ever.
    pub id: String,
    pub title: String,
    pub updated: Stamp,
    pub published: Option<Stamp>,
    pub url: String,
    /// Who it is by; the feed's author where nobody is named.
    pub author: String,
    pub summary: String,
    /// The document as HTML, where it is carried whole.
    pub content_html: String,
    /// Words to sort by, such as classes.
    pub categories: Vec<String>,
}

/// The feed as a file. It was updated when its latest entry was.
pub fn feed(feed: &Feed) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    let updated = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or_default();
    element(&mut xml, 1, "id", "", &feed.id);
    element(&mut xml, 1, "title", "", &feed.title);
    if !feed.subtitle.is_empty() {
        element(&mut xml, 1, "subtitle", "", &feed.subtitle);
    }
    element(&mut xml, 1, "updated", "", &updated.to_string());
    link(&mut xml, 1, "self", "application/atom+xml", &feed.self_url);
    link(&mut xml, 1, "alternate", "text/html", &feed.url);
    // A feed without an author is not valid unless each of its entries names one.
    let author = if feed.author.is_empty() { &feed.title } else { &feed.author };
    let _ = writeln!(xml, "  <author><name>{}</name></author>", escaped(author));
    if !feed.rights.is_empty() {
        element(&mut xml, 1, "rights", "", &feed.rights);
    }
    let generator = concat!(" version=\"", env!("CARGO_PKG_VERSION"), "\"");
    element(&mut xml, 1, "generator", generator, "Parc Fermé");
    for entry in &feed.entries {
        write_entry(&mut xml, entry);
    }
    xml.push_str("</feed>\n");
    xml
}

fn write_entry(xml: &mut String, entry: &Entry) {
    xml.push_str("  <entry>\n");
    element(xml, 2, "id", "", &entry.id);
    element(xml, 2, "title", "", &entry.title);
    element(xml, 2, "updated", "", &entry.updated.to_string());
    if let Some(published) = entry.published {
        element(xml, 2, "published", "", &published.to_string());
    }
    link(xml, 2, "alternate", "text/html", &entry.url);
    if !entry.author.is_empty() {
        let _ = writeln!(xml, "    <author><name>{}</name></author>", escaped(&entry.author));
    }
    for category in &entry.categories {
        let _ = writeln!(xml, "    <category term=\"{}\"/>", escaped(category));
    }
    if !entry.summary.is_empty() {
        element(xml, 2, "summary", "", &entry.summary);
    }
    if !entry.content_html.is_empty() {
        element(xml, 2, "content", " type=\"html\"", &entry.content_html);
    }
    xml.push_str("  </entry>\n");
}

fn element(xml: &mut String, depth: usize, name: &str, attributes: &str, text: &str) {
    let _ = writeln!(xml, "{:indent$}<{name}{attributes}>{}</{name}>", "", escaped(text), indent = depth * 2);
}

fn link(xml: &mut String, depth: usize, rel: &str, media: &str, url: &str) {
    if !url.is_empty() {
        let url = escaped(url);
        let _ = writeln!(
            xml,
            "{:indent$}<link rel=\"{rel}\" type=\"{media}\" href=\"{url}\"/>",
            "",
            indent = depth * 2
        );
    }
}

/// Text for an element or an attribute; characters that XML 1.0 does not know become U+FFFD.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(character),
            '\r' => escaped.push_str("&#13;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_as_new_as_its_latest_entry() {
        let entry = |text: &str| Entry { updated: text.parse().unwrap(), ..Entry::default() };
        let entries = vec![entry("2003-06-29T18:42:00Z"), entry("2003-07-01T09:00:00Z")];
        let xml = feed(&Feed { entries, ..Feed::default() });
        assert!(xml.contains("\n  <updated>2003-07-01T09:00:00Z</updated>\n"), "{xml}");
    }

    #[test]
    fn markup_in_texts_is_text_and_html_is_escaped_once() {
        let xml = feed(&Feed {
            title: "A & <B> \u{1}".to_owned(),
            url: "https://example.org/?a=1&b=\"2\"".to_owned(),
            entries: vec![Entry { content_html: "<p>&amp;</p>".to_owned(), ..Entry::default() }],
            ..Feed::default()
        });
        assert!(xml.contains("<title>A &amp; &lt;B&gt; \u{FFFD}</title>"), "{xml}");
        assert!(xml.contains("href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\""), "{xml}");
        assert!(xml.contains("<content type=\"html\">&lt;p&gt;&amp;amp;&lt;/p&gt;</content>"), "{xml}");
        assert!(xml.contains("<author><name>A &amp;"), "{xml}");
    }
}
