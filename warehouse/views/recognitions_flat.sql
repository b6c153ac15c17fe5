-- One row per recognition with everything a reader would otherwise have to join: start here.
CREATE VIEW recognitions_flat AS
SELECT
    r.recognition_id,
    r.year,
    r.year // 10 * 10 AS decade,
    r.award_id,
    a.name AS award,
    a.conferrer,
    a.conferrer_country,
    a.scope,
    a.focus,
    a.eligibility,
    r.category,
    r.name,
    r.name_as_published,
    r.kind,
    r.mode,
    r.kind_basis,
    r.kind_confidence,
    r.kind_reason,
    r.persons,
    r.affiliation,
    r.country_codes,
    r.place_as_published,
    r.region,
    r.annotations,
    r.status,
    r.corroboration,
    r.source_count,
    r.source_url,
    r.recipient_id,
    p.name AS recipient,
    p.wikidata_id,
    p.recognitions AS recipient_recognitions
FROM recognitions AS r
JOIN awards AS a USING (award_id)
JOIN recipients AS p USING (recipient_id);
COMMENT ON VIEW recognitions_flat IS 'One row per recognition with its award and recipient: the view to start from.';
