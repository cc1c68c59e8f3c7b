//! Names as the contract's JSON.

use parcferme_core as core;
use parcferme_formats::names::Names;
use parcferme_publish::json::names as wire;

pub(crate) fn document(season: &str, names: &Names) -> wire::Names {
    wire::Names {
        schema: wire::SCHEMA,
        season: season.to_owned(),
        clusters: names
            .clusters
            .iter()
            .map(|cluster| wire::Cluster {
                kind: cluster.kind.word().to_owned(),
                id: cluster.id.clone(),
                name: cluster.name.clone(),
                spellings: cluster.spellings.iter().map(|spelling| spelling.text.clone()).collect(),
                seen: cluster
                    .spellings
                    .iter()
                    .map(|own| wire::Seen { spelling: own.text.clone(), places: places(&own.places) })
                    .collect(),
                nation: cluster.nation.clone(),
                maker: cluster.maker.as_ref().map(|maker| wire::Maker {
                    id: maker.id.clone(),
                    name: maker.name.clone(),
                    rule: maker.rule.word().to_owned(),
                }),
                decisions: cluster
                    .decisions
                    .iter()
                    .map(|merge| wire::Decision {
                        a: merge.a.clone(),
                        b: merge.b.clone(),
                        rule: merge.rule.word().to_owned(),
                        evidence: merge.evidence.clone(),
                        places: places(&merge.places),
                    })
                    .collect(),
            })
            .collect(),
        near_misses: names
            .near_misses
            .iter()
            .map(|near| wire::NearMiss {
                kind: near.kind.word().to_owned(),
                a: near.a.clone(),
                b: near.b.clone(),
                likeness: near.likeness,
                why_apart: near.why_apart.clone(),
                places: places(&near.places),
            })
            .collect(),
        open: names
            .open
            .iter()
            .map(|open| wire::Open {
                kind: open.kind.word().to_owned(),
                a: open.a.clone(),
                b: open.b.clone(),
                question: open.question.word().to_owned(),
                why: open.why.clone(),
                places: places(&open.places),
            })
            .collect(),
    }
}

fn places(places: &[core::Place]) -> Vec<wire::Place> {
    places.iter().map(wire::Place::from).collect()
}
