//! Cells of drivers without what stands behind the names: remarks in brackets, marks of rookies, counts.

use super::reading::is_suffix;
use crate::pages::country;

/// `Ann Bee (R)`, `Ann Bee 10` and `Ann Bee (relieved by Cee Dee)` are all `Ann Bee`; line by line.
pub(crate) fn bare(text: &str) -> String {
    let unremarked = without_remarks(text);
    let lines: Vec<&str> =
        unremarked.split('\n').map(without_counts).filter(|line| !line.is_empty()).collect();
    // A cell of nothing else is left as it is.
    if lines.is_empty() { text.to_owned() } else { lines.join("\n") }
}

/// The text without brackets that end a name.
fn without_remarks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(length) = rest[open..].find(')') else { break };
        let (before, inner, after) =
            (&rest[..open], &rest[open + 1..open + length], &rest[open + length + 1..]);
        kept.push_str(before);
        let named = kept.chars().any(char::is_alphabetic);
        if named && is_remark(inner, after) {
            kept.truncate(kept.trim_end_matches(' ').len());
            if after.starts_with(char::is_alphanumeric) {
                kept.push(' ');
            }
        } else {
            kept.push_str(&rest[open..=open + length]);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Whether brackets are no part of a name: `Bill (Willy) Doe` and `Joe Elder (Jr.)` are one, and `(1–3)` are rounds.
fn is_remark(inner: &str, after: &str) -> bool {
    let inner = inner.trim();
    if inner.eq_ignore_ascii_case("r") || inner.to_lowercase().starts_with("relie") {
        return true;
    }
    let rounds = inner.contains([',', '-', '–', '—'])
        && inner.chars().all(|c| c.is_ascii_digit() || " ,-–—*".contains(c));
    let ends = after.trim_start_matches(' ');
    let next = ends.split_whitespace().next().unwrap_or_default();
    let last = ends.is_empty()
        || ends.starts_with(['\n', '/', '&', ',', ';', '('])
        || country::of_code(next).is_some();
    last && !rounds && !is_suffix(inner) && country::of_code(inner).is_none()
}

/// The line without bare digits behind a name.
fn without_counts(line: &str) -> &str {
    let mut line = line.trim();
    while let Some((name, last)) = line.rsplit_once(' ')
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && name.chars().any(char::is_alphabetic)
    {
        line = name.trim_end();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_name_is_no_part_of_it() {
        for (text, expected) in [
            ("Ann Bee (R)", "Ann Bee"),
            ("Ann Bee (r) 10", "Ann Bee"),
            ("Ann Bee 10", "Ann Bee"),
            ("Ann Bee (R)15", "Ann Bee"),
            ("USA Ann Bee 10\nGBR Cee Dee 2", "USA Ann Bee\nGBR Cee Dee"),
            ("USA Ann Bee (Relieved by USA Cee Dee)", "USA Ann Bee"),
            ("Ann Bee\n(Relieved by Cee Dee, laps 3-9)", "Ann Bee"),
            ("Ann Bee (R) / Cee Dee", "Ann Bee / Cee Dee"),
            ("Ann Bee (R) Cee Dee (R)", "Ann Bee Cee Dee"),
            ("Bill (Willy) Doe", "Bill (Willy) Doe"),
            ("Joe Elder (Jr.)", "Joe Elder (Jr.)"),
            ("Ann Bee (1–3)", "Ann Bee (1–3)"),
            ("Ann Bee (1", "Ann Bee (1"),
            ("(Ann Bee)", "(Ann Bee)"),
            ("10", "10"),
            ("", ""),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }
}
