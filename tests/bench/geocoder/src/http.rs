//! Clients over plain sockets: a constant rate that does not wait for answers, and a streamed batch.

mod answer;

use std::error::Error;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use answer::{Body, read_head};

use crate::measure::Times;

/// The longest that anything is waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// Bytes that are sent or read at once.
const PIECE: usize = 64 * 1024;

/// A constant rate of requests.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) per_second: usize,
    pub(crate) lasting: Duration,
    pub(crate) connections: usize,
}

/// Sends requests (a line each: path, or path, tab and body) at a constant rate and prints rate,
/// p50, p99, p99.9 and the longest time in milliseconds, parted by tabs.
///
/// Each request has its moment, whatever became of those before; its time counts from that moment,
/// so that waiting behind a slow answer counts too (open loop, no coordinated omission).
pub(crate) fn rate(address: &str, requests: &Path, load: &Load) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(requests)?;
    let requests: Arc<Vec<Vec<u8>>> = Arc::new(text.lines().map(|line| request(line, address)).collect());
    if requests.is_empty() {
        return Err("no requests".into());
    }
    let begin = Instant::now() + Duration::from_millis(200);
    let clients: Vec<_> = (0..load.connections)
        .map(|first| {
            let (requests, address) = (Arc::clone(&requests), address.to_owned());
            let schedule =
                Schedule { begin, first, every: load.connections, of: load.per_second, end: load.lasting };
            std::thread::spawn(move || {
                client(&address, &requests, &schedule).map_err(|error| error.to_string())
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.join().map_err(|_panic| "a client failed")??);
    }
    let reached = times.len() as f64 / begin.elapsed().as_secs_f64();
    let times = Times::from(times);
    let milliseconds: Vec<String> =
        [500, 990, 999, 1000].iter().map(|at| format!("{:.3}", times.within_us(*at) / 1000.0)).collect();
    println!("{reached:.0}\t{}", milliseconds.join("\t"));
    Ok(())
}

/// When one connection sends: every n-th request of the whole rate.
#[derive(Debug)]
struct Schedule {
    begin: Instant,
    first: usize,
    every: usize,
    of: usize,
    end: Duration,
}

fn client(address: &str, requests: &[Vec<u8>], schedule: &Schedule) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut stream = connect(address)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut times = Vec::new();
    for at in (schedule.first..).step_by(schedule.every) {
        let moment = Duration::from_secs_f64(at as f64 / schedule.of as f64);
        if moment >= schedule.end {
            break;
        }
        let moment = schedule.begin + moment;
        std::thread::sleep(moment.saturating_duration_since(Instant::now()));
        stream.write_all(&requests[(at * 7919) % requests.len()])?;
        let head = read_head(&mut reader)?;
        Body::new(&mut reader, head).drain()?;
        times.push(moment.elapsed());
    }
    Ok(times)
}

fn connect(address: &str) -> Result<TcpStream, Box<dyn Error>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Writes a request: `GET` for a path alone, `POST` with JSON else.
fn request(line: &str, address: &str) -> Vec<u8> {
    match line.split_once('\t') {
        None => format!("GET {line} HTTP/1.1\r\nHost: {address}\r\n\r\n").into_bytes(),
        Some((path, body)) => format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes(),
    }
}

/// Streams a file through `POST /rest/geocoder/v1/batch`, reading while sending, and prints rows
/// answered, seconds and bytes of the answer, parted by tabs.
pub(crate) fn batch(address: &str, body: &Path, media_type: &str) -> Result<(), Box<dyn Error>> {
    let mut stream = connect(address)?;
    let mut reader = BufReader::with_capacity(PIECE, stream.try_clone()?);
    let mut file = std::fs::File::open(body)?;
    let length = file.metadata()?.len();
    let head = format!(
        "POST /rest/geocoder/v1/batch HTTP/1.1\r\nHost: {address}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    let began = Instant::now();
    let sender = std::thread::spawn(move || -> std::io::Result<()> {
        stream.write_all(head.as_bytes())?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(()),
                read => stream.write_all(&piece[..read])?,
            }
        }
    });
    let head = read_head(&mut reader)?;
    let (rows, bytes) = Body::new(&mut reader, head).count_lines()?;
    let seconds = began.elapsed().as_secs_f64();
    sender.join().map_err(|_panic| "the sender failed")??;
    println!("{rows}\t{seconds:.3}\t{bytes}");
    Ok(())
}
