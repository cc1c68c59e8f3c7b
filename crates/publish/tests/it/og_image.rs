use crate::sample;
use parcferme_publish::og_image::{HEIGHT, Preview, PreviewRow, WIDTH, png};

fn size(bytes: &[u8]) -> (u32, u32, usize) {
    let decoder = ::png::Decoder::new(std::io::Cursor::new(bytes));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let ground = &pixels[..3];
    (info.width, info.height, pixels.chunks(3).filter(|pixel| *pixel != ground).count())
}

#[test]
fn a_preview_has_the_size_asked_for_and_is_the_same_each_time() {
    let (bytes, diagnostics) = png(&sample::preview());
    assert_eq!(diagnostics, []);
    let (width, height, drawn) = size(&bytes);
    assert_eq!((width, height), (WIDTH, HEIGHT));
    assert!(drawn > 100_000, "{drawn} pixels differ from the ground");
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    assert!(bytes == png(&sample::preview()).0);
}

#[test]
fn a_preview_takes_anything() {
    let odd = PreviewRow {
        name: "山本 \u{202E}שלום ".repeat(200),
        value: "x".repeat(500),
        ..PreviewRow::default()
    };
    for preview in [
        Preview::default(),
        Preview { heading: "very long ".repeat(500), rows: vec![odd; 30], ..Preview::default() },
    ] {
        assert_eq!(png(&preview).1, []);
    }
}
