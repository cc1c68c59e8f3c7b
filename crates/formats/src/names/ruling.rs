//! Decisions by hand about names: they overrule everything that is derived.

use super::Kind;
use parcferme_core::Place;
use parcferme_core::season::Date;

/// A decision by hand, from a `[[ruling]]` of the season's `names.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling {
    pub kind: Kind,
    pub verdict: Verdict,
    /// Spellings as printed; capitals, accents and punctuation do not matter.
    pub spellings: Vec<String>,
    /// The canonical name to use, with [`Verdict::Same`].
    pub name: Option<String>,
    /// The id to use, with [`Verdict::Same`].
    pub id: Option<String>,
    /// The maker of a chassis or an engine, with [`Verdict::Same`].
    pub maker: Option<String>,
    /// Categories for sub-tables, such as `rookie`, with [`Verdict::Same`].
    pub categories: Vec<String>,
    /// Day of birth of a driver, with [`Verdict::Same`].
    pub born: Option<Date>,
    pub why: String,
    /// Who decided.
    pub by: String,
    /// When, as written.
    pub date: String,
    /// Where the ruling stands.
    pub at: Place,
}

/// All decisions by hand, as read and as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulings {
    pub list: Vec<Ruling>,
    /// The `[[ruling]]` blocks as a person wrote them, comments included: kept to the letter.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All spellings are one thing. With one spelling: only its name, id or maker is ruled.
    Same,
    /// No two of the spellings are one thing.
    Apart,
}

pub(super) mod apply {
    //! Rulings come first: what they unite or hold apart is settled before anything is derived.

    use super::super::decision::Groups;
    use super::super::sheet::Sheet;
    use super::super::{Merge, Rule};
    use super::{Ruling, Verdict};
    use parcferme_core::Diagnostic;

    pub(in super::super) fn all(
        sheet: &Sheet<'_>,
        groups: &mut Groups,
        rulings: &[Ruling],
    ) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let by_verdict = |verdict| rulings.iter().filter(move |ruling| ruling.verdict == verdict);
        for ruling in by_verdict(Verdict::Same).chain(by_verdict(Verdict::Apart)) {
            let forms: Vec<(&str, Option<usize>)> =
                ruling.spellings.iter().map(|text| (text.as_str(), sheet.form(ruling.kind, text))).collect();
            for (text, _) in forms.iter().filter(|(_, form)| form.is_none()) {
                diagnostics.push(unknown(ruling, text));
            }
            let forms: Vec<usize> = forms.into_iter().filter_map(|(_, form)| form).collect();
            match ruling.verdict {
                Verdict::Same => unite(sheet, groups, ruling, &forms),
                Verdict::Apart => diagnostics.extend(hold_apart(sheet, groups, ruling, &forms)),
            }
        }
        diagnostics
    }

    fn unite(sheet: &Sheet<'_>, groups: &mut Groups, ruling: &Ruling, forms: &[usize]) {
        let Some((&first, others)) = forms.split_first() else { return };
        for &other in others {
            let (a, b) = (groups.node_of[first], groups.node_of[other]);
            if a != b {
                let merge = Merge {
                    a: sheet.forms[first].text.clone(),
                    b: sheet.forms[other].text.clone(),
                    rule: Rule::Ruling,
                    evidence: ruling.why.clone(),
                    // The file that states the ruling is written anew: its lines move.
                    places: Vec::new(),
                };
                groups.unite(a, b, merge);
            }
        }
    }

    fn hold_apart(
        sheet: &Sheet<'_>,
        groups: &mut Groups,
        ruling: &Ruling,
        forms: &[usize],
    ) -> Option<Diagnostic> {
        let mut contradicted = None;
        for (at, &x) in forms.iter().enumerate() {
            for &y in &forms[at + 1..] {
                let (a, b) = (groups.node_of[x], groups.node_of[y]);
                if a == b && x != y {
                    contradicted = Some(contradiction(ruling, &sheet.forms[x].text, &sheet.forms[y].text));
                } else if a != b {
                    groups.hold_apart(a, b, &ruling.why);
                }
            }
        }
        contradicted
    }

    fn unknown(ruling: &Ruling, text: &str) -> Diagnostic {
        Diagnostic::warning(
            "PF0434",
            format!("a ruling names a {} that no document mentions", ruling.kind.word()),
        )
        .at(ruling.at.clone())
        .found(text)
        .help("correct the spelling, or delete the ruling if its document is no longer imported")
    }

    fn contradiction(ruling: &Ruling, a: &str, b: &str) -> Diagnostic {
        Diagnostic::error("PF0433", "two rulings contradict each other: one says same, one says apart")
            .at(ruling.at.clone())
            .found(format!("apart: {a} and {b}"))
            .expected("every pair of spellings ruled one way")
            .help("delete one of the two rulings")
    }
}
