-- Generated from schemas/tables.py by `python -m schemas`: change that, never this file.
-- The warehouse is made with these statements; DuckDB then enforces every key and check a second time.

CREATE TABLE awards (
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    name VARCHAR NOT NULL CHECK (name <> '' AND name = trim(name)),
    native_name VARCHAR CHECK (native_name <> '' AND native_name = trim(native_name)),
    conferrer VARCHAR CHECK (conferrer <> '' AND conferrer = trim(conferrer)),
    conferrer_country VARCHAR CHECK (conferrer_country <> '' AND conferrer_country = trim(conferrer_country)) CHECK (regexp_full_match(conferrer_country, '^([A-Z]{2}|INT)$')),
    scope VARCHAR CHECK (scope <> '' AND scope = trim(scope)) CHECK (scope IN ('international', 'regional', 'national')),
    region VARCHAR CHECK (region <> '' AND region = trim(region)),
    focus VARCHAR CHECK (focus <> '' AND focus = trim(focus)) CHECK (focus IN ('children', 'democracy', 'environment_land', 'human_rights_general', 'lgbtqi', 'minority_indigenous', 'other', 'peace', 'press_freedom', 'rule_of_law', 'women')),
    eligibility VARCHAR NOT NULL CHECK (eligibility <> '' AND eligibility = trim(eligibility)) CHECK (eligibility IN ('both', 'individuals', 'collectives', 'unknown')),
    frequency VARCHAR CHECK (frequency <> '' AND frequency = trim(frequency)) CHECK (frequency IN ('annual', 'biennial', 'irregular')),
    first_year BIGINT CHECK (first_year >= 1900) CHECK (first_year <= 2100),
    last_seen_year BIGINT CHECK (last_seen_year >= 1900) CHECK (last_seen_year <= 2100),
    official_url VARCHAR CHECK (official_url <> '' AND official_url = trim(official_url)) CHECK (regexp_full_match(official_url, '^https?://[!-~]+$')),
    winners_page_url VARCHAR CHECK (winners_page_url <> '' AND winners_page_url = trim(winners_page_url)) CHECK (regexp_full_match(winners_page_url, '^https?://[!-~]+$')),
    wikipedia_url VARCHAR CHECK (wikipedia_url <> '' AND wikipedia_url = trim(wikipedia_url)) CHECK (regexp_full_match(wikipedia_url, '^https?://[!-~]+$')),
    coverage_note VARCHAR CHECK (coverage_note <> '' AND coverage_note = trim(coverage_note)),
    recognitions BIGINT NOT NULL CHECK (recognitions >= 0),
    editions BIGINT NOT NULL CHECK (editions >= 0),
    stale BOOLEAN NOT NULL,
    PRIMARY KEY (award_id)
);
COMMENT ON TABLE awards IS 'The prizes followed, one row each.';
COMMENT ON COLUMN awards.award_id IS 'Identifier of the award; also the name of its folder.';
COMMENT ON COLUMN awards.name IS 'English name of the award.';
COMMENT ON COLUMN awards.native_name IS 'Name in the language of its giver, where that is not English.';
COMMENT ON COLUMN awards.conferrer IS 'Who gives the award.';
COMMENT ON COLUMN awards.conferrer_country IS 'Seat of the giver: ISO 3166-1 alpha-2, or INT for bodies of several states.';
COMMENT ON COLUMN awards.scope IS 'Whom the award may go to, geographically.';
COMMENT ON COLUMN awards.region IS 'Region of a regional or national award, as its giver names it.';
COMMENT ON COLUMN awards.focus IS 'Field of human rights work the award is for.';
COMMENT ON COLUMN awards.eligibility IS 'Whether its rules admit individuals, collectives or both; unknown is never assumed to be either.';
COMMENT ON COLUMN awards.frequency IS 'How often it is given.';
COMMENT ON COLUMN awards.first_year IS 'Year of the first edition.';
COMMENT ON COLUMN awards.last_seen_year IS 'Latest edition known to whoever described the award.';
COMMENT ON COLUMN awards.official_url IS 'Home page of the award or its giver.';
COMMENT ON COLUMN awards.winners_page_url IS 'Page on which the giver lists winners.';
COMMENT ON COLUMN awards.wikipedia_url IS 'Wikipedia article on the award.';
COMMENT ON COLUMN awards.coverage_note IS 'What was seen of the award and what was not, in words.';
COMMENT ON COLUMN awards.recognitions IS 'Recognitions of the award in this release.';
COMMENT ON COLUMN awards.editions IS 'Years of the award with at least one recognition in this release.';
COMMENT ON COLUMN awards.stale IS 'True when the award could not be read in this build, or a newer capture of it is in quarantine: its last good rows stand in.';

CREATE TABLE sources (
    source_id VARCHAR NOT NULL CHECK (source_id <> '' AND source_id = trim(source_id)) CHECK (regexp_full_match(source_id, '^[a-z0-9_]+/[a-z0-9._-]+$')),
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    url VARCHAR NOT NULL CHECK (url <> '' AND url = trim(url)) CHECK (regexp_full_match(url, '^https?://[!-~]+$')),
    kind VARCHAR NOT NULL CHECK (kind <> '' AND kind = trim(kind)) CHECK (kind IN ('official', 'wikipedia', 'news', 'other')),
    origin VARCHAR NOT NULL CHECK (origin <> '' AND origin = trim(origin)) CHECK (origin IN ('transcription', 'capture', 'cited', 'declared')),
    lineage VARCHAR NOT NULL CHECK (lineage <> '' AND lineage = trim(lineage)),
    rank BIGINT NOT NULL CHECK (rank >= 1) CHECK (rank <= 9),
    language VARCHAR CHECK (language <> '' AND language = trim(language)),
    translated BOOLEAN NOT NULL,
    complete BOOLEAN,
    seen_at VARCHAR CHECK (seen_at <> '' AND seen_at = trim(seen_at)) CHECK (regexp_full_match(seen_at, '^https?://[!-~]+$')),
    seen_on DATE,
    statements BIGINT NOT NULL CHECK (statements >= 0),
    leftovers BIGINT NOT NULL CHECK (leftovers >= 0),
    PRIMARY KEY (source_id),
    FOREIGN KEY (award_id) REFERENCES awards (award_id)
);
COMMENT ON TABLE sources IS 'The public pages and records that the dataset rests on, and pages declared for the crawl that have not been captured yet.';
COMMENT ON COLUMN sources.source_id IS '`<award_id>/<short name>`.';
COMMENT ON COLUMN sources.award_id IS 'The award whose recipients the source names.';
COMMENT ON COLUMN sources.url IS 'Address of the source, percent-encoded.';
COMMENT ON COLUMN sources.kind IS 'What sort of page it is.';
COMMENT ON COLUMN sources.origin IS 'How its text came here: transcription (facts typed from the page), capture (bytes fetched by the crawler), cited (single records taken by hand), declared (known address, nothing captured yet).';
COMMENT ON COLUMN sources.lineage IS 'Sources of one lineage repeat one another and never corroborate each other.';
COMMENT ON COLUMN sources.rank IS 'Trust order between the sources of an award; 1 is best.';
COMMENT ON COLUMN sources.language IS 'Language of the page (BCP 47).';
COMMENT ON COLUMN sources.translated IS 'True for a machine-translated copy of a page in another language.';
COMMENT ON COLUMN sources.complete IS 'False when only part of the page was seen; null for declared and cited sources.';
COMMENT ON COLUMN sources.seen_at IS 'Address at which the text was seen: the page itself or a mirror.';
COMMENT ON COLUMN sources.seen_on IS 'Day on which it was seen.';
COMMENT ON COLUMN sources.statements IS 'Statements read from it.';
COMMENT ON COLUMN sources.leftovers IS 'Lines of it that became no statement, each counted in `leftovers`.';

CREATE TABLE recipients (
    recipient_id VARCHAR NOT NULL CHECK (recipient_id <> '' AND recipient_id = trim(recipient_id)) CHECK (regexp_full_match(recipient_id, '^[a-z0-9-]+$')),
    name VARCHAR NOT NULL CHECK (name <> '' AND name = trim(name)),
    kind VARCHAR NOT NULL CHECK (kind <> '' AND kind = trim(kind)) CHECK (kind IN ('person', 'people', 'organization', 'network', 'community', 'movement', 'group', 'institution', 'mixed')),
    wikidata_id VARCHAR CHECK (wikidata_id <> '' AND wikidata_id = trim(wikidata_id)) CHECK (regexp_full_match(wikidata_id, '^Q[1-9][0-9]*$')),
    country_codes VARCHAR CHECK (country_codes <> '' AND country_codes = trim(country_codes)) CHECK (regexp_full_match(country_codes, '^[A-Z]{2,4}(; [A-Z]{2,4})*$')),
    languages VARCHAR CHECK (languages <> '' AND languages = trim(languages)),
    first_year BIGINT NOT NULL CHECK (first_year >= 1900) CHECK (first_year <= 2100),
    last_year BIGINT NOT NULL CHECK (last_year >= 1900) CHECK (last_year <= 2100),
    recognitions BIGINT NOT NULL CHECK (recognitions >= 1),
    awards BIGINT NOT NULL CHECK (awards >= 1),
    PRIMARY KEY (recipient_id)
);
COMMENT ON TABLE recipients IS 'Persons and bodies, the same across awards and years.';
COMMENT ON COLUMN recipients.recipient_id IS 'Identifier of the recipient.';
COMMENT ON COLUMN recipients.name IS 'Name, without title or description.';
COMMENT ON COLUMN recipients.kind IS 'Kind under which the recipient is most often recognised.';
COMMENT ON COLUMN recipients.wikidata_id IS 'Wikidata item, where one was matched.';
COMMENT ON COLUMN recipients.country_codes IS 'Countries of its recognitions.';
COMMENT ON COLUMN recipients.languages IS 'Languages in which its names were seen.';
COMMENT ON COLUMN recipients.first_year IS 'Year of the first recognition.';
COMMENT ON COLUMN recipients.last_year IS 'Year of the latest recognition.';
COMMENT ON COLUMN recipients.recognitions IS 'Recognitions in which it is the recipient or is named.';
COMMENT ON COLUMN recipients.awards IS 'Different awards among them.';

CREATE TABLE recognitions (
    recognition_id VARCHAR NOT NULL CHECK (recognition_id <> '' AND recognition_id = trim(recognition_id)) CHECK (regexp_full_match(recognition_id, '^[a-z0-9_]+-[0-9]{4}-[a-z0-9-]+$')),
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    year BIGINT NOT NULL CHECK (year >= 1900) CHECK (year <= 2100),
    category VARCHAR CHECK (category <> '' AND category = trim(category)),
    name VARCHAR NOT NULL CHECK (name <> '' AND name = trim(name)),
    name_language VARCHAR CHECK (name_language <> '' AND name_language = trim(name_language)),
    name_as_published VARCHAR CHECK (name_as_published <> '' AND name_as_published = trim(name_as_published)),
    kind VARCHAR NOT NULL CHECK (kind <> '' AND kind = trim(kind)) CHECK (kind IN ('person', 'people', 'organization', 'network', 'community', 'movement', 'group', 'institution', 'mixed')),
    mode VARCHAR NOT NULL CHECK (mode <> '' AND mode = trim(mode)) CHECK (mode IN ('individual', 'collective', 'institutional', 'mixed')),
    kind_basis VARCHAR NOT NULL CHECK (kind_basis <> '' AND kind_basis = trim(kind_basis)) CHECK (kind_basis IN ('decision', 'rule', 'model')),
    kind_confidence DOUBLE NOT NULL CHECK (kind_confidence >= 0) CHECK (kind_confidence <= 1),
    kind_reason VARCHAR NOT NULL CHECK (kind_reason <> '' AND kind_reason = trim(kind_reason)),
    persons VARCHAR CHECK (persons <> '' AND persons = trim(persons)),
    affiliation VARCHAR CHECK (affiliation <> '' AND affiliation = trim(affiliation)),
    country_codes VARCHAR CHECK (country_codes <> '' AND country_codes = trim(country_codes)) CHECK (regexp_full_match(country_codes, '^[A-Z]{2,4}(; [A-Z]{2,4})*$')),
    place_as_published VARCHAR CHECK (place_as_published <> '' AND place_as_published = trim(place_as_published)),
    region VARCHAR CHECK (region <> '' AND region = trim(region)),
    annotations VARCHAR CHECK (annotations <> '' AND annotations = trim(annotations)) CHECK (regexp_full_match(annotations, '^(posthumous|shared|declined|withdrawn|honorary|special)(; (posthumous|shared|declined|withdrawn|honorary|special))*$')),
    status VARCHAR NOT NULL CHECK (status <> '' AND status = trim(status)) CHECK (status IN ('awarded', 'declined', 'withdrawn')),
    corroboration VARCHAR NOT NULL CHECK (corroboration <> '' AND corroboration = trim(corroboration)) CHECK (corroboration IN ('single', 'corroborated', 'disputed')),
    source_count BIGINT NOT NULL CHECK (source_count >= 1),
    lineage_count BIGINT NOT NULL CHECK (lineage_count >= 1),
    source_url VARCHAR NOT NULL CHECK (source_url <> '' AND source_url = trim(source_url)) CHECK (regexp_full_match(source_url, '^https?://[!-~]+$')),
    recipient_id VARCHAR NOT NULL CHECK (recipient_id <> '' AND recipient_id = trim(recipient_id)),
    CHECK (lineage_count <= source_count),
    CHECK (corroboration <> 'corroborated' OR lineage_count >= 2),
    CHECK ((mode = 'individual' AND kind IN ('person', 'people')) OR (mode = 'collective' AND kind IN ('organization', 'network', 'community', 'movement', 'group')) OR (mode = 'institutional' AND kind IN ('institution')) OR (mode = 'mixed' AND kind IN ('mixed'))),
    PRIMARY KEY (recognition_id),
    FOREIGN KEY (award_id) REFERENCES awards (award_id),
    FOREIGN KEY (recipient_id) REFERENCES recipients (recipient_id)
);
COMMENT ON TABLE recognitions IS 'The unit that is counted: one entry of one edition of one award, as announced.';
COMMENT ON COLUMN recognitions.recognition_id IS 'Readable, unique, never reused.';
COMMENT ON COLUMN recognitions.award_id IS 'The award.';
COMMENT ON COLUMN recognitions.year IS 'Edition: the year the award counts the honour under.';
COMMENT ON COLUMN recognitions.category IS 'Category or region of the prize, as published.';
COMMENT ON COLUMN recognitions.name IS 'The recipient''s name only, in English where a statement or a reviewed alias gives an English form.';
COMMENT ON COLUMN recognitions.name_language IS 'Language of `name` (BCP 47).';
COMMENT ON COLUMN recognitions.name_as_published IS 'This entry''s own text in its best source.';
COMMENT ON COLUMN recognitions.kind IS 'What was announced.';
COMMENT ON COLUMN recognitions.mode IS 'Individual, collective, institutional or mixed.';
COMMENT ON COLUMN recognitions.kind_basis IS 'What the kind rests on.';
COMMENT ON COLUMN recognitions.kind_confidence IS 'Estimated probability that the kind is right.';
COMMENT ON COLUMN recognitions.kind_reason IS 'Why the entry has this kind, in a few words.';
COMMENT ON COLUMN recognitions.persons IS 'Persons named in an entry of kind people or mixed.';
COMMENT ON COLUMN recognitions.affiliation IS 'Body named with a person, or the collective of a mixed entry.';
COMMENT ON COLUMN recognitions.country_codes IS 'ISO 3166-1 alpha-2, 3166-3 for states that ended, XK for Kosovo.';
COMMENT ON COLUMN recognitions.place_as_published IS 'Country or place in the words of the best source that gives one.';
COMMENT ON COLUMN recognitions.region IS 'UN M49 regions of the countries.';
COMMENT ON COLUMN recognitions.annotations IS 'What the announcement adds to the entry, from a closed list.';
COMMENT ON COLUMN recognitions.status IS 'Awarded, declined by the recipient or withdrawn by the giver; all three count.';
COMMENT ON COLUMN recognitions.corroboration IS 'Corroborated: two independent lineages; disputed: sources contradict each other on it.';
COMMENT ON COLUMN recognitions.source_count IS 'Sources with a statement of it.';
COMMENT ON COLUMN recognitions.lineage_count IS 'Independent lineages among them.';
COMMENT ON COLUMN recognitions.source_url IS 'Address of its best source.';
COMMENT ON COLUMN recognitions.recipient_id IS 'The recipient of the entry as a whole.';

CREATE TABLE statements (
    statement_id VARCHAR NOT NULL CHECK (statement_id <> '' AND statement_id = trim(statement_id)) CHECK (regexp_full_match(statement_id, '^[a-z0-9_]+/[^#]+#([0-9]{4}|undated)-(withheld-)?[0-9]+(-[0-9]+)*$')),
    recognition_id VARCHAR CHECK (recognition_id <> '' AND recognition_id = trim(recognition_id)),
    outcome VARCHAR NOT NULL CHECK (outcome <> '' AND outcome = trim(outcome)) CHECK (outcome IN ('supports', 'differs', 'year conflict', 'no year', 'summary', 'cut', 'overruled')),
    source_id VARCHAR NOT NULL CHECK (source_id <> '' AND source_id = trim(source_id)),
    capture_sha256 VARCHAR NOT NULL CHECK (capture_sha256 <> '' AND capture_sha256 = trim(capture_sha256)) CHECK (regexp_full_match(capture_sha256, '^[0-9a-f]{64}$')),
    place VARCHAR NOT NULL CHECK (place <> '' AND place = trim(place)),
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    year BIGINT CHECK (year >= 1900) CHECK (year <= 2100),
    category VARCHAR CHECK (category <> '' AND category = trim(category)),
    name VARCHAR NOT NULL CHECK (name <> '' AND name = trim(name)),
    as_published VARCHAR CHECK (as_published <> '' AND as_published = trim(as_published)),
    persons VARCHAR CHECK (persons <> '' AND persons = trim(persons)),
    affiliation VARCHAR CHECK (affiliation <> '' AND affiliation = trim(affiliation)),
    country_as_published VARCHAR CHECK (country_as_published <> '' AND country_as_published = trim(country_as_published)),
    country_codes VARCHAR CHECK (country_codes <> '' AND country_codes = trim(country_codes)) CHECK (regexp_full_match(country_codes, '^[A-Z]{2,4}(; [A-Z]{2,4})*$')),
    annotations VARCHAR CHECK (annotations <> '' AND annotations = trim(annotations)) CHECK (regexp_full_match(annotations, '^(posthumous|shared|declined|withdrawn|honorary|special)(; (posthumous|shared|declined|withdrawn|honorary|special))*$')),
    status VARCHAR NOT NULL CHECK (status <> '' AND status = trim(status)) CHECK (status IN ('awarded', 'declined', 'withdrawn')),
    shape VARCHAR NOT NULL CHECK (shape <> '' AND shape = trim(shape)) CHECK (shape IN ('person', 'people', 'body', 'mixed', 'unknown')),
    language VARCHAR CHECK (language <> '' AND language = trim(language)),
    CHECK ((recognition_id IS NOT NULL AND outcome IN ('supports', 'differs')) OR (recognition_id IS NULL AND outcome NOT IN ('supports', 'differs'))),
    PRIMARY KEY (statement_id),
    FOREIGN KEY (recognition_id) REFERENCES recognitions (recognition_id),
    FOREIGN KEY (source_id) REFERENCES sources (source_id),
    FOREIGN KEY (award_id) REFERENCES awards (award_id)
);
COMMENT ON TABLE statements IS 'What one source says: this award, this year, this entry.';
COMMENT ON COLUMN statements.statement_id IS '`<source_id>#<year>-<number>`, numbered in page order within the year that the source gives; `undated` where it gives none.';
COMMENT ON COLUMN statements.recognition_id IS 'The recognition it supports; null where `outcome` says why not.';
COMMENT ON COLUMN statements.outcome IS 'What became of the statement.';
COMMENT ON COLUMN statements.source_id IS 'Where it was read.';
COMMENT ON COLUMN statements.capture_sha256 IS 'SHA-256 of the captured bytes, or of the cited record.';
COMMENT ON COLUMN statements.place IS 'Where on the page, or file and row of the cited record.';
COMMENT ON COLUMN statements.award_id IS 'The award.';
COMMENT ON COLUMN statements.year IS 'Edition the source puts it under; null where it gives none.';
COMMENT ON COLUMN statements.category IS 'Category or region of the prize, as published.';
COMMENT ON COLUMN statements.name IS 'The recipient''s name in the source''s language, without title or description.';
COMMENT ON COLUMN statements.as_published IS 'The entry''s own text.';
COMMENT ON COLUMN statements.persons IS 'Persons named in the entry, where it names several or pairs them with a body.';
COMMENT ON COLUMN statements.affiliation IS 'Body named with the person.';
COMMENT ON COLUMN statements.country_as_published IS 'Country or place in the source''s words.';
COMMENT ON COLUMN statements.country_codes IS 'Codes of that place.';
COMMENT ON COLUMN statements.annotations IS 'What the source adds to the entry, from a closed list.';
COMMENT ON COLUMN statements.status IS 'Awarded, declined or withdrawn.';
COMMENT ON COLUMN statements.shape IS 'What the text alone looks like.';
COMMENT ON COLUMN statements.language IS 'Language of the text (BCP 47).';

CREATE TABLE recipient_names (
    recipient_id VARCHAR NOT NULL CHECK (recipient_id <> '' AND recipient_id = trim(recipient_id)),
    name VARCHAR NOT NULL CHECK (name <> '' AND name = trim(name)),
    language VARCHAR NOT NULL CHECK (language <> '' AND language = trim(language)),
    PRIMARY KEY (recipient_id, name, language),
    FOREIGN KEY (recipient_id) REFERENCES recipients (recipient_id)
);
COMMENT ON TABLE recipient_names IS 'Every form of a recipient''s name that was seen.';
COMMENT ON COLUMN recipient_names.recipient_id IS 'The recipient.';
COMMENT ON COLUMN recipient_names.name IS 'A form of the name.';
COMMENT ON COLUMN recipient_names.language IS 'Language of the sources it was seen in; `und` where unknown.';

CREATE TABLE recognition_recipients (
    recognition_id VARCHAR NOT NULL CHECK (recognition_id <> '' AND recognition_id = trim(recognition_id)),
    recipient_id VARCHAR NOT NULL CHECK (recipient_id <> '' AND recipient_id = trim(recipient_id)),
    role VARCHAR NOT NULL CHECK (role <> '' AND role = trim(role)) CHECK (role IN ('recipient', 'named person', 'affiliation')),
    PRIMARY KEY (recognition_id, recipient_id, role),
    FOREIGN KEY (recognition_id) REFERENCES recognitions (recognition_id),
    FOREIGN KEY (recipient_id) REFERENCES recipients (recipient_id)
);
COMMENT ON TABLE recognition_recipients IS 'Who is named in a recognition and as what.';
COMMENT ON COLUMN recognition_recipients.recognition_id IS 'The recognition.';
COMMENT ON COLUMN recognition_recipients.recipient_id IS 'Who is named.';
COMMENT ON COLUMN recognition_recipients.role IS 'As what.';

CREATE TABLE redirects (
    recipient_id VARCHAR NOT NULL CHECK (recipient_id <> '' AND recipient_id = trim(recipient_id)) CHECK (regexp_full_match(recipient_id, '^[a-z0-9-]+$')),
    redirect VARCHAR NOT NULL CHECK (redirect <> '' AND redirect = trim(redirect)),
    named_in VARCHAR CHECK (named_in <> '' AND named_in = trim(named_in)),
    date DATE NOT NULL,
    PRIMARY KEY (recipient_id),
    FOREIGN KEY (redirect) REFERENCES recipients (recipient_id)
);
COMMENT ON TABLE redirects IS 'Identifiers of recipients that are no longer given, because the recipient was recognised as another, and where to look instead.';
COMMENT ON COLUMN redirects.recipient_id IS 'The identifier of earlier releases; never given to anybody else.';
COMMENT ON COLUMN redirects.redirect IS 'The recipient in its place.';
COMMENT ON COLUMN redirects.named_in IS 'The recognition that the identifier was made from.';
COMMENT ON COLUMN redirects.date IS 'Date of the first release without it.';

CREATE TABLE conflicts (
    conflict_id VARCHAR NOT NULL CHECK (conflict_id <> '' AND conflict_id = trim(conflict_id)),
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    field VARCHAR NOT NULL CHECK (field <> '' AND field = trim(field)) CHECK (field IN ('year', 'country', 'status', 'recipient')),
    recognition_id VARCHAR CHECK (recognition_id <> '' AND recognition_id = trim(recognition_id)),
    ours VARCHAR NOT NULL CHECK (ours <> '' AND ours = trim(ours)),
    theirs VARCHAR NOT NULL CHECK (theirs <> '' AND theirs = trim(theirs)),
    statement_id VARCHAR NOT NULL CHECK (statement_id <> '' AND statement_id = trim(statement_id)),
    resolution VARCHAR NOT NULL CHECK (resolution <> '' AND resolution = trim(resolution)),
    PRIMARY KEY (conflict_id),
    FOREIGN KEY (award_id) REFERENCES awards (award_id),
    FOREIGN KEY (recognition_id) REFERENCES recognitions (recognition_id),
    FOREIGN KEY (statement_id) REFERENCES statements (statement_id)
);
COMMENT ON TABLE conflicts IS 'Contradictions between sources, both sides kept.';
COMMENT ON COLUMN conflicts.conflict_id IS '`<statement_id>:<field>`.';
COMMENT ON COLUMN conflicts.award_id IS 'The award.';
COMMENT ON COLUMN conflicts.field IS 'What they contradict each other on.';
COMMENT ON COLUMN conflicts.recognition_id IS 'The recognition concerned.';
COMMENT ON COLUMN conflicts.ours IS 'The value published.';
COMMENT ON COLUMN conflicts.theirs IS 'The value of the contradicting statement.';
COMMENT ON COLUMN conflicts.statement_id IS 'The contradicting statement.';
COMMENT ON COLUMN conflicts.resolution IS 'Why ours is published: rank, majority or decision.';

CREATE TABLE leftovers (
    source_id VARCHAR NOT NULL CHECK (source_id <> '' AND source_id = trim(source_id)),
    capture_sha256 VARCHAR NOT NULL CHECK (capture_sha256 <> '' AND capture_sha256 = trim(capture_sha256)) CHECK (regexp_full_match(capture_sha256, '^[0-9a-f]{64}$')),
    place VARCHAR NOT NULL CHECK (place <> '' AND place = trim(place)),
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    year BIGINT CHECK (year >= 1900) CHECK (year <= 2100),
    reason VARCHAR NOT NULL CHECK (reason <> '' AND reason = trim(reason)) CHECK (reason IN ('ignored', 'not awarded', 'no recipient', 'cut', 'nominee', 'jury', 'heading', 'summary', 'repeat', 'unreadable')),
    PRIMARY KEY (source_id, capture_sha256, place, reason),
    FOREIGN KEY (source_id) REFERENCES sources (source_id),
    FOREIGN KEY (award_id) REFERENCES awards (award_id)
);
COMMENT ON TABLE leftovers IS 'Lines of a page that became no statement: where and why. The text stays with the operator.';
COMMENT ON COLUMN leftovers.source_id IS 'The source.';
COMMENT ON COLUMN leftovers.capture_sha256 IS 'The capture it was read from.';
COMMENT ON COLUMN leftovers.place IS 'Where on the page.';
COMMENT ON COLUMN leftovers.award_id IS 'The award.';
COMMENT ON COLUMN leftovers.year IS 'Year the page puts it under, where known.';
COMMENT ON COLUMN leftovers.reason IS 'Why it is no statement.';

CREATE TABLE coverage (
    award_id VARCHAR NOT NULL CHECK (award_id <> '' AND award_id = trim(award_id)) CHECK (regexp_full_match(award_id, '^[a-z][a-z0-9_]*$')),
    year BIGINT NOT NULL CHECK (year >= 1900) CHECK (year <= 2100),
    status VARCHAR NOT NULL CHECK (status <> '' AND status = trim(status)) CHECK (status IN ('found', 'partly seen', 'not awarded', 'not due', 'not seen')),
    reason VARCHAR NOT NULL CHECK (reason <> '' AND reason = trim(reason)),
    source_url VARCHAR CHECK (source_url <> '' AND source_url = trim(source_url)) CHECK (regexp_full_match(source_url, '^https?://[!-~]+$')),
    recognitions BIGINT NOT NULL CHECK (recognitions >= 0),
    PRIMARY KEY (award_id, year),
    FOREIGN KEY (award_id) REFERENCES awards (award_id)
);
COMMENT ON TABLE coverage IS 'Award by year: whether the edition was found, so that absence is never read as zero.';
COMMENT ON COLUMN coverage.award_id IS 'The award.';
COMMENT ON COLUMN coverage.year IS 'The edition.';
COMMENT ON COLUMN coverage.status IS 'What is known of the edition.';
COMMENT ON COLUMN coverage.reason IS 'Why that status.';
COMMENT ON COLUMN coverage.source_url IS 'Source of the reason, where there is one.';
COMMENT ON COLUMN coverage.recognitions IS 'Recognitions of the edition.';

CREATE TABLE collective_share (
    breakdown VARCHAR NOT NULL CHECK (breakdown <> '' AND breakdown = trim(breakdown)) CHECK (breakdown IN ('overall', 'award', 'region', 'focus')),
    part VARCHAR NOT NULL CHECK (part <> '' AND part = trim(part)),
    panel VARCHAR NOT NULL CHECK (panel <> '' AND panel = trim(panel)) CHECK (panel IN ('all', 'award-weighted', 'fixed', 'open', 'individuals only', 'eligibility unknown')),
    period_type VARCHAR NOT NULL CHECK (period_type <> '' AND period_type = trim(period_type)) CHECK (period_type IN ('year', 'five years', 'decade', 'all')),
    period BIGINT NOT NULL CHECK (period >= 1900) CHECK (period <= 2100),
    measure VARCHAR NOT NULL CHECK (measure <> '' AND measure = trim(measure)) CHECK (measure IN ('grassroots', 'collective', 'non_individual')),
    bound VARCHAR NOT NULL CHECK (bound <> '' AND bound = trim(bound)) CHECK (bound IN ('lower', 'upper')),
    numerator BIGINT NOT NULL CHECK (numerator >= 0),
    denominator BIGINT NOT NULL CHECK (denominator >= 1),
    share DOUBLE NOT NULL CHECK (share >= 0) CHECK (share <= 1),
    wilson_low DOUBLE NOT NULL CHECK (wilson_low >= 0) CHECK (wilson_low <= 1),
    wilson_high DOUBLE NOT NULL CHECK (wilson_high >= 0) CHECK (wilson_high <= 1),
    awards BIGINT NOT NULL CHECK (awards >= 1),
    editions BIGINT NOT NULL CHECK (editions >= 1),
    editions_due BIGINT CHECK (editions_due >= 1),
    coverage DOUBLE CHECK (coverage >= 0) CHECK (coverage <= 1),
    edition_share DOUBLE NOT NULL CHECK (edition_share >= 0) CHECK (edition_share <= 1),
    numerator_awarded BIGINT NOT NULL CHECK (numerator_awarded >= 0),
    denominator_awarded BIGINT NOT NULL CHECK (denominator_awarded >= 0),
    share_awarded DOUBLE CHECK (share_awarded >= 0) CHECK (share_awarded <= 1),
    CHECK (numerator_awarded <= numerator AND denominator_awarded <= denominator AND numerator_awarded <= denominator_awarded),
    CHECK (numerator <= denominator),
    CHECK (wilson_low <= share AND share <= wilson_high),
    PRIMARY KEY (breakdown, part, panel, period_type, period, measure, bound)
);
COMMENT ON TABLE collective_share IS 'Share of recognitions that are collective, per period, breakdown and panel, with bounds for mixed entries.';
COMMENT ON COLUMN collective_share.breakdown IS 'What `part` names: nothing (overall), an award, a region of the recipients or a focus of the awards.';
COMMENT ON COLUMN collective_share.part IS '`all`, the award_id, the UN M49 region (`none` without country; of two regions, both) or the focus. Parts have no rows per single year, which would be read from a handful of recognitions.';
COMMENT ON COLUMN collective_share.panel IS 'Which awards: all; award-weighted (all, each award of the period weighing the same); fixed (followed throughout, from ten years before 2018); open (rules admit collectives); individuals only; eligibility unknown. Parts have the panel all.';
COMMENT ON COLUMN collective_share.period_type IS 'Length of the period.';
COMMENT ON COLUMN collective_share.period IS 'First year of the period.';
COMMENT ON COLUMN collective_share.measure IS 'Which kinds count.';
COMMENT ON COLUMN collective_share.bound IS 'Mixed entries counted as individual (lower) or as collective (upper).';
COMMENT ON COLUMN collective_share.numerator IS 'Recognitions that count.';
COMMENT ON COLUMN collective_share.denominator IS 'All recognitions.';
COMMENT ON COLUMN collective_share.share IS 'Numerator by denominator; in the panel award-weighted the mean of the awards'' shares.';
COMMENT ON COLUMN collective_share.wilson_low IS 'Lower end of the 95 % Wilson interval; in the panel award-weighted with Kish''s effective number of recognitions.';
COMMENT ON COLUMN collective_share.wilson_high IS 'Upper end of the 95 % Wilson interval.';
COMMENT ON COLUMN collective_share.awards IS 'Awards with a recognition in the period.';
COMMENT ON COLUMN collective_share.editions IS 'Editions with a recognition in the period.';
COMMENT ON COLUMN collective_share.editions_due IS 'Editions of the awards that were due in the period; null for regions, because the region of an unseen edition is not known.';
COMMENT ON COLUMN collective_share.coverage IS 'Editions with a recognition, of the editions due.';
COMMENT ON COLUMN collective_share.edition_share IS 'Mean over editions of the share within the edition: no splitting of entries moves it.';
COMMENT ON COLUMN collective_share.numerator_awarded IS 'Numerator without declined and withdrawn honours.';
COMMENT ON COLUMN collective_share.denominator_awarded IS 'Denominator without declined and withdrawn honours.';
COMMENT ON COLUMN collective_share.share_awarded IS 'Share without declined and withdrawn honours; null where the period has no other.';

CREATE TABLE trend_models (
    model_id VARCHAR NOT NULL CHECK (model_id <> '' AND model_id = trim(model_id)) CHECK (regexp_full_match(model_id, '^[A-Za-z0-9_./-]+$')),
    question VARCHAR NOT NULL CHECK (question <> '' AND question = trim(question)) CHECK (question IN ('difference', 'decomposition', 'points within awards', 'odds within awards', 'trend within awards', 'beyond the trend', 'placebo year', 'leave one award out', 'sensitivity', 'unseen editions')),
    term VARCHAR NOT NULL CHECK (term <> '' AND term = trim(term)),
    measure VARCHAR NOT NULL CHECK (measure <> '' AND measure = trim(measure)) CHECK (measure IN ('grassroots', 'collective', 'non_individual')),
    bound VARCHAR NOT NULL CHECK (bound <> '' AND bound = trim(bound)) CHECK (bound IN ('lower', 'upper')),
    panel VARCHAR NOT NULL CHECK (panel <> '' AND panel = trim(panel)),
    variant VARCHAR CHECK (variant <> '' AND variant = trim(variant)),
    before_first BIGINT NOT NULL CHECK (before_first >= 1800) CHECK (before_first <= 2100),
    before_last BIGINT NOT NULL CHECK (before_last >= 1800) CHECK (before_last <= 2100),
    after_first BIGINT NOT NULL CHECK (after_first >= 1800) CHECK (after_first <= 2100),
    after_last BIGINT NOT NULL CHECK (after_last >= 1800) CHECK (after_last <= 2100),
    share_before DOUBLE CHECK (share_before >= 0) CHECK (share_before <= 1),
    share_after DOUBLE CHECK (share_after >= 0) CHECK (share_after <= 1),
    unit VARCHAR NOT NULL CHECK (unit <> '' AND unit = trim(unit)) CHECK (unit IN ('share', 'log odds')),
    estimate DOUBLE,
    low DOUBLE,
    high DOUBLE,
    interval VARCHAR CHECK (interval <> '' AND interval = trim(interval)) CHECK (interval IN ('jackknife over awards', 'Newcombe', 'clustered by award', 'wild cluster bootstrap')),
    p_value DOUBLE CHECK (p_value >= 0) CHECK (p_value <= 1),
    recognitions BIGINT NOT NULL CHECK (recognitions >= 0),
    awards BIGINT NOT NULL CHECK (awards >= 0),
    note VARCHAR CHECK (note <> '' AND note = trim(note)),
    CHECK (low IS NULL OR high IS NULL OR (low <= estimate AND estimate <= high)),
    PRIMARY KEY (model_id)
);
COMMENT ON TABLE trend_models IS 'Before and after 2018: differences, what they are made of, models within awards, placebo years, sensitivity; one row per specification.';
COMMENT ON COLUMN trend_models.model_id IS 'The specification in one word.';
COMMENT ON COLUMN trend_models.question IS 'What is asked; docs/analysis-plan.md explains each.';
COMMENT ON COLUMN trend_models.term IS 'What `estimate` is of.';
COMMENT ON COLUMN trend_models.measure IS 'Which kinds count.';
COMMENT ON COLUMN trend_models.bound IS 'Mixed entries counted as individual (lower) or as collective (upper).';
COMMENT ON COLUMN trend_models.panel IS 'Which awards, as in collective_share; or edition-weighted: each edition weighing the same.';
COMMENT ON COLUMN trend_models.variant IS 'What sets the row apart: a restriction, a placebo year, the award left out.';
COMMENT ON COLUMN trend_models.before_first IS 'First year of the earlier period.';
COMMENT ON COLUMN trend_models.before_last IS 'Last year of the earlier period.';
COMMENT ON COLUMN trend_models.after_first IS 'First year of the later period.';
COMMENT ON COLUMN trend_models.after_last IS 'Last year of the later period.';
COMMENT ON COLUMN trend_models.share_before IS 'Share in the earlier period.';
COMMENT ON COLUMN trend_models.share_after IS 'Share in the later period.';
COMMENT ON COLUMN trend_models.unit IS 'share: difference of shares (0.01 is one percentage point); log odds.';
COMMENT ON COLUMN trend_models.estimate IS 'The figure; null where the data are too few.';
COMMENT ON COLUMN trend_models.low IS 'Lower end of its 95 % interval.';
COMMENT ON COLUMN trend_models.high IS 'Upper end of its 95 % interval.';
COMMENT ON COLUMN trend_models.interval IS 'How the interval was made.';
COMMENT ON COLUMN trend_models.p_value IS 'Against no difference, by wild bootstrap.';
COMMENT ON COLUMN trend_models.recognitions IS 'Recognitions it rests on.';
COMMENT ON COLUMN trend_models.awards IS 'Awards it rests on.';
COMMENT ON COLUMN trend_models.note IS 'What else to know.';

CREATE TABLE reliability (
    variable VARCHAR NOT NULL CHECK (variable <> '' AND variable = trim(variable)) CHECK (variable IN ('kind', 'mode')),
    sample VARCHAR NOT NULL CHECK (sample <> '' AND sample = trim(sample)) CHECK (sample IN ('all', 'random', 'nonperson')),
    value VARCHAR NOT NULL CHECK (value <> '' AND value = trim(value)) CHECK (value IN ('all', 'person', 'people', 'organization', 'network', 'community', 'movement', 'group', 'institution', 'mixed', 'individual', 'collective', 'institutional')),
    measure VARCHAR NOT NULL CHECK (measure <> '' AND measure = trim(measure)) CHECK (measure IN ('percent agreement', 'Cohen''s kappa', 'Krippendorff''s alpha', 'specific agreement')),
    entries BIGINT NOT NULL CHECK (entries >= 1),
    estimate DOUBLE CHECK (estimate >= -1) CHECK (estimate <= 1),
    low DOUBLE CHECK (low >= -1) CHECK (low <= 1),
    high DOUBLE CHECK (high >= -1) CHECK (high <= 1),
    CHECK (low IS NULL OR high IS NULL OR (low <= estimate AND estimate <= high)),
    PRIMARY KEY (variable, sample, value, measure)
);
COMMENT ON TABLE reliability IS 'How far two independent, machine-assisted codings of the same entries agree, with intervals; docs/reliability.md says how to read it.';
COMMENT ON COLUMN reliability.variable IS 'What was coded.';
COMMENT ON COLUMN reliability.sample IS 'Which entries: all that were coded twice, those drawn at random, or those drawn from what does not read as one person. Only `random` stands for the dataset.';
COMMENT ON COLUMN reliability.value IS 'The kind or mode that the figure is of; `all` for all together.';
COMMENT ON COLUMN reliability.measure IS 'The measure of agreement; for one value, of that value against all others.';
COMMENT ON COLUMN reliability.entries IS 'Entries coded twice; for one value, those that at least one coding gave it.';
COMMENT ON COLUMN reliability.estimate IS 'The agreement; null where the sample cannot tell.';
COMMENT ON COLUMN reliability.low IS 'Lower end of the 95 % bootstrap interval over entries.';
COMMENT ON COLUMN reliability.high IS 'Upper end of the interval.';

CREATE TABLE changes (
    table_name VARCHAR NOT NULL CHECK (table_name <> '' AND table_name = trim(table_name)),
    key VARCHAR NOT NULL CHECK (key <> '' AND key = trim(key)),
    column_name VARCHAR NOT NULL CHECK (column_name <> '' AND column_name = trim(column_name)),
    change_type VARCHAR NOT NULL CHECK (change_type <> '' AND change_type = trim(change_type)) CHECK (change_type IN ('added', 'removed', 'changed')),
    old VARCHAR CHECK (old <> '' AND old = trim(old)),
    new VARCHAR CHECK (new <> '' AND new = trim(new)),
    cause VARCHAR NOT NULL CHECK (cause <> '' AND cause = trim(cause)) CHECK (cause IN ('source', 'pipeline', 'decision', 'withholding')),
    PRIMARY KEY (table_name, key, column_name)
);
COMMENT ON TABLE changes IS 'What changed against the previous release, and why.';
COMMENT ON COLUMN changes.table_name IS 'The table.';
COMMENT ON COLUMN changes.key IS 'Primary key of the row, its parts joined with ` | `.';
COMMENT ON COLUMN changes.column_name IS 'The column; `*` for a row added or removed.';
COMMENT ON COLUMN changes.change_type IS 'Added, removed or changed.';
COMMENT ON COLUMN changes.old IS 'Value in the previous release.';
COMMENT ON COLUMN changes.new IS 'Value in this release.';
COMMENT ON COLUMN changes.cause IS 'Source, pipeline, decision or withholding; derived from what differs between the two builds.';
