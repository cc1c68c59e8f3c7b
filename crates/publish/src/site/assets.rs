//! The files beside the pages: one style sheet, one script that nothing depends on, one icon.

/// A file of the site that pages use. Paths are from the site's root.
pub struct Asset {
    pub path: &'static str,
    pub media_type: &'static str,
    pub content: &'static str,
}

pub const ASSETS: [Asset; 3] = [
    Asset {
        path: "assets/site.css",
        media_type: "text/css; charset=utf-8",
        content: concat!(
            include_str!("../../assets/site/chart.css"),
            include_str!("../../assets/site/page.css")
        ),
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
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
