//! Country codes as pages print them, in three spellings: Olympic (`GER`, `SUI`), ISO 3166 (`DEU`, `CHE`) and others that
//! racing has used (`HOL`, `BRD`, `ENG`).
//!
//! Sources: ISO 3166-1 and 3166-3 alpha-3, the IOC's list of National Olympic Committees, and FIA and FIFA usage.
//! Where one code names two countries in two systems (`BRN`, `ANT`), ISO is meant.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A country, identified by its ISO 3166 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3; the country's id here.
    pub iso: &'static str,
    /// The Olympic code, which flag templates of encyclopaedias take.
    pub ioc: &'static str,
    /// Further spellings.
    pub others: &'static [&'static str],
    pub name: &'static str,
}

/// The system in which a code is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// The Olympic and the ISO code are the same.
    Both,
    Olympic,
    Iso,
    Other,
}

impl System {
    /// How a report names it.
    pub const fn name(self) -> &'static str {
        match self {
            System::Both => "Olympic and ISO",
            System::Olympic => "Olympic",
            System::Iso => "ISO",
            System::Other => "older or national",
        }
    }
}

/// The country that a three-letter code in capitals names.
pub fn of_code(code: &str) -> Option<(&'static Country, System)> {
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let iso = COUNTRIES.binary_search_by(|country| country.iso.cmp(code)).ok().map(|index| {
        let country = &COUNTRIES[index];
        (country, if country.ioc == code { System::Both } else { System::Iso })
    });
    let olympic =
        || COUNTRIES.iter().find(|country| country.ioc == code).map(|country| (country, System::Olympic));
    let other = || {
        COUNTRIES
            .iter()
            .find(|country| country.others.contains(&code))
            .map(|country| (country, System::Other))
    };
    iso.or_else(olympic).or_else(other)
}

/// The country of a code or of a name: in English, in another language that pages are written in, or an older one.
pub fn named(text: &str) -> Option<&'static Country> {
    let by_name = || COUNTRIES.iter().find(|country| country.name.eq_ignore_ascii_case(text));
    let by_other_name = || {
        static ISO: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
            let of_country = |(iso, names): &(&'static str, &'static str)| {
                let iso = *iso;
                names.split(" | ").map(move |name| (name, iso))
            };
            // Of two countries of one name the first is meant.
            OTHER_NAMES.iter().rev().flat_map(of_country).collect()
        });
        of_code(ISO.get(text.to_lowercase().as_str())?).map(|(country, _)| country)
    };
    of_code(text).map(|(country, _)| country).or_else(by_name).or_else(by_other_name)
}

/// The ISO code of the country that a code or name is of; a text that names none stands for itself.
pub fn iso(text: &str) -> &str {
    named(text).map_or(text, |country| country.iso)
}

/// Splits a leading code off a text that goes on: `USA Jim Downing`.
pub fn leading(text: &str) -> Option<(&'static Country, System, &str)> {
    let (code, rest) = text.split_once(' ')?;
    let (country, system) = of_code(code)?;
    (!rest.trim().is_empty()).then(|| (country, system, rest.trim()))
}

const fn country(
    iso: &'static str,
    ioc: &'static str,
    others: &'static [&'static str],
    name: &'static str,
) -> Country {
    Country { iso, ioc, others, name }
}

/// Names beside the English one, in lower case: of parts and predecessors of a country, and in other languages.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("ARE", "uae"),
    ("AUS", "australien | australie"),
    ("AUT", "österreich | autriche"),
    ("BEL", "belgien | belgique | belgio | bélgica"),
    ("BRA", "brasilien | brésil | brasile | brasil"),
    ("CAN", "kanada | canadá"),
    ("CHE", "schweiz | suisse | svizzera | suiza | suíça"),
    ("CHN", "people's republic of china | prc | volksrepublik china | chine | cina"),
    ("CSK", "czech and slovak federative republic | tschechoslowakei | tchécoslovaquie | cecoslovacchia"),
    ("CZE", "czechia | tschechien | tchéquie | république tchèque | repubblica ceca | república checa"),
    ("DDR", "german democratic republic | ddr | allemagne de l'est | germania est"),
    (
        "DEU",
        "west germany | federal republic of germany | nazi germany | german reich | weimar republic | german empire \
         | deutschland | allemagne | allemagne de l'ouest | germania | germania ovest | alemania | alemanha",
    ),
    ("DNK", "dänemark | danemark | danimarca | dinamarca"),
    ("ESP", "spanien | espagne | spagna | españa | espanha | francoist spain"),
    ("FIN", "finnland | finlande | finlandia | finlândia"),
    ("FRA", "frankreich | francia | frança"),
    (
        "GBR",
        "great britain | uk | england | scotland | wales | northern ireland | great britain and ireland \
         | grossbritannien | großbritannien | royaume-uni | grande-bretagne | gran bretagna | regno unito | reino unido",
    ),
    ("HUN", "ungarn | hongrie | ungheria | hungría | hungria"),
    ("IRL", "republic of ireland | irish free state | irland | irlande | irlanda"),
    ("ITA", "kingdom of italy | italien | italie | italia | itália"),
    ("JPN", "japon | giappone | japón | japão"),
    ("KOR", "korea | republic of korea"),
    ("MEX", "mexiko | mexique | messico | méxico"),
    ("MKD", "north macedonia | republic of macedonia"),
    (
        "NLD",
        "holland | the netherlands | niederlande | pays-bas | paesi bassi | olanda | países bajos | holanda",
    ),
    ("NOR", "norwegen | norvège | norvegia | noruega"),
    ("POL", "polen | pologne | polonia | polônia"),
    ("PRT", "portogallo"),
    ("RUS", "russian federation | russland | russie | rusia | rússia"),
    ("SUN", "ussr | union of soviet socialist republics | sowjetunion | urss"),
    ("SWE", "schweden | suède | svezia | suecia | suécia"),
    ("TUR", "türkiye"),
    ("TWN", "chinese taipei | republic of china"),
    (
        "USA",
        "united states of america | us | u.s. | u.s.a. | vereinigte staaten | états-unis | stati uniti \
         | estados unidos",
    ),
    (
        "YUG",
        "sfr yugoslavia | socialist federal republic of yugoslavia | kingdom of yugoslavia | fr yugoslavia \
         | jugoslawien | yougoslavie | jugoslavia",
    ),
    ("ZAF", "union of south africa | südafrika | afrique du sud | sudafrica | sudáfrica"),
    ("ZWE", "rhodesia | southern rhodesia | rhodesia and nyasaland | federation of rhodesia and nyasaland"),
];

/// Sorted by ISO code.
const COUNTRIES: &[Country] = &[
    country("ABW", "ARU", &[], "Aruba"),
    country("AFG", "AFG", &[], "Afghanistan"),
    country("AGO", "ANG", &[], "Angola"),
    country("AIA", "AIA", &[], "Anguilla"),
    country("ALB", "ALB", &[], "Albania"),
    country("AND", "AND", &[], "Andorra"),
    country("ANT", "AHO", &[], "Netherlands Antilles"),
    country("ARE", "UAE", &[], "United Arab Emirates"),
    country("ARG", "ARG", &[], "Argentina"),
    country("ARM", "ARM", &[], "Armenia"),
    country("ASM", "ASA", &[], "American Samoa"),
    country("ATG", "ANT", &[], "Antigua and Barbuda"),
    country("AUS", "AUS", &[], "Australia"),
    country("AUT", "AUT", &[], "Austria"),
    country("AZE", "AZE", &[], "Azerbaijan"),
    country("BDI", "BDI", &[], "Burundi"),
    country("BEL", "BEL", &[], "Belgium"),
    country("BEN", "BEN", &[], "Benin"),
    country("BFA", "BUR", &[], "Burkina Faso"),
    country("BGD", "BAN", &[], "Bangladesh"),
    country("BGR", "BUL", &[], "Bulgaria"),
    country("BHR", "BRN", &[], "Bahrain"),
    country("BHS", "BAH", &[], "Bahamas"),
    country("BIH", "BIH", &[], "Bosnia and Herzegovina"),
    country("BLR", "BLR", &[], "Belarus"),
    country("BLZ", "BIZ", &[], "Belize"),
    country("BMU", "BER", &[], "Bermuda"),
    country("BOL", "BOL", &[], "Bolivia"),
    country("BRA", "BRA", &[], "Brazil"),
    country("BRB", "BAR", &[], "Barbados"),
    country("BRN", "BRU", &[], "Brunei"),
    country("BTN", "BHU", &[], "Bhutan"),
    country("BWA", "BOT", &[], "Botswana"),
    country("CAF", "CAF", &["CTA"], "Central African Republic"),
    country("CAN", "CAN", &[], "Canada"),
    country("CHE", "SUI", &["SWI"], "Switzerland"),
    country("CHL", "CHI", &[], "Chile"),
    country("CHN", "CHN", &[], "China"),
    country("CIV", "CIV", &[], "Ivory Coast"),
    country("CMR", "CMR", &[], "Cameroon"),
    country("COD", "COD", &[], "Democratic Republic of the Congo"),
    country("COG", "CGO", &[], "Congo"),
    country("COK", "COK", &[], "Cook Islands"),
    country("COL", "COL", &[], "Colombia"),
    country("COM", "COM", &[], "Comoros"),
    country("CPV", "CPV", &[], "Cape Verde"),
    country("CRI", "CRC", &[], "Costa Rica"),
    country("CSK", "TCH", &[], "Czechoslovakia"),
    country("CUB", "CUB", &[], "Cuba"),
    country("CUW", "CUW", &[], "Curaçao"),
    country("CYM", "CAY", &[], "Cayman Islands"),
    country("CYP", "CYP", &[], "Cyprus"),
    country("CZE", "CZE", &[], "Czech Republic"),
    country("DDR", "GDR", &[], "East Germany"),
    country("DEU", "GER", &["BRD", "FRG"], "Germany"),
    country("DJI", "DJI", &[], "Djibouti"),
    country("DMA", "DMA", &[], "Dominica"),
    country("DNK", "DEN", &[], "Denmark"),
    country("DOM", "DOM", &[], "Dominican Republic"),
    country("DZA", "ALG", &[], "Algeria"),
    country("ECU", "ECU", &[], "Ecuador"),
    country("EGY", "EGY", &[], "Egypt"),
    country("ERI", "ERI", &[], "Eritrea"),
    country("ESP", "ESP", &["SPA"], "Spain"),
    country("EST", "EST", &[], "Estonia"),
    country("ETH", "ETH", &[], "Ethiopia"),
    country("FIN", "FIN", &[], "Finland"),
    country("FJI", "FIJ", &[], "Fiji"),
    country("FRA", "FRA", &[], "France"),
    country("FRO", "FRO", &[], "Faroe Islands"),
    country("FSM", "FSM", &[], "Micronesia"),
    country("GAB", "GAB", &[], "Gabon"),
    country("GBR", "GBR", &["ENG", "SCO", "WAL", "NIR"], "United Kingdom"),
    country("GEO", "GEO", &[], "Georgia"),
    country("GGY", "GGY", &[], "Guernsey"),
    country("GHA", "GHA", &[], "Ghana"),
    country("GIB", "GIB", &[], "Gibraltar"),
    country("GIN", "GUI", &[], "Guinea"),
    country("GLP", "GLP", &[], "Guadeloupe"),
    country("GMB", "GAM", &[], "Gambia"),
    country("GNB", "GBS", &[], "Guinea-Bissau"),
    country("GNQ", "GEQ", &["EQG"], "Equatorial Guinea"),
    country("GRC", "GRE", &[], "Greece"),
    country("GRD", "GRN", &[], "Grenada"),
    country("GRL", "GRL", &[], "Greenland"),
    country("GTM", "GUA", &[], "Guatemala"),
    country("GUM", "GUM", &[], "Guam"),
    country("GUY", "GUY", &[], "Guyana"),
    country("HKG", "HKG", &[], "Hong Kong"),
    country("HND", "HON", &[], "Honduras"),
    country("HRV", "CRO", &[], "Croatia"),
    country("HTI", "HAI", &[], "Haiti"),
    country("HUN", "HUN", &[], "Hungary"),
    country("IDN", "INA", &[], "Indonesia"),
    country("IMN", "IMN", &["IOM"], "Isle of Man"),
    country("IND", "IND", &[], "India"),
    country("IRL", "IRL", &["EIR"], "Ireland"),
    country("IRN", "IRI", &[], "Iran"),
    country("IRQ", "IRQ", &[], "Iraq"),
    country("ISL", "ISL", &[], "Iceland"),
    country("ISR", "ISR", &[], "Israel"),
    country("ITA", "ITA", &[], "Italy"),
    country("JAM", "JAM", &[], "Jamaica"),
    country("JEY", "JEY", &[], "Jersey"),
    country("JOR", "JOR", &[], "Jordan"),
    country("JPN", "JPN", &["JAP"], "Japan"),
    country("KAZ", "KAZ", &[], "Kazakhstan"),
    country("KEN", "KEN", &[], "Kenya"),
    country("KGZ", "KGZ", &[], "Kyrgyzstan"),
    country("KHM", "CAM", &[], "Cambodia"),
    country("KIR", "KIR", &[], "Kiribati"),
    country("KNA", "SKN", &[], "Saint Kitts and Nevis"),
    country("KOR", "KOR", &[], "South Korea"),
    country("KWT", "KUW", &[], "Kuwait"),
    country("LAO", "LAO", &[], "Laos"),
    country("LBN", "LBN", &["LIB"], "Lebanon"),
    country("LBR", "LBR", &[], "Liberia"),
    country("LBY", "LBA", &[], "Libya"),
    country("LCA", "LCA", &[], "Saint Lucia"),
    country("LIE", "LIE", &[], "Liechtenstein"),
    country("LKA", "SRI", &[], "Sri Lanka"),
    country("LSO", "LES", &[], "Lesotho"),
    country("LTU", "LTU", &[], "Lithuania"),
    country("LUX", "LUX", &[], "Luxembourg"),
    country("LVA", "LAT", &[], "Latvia"),
    country("MAC", "MAC", &[], "Macau"),
    country("MAR", "MAR", &[], "Morocco"),
    country("MCO", "MON", &["MNC"], "Monaco"),
    country("MDA", "MDA", &[], "Moldova"),
    country("MDG", "MAD", &[], "Madagascar"),
    country("MDV", "MDV", &[], "Maldives"),
    country("MEX", "MEX", &[], "Mexico"),
    country("MHL", "MHL", &[], "Marshall Islands"),
    country("MKD", "MKD", &[], "North Macedonia"),
    country("MLI", "MLI", &[], "Mali"),
    country("MLT", "MLT", &[], "Malta"),
    country("MMR", "MYA", &[], "Myanmar"),
    country("MNE", "MNE", &[], "Montenegro"),
    country("MNG", "MGL", &[], "Mongolia"),
    country("MOZ", "MOZ", &[], "Mozambique"),
    country("MRT", "MTN", &[], "Mauritania"),
    country("MSR", "MSR", &[], "Montserrat"),
    country("MTQ", "MTQ", &[], "Martinique"),
    country("MUS", "MRI", &[], "Mauritius"),
    country("MWI", "MAW", &[], "Malawi"),
    country("MYS", "MAS", &["MAL"], "Malaysia"),
    country("NAM", "NAM", &[], "Namibia"),
    country("NCL", "NCL", &[], "New Caledonia"),
    country("NER", "NIG", &[], "Niger"),
    country("NGA", "NGR", &[], "Nigeria"),
    country("NIC", "NCA", &[], "Nicaragua"),
    country("NLD", "NED", &["HOL"], "Netherlands"),
    country("NOR", "NOR", &[], "Norway"),
    country("NPL", "NEP", &[], "Nepal"),
    country("NRU", "NRU", &[], "Nauru"),
    country("NZL", "NZL", &[], "New Zealand"),
    country("OMN", "OMA", &[], "Oman"),
    country("PAK", "PAK", &[], "Pakistan"),
    country("PAN", "PAN", &[], "Panama"),
    country("PER", "PER", &[], "Peru"),
    country("PHL", "PHI", &[], "Philippines"),
    country("PLW", "PLW", &[], "Palau"),
    country("PNG", "PNG", &[], "Papua New Guinea"),
    country("POL", "POL", &[], "Poland"),
    country("PRI", "PUR", &[], "Puerto Rico"),
    country("PRK", "PRK", &[], "North Korea"),
    country("PRT", "POR", &[], "Portugal"),
    country("PRY", "PAR", &[], "Paraguay"),
    country("PSE", "PLE", &[], "Palestine"),
    country("PYF", "PYF", &["TAH"], "French Polynesia"),
    country("QAT", "QAT", &[], "Qatar"),
    country("REU", "REU", &[], "Réunion"),
    country("ROU", "ROU", &["ROM"], "Romania"),
    country("RUS", "RUS", &["RAF"], "Russia"),
    country("RWA", "RWA", &[], "Rwanda"),
    country("SAU", "KSA", &[], "Saudi Arabia"),
    country("SCG", "SCG", &[], "Serbia and Montenegro"),
    country("SDN", "SUD", &[], "Sudan"),
    country("SEN", "SEN", &[], "Senegal"),
    country("SGP", "SGP", &["SIN"], "Singapore"),
    country("SLB", "SOL", &[], "Solomon Islands"),
    country("SLE", "SLE", &[], "Sierra Leone"),
    country("SLV", "ESA", &[], "El Salvador"),
    country("SMR", "SMR", &["RSM"], "San Marino"),
    country("SOM", "SOM", &[], "Somalia"),
    country("SRB", "SRB", &[], "Serbia"),
    country("SSD", "SSD", &[], "South Sudan"),
    country("STP", "STP", &[], "São Tomé and Príncipe"),
    country("SUN", "URS", &[], "Soviet Union"),
    country("SUR", "SUR", &[], "Suriname"),
    country("SVK", "SVK", &[], "Slovakia"),
    country("SVN", "SLO", &[], "Slovenia"),
    country("SWE", "SWE", &[], "Sweden"),
    country("SWZ", "SWZ", &[], "Eswatini"),
    country("SYC", "SEY", &[], "Seychelles"),
    country("SYR", "SYR", &[], "Syria"),
    country("TCA", "TCA", &[], "Turks and Caicos Islands"),
    country("TCD", "CHA", &[], "Chad"),
    country("TGO", "TOG", &[], "Togo"),
    country("THA", "THA", &[], "Thailand"),
    country("TJK", "TJK", &[], "Tajikistan"),
    country("TKM", "TKM", &[], "Turkmenistan"),
    country("TLS", "TLS", &[], "Timor-Leste"),
    country("TON", "TGA", &[], "Tonga"),
    country("TTO", "TTO", &["TRI"], "Trinidad and Tobago"),
    country("TUN", "TUN", &[], "Tunisia"),
    country("TUR", "TUR", &[], "Turkey"),
    country("TUV", "TUV", &[], "Tuvalu"),
    country("TWN", "TPE", &[], "Taiwan"),
    country("TZA", "TAN", &[], "Tanzania"),
    country("UGA", "UGA", &[], "Uganda"),
    country("UKR", "UKR", &[], "Ukraine"),
    country("URY", "URU", &[], "Uruguay"),
    country("USA", "USA", &[], "United States"),
    country("UZB", "UZB", &[], "Uzbekistan"),
    country("VAT", "VAT", &[], "Vatican City"),
    country("VCT", "VIN", &[], "Saint Vincent and the Grenadines"),
    country("VEN", "VEN", &[], "Venezuela"),
    country("VGB", "IVB", &[], "British Virgin Islands"),
    country("VIR", "ISV", &[], "U.S. Virgin Islands"),
    country("VNM", "VIE", &[], "Vietnam"),
    country("VUT", "VAN", &[], "Vanuatu"),
    country("WSM", "SAM", &[], "Samoa"),
    country("XKX", "KOS", &["KVX"], "Kosovo"),
    country("YEM", "YEM", &[], "Yemen"),
    country("YUG", "YUG", &[], "Yugoslavia"),
    country("ZAF", "RSA", &["SAF"], "South Africa"),
    country("ZMB", "ZAM", &[], "Zambia"),
    country("ZWE", "ZIM", &["RHO"], "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_no_code_is_twice_in_one_system() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].iso < pair[1].iso));
        let mut olympic: Vec<_> = COUNTRIES.iter().map(|country| country.ioc).collect();
        olympic.sort_unstable();
        assert!(olympic.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn every_spelling_of_a_country_is_one_country() {
        for (codes, iso) in [
            (["GER", "DEU", "BRD"].as_slice(), "DEU"),
            (&["SUI", "CHE"], "CHE"),
            (&["DEN", "DNK"], "DNK"),
            (&["NED", "NLD", "HOL"], "NLD"),
            (&["MCO", "MON"], "MCO"),
            (&["POR", "PRT"], "PRT"),
            (&["RSA", "ZAF"], "ZAF"),
            (&["CHI", "CHL"], "CHL"),
            (&["PHI", "PHL"], "PHL"),
            (&["GBR", "ENG"], "GBR"),
        ] {
            for code in codes {
                assert_eq!(of_code(code).map(|(country, _)| country.iso), Some(iso), "{code}");
            }
        }
        assert_eq!(of_code("GER").map(|(_, system)| system), Some(System::Olympic));
        assert_eq!(of_code("DEU").map(|(_, system)| system), Some(System::Iso));
        assert_eq!(of_code("USA").map(|(_, system)| system), Some(System::Both));
    }

    #[test]
    fn older_and_foreign_names_are_countries_that_the_table_has() {
        for (name, iso) in [
            ("West Germany", "DEU"),
            ("Soviet Union", "SUN"),
            ("East Germany", "DDR"),
            ("Yugoslavia", "YUG"),
            ("Czechoslovakia", "CSK"),
            ("Rhodesia", "ZWE"),
            ("England", "GBR"),
            ("scotland", "GBR"),
            ("Northern Ireland", "GBR"),
            ("Österreich", "AUT"),
            ("États-Unis", "USA"),
        ] {
            assert_eq!(named(name).map(|country| country.iso), Some(iso), "{name}");
        }
        for (iso, names) in OTHER_NAMES {
            for name in names.split(" | ") {
                assert_eq!(named(name).map(|country| country.iso), Some(*iso), "{name}");
            }
        }
        assert_eq!(named("Texas"), None);
    }

    #[test]
    fn names_of_teams_and_makers_are_not_countries() {
        for word in ["ADT", "JML", "JMB", "ZIP", "MCR", "BMW", "TVR", "PTG", "usa", "UK", "RWS", "T2M"] {
            assert_eq!(of_code(word), None, "{word}");
        }
        assert_eq!(leading("USA"), None);
        assert_eq!(
            leading("USA Jim Downing").map(|(country, _, rest)| (country.iso, rest)),
            Some(("USA", "Jim Downing"))
        );
    }
}
