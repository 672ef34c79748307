//! Constant answers from bare axum: what any server on this machine costs at least.
//!
//! Listens on a free port and prints its address. `/` answers two bytes, `/{size}` so many.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use bytes::Bytes;

/// The longest answer, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

static ZEROS: [u8; MAX_BYTES] = [0; MAX_BYTES];

async fn sized(Path(size): Path<usize>) -> Bytes {
    Bytes::from_static(&ZEROS[..size.min(MAX_BYTES)])
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let router = Router::new().route("/", get(async || "ok")).route("/{size}", get(sized).post(sized));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router).await
}
