//! Several bodies in one answer: multipart/related (RFC 2387).

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

/// The media type, without its parameters.
pub(super) const RELATED: &str = "multipart/related";

/// One of the bodies.
#[derive(Debug)]
pub(super) struct Part {
    /// What names it (RFC 2045, 7).
    pub(super) content_id: &'static str,
    pub(super) media_type: &'static str,
    pub(super) content: Bytes,
}

/// Answers with one part after the other; the first of them is the root.
pub(super) fn related(parts: &[Part]) -> Response {
    // Random, so that no content has it.
    let boundary = Uuid::new_v4().simple().to_string();
    let root = parts.first().map_or("application/octet-stream", |part| essence(part.media_type));
    let media_type = format!("{RELATED}; type=\"{root}\"; boundary={boundary}");
    ([(header::CONTENT_TYPE, media_type)], body(parts, &boundary)).into_response()
}

/// A media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type).trim()
}

/// RFC 2046, 5.1.1.
fn body(parts: &[Part], boundary: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for Part { content_id, media_type, content } in parts {
        let head =
            format!("--{boundary}\r\nContent-Type: {media_type}\r\nContent-ID: <{content_id}>\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_boundaries_as_the_standard_has_them() {
        let text = Part { content_id: "message", media_type: "text/plain", content: "a\nb".into() };
        let json = Part { content_id: "value", media_type: "application/json", content: "7".into() };
        let expected = "--x\r\nContent-Type: text/plain\r\nContent-ID: <message>\r\n\r\na\nb\r\n\
                        --x\r\nContent-Type: application/json\r\nContent-ID: <value>\r\n\r\n7\r\n--x--\r\n";
        assert_eq!(String::from_utf8(body(&[text, json], "x")).unwrap(), expected);
    }
}
