//! `parcferme publish SEASON... --to DIR`: a static site with every table, document and chart.

use super::{Answer, Failure, tell};
use crate::folder_on_disk::Site;
use crate::library::{self, Loaded};
use crate::odds;
use crate::sqlite::{self, bulk};
use indicatif::{ProgressBar, ProgressStyle};
use parcferme_core::career::Ruling;
use parcferme_core::number_words::counted;
use parcferme_core::season::Moment;
use parcferme_core::{Audit, Diagnostic, Outcome, Place, audit};
use parcferme_publish::seasons::{Kept, Seasons};
use parcferme_publish::sheet::Status;
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site::{self, assets, career, compare, home};
use parcferme_publish::stamp::moment_in_words;
use parcferme_publish::view::{Settings, View, data_path, season_folder};
use parcferme_publish::{data, documents};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(clap::Args)]
#[command(after_help = "\
The folder can be hosted anywhere, under any path, or opened from a disk: all links are relative. The same season gives
the same bytes; a second run writes only what changed, and takes away what an earlier run wrote and is no longer published.
Until all is written the site stays as it was, also where the command is killed or the disk is full. The folder is then
exchanged for a new one in one step: let a container mount the folder around it, and not the folder itself.")]
pub struct Args {
    /// Seasons: folders, folders of season folders, or names of bundled seasons
    #[arg(required = true)]
    seasons: Vec<String>,
    /// Folder to write the site into
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Where people will reach the site, for links that must be absolute
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// What all sheets claim to be; without this and a time of issue, what issues.toml says of each
    #[arg(long, value_name = "STATUS", value_parser = ["provisional", "official"])]
    status: Option<String>,
    /// Time of issue as the sheets print it: any text, or a moment such as 2003-10-18T20:15-04:00
    #[arg(long, value_name = "TEXT", default_value = "")]
    issued: String,
    /// End of the protest period as the sheets print it
    #[arg(long, value_name = "TEXT", default_value = "")]
    protest_until: String,
}

impl Args {
    fn issue(&self, loaded: &Loaded) -> Issue {
        Issue {
            status: match self.status.as_deref() {
                Some("provisional") => Status::Provisional,
                Some(_) => Status::Official,
                None => Status::Unstated,
            },
            issued: in_words(&self.issued),
            issued_at: self.issued.parse::<Moment>().ok().map(Into::into),
            protest_until: in_words(&self.protest_until),
            ..loaded.issue()
        }
    }
}

/// A moment as people read it, other text as it is.
fn in_words(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), moment_in_words)
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let (names, rulings) = library::named_seasons(&args.seasons)?;
    let settings = Settings {
        base_url: args.base_url.clone(),
        feeds: true,
        pictures: true,
        server: false,
        compare: names.len() > 1,
        editions: false,
    };
    let mut seasons: Vec<(Loaded, Outcome, Audit)> = Vec::new();
    for name in &names {
        let loaded = library::load(name, args.rulebook.as_deref())?;
        tell(&loaded.diagnostics);
        let outcome = loaded.outcome()?;
        let audit = audit(&loaded.season, &loaded.rules, &outcome);
        seasons.push((loaded, outcome, audit));
    }
    let drawn: Vec<odds::Drawn> = seasons.iter().map(|_| odds::Drawn::default()).collect();
    let draws: Vec<odds::ForPages<'_>> = seasons
        .iter()
        .zip(&drawn)
        .map(|((loaded, outcome, _), drawn)| odds::ForPages { loaded, outcome, drawn })
        .collect();
    let views: Vec<View<'_>> = seasons
        .iter()
        .zip(&draws)
        .map(|((loaded, outcome, audit), draws)| {
            View::new(&loaded.season, &loaded.rules, outcome, audit, &settings)
                .with_laps(&loaded.laps)
                .with_texts(&loaded.texts)
                .with_odds(draws)
        })
        .collect();
    let mut site = Site::hold(&args.to)?;
    let issues: Vec<Issue> = seasons.iter().map(|(loaded, ..)| args.issue(loaded)).collect();
    let written = write_all(&views, &rulings, &seasons, &issues, &settings, &mut site);
    let written = written.and_then(|diagnostics| Ok((diagnostics, site.finish()?)));
    let (diagnostics, published) = written.map_err(|error| {
        Failure::Refused(vec![
            Diagnostic::error("PF0917", format!("cannot write the site: {error}"))
                .at(Place::document(args.to.display().to_string()))
                .help("check the path, the space and your right to write there; the site that was there is as it was"),
        ])
    })?;
    tell(&diagnostics);
    if published.unlisted > 0 {
        let message = "the folder has files that no earlier publication lists: they stay";
        tell(&[Diagnostic::note("PF1380", message)
            .at(Place::document(args.to.display().to_string()))
            .found(counted(published.unlisted, "file"))
            .help(
                "remove those that an earlier version of the program published; from now on a list is kept",
            )]);
    }
    writeln!(
        out,
        "{}: {} files written, {} as they were{}. Open {}",
        args.to.display(),
        published.written,
        published.same,
        match published.removed {
            0 => String::new(),
            gone => format!(", {gone} no longer published and removed"),
        },
        args.to.join("index.html").display()
    )?;
    Ok(true)
}

fn write_all(
    views: &[View<'_>],
    rulings: &[Ruling],
    seasons: &[(Loaded, Outcome, Audit)],
    issues: &[Issue],
    settings: &Settings,
    writer: &mut Site,
) -> io::Result<Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    for asset in &assets::ASSETS {
        writer.write(asset.path, asset.content.as_bytes())?;
    }
    let together = Seasons::of(views.iter().map(|view| Arc::new(Kept::of(view))).collect(), rulings);
    writer.write("index.html", home::page(&together, settings, &[]).html.as_bytes())?;
    for (path, subject) in career::plan(&together) {
        writer.write(&path, subject.render(&together, settings).html.as_bytes())?;
        if let Some(data) = data::of_seasons(&together, &subject) {
            writer.write(&data_path(&path), &data)?;
        }
    }
    writer.write(home::DATA_PATH, &data::of_front(views))?;
    let plans: Vec<_> =
        views.iter().map(|view| (site::plan(view), data::plan(view), documents::plan(view))).collect();
    let files: usize =
        plans.iter().map(|(pages, data, papers)| pages.len() + data.len() + papers.len()).sum();
    let bar = progress(files);
    for ((view, (pages, data, papers)), issue) in views.iter().zip(&plans).zip(issues) {
        let folder = season_folder(&view.season.id);
        for (path, subject) in pages {
            bar.set_message(path.clone());
            writer.write(&format!("{folder}{path}"), subject.render(view).html.as_bytes())?;
            bar.inc(1);
        }
        for (path, subject) in data {
            bar.set_message(path.clone());
            writer.write(&format!("{folder}{path}"), &data::of_page(view, subject))?;
            bar.inc(1);
        }
        for document in papers {
            bar.set_message(document.path.clone());
            let (bytes, found) = document.render(view, issue);
            diagnostics.extend(found);
            writer.write(&format!("{folder}{}", document.path), &bytes)?;
            bar.inc(1);
        }
    }
    let computed: Vec<sqlite::Computed<'_>> = seasons
        .iter()
        .map(|(loaded, outcome, _)| sqlite::Computed {
            season: &loaded.season,
            rules: &loaded.rules,
            outcome,
        })
        .collect();
    for form in bulk::Form::ALL {
        writer.write(form.path(), &bulk::bytes(&computed, form).map_err(io::Error::other)?)?;
    }
    if settings.compare {
        write_comparisons(views, settings, writer)?;
    }
    bar.finish_and_clear();
    Ok(diagnostics)
}

/// Every season with every other, and for each the list of the others.
fn write_comparisons(views: &[View<'_>], settings: &Settings, writer: &mut Site) -> io::Result<()> {
    let named: Vec<(String, String)> =
        views.iter().map(|view| (view.season.id.clone(), view.season.name.clone())).collect();
    for (index, a) in views.iter().enumerate() {
        let (id, name) = &named[index];
        let path = compare::choose_path(id);
        writer.write(&path, compare::choose(settings, (id, name), &named, &path).html.as_bytes())?;
        for b in &views[index + 1..] {
            let path = compare::path(id, &b.season.id);
            writer.write(&path, compare::page(a, b, &path, None).html.as_bytes())?;
            writer.write(&data_path(&path), &data::of_comparison(a, b))?;
        }
    }
    Ok(())
}

/// Shown on a terminal only.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}
