//! What tags are: one table from names to kinds, and what is not part of a page's text.

use crate::pages::flow::Mark;
use crate::pages::markup::ink::Script;
use crate::pages::table::purpose::has;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins and ends a paragraph.
    Block,
    Paragraph,
    Preformatted,
    Heading(usize),
    List,
    Item,
    Term,
    Described,
    Break,
    Rule,
    Table,
    Caption,
    RowGroup {
        head: bool,
    },
    Row,
    Cell {
        header: bool,
    },
    Mark(Mark),
    Link,
    Abbreviation,
    Image,
    /// Nothing in it is shown as text.
    Hidden,
    Title,
    Root,
    /// Has no end tag and shows no text.
    Void,
    /// Within a paragraph.
    Inline,
}

const KINDS: &[(&str, Kind)] = &[
    (
        "div section article main center blockquote address figure figcaption header hgroup fieldset form details \
         summary legend aside dir menu",
        Kind::Block,
    ),
    ("p", Kind::Paragraph),
    ("pre listing xmp", Kind::Preformatted),
    ("h1", Kind::Heading(1)),
    ("h2", Kind::Heading(2)),
    ("h3", Kind::Heading(3)),
    ("h4", Kind::Heading(4)),
    ("h5", Kind::Heading(5)),
    ("h6", Kind::Heading(6)),
    ("ul ol dl", Kind::List),
    ("li", Kind::Item),
    ("dt", Kind::Term),
    ("dd", Kind::Described),
    ("br", Kind::Break),
    ("hr", Kind::Rule),
    ("table", Kind::Table),
    ("caption", Kind::Caption),
    ("thead", Kind::RowGroup { head: true }),
    ("tbody tfoot", Kind::RowGroup { head: false }),
    ("tr", Kind::Row),
    ("td", Kind::Cell { header: false }),
    ("th", Kind::Cell { header: true }),
    ("b strong", Kind::Mark(Mark::Bold)),
    ("i em", Kind::Mark(Mark::Italic)),
    ("s strike del", Kind::Mark(Mark::Struck)),
    ("sup", Kind::Mark(Mark::Script(Script::Raised))),
    ("sub", Kind::Mark(Mark::Script(Script::Lowered))),
    ("small", Kind::Mark(Mark::Script(Script::Small))),
    ("a", Kind::Link),
    ("abbr acronym", Kind::Abbreviation),
    ("img", Kind::Image),
    (
        "script style nav footer template select button textarea svg math iframe object audio video noscript \
         noframes noembed dialog datalist map canvas frameset",
        Kind::Hidden,
    ),
    ("title", Kind::Title),
    ("html head body", Kind::Root),
    ("input meta link wbr base area source track embed param col keygen frame basefont bgsound", Kind::Void),
];

pub(super) fn kind(name: &[u8]) -> Kind {
    static BY_NAME: LazyLock<HashMap<&[u8], Kind>> = LazyLock::new(|| {
        let names = |(names, kind): &(&'static str, Kind)| {
            let kind = *kind;
            names.split_ascii_whitespace().map(move |name| (name.as_bytes(), kind))
        };
        KINDS.iter().flat_map(names).collect()
    });
    BY_NAME.get(name).copied().unwrap_or(Kind::Inline)
}

/// Classes of what a saved page shows beside its text: navigation, links for editing, lists of references.
const ASIDE_CLASSES: &str = "mw-editsection editsection navbox navbar toc catlinks printfooter reflist references \
    mw-jump-link sr-only visually-hidden visuallyhidden screen-reader-text mw-cite-backlink sortkey portal noprint \
    navbox-styles mw-references-wrap mw-indicators mw-empty-elt navigation-not-searchable mw-portlet vector-menu";
const ASIDE_IDS: &str = "toc mw-navigation mw-head mw-panel mw-page-base mw-head-base footer siteSub contentSub \
    contentSub2 jump-to-nav catlinks coordinates siteNotice vector-toc mw-hidden-catlinks mw-sidebar-button";
pub(super) fn is_aside(class: &str, id: &str) -> bool {
    has(class, ASIDE_CLASSES) || (!id.is_empty() && has(id, ASIDE_IDS))
}

/// Whether an element is an icon of a flag.
pub(super) fn is_flag(class: &str) -> bool {
    class.contains("flag") || has(class, "fi")
}
