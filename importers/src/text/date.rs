//! Days as Italian files write them.

use jiff::civil::Date;

/// How a column writes days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// 2020-03-02, perhaps with a time of zero.
    Iso,
    /// 02/03/2020, perhaps with a time of zero.
    DayFirst,
    /// 20200302; a number as much as a day, so that the column's name has to say it.
    Compact,
}

/// Reads a day written in one style.
pub fn parse_date(text: &str, style: DateStyle) -> Option<Date> {
    let text = without_midnight(text);
    let (year, month, day) = match style {
        DateStyle::Iso => parts(text, '-')?,
        DateStyle::DayFirst => {
            let (day, month, year) = parts(text, '/')?;
            (year, month, day)
        }
        DateStyle::Compact if text.len() == 8 => (text.get(..4)?, text.get(4..6)?, text.get(6..)?),
        DateStyle::Compact => return None,
    };
    let shaped = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    let digits = [year, month, day].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if !(shaped && digits) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn without_midnight(text: &str) -> &str {
    [" 00:00:00.000", " 00:00:00", "T00:00:00", " 0:00:00", " 00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(text)
}

fn parts(text: &str, between: char) -> Option<(&str, &str, &str)> {
    let mut parts = text.split(between);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(a), Some(b), Some(c), None) => Some((a, b, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_three_styles() {
        let day = Some(jiff::civil::date(2020, 3, 2));
        assert_eq!(parse_date("2020-03-02", DateStyle::Iso), day);
        assert_eq!(parse_date("02/03/2020 00:00:00", DateStyle::DayFirst), day);
        assert_eq!(parse_date("20200302", DateStyle::Compact), day);
        assert_eq!(parse_date("20201302", DateStyle::Compact), None);
        assert_eq!(parse_date("è0200302", DateStyle::Compact), None);
    }
}
