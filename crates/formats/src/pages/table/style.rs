//! Attributes of cells, rows and spans, in HTML and in wikitext: spans, colours, what is bold or hidden.

/// How a style makes its text look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub raised: bool,
    /// Nothing of it is shown.
    pub hidden: bool,
    /// Background colour as stated, lower case, such as `#ffffbf`.
    pub background: Option<String>,
}

/// The value of a `style` attribute.
pub(crate) fn of_declarations(style: &str) -> Style {
    let mut read = Style::default();
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().trim_end_matches("!important").trim().to_lowercase();
        match name.as_str() {
            "font-weight" => {
                let heavy = value.parse::<u32>().is_ok_and(|weight| weight >= 600);
                read.bold = heavy || value.starts_with("bold");
            }
            "font-style" => read.italic = value == "italic" || value == "oblique",
            "text-decoration" | "text-decoration-line" => read.struck = value.contains("line-through"),
            "vertical-align" => read.raised = value == "super",
            "display" => read.hidden |= value == "none",
            "visibility" => read.hidden |= value == "hidden",
            "background" | "background-color" => read.background = colour(&value),
            _ => {}
        }
    }
    read
}

/// One colour is written one way: `#fff` and `white` are `#ffffff`.
pub(crate) fn colour(value: &str) -> Option<String> {
    let value = value.trim();
    let short = value.strip_prefix('#').filter(|digits| digits.len() == 3 && digits.is_ascii());
    match value {
        "" | "none" | "transparent" | "inherit" | "initial" | "unset" => None,
        "white" => Some("#ffffff".to_owned()),
        "black" => Some("#000000".to_owned()),
        _ => Some(match short {
            Some(digits) => {
                std::iter::once('#').chain(digits.chars().flat_map(|digit| [digit, digit])).collect()
            }
            None => value.to_owned(),
        }),
    }
}

/// The attributes of a cell, a row or a tag, as they stand in wikitext.
pub(super) fn of_attributes(attributes: &str) -> Style {
    let mut style = attribute(attributes, "style").map(of_declarations).unwrap_or_default();
    if style.background.is_none() {
        style.background = attribute(attributes, "bgcolor").and_then(|value| colour(&value.to_lowercase()));
    }
    style
}

/// Whether a tag hides its text.
pub(crate) fn hides(tag: &str) -> bool {
    attribute(tag, "style").is_some_and(|style| of_declarations(style).hidden)
}

/// The value of an attribute such as `rowspan=2` or `rowspan="2"`.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let lower = attributes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find(name) {
        let at = from + found;
        let begins = at == 0 || lower[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let value = attributes.get(at + name.len()..)?.trim_start().strip_prefix('=').filter(|_| begins);
        if let Some(value) = value.map(str::trim_start) {
            return match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next(),
                _ => value.split_whitespace().next(),
            };
        }
        from = at + name.len();
    }
    None
}

/// How many rows or columns a cell covers; a number that is none counts as one, as browsers have it.
pub(crate) fn span(value: Option<&str>, most: usize) -> usize {
    let digits = value.unwrap_or_default().trim();
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    digits[..length].parse().unwrap_or(1).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_their_whole_name() {
        assert_eq!(attribute("data-style=a style='b: c'", "style"), Some("b: c"));
        assert_eq!(attribute("rowspan=2", "rowspan"), Some("2"));
        assert_eq!(attribute("align=left ROWSPAN = \"3\"", "rowspan"), Some("3"));
        assert_eq!(attribute("rowspan", "rowspan"), None);
        assert_eq!(
            (span(Some("3px"), 9), span(Some("x"), 9), span(Some("0"), 9), span(Some("99"), 9)),
            (3, 1, 1, 9)
        );
    }

    #[test]
    fn styles_say_how_text_looks() {
        let style = of_declarations("font-weight: 700; Background-Color:#FFFFBF; font-style:italic");
        assert!(style.bold && style.italic && !style.hidden);
        assert_eq!(style.background.as_deref(), Some("#ffffbf"));
        assert!(of_declarations("color:red;display:none!important").hidden);
        assert!(of_declarations("visibility:hidden").hidden);
        assert_eq!(of_declarations("background: transparent").background, None);
        assert!(hides("<span style=\"display:none;\""));
        assert_eq!(of_attributes("bgcolor=#DFDFDF").background.as_deref(), Some("#dfdfdf"));
    }
}
