//! Rules of the register, and how well comuni keep them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use civico_domain::identity::{Actor, IstatCode};
use civico_domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use civico_domain::toponymy::rules::{RULES, find_rule};
use civico_store::toponymy::AsOf;
use serde_json::{Value, json};

use super::as_of::as_of;
use super::heavy;
use super::query::{Parameters, wrong};
use crate::messages::Language;
use crate::problem::{Answer, Problem};
use crate::register::quality::{Report, check};
use crate::state::AppState;

/// `GET /rest/toponymy/v1/rules`
pub(crate) async fn rules(language: Language, parameters: Parameters) -> Answer<Json<Value>> {
    parameters.finish()?;
    let rule = |rule: &civico_domain::toponymy::rules::Rule| {
        json!({
            "id": rule.id,
            "severity": rule.severity,
            "about": rule.about,
            "needs": rule.needs,
            "source": rule.source,
            "explanation": language.say(&rule.explanation()),
        })
    };
    Ok(Json(json!({"items": RULES.iter().map(rule).collect::<Vec<_>>(), "next": null})))
}

/// `GET /rest/toponymy/v1/quality`: the score of a comune, by rule.
pub(crate) async fn quality(
    State(state): State<AppState>,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let code: IstatCode = parameters.parse("municipality")?.ok_or_else(|| wrong("municipality"))?;
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    let report = report(&state, code, as_of).await?;
    let items: Vec<Value> = (report.qualities.iter())
        .filter_map(|quality| {
            let rule = find_rule(quality.rule)?;
            Some(json!({
                "rule": quality.rule,
                "severity": rule.severity,
                "explanation": language.say(&rule.explanation()),
                "checked": quality.checked,
                "violating": quality.violating,
                "score": quality.score(),
            }))
        })
        .collect();
    Ok(Json(json!({"items": items, "next": null, "score": report.score, "known_seq": report.seq})))
}

/// `GET /rest/toponymy/v1/violations`: what breaks which rule, with a fix where one is certain.
pub(crate) async fn violations(
    State(state): State<AppState>,
    language: Language,
    mut parameters: Parameters,
) -> Answer<Json<Value>> {
    let code: IstatCode = parameters.parse("municipality")?.ok_or_else(|| wrong("municipality"))?;
    let rule = parameters.take("rule")?;
    let limit = parameters.parse("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) as usize;
    let cursor: usize = parameters.parse("cursor")?.unwrap_or(0);
    let as_of = as_of(&mut parameters)?;
    parameters.finish()?;
    if rule.as_deref().is_some_and(|id| find_rule(id).is_none()) {
        return Err(wrong("rule"));
    }
    let report = report(&state, code, as_of).await?;
    let asked = |id: &str| rule.as_deref().is_none_or(|rule| rule == id);
    let found: Vec<_> = report.violations.iter().filter(|(violation, _)| asked(violation.rule)).collect();
    let items: Vec<Value> = (found.iter().skip(cursor).take(limit))
        .filter_map(|(violation, label)| {
            let rule = find_rule(violation.rule)?;
            Some(json!({
                "rule": violation.rule,
                "severity": rule.severity,
                "explanation": language.say(&rule.explanation()),
                "detail": violation.found.as_ref().map(|notice| language.say(notice)),
                "subject": violation.subject,
                "label": label,
                "suggestion": violation.suggestion,
                "fix": violation.fix,
            }))
        })
        .collect();
    let end = cursor.saturating_add(limit);
    let next = (end < found.len()).then(|| end.to_string());
    Ok(Json(json!({"items": items, "next": next, "count": found.len(), "known_seq": report.seq})))
}

/// The report on a comune as it was; as it is at the register number that this node knows, it is made
/// once.
async fn report(state: &AppState, code: IstatCode, as_of: AsOf) -> Answer<Arc<Report>> {
    if as_of != AsOf::default() {
        let _place = heavy::place().await?;
        return Ok(Arc::new(check(&state.store, &Actor::Anonymous, &code, as_of).await?));
    }
    let seq = state.index.load().seq();
    if let Some(report) = state.quality.get(&(code.clone(), seq)).await {
        return Ok(report);
    }
    let _place = heavy::place().await?;
    let store = state.store.clone();
    let made = state.quality.try_get_with((code.clone(), seq), async move {
        check(&store, &Actor::Anonymous, &code, as_of).await.map(Arc::new)
    });
    made.await.map_err(|error| Problem::from(&*error))
}
