//! schema.org descriptions of seasons and rounds, for `<script type="application/ld+json">`.

use parcferme_core::season::Date;
use serde::Serialize;

/// A season.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    pub url: String,
    pub name: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub organizer: String,
    pub events: Vec<Event>,
}

/// A round of a season, or one race.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub url: String,
    pub name: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub cancelled: bool,
    pub circuit: String,
    /// Country code of two letters, where known.
    pub country: String,
    /// Link preview, absolute.
    pub image: String,
    /// Names of the teams that took part, with their car numbers.
    pub competitors: Vec<String>,
    /// Files with the results.
    pub downloads: Vec<Download>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Download {
    pub name: String,
    pub media_type: String,
    pub url: String,
    /// Address of the licence, where there is one.
    pub licence: String,
}

/// A season as `EventSeries` with its rounds, safe inside a script element.
pub fn series(series: &Series) -> String {
    script(&wire::Series {
        context: CONTEXT,
        kind: "EventSeries",
        id: &series.url,
        name: &series.name,
        sport: SPORT,
        start_date: series.start.map(|date| date.to_string()),
        end_date: series.end.map(|date| date.to_string()),
        organizer: wire::named("Organization", &series.organizer),
        sub_event: series.events.iter().map(|event| wire::Event::of(event, None, false)).collect(),
    })
}

/// A round as `SportsEvent`, with its season where that is given, safe inside a script element.
pub fn event(event: &Event, season: Option<&Series>) -> String {
    script(&wire::Event::of(event, season, true))
}

const CONTEXT: &str = "https://schema.org";
const SPORT: &str = "Auto racing";

/// No text may end the element it stands in, or begin a comment there.
fn script(value: &impl Serialize) -> String {
    // Strings, lists and structs of them always serialise.
    serde_json::to_string(value)
        .unwrap_or_default()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// The shapes of schema.org, nothing of ours.
mod wire {
    use super::{CONTEXT, SPORT};
    use serde::Serialize;

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Series<'a> {
        #[serde(rename = "@context")]
        pub context: &'a str,
        #[serde(rename = "@type")]
        pub kind: &'a str,
        #[serde(rename = "@id", skip_serializing_if = "str::is_empty")]
        pub id: &'a str,
        pub name: &'a str,
        pub sport: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub end_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub organizer: Option<Named<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub sub_event: Vec<Event<'a>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Event<'a> {
        #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
        context: Option<&'a str>,
        #[serde(rename = "@type")]
        kind: &'a str,
        #[serde(rename = "@id", skip_serializing_if = "str::is_empty")]
        id: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        url: &'a str,
        name: &'a str,
        sport: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        start_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        end_date: Option<String>,
        event_status: &'a str,
        event_attendance_mode: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<Place<'a>>,
        #[serde(skip_serializing_if = "str::is_empty")]
        image: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        super_event: Option<SuperEvent<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        competitor: Vec<Named<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        subject_of: Option<Dataset<'a>>,
    }

    #[derive(Serialize)]
    pub struct Named<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        name: &'a str,
    }

    #[derive(Serialize)]
    struct SuperEvent<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        #[serde(rename = "@id", skip_serializing_if = "str::is_empty")]
        id: &'a str,
        name: &'a str,
    }

    #[derive(Serialize)]
    struct Place<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<Address<'a>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Address<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        address_country: &'a str,
    }

    #[derive(Serialize)]
    struct Dataset<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        name: String,
        description: String,
        #[serde(skip_serializing_if = "str::is_empty")]
        license: &'a str,
        distribution: Vec<DataDownload<'a>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct DataDownload<'a> {
        #[serde(rename = "@type")]
        kind: &'a str,
        name: &'a str,
        encoding_format: &'a str,
        content_url: &'a str,
    }

    pub fn named<'a>(kind: &'a str, name: &'a str) -> Option<Named<'a>> {
        (!name.is_empty()).then_some(Named { kind, name })
    }

    impl<'a> Event<'a> {
        pub fn of(event: &'a super::Event, season: Option<&'a super::Series>, whole: bool) -> Event<'a> {
            let address = (!event.country.is_empty())
                .then_some(Address { kind: "PostalAddress", address_country: &event.country });
            let place =
                (!event.circuit.is_empty()).then_some(Place { kind: "Place", name: &event.circuit, address });
            let downloads = event.downloads.iter().map(|download| DataDownload {
                kind: "DataDownload",
                name: &download.name,
                encoding_format: &download.media_type,
                content_url: &download.url,
            });
            let dataset = (!event.downloads.is_empty()).then(|| Dataset {
                kind: "Dataset",
                name: format!("Results of {}", event.name),
                description: format!("Classification, laps and points of {}", event.name),
                license: event.downloads.first().map_or("", |download| &download.licence),
                distribution: downloads.collect(),
            });
            Event {
                context: whole.then_some(CONTEXT),
                kind: "SportsEvent",
                id: &event.url,
                url: &event.url,
                name: &event.name,
                sport: SPORT,
                start_date: event.start.map(|date| date.to_string()),
                end_date: event.end.or(event.start).map(|date| date.to_string()),
                event_status: if event.cancelled {
                    "https://schema.org/EventCancelled"
                } else {
                    "https://schema.org/EventScheduled"
                },
                event_attendance_mode: "https://schema.org/OfflineEventAttendanceMode",
                location: place,
                image: &event.image,
                super_event: season.map(|season| SuperEvent {
                    kind: "EventSeries",
                    id: &season.url,
                    name: &season.name,
                }),
                competitor: event.competitors.iter().filter_map(|name| named("SportsTeam", name)).collect(),
                subject_of: dataset,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn round() -> Event {
        Event {
            url: "https://example.org/2003/2".to_owned(),
            name: "Grand Prix </script><!-- of Nowhere".to_owned(),
            start: "2003-06-29".parse().ok(),
            circuit: "Nowhere Park".to_owned(),
            country: "US".to_owned(),
            competitors: vec!["Élan #38".to_owned()],
            downloads: vec![Download {
                name: "CSV".to_owned(),
                media_type: "text/csv".to_owned(),
                ..Download::default()
            }],
            ..Event::default()
        }
    }

    #[test]
    fn an_event_has_what_search_engines_ask_for_and_cannot_end_its_script() {
        let season = Series { name: "Example 2003".to_owned(), ..Series::default() };
        let text = event(&round(), Some(&season));
        assert!(!text.contains('<'));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["@type"], "SportsEvent");
        assert_eq!(value["name"], round().name);
        assert_eq!(value["startDate"], "2003-06-29");
        assert_eq!(value["location"]["address"]["addressCountry"], "US");
        assert_eq!(value["superEvent"]["name"], "Example 2003");
        assert_eq!(value["subjectOf"]["distribution"][0]["encodingFormat"], "text/csv");
    }

    #[test]
    fn a_series_lists_its_rounds_and_marks_the_cancelled_one() {
        let cancelled = Event { cancelled: true, ..round() };
        let text = series(&Series { events: vec![round(), cancelled], ..Series::default() });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["subEvent"].as_array().map(Vec::len), Some(2));
        assert_eq!(value["subEvent"][1]["eventStatus"], "https://schema.org/EventCancelled");
        assert!(value["subEvent"][0].get("@context").is_none());
    }
}
