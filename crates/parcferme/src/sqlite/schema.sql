-- Seasons as tables for people who work with data. Version 1: tables and columns may be added, none is renamed.
-- Points are exact: `points` is a decimal where that is exact, else a fraction in lowest terms such as 57/7, and
-- `points_real` is the same as a number. Times are whole milliseconds, distances metres, dates YYYY-MM-DD.
-- `season` is `series/year`. Ids are stable; car numbers are text, as 0, 03 and 3 are three cars.

CREATE TABLE about (
  key TEXT PRIMARY KEY, -- 'schema', 'issuer'
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE season (
  season TEXT PRIMARY KEY,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  rulebook TEXT NOT NULL -- name of the rulebook that scores it
) STRICT, WITHOUT ROWID;

-- What facts were read from.
CREATE TABLE document (
  season TEXT NOT NULL REFERENCES season,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  sha256 TEXT NOT NULL, -- of the bytes, hexadecimal; empty where unknown
  licence TEXT NOT NULL,
  PRIMARY KEY (season, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE class (
  season TEXT NOT NULL REFERENCES season,
  class TEXT NOT NULL,
  name TEXT NOT NULL,
  place INTEGER NOT NULL, -- order in the season's documents, from 1
  PRIMARY KEY (season, class)
) STRICT, WITHOUT ROWID;

-- Whom titles can rank.
CREATE TABLE competitor (
  season TEXT NOT NULL REFERENCES season,
  kind TEXT NOT NULL, -- team, driver, entry, chassis, chassis-maker, engine, engine-maker, tyre, manufacturer, nation
  competitor TEXT NOT NULL,
  name TEXT NOT NULL,
  nation TEXT, -- as the documents give it
  PRIMARY KEY (season, kind, competitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
  season TEXT NOT NULL REFERENCES season,
  event TEXT NOT NULL,
  number INTEGER, -- NULL for a cancelled round that never got one
  name TEXT NOT NULL,
  circuit TEXT NOT NULL,
  date TEXT,
  status TEXT NOT NULL CHECK (status IN ('held', 'cancelled', 'scheduled')),
  length_ms INTEGER, -- scheduled length: one of the three, or none
  length_laps INTEGER,
  length_m INTEGER,
  PRIMARY KEY (season, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  season TEXT NOT NULL,
  event TEXT NOT NULL,
  session TEXT NOT NULL, -- race, sprint, qualifying, ...
  place INTEGER NOT NULL, -- order of running
  PRIMARY KEY (season, event, session),
  FOREIGN KEY (season, event) REFERENCES round
) STRICT, WITHOUT ROWID;

-- A car in a session: as declared (names as printed), and as classified by the rulebook.
CREATE TABLE result (
  season TEXT NOT NULL,
  event TEXT NOT NULL,
  session TEXT NOT NULL,
  line INTEGER NOT NULL, -- from 1, in order of the declared result
  number TEXT NOT NULL,
  class TEXT, -- as declared
  declared_position INTEGER,
  declared_classified INTEGER, -- 0 or 1; NULL where the sheet does not say
  team TEXT NOT NULL,
  chassis TEXT NOT NULL,
  engine TEXT NOT NULL,
  grid INTEGER,
  best_lap_ms INTEGER,
  remark TEXT NOT NULL,
  ranked_class TEXT, -- class the car is ranked in
  position INTEGER, -- after decisions
  class_position INTEGER,
  status TEXT NOT NULL, -- finished, nc, dnf, dns, dnq, dsq
  classified INTEGER NOT NULL,
  laps INTEGER,
  time_ms INTEGER,
  gap_ms INTEGER, -- to the leader: time, or laps
  gap_laps INTEGER,
  required_laps INTEGER, -- by the distance rule
  counting_best_lap_ms INTEGER, -- after deleted laps
  guessed INTEGER NOT NULL, -- 1 where laps or times that would tell the place are not known
  PRIMARY KEY (season, event, session, line),
  FOREIGN KEY (season, event, session) REFERENCES session,
  FOREIGN KEY (season, class) REFERENCES class (season, class)
) STRICT, WITHOUT ROWID;

-- The competitors that a car stands for, but its drivers.
CREATE TABLE result_competitor (
  season TEXT NOT NULL,
  event TEXT NOT NULL,
  session TEXT NOT NULL,
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  competitor TEXT NOT NULL,
  PRIMARY KEY (season, event, session, line, kind),
  FOREIGN KEY (season, event, session, line) REFERENCES result,
  FOREIGN KEY (season, kind, competitor) REFERENCES competitor
) STRICT, WITHOUT ROWID;

CREATE TABLE crew (
  season TEXT NOT NULL,
  event TEXT NOT NULL,
  session TEXT NOT NULL,
  line INTEGER NOT NULL,
  seat INTEGER NOT NULL, -- order in the crew, from 1
  kind TEXT NOT NULL DEFAULT 'driver' CHECK (kind = 'driver'),
  driver TEXT NOT NULL,
  printed TEXT NOT NULL, -- name as printed
  drove INTEGER NOT NULL, -- 0 for a driver who was nominated and did not drive
  scores INTEGER NOT NULL,
  PRIMARY KEY (season, event, session, line, seat),
  FOREIGN KEY (season, event, session, line) REFERENCES result,
  FOREIGN KEY (season, kind, driver) REFERENCES competitor (season, kind, competitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE feat (
  season TEXT NOT NULL,
  event TEXT NOT NULL,
  session TEXT NOT NULL,
  line INTEGER NOT NULL, -- from 1
  feat TEXT NOT NULL, -- pole, fastest-lap, ...
  number TEXT NOT NULL,
  driver TEXT,
  time_ms INTEGER,
  PRIMARY KEY (season, event, session, line),
  FOREIGN KEY (season, event, session) REFERENCES session
) STRICT, WITHOUT ROWID;

CREATE TABLE title (
  season TEXT NOT NULL REFERENCES season,
  title TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL, -- kind of competitor that it ranks
  PRIMARY KEY (season, title)
) STRICT, WITHOUT ROWID;

-- What each final table rests on. Ask it before you quote a table: a `caveat` says why it is less than its title says.
CREATE TABLE standing_table (
  season TEXT NOT NULL,
  title TEXT NOT NULL,
  class TEXT NOT NULL, -- empty where the title has one table for all
  rounds_counted INTEGER NOT NULL,
  rounds_unknown INTEGER NOT NULL, -- run, and nothing is known of them: above 0 the table is not the championship
  caveat TEXT NOT NULL, -- a sentence or two; empty where every number is computed from results
  PRIMARY KEY (season, title, class),
  FOREIGN KEY (season, title) REFERENCES title
) STRICT, WITHOUT ROWID;

-- Final tables as computed.
CREATE TABLE standing (
  season TEXT NOT NULL,
  title TEXT NOT NULL,
  class TEXT NOT NULL, -- empty where the title has one table for all
  kind TEXT NOT NULL,
  competitor TEXT NOT NULL,
  line INTEGER NOT NULL, -- from 1
  position INTEGER, -- NULL for a competitor excluded from the title
  shared INTEGER NOT NULL,
  points TEXT NOT NULL,
  points_real REAL NOT NULL,
  began_anew_before TEXT, -- event before which the total began anew; earlier cells do not count
  began_anew_with TEXT, -- points that it began with
  tie TEXT, -- how the row stands to another that is level with it on points, as a sentence
  PRIMARY KEY (season, title, class, competitor),
  FOREIGN KEY (season, title) REFERENCES title,
  FOREIGN KEY (season, kind, competitor) REFERENCES competitor
) STRICT, WITHOUT ROWID;

-- What each round gave: the cells of the final tables.
CREATE TABLE standing_cell (
  season TEXT NOT NULL,
  title TEXT NOT NULL,
  class TEXT NOT NULL,
  competitor TEXT NOT NULL,
  event TEXT NOT NULL,
  points TEXT NOT NULL,
  points_real REAL NOT NULL,
  position INTEGER, -- best position that counted
  basis TEXT NOT NULL CHECK (basis IN ('computed', 'declared', 'none')), -- declared: carried from a published table, not verified
  counted INTEGER NOT NULL, -- 0 for a dropped score
  dropped TEXT NOT NULL, -- points of it that do not count, all or some
  article TEXT NOT NULL, -- of the rulebook; empty where the fact speaks for itself
  PRIMARY KEY (season, title, class, competitor, event),
  FOREIGN KEY (season, title, class, competitor) REFERENCES standing,
  FOREIGN KEY (season, event) REFERENCES round
) STRICT, WITHOUT ROWID;

-- Tables as published: assertions, proven or refuted by the audit, never an input to what they assert.
CREATE TABLE published_cell (
  season TEXT NOT NULL,
  title TEXT NOT NULL,
  class TEXT NOT NULL,
  competitor TEXT NOT NULL,
  event TEXT NOT NULL,
  points TEXT, -- NULL for a blank cell
  points_real REAL,
  PRIMARY KEY (season, title, class, competitor, event),
  FOREIGN KEY (season, event) REFERENCES round
) STRICT, WITHOUT ROWID;

CREATE TABLE published_total (
  season TEXT NOT NULL REFERENCES season,
  title TEXT NOT NULL,
  class TEXT NOT NULL,
  competitor TEXT NOT NULL,
  printed TEXT NOT NULL, -- name as printed
  position INTEGER,
  points TEXT,
  points_real REAL,
  PRIMARY KEY (season, title, class, competitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  season TEXT NOT NULL REFERENCES season,
  decision TEXT NOT NULL,
  author TEXT NOT NULL,
  date TEXT NOT NULL, -- as written
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  ruling TEXT NOT NULL, -- kind: disqualify, time-penalty, ...
  text TEXT NOT NULL, -- what was ruled, as a sentence
  lifted_by TEXT, -- decision by which it does not count any more
  PRIMARY KEY (season, decision)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
  season TEXT NOT NULL,
  line INTEGER NOT NULL, -- from 1, in order of the entry list
  class TEXT NOT NULL,
  team TEXT NOT NULL,
  number TEXT,
  chassis TEXT NOT NULL,
  engine TEXT NOT NULL,
  driver TEXT NOT NULL,
  rounds TEXT NOT NULL, -- as printed: '1-2, 9'
  PRIMARY KEY (season, line),
  FOREIGN KEY (season, class) REFERENCES class
) STRICT, WITHOUT ROWID;
