//! Every route answers. The tidy tests compare this table with the router.

use civico_harness::{TestDatabase, TestServer};

/// A route as the router's source has it.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) path: String,
    pub(crate) methods: Vec<&'static str>,
}

/// Reads the routes from the router itself, so that a new one is never forgotten.
pub(crate) fn routes() -> anyhow::Result<Vec<Route>> {
    let text = std::fs::read_to_string(civico_harness::repository().join("server/src/router.rs"))?;
    let mut prefix = "";
    let mut routes = Vec::new();
    for line in text.lines().map(str::trim) {
        prefix = match line {
            _ if line.starts_with("fn ogc") => "/ogc",
            _ if line.starts_with("fn rest") => "/rest",
            _ if line.starts_with("fn ") || line.starts_with("pub(crate) fn ") => "",
            _ => prefix,
        };
        let calls = [".route(\"", ".nest_service(\"", ".route_service(\""];
        let named = calls.iter().find_map(|call| line.strip_prefix(call));
        if let Some((path, handlers)) = named.and_then(|rest| rest.split_once('"')) {
            let is_taken = |method: &&str| {
                let call = format!("{}(", method.to_lowercase());
                handlers.contains(&format!(" {call}")) || handlers.contains(&format!(").{call}"))
            };
            let mut methods: Vec<_> =
                ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().filter(is_taken).collect();
            if line.contains("_service") {
                methods.push("GET");
            }
            anyhow::ensure!(!methods.is_empty(), "no method: {line}");
            routes.push(Route { path: format!("{prefix}{path}"), methods });
        }
    }
    Ok(routes)
}

/// Each route, an address of it on the samples, and what somebody who did not sign in gets.
pub(crate) const ROUTES: [(&str, &str, u16); 86] = [
    ("/ogc/", "/ogc", 200),
    ("/ogc/conformance", "/ogc/conformance", 200),
    ("/ogc/api", "/ogc/api", 200),
    ("/ogc/collections", "/ogc/collections", 200),
    ("/ogc/collections/{collection}", "/ogc/collections/rho.parchi", 200),
    ("/ogc/collections/{collection}/items", "/ogc/collections/rho.parchi/items", 200),
    ("/ogc/collections/{collection}/items/{item}", "/ogc/collections/rho.parchi/items/1", 200),
    ("/ogc/jobs", "/ogc/jobs", 200),
    ("/ogc/jobs/{job}", "/ogc/jobs/0189b7a0-0000-7000-8000-000000000000", 404),
    ("/ogc/jobs/{job}/rerun", "/ogc/jobs/0189b7a0-0000-7000-8000-000000000000/rerun", 405),
    ("/ogc/jobs/{job}/results", "/ogc/jobs/0189b7a0-0000-7000-8000-000000000000/results", 404),
    ("/ogc/processes", "/ogc/processes", 200),
    ("/ogc/processes/{process}", "/ogc/processes/buffer", 200),
    ("/ogc/processes/{process}/execution", "/ogc/processes/buffer/execution", 405),
    ("/ogc/styles/{style}", "/ogc/styles/base", 200),
    ("/rest/audit/v1/entries", "/rest/audit/v1/entries", 401),
    ("/rest/catalog/v1/datasets", "/rest/catalog/v1/datasets", 200),
    ("/rest/catalog/v1/datasets/{collection}", "/rest/catalog/v1/datasets/rho.parchi", 405),
    ("/rest/catalog/v1/summary", "/rest/catalog/v1/summary?by=zone", 200),
    ("/rest/catalog/v1/export", "/rest/catalog/v1/export", 401),
    ("/rest/geocoder/v1/batch", "/rest/geocoder/v1/batch", 405),
    ("/rest/geocoder/v1/search", "/rest/geocoder/v1/search?q=rho", 200),
    ("/rest/geocoder/v1/suggest", "/rest/geocoder/v1/suggest?q=rh", 200),
    ("/rest/geocoder/v1/reverse", "/rest/geocoder/v1/reverse?lon=9.04&lat=45.53", 200),
    ("/rest/geocoder/v1/zones", "/rest/geocoder/v1/zones?lon=9.04&lat=45.53&collections=municipalities", 200),
    ("/rest/identity/v1/delegations", "/rest/identity/v1/delegations", 401),
    ("/rest/identity/v1/delegations/{delegation}", "/rest/identity/v1/delegations/1", 405),
    ("/rest/identity/v1/enti", "/rest/identity/v1/enti?zone=zona-nord-ovest", 200),
    ("/rest/identity/v1/enti/{ente}", "/rest/identity/v1/enti/rho", 200),
    ("/rest/identity/v1/keys", "/rest/identity/v1/keys", 401),
    ("/rest/identity/v1/keys/{key}", "/rest/identity/v1/keys/1", 405),
    ("/rest/identity/v1/me", "/rest/identity/v1/me", 200),
    ("/rest/identity/v1/me/acting", "/rest/identity/v1/me/acting", 405),
    ("/rest/identity/v1/roles", "/rest/identity/v1/roles", 401),
    ("/rest/identity/v1/roles/{role}", "/rest/identity/v1/roles/1", 405),
    ("/rest/records/v1/aggregates", "/rest/records/v1/aggregates", 401),
    ("/rest/records/v1/changes", "/rest/records/v1/changes", 401),
    ("/rest/records/v1/records", "/rest/records/v1/records", 401),
    ("/rest/records/v1/records/{record}", "/rest/records/v1/records/1", 401),
    ("/rest/records/v1/reviews", "/rest/records/v1/reviews", 401),
    ("/rest/records/v1/reviews/{record}", "/rest/records/v1/reviews/1", 405),
    ("/rest/toponymy/v1/acts", "/rest/toponymy/v1/acts?limit=1", 200),
    ("/rest/toponymy/v1/acts/{act}", "/rest/toponymy/v1/acts/0189b7a0-0000-7000-8000-000000000000", 404),
    (
        "/rest/toponymy/v1/acts/{act}/decision",
        "/rest/toponymy/v1/acts/0189b7a0-0000-7000-8000-000000000000/decision",
        405,
    ),
    (
        "/rest/toponymy/v1/addresses/{id}",
        "/rest/toponymy/v1/addresses/0189b7a0-0000-7000-8000-000000000000",
        404,
    ),
    (
        "/rest/toponymy/v1/addresses/{id}/zones",
        "/rest/toponymy/v1/addresses/0189b7a0-0000-7000-8000-000000000000/zones",
        404,
    ),
    (
        "/rest/toponymy/v1/addresses/{id}/internals",
        "/rest/toponymy/v1/addresses/0189b7a0-0000-7000-8000-000000000000/internals",
        404,
    ),
    ("/rest/toponymy/v1/conflicts", "/rest/toponymy/v1/conflicts?municipality=015182", 200),
    ("/rest/toponymy/v1/deliveries", "/rest/toponymy/v1/deliveries", 401),
    (
        "/rest/toponymy/v1/deliveries/{delivery}",
        "/rest/toponymy/v1/deliveries/0189b7a0-0000-7000-8000-000000000000",
        401,
    ),
    (
        "/rest/toponymy/v1/deliveries/{delivery}/decision",
        "/rest/toponymy/v1/deliveries/0189b7a0-0000-7000-8000-000000000000/decision",
        405,
    ),
    ("/rest/toponymy/v1/exists", "/rest/toponymy/v1/exists?municipality=015182&street=Via%20Prova", 200),
    ("/rest/toponymy/v1/localities", "/rest/toponymy/v1/localities?municipality=015182&limit=1", 200),
    (
        "/rest/toponymy/v1/localities/{id}",
        "/rest/toponymy/v1/localities/0189b7a0-0000-7000-8000-000000000000",
        404,
    ),
    ("/rest/toponymy/v1/thoroughfares", "/rest/toponymy/v1/thoroughfares?municipality=015182&limit=1", 200),
    (
        "/rest/toponymy/v1/thoroughfares/{id}",
        "/rest/toponymy/v1/thoroughfares/0189b7a0-0000-7000-8000-000000000000",
        404,
    ),
    (
        "/rest/toponymy/v1/thoroughfares/{id}/addresses",
        "/rest/toponymy/v1/thoroughfares/0189b7a0-0000-7000-8000-000000000000/addresses",
        404,
    ),
    (
        "/rest/toponymy/v1/thoroughfares/{id}/range",
        "/rest/toponymy/v1/thoroughfares/0189b7a0-0000-7000-8000-000000000000/range",
        404,
    ),
    ("/rest/toponymy/v1/anncsu", "/rest/toponymy/v1/anncsu?municipality=015182", 200),
    ("/rest/toponymy/v1/downloads", "/rest/toponymy/v1/downloads?municipality=015155", 200),
    ("/rest/toponymy/v1/openapi", "/rest/toponymy/v1/openapi", 200),
    ("/rest/toponymy/v1/quality", "/rest/toponymy/v1/quality?municipality=015155", 200),
    ("/rest/toponymy/v1/rules", "/rest/toponymy/v1/rules", 200),
    ("/rest/toponymy/v1/violations", "/rest/toponymy/v1/violations?municipality=015155", 200),
    ("/rest/toponymy/v1/changes", "/rest/toponymy/v1/changes?limit=2", 200),
    ("/rest/toponymy/v1/history/{id}", "/rest/toponymy/v1/history/015182", 200),
    ("/sign-in", "/sign-in", 303),
    ("/sign-in/callback", "/sign-in/callback", 303),
    ("/sign-in/local", "/sign-in/local", 405),
    ("/sign-out", "/sign-out", 405),
    ("/addok/search", "/addok/search?q=rho", 200),
    ("/addok/reverse", "/addok/reverse?lon=9.04&lat=45.53", 200),
    ("/addok/search/csv", "/addok/search/csv", 405),
    ("/addok/reverse/csv", "/addok/reverse/csv", 405),
    ("/tiles/{collection}", "/tiles/rho.parchi", 200),
    ("/fonts/{stack}/{range}", "/fonts/Titillium%20Web%20Regular/0-255.pbf", 200),
    ("/sprites/{sprite}", "/sprites/base.json", 200),
    ("/tiles/{collection}/{z}/{x}/{y}", "/tiles/municipalities/9/269/183", 200),
    ("/status", "/status", 200),
    ("/status/live", "/status/live", 200),
    ("/metrics", "/metrics", 200),
    ("/assets", "/assets/pages.css", 200),
    ("/", "/", 200),
    ("/embed", "/embed", 200),
    ("/account", "/account", 200),
    ("/account/{page}", "/account/sign-in", 200),
];

/// The table, with what the viewer's build has to leave for the two that serve files.
#[tokio::test]
async fn every_route_answers_with_the_strict_policy() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    for (route, address, status) in ROUTES {
        let response = client.get(format!("{}{address}", server.url)).send().await?;
        assert_eq!(response.status(), status, "{route}: {address}");
        let policy = response.headers().get("content-security-policy").and_then(|value| value.to_str().ok());
        assert!(policy.is_some_and(|policy| policy.starts_with("default-src 'none'")), "{route}");
        assert!(!policy.is_some_and(|policy| policy.contains("unsafe")), "{route}");
    }
    Ok(())
}

#[tokio::test]
async fn an_address_where_nothing_is_gives_a_problem_in_the_language_asked_for() -> anyhow::Result<()> {
    let database = TestDatabase::new().await?;
    let server = TestServer::start(&database).await?;
    for (language, word) in [("it", "Non esiste"), ("en", "does not exist")] {
        let response =
            server.client.get(format!("{}/nothing", server.url)).header("accept-language", language);
        let response = response.send().await?;
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let problem: serde_json::Value = response.json().await?;
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(word)), "{problem}");
    }
    assert_eq!(server.client.delete(format!("{}/ogc", server.url)).send().await?.status(), 405);
    Ok(())
}

#[tokio::test]
async fn pages_for_people_lead_to_pages() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    let page = server.get("/ogc?f=html").await?.text().await?;
    for document in ["conformance", "collections"] {
        assert!(page.contains(&format!("/ogc/{document}?f=html\"")), "{document}: {page}");
    }
    let items = server.json("/ogc/collections/municipalities/items?limit=2&lang=en").await?;
    let links = items["links"].as_array().cloned().unwrap_or_default();
    assert!(links.iter().any(|link| link["rel"] == "next" && link["title"] == "Next page"), "{links:?}");
    let definition = server.json("/ogc/api").await?;
    let parameters = &definition["paths"]["/collections"]["get"]["parameters"];
    assert_eq!(parameters[1]["$ref"], "#/components/parameters/lang", "{parameters}");
    Ok(())
}
