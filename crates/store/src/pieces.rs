//! A season's files in pieces: what two of a file differ in, and how changes made by two are joined.
//!
//! The pieces of a TOML file are its blocks, each with the blank and comment lines above its head; those of any other text
//! are its lines. Put together again they are the file, to the byte.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// What one file has and another has not, piece by piece as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub gone: Vec<String>,
    pub come: Vec<String>,
}

/// Two changed the same place of a file, each in a way of his own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub path: String,
    /// What stands there by each; empty where he has nothing there.
    pub ours: String,
    pub theirs: String,
}

/// In what a file differs before and after.
pub fn difference(path: &str, before: &[u8], after: &[u8]) -> Difference {
    let (before, after) = (pieces(path, before), pieces(path, after));
    let mut found = Difference::default();
    for edit in edits(&before, &after) {
        found.gone.extend(before[edit.from].iter().map(|own| shown(own)));
        found.come.extend(after[edit.to].iter().map(|own| shown(own)));
    }
    found
}

/// A file that two changed since `base`, with the changes of both; none stands for a file that is not there.
///
/// # Errors
/// Both changed the same piece.
pub fn merge(
    path: &str,
    base: Option<&[u8]>,
    ours: Option<&[u8]>,
    theirs: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, Clash> {
    merged(path, [base, ours, theirs], Meet::Clash)
}

/// The same; where both changed the same piece, ours stands.
pub fn merge_over(
    path: &str,
    base: Option<&[u8]>,
    ours: Option<&[u8]>,
    theirs: Option<&[u8]>,
) -> Option<Vec<u8>> {
    merged(path, [base, ours, theirs], Meet::Ours).unwrap_or_else(|_| ours.map(<[u8]>::to_vec))
}

/// What is made of a piece that both changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meet {
    Clash,
    Ours,
}

fn merged(path: &str, [base, ours, theirs]: [Option<&[u8]>; 3], by: Meet) -> Result<Option<Vec<u8>>, Clash> {
    if ours == theirs || theirs == base {
        return Ok(ours.map(<[u8]>::to_vec));
    }
    if ours == base {
        return Ok(theirs.map(<[u8]>::to_vec));
    }
    // Two made one file: blocks of both stand, anything else may be one thing.
    let blocks = |own: &[u8]| is_toml(path) && pieces(path, own).iter().all(|piece| has_head(piece));
    let both_made = base.is_none() && [ours, theirs].iter().all(|own| own.is_some_and(blocks));
    let base = if both_made { Some(&b""[..]) } else { base };
    let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) else {
        let whole = |own: Option<&[u8]>| own.map_or_else(String::new, shown);
        return Err(Clash { path: path.to_owned(), ours: whole(ours), theirs: whole(theirs) });
    };
    merge_pieces(path, [base, ours, theirs].map(|own| pieces(path, own)), by).map(Some)
}

/// A file as it stands `now`, without what changed it from `before` to `after`.
///
/// # Errors
/// What is to be taken back has been changed since.
pub fn undo(
    path: &str,
    before: Option<&[u8]>,
    after: Option<&[u8]>,
    now: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, Clash> {
    // A file that came, and to which others have put since: theirs stays.
    let came = before.is_none() && now.is_some() && now != after;
    let undone = merge(path, after, now, if came { Some(b"") } else { before })?;
    Ok(undone.filter(|own| !came || !own.is_empty()))
}

fn merge_pieces(path: &str, [base, ours, theirs]: [Vec<&[u8]>; 3], by: Meet) -> Result<Vec<u8>, Clash> {
    let (mut own, mut other) =
        (edits(&base, &ours).into_iter().peekable(), edits(&base, &theirs).into_iter().peekable());
    let (mut merged, mut at) = (Vec::new(), 0);
    loop {
        let (edit, from) = match (own.peek(), other.peek()) {
            (None, None) => break,
            (Some(mine), Some(its)) if meet(path, mine, its) => {
                let same = mine.from == its.from && ours[mine.to.clone()] == theirs[its.to.clone()];
                if !same && by == Meet::Clash {
                    let text = |pieces: &[&[u8]]| shown(&pieces.concat());
                    let (ours, theirs) = (text(&ours[mine.to.clone()]), text(&theirs[its.to.clone()]));
                    return Err(Clash { path: path.to_owned(), ours, theirs });
                }
                while other.next_if(|its| !same && meet(path, mine, its)).is_some() {}
                if same {
                    other.next();
                }
                (own.next(), &ours)
            }
            // Where both begin at one place, what only puts in goes first.
            (Some(mine), Some(its)) if order(its) <= order(mine) => (other.next(), &theirs),
            (None, Some(_)) => (other.next(), &theirs),
            (Some(_), _) => (own.next(), &ours),
        };
        let Some(edit) = edit else { break };
        merged.extend(base[at..edit.from.start.max(at)].iter().flat_map(|own| own.iter()));
        merged.extend(from[edit.to].iter().flat_map(|own| own.iter()));
        at = at.max(edit.from.end);
    }
    merged.extend(base[at..].iter().flat_map(|own| own.iter()));
    Ok(merged)
}

/// A place of the base that is replaced by a place of the other.
struct Edit {
    from: Range<usize>,
    to: Range<usize>,
}

fn order(edit: &Edit) -> (usize, usize) {
    (edit.from.start, edit.from.end)
}

/// Whether two edits are of one place. Blocks that both put in at one place are two facts; lines there may be one.
fn meet(path: &str, a: &Edit, b: &Edit) -> bool {
    let both_put_in = a.from.is_empty() && b.from.is_empty() && a.from.start == b.from.start;
    let overlap = a.from.start < b.from.end && b.from.start < a.from.end;
    let inside = |inner: &Edit, outer: &Edit| {
        inner.from.is_empty() && outer.from.start < inner.from.start && inner.from.start < outer.from.end
    };
    overlap || inside(a, b) || inside(b, a) || (both_put_in && !is_toml(path))
}

fn edits(a: &[&[u8]], b: &[&[u8]]) -> Vec<Edit> {
    let ops = capture_diff_slices(Algorithm::Myers, a, b);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let mut edits: Vec<Edit> = Vec::new();
    for op in changed {
        let edit = Edit { from: op.old_range(), to: op.new_range() };
        match edits.last_mut() {
            // A deletion and an insertion side by side are one replacement.
            Some(last) if last.from.end == edit.from.start && last.to.end == edit.to.start => {
                last.from.end = edit.from.end;
                last.to.end = edit.to.end;
            }
            _ => edits.push(edit),
        }
    }
    edits
}

fn is_toml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

/// Whether a piece of a TOML file is a block.
fn has_head(piece: &[u8]) -> bool {
    piece.split_inclusive(|byte| *byte == b'\n').any(|line| line.starts_with(b"["))
}

fn pieces<'b>(path: &str, bytes: &'b [u8]) -> Vec<&'b [u8]> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    if !is_toml(path) {
        return lines;
    }
    let leads = |line: &[u8]| line.trim_ascii().is_empty() || line.starts_with(b"#");
    let (mut pieces, mut begin, mut at) = (Vec::new(), 0, 0);
    for (index, line) in lines.iter().enumerate() {
        if line.starts_with(b"[") {
            // The blank and comment lines above belong to the block.
            let above = lines[..index].iter().rev().take_while(|line| leads(line));
            let start = at - above.map(|line| line.len()).sum::<usize>();
            if start > begin {
                pieces.push(&bytes[begin..start]);
            }
            begin = start.max(begin);
        }
        at += line.len();
    }
    if begin < bytes.len() {
        pieces.push(&bytes[begin..]);
    }
    pieces
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Decisions of the stewards.\n";
    const ONE: &str = "\n[[decision]]\nid = \"one\"\n";
    const TWO: &str = "\n# After the protest.\n[[decision]]\nid = \"two\"\n";

    fn merged(path: &str, base: &str, ours: &str, theirs: &str) -> Result<String, Clash> {
        merge(path, Some(base.as_bytes()), Some(ours.as_bytes()), Some(theirs.as_bytes()))
            .map(|own| String::from_utf8(own.unwrap()).unwrap())
    }

    #[test]
    fn blocks_are_pieces_and_make_the_file_again() {
        let text = format!("name = \"x\"\n{ONE}{TWO}");
        let found = pieces("decisions.toml", text.as_bytes());
        assert_eq!(found, ["name = \"x\"\n", ONE, TWO].map(str::as_bytes));
        assert_eq!(found.concat(), text.as_bytes());
        let only_comments = format!("{HEAD}{ONE}");
        assert_eq!(pieces("decisions.toml", only_comments.as_bytes()).concat(), only_comments.as_bytes());
    }

    #[test]
    fn over_what_others_changed_ours_stands_and_the_rest_is_theirs() {
        let over = |base: &str, ours: &str, theirs: &str| {
            let own = [base, ours, theirs].map(|own| Some(own.as_bytes()));
            String::from_utf8(merge_over("entries.csv", own[0], own[1], own[2]).unwrap()).unwrap()
        };
        // The second line by both, the fourth by them, the last by us.
        let theirs = "head\nTWO\nthree\nFOUR\nfive\n";
        assert_eq!(
            over("head\ntwo\nthree\nfour\nfive\n", "head\n2\nthree\nfour\n5\n", theirs),
            "head\n2\nthree\nFOUR\n5\n"
        );
        // One place of ours, two of theirs.
        assert_eq!(over("a\nb\nc\nd\n", "a\nX\n", "a\nB\nc\nD\n"), "a\nX\n");
        assert_eq!(over("a\nb\n", "a\nb\nx\n", "a\nb\ny\n"), "a\nb\nx\n");
        assert_eq!(merge_over("a", Some(b"1"), None, Some(b"2")), None);
        assert_eq!(merge_over("a", Some(b"1"), Some(b"2"), None), Some(b"2".to_vec()));
        assert_eq!(merge_over("a", None, Some(b"1"), Some(b"2")), Some(b"1".to_vec()));
    }

    #[test]
    fn two_decisions_entered_at_once_both_stand() {
        let base = "x = 1\n";
        let both = merged("decisions.toml", base, &format!("{base}{ONE}"), &format!("{base}{TWO}"));
        assert_eq!(both, Ok(format!("{base}{TWO}{ONE}")));
        let same = merged("decisions.toml", base, &format!("{base}{ONE}"), &format!("{base}{ONE}"));
        assert_eq!(same, Ok(format!("{base}{ONE}")));
    }

    #[test]
    fn a_decision_is_undone_beside_a_later_one() {
        let (before, after) = ("x = 1\n".to_owned(), format!("x = 1\n{ONE}"));
        let now = format!("{after}{TWO}");
        let undone =
            undo("decisions.toml", Some(before.as_bytes()), Some(after.as_bytes()), Some(now.as_bytes()));
        assert_eq!(undone, Ok(Some(format!("x = 1\n{TWO}").into_bytes())));
    }

    #[test]
    fn lines_that_two_changed_are_shown_and_not_guessed() {
        let base = "position,number\n1,7\n2,8\n3,9\n";
        let (ours, theirs) = (base.replace("1,7", "1,70"), base.replace("3,9", "3,90"));
        assert_eq!(
            merged("results/01-race.csv", base, &ours, &theirs),
            Ok("position,number\n1,70\n2,8\n3,90\n".to_owned())
        );
        let theirs = base.replace("1,7", "1,71");
        let clash = Clash {
            path: "results/01-race.csv".to_owned(),
            ours: "1,70\n".to_owned(),
            theirs: "1,71\n".to_owned(),
        };
        assert_eq!(merged("results/01-race.csv", base, &ours, &theirs), Err(clash));
        let add = |line: &str| format!("{base}{line}\n");
        assert!(merged("results/01-race.csv", base, &add("4,10"), &add("4,11")).is_err());
    }

    #[test]
    fn a_file_that_came_goes_and_one_changed_since_stays() {
        assert_eq!(undo("a.csv", None, Some(b"1\n"), Some(b"1\n")), Ok(None));
        assert_eq!(undo("a.csv", Some(b"1\n"), None, None), Ok(Some(b"1\n".to_vec())));
        assert!(undo("a.csv", None, Some(b"1\n"), Some(b"2\n")).is_err());
        // A decision that made its file is taken back beside a later one; the last one takes the file with it.
        let (one, both) = (ONE.as_bytes(), [ONE, TWO].concat());
        assert_eq!(undo("decisions.toml", None, Some(one), Some(both.as_bytes())), Ok(Some(TWO.into())));
        assert_eq!(undo("decisions.toml", None, Some(one), Some(one)), Ok(None));
        assert!(merge("a.csv", Some(b"1\n"), Some(b"2\n"), None).is_err());
    }

    #[test]
    fn two_made_one_file() {
        let made = |path: &str, ours: &str, theirs: &str| {
            merge(path, None, Some(ours.as_bytes()), Some(theirs.as_bytes()))
        };
        assert_eq!(made("decisions.toml", ONE, TWO), Ok(Some([TWO, ONE].concat().into_bytes())));
        assert!(made("names.toml", "a = 1\n", "a = 2\n").is_err());
        assert!(made("results/01-race.csv", "position\n1\n", "position\n2\n").is_err());
    }

    #[test]
    fn what_differs_is_told_piece_by_piece() {
        let found = difference("decisions.toml", ONE.as_bytes(), format!("{ONE}{TWO}").as_bytes());
        assert_eq!(found, Difference { gone: vec![], come: vec![TWO.to_owned()] });
    }
}
