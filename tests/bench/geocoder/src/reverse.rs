//! What is at a point: the engine beside a bare R*-tree over the same points.

use std::hint::black_box;

use civico_geocoder::{Index, Language, LonLat, ReverseQuery, Stages, reverse};
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::chance::Chance;
use crate::measure::{Times, grouped, load, median_speed, table};
use crate::register::Plan;

/// Metres of a degree of latitude on the sphere that the engine measures on.
const DEGREE_M: f64 = 111_195.0;
/// How far the points asked about are from an address, in each direction, in degrees.
const MOVED: f64 = 0.0004;
/// Distances may differ by this share, and by rounding to decimetres: the tree's plane is flat.
const SHARE_APART: f64 = 0.02;
const METRES_APART: f64 = 0.2;

/// Where the plane of the tree touches the earth.
const MILAN: LonLat = LonLat { lon: 9.19, lat: 45.46 };

type Tree = RTree<GeomWithData<[f32; 2], u32>>;

/// Compares answers with the tree's, then speeds.
pub(crate) fn benchmark(plan: &Plan, index: &Index, questions: usize) {
    let (tree, points) = bare_tree(plan, questions);
    let queries: Vec<ReverseQuery> = points.iter().map(|(at, _)| query(*at)).collect();
    let agree =
        points.iter().zip(&queries).filter(|((_, flat), query)| agrees(query, *flat, index, &tree)).count();
    let ask = |query: &ReverseQuery| drop(black_box(reverse(query, index)));
    let bare = |(_, flat): &(LonLat, [f32; 2])| {
        black_box(tree.nearest_neighbor(flat));
    };
    let (floor, one, two) =
        (median_speed(&points, 1, bare), median_speed(&queries, 1, ask), median_speed(&queries, 2, ask));
    let times = Times::of(&queries, ask);
    println!("{} points near addresses, one candidate wanted; load {}:\n", queries.len(), load());
    table(
        &[
            "reverse",
            "as near as the tree's",
            "1 thread /s",
            "2 threads /s",
            "target per core /s",
            "beside the tree",
            "p50 µs",
            "p99 µs",
        ],
        &[
            vec![
                "bare rstar, f32".into(),
                String::new(),
                grouped(floor),
                String::new(),
                String::new(),
                "1".into(),
                String::new(),
                String::new(),
            ],
            vec![
                "engine".into(),
                format!("{:.2} %", agree as f64 * 100.0 / queries.len() as f64),
                grouped(one),
                grouped(two),
                "250,000".into(),
                format!("{:.2}", one / floor),
                format!("{:.1}", times.within_us(500)),
                format!("{:.1}", times.within_us(990)),
            ],
        ],
    );
}

/// Makes a tree of all addresses, and draws points near some of them.
fn bare_tree(plan: &Plan, questions: usize) -> (Tree, Vec<(LonLat, [f32; 2])>) {
    let mut chance = Chance::new(plan.seed, 0xbe);
    let share = questions as f64 / plan.addresses as f64;
    let (mut leaves, mut points) = (Vec::with_capacity(plan.addresses), Vec::new());
    for house in plan.streets().flat_map(|street| street.houses().collect::<Vec<_>>()) {
        leaves.push(GeomWithData::new(flat(house.at), leaves.len() as u32));
        if chance.share() < share {
            let mut moved = || (chance.share() - 0.5) * 2.0 * MOVED;
            let at = LonLat { lon: house.at.lon + moved(), lat: house.at.lat + moved() };
            points.push((at, flat(at)));
        }
    }
    for last in (1..points.len()).rev() {
        points.swap(last, chance.below(last + 1));
    }
    (RTree::bulk_load(leaves), points)
}

/// Metres east and north of Milan.
fn flat(at: LonLat) -> [f32; 2] {
    let width = MILAN.lat.to_radians().cos();
    [((at.lon - MILAN.lon) * width * DEGREE_M) as f32, ((at.lat - MILAN.lat) * DEGREE_M) as f32]
}

fn query(point: LonLat) -> ReverseQuery {
    ReverseQuery {
        point,
        limit: 1,
        max_distance_m: 500.0,
        stages: Stages::CURRENT,
        language: Language::Italian,
    }
}

/// Tells whether the answer is as near as what the tree found. Far from Milan the tree's plane is askew,
/// and what it finds need not be the nearest.
fn agrees(query: &ReverseQuery, flat: [f32; 2], index: &Index, tree: &Tree) -> bool {
    let Some(nearest) = tree.nearest_neighbor(&flat) else { return false };
    let [east, north] = *nearest.geom();
    let width = query.point.lat.to_radians().cos() / MILAN.lat.to_radians().cos();
    let metres = (f64::from(east - flat[0]) * width).hypot(f64::from(north - flat[1]));
    let answer = reverse(query, index);
    let found = answer.best().and_then(|best| best.distance_m);
    found.is_some_and(|found| found <= metres + METRES_APART + metres * SHARE_APART)
}
