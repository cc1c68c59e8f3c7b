//! Whom decisions, notices and corrections of laps concern: nobody judges himself.
//!
//! A decision concerns whom it is about and who lodged what it answers. What takes a decision back, or brings it back, concerns
//! whom that decision concerns, through any number of steps: a lift of a lift, an appeal, a withdrawal, an operation undone.

use super::{Person, Stands};
use crate::library::{Loaded, Refused};
use parcferme_core::Diagnostic;
use parcferme_core::decisions::Ruling;
use parcferme_core::find::Names;
use parcferme_core::season::{Competitor, ResultRow};
use parcferme_core::table::Ix;
use parcferme_core::timing::correction::Correction;
use parcferme_formats::folder::{CORRECTIONS, DecisionRecord, NoticeKind, NoticeRecord, read_corrections};
use std::collections::BTreeSet;

/// Ids and names of competitors, and numbers of cars, without what makes no difference between names.
#[derive(Clone, Debug, Default)]
pub struct Concerned {
    names: BTreeSet<String>,
}

/// What hangs together with a decision or a notice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Decision(String),
    Notice(u32),
}

impl Concerned {
    /// By a decision of a season.
    pub fn by_decision(loaded: &Loaded, id: &str) -> Concerned {
        Concerned::by(loaded, Thing::Decision(id.to_owned()))
    }

    /// By a notice on the board of a season.
    pub fn by_notice(loaded: &Loaded, number: u32) -> Concerned {
        Concerned::by(loaded, Thing::Notice(number))
    }

    /// By who lodged a notice.
    pub fn lodger(loaded: &Loaded, notice: &NoticeRecord) -> Concerned {
        let mut own = Concerned::default();
        own.add_text(loaded, &notice.by);
        own
    }

    /// By what comes, goes or changes of decisions, notices and corrections between two states of a season.
    pub fn by_change(before: &Loaded, after: &Loaded) -> Concerned {
        let mut own = Concerned::default();
        for (of, other) in [(before, after), (after, before)] {
            for decision in only_in(of, other) {
                own.join(Concerned::by_decision(of, &decision.id));
            }
            let known: BTreeSet<String> = other.folder.notices.iter().map(NoticeRecord::block).collect();
            for notice in of.folder.notices.iter().filter(|own| !known.contains(&own.block())) {
                own.join(Concerned::by_notice(of, notice.number));
            }
            let known = corrections(other);
            for (_, number) in corrections(of).difference(&known) {
                own.add_car(of, number);
            }
        }
        own
    }

    /// Refuses somebody who belongs to one of them, as judge of what is named: `this decision`.
    ///
    /// # Errors
    /// [PF1357](../errors/PF1357.md).
    pub fn may_be_judged_by(&self, person: &Person, what: &str) -> Result<(), Refused> {
        let Some(own) = self.tie_of(person) else { return Ok(()) };
        Err(vec![
            Diagnostic::error("PF1357", format!("{} belongs to {own}, whom {what} is about", person.name))
                .found(own)
                .expected("an official who belongs to nobody concerned")
                .help("nobody judges himself: let another official do it"),
        ])
    }

    /// To whom of them somebody belongs.
    pub fn tie_of<'p>(&self, person: &'p Person) -> Option<&'p str> {
        let is_one = |own: &&String| self.names.contains(&Names::letters(own));
        person.belongs_to.iter().find(is_one).map(String::as_str)
    }

    fn by(loaded: &Loaded, first: Thing) -> Concerned {
        let mut own = Concerned::default();
        let (mut seen, mut open) = (BTreeSet::new(), vec![first]);
        while let Some(thing) = open.pop() {
            if !seen.insert(thing.clone()) {
                continue;
            }
            match thing {
                Thing::Decision(id) => own.add_decision(loaded, &id, &mut open),
                Thing::Notice(number) => own.add_notice(loaded, number, &mut open),
            }
        }
        own
    }

    fn add_decision(&mut self, loaded: &Loaded, id: &str, open: &mut Vec<Thing>) {
        let season = &loaded.season;
        if let Some(decision) = season.decisions.rows().iter().find(|own| own.id == id) {
            let about = decision.ruling.about();
            let competitors = about.competitor.into_iter().chain(about.target.map(|own| own.competitor));
            competitors.for_each(|own| self.add_competitor(loaded, own));
            if let Some(own) = about.cars {
                own.rows.iter().for_each(|row| self.add_row(loaded, *row));
                // Of a session without results the entry list knows whose they are.
                let listed = own.rows.is_empty();
                own.numbers.iter().filter(|_| listed).for_each(|own| self.add_car(loaded, own.as_str()));
                own.numbers.iter().for_each(|own| self.add(own.as_str()));
            }
            if let Ruling::Lift(own) = &decision.ruling {
                open.push(Thing::Decision(own.decision.clone()));
            }
        }
        for own in loaded.folder.decisions.iter().filter(|own| own.id == id) {
            // Behind whom, or before whom somebody is placed.
            own.said.texts("of").into_iter().for_each(|own| self.add_text(loaded, own));
            open.extend(own.posted.answers.iter().copied().map(Thing::Notice));
        }
        let appeals = loaded.folder.notices.iter().filter(|own| own.decision == id);
        open.extend(appeals.map(|own| Thing::Notice(own.number)));
    }

    fn add_notice(&mut self, loaded: &Loaded, number: u32, open: &mut Vec<Thing>) {
        for own in loaded.folder.notices.iter().filter(|own| own.number == number) {
            self.add_text(loaded, &own.by);
            self.add_text(loaded, &own.against);
            if !own.decision.is_empty() {
                open.push(Thing::Decision(own.decision.clone()));
            }
            open.extend(own.answers.iter().copied().map(Thing::Notice));
            if let Some(proposed) = proposed(own) {
                self.add_proposed(loaded, &proposed, open);
            }
        }
    }

    /// What a decision names that is not among those of the season yet.
    fn add_proposed(&mut self, loaded: &Loaded, own: &DecisionRecord, open: &mut Vec<Thing>) {
        let texts = own.said.values.iter().filter(|own| NAMING.contains(own.0));
        for text in texts.flat_map(|own| own.1.value.texts()) {
            self.add_text(loaded, text);
        }
        let lifted = own.said.text("decision");
        if !lifted.is_empty() {
            open.push(Thing::Decision(lifted.to_owned()));
        }
        open.extend(own.posted.answers.iter().copied().map(Thing::Notice));
    }

    fn add(&mut self, name: &str) {
        let letters = Names::letters(name);
        if !letters.is_empty() {
            self.names.insert(letters);
        }
    }

    /// Somebody as a person names him: a competitor, or a car by its number.
    fn add_text(&mut self, loaded: &Loaded, text: &str) {
        self.add(text);
        let letters = Names::letters(text);
        for (ix, own) in loaded.season.competitors.iter() {
            if [&own.id, &own.name].iter().any(|own| Names::letters(own) == letters) {
                self.add_competitor(loaded, ix);
            }
        }
        let words: Vec<&str> =
            text.split(|own: char| own.is_whitespace() || own == '#' || own == '.').collect();
        let words: Vec<&str> = words.into_iter().filter(|own| !own.is_empty()).collect();
        match words.as_slice() {
            [number] => self.add_car(loaded, number),
            [word, number] if BEFORE_NUMBERS.iter().any(|own| own.eq_ignore_ascii_case(word)) => {
                self.add_car(loaded, number);
            }
            _ => {}
        }
    }

    fn add_name_of(&mut self, loaded: &Loaded, own: Ix<Competitor>) {
        let own = &loaded.season.competitors[own];
        self.add(&own.id);
        self.add(&own.name);
    }

    /// A competitor, and those with whom it shared a car.
    fn add_competitor(&mut self, loaded: &Loaded, own: Ix<Competitor>) {
        self.add_name_of(loaded, own);
        let season = &loaded.season;
        for (ix, row) in season.results.iter() {
            let drives = row.crew.iter().any(|seat| seat.driver == own);
            if drives || row.stands_for.contains(&Some(own)) {
                self.add_row(loaded, ix);
            }
        }
    }

    /// The cars of a number, whatever their session.
    fn add_car(&mut self, loaded: &Loaded, number: &str) {
        if number.is_empty() {
            return;
        }
        let season = &loaded.season;
        let rows = season.results.iter().filter(|own| own.1.number.as_str() == number);
        rows.for_each(|own| self.add_row(loaded, own.0));
        for own in loaded.folder.entries.iter().filter(|own| own.number == number) {
            [&own.number, &own.team, &own.driver].iter().for_each(|own| self.add(own));
        }
        let sheets = loaded.laps.values().flat_map(|sheet| sheet.car_indexes().map(|own| sheet.car(own)));
        for own in sheets.filter(|own| own.number.as_str() == number) {
            self.add(number);
            self.add(&own.team);
            own.drivers.iter().for_each(|own| self.add(&own.name));
        }
    }

    fn add_row(&mut self, loaded: &Loaded, row: Ix<ResultRow>) {
        let row = &loaded.season.results[row];
        self.add(row.number.as_str());
        row.stands_for.iter().flatten().for_each(|own| self.add_name_of(loaded, *own));
        row.crew.iter().for_each(|seat| self.add_name_of(loaded, seat.driver));
    }

    fn join(&mut self, other: Concerned) {
        self.names.extend(other.names);
    }
}

/// Decisions of a season that another state of it does not have as they are.
pub(super) fn only_in<'l>(of: &'l Loaded, other: &Loaded) -> Vec<&'l DecisionRecord> {
    let known: BTreeSet<String> = other.folder.decisions.iter().map(DecisionRecord::block).collect();
    of.folder.decisions.iter().filter(|own| !known.contains(&own.block())).collect()
}

/// What people write before the number of a car.
const BEFORE_NUMBERS: [&str; 4] = ["car", "no", "nr", "number"];

/// Keys of decisions that name somebody, or a car.
const NAMING: [&str; 5] = ["number", "numbers", "competitor", "of", "team"];

/// The decision that a proposal is of; none where it is none, or cannot be read.
fn proposed(own: &NoticeRecord) -> Option<DecisionRecord> {
    (own.kind == NoticeKind::Proposal).then(|| own.proposal().ok()).flatten()
}

/// Corrections of laps, each as it stands but for its line, and the number of its car.
fn corrections(loaded: &Loaded) -> BTreeSet<(String, String)> {
    let text = loaded.files.get(CORRECTIONS).map_or("", String::as_str);
    let all = read_corrections(CORRECTIONS, text).0.into_iter();
    let told = |(of, mut own): (String, Correction)| {
        own.line = 0;
        (format!("{of} {own:?}"), own.number.as_str().to_owned())
    };
    all.map(told).collect()
}

impl Stands {
    /// Refuses who takes back a notice of another that concerns him: whom it is against, or what it suspends.
    ///
    /// # Errors
    /// He belongs to somebody concerned, and did not lodge it himself.
    pub(super) fn may_withdraw(&self, numbers: &[u32], person: &Person) -> Result<(), Refused> {
        for own in self.notices().iter().filter(|own| numbers.contains(&own.number)) {
            if Concerned::lodger(&self.loaded, own).tie_of(person).is_none() {
                let concerned = Concerned::by_notice(&self.loaded, own.number);
                concerned.may_be_judged_by(person, &format!("document {}", own.number))?;
            }
        }
        Ok(())
    }
}
