//! What tables call things: one table of words for columns, one for how a session ended, one for laps.
//!
//! A column is found by its own name first (`best_lap`); then by a word of [`COLUMNS`], whatever its capitals, accents
//! and punctuation. Another language is more words in these tables and nothing else.

use parcferme_core::season::{RoundStatus, Status};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Columns of any table of a season folder, and the words for each. Of several columns on the left a table has at most
/// one. A word may stand in several lines: the first whose column is free has it, so that `Gap` beside `Diff` is the
/// interval.
const COLUMNS: &[(&[&str], &str)] = &[
    (
        &["position"],
        "pos | p | posn | place | plc | cl | rank | rk | fin | finish | finishing position | platz | platzierung \
         | pl | rang | rg | posizione | posicion | puesto | posicao | classement | clt | clas | clasif | colocacao \
         | overall | overall position | overall pos | gesamtplatz | gesamtrang | classifica \
         | finish position | finish pos | finishing pos | posto | pos gen | pos general | arrivo | arrivee \
         | ordine | pos abs | assoluto \
         | clasificacion | classificacao | piazzamento | ord | ergebnis | result | resultado | position finale \
         | posicion general | posicion final | scratch | ass | abs | gen | sija | sijoitus | plaats | lugar \
         | positie | placering | plassering | poradi | pozice | miejsce",
    ),
    (
        &["number"],
        "no | nr | num | n | # | car | car no | car # | car nr | car number | start no | start nr \
         | startnr | startno | startnummer | start number | race no | race number | nummer | numero | numer \
         | dorsal | num voiture | numero di gara \
         | n course | numero course | numero de course | no course | num course | n voiture | no voiture \
         | bib | race nr | n gara | num gara | numero gara | pettorale | n coche | numero coche | n carro \
         | no carro | kart no | kart number | kart nr | bike no | bike number | racing number \
         | competitor no | competitor number | driver number | driver no | car num | start num | st nr | snr | auto nr | wagennummer \
         | wagen nr | fahrzeugnr | fahrzeug nr",
    ),
    (&["position"], "#"),
    (
        &["class"],
        "cls | cat | category | division | div | group | klasse | kat | categorie | categoria | \
         classe | clase | cl \
         | gruppo | groupe | grupo | gruppe | gr",
    ),
    (
        &["team", "competitor"],
        "teams | team name | entrant | entrants | entrant name | team entrant | entrant team | \
         mannschaft | bewerber | equipe | ecurie | concurrent | squadra | scuderia | concorrente \
         | equipo | escuderia | concursante \
         | racing team | rennstall | nome equipe | nom equipe | team bewerber | bewerber team",
    ),
    (
        &["team_nation"],
        "team nat | team nationality | team country | teamctry | team ctry | entrant nat | entrant nationality",
    ),
    (
        &["drivers", "driver", "competitor"],
        "driver | drivers | driver name | driver names | name | names | crew | pilot | pilots | \
         fahrer | pilote | pilotes | piloto | pilotos | pilota | piloti | conducteur | \
         conducteurs | conduttore | conduttori | conductor | conductores | equipage \
         | fahrername | fahrer name | fahrer in | fahrerin | fahrer innen | nom | nome | nombre \
         | nom pilote | nome pilota | nombre piloto | name vorname | vorname name | nachname vorname \
         | nom prenom | prenom nom | cognome nome | nome cognome | cognome e nome | rider | riders \
         | rider name | pilote copilote | pilota navigatore | pilota copilota | fahrer beifahrer \
         | driver co driver | driver codriver | driver navigator | piloto copiloto | piloto navegador \
         | equipaggio | tripulacion | gamertag | gamer tag | username | player \
         | rijder | rijders | coureur | coureurs | bestuurder | forare | kuljettaja | jezdec | kierowca | zawodnik | ridic",
    ),
    (
        &["nations", "nation"],
        "nat | nationality | nationalities | nation | nations | country | driver country | drctry | driver nat \
         | driver nationality | nationalitat | land | pays | paese | pais | \
         nationalite | nazionalita | nacionalidad \
         | nac | naz | ctry | flag",
    ),
    (
        &["chassis"],
        "car | car type | vehicle | car model | model | machine | fahrzeug | auto | wagen | \
         voiture | vettura | coche | carro | telaio \
         | vehicule | vehiculo | veiculo | viatura | macchina | automobile | fahrzeugtyp | fahrzeug typ \
         | fzg | modell | modele | modello | modelo | make model | make and model | car make model \
         | marke typ | marke modell | car name | vehicle name | vehicle type | motorrad | moto",
    ),
    (
        &["manufacturer", "competitor"],
        "make | maker | chassis maker | engine maker | car make | brand | manufacturers | constructors | marque | constructor | hersteller | marke | marca | \
         constructeur | costruttore \
         | fabricante | fabrikat | costruttori | constructeurs | constructores | construtor",
    ),
    (&["engine"], "motor | moteur | motore | power unit"),
    (&["tyre"], "ty | tyres | tire | tires | tyre make | reifen | pneu | pneus | pneumatici | neumaticos"),
    (
        &["laps"],
        "lap | lps | number of laps | laps run | lap count | laps completed | completed laps | total laps | runden | rdn | tours | tour | \
         giri | vueltas | voltas | giri completati \
         | nb tours | nbr tours | nb de tours | nombre de tours | n tours | numero giri | n giri | vtas \
         | vlt | n vueltas | num vueltas | vueltas completadas | anzahl runden | rundenzahl | rundenanzahl \
         | gefahrene runden | rd \
         | ronden | varv | kierrokset | kola | okrazenia",
    ),
    (
        &["time"],
        "race time | finish time | total time | total tm | time gap | gap time | time retired | time penalty | \
         time status | elapsed | elapsed time | zeit | gesamtzeit | temps | temps total | tempo | \
         tempo totale | tiempo | tiempo total \
         | fahrzeit | laufzeit | rennzeit | endzeit | zielzeit | zeit gesamt | temps de course \
         | temps course | tps | tps total | tempo gara | tempo total | tempo finale | tempo complessivo \
         | tiempo carrera | tiempo de carrera | tiempo final | tempo final | tempo de prova \
         | tempo corrida | duration | overall time | net time | final time | corrected time | total race time \
         | time total \
         | tijd | aika | czas",
    ),
    (
        &["gap"],
        "diff | difference | behind | gap to first | gap first | gap to leader | gap to winner | \
         diff first | to first | to leader | gap | ruckstand | abstand | ecart | distacco | \
         diferencia | diferenca \
         | dif | dif 1 | dif 1o | dif primero | dif lider | diff 1 | diff 1er | diff leader \
         | diff to first | diff to leader | ecart 1er | ecart premier | ecart leader | distacco dal primo \
         | distacco 1 | dist primo | rueckstand | ruckst | abst | gap 1st | to 1st | gap to 1st \
         | gap to p1 | differenz | differenza | atraso | a primero \
         | achterstand | verschil | strata | ztrata",
    ),
    (
        &["interval"],
        "int | gap to previous | gap previous | gap to next | gap to ahead | diff previous | \
         to previous | to next | intervalle | intervallo | intervalo | gap \
         | intv | interv | ecart prec | ecart precedent | vordermann | abstand vordermann | dif ant \
         | dif anterior | distacco prec | distacco precedente | diff prec | gap prec",
    ),
    (
        &["best_lap"],
        "best | best time | best tm | best lap time | fastest | fastest lap | fastest lap time | \
         fastest time | fl | fl time | bestzeit | beste runde | schnellste runde | meilleur tour \
         | meilleur temps | miglior giro | giro veloce | giro piu veloce | mejor vuelta | \
         vuelta rapida | melhor volta \
         | bl | best rd | beste rd | beste rundenzeit | schnellste rd | schnellste rundenzeit \
         | tour rapide | tour le plus rapide | miglior tempo | giro migliore | giro rapido \
         | tempo migliore | mejor tiempo | mejor vta | vuelta mas rapida | volta rapida \
         | volta mais rapida | melhor tempo | fastest race lap | best race lap \
         | snelste ronde | basta varv | nopein kierros | nejlepsi kolo",
    ),
    (
        &["grid"],
        "st | grid position | grid pos | start | start position | start pos | startplatz | \
         startposition | grille | griglia | parrilla | grelha | qualified \
         | start platz | quali pos | qualifying position | qualifying pos | posizione di partenza \
         | pos partenza | partenza | salida | posicion de salida | pos salida | largada \
         | posicao de largada | grid de largada | place de depart | grille de depart | depart | start grid \
         | starting position | starting pos | starting grid | startplatzierung",
    ),
    (&["status"], "state | stat | classification status | statut | stato | estado"),
    (
        &["remark"],
        "remarks | reason | reason out | reason for retirement | retirement | retired | note | \
         notes | comment | comments | bemerkung | bemerkungen | remarque \
         | estatus | situacao | situacion | situazione | esito \
         | anmerkung | anmerkungen | ausfallgrund | grund | observacion | observaciones | observacoes \
         | obs | motivo | causa | motif | raison | dnf reason | kommentar | kommentare | commentaire \
         | commentaires | nota",
    ),
    (
        &["lap"],
        "lap no | lap number | lap nr | lap num | runde | rundennr | runden nr | tour | n tour | giro | n giro | vuelta \
         | n vuelta | volta | n volta",
    ),
    (
        &["lap_time"],
        "lap time | time | rundenzeit | zeit | temps au tour | temps | tempo giro | tempo sul giro | tempo \
         | tiempo de vuelta | tiempo vuelta | tiempo | tempo de volta | tempo volta | lap tm",
    ),
    (
        &["elapsed"],
        "elapsed time | race time | total time | total | gesamtzeit | laufzeit | cumulative | cumulative time",
    ),
    (&["laps_led"], "led | laps leading"),
    (&["laps_led_in_class"], "led in class"),
    (&["incidents"], "inc | incident points"),
    (&["last_lap"], "last lap time"),
    (&["competitor"], "entity | participant | contestant | name of competitor"),
    (
        &["title"],
        "classification | championship | cup | titel | meisterschaft | wertung | championnat | campionato | campeonato",
    ),
    (
        &["round"],
        "rd | rnd | round number | round no | round nr | lauf | manche | gara | carrera | prova | prueba \
         | wertungslauf | etapa | ronda | rodada | jornada",
    ),
    (&["rounds"], "rds | rnds | laufe | manches"),
    (
        &["total"],
        "points | pts | pt | tot | total points | total pts | pkt | punkte | gesamt | gesamtpunkte | summe | punti | puntos \
         | pontos | totale | somma | suma | soma \
         | punkte gesamt | gesamt punkte | points total | pts total | tot pts | total de points \
         | total puntos | puntos totales | punti totali | totale punti | pontos totais | total pontos \
         | total punkte | score | net | netto | nett | net points | net pts | championship points \
         | season total",
    ),
    (&["from"], "source | sources | quelle"),
    (&["year"], "season | jahr | saison | annee | anno | ano | temporada | stagione"),
    (
        &["date"],
        "day | race date | event date | race day | termin | termine | renntag | datum | tag | jour | giorno | fecha | data | dia | start date \
         | datum tag | date de course",
    ),
    (
        &["circuit"],
        "track | track name | venue | circuit name | location | strecke | rennstrecke | kurs | ort \
         | piste | lieu | circuito | pista | autodromo | luogo | lugar | trazado",
    ),
    (
        &["event"],
        "event name | race name | grand prix | gp | meeting | race | name | rennen | veranstaltung \
         | course | epreuve | evento | gara | carrera | corrida | titel | title",
    ),
    (
        &["session"],
        "session name | session type | sitzung | seance | sessione | sesion | sessao | race | heat | heats \
         | vorlauf | batteria | manga",
    ),
    (
        &["length"],
        "duration | distance | race length | km | laps | runden | tours | giri | vueltas | voltas | dauer | distanz | duree \
         | durata | duracion | distancia",
    ),
];

/// Words for how a car's session ended.
const STATUSES: &[(Status, &str)] = &[
    (
        Status::Finished,
        "finished | finish | fin | classified | running | ok | klassiert | gewertet | classe | \
         classificato | clasificado | lapped",
    ),
    (
        Status::Nc,
        "nc | n c | not classified | unclassified | ncl | n cl | nicht gewertet | nicht klassiert | n g | ng | n gew | n kl \
         | non classe | non classificato | no clasificado | nk | n k | nao classificado | a w | aw | ausser wertung \
         | hors concours | hors course | hors classement | fuori gara | fuori classifica",
    ),
    (
        Status::Dnf,
        "dnf | ret | retd | retired | retirement | did not finish | not running | out | ab | abd \
         | abandon | abandoned | abandono | ausfall | ausgefallen | uitgevallen | ausgeschieden | ausg | ausf | ausgef | aufgegeben \
         | ritirato | rit | ritiro | retirado | retire | abandons | abbandono | abbandonato | aband | rtd | nao terminou \
         | abandonou | r | nt | no termino | desistiu | desist | disconnected",
    ),
    (
        Status::Dns,
        "dns | did not start | not started | non starter | no start | did not take the start | dna | \
         did not arrive | dnp | did not participate | dn | inj | wth | res | reserve | \
         nicht gestartet | nicht angetreten | n gest | non partant | np | non partito | no salio | nao largou | non part | n p | no sale | nao partiu",
    ),
    (
        Status::Dsq,
        "dsq | dq | dsqd | disq | sq | squal | disqualif | disqualified | disqualification | ex | exc | excl | excluded | \
         disqualifiziert | dis | disqualifie | squalificato | descalificado \
         | desclassificado | desqualificado | exclu | escluso | excluido | esc | wertungsausschluss",
    ),
    (
        Status::Dnq,
        "dnq | dnpq | wd | w d | wdn | withdrawn | withdrew | did not qualify | not qualified | \
         did not prequalify | did not pre qualify | nicht qualifiziert | zuruckgezogen | forfait \
         | non qualifie | forf | nq | non qualificato | nao qualificado",
    ),
];

/// Why a car retires.
const CAUSES: &str = "engine | motor | motorschaden | moteur | motore | accident | unfall | incidente | accidente | acidente \
    | gearbox | getriebe | getriebeschaden | boite de vitesses | cambio | caja de cambios | collision | kollision \
    | collisione | colision | contact | crash | crashed | spin | spun | spun off | off | sortie de piste | transmission \
    | driveshaft | halfshaft | half shaft | axle | differential | driveline | clutch | kupplung | suspension | steering \
    | brakes | brake | tyre | tyres | tire | puncture | wheel | wheel bearing | electrical | electrics | electronics \
    | elektrik | electrique | ignition | alternator | battery | hydraulics | pneumatics | fuel | fuel pump \
    | fuel pressure | fuel system | fuel leak | out of fuel | injection | throttle | turbo | exhaust | oil | oil leak \
    | oil pressure | oil pump | water leak | water pressure | water pump | overheating | overheated | radiator | power unit \
    | power loss | loss of power | mechanical | mechanical failure | technical | defekt | technischer defekt \
    | technischer ausfall | chassis | bodywork | fire | vibrations | handling | damage | collision damage \
    | accident damage | debris | broken wing | front wing | rear wing | stalled | injury | injured";

/// What stands in front of the number of a place: `P4`, and of one that is shared: `=4`, `T4`.
const BEFORE_PLACES: &[&str] = &["", "p", "=", "t", "t-", "joint"];

/// What stands behind it: `1st`, `1er`, `1°`, `1º`, and of a place that is shared `2=`, `2 ex`, `2T`.
const BEHIND_PLACES: &[&str] = &[
    "", "st", "nd", "rd", "th", "ème", "eme", "er", "ère", "re", "e", "°", "º", "ª", "o", "a", "=", "t",
    "ex", "ex aequo", "ex-aequo", "ex æquo", "exaequo", "tie", "tied",
];

/// Words for laps.
const LAPS: &str = "lap | laps | l | runde | runden | rd | rdn | tour | tours | giro | giri | vuelta | \
    vueltas | volta | voltas";

/// Cells that say that there is nothing to say.
const NOTHING: &[&str] = &["-", "--", "---", "–", "—", "−", "nan", "n/a", "null", "none"];

/// The most columns for drivers of one car.
pub(super) const SEATS_MAX: u32 = 9;

/// Words in front of the number of one of several columns for the crew: `Driver 1`.
const SEATS: &[&str] =
    &["driver", "fahrer", "pilote", "piloto", "pilota", "pilot", "conducteur", "rider", "driver name"];

/// Words for whoever is beside the driver: the second of the crew.
const BESIDE: &str = "co driver | codriver | co driver name | co pilot | copilot | copilote | co pilote | copilota | co pilota \
    | copiloto | co piloto | beifahrer | beifahrerin | beifahrer in | navigator | navigatore | navegador | navigateur \
    | navegante | passenger | passager | passeggero | pasajero | passageiro | second driver | 2nd driver | 2 fahrer \
    | zweitfahrer";

fn each(words: &str) -> impl Iterator<Item = &str> {
    words.split('|').map(str::trim)
}

/// The words of a column's head in the form in which this table has them: without capitals, accents, punctuation.
pub(crate) fn plain(text: &str) -> String {
    let mut lower = text.to_lowercase();
    if lower.contains('(') {
        lower = lower.replace("(s)", "s");
    }
    let mut plain = String::with_capacity(lower.len());
    let mut add = |character: char| {
        if character.is_alphanumeric() || character == '#' {
            plain.extend(character.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    };
    // Most texts have nothing to decompose, and every cell of every table comes by here.
    if lower.is_ascii() {
        lower.chars().for_each(add);
    } else {
        lower.replace('ß', "ss").nfkd().filter(|&own| !is_combining_mark(own)).for_each(&mut add);
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Columns that a word may mean, in the order in which they are tried; of the columns on one line the first that
/// `has` knows.
pub(crate) fn columns_of(plain: &str, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    static LINES: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
        let mut lines: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (line, (_, words)) in COLUMNS.iter().enumerate() {
            let all = each(words).chain(COLUMNS[line].0.first().copied());
            all.for_each(|word| lines.entry(word).or_default().push(line));
        }
        lines
    });
    /// The same written as one word, `bestLap`, where that is none of its own.
    static JOINED: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
        let mut joined: HashMap<String, Vec<usize>> = HashMap::new();
        for (line, (columns, words)) in COLUMNS.iter().enumerate() {
            for word in each(words).chain(columns.first().copied()).filter(|own| own.contains([' ', '_'])) {
                let own = joined.entry(word.replace([' ', '_'], "")).or_default();
                if own.last() != Some(&line) {
                    own.push(line);
                }
            }
        }
        joined
    });
    let lines = LINES.get(plain).or_else(|| JOINED.get(plain)).into_iter().flatten();
    let mut found: Vec<&'static str> = Vec::new();
    for column in lines.filter_map(|&line| COLUMNS[line].0.iter().copied().find(|&column| has(column))) {
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

/// Those of the columns that a word may mean.
pub(crate) fn columns_of_word(plain: &str, columns: &[&str]) -> Vec<&'static str> {
    columns_of(plain, |column| columns.contains(&column))
}

/// How many of the cells are words for columns of any table: a row of heads has several.
pub(crate) fn known<'c>(cells: impl Iterator<Item = &'c str>) -> usize {
    let is_known = |cell: &str| {
        let plain = plain(cell);
        !plain.is_empty() && (seat_of(&plain).is_some() || !columns_of(&plain, |_| true).is_empty())
    };
    cells.filter(|cell| cell.len() <= HEAD_MAX && is_known(cell)).count()
}

/// Bytes of the longest head that can be a word for a column.
const HEAD_MAX: usize = 60;

/// All words, for the nearest one to a word that none of them is.
pub(super) fn all_of(column: &str) -> impl Iterator<Item = &'static str> + '_ {
    COLUMNS.iter().filter(move |(columns, _)| columns.contains(&column)).flat_map(|(_, words)| each(words))
}

/// `Driver 2`, `Beifahrer`: the second of the columns for the crew.
pub(super) fn seat_of(plain: &str) -> Option<u32> {
    if each(BESIDE).any(|own| own == plain) {
        return Some(2);
    }
    let word = plain.trim_end_matches(|character: char| character.is_ascii_digit());
    let number = plain[word.len()..].parse().ok().filter(|&seat| (1..=SEATS_MAX).contains(&seat));
    number.filter(|_| SEATS.contains(&word.trim_end()))
}

/// The canonical name of such a column.
pub(super) fn seat_column(seat: u32) -> &'static str {
    SEAT_COLUMNS.get(seat.saturating_sub(1) as usize).copied().unwrap_or_default()
}

pub(super) const SEAT_COLUMNS: [&str; SEATS_MAX as usize] = [
    "driver 1", "driver 2", "driver 3", "driver 4", "driver 5", "driver 6", "driver 7", "driver 8",
    "driver 9",
];

/// Words of a winner's cell in a column of gaps.
pub(super) fn is_leader(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "leader" | "winner" | "first" | "sieger" | "vainqueur" | "vincitore" | "ganador"
    )
}

/// `Ret (engine)`, `DNF - gearbox`: a status, and the reason behind it.
pub(crate) fn status_and_reason(text: &str) -> Option<(Status, String)> {
    if let Some(status) = status_of(text) {
        return Some((status, String::new()));
    }
    let (word, reason) = text.split_once([' ', '(', ':', '-', ',', '/', '['])?;
    let reason =
        reason.trim_matches(|character: char| character.is_whitespace() || "()[]-:,/–".contains(character));
    // `DSQ [1]`, `Ret 2)`: the number of a note.
    let is_note = !reason.is_empty() && reason.len() < 3 && reason.bytes().all(|own| own.is_ascii_digit());
    if let Some(status) = status_of(word).filter(|_| is_note) {
        return Some((status, String::new()));
    }
    let status = status_of(word).filter(|status| *status != Status::Finished)?;
    (!reason.is_empty()).then(|| (status, reason.to_owned()))
}

pub(crate) fn status_of(text: &str) -> Option<Status> {
    static WORDS: LazyLock<HashMap<&'static str, Status>> = LazyLock::new(|| {
        STATUSES.iter().flat_map(|(status, words)| each(words).map(|word| (word, *status))).collect()
    });
    WORDS.get(plain(text.trim_end_matches(is_mark)).as_str()).copied()
}

/// Words of calendars for a round that was called off, that is still to come, and that was held.
const ROUND_STATES: [(RoundStatus, &str); 3] = [
    (
        RoundStatus::Cancelled,
        "cancelled | canceled | abgesagt | annule | annulee | annules | annullata | annullato | cancelada | cancelado \
         | called off | entfallt | entfallen | ausgefallen | suspendida | suspendido | anulada | anulado",
    ),
    (
        RoundStatus::Scheduled,
        "scheduled | planned | upcoming | to come | postponed | provisional | geplant | verschoben | prevu | prevue \
         | reporte | reportee | a venir | prevista | previsto | rinviata | rinviato | programada | aplazada | adiada",
    ),
    (
        RoundStatus::Held,
        "held | done | completed | finished | over | gefahren | beendet | durchgefuhrt | disputee | termine | terminee \
         | disputata | conclusa | celebrada | disputada | concluida",
    ),
];

/// What a cell of a calendar says of its round.
pub(crate) fn round_state(text: &str) -> Option<RoundStatus> {
    let plain = plain(text);
    let is = |words: &str, own: &str| each(words).any(|word| word == own);
    let whole = ROUND_STATES.iter().find(|(_, words)| is(words, &plain)).map(|(status, _)| *status);
    // `Abgesagt wegen Regen`, `race cancelled`.
    let within = || {
        let mut words = plain.split(' ');
        let found = plain.split(' ').count() <= 6 && words.any(|word| is(ROUND_STATES[0].1, word));
        found.then_some(RoundStatus::Cancelled)
    };
    whole.or_else(within)
}

/// A mark of a note: `DNS²`, `Ret*`.
pub(crate) fn is_mark(character: char) -> bool {
    matches!(character, '¹' | '²' | '³' | '⁴'..='⁹' | '⁰' | '*' | '†' | '‡' | '§' | ' ')
}

/// The place that a cell says: `4`, `4.`, `4.0`, `4th`, `4°`, `P4`, `=4`, `4=`, `T4`, `4 ex aequo`. There is no place 0.
pub(crate) fn place_of(text: &str) -> Option<u32> {
    let start = text.find(|own: char| own.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|own: char| !own.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at(end);
    let behind = behind.strip_suffix(".0").unwrap_or(behind).trim_matches(['.', ' ']);
    // Capitals would say that the car was excluded.
    let excluded = behind == "EX";
    let (before, behind) = (before.trim().to_lowercase(), behind.to_lowercase());
    let is_place = BEFORE_PLACES.contains(&before.as_str()) && BEHIND_PLACES.contains(&behind.as_str());
    digits.parse().ok().filter(|own| *own > 0 && is_place && !excluded)
}

/// `+1 lap`, `2 Laps`, `-1L`, `1 lap behind`: how many laps a car was behind.
pub(crate) fn laps_behind(text: &str) -> Option<u32> {
    let text = text.trim().trim_start_matches(['+', '-', '−', '–']).trim_start();
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, word) = text.split_at(digits);
    let word = plain(word);
    let word = word.strip_suffix(" behind").or_else(|| word.strip_suffix(" down")).unwrap_or(&word);
    each(LAPS).any(|own| own == word).then(|| number.parse().ok())?
}

/// `Engine`, `Collision damage`: why a car retired.
pub(super) fn is_cause(text: &str) -> bool {
    let plain = plain(text);
    each(CAUSES).any(|own| own == plain)
}

pub(crate) fn says_nothing(text: &str) -> bool {
    text.is_empty() || (text.len() <= 4 && NOTHING.iter().any(|own| own.eq_ignore_ascii_case(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_lose_capitals_accents_and_punctuation() {
        for (head, expected) in [
            ("Pos.", "pos"),
            ("Nº", "no"),
            ("Driver(s)", "drivers"),
            ("Best_Lap", "best lap"),
            ("Écart", "ecart"),
            ("№", "no"),
            ("Car #", "car #"),
            ("順位", "順位"),
        ] {
            assert_eq!(plain(head), expected, "{head}");
        }
    }

    #[test]
    fn every_word_is_in_plain_form_and_stands_once_a_line() {
        let statuses = STATUSES.iter().map(|(_, words)| *words);
        for words in COLUMNS.iter().map(|(_, words)| *words).chain(statuses) {
            for word in each(words) {
                assert_eq!(plain(word), word);
                assert_eq!(each(words).filter(|own| *own == word).count(), 1, "{word}");
            }
        }
        let all: Vec<&str> = STATUSES.iter().flat_map(|(_, words)| each(words)).collect();
        for word in &all {
            assert_eq!(all.iter().filter(|own| *own == word).count(), 1, "{word} is one status");
        }
    }

    #[test]
    fn places_as_they_are_printed() {
        for text in [
            "2",
            "2.",
            "2.0",
            "2nd",
            "2ND",
            "2º",
            "2°",
            "2ª",
            "2e",
            "P2",
            "=2",
            "2=",
            "2 =",
            "T2",
            "2T",
            "2 ex",
            "2 ex.",
            "2 ex æquo",
            "02",
        ] {
            assert_eq!(place_of(text), Some(2), "{text}");
        }
        assert_eq!((place_of("1er"), place_of("1st"), place_of("1ª")), (Some(1), Some(1), Some(1)));
        for text in ["", "0", "-2", "2.5", "2/3", "2 EX", "2 DQ", "2*", "(2)", "20:01", "Q2", "Ret"] {
            assert_eq!(place_of(text), None, "{text}");
        }
    }

    #[test]
    fn laps_behind_in_words() {
        for (text, laps) in [
            ("+1 lap", Some(1)),
            ("1 Lap", Some(1)),
            ("+12 Laps", Some(12)),
            ("-2L", Some(2)),
            ("3 Runden", Some(3)),
            ("+2 laps down", Some(2)),
            ("+4.488", None),
            ("lap", None),
            ("1 min", None),
            ("", None),
        ] {
            assert_eq!(laps_behind(text), laps, "{text}");
        }
    }

    #[test]
    fn a_reason_may_stand_behind_a_status() {
        for text in ["DSQ [1]", "DSQ²", "DSQ 1)", "DSQ*"] {
            assert_eq!(status_and_reason(text), Some((Status::Dsq, String::new())), "{text}");
        }
        assert_eq!((status_of("n.g."), status_of("DNS³")), (Some(Status::Nc), Some(Status::Dns)));
        for text in ["Ret (engine)", "DNF - engine", "Retired: engine", "DNF engine"] {
            assert_eq!(status_and_reason(text), Some((Status::Dnf, "engine".to_owned())), "{text}");
        }
        assert_eq!(status_and_reason("Not classified"), Some((Status::Nc, String::new())));
        assert_eq!((status_and_reason("Engine"), status_and_reason("Running late")), (None, None));
    }

    #[test]
    fn every_cause_is_in_plain_form_once_and_no_status() {
        for cause in each(CAUSES) {
            assert_eq!((plain(cause).as_str(), status_of(cause)), (cause, None));
            assert_eq!(each(CAUSES).filter(|own| *own == cause).count(), 1, "{cause}");
        }
    }

    #[test]
    fn seats_have_columns_of_their_own() {
        assert_eq!(
            ["driver 1", "driver2", "fahrer 3", "driver", "driver 0", "car 1"].map(seat_of),
            [Some(1), Some(2), Some(3), None, None, None]
        );
    }
}
