//! Every route answers. The tidy tests compare this table with the router.

use civico_harness::{TestDatabase, TestServer};

/// Each route and an address of it on the samples.
pub(crate) const ROUTES: [(&str, &str); 22] = [
    ("/ogc/", "/ogc"),
    ("/ogc/conformance", "/ogc/conformance"),
    ("/ogc/api", "/ogc/api"),
    ("/ogc/collections", "/ogc/collections"),
    ("/ogc/collections/{collection}", "/ogc/collections/rho.parchi"),
    ("/ogc/collections/{collection}/items", "/ogc/collections/rho.parchi/items"),
    ("/ogc/collections/{collection}/items/{item}", "/ogc/collections/rho.parchi/items/1"),
    ("/ogc/styles/{style}", "/ogc/styles/base"),
    ("/rest/catalog/v1/datasets", "/rest/catalog/v1/datasets"),
    ("/rest/geocoder/v1/search", "/rest/geocoder/v1/search?q=rho"),
    ("/rest/geocoder/v1/suggest", "/rest/geocoder/v1/suggest?q=rh"),
    ("/rest/geocoder/v1/reverse", "/rest/geocoder/v1/reverse?lon=9.04&lat=45.53"),
    ("/tiles/{collection}", "/tiles/rho.parchi"),
    ("/fonts/{stack}/{range}", "/fonts/Titillium%20Web%20Regular/0-255.pbf"),
    ("/sprites/{sprite}", "/sprites/base.json"),
    ("/tiles/{collection}/{z}/{x}/{y}", "/tiles/municipalities/9/269/183"),
    ("/status", "/status"),
    ("/status/live", "/status/live"),
    ("/metrics", "/metrics"),
    ("/assets", "/assets/pages.css"),
    ("/", "/"),
    ("/embed", "/embed"),
];

/// The table, with what the viewer's build has to leave for the two that serve files.
#[tokio::test]
async fn every_route_answers_with_the_strict_policy() -> anyhow::Result<()> {
    let database = TestDatabase::with_samples().await?;
    let server = TestServer::start(&database).await?;
    for (route, address) in ROUTES {
        let response = server.get(address).await?;
        assert_eq!(response.status(), 200, "{route}: {address}");
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
