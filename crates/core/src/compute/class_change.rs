//! Who goes on in another class and takes the points along.

use crate::compute::account::Account;
use crate::compute::tally::Tally;
use crate::season::Competitor;
use crate::table::Ix;
use std::collections::BTreeMap;

/// Joins what competitors collected in several classes: each stands with all of it in the table of the class in which it
/// was last.
pub(super) fn take_points_along(tallies: &mut [Tally]) {
    let mut homes: BTreeMap<Ix<Competitor>, Vec<usize>> = BTreeMap::new();
    for (table, tally) in tallies.iter().enumerate() {
        for account in &tally.accounts {
            homes.entry(account.competitor).or_default().push(table);
        }
    }
    for (competitor, tables) in homes.into_iter().filter(|(_, tables)| tables.len() > 1) {
        let find = |tally: &Tally| tally.accounts.binary_search_by_key(&competitor, |own| own.competitor);
        let own: Vec<Account> = tables
            .iter()
            .filter_map(|&table| Some(tallies[table].accounts[find(&tallies[table]).ok()?].clone()))
            .collect();
        // Tables of one title differ in columns where rounds are known by published points alone.
        let rounds = |table: usize| &tallies[table].rounds;
        if tables.iter().any(|&table| rounds(table) != rounds(tables[0])) {
            continue;
        }
        let columns = own[0].entries.len();
        let mut home = vec![0; columns];
        for column in 0..columns {
            let here = own.iter().rposition(|account| account.entries[column].started());
            home[column] = here.unwrap_or(if column == 0 { 0 } else { home[column - 1] });
        }
        let joined = Account::joined(&own);
        for (index, &table) in tables.iter().enumerate() {
            if let Ok(at) = find(&tallies[table]) {
                let away = home.iter().map(|&own| own != index).collect();
                tallies[table].accounts[at] = Account { away, ..joined.clone() };
            }
        }
    }
}
