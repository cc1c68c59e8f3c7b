//! The files beside the pages: style sheets, one script that nothing depends on, one icon.

/// A file of the site that pages use. Paths are from the site's root.
pub struct Asset {
    pub path: &'static str,
    pub media_type: &'static str,
    pub content: &'static str,
}

pub const ASSETS: [Asset; 4] = [
    Asset {
        path: "assets/site.css",
        media_type: "text/css; charset=utf-8",
        content: concat!(
            include_str!("../../assets/site/chart.css"),
            include_str!("../../assets/site/page.css")
        ),
    },
    Asset {
        path: "assets/embed.css",
        media_type: "text/css; charset=utf-8",
        content: include_str!("../../assets/site/embed.css"),
    },
    Asset {
        path: "assets/site.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_str!("../../assets/site/site.js"),
    },
    Asset {
        path: "assets/favicon.svg",
        media_type: "image/svg+xml",
        content: include_str!("../../assets/site/favicon.svg"),
    },
];

/// What pages may load: nothing from elsewhere, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'";

/// The same of a page that is made to stand in other people's: a table to embed.
pub const EMBEDDED_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors *";
