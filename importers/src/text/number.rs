//! Numbers as Italian files write them.

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// A point: 45.46.
    Point,
    /// A comma: 45,46.
    Comma,
}

/// Reads a number with one kind of decimal mark and no thousands.
pub fn parse_real(text: &str, mark: DecimalMark) -> Option<f64> {
    let plain =
        text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b',' | b'e' | b'E'));
    if !plain {
        return None;
    }
    let number: f64 = match mark {
        DecimalMark::Point => text.parse().ok()?,
        DecimalMark::Comma if text.contains('.') => return None,
        DecimalMark::Comma => text.replacen(',', ".", 1).parse().ok()?,
    };
    number.is_finite().then_some(number)
}

/// Reads a coordinate, whatever marks it has: of a point and a comma, the later is the decimal one.
pub fn parse_loose(text: &str) -> Option<f64> {
    let text = text.trim();
    match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => parse_real(&text.replace('.', ""), DecimalMark::Comma),
        (Some(_), Some(_)) => parse_real(&text.replace(',', ""), DecimalMark::Point),
        (None, Some(_)) => parse_real(text, DecimalMark::Comma),
        _ => parse_real(text, DecimalMark::Point),
    }
}

/// Tells codes from numbers: 015146 is a code, 0 and 0,5 are numbers.
pub fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    matches!(digits, [b'0', second, ..] if second.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_points_and_thousands_are_told_apart() {
        assert_eq!(parse_loose("1514845,0333"), Some(1_514_845.033_3));
        assert_eq!(parse_loose("1.514.845,0333"), Some(1_514_845.033_3));
        assert_eq!(parse_loose("45.46"), Some(45.46));
        assert_eq!(parse_loose("inf"), None);
        assert_eq!(parse_loose(""), None);
        assert!(has_leading_zero("015146") && !has_leading_zero("0") && !has_leading_zero("0,5"));
    }
}
