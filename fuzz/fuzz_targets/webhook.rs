//! Addresses of webhooks: whatever is taken for one says of itself what was given, names a host, and nothing can be smuggled
//! into what is sent there. Seasons and events of a webhook are read too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_store::{Events, Scope, Target};

fuzz_target!(|text: &str| {
    if let Ok(own) = text.parse::<Target>() {
        assert_eq!(own.to_string(), text);
        assert_eq!(own.to_string().parse::<Target>().as_ref(), Ok(&own));
        assert!(!own.host.is_empty() && own.port > 0);
        assert!(!own.authority.contains('@'));
        assert!(own.path.starts_with('/'));
        let hidden = |own: &String| own.chars().any(|letter| letter.is_control() || letter.is_whitespace());
        assert!(![&own.host, &own.authority, &own.path].into_iter().any(hidden));
        let scheme = if own.encrypted { "https" } else { "http" };
        assert!(text.to_ascii_lowercase().starts_with(&format!("{scheme}://")));
    }
    if let Ok(own) = text.parse::<Events>() {
        assert_eq!(own.to_string().parse::<Events>().as_ref(), Ok(&own));
    }
    if let Ok(own) = text.parse::<Scope>() {
        assert_eq!(own.to_string(), text);
    }
});
