//! The course of a street, and what lies along it between two of its numbers.

use civico_domain::toponymy::NumberRange;
use geo::{Distance, Euclidean, InterpolatableLine, Length, LineLocatePoint, LineString};

use crate::compact::Point;
use crate::distance::{offset_m, whole_m};
use crate::entry::{CourseEntry, LonLat};

/// A number farther than this from the course of its street, in metres, does not stand along it.
const ASIDE_M: f64 = 60.0;
/// Two numbers stand along a course when it leads at least this share of their distance from one to the
/// other.
const LEAST_SHARE: f64 = 0.5;

type Line = Box<[Point]>;

/// The course of a street, packed.
#[derive(Debug)]
pub(crate) struct Course {
    /// Lines as long as they go on without branching.
    lines: Box<[Line]>,
    stretches: Box<[Stretch]>,
}

#[derive(Debug)]
struct Stretch {
    lines: Box<[Line]>,
    ranges: Box<[NumberRange]>,
}

/// A point of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Along {
    pub(crate) point: LonLat,
    /// How far the two numbers are from each other, along it, in metres.
    pub(crate) length_m: f64,
    /// How far the two numbers are from it, in metres: the mean.
    pub(crate) aside_m: f64,
}

impl Along {
    /// Returns how far from the point the number may be: half the way, and what the numbers stand aside.
    pub(crate) fn uncertainty_m(&self) -> u32 {
        whole_m(self.length_m / 2.0 + self.aside_m)
    }
}

impl Course {
    /// Packs what was read; none where there is no line.
    pub(crate) fn pack(entry: &CourseEntry) -> Option<Self> {
        let pack = |lines: &[Vec<LonLat>]| -> Box<[Line]> {
            let lines = lines.iter().map(|line| line.iter().map(|at| Point::new(*at)).collect());
            lines.filter(|line: &Line| line.len() > 1).collect()
        };
        let stretches = entry
            .stretches
            .iter()
            .map(|stretch| Stretch { lines: pack(&stretch.lines), ranges: stretch.ranges.clone().into() });
        let course = Self { lines: pack(&entry.lines), stretches: stretches.collect() };
        (!course.lines.is_empty()).then_some(course)
    }

    /// Finds the point at a share of the way from one number to another. One that a stretch is known to
    /// hold by its ranges is on that stretch. None when the two do not stand along one line of it.
    pub(crate) fn along(&self, [from, to]: [LonLat; 2], share: f64, number: Option<u32>) -> Option<Along> {
        let plane = Plane { origin: from };
        let way = self
            .lines
            .iter()
            .filter_map(|line| Way::of(plane.line(line), [plane.point(from), plane.point(to)]))
            .min_by(|a, b| a.aside_m.total_cmp(&b.aside_m))?;
        if way.length_m() < 1.0
            || way.length_m() < LEAST_SHARE * plane.point(to).0.x.hypot(plane.point(to).0.y)
        {
            return None;
        }
        let mut at = way.at(share)?;
        if let Some(own) = number.and_then(|number| self.on_stretch(number, at, plane)) {
            // Ranges that put it far from its neighbours contradict them.
            if Euclidean.distance(at, own) <= way.length_m() {
                at = own;
            }
        }
        Some(Along { point: plane.lon_lat(at), length_m: way.length_m(), aside_m: way.aside_m })
    }

    /// Returns the nearest point of the stretches that hold a number; none when no range speaks of it.
    fn on_stretch(&self, number: u32, at: geo::Point, plane: Plane) -> Option<geo::Point> {
        let holds = |stretch: &&Stretch| stretch.ranges.iter().any(|range| range.holds(number));
        let lines = self.stretches.iter().filter(holds).flat_map(|stretch| &stretch.lines);
        let feet = lines.filter_map(|line| {
            let line = plane.line(line);
            line.point_at_ratio_from_start(&Euclidean, line.line_locate_point(&at)?)
        });
        feet.min_by(|a, b| Euclidean.distance(at, *a).total_cmp(&Euclidean.distance(at, *b)))
    }
}

/// A line, and the places on it that are nearest to two numbers.
struct Way {
    line: LineString,
    /// Share of the line at which the first is, and what share of it leads to the second.
    start: f64,
    part: f64,
    total_m: f64,
    aside_m: f64,
}

impl Way {
    fn of(line: LineString, numbers: [geo::Point; 2]) -> Option<Self> {
        let feet = numbers.map(|number| {
            let share = line.line_locate_point(&number)?;
            let foot = line.point_at_ratio_from_start(&Euclidean, share)?;
            Some((share, Euclidean.distance(number, foot)))
        });
        let [(start, aside), (end, other_aside)] = [feet[0]?, feet[1]?];
        if aside.max(other_aside) > ASIDE_M {
            return None;
        }
        let mut part = end - start;
        // Around a square the shorter way is the one.
        if line.is_closed() && part.abs() > 0.5 {
            part -= part.signum();
        }
        let total_m = Euclidean.length(&line);
        Some(Self { line, start, part, total_m, aside_m: f64::midpoint(aside, other_aside) })
    }

    fn length_m(&self) -> f64 {
        self.part.abs() * self.total_m
    }

    fn at(&self, share: f64) -> Option<geo::Point> {
        let at = self.start + share * self.part;
        let at = if self.line.is_closed() { at.rem_euclid(1.0) } else { at };
        self.line.point_at_ratio_from_start(&Euclidean, at)
    }
}

/// Metres east and north of a point; degrees and metres are in one proportion everywhere, so that lines
/// stay lines.
#[derive(Debug, Clone, Copy)]
struct Plane {
    origin: LonLat,
}

impl Plane {
    /// Metres of a degree of longitude and of one of latitude.
    fn degree_m(self) -> (f64, f64) {
        let Self { origin: LonLat { lon, lat } } = self;
        let (east, _) = offset_m(self.origin, LonLat { lon: lon + 1.0, lat });
        let (_, north) = offset_m(self.origin, LonLat { lon, lat: lat + 1.0 });
        (east, north)
    }

    fn point(self, at: LonLat) -> geo::Point {
        let (east, north) = self.degree_m();
        geo::Point::new((at.lon - self.origin.lon) * east, (at.lat - self.origin.lat) * north)
    }

    fn line(self, line: &Line) -> LineString {
        line.iter().filter_map(|at| at.lon_lat()).map(|at| self.point(at).0).collect()
    }

    fn lon_lat(self, at: geo::Point) -> LonLat {
        let (east, north) = self.degree_m();
        LonLat { lon: self.origin.lon + at.x() / east, lat: self.origin.lat + at.y() / north }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distance::distance;
    use crate::entry::StretchEntry;

    /// Metres east and north of a corner in Milan.
    fn at(east: f64, north: f64) -> LonLat {
        let plane = Plane { origin: LonLat { lon: 9.19, lat: 45.46 } };
        plane.lon_lat(geo::Point::new(east, north))
    }

    fn line(vertices: &[(f64, f64)]) -> Vec<LonLat> {
        vertices.iter().map(|(east, north)| at(*east, *north)).collect()
    }

    fn course(lines: &[&[(f64, f64)]]) -> CourseEntry {
        CourseEntry { lines: lines.iter().map(|vertices| line(vertices)).collect(), stretches: Vec::new() }
    }

    /// The point half-way, in metres as they were put in.
    fn half_way(course: &CourseEntry, ends: [(f64, f64); 2], number: Option<u32>) -> Option<(i32, i32)> {
        let ends = ends.map(|(east, north)| at(east, north));
        let along = Course::pack(course)?.along(ends, 0.5, number)?;
        let plane = Plane { origin: at(0.0, 0.0) };
        let found = plane.point(along.point);
        #[expect(clippy::cast_possible_truncation, reason = "metres of a street")]
        Some((found.x().round() as i32, found.y().round() as i32))
    }

    #[test]
    fn between_two_numbers_around_a_bend_is_the_bend() {
        let bent = course(&[&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]]);
        let ends = [(20.0, 8.0), (108.0, 80.0)];
        assert_eq!(half_way(&bent, ends, None), Some((100, 0)));
        let along = Course::pack(&bent)
            .and_then(|course| course.along(ends.map(|(east, north)| at(east, north)), 0.25, None));
        let along = along.expect("along it");
        assert!(distance(along.point, at(60.0, 0.0)) < 0.1, "{along:?}");
        assert!((along.length_m - 160.0).abs() < 0.5 && (along.aside_m - 8.0).abs() < 0.1, "{along:?}");
    }

    #[test]
    fn around_a_square_the_shorter_way_is_taken() {
        let square = course(&[&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]]);
        assert_eq!(half_way(&square, [(20.0, 0.0), (0.0, 20.0)], None), Some((0, 0)));
        assert_eq!(half_way(&square, [(0.0, 20.0), (20.0, 0.0)], None), Some((0, 0)));
    }

    #[test]
    fn numbers_that_do_not_stand_along_one_line_have_nothing_between_them() {
        let parts = course(&[&[(0.0, 0.0), (100.0, 0.0)], &[(500.0, 0.0), (600.0, 0.0)]]);
        assert_eq!(half_way(&parts, [(50.0, 5.0), (550.0, 5.0)], None), None, "it is interrupted");
        assert_eq!(half_way(&parts, [(50.0, 90.0), (70.0, 90.0)], None), None, "they are far from it");
        assert_eq!(half_way(&parts, [(110.0, 5.0), (150.0, 5.0)], None), None, "both are beyond its end");
        assert!(Course::pack(&course(&[])).is_none());
    }

    #[test]
    fn a_number_is_on_the_stretch_whose_range_holds_it() {
        let mut bent = course(&[&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]]);
        bent.stretches = vec![
            StretchEntry {
                lines: vec![line(&[(0.0, 0.0), (100.0, 0.0)])],
                ranges: vec![NumberRange { from: 1, to: 19 }, NumberRange { from: 2, to: 18 }],
            },
            StretchEntry {
                lines: vec![line(&[(100.0, 0.0), (100.0, 100.0)])],
                ranges: vec![NumberRange { from: 21, to: 39 }],
            },
        ];
        let ends = [(0.0, 0.0), (100.0, 20.0)];
        assert_eq!(half_way(&bent, ends, Some(11)), Some((60, 0)), "between its neighbours");
        assert_eq!(half_way(&bent, ends, Some(21)), Some((100, 0)), "but on its own stretch");
        assert_eq!(half_way(&bent, ends, Some(77)), Some((60, 0)), "no range speaks of it");
    }
}
