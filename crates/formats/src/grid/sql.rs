//! The text of a database: `CREATE TABLE` and `INSERT INTO`, as its programs write it out.

use super::database::{DatabaseTable, grids};
use super::{Grids, MAX_CELLS, too_large};
use parcferme_core::{Diagnostic, Place};

/// Whether a text is one.
pub(super) fn is_dump(text: &str) -> bool {
    let begins = |line: &str, words: &str| {
        line.len() >= words.len()
            && line.is_char_boundary(words.len())
            && line[..words.len()].eq_ignore_ascii_case(words)
    };
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
    let statement = |line: &str| begins(line, "create table ") || begins(line, "insert into ");
    lines.by_ref().take(200).any(statement)
}

pub(super) fn read(name: &str, text: &str) -> Grids {
    const FORM: &str = "a database's text (SQL)";
    if !is_whole(text) {
        let told = Diagnostic::error("PF1059", "the text of the database breaks off")
            .at(Place::document(name))
            .found("a last statement without its semicolon")
            .help("write the database out again, or fetch the file again");
        return Grids { form: FORM, told: vec![told], ..Grids::default() };
    }
    let mut tables: Vec<DatabaseTable> = Vec::new();
    let mut cells = 0;
    let mut tokens = Tokens { text, at: 0, counted: (0, 1) };
    while let Some(token) = tokens.next() {
        if token.is("create") {
            create(&mut tokens, &mut tables);
        } else if token.is("insert") {
            cells += insert(&mut tokens, &mut tables);
            if cells > MAX_CELLS {
                let told = vec![too_large(name, format!("{cells} cells"))];
                return Grids { form: FORM, told, ..Grids::default() };
            }
        } else if !token.is(";") {
            tokens.skip_statement();
        }
    }
    grids(name, FORM, &tables)
}

/// Whether the last statement is ended; comments may stand behind it.
fn is_whole(text: &str) -> bool {
    let mut lines = text.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with("/*"));
    last.is_none_or(|line| line.ends_with(';') || line.contains("; --"))
}

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word, number or sign.
    Word(String),
    /// In quotes that mark a name.
    Name(String),
    /// In quotes that mark a text.
    Text(String),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(own) if own.eq_ignore_ascii_case(word))
    }

    fn text(self) -> String {
        match self {
            Token::Word(own) | Token::Name(own) | Token::Text(own) => own,
        }
    }
}

struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Where lines were counted to, and how many.
    counted: (usize, u32),
}

impl Tokens<'_> {
    fn peek(&mut self) -> Option<Token> {
        let at = self.at;
        let token = self.next();
        self.at = at;
        token
    }

    /// The line of what comes next.
    fn line(&mut self) -> u32 {
        let (from, lines) = self.counted;
        let further = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from.min(self.at)..self.at]).count();
        self.counted = (self.at, lines.saturating_add(u32::try_from(further).unwrap_or(u32::MAX)));
        self.counted.1
    }

    fn skip_statement(&mut self) {
        while self.next().is_some_and(|token| !token.is(";")) {}
    }

    /// Up to the closing quote; two of them are one, and a backslash may stand in front of one.
    fn quoted(&mut self, quote: char) -> String {
        let mut found = String::new();
        let mut rest = self.text[self.at..].char_indices().peekable();
        let mut end = self.text.len() - self.at;
        while let Some((at, character)) = rest.next() {
            if character == quote {
                if rest.peek().is_some_and(|(_, next)| *next == quote) {
                    rest.next();
                } else {
                    end = at + character.len_utf8();
                    break;
                }
            } else if character == '\\'
                && let Some((_, next)) = rest.next_if(|(_, next)| matches!(next, '\'' | '"' | '\\'))
            {
                found.push(next);
                continue;
            }
            found.push(character);
        }
        self.at += end;
        found
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            if rest.starts_with("--") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if first.is_whitespace() {
                self.at += first.len_utf8();
            } else {
                break;
            }
        }
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        self.at += first.len_utf8();
        Some(match first {
            '\'' => Token::Text(self.quoted('\'')),
            '"' | '`' => Token::Name(self.quoted(first)),
            '[' => Token::Name(self.quoted(']')),
            '(' | ')' | ',' | ';' => Token::Word(first.to_string()),
            _ => {
                let end = rest.find(|own: char| own.is_whitespace() || "(),;'\"`".contains(own));
                let end = end.unwrap_or(rest.len()).max(first.len_utf8());
                self.at += end - first.len_utf8();
                Token::Word(rest[..end].to_owned())
            }
        })
    }
}

/// Behind `CREATE`: a table's name, columns and references.
fn create(tokens: &mut Tokens<'_>, tables: &mut Vec<DatabaseTable>) {
    if !tokens.next().is_some_and(|token| token.is("table")) {
        return tokens.skip_statement();
    }
    let mut name = name(tokens);
    // `IF NOT EXISTS`.
    while name
        .as_deref()
        .is_some_and(|own| ["if", "not", "exists"].iter().any(|word| own.eq_ignore_ascii_case(word)))
    {
        name = self::name(tokens);
    }
    let (Some(name), Some(open)) = (name, tokens.next()) else { return };
    if !open.is("(") {
        return tokens.skip_statement();
    }
    let mut table = DatabaseTable { name, ..DatabaseTable::default() };
    let mut part: Vec<Token> = Vec::new();
    let mut depth = 1;
    for token in tokens.by_ref() {
        depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        if depth == 0 || (depth == 1 && token.is(",")) {
            column(&std::mem::take(&mut part), &mut table);
        } else if !token.is(";") {
            part.push(token);
        }
        if depth == 0 {
            break;
        }
    }
    tables.push(table);
    tokens.skip_statement();
}

/// One line of a table's definition.
fn column(part: &[Token], table: &mut DatabaseTable) {
    const KEYS: [&str; 8] =
        ["primary", "unique", "constraint", "foreign", "check", "key", "index", "fulltext"];
    let Some(first) = part.first() else { return };
    let named = |at: usize| part.get(at).cloned().map(Token::text);
    let refers = part.iter().position(|token| token.is("references"));
    let own = if KEYS.iter().any(|word| first.is(word)) {
        // FOREIGN KEY ( own ) REFERENCES table ( column )
        let open = part.iter().position(|token| token.is("("));
        let foreign = part.iter().any(|token| token.is("foreign"));
        open.filter(|_| foreign).and_then(|open| named(open + 1))
    } else {
        table.columns.push(first.clone().text());
        named(0)
    };
    if let (Some(own), Some(refers)) = (own, refers)
        && let Some(to) = named(refers + 1)
    {
        let key = part.get(refers + 2).filter(|token| token.is("(")).and_then(|_| named(refers + 3));
        table.refers.push((own, to, key.unwrap_or_else(|| "id".to_owned())));
    }
}

/// Behind `INSERT`: the rows. How many cells they have.
fn insert(tokens: &mut Tokens<'_>, tables: &mut Vec<DatabaseTable>) -> usize {
    if !tokens.next().is_some_and(|token| token.is("into")) {
        tokens.skip_statement();
        return 0;
    }
    let Some(name) = name(tokens) else { return 0 };
    let at = tables.iter().position(|own| own.name == name).unwrap_or_else(|| {
        tables.push(DatabaseTable { name, ..DatabaseTable::default() });
        tables.len() - 1
    });
    let mut columns: Vec<String> = Vec::new();
    if tokens.peek().is_some_and(|token| token.is("(")) {
        columns = list(tokens).into_iter().map(Token::text).collect();
    }
    if !tokens.next().is_some_and(|token| token.is("values")) {
        tokens.skip_statement();
        return 0;
    }
    let table = &mut tables[at];
    if table.columns.is_empty() {
        table.columns.clone_from(&columns);
    }
    let mut cells = 0;
    while tokens.peek().is_some_and(|token| token.is("(")) {
        let values =
            list(tokens).into_iter().map(|token| if token.is("null") { String::new() } else { token.text() });
        let row: Vec<String> = if columns.is_empty() {
            values.collect()
        } else {
            let mut row = vec![String::new(); table.columns.len()];
            for (column, value) in columns.iter().zip(values) {
                if let Some(at) = table.columns.iter().position(|own| own == column) {
                    row[at] = value;
                }
            }
            row
        };
        cells += row.len();
        table.rows.push(row);
        table.lines.push(tokens.line());
        if !tokens.peek().is_some_and(|token| token.is(",")) {
            break;
        }
        tokens.next();
    }
    tokens.skip_statement();
    cells
}

/// A name, without the schema in front of it.
fn name(tokens: &mut Tokens<'_>) -> Option<String> {
    let name = tokens.next()?;
    if name.is(";") || name.is("(") {
        return None;
    }
    let text = name.text();
    Some(text.rsplit('.').next().unwrap_or(&text).to_owned())
}

/// The items between brackets; what a function has between its own is left out.
fn list(tokens: &mut Tokens<'_>) -> Vec<Token> {
    let mut items = Vec::new();
    let mut depth = 0;
    for token in tokens.by_ref() {
        depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        if depth == 0 {
            break;
        }
        if depth == 1 && !token.is(",") && !token.is("(") && !token.is(")") {
            items.push(token);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_has_tables_with_names_for_what_they_refer_to() {
        let text = "BEGIN;\n-- drivers\nCREATE TABLE IF NOT EXISTS \"driver\" (\n id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT \"?\", UNIQUE ( name )\n);\nINSERT INTO \"driver\" VALUES(1,'Ann O''Hara'),(2,'Ben; Boyd');\nCREATE TABLE `result` (pos INTEGER, driver_id INTEGER, time TEXT, FOREIGN KEY (driver_id) REFERENCES driver(id) ON DELETE CASCADE);\nINSERT INTO result (driver_id, pos) VALUES (2, 1);\nINSERT INTO result VALUES (2, 1, NULL);\nCOMMIT;\n";
        assert!(is_dump(text));
        let grids = read("x", text);
        let result = grids.grids.iter().find(|grid| grid.name == "result").expect("there");
        let rows: Vec<Vec<&str>> = result.rows.iter().map(|(_, cells)| cells.iter().collect()).collect();
        assert_eq!(
            rows,
            [vec!["pos", "driver", "time"], vec!["1", "Ben; Boyd", ""], vec!["2", "Ann O'Hara", ""]]
        );
        assert_eq!(result.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [0, 8, 9]);
    }

    #[test]
    fn what_is_cut_off_comes_to_an_end() {
        let text = "CREATE TABLE a (x INTEGER, y TEXT);\nINSERT INTO a VALUES (1, 'b''c');\n";
        for end in 0..text.len() {
            let own = read("x", &text[..end]);
            let whole = text[..end].trim_end().is_empty() || text[..end].trim_end().ends_with(';');
            assert_eq!(own.told.is_empty(), whole, "{end}");
        }
        assert!(!is_dump("Create a table of your own.\n1,2\n"));
    }
}
