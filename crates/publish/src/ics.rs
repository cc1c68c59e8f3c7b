//! Calendars: iCalendar (RFC 5545) with the properties of RFC 7986. Media type `text/calendar; charset=utf-8`.
//!
//! The caller gives every moment and every identifier: the same calendar is the same bytes.

use crate::stamp::{Stamp, compact_date};
use parcferme_core::season::Date;

/// A calendar that people subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pub name: String,
    pub description: String,
    /// Stable identifier; empty leaves it out.
    pub uid: String,
    /// Where the calendar is published.
    pub url: String,
    /// Hours after which a reader should look again; 0 leaves it out.
    pub refresh_hours: u32,
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable and unique for ever, such as `alms-2003-petit-le-mans@example.org`.
    pub uid: String,
    /// When the event was last described so (DTSTAMP, LAST-MODIFIED).
    pub stamp: Stamp,
    pub when: When,
    pub summary: String,
    pub description: String,
    pub location: String,
    pub url: String,
    pub status: EventStatus,
    /// Raised whenever the event changes.
    pub sequence: u32,
    pub categories: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole days, both included.
    Days {
        first: Date,
        last: Date,
    },
    Times {
        start: Stamp,
        end: Stamp,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventStatus {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
}

/// The calendar as a file.
pub fn calendar(calendar: &Calendar) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//Parc Ferme//parcferme//EN");
    lines.raw("CALSCALE:GREGORIAN");
    lines.raw("METHOD:PUBLISH");
    lines.text("UID", &calendar.uid);
    lines.text("NAME", &calendar.name);
    // What calendar programs read that do not know RFC 7986.
    lines.text("X-WR-CALNAME", &calendar.name);
    lines.text("DESCRIPTION", &calendar.description);
    lines.uri("URL", &calendar.url);
    if calendar.refresh_hours > 0 {
        lines.raw(&format!("REFRESH-INTERVAL;VALUE=DURATION:PT{}H", calendar.refresh_hours));
        lines.raw(&format!("X-PUBLISHED-TTL:PT{}H", calendar.refresh_hours));
    }
    for event in &calendar.events {
        write_event(&mut lines, event);
    }
    lines.raw("END:VCALENDAR");
    lines.text
}

fn write_event(lines: &mut Lines, event: &Event) {
    lines.raw("BEGIN:VEVENT");
    lines.text("UID", &event.uid);
    lines.raw(&format!("DTSTAMP:{}", event.stamp.compact()));
    lines.raw(&format!("LAST-MODIFIED:{}", event.stamp.compact()));
    match event.when {
        When::Days { first, last } => {
            lines.raw(&format!("DTSTART;VALUE=DATE:{}", compact_date(first)));
            // The end is the first day that is no longer part of it.
            lines.raw(&format!("DTEND;VALUE=DATE:{}", compact_date(last.max(first).after())));
            lines.raw("TRANSP:TRANSPARENT");
        }
        When::Times { start, end } => {
            lines.raw(&format!("DTSTART:{}", start.compact()));
            lines.raw(&format!("DTEND:{}", end.compact()));
        }
    }
    lines.text("SUMMARY", &event.summary);
    lines.text("DESCRIPTION", &event.description);
    lines.text("LOCATION", &event.location);
    lines.uri("URL", &event.url);
    lines.raw(match event.status {
        EventStatus::Confirmed => "STATUS:CONFIRMED",
        EventStatus::Tentative => "STATUS:TENTATIVE",
        EventStatus::Cancelled => "STATUS:CANCELLED",
    });
    lines.raw(&format!("SEQUENCE:{}", event.sequence));
    if !event.categories.is_empty() {
        let categories: Vec<String> = event.categories.iter().map(|category| escaped(category)).collect();
        lines.raw(&format!("CATEGORIES:{}", categories.join(",")));
    }
    lines.raw("END:VEVENT");
}

#[derive(Default)]
struct Lines {
    text: String,
}

/// Octets of a line without its end.
const MOST_OCTETS: usize = 75;

impl Lines {
    /// A property of type TEXT; left out where it is empty.
    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.raw(&format!("{name}:{}", escaped(value)));
        }
    }

    /// A property of type URI, which knows no escapes: what cannot stand in it is percent-encoded.
    fn uri(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let mut uri = String::with_capacity(value.len());
        for byte in value.bytes() {
            if byte.is_ascii_graphic() {
                uri.push(char::from(byte));
            } else {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
        self.raw(&format!("{name}:{uri}"));
    }

    /// Folds a line between characters, so that no piece is longer than 75 octets.
    fn raw(&mut self, line: &str) {
        let mut octets = 0;
        for character in line.chars() {
            let width = character.len_utf8();
            if octets + width > MOST_OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(character);
            octets += width;
        }
        self.text.push_str("\r\n");
    }
}

/// RFC 5545, 3.3.11. Control characters other than a line's end have no place in the format.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    escaped.push_str("\\n");
                }
            }
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() && character != '\t' => {}
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        let date = "2003-02-28".parse().unwrap();
        Event {
            uid: "example-2003-1@example.org".to_owned(),
            stamp: "2003-01-01T12:00:00Z".parse().unwrap(),
            when: When::Days { first: date, last: date },
            summary: "Nine Hours; of \\ Nowhere, round 1\nwith \u{7}GTS".to_owned(),
            description: "Très loin – ".repeat(20),
            location: "Nowhere".to_owned(),
            url: "https://example.org/é a".to_owned(),
            status: EventStatus::Cancelled,
            sequence: 2,
            categories: vec!["GT".to_owned(), "GTS, GT".to_owned()],
        }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn events_are_escaped_and_all_day_ends_on_the_day_after() {
        let text =
            calendar(&Calendar { name: "Example".to_owned(), events: vec![event()], ..Calendar::default() });
        let plain = unfolded(&text);
        for line in [
            "SUMMARY:Nine Hours\\; of \\\\ Nowhere\\, round 1\\nwith GTS\r\n",
            "DTSTART;VALUE=DATE:20030228\r\nDTEND;VALUE=DATE:20030301\r\n",
            "DTSTAMP:20030101T120000Z\r\n",
            "STATUS:CANCELLED\r\n",
            "CATEGORIES:GT,GTS\\, GT\r\n",
            "URL:https://example.org/%C3%A9%20a\r\n",
        ] {
            assert!(plain.contains(line), "{line} in {plain}");
        }
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let text = calendar(&Calendar { events: vec![event()], ..Calendar::default() });
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(unfolded(&text).contains(&format!("DESCRIPTION:{}\r\n", "Très loin – ".repeat(20))));
    }

    #[test]
    fn a_session_with_times_is_written_in_utc() {
        let (start, end) = ("2003-02-28T18:00:00Z".parse().unwrap(), "2003-03-01T03:00:00Z".parse().unwrap());
        let text = calendar(&Calendar {
            events: vec![Event { when: When::Times { start, end }, ..event() }],
            refresh_hours: 12,
            ..Calendar::default()
        });
        assert!(text.contains("DTSTART:20030228T180000Z\r\nDTEND:20030301T030000Z\r\n"));
        assert!(text.contains("REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"));
    }
}
