-- Views and macros for readers. The macros take bounds that may be left out: first_year, last_year, for_award.

CREATE VIEW recognition_countries AS
SELECT recognition_id, unnest(string_split(country_codes, '; ')) AS country_code
FROM recognitions
WHERE country_codes IS NOT NULL;
COMMENT ON VIEW recognition_countries IS 'One row per recognition and country: a recognition of two countries has two.';

CREATE VIEW by_country AS
SELECT
    c.country_code,
    count(*) AS recognitions,
    count(*) FILTER (WHERE r.mode = 'collective') AS collective,
    count(*) FILTER (WHERE r.kind IN ('community', 'movement')) AS grassroots,
    count(*) FILTER (WHERE r.mode = 'individual') AS individual,
    count(*) FILTER (WHERE r.mode = 'mixed') AS mixed,
    count(DISTINCT r.award_id) AS awards,
    min(r.year) AS first_year,
    max(r.year) AS last_year
FROM recognition_countries AS c
JOIN recognitions AS r USING (recognition_id)
GROUP BY c.country_code
ORDER BY recognitions DESC, c.country_code;
COMMENT ON VIEW by_country IS 'Recognitions by country of the recipient; those of two countries count in both, those of none in neither.';

CREATE VIEW by_award AS
SELECT
    a.award_id,
    a.name AS award,
    count(r.recognition_id) AS recognitions,
    count(r.recognition_id) FILTER (WHERE r.mode = 'collective') AS collective,
    count(r.recognition_id) FILTER (WHERE r.kind IN ('community', 'movement')) AS grassroots,
    count(r.recognition_id) FILTER (WHERE r.mode = 'individual') AS individual,
    count(r.recognition_id) FILTER (WHERE r.mode = 'mixed') AS mixed,
    count(DISTINCT r.year) AS editions,
    min(r.year) AS first_year,
    max(r.year) AS last_year
FROM awards AS a
LEFT JOIN recognitions AS r USING (award_id)
GROUP BY a.award_id, a.name
ORDER BY a.award_id;
COMMENT ON VIEW by_award IS 'Recognitions by award; an award of which nothing was found has 0.';

CREATE VIEW honoured_more_than_once AS
SELECT
    p.recipient_id,
    p.name,
    p.kind,
    count(*) AS recognitions,
    count(DISTINCT r.award_id) AS awards,
    min(r.year) AS first_year,
    max(r.year) AS last_year,
    string_agg(r.award_id || ' ' || r.year, '; ' ORDER BY r.year, r.award_id) AS honours
FROM (SELECT DISTINCT recipient_id, recognition_id FROM recognition_recipients WHERE role <> 'affiliation') AS l
JOIN recipients AS p USING (recipient_id)
JOIN recognitions AS r USING (recognition_id)
GROUP BY p.recipient_id, p.name, p.kind
HAVING count(*) > 1
ORDER BY recognitions DESC, p.recipient_id;
COMMENT ON VIEW honoured_more_than_once IS 'Recipients with two or more recognitions, as the recipient or as a person named in the entry.';

CREATE VIEW share_by_period AS
SELECT period_type, period, measure, bound, numerator, denominator, share, wilson_low, wilson_high, awards, editions, edition_share
FROM collective_share
WHERE breakdown = 'overall' AND panel = 'all';
COMMENT ON VIEW share_by_period IS 'The rows of collective_share over all awards and regions: the trend in its plainest form.';

CREATE MACRO wilson_low(numerator, denominator) AS (
    (numerator / denominator + 1.9207294103470676 / denominator
        - 1.959963984540054 * sqrt(numerator / denominator * (1 - numerator / denominator) / denominator
            + 0.9603647051735338 / denominator / denominator))
    / (1 + 3.8414588206941352 / denominator)
);

CREATE MACRO wilson_high(numerator, denominator) AS (
    (numerator / denominator + 1.9207294103470676 / denominator
        + 1.959963984540054 * sqrt(numerator / denominator * (1 - numerator / denominator) / denominator
            + 0.9603647051735338 / denominator / denominator))
    / (1 + 3.8414588206941352 / denominator)
);

CREATE MACRO share_of_kinds(kinds, first_year := 1900, last_year := 2100, for_award := NULL) AS TABLE
SELECT
    count(*) FILTER (WHERE list_contains(kinds, kind)) AS numerator,
    count(*) AS denominator,
    numerator / denominator AS share,
    wilson_low(numerator, denominator) AS wilson_low,
    wilson_high(numerator, denominator) AS wilson_high,
    count(DISTINCT award_id) AS awards
FROM recognitions
WHERE year BETWEEN first_year AND last_year AND (for_award IS NULL OR award_id = for_award);

CREATE MACRO collective_share(first_year, last_year, for_award := NULL) AS TABLE
WITH counted AS (
    SELECT award_id, year, kind
    FROM recognitions
    WHERE year BETWEEN first_year AND last_year AND (for_award IS NULL OR award_id = for_award)
),
measures(measure, kinds) AS (
    VALUES
        ('grassroots', ['community', 'movement']),
        ('collective', ['community', 'movement', 'organization', 'network', 'group']),
        ('non_individual', ['community', 'movement', 'organization', 'network', 'group', 'institution'])
)
SELECT
    measure,
    count(*) FILTER (WHERE list_contains(kinds, kind)) AS numerator,
    count(*) FILTER (WHERE list_contains(kinds, kind) OR kind = 'mixed') AS numerator_with_mixed,
    count(*) AS denominator,
    numerator / denominator AS share,
    numerator_with_mixed / denominator AS share_with_mixed,
    wilson_low(numerator, denominator) AS wilson_low,
    wilson_high(numerator_with_mixed, denominator) AS wilson_high,
    count(DISTINCT award_id) AS awards
FROM counted CROSS JOIN measures
GROUP BY measure
ORDER BY numerator;

COMMENT ON MACRO wilson_low IS 'Lower end of the 95 % Wilson interval of numerator / denominator.';
COMMENT ON MACRO wilson_high IS 'Upper end of the 95 % Wilson interval of numerator / denominator.';
COMMENT ON MACRO TABLE share_of_kinds IS 'How many recognitions of a span of years have one of the kinds listed, with share, interval and number of awards; of one award where for_award is given.';
COMMENT ON MACRO TABLE collective_share IS 'The three measures of a span of years that the caller chooses, counted from recognitions; of one award where for_award is given.';
