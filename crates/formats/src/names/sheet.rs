//! All mentions in canonical order, and which spellings have the same letters.

use super::{Kind, Mention, Ruling, Verdict, normal};
use std::collections::{BTreeMap, BTreeSet};

/// Wordings of one form that are compared: `360GT Modena` and `360 GT Modena` are two.
const MAX_WORDINGS: usize = 6;

/// All spellings of one kind with the same letters: the smallest thing that names are decided about.
pub(super) struct Form {
    pub kind: Kind,
    pub letters: String,
    /// The most attested spelling.
    pub text: String,
    /// The words of its spellings, without doubles; of the first few where there are many.
    pub words: Vec<Vec<String>>,
    /// Indices into [`Sheet::mentions`].
    pub mentions: Vec<usize>,
}

/// An entry in a document: a result row, an entry-list block, a class winner.
pub(super) type EntryKey<'a> = (&'a str, u32, Option<&'a str>);

pub(super) struct Sheet<'a> {
    pub mentions: Vec<&'a Mention>,
    /// The form of each mention.
    pub form_of: Vec<usize>,
    pub entries: BTreeMap<EntryKey<'a>, Vec<usize>>,
    /// By kind, then letters.
    pub forms: Vec<Form>,
    /// Whether anything is said to be of a class.
    pub has_classes: bool,
}

impl<'a> Sheet<'a> {
    pub fn new(mentions: &'a [Mention], rulings: &[Ruling]) -> Sheet<'a> {
        let mentions: Vec<&Mention> = mentions
            .iter()
            .filter(|mention| !mention.text.trim().is_empty())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut entries: BTreeMap<EntryKey<'_>, Vec<usize>> = BTreeMap::new();
        for (index, mention) in mentions.iter().enumerate() {
            entries.entry(entry_key(mention)).or_default().push(index);
        }
        let (forms, form_of) = forms(&mentions, rulings);
        let has_classes = mentions.iter().any(|mention| mention.context.class.is_some());
        Sheet { mentions, form_of, entries, forms, has_classes }
    }

    /// The mentions about the same entry, the mention itself among them.
    pub fn entry_of(&self, mention: usize) -> &[usize] {
        self.entries.get(&entry_key(self.mentions[mention])).map_or(&[], Vec::as_slice)
    }

    pub fn form(&self, kind: Kind, text: &str) -> Option<usize> {
        let exact = |key: &str| {
            self.forms.binary_search_by(|form| (form.kind, form.letters.as_str()).cmp(&(kind, key))).ok()
        };
        let letters = normal::letters(kind, text);
        exact(&own_key(&letters, text)).or_else(|| exact(&letters))
    }
}

fn entry_key(mention: &Mention) -> EntryKey<'_> {
    (&mention.at.document, mention.context.row, mention.context.class.as_deref())
}

/// The key of a spelling that a ruling holds apart from others with the same letters.
fn own_key(letters: &str, text: &str) -> String {
    format!("{letters}\u{0}{}", text.trim())
}

fn forms(mentions: &[&Mention], rulings: &[Ruling]) -> (Vec<Form>, Vec<usize>) {
    let held_apart = held_apart(rulings);
    let mut by_text: BTreeMap<(Kind, &str), Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        by_text.entry((mention.kind, mention.text.trim())).or_default().push(index);
    }
    let mut by_key: BTreeMap<(Kind, String), Vec<usize>> = BTreeMap::new();
    for ((kind, text), indices) in by_text {
        let letters = normal::letters(kind, text);
        let key = if held_apart.contains(&(kind, text)) { own_key(&letters, text) } else { letters };
        by_key.entry((kind, key)).or_default().extend(indices);
    }
    for indices in by_key.values_mut() {
        indices.sort_unstable();
    }
    let mut form_of = vec![0; mentions.len()];
    let mut forms = Vec::with_capacity(by_key.len());
    for ((kind, letters), indices) in by_key {
        for &index in &indices {
            form_of[index] = forms.len();
        }
        let texts = by_attestation(indices.iter().map(|&index| mentions[index]));
        let words: BTreeSet<Vec<String>> =
            texts.iter().take(MAX_WORDINGS).map(|(text, _)| normal::words(kind, text)).collect();
        let text = texts.first().map_or(String::new(), |(text, _)| (*text).to_owned());
        forms.push(Form { kind, letters, text, words: words.into_iter().collect(), mentions: indices });
    }
    (forms, form_of)
}

/// Spellings that an `apart` ruling holds apart from another with the same letters.
fn held_apart(rulings: &[Ruling]) -> BTreeSet<(Kind, &str)> {
    let mut held = BTreeSet::new();
    for ruling in rulings.iter().filter(|ruling| ruling.verdict == Verdict::Apart) {
        let mut by_letters: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for text in &ruling.spellings {
            by_letters.entry(normal::letters(ruling.kind, text)).or_default().insert(text.trim());
        }
        let same_letters = by_letters.into_values().filter(|texts| texts.len() > 1).flatten();
        held.extend(same_letters.map(|text| (ruling.kind, text)));
    }
    held
}

/// Spellings with their mentions, the most attested first: by documents, then not in capitals alone, then by places,
/// length and letters.
pub(super) fn by_attestation<'a>(
    mentions: impl Iterator<Item = &'a Mention>,
) -> Vec<(&'a str, Vec<&'a Mention>)> {
    let mut by_text: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        by_text.entry(mention.text.trim()).or_default().push(mention);
    }
    let mut texts: Vec<(&str, Vec<&Mention>)> = by_text.into_iter().collect();
    texts.sort_by_cached_key(|(text, mentions)| {
        let documents: BTreeSet<&str> = mentions.iter().map(|mention| mention.at.document.as_str()).collect();
        let most = |count: usize| std::cmp::Reverse(count);
        let capitals = !text.chars().any(char::is_lowercase);
        (most(documents.len()), capitals, most(mentions.len()), most(text.chars().count()), *text)
    });
    texts
}
