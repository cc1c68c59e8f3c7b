//! Which addresses may be sent to. A webhook's address is written by an administrator, and its name is answered by whoever
//! owns the name: neither may have this server ask machines that only it can reach.

use crate::server::Network;
use std::net::IpAddr;
use std::sync::LazyLock;

/// What is not for everybody: the IANA registries of special-purpose addresses (RFC 6890), and where clouds keep secrets at
/// an address like any other. Of version 6 only 2000::/3 is given out at all; inside it, what leads to version 4.
const NOT_PUBLIC: [&str; 23] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/3",
    "4000::/2",
    "8000::/1",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
];

static NETWORKS: LazyLock<Vec<Network>> =
    LazyLock::new(|| NOT_PUBLIC.iter().map(|own| own.parse().expect("the table holds networks")).collect());

/// Whether everybody can reach an address, so that sending there tells nothing of the network around this machine.
pub fn is_public(address: IpAddr) -> bool {
    !NETWORKS.iter().any(|own| own.has(address))
}

/// Whether it is this machine itself, in whichever form.
pub fn is_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for (address, public) in [
            ("93.184.215.14", true),
            ("9.255.255.255", true),
            ("10.0.0.0", false),
            ("10.255.255.255", false),
            ("11.0.0.0", true),
            ("172.15.255.255", true),
            ("172.16.0.1", false),
            ("172.32.0.0", true),
            ("192.167.255.255", true),
            ("192.168.1.1", false),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("0.0.0.0", false),
            ("100.64.0.1", false),
            ("100.100.100.200", false),
            ("169.254.169.254", false),
            ("168.63.129.16", false),
            ("192.0.0.192", false),
            ("198.19.0.1", false),
            ("203.0.113.9", false),
            ("223.255.255.255", true),
            ("224.0.0.1", false),
            ("239.255.255.250", false),
            ("255.255.255.255", false),
            ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:93.184.215.14", true),
            ("::127.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b:1::a00:1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("2002:a00:1::", false),
            ("fc00::1", false),
            ("fd00:ec2::254", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
        assert!(is_here("::ffff:127.0.0.1".parse().unwrap()) && !is_here("10.0.0.1".parse().unwrap()));
    }
}
