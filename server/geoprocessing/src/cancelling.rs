//! Work that is under way ends when it is cancelled, and finds the same on any number of threads.

use std::thread;

use geo::{Coord, Geometry, Point};

use crate::clusters::dbscan;
use crate::density::{Kernel, estimate};
use crate::hotspots::{Neighbours, Permutations, getis_ord, local_moran};
use crate::lattice::{Shape, Tiling};
use crate::overlay::{Areas, buffer, dissolve};
use crate::{Error, Limits, Points, Positive, Progress, Values};

/// Points on a spiral, as many as make each work last for minutes.
fn spiral(count: u32) -> Vec<Coord> {
    (0..count)
        .map(|at| {
            let (sin, cos) = (f64::from(at) * 2.4).sin_cos();
            Coord { x: cos, y: sin } * f64::from(at).sqrt()
        })
        .collect()
}

fn metres(value: f64) -> Positive {
    Positive::new("metres", value).unwrap()
}

/// Cancels as soon as a per cent is done, and expects the work to end before it is complete.
fn is_given_up<T: Send>(work: impl FnOnce(&Progress) -> Result<T, Error> + Send) {
    let progress = Progress::new();
    thread::scope(|scope| {
        let working = scope.spawn(|| work(&progress));
        while progress.percent() == 0 && !working.is_finished() {
            thread::yield_now();
        }
        progress.cancel();
        assert_eq!(working.join().unwrap().err(), Some(Error::Cancelled));
    });
    assert!(progress.percent() < 50, "{} %", progress.percent());
}

#[test]
fn long_work_ends_when_it_is_cancelled() {
    let coords = spiral(60_000);
    let points = Points::new("points", &coords).unwrap();
    let values: Vec<f64> = coords.iter().map(|at| at.x).collect();
    let values = Values::new("values", &values, coords.len()).unwrap();
    is_given_up(|progress| {
        let squares = Tiling::new(Shape::Square, 1.0).unwrap();
        estimate(points, None, (Kernel::Gaussian, metres(100.0)), squares, Limits::default(), progress)
    });
    is_given_up(|progress| getis_ord(points, values, metres(200.0), progress));
    let near = Neighbours::nearest(points, 50, Limits::default(), &Progress::new()).unwrap();
    let draws = Permutations { count: 9_999, seed: 1 };
    is_given_up(|progress| local_moran(&near, values, draws, Limits::default(), progress));
}

/// Everything that threads share out, of some points.
fn found(coords: &[Coord]) -> impl std::fmt::Debug + use<> {
    let (points, limits, progress) =
        (Points::new("points", coords).unwrap(), Limits::default(), Progress::new());
    let values: Vec<f64> = coords.iter().map(|at| (at.x * 7.0).sin()).collect();
    let values = Values::new("values", &values, coords.len()).unwrap();
    let hexagons = Tiling::new(Shape::Hexagon, 0.5).unwrap();
    let kernel = (Kernel::Gaussian, metres(3.0));
    let density = estimate(points, None, kernel, hexagons, limits, &progress).unwrap();
    let spots = getis_ord(points, values, metres(2.0), &progress).unwrap();
    let near = Neighbours::nearest(points, 6, limits, &progress).unwrap();
    let draws = Permutations { count: 99, seed: 1 };
    let local = local_moran(&near, values, draws, limits, &progress).unwrap();
    let clusters = dbscan(points, metres(1.0), 3, &progress).unwrap();
    let things: Vec<Geometry> = coords.iter().map(|at| Geometry::from(Point(*at))).collect();
    let circles = buffer(&things, &vec![0.6; things.len()], &progress).unwrap();
    let groups: Vec<usize> = (0..circles.len()).map(|at| at % 3).collect();
    let dissolved = dissolve(Areas::new("areas", &circles).unwrap(), &groups, &progress).unwrap();
    (density, spots, near, local, clusters, dissolved)
}

#[test]
fn one_thread_finds_what_three_do() {
    let coords = spiral(2_000);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", found(&coords)))
    };
    // Written in full, each number with all its digits.
    assert_eq!(on(1), on(3));
}
