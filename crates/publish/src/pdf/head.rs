//! Head and foot of the pages.

use super::canvas::{Canvas, Frame, GREY, INK, RULE, WHITE};
use super::page::{FOOT, MARGIN, Page};
use super::set::leading;
use super::text::{Line, Type, natural, one_line, wrap};
use crate::qr::Code;
use crate::sheet::{Run, Sheet, Status};
use crate::typeface::Face;
use krilla::tagging::{ArtifactType, Identifier};

const SMALL: Type = Type { size: 7.6, bold: false };
const TEXT: Type = Type { size: 9.0, bold: false };
const BADGE: Type = Type { size: 10.0, bold: true };
const DOCUMENT: Type = Type { size: 12.5, bold: true };

/// The head as it will stand on the pages.
pub(super) struct Head {
    series: Line,
    event: Line,
    event_size: f32,
    place: Line,
    /// Leads to where the sheet's edition can be read.
    code: Option<Code>,
    /// Where badge and issue end.
    right: f32,
    badge: Option<(String, f32)>,
    issue: Vec<Line>,
    document: Vec<Line>,
    legend: Vec<Line>,
    changed: Vec<Line>,
    running: Line,
    running_right: Line,
    /// Where the blocks begin on the first page and on the others.
    pub first_top: f32,
    pub next_top: f32,
    /// Texts of the head that were too long for it.
    pub cut: usize,
}

/// What of a head a screen reader is to hear, in order.
pub(super) struct Heard {
    pub title: String,
    pub heading: Identifier,
    pub paragraphs: Vec<Identifier>,
    /// The code, where it stands, and what it says.
    pub code: Option<(Identifier, Frame, String)>,
}

impl Head {
    pub fn of(sheet: &Sheet, page: Page) -> Head {
        let head = &sheet.head;
        let badge = badge(&head.status);
        let mut issue = Vec::new();
        for (label, text) in [("Issued ", &head.issued), ("Protests until ", &head.protest_until)] {
            if !text.is_empty() {
                issue.push(one_line(&format!("{label}{text}"), SMALL, page.measure() * 0.4));
            }
        }
        let beside = badge.as_ref().map_or(0.0, |(_, width)| *width);
        let beside = issue.iter().fold(beside, |widest, line| widest.max(line.width));
        let code = Some(&sheet.foot.address).filter(|own| !own.is_empty()).and_then(|own| Code::of(own));
        let right = page.right() - if code.is_some() { CODE + 8.0 } else { 0.0 };
        let room = right - page.left() - beside - 16.0;
        let event_size = largest(&head.event, room);
        let place: Vec<&str> = [&head.circuit, &head.dates]
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let mut cut = 0;
        let mut at_most = |mut lines: Vec<Line>, most: usize| {
            cut += usize::from(lines.len() > most);
            lines.truncate(most);
            lines
        };
        let changed = match head.status.what_changed() {
            "" => Vec::new(),
            changed => wrap(&[Run::bold("What changed: "), Run::plain(changed)], TEXT, page.measure()),
        };
        let legend = at_most(wrap(&parted(&head.legend), SMALL, page.measure() * 0.52), 4);
        let document = wrap(&[Run::plain(head.document.as_str())], DOCUMENT, page.measure() * 0.46);
        let document = at_most(document, 3);
        let changed = at_most(changed, 8);
        let status = head.status.words();
        let running_right = if status.is_empty() {
            head.document.clone()
        } else {
            format!("{} \u{2013} {status}", head.document)
        };
        let running_right = one_line(&running_right, TEXT, page.measure() * 0.5);
        let below =
            (document.len() as f32 * leading(DOCUMENT.size)).max(legend.len() as f32 * leading(SMALL.size));
        let first_top = RULE_AT + 5.0 + below + changed.len() as f32 * leading(TEXT.size) + 9.0;
        Head {
            series: one_line(&head.series, Type { bold: true, ..SMALL }, room),
            event: one_line(&head.event, Type { size: event_size, bold: true }, room),
            event_size,
            place: one_line(&place.join("  ·  "), TEXT, room),
            code,
            right,
            badge,
            issue,
            document,
            legend,
            changed,
            running: running_left(sheet, page.measure() - running_right.width - 14.0),
            running_right,
            first_top,
            next_top: MARGIN + 22.0,
            cut,
        }
    }

    pub fn draw_first(&self, canvas: &mut Canvas<'_, '_>, page: Page, sheet: &Sheet) -> Heard {
        let status = &sheet.head.status;
        canvas.decoration(ArtifactType::Layout, |canvas| {
            canvas.fill(Frame { x: page.left(), y: RULE_AT, width: page.measure(), height: 1.5 }, INK);
            if let Some((_, width)) = &self.badge {
                let frame = Frame { x: self.right - width, y: MARGIN, width: *width, height: 19.0 };
                match status {
                    Status::Provisional => canvas.outline(frame, 1.2, INK),
                    _ => canvas.fill(frame, INK),
                }
            }
        });
        let mut paragraphs = Vec::new();
        paragraphs.push(canvas.content(|canvas| {
            canvas.line(&self.series, page.left(), MARGIN + 7.0, SMALL.size, GREY);
        }));
        let heading = canvas.content(|canvas| {
            canvas.line(&self.event, page.left(), MARGIN + 29.0, self.event_size, INK);
        });
        paragraphs.push(canvas.content(|canvas| {
            canvas.line(&self.place, page.left(), MARGIN + 44.0, TEXT.size, GREY);
        }));
        paragraphs.push(canvas.content(|canvas| {
            if let Some((words, width)) = &self.badge {
                let ink = if *status == Status::Provisional { INK } else { WHITE };
                let x = self.right - width + BADGE_PAD;
                canvas.text(words, Face::Bold, x, MARGIN + 13.3, BADGE.size, ink);
            }
            for (index, line) in self.issue.iter().enumerate() {
                let y = MARGIN + 32.0 + index as f32 * leading(SMALL.size);
                canvas.line(line, self.right - line.width, y, SMALL.size, INK);
            }
        }));
        let code = self.code.as_ref().map(|code| {
            let frame = Frame { x: page.right() - CODE, y: RULE_AT - CODE - 2.0, width: CODE, height: CODE };
            let alt = format!("QR code: {}", sheet.foot.address);
            (canvas.content(|canvas| canvas.code(code, frame)), frame, alt)
        });
        let top = RULE_AT + 5.0;
        paragraphs.push(canvas.content(|canvas| {
            for (index, line) in self.document.iter().enumerate() {
                let y = top + 12.0 + index as f32 * leading(DOCUMENT.size);
                canvas.line(line, page.left(), y, DOCUMENT.size, INK);
            }
        }));
        paragraphs.push(canvas.content(|canvas| {
            for (index, line) in self.legend.iter().enumerate() {
                let y = top + 11.0 + index as f32 * leading(SMALL.size);
                canvas.line(line, page.right() - line.width, y, SMALL.size, GREY);
            }
        }));
        let changed = self.first_top - 9.0 - self.changed.len() as f32 * leading(TEXT.size);
        paragraphs.push(canvas.content(|canvas| {
            for (index, line) in self.changed.iter().enumerate() {
                let y = changed + 9.0 + index as f32 * leading(TEXT.size);
                canvas.line(line, page.left(), y, TEXT.size, INK);
            }
        }));
        Heard { title: super::name(sheet), heading, paragraphs, code }
    }

    /// The short head of the second and further pages: not read aloud again.
    pub fn draw_running(&self, canvas: &mut Canvas<'_, '_>, page: Page) {
        canvas.decoration(ArtifactType::Header, |canvas| {
            canvas.line(&self.running, page.left(), MARGIN + 8.0, TEXT.size, INK);
            let x = page.right() - self.running_right.width;
            canvas.line(&self.running_right, x, MARGIN + 8.0, TEXT.size, INK);
            canvas.fill(Frame { x: page.left(), y: MARGIN + 13.0, width: page.measure(), height: 1.0 }, INK);
        });
    }
}

/// Issue left, digest in the middle, `Page n / m` right.
pub(super) fn draw_foot(canvas: &mut Canvas<'_, '_>, sheet: &Sheet, page: Page, number: usize, of: usize) {
    let size = 6.6;
    let set = Type { size, bold: false };
    let top = page.height - MARGIN - FOOT + 12.0;
    let issued =
        if sheet.head.issued.is_empty() { String::new() } else { format!("Issued {}", sheet.head.issued) };
    let left: Vec<&str> =
        [issued.as_str(), sheet.foot.issuer.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
    canvas.decoration(ArtifactType::Footer, |canvas| {
        canvas.fill(Frame { x: page.left(), y: top, width: page.measure(), height: 0.5 }, RULE);
        let left = one_line(&left.join("  ·  "), set, page.measure() * 0.8);
        canvas.line(&left, page.left(), top + 9.5, size, GREY);
        let pages =
            one_line(&format!("Page {number} / {of}"), Type { size: 7.6, bold: true }, page.measure());
        canvas.line(&pages, page.right() - pages.width, top + 10.0, 7.6, INK);
        if !sheet.foot.inputs_digest.is_empty() {
            let digest = format!("Computed from inputs with SHA-256 {}", sheet.foot.inputs_digest);
            let digest = one_line(&digest, set, page.measure() * 0.85);
            canvas.line(&digest, page.left(), top + 18.5, size, GREY);
        }
    });
}

const RULE_AT: f32 = MARGIN + 53.0;
const BADGE_PAD: f32 = 9.0;
/// Side of a code with the light around it: a module of a usual address is as wide as a phone reads from an arm's length.
const CODE: f32 = 60.0;

fn badge(status: &Status) -> Option<(String, f32)> {
    let words = status.words().to_uppercase();
    if words.is_empty() {
        return None;
    }
    let width = Face::Bold.width(&words, BADGE.size) + 2.0 * BADGE_PAD;
    Some((words, width))
}

/// The largest size for the event's name that keeps it on one line.
fn largest(event: &str, room: f32) -> f32 {
    let at_one = natural(&[Run::plain(event)], Type { size: 1.0, bold: true });
    if at_one <= 0.0 { 21.0 } else { (room / at_one).clamp(11.0, 21.0) }
}

/// Series and event at the top of further pages; the event alone where both do not fit.
fn running_left(sheet: &Sheet, room: f32) -> Line {
    let set = Type { bold: true, ..TEXT };
    let both = [sheet.head.series.as_str(), sheet.head.event.as_str()].join("  ").trim().to_owned();
    let fits = natural(&[Run::plain(both.as_str())], set) <= room;
    one_line(if fits { &both } else { &sheet.head.event }, set, room)
}

/// Legend entries with space between them.
fn parted(legend: &[Run]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, run) in legend.iter().enumerate() {
        if index > 0 {
            runs.push(Run::plain("   "));
        }
        runs.push(run.clone());
    }
    runs
}
