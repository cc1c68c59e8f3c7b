//! What is sent, and its signature, by the specification Standard Webhooks 1.0.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A message with what its headers say.
#[derive(Clone, Debug)]
pub struct Message {
    /// The same for every attempt.
    pub id: String,
    /// Seconds since 1970, of the attempt.
    pub timestamp: i64,
    pub body: Vec<u8>,
}

impl Message {
    /// HMAC-SHA256 over id, timestamp and body, as the header has it.
    pub fn signature(&self, secret: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of HMAC has any length");
        for part in [self.id.as_bytes(), b".", self.timestamp.to_string().as_bytes(), b".", &self.body] {
            mac.update(part);
        }
        format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
    }
}

/// A secret as it is shown.
pub fn shown(secret: &[u8]) -> String {
    format!("whsec_{}", BASE64_STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that libraries of the specification are tested with.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let secret = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let message = Message {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
            timestamp: 1_614_265_330,
            body: b"{\"test\": 2432232314}".to_vec(),
        };
        assert_eq!(message.signature(&secret), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(shown(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
