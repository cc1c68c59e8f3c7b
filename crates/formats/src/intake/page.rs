//! A published page, read by what it says: the reader of pages makes a small season of it, whose facts go on from here.

use super::form::File;
use super::said::{Event, Feat, Kind, Left, Said, Session};
use crate::folder::{Folder, Origin, ResultRecord, RoundRecord};
use crate::import::{self, Document};
use crate::pages::{self, Page, PageKind};
use parcferme_core::Diagnostic;

/// A file in which the reader of pages found something of its kinds.
pub(super) struct OnePage<'f> {
    pub file: File<'f>,
    page: Page,
    told: Vec<Diagnostic>,
}

impl<'f> OnePage<'f> {
    /// The file again where it is no page.
    pub(super) fn read(file: File<'f>) -> Result<OnePage<'f>, File<'f>> {
        let (page, told) = pages::read(file.name, file.bytes);
        if page.kind == PageKind::Unknown { Err(file) } else { Ok(OnePage { file, page, told }) }
    }

    /// Whether a table is written as wikitext has them, which is no table of separated cells.
    pub(super) fn has_wikitable(&self) -> bool {
        self.file.bytes.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_start().starts_with(b"{|"))
    }

    /// Tables without a title or headings of rounds: of which season and round they are, nothing says.
    pub(super) fn is_bare(&self) -> bool {
        let rows_say_rounds = || self.page.results.iter().any(|row| row.of.is_some());
        self.page.title.is_none() && self.page.lead.series.is_none() && !rows_say_rounds()
    }
}

/// What pages say, read together: one proves what another damaged. One [`Said`] a page, in their order; none where pages
/// contradict each other on what they are about. With the number of what was left out. `bare` are without a title: the season is the folder's, the round a question.
pub(super) fn read(pages: Vec<OnePage<'_>>, bare: bool) -> (Vec<Said>, usize, Vec<Diagnostic>) {
    let (files, mut pages): (Vec<File<'_>>, Vec<_>) =
        pages.into_iter().map(|own| (own.file, (own.page, own.told))).unzip();
    let documents: Vec<Document<'_>> =
        files.iter().map(|file| Document { name: file.name, bytes: file.bytes }).collect();
    let season = Folder {
        series: files[0].folder.series.clone(),
        year: files[0].folder.year,
        label: files[0].folder.label.clone(),
        name: files[0].folder.name.clone(),
        ..Folder::default()
    };
    let mut made = import::import_read(&documents, &season, |document| {
        let at = documents.iter().position(|own| std::ptr::eq(own.bytes, document.bytes));
        at.map(|at| std::mem::take(&mut pages[at])).unwrap_or_default()
    });
    // The round of a bare page is asked for.
    made.diagnostics.retain(|own| !bare || own.id != "PF0172");
    let Some(folder) = made.folder else { return (Vec::new(), made.left_out, made.diagnostics) };
    let said = files.iter().enumerate().map(|(at, file)| {
        let first = at == 0;
        let own = |from: &[Origin]| match from.first() {
            Some(from) => from.document == file.name,
            None => first,
        };
        let record = folder.documents.iter().find(|own| own.name == file.name);
        let open = made.report.open.iter().filter(|note| match note.places.first() {
            Some(place) => place.document == file.name,
            None => first,
        });
        Said {
            document: file.name.to_owned(),
            title: record.map(|own| own.title.clone()).unwrap_or_default(),
            taken_for: "a page of a season or a race".to_owned(),
            series: folder.name.trim_start_matches(&folder.label()).trim().to_owned(),
            year: (folder.year != 0).then_some(folder.year),
            calendar: folder.rounds.iter().filter(|round| own(&round.from) && !bare).map(event).collect(),
            sessions: sessions(&folder, bare, &own),
            entries: folder.entries.iter().filter(|entry| own(&entry.from)).cloned().collect(),
            tables: folder
                .published
                .iter()
                .filter(|table| own(table.lines.first().map_or(&[], |line| &line.from)))
                .cloned()
                .collect(),
            stated: folder.stated.iter().filter(|stated| own(&stated.from)).cloned().collect(),
            statistics: folder.statistics.iter().filter(|statistic| own(&statistic.from)).cloned().collect(),
            class_winners: folder.class_winners.iter().filter(|winner| own(&winner.from)).cloned().collect(),
            left: open
                .map(|note| Left {
                    what: note.what.clone(),
                    why: note.evidence.clone(),
                    line: note.places.first().map_or(0, |place| place.line),
                })
                .collect(),
            ..Said::default()
        }
    });
    (said.collect(), made.left_out, made.diagnostics)
}

fn event(round: &RoundRecord) -> Event {
    Event {
        round: round.number,
        id: round.event.clone(),
        name: round.name.clone(),
        circuit: round.circuit.clone(),
        date: round.date,
        length: round.length,
        status: round.status,
        from: round.from.clone(),
    }
}

fn sessions(folder: &Folder, bare: bool, own: &dyn Fn(&[Origin]) -> bool) -> Vec<Session> {
    let of = |(&(number, ref id), rows): (&(u32, String), &Vec<_>)| {
        let round = folder.rounds.iter().find(|round| round.number == Some(number))?;
        let feats = folder.feats.iter().filter(|own| own.round == number && own.session == *id);
        Some(Session {
            event: if bare { Event::default() } else { event(round) },
            kind: kind(id),
            id: id.clone(),
            rows: rows.clone(),
            feats: feats
                .map(|own| Feat {
                    feat: own.feat.clone(),
                    number: own.number.clone(),
                    class: own.class.clone(),
                    driver: own.driver.clone(),
                    time: own.time,
                    line: own.from.first().map_or(0, |from| from.line),
                })
                .collect(),
            ..Session::default()
        })
    };
    let is_own = |rows: &[ResultRecord]| own(rows.first().map_or(&[], |row| &row.from));
    folder.results.iter().filter(|(_, rows)| is_own(rows)).filter_map(of).collect()
}

fn kind(id: &str) -> Kind {
    if id.starts_with("qualifying") {
        Kind::Qualifying
    } else if id.starts_with("practice") || id.starts_with("warm") {
        Kind::Practice
    } else {
        Kind::Race
    }
}
