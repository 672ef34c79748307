//! The frame of the pages for people.

use maud::{DOCTYPE, Markup, html};

use super::link::Link;
use crate::messages::Language;

/// Puts a body into the frame of a page.
pub(crate) fn page(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Civico" }
                link rel="stylesheet" href="/assets/pages.css";
                link rel="icon" href="/assets/favicon.svg" type="image/svg+xml";
            }
            body {
                header { a href="/" { "Civico" } " · " a href="/ogc?f=html" { "OGC API" } }
                main { h1 { (title) } (body) }
            }
        }
    }
}

/// Lists links for people: those that lead to pages or files.
pub(crate) fn links(links: &[Link]) -> Markup {
    html! {
        ul {
            @for link in links {
                li { a href=(link.href) { (link.title) } " " small { "(" (link.media_type) ")" } }
            }
        }
    }
}
