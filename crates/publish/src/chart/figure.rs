//! A chart on a page: the picture for each width, and its numbers as a table.

use super::svg::{Escaped, Svg};
use super::{Chart, Frame, Table, Width};

/// A figure with a picture for the page and one for a phone; the style sheet shows the one that fits.
pub fn figure(id: &str, draw: impl Fn(&Frame) -> Chart) -> String {
    let page = draw(&Frame { id, width: Width::Page });
    let phone = draw(&Frame { id: &format!("{id}-phone"), width: Width::Phone });
    let pictures =
        format!("<div class=\"for-page\">{}</div><div class=\"for-phone\">{}</div>", page.svg, phone.svg);
    assemble(id, &page, &pictures)
}

/// A figure with one picture that fits every width, and nothing beside it: the page has its numbers.
pub fn figure_of_one(id: &str, draw: impl Fn(&Frame) -> Chart) -> String {
    let one = draw(&Frame { id, width: Width::Phone });
    assemble(&format!("{id}-figure"), &Chart { table: Table::default(), ..one.clone() }, &one.svg)
}

/// A figure with one wide picture that scrolls sideways in a region of its own.
pub fn figure_scrolling(id: &str, draw: impl Fn(&Frame) -> Chart) -> String {
    let page = draw(&Frame { id, width: Width::Page });
    let region = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}: chart\">{}</div>",
        Escaped(&page.title),
        page.svg
    );
    assemble(id, &page, &region)
}

fn assemble(id: &str, chart: &Chart, pictures: &str) -> String {
    let mut html = Svg::default();
    html.put(format_args!(
        "<figure class=\"chart-figure\" id=\"{}\"><figcaption><b>{}.</b> {}</figcaption>{pictures}",
        Escaped(id),
        Escaped(&chart.title),
        Escaped(&chart.description)
    ));
    table(&mut html, &chart.title, &chart.table);
    html.put(format_args!("</figure>"));
    html.finish()
}

fn table(html: &mut Svg, title: &str, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    html.put(format_args!(
        "<details class=\"numbers\"><summary>The numbers as a table</summary><div class=\"scroll\" role=\"region\" tabindex=\"0\" \
         aria-label=\"{0}: numbers\"><table><caption>{0}</caption><thead><tr>",
        Escaped(title)
    ));
    for head in &table.head {
        html.put(format_args!("<th scope=\"col\">{}</th>", Escaped(head)));
    }
    html.put(format_args!("</tr></thead><tbody>"));
    for row in &table.rows {
        html.put(format_args!("<tr>"));
        for (n, cell) in row.iter().enumerate() {
            match n {
                0 => html.put(format_args!("<th scope=\"row\">{}</th>", Escaped(cell))),
                _ => html.put(format_args!("<td>{}</td>", Escaped(cell))),
            }
        }
        html.put(format_args!("</tr>"));
    }
    html.put(format_args!("</tbody></table></div></details>"));
}
