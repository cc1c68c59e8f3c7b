use parcferme_publish::chart::{
    self, Chart, Frame, Width, class_share, gap, lap_chart, lap_times, places, positions, progression, stints,
};

const PAGE: Frame = Frame { id: "c", width: Width::Page };
const PHONE: Frame = Frame { id: "c-phone", width: Width::Phone };
const HOSTILE: &str = "</svg><script>alert(\"1\")</script>&'";

/// Elements close in the order they opened, attributes are quoted, and nothing is there that the site's policy forbids.
fn sound(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map(|end| at + end).expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes out of order");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or(tag));
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "unquoted attribute in {tag}");
    }
    assert!(open.is_empty(), "left open: {open:?}");
    for forbidden in ["<script", " style=", "<style", " onload", "http"] {
        assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
    }
    let role = if svg.contains("<a ") { "role=\"group\"" } else { "role=\"img\"" };
    assert!(svg.contains(role) && svg.contains("<desc id="));
}

fn drawn(draw: impl Fn(&Frame) -> Chart) -> Chart {
    sound(&draw(&PHONE).svg);
    let chart = draw(&PAGE);
    sound(&chart.svg);
    assert_eq!(chart, draw(&PAGE), "the same input gave other bytes");
    assert!(!chart.description.is_empty());
    for row in &chart.table.rows {
        assert!(row.len() <= chart.table.head.len(), "{row:?} is longer than its head");
    }
    sound_figure(&chart::figure("c", &draw));
    chart
}

fn sound_figure(html: &str) {
    let ids: Vec<&str> =
        html.match_indices(" id=\"").filter_map(|(at, _)| html[at + 5..].split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id stands twice: {ids:?}");
}

fn title(names: &[(&str, &[i64])]) -> progression::Progression {
    let lines = names.iter().map(|(name, points)| {
        let mut total = 0;
        let sums = points.iter().map(|gained| {
            total += gained;
            progression::Sum { total, gained: (*gained > 0).then_some(*gained) }
        });
        let points: Vec<_> = sums.collect();
        progression::Line {
            left_out: false,
            name: (*name).to_owned(),
            href: Some("t.html".into()),
            total: (total / 1000).to_string(),
            points,
        }
    });
    let lines = lines.collect();
    progression::Progression {
        title: "Teams, GTS".into(),
        rounds: vec!["1".into(), "2".into()],
        lines,
        verb: "won",
        first: 1,
        to_come: 0,
        decided_after: None,
    }
}

#[test]
fn progression_tells_the_winner_and_the_totals() {
    let input = title(&[("Corvette Racing", &[26_000, 20_000]), (HOSTILE, &[22_000, 16_500])]);
    let chart = drawn(|frame| progression::draw(&input, frame));
    assert!(
        chart.description.starts_with("Corvette Racing won with 46 points after 2 rounds"),
        "{}",
        chart.description
    );
    assert_eq!(chart.table.rows[1], [HOSTILE, "22", "38.5"]);
}

#[test]
fn progression_of_a_season_that_runs_does_not_name_a_winner() {
    let mut input = title(&[("Prodrive", &[22_000, 16_000])]);
    input.lines[0].points.pop();
    (input.verb, input.to_come) = ("leads", 1);
    input.lines.push(progression::Line { name: "Konrad".into(), total: "0".into(), ..Default::default() });
    let chart = drawn(|frame| progression::draw(&input, frame));
    assert!(chart.description.contains("leads with 38 points after 1 of 2 rounds"), "{}", chart.description);
    (input.verb, input.first) = ("share the lead", 2);
    let chart = drawn(|frame| progression::draw(&input, frame));
    assert_eq!(chart.description, "Prodrive and Konrad share the lead with 38 points after 1 of 2 rounds.");
}

#[test]
fn every_chart_of_nothing_is_drawn() {
    drawn(|frame| progression::draw(&progression::Progression::default(), frame));
    drawn(|frame| positions::draw(&positions::Positions::default(), frame));
    drawn(|frame| lap_chart::draw(&lap_chart::LapChart::default(), frame));
    drawn(|frame| gap::draw(&gap::Gap::default(), frame));
    drawn(|frame| lap_times::draw(&lap_times::LapTimes::default(), frame));
    drawn(|frame| stints::draw(&stints::Stints::default(), frame));
    drawn(|frame| places::draw(&no_places(), frame));
    drawn(|frame| class_share::draw(&class_share::ClassShare::default(), frame));
}

#[test]
fn positions_count_the_changes_of_lead() {
    let line = |name: &str, list: &[u32]| positions::Line {
        left_out: false,
        name: name.into(),
        href: None,
        positions: list.iter().map(|&p| (p > 0).then_some(p)).collect(),
    };
    let input = positions::Positions {
        title: "GT".into(),
        rounds: ["1", "2", "3"].map(String::from).to_vec(),
        lines: vec![line("A", &[2, 1, 1]), line("B", &[1, 2, 2]), line(HOSTILE, &[0, 3, 3])],
        leaders: ["B", "A", "A"].map(String::from).to_vec(),
    };
    let chart = drawn(|frame| positions::draw(&input, frame));
    assert_eq!(chart.description, "B led first, A at the end; the lead changed once.");
    assert_eq!(chart.table.rows[2], [HOSTILE, "", "3", "3"]);
}

#[test]
fn a_lap_chart_column_holds_the_order_behind_the_leader_on_that_lap() {
    let cross = |car, lap, elapsed| lap_chart::Crossing { car, lap, elapsed };
    let crossings = [
        cross(1, 1, 101),
        cross(0, 1, 100),
        cross(2, 1, 150),
        cross(1, 2, 199),
        cross(0, 2, 201),
        // The third car is a lap down when the second ends lap 3, and stops there.
        cross(1, 3, 299),
        cross(0, 3, 302),
    ];
    assert_eq!(lap_chart::positions(3, &crossings), [vec![1, 2, 2], vec![2, 1, 1], vec![3]]);
    let mut shuffled = crossings;
    shuffled.reverse();
    assert_eq!(lap_chart::positions(3, &shuffled), lap_chart::positions(3, &crossings));
}

#[test]
fn a_lap_chart_of_sixty_cars_and_four_hundred_laps_stays_small() {
    let crossings: Vec<_> = (0..60usize)
        .flat_map(|car| {
            (1..=400u32).map(move |lap| {
                let pace = 100_000 + car as i64 * 150;
                let stop = i64::from((lap + car as u32) / 30) * 60_000;
                lap_chart::Crossing { car, lap, elapsed: i64::from(lap) * pace + stop }
            })
        })
        .collect();
    let places = lap_chart::positions(60, &crossings);
    let cars = places.into_iter().enumerate().map(|(n, positions)| lap_chart::Car {
        number: n.to_string(),
        name: HOSTILE.into(),
        class: n / 15,
        faint: n % 15 > 2,
        grid: Some(n as u32 + 1),
        positions,
        anchor: n.to_string(),
    });
    let input = lap_chart::LapChart {
        title: "Laps".into(),
        classes: ["A", "B", "C", "D"].map(String::from).to_vec(),
        cars: cars.collect(),
        cautions: vec![(10, 14), (390, 400)],
    };
    let chart = drawn(|frame| lap_chart::draw(&input, frame));
    assert!(chart.svg.len() < 80_000, "{} bytes", chart.svg.len());
    assert!(chart.svg.contains("Full course yellow, laps 10 to 14"));
    assert!(chart.description.ends_with(" 12 cars in colour, the others in grey."), "{}", chart.description);
    let at = |id: &str| chart.svg.find(&format!("id=\"c-{id}\"")).unwrap_or_else(|| panic!("no car {id}"));
    assert!(at("59") < at("45") && at("3") < at("47"), "those in grey lie below those in colour");
    assert_eq!(chart.svg.matches("<g class=\"s k0 faint\"").count(), 12);
}

#[test]
fn gaps_are_to_the_best_at_the_same_lap() {
    let behind = gap::gaps(&[vec![100, 205, 300], vec![101, 201], vec![130, 240, 350]]);
    assert_eq!(behind, [vec![0, 4, 0], vec![1, 0], vec![30, 39, 50]]);
    let names = ["1", "2", HOSTILE];
    let cars = behind.into_iter().zip(names).map(|(gaps, name)| gap::Car {
        number: name.into(),
        name: name.into(),
        href: None,
        gaps,
    });
    let input = gap::Gap { title: "Gap".into(), limit: 45, cautions: vec![(1, 2)], cars: cars.collect() };
    let chart = drawn(|frame| gap::draw(&input, frame));
    assert!(chart.description.contains("(1 car)"), "{}", chart.description);
    assert!(chart.svg.contains("+1 lap"));
}

#[test]
fn one_lap_of_one_car_is_said_in_the_singular() {
    let car = lap_chart::Car { number: "7".into(), positions: vec![1], ..Default::default() };
    let input =
        lap_chart::LapChart { cars: vec![car], cautions: vec![(1, 1)], ..lap_chart::LapChart::default() };
    let chart = drawn(|frame| lap_chart::draw(&input, frame));
    assert_eq!(
        chart.description,
        "1 car over 1 lap. Number 7 led at the end; the lead changed 0 times at the line. 1 period under full course yellow, shaded."
    );
    assert!(chart.svg.contains("Full course yellow, lap 1<"), "{}", chart.svg);
    assert!(chart.svg.contains("after 1 lap of the leader"), "{}", chart.svg);

    let cars = [vec![0], vec![]].map(|gaps| gap::Car { gaps, ..gap::Car::default() });
    let input = gap::Gap { cars: cars.to_vec(), limit: 45, cautions: vec![(1, 1)], ..gap::Gap::default() };
    let chart = drawn(|frame| gap::draw(&input, frame));
    assert!(chart.description.contains("over 1 lap;"), "{}", chart.description);
    for text in ["Full course yellow, lap 1<", ">1 lap<", "+1 lap"] {
        assert!(chart.svg.contains(text), "{text} in {}", chart.svg);
    }
}

#[test]
fn lap_times_have_five_numbers_that_were_driven() {
    let five = lap_times::spread(&[105, 101, 104, 102, 103, 150, 100, 106]).expect("laps");
    assert_eq!(
        five,
        lap_times::Spread { best: 100, lower_quartile: 101, median: 103, upper_quartile: 105, slowest: 150 }
    );
    assert_eq!(lap_times::spread(&[]), None);
    let rows = vec![
        lap_times::Row {
            name: HOSTILE.into(),
            href: Some("d.html".into()),
            series: 9,
            laps: vec![95_300, 99_000, 140_000],
        },
        lap_times::Row { name: "No laps".into(), ..Default::default() },
    ];
    let input = lap_times::LapTimes { title: "Laps".into(), rows, slowest: 110_000 };
    let chart = drawn(|frame| lap_times::draw(&input, frame));
    assert!(chart.description.starts_with("Best lap 1:35.300 by"));
}

#[test]
fn stints_write_the_driver_where_there_is_room() {
    let car = stints::Car {
        number: "3".into(),
        name: "Corvette Racing".into(),
        href: None,
        drivers: vec!["Ron Fellows".into(), HOSTILE.into()],
        stints: vec![
            stints::Stint { driver: 0, from: 0, to: 60 },
            stints::Stint { driver: 7, from: 60, to: 61 },
        ],
        stops: vec![stints::Stop { at: 60, lane: Some(61_250) }],
    };
    let input = stints::Stints { title: "Stints".into(), cars: vec![car], ..Default::default() };
    let chart = drawn(|frame| stints::draw(&input, frame));
    assert!(chart.svg.contains(">Ron Fellows</text>") && chart.svg.contains("1:01.250 in the lane"));
    assert_eq!(chart.table.rows[0], ["3 Corvette Racing", "1", "Ron Fellows", "laps 1 to 60"]);
    // On a phone each car has a picture of its own, with a key of its drivers.
    let phone = stints::draw(&input, &PHONE);
    assert!(phone.svg.contains("viewBox=\"0 0 360 "), "{}", phone.svg);
    assert!(
        phone.svg.contains("<text class=\"tick\"") && phone.svg.contains(">Ron Fellows</text>"),
        "{}",
        phone.svg
    );
}

#[test]
fn class_share_says_which_rounds_are_known() {
    let input = class_share::ClassShare {
        title: "Field".into(),
        counted: "Cars".into(),
        classes: vec!["GTS".into(), HOSTILE.into()],
        columns: vec![
            class_share::Column { name: "1".into(), counts: Some(vec![6, 22]) },
            class_share::Column { name: "2".into(), counts: None },
        ],
    };
    let chart = drawn(|frame| class_share::draw(&input, frame));
    assert!(chart.description.contains("of 1 of 2 rounds"), "{}", chart.description);
    assert_eq!(chart.table.rows[0], ["GTS", "6", "?"]);
}

#[test]
fn a_chart_of_its_own_carries_its_style_and_its_name_space() {
    let input = title(&[("Corvette Racing", &[26_000, 20_000])]);
    let file = progression::draw(&input, &PAGE).standalone();
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart progression\""));
    assert!(file.contains("<style>:root {") && file.ends_with("</svg>\n"));
}

fn no_places() -> places::Places {
    places::Places { said: "Nobody against nobody.".into(), with_none: true, ..places::Places::default() }
}

/// The first is ahead unless the second is so many places in front of it.
fn against(places: usize, margin: usize) -> Vec<Vec<places::Square>> {
    let square = |a: usize, b: usize| match () {
        () if a == b && a + 1 < places => places::Square::Never,
        () if b + margin < a => places::Square::Second,
        () if b + margin == a => places::Square::Level,
        () => places::Square::First,
    };
    (0..places).map(|a| (0..places).map(|b| square(a, b)).collect()).collect()
}

#[test]
fn places_at_the_end_that_are_all_alike_are_one_and_the_others_stand_alone() {
    // With a win of the second and nothing before the fourth place of the first, all from the fourth on is one.
    let squares = (0..12)
        .map(|a| {
            (0..12)
                .map(|b| match (a, b) {
                    (a, b) if a == b && a < 11 => places::Square::Never,
                    (3.., 0) => places::Square::Second,
                    _ => places::Square::First,
                })
                .collect()
        })
        .collect();
    let names = ["Ann Older".to_owned(), format!("Bo {HOSTILE}")];
    let chart = drawn(|frame| {
        places::draw(
            &places::Places { names: names.clone(), squares: Vec::clone(&squares), ..no_places() },
            frame,
        )
    });
    let heads: Vec<&str> = chart.table.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(heads, ["1", "2", "3", "4+"]);
    assert_eq!(chart.table.rows[3][1], names[1]);
    assert!(chart.description.ends_with("4+ is place 4 or worse, or none."), "{}", chart.description);
    assert!(!chart.svg.contains("level"), "what does not occur has no key");
}

#[test]
fn a_square_has_a_letter_and_every_kind_its_key() {
    let names = ["Lewis Hamilton".to_owned(), "Mika H\u{e4}kkinen".to_owned()];
    let input = places::Places { names, persons: true, squares: against(8, 2), ..no_places() };
    let chart = drawn(|frame| places::draw(&input, frame));
    // Last names begin alike: first names tell them apart.
    assert!(chart.svg.contains(">LLLLLLL<") && chart.svg.contains(">M<"), "{}", chart.svg);
    assert!(chart.svg.contains("level: shared, or the stewards decide"));
    assert_eq!(chart.table.rows.len(), 8);
}

#[test]
fn a_picture_of_very_many_places_stays_as_wide_as_a_phone_where_it_can() {
    let mut squares = against(60, 0);
    for row in &mut squares[30..] {
        row[..30].fill(places::Square::Second);
    }
    let chart =
        drawn(|frame| places::draw(&places::Places { squares: squares.clone(), ..no_places() }, frame));
    assert!(chart.svg.len() < 40_000, "{} bytes", chart.svg.len());
    assert!(chart.table.rows.len() <= 60);
}

#[test]
fn class_share_of_equal_rounds_has_no_most_and_no_fewest() {
    let column = |name: &str| class_share::Column { name: name.into(), counts: Some(vec![14, 22]) };
    let input = class_share::ClassShare {
        title: "The field by class".into(),
        counted: "Cars that started".into(),
        classes: vec!["A".into(), "B".into()],
        columns: vec![column("1"), column("2")],
    };
    let chart = drawn(|frame| class_share::draw(&input, frame));
    assert_eq!(chart.description, "Cars that started by class, of 2 of 2 rounds: 36 each.");
}
