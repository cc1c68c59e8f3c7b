//! The attributes of one tag that say something about its text.

use crate::pages::as_grids::SHEET;
use crate::pages::country;
use crate::pages::table::style::{Style, colour as named_colour, of_declarations};
use parcferme_core::country::Country;

/// In the order of [`Attributes::values`].
const NAMES: [&[u8]; 10] = [
    b"class",
    b"style",
    b"id",
    b"rowspan",
    b"colspan",
    b"bgcolor",
    b"title",
    b"alt",
    b"src",
    SHEET.as_bytes(),
];
const HIDDEN: &[u8] = b"hidden";

#[derive(Default)]
pub(super) struct Attributes {
    values: [String; NAMES.len()],
    seen: [bool; NAMES.len()],
    hidden: bool,
    /// The attribute whose value comes next.
    current: Option<usize>,
}

impl Attributes {
    pub fn clear(&mut self) {
        self.values.iter_mut().for_each(String::clear);
        self.seen = Default::default();
        self.hidden = false;
        self.current = None;
    }

    /// Of an attribute that stands twice, the first counts.
    pub fn name(&mut self, name: &[u8]) {
        self.hidden |= name == HIDDEN;
        let index = NAMES.iter().position(|known| *known == name);
        self.current = index.filter(|&index| !std::mem::replace(&mut self.seen[index], true));
    }

    pub fn value(&mut self, value: &[u8]) {
        if let Some(index) = self.current {
            self.values[index].push_str(&String::from_utf8_lossy(value));
        }
    }

    fn get(&self, name: &[u8]) -> &str {
        let index = NAMES.iter().position(|known| *known == name);
        index.map_or("", |index| self.values[index].as_str())
    }

    pub fn class(&self) -> &str {
        self.get(b"class")
    }

    pub fn id(&self) -> &str {
        self.get(b"id")
    }

    pub fn alt(&self) -> &str {
        self.get(b"alt").trim()
    }

    pub fn title(&self) -> &str {
        self.get(b"title")
    }

    /// What this program calls the table in pages of its own.
    pub fn sheet(&self) -> &str {
        self.get(SHEET.as_bytes())
    }

    pub fn span(&self, name: &[u8]) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    pub fn style(&self) -> Style {
        let (declared, colour) = (self.get(b"style"), self.get(b"bgcolor"));
        let mut style = if declared.is_empty() { Style::default() } else { of_declarations(declared) };
        style.hidden |= self.hidden;
        if style.background.is_none() {
            style.background = named_colour(&colour.to_lowercase());
        }
        style
    }

    /// The country whose flag an image or an icon is: by its text, its file's name, or the code in its class.
    pub fn flag(&self, within_flag: bool) -> Option<&'static Country> {
        let stated = [self.get(b"alt"), self.title()].into_iter().find_map(|text| {
            let text = text.trim().trim_start_matches("Flag of ").trim_start_matches("the ");
            country::named(text)
                .or_else(|| of_two_letters(text).filter(|_| within_flag || self.looks_like_flag()))
        });
        stated.or_else(|| self.flag_file()).or_else(|| self.flag_class())
    }

    fn looks_like_flag(&self) -> bool {
        let lower = |text: &str| text.to_ascii_lowercase();
        lower(self.class()).contains("flag") || lower(self.get(b"src")).contains("flag")
    }

    /// `.../Flag_of_France.svg/23px-...`, `flags/fr.png`.
    fn flag_file(&self) -> Option<&'static Country> {
        let source = self.get(b"src");
        if let Some((_, rest)) = source.split_once("Flag_of_") {
            let name = rest.split(['.', '/', '(']).next()?.replace('_', " ");
            return country::named(name.trim().trim_start_matches("the "));
        }
        if !self.looks_like_flag() {
            return None;
        }
        let file = source.rsplit('/').next()?.split('.').next()?;
        let name = file.trim_start_matches("flag_").trim_start_matches("flag-").replace(['_', '-'], " ");
        of_two_letters(&name)
            .or_else(|| country::named(&name))
            .or_else(|| country::named(&name.to_uppercase()))
    }

    /// `fi fi-gb`, `flag-icon flag-icon-us`, `flag flag-it`.
    fn flag_class(&self) -> Option<&'static Country> {
        let class = self.class();
        let icon = class.split_ascii_whitespace().any(|word| matches!(word, "fi" | "flag-icon" | "flag"));
        class
            .split_ascii_whitespace()
            .filter(|_| icon)
            .filter_map(|word| word.rsplit_once('-'))
            .filter(|(stem, _)| matches!(*stem, "fi" | "flag-icon" | "flag"))
            .find_map(|(_, code)| of_two_letters(code).or_else(|| country::named(&code.to_uppercase())))
    }
}

/// The country of an ISO code of two letters, as names of flag files have them.
fn of_two_letters(code: &str) -> Option<&'static Country> {
    if code.len() != 2 || !code.is_ascii() {
        return None;
    }
    let code = code.to_ascii_uppercase();
    let (_, long) = TWO_LETTERS.iter().find(|(two, _)| *two == code)?;
    country::of_code(long).map(|(country, _)| country)
}

/// ISO 3166-1 alpha-2 and alpha-3 of nations with racing drivers.
const TWO_LETTERS: [(&str, &str); 76] = [
    ("AD", "AND"),
    ("AE", "ARE"),
    ("AR", "ARG"),
    ("AT", "AUT"),
    ("AU", "AUS"),
    ("AZ", "AZE"),
    ("BB", "BRB"),
    ("BE", "BEL"),
    ("BG", "BGR"),
    ("BH", "BHR"),
    ("BO", "BOL"),
    ("BR", "BRA"),
    ("BS", "BHS"),
    ("CA", "CAN"),
    ("CH", "CHE"),
    ("CL", "CHL"),
    ("CN", "CHN"),
    ("CO", "COL"),
    ("CR", "CRI"),
    ("CY", "CYP"),
    ("CZ", "CZE"),
    ("DE", "DEU"),
    ("DK", "DNK"),
    ("DO", "DOM"),
    ("EC", "ECU"),
    ("EE", "EST"),
    ("EG", "EGY"),
    ("ES", "ESP"),
    ("FI", "FIN"),
    ("FR", "FRA"),
    ("GB", "GBR"),
    ("GR", "GRC"),
    ("GT", "GTM"),
    ("HK", "HKG"),
    ("HR", "HRV"),
    ("HU", "HUN"),
    ("ID", "IDN"),
    ("IE", "IRL"),
    ("IL", "ISR"),
    ("IN", "IND"),
    ("IS", "ISL"),
    ("IT", "ITA"),
    ("JP", "JPN"),
    ("KR", "KOR"),
    ("KW", "KWT"),
    ("LB", "LBN"),
    ("LI", "LIE"),
    ("LT", "LTU"),
    ("LU", "LUX"),
    ("LV", "LVA"),
    ("MA", "MAR"),
    ("MC", "MCO"),
    ("MO", "MAC"),
    ("MX", "MEX"),
    ("MY", "MYS"),
    ("NL", "NLD"),
    ("NO", "NOR"),
    ("NZ", "NZL"),
    ("OM", "OMN"),
    ("PE", "PER"),
    ("PH", "PHL"),
    ("PL", "POL"),
    ("PR", "PRI"),
    ("PT", "PRT"),
    ("QA", "QAT"),
    ("RO", "ROU"),
    ("RS", "SRB"),
    ("RU", "RUS"),
    ("SA", "SAU"),
    ("SE", "SWE"),
    ("SG", "SGP"),
    ("TH", "THA"),
    ("TR", "TUR"),
    ("TW", "TWN"),
    ("US", "USA"),
    ("ZA", "ZAF"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_known_by_text_file_or_class() {
        for (name, value, iso) in [
            ("alt", "West Germany", Some("DEU")),
            ("alt", "ITA", Some("ITA")),
            ("title", "Flag of the Netherlands", Some("NLD")),
            ("src", "//x.test/thumb/Flag_of_the_United_States.svg/22px-x.png", Some("USA")),
            ("src", "img/flags/de.gif", Some("DEU")),
            ("class", "fi fi-gb", Some("GBR")),
            ("class", "flag-icon flag-icon-us", Some("USA")),
            ("alt", "de", None),
            ("src", "img/de.gif", None),
            ("alt", "Team logo", None),
            ("class", "top-us", None),
        ] {
            let mut attributes = Attributes::default();
            attributes.name(name.as_bytes());
            attributes.value(value.as_bytes());
            assert_eq!(attributes.flag(false).map(|country| country.iso), iso, "{value}");
        }
        for (two, three) in TWO_LETTERS {
            assert_eq!(of_two_letters(two).map(|country| country.iso), Some(three), "{two}");
        }
    }
}
