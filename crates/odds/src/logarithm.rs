//! Logarithm and exponential from the four operations of IEEE 754 alone, so that their bits are the same everywhere; those
//! of a system's library differ in the last place.

use std::f64::consts::{LN_2, SQRT_2};

/// Natural logarithm of a number above zero, to about 1e-15.
pub fn ln(number: f64) -> f64 {
    let bits = number.to_bits();
    // Exponent and mantissa; subnormal numbers do not occur here.
    let mut exponent = ((bits >> 52) & 0x7FF) as i64 - 1023;
    let mut mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    // The series of the inverse hyperbolic tangent.
    let mut sum = 0.0;
    for odd in (0..12).rev() {
        sum = sum * square + 1.0 / f64::from(2 * odd + 1);
    }
    exponent as f64 * LN_2 + 2.0 * s * sum
}

/// The exponential, of numbers between -700 and 700; beyond, that of the nearest of them.
pub fn exp(number: f64) -> f64 {
    let number = number.clamp(-700.0, 700.0);
    let halves = (number / LN_2 + 1024.5) as i64 - 1024;
    let rest = number - halves as f64 * LN_2;
    let mut sum = 1.0;
    for term in (1..18).rev() {
        sum = 1.0 + sum * rest / f64::from(term);
    }
    // Within the exponents of normal numbers, because of the limits above.
    sum * f64::from_bits(((halves + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_library_to_the_last_digits() {
        for step in 1..4000 {
            let number = f64::from(step) * 0.3 - 600.0;
            assert!((exp(number) / number.exp() - 1.0).abs() < 1e-12, "exp {number}");
            let number = f64::from(step) * f64::from(step) / 1000.0;
            assert!((ln(number) - number.ln()).abs() < 1e-14 * number.ln().abs().max(1.0), "ln {number}");
        }
    }

    #[test]
    fn bits_are_fixed() {
        let bits = [ln(0.1), ln(3.0), exp(1.0), exp(-20.5)].map(f64::to_bits);
        assert_eq!(
            bits.map(|own| own >> 8),
            [0.1_f64.ln(), 3.0_f64.ln(), 1.0_f64.exp(), (-20.5_f64).exp()].map(|own| own.to_bits() >> 8)
        );
    }
}
