//! Columns of yes and no that are called by what became of a car (`dnf`, `dns`, `dsq`) become one column of statuses.

use super::cut::Cut;
use super::{Context, is_given};
use crate::folder::{columns_of_word, plain_word, status_of};
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Place};

/// Joins such columns and says so; not where the table has a column of statuses, or where it is known what one of them is.
pub(super) fn join(context: &Context<'_>, cut: &mut Cut) -> Option<Diagnostic> {
    let (line, heads) = cut.head.as_mut()?;
    let plain: Vec<String> = heads.iter().map(|head| plain_word(head)).collect();
    if plain.iter().any(|head| !columns_of_word(head, &["status"]).is_empty()) {
        return None;
    }
    let is_flag = |at: usize| {
        let cells = || cut.rows.iter().filter_map(|(_, record)| record.get(at)).map(str::trim);
        !is_given(context, &plain[at])
            && status_of(&plain[at]).is_some_and(|status| status != Status::Finished)
            && cells().any(|cell| yes(cell).is_some())
            && cells().all(|cell| cell.is_empty() || yes(cell).is_some())
    };
    let flags: Vec<usize> = (0..heads.len()).filter(|&at| is_flag(at)).collect();
    let (&first, others) = flags.split_first()?;
    let named: Vec<String> = flags.iter().map(|&at| format!("`{}`", heads[at])).collect();
    for (_, record) in &mut cut.rows {
        let set = |&&at: &&usize| record.get(at).and_then(|cell| yes(cell.trim())) == Some(true);
        let said = flags.iter().filter(set).map(|&at| heads[at].as_str()).collect::<Vec<_>>().join(" ");
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        for &at in &flags {
            if let Some(cell) = cells.get_mut(at) {
                cell.clear();
            }
        }
        if let Some(cell) = cells.get_mut(first) {
            *cell = said;
        }
        *record = cells.into_iter().collect();
    }
    heads[first] = "Status".to_owned();
    for &at in others {
        heads[at].clear();
    }
    Some(
        Diagnostic::note("PF0444", "columns are read by what their heads mean")
            .at(Place::line(context.document, *line, heads.join(",")))
            .found(format!("{} are `Status`", named.join(", "))),
    )
}

/// `true`, `no`; nothing else, for a count of retirements is not a flag.
fn yes(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::folder::ResultRecord;
    use crate::intake;

    fn rows(text: &str) -> Vec<ResultRecord> {
        let read = intake::read(&[("x", text.as_bytes())]);
        read.said.into_iter().flat_map(|said| said.sessions).flat_map(|own| own.rows).collect()
    }

    #[test]
    fn columns_of_yes_and_no_become_one_of_statuses() {
        let text = r#"[{"position":1,"driver_number":1,"number_of_laps":57,"dnf":false,"dns":false,"dsq":false,"duration":5636.736},
{"position":null,"driver_number":16,"number_of_laps":39,"dnf":true,"dns":false,"dsq":false,"duration":null},
{"position":null,"driver_number":4,"number_of_laps":0,"dnf":false,"dns":true,"dsq":false,"duration":null}]"#;
        let shown: Vec<String> = rows(text)
            .iter()
            .map(|row| {
                format!("{} {} {:?} {:?}", row.number, row.status.word(), row.laps, row.time.map(|own| own.0))
            })
            .collect();
        assert_eq!(
            shown,
            ["1 finished Some(57) Some(5636736)", "16 dnf Some(39) None", "4 dns Some(0) None"]
        );
    }

    #[test]
    fn a_count_is_no_flag_and_a_column_of_statuses_stays() {
        let with_status = "Pos,No,Driver,Laps,DNF,Status\n1,7,Ann Archer,20,no,\n2,8,Ben Boyd,18,yes,dsq\n";
        let statuses: Vec<&str> = rows(with_status).iter().map(|row| row.status.word()).collect();
        assert_eq!(statuses, ["finished", "dsq"]);
        let counted = "Pos,No,Driver,Laps,DNF\n1,7,Ann Archer,20,0\n2,8,Ben Boyd,18,1\n";
        let statuses: Vec<&str> = rows(counted).iter().map(|row| row.status.word()).collect();
        assert_eq!(statuses, ["finished", "finished"]);
    }

    #[test]
    fn below_not_classified_a_row_has_its_own_status() {
        let text = "Pos,No,Driver,Laps,Total Time\n1,7,Ann Archer,20,30:00.000\nNot classified\nDNF,8,Ben Boyd,10,\nDQ,9,Cleo Cox,20,30:10.000\n,10,Di Day,3,\n";
        let statuses: Vec<&str> = rows(text).iter().map(|row| row.status.word()).collect();
        assert_eq!(statuses, ["finished", "dnf", "dsq", "nc"]);
    }
}
