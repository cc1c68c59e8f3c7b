//! Text that is no markup, and tables.

use std::fmt::Write;

/// Text for any place: what could be read as markup is written as a character entity, a line's end as a space.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = '\0';
    let characters: Vec<char> = text.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let after = characters.get(index + 1).copied().unwrap_or('\0');
        let doubled = before == character || after == character;
        let at_end = index == 0 || index + 1 == characters.len();
        match character {
            '|' | '<' | '[' | ']' | '{' | '}' => entity(&mut escaped, character),
            '\'' if doubled || at_end => entity(&mut escaped, character),
            '!' | '~' | '_' | '=' if doubled => entity(&mut escaped, character),
            '&' if after == '#' || after.is_ascii_alphanumeric() => entity(&mut escaped, character),
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
        before = character;
    }
    escaped.trim().to_owned()
}

fn entity(text: &mut String, character: char) {
    let _ = write!(text, "&#{};", u32::from(character));
}

/// A table as it grows.
pub(super) struct Wikitable {
    text: String,
}

impl Wikitable {
    pub fn new() -> Wikitable {
        Wikitable { text: "{| class=\"wikitable\" style=\"font-size: 90%;\"\n".to_owned() }
    }

    /// With a caption, which is plain text; none where it is empty.
    pub fn captioned(caption: &str) -> Wikitable {
        let mut table = Wikitable::new();
        if !caption.is_empty() {
            table.text.push_str(&format!("|+ {}\n", escaped(caption)));
        }
        table
    }

    pub fn row(&mut self, attributes: &str) {
        self.line("|-", attributes, "");
    }

    /// A head cell; `content` is wikitext.
    pub fn head(&mut self, attributes: &str, content: &str) {
        self.cell_line('!', attributes, content);
    }

    /// A cell; `content` is wikitext.
    pub fn cell(&mut self, attributes: &str, content: &str) {
        self.cell_line('|', attributes, content);
    }

    /// A cell whose text stands in the middle.
    pub fn centred(&mut self, content: &str) {
        self.cell(if content.is_empty() { "" } else { "align=\"center\"" }, content);
    }

    fn cell_line(&mut self, mark: char, attributes: &str, content: &str) {
        let attributes = if attributes.is_empty() { String::new() } else { format!(" {attributes} |") };
        let mark = format!("{mark}{attributes}");
        self.line(&mark, "", content);
    }

    fn line(&mut self, mark: &str, attributes: &str, content: &str) {
        self.text.push_str(mark);
        for part in [attributes, content] {
            if !part.is_empty() {
                self.text.push(' ');
                self.text.push_str(part);
            }
        }
        self.text.push('\n');
    }

    pub fn finish(mut self) -> String {
        self.text.push_str("|}\n");
        self.text
    }
}

/// A name with its country's flag before it, where the country is known by a code.
pub(super) fn flagged(nation: Option<&str>, name: &str) -> String {
    match nation.filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(code) => format!("{{{{flagicon|{code}}}}} {}", escaped(name)),
        None => escaped(name),
    }
}

/// The same with the name as a link, where it can be one: an article of that name may not be there yet.
pub(super) fn linked(nation: Option<&str>, name: &str) -> String {
    let bare = flagged(nation, name);
    let own = escaped(name);
    // A title of an article is plain text: what had to be escaped cannot be one.
    if own != name.trim() || own.is_empty() || own.contains(['#', '>', ':', '/']) {
        return bare;
    }
    let flag = bare.strip_suffix(own.as_str()).unwrap_or_default();
    format!("{flag}[[{own}]]")
}

/// A short head with what it means.
pub(super) fn abbreviated(short: &str, full: &str) -> String {
    let (short, full) = (escaped(short), escaped(full));
    // An `=` would name a parameter.
    if full.is_empty() || full == short || [&short, &full].iter().any(|own| own.contains('=')) {
        return short;
    }
    format!("{{{{abbr|{short}|{full}}}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_markup() {
        assert_eq!(escaped("Johnny O'Connell, J. & B."), "Johnny O'Connell, J. & B.");
        assert_eq!(
            escaped("''x'' [[y]] {{z}}"),
            "&#39;&#39;x&#39;&#39; &#91;&#91;y&#93;&#93; &#123;&#123;z&#125;&#125;"
        );
        assert_eq!(
            escaped("a|b!!c ~~~~ &amp; <ref>\n1=1 =="),
            "a&#124;b&#33;&#33;c &#126;&#126;&#126;&#126; &#38;amp; &#60;ref> 1=1 &#61;&#61;"
        );
    }

    #[test]
    fn a_link_is_a_title_and_a_head_says_what_it_means() {
        assert_eq!(linked(Some("GBR"), "Johnny Herbert"), "{{flagicon|GBR}} [[Johnny Herbert]]");
        assert_eq!(linked(None, "Johnny O'Connell"), "[[Johnny O'Connell]]");
        for name in ["A|B", "C [D]", "#16", ""] {
            assert!(!linked(None, name).contains("[["), "{name}");
        }
        assert_eq!(abbreviated("Pos", "Position"), "{{abbr|Pos|Position}}");
        assert_eq!(
            (abbreviated("Team", "Team"), abbreviated("x", "a=b")),
            ("Team".to_owned(), "x".to_owned())
        );
        assert!(Wikitable::captioned("Teams' Championship").finish().contains("\n|+ Teams' Championship\n"));
    }

    #[test]
    fn a_cell_stands_on_a_line() {
        let mut table = Wikitable::new();
        table.row("");
        table.head("rowspan=\"2\"", "Pos");
        table.cell("", "");
        table.centred("7");
        assert!(table.finish().ends_with("\n|-\n! rowspan=\"2\" | Pos\n|\n| align=\"center\" | 7\n|}\n"));
    }
}
